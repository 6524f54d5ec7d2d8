use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use demo::{Description, Persona};

use crate::Error;

/// Tells where the demo is, who can sign in as whom, and what to try first.
pub(super) fn write(
    out: &mut impl Write,
    description: &Description,
    base: &str,
    described: &Path,
    script: &Path,
    mailbox: &Path,
) -> Result<(), Error> {
    writeln!(out, "\nPoort listens on {base} with fictional data. Stop it with Ctrl-C; what you change is kept.\n")?;
    writeln!(out, "  REST API         {}   (documentation: {base}/docs)", description.api)?;
    writeln!(out, "  OpenID Connect   {}/.well-known/openid-configuration", description.issuer)?;
    writeln!(out, "  for scripts      {}   (users, passwords, clients, secrets)", described.display())?;
    writeln!(out, "  mail             {}   (a file for each; none leaves this machine)\n", mailbox.display())?;
    people(out, &description.personas)?;
    writeln!(out, "\nFrom a grant to a verified token, in one line (needs curl, python3 and openssl):\n")?;
    writeln!(out, "  {} {}\n", shell(script), shell(described))?;
    Ok(out.flush()?)
}

/// By role, in the order of the data; one line each.
fn people(out: &mut impl Write, personas: &[Persona]) -> Result<(), Error> {
    match shared(personas) {
        Some(password) => writeln!(out, "Who can sign in; the password of each is {password}")?,
        None => writeln!(out, "Who can sign in; the passwords stand in the file for scripts")?,
    }
    let width = personas.iter().map(|one| one.username.chars().count()).max().unwrap_or_default();
    let mut told = BTreeSet::new();
    for role in personas.iter().map(|one| one.role).filter(|role| told.insert(*role)) {
        writeln!(out, "  {role}")?;
        for one in personas.iter().filter(|one| one.role == role) {
            // What the title says already is left out.
            let description = one
                .description
                .strip_prefix(role)
                .map_or(one.description.as_str(), |rest| rest.trim_start().strip_prefix("of ").unwrap_or(rest));
            writeln!(out, "{}", format!("    {:<width$}  {}", one.username, short(description)).trim_end())?;
        }
    }
    Ok(())
}

fn shared(personas: &[Persona]) -> Option<&str> {
    let first = &personas.first()?.password;
    personas.iter().all(|one| one.password == *first).then_some(first)
}

/// What fits on a line.
fn short(text: &str) -> String {
    const WIDTH: usize = 100;
    if text.chars().count() <= WIDTH {
        return text.to_owned();
    }
    text.chars().take(WIDTH - 3).chain("...".chars()).collect()
}

/// A path as a shell reads it.
fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    let text = if plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) };
    if text.contains('/') { text } else { format!("./{text}") }
}
