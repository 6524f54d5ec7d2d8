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
) -> Result<(), Error> {
    writeln!(out, "\nPoort listens on {base} with fictional data. Stop it with Ctrl-C; what you change is kept.\n")?;
    writeln!(out, "  REST API         {}   (documentation: {base}/docs)", description.api)?;
    writeln!(out, "  OpenID Connect   {}/.well-known/openid-configuration", description.issuer)?;
    writeln!(out, "  for scripts      {}   (users, passwords, clients, secrets)\n", described.display())?;
    people(out, &description.personas)?;
    writeln!(out, "\nFrom a grant to a verified token, in one line (needs curl, python3 and openssl):\n")?;
    writeln!(out, "  {} {}\n", shell(script), shell(described))?;
    Ok(out.flush()?)
}

/// Who administers first, then who only holds rights; one line each.
fn people(out: &mut impl Write, personas: &[Persona]) -> Result<(), Error> {
    let administrators: Vec<_> = personas.iter().filter(|one| !one.mandates.is_empty()).collect();
    let holders: Vec<_> = personas.iter().filter(|one| one.mandates.is_empty()).collect();
    let width = personas.iter().map(|one| one.username.chars().count()).max().unwrap_or_default().max(8);
    match shared(personas) {
        Some(password) => writeln!(out, "Who can sign in; the password of each is {password}")?,
        None => writeln!(out, "Who can sign in; the passwords stand in the file for scripts")?,
    }
    for (title, group) in [("administrators", administrators), ("others", holders)] {
        if !group.is_empty() {
            writeln!(out, "  {title}")?;
        }
        for one in group {
            writeln!(out, "    {:<width$}  {}", one.username, short(&one.description))?;
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
