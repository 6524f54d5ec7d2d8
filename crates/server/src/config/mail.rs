//! Whether mail is sent, and by which way.

use std::path::Path;

use mail::{Sender, Server, Settings, Way};
use types::Secret;

use super::{Mistakes, read as read_file, section::Section};

const SMTP: &str =
    "a server like smtps://mail.example:465 (TLS) or smtp://mail.example:587 (STARTTLS; plain on a loopback address only)";
const FROM: &str = "who writes: an address like poort@example.be, or a name with it: Poort <poort@example.be>";

/// `Some(None)`: no mail is sent.
pub(super) fn read(mut section: Section, m: &mut Mistakes) -> Option<Option<Settings>> {
    let (smtp, directory) = (section.optional("smtp", m), section.optional("directory", m));
    let (from, user) = (section.optional("from", m), section.optional("user", m));
    let password = section.optional("password_file", m);
    section.finish(m);
    let from = from.map(|text| Sender::parse(&text).or_else(|| m.refuse("mail.from", FROM, format!("`{text}`"))));
    let login = login(user, password, m);
    let way = match (smtp, directory) {
        (None, None) if from.is_none() && matches!(login, Some(None)) => return Some(None),
        (None, None) => return m.refuse("mail.smtp", SMTP, "nothing"),
        (Some(_), Some(_)) => return m.refuse("mail.smtp", "either this key or `mail.directory`", "both"),
        (None, Some(path)) => existing(path, m),
        (Some(text), None) => match Server::parse(&text) {
            Some(server) => login.map(|login| Way::Smtp(server, login)),
            // It may hold a password.
            None => m.refuse("mail.smtp", SMTP, "another text"),
        },
    };
    let from = from.unwrap_or_else(|| m.refuse("mail.from", FROM, "nothing"));
    Some(Some(Settings { from: from?, way: way? }))
}

/// Both or none.
fn login(user: Option<String>, password: Option<String>, m: &mut Mistakes) -> Option<Option<(String, Secret)>> {
    match (user, password) {
        (None, None) => Some(None),
        (Some(user), Some(file)) => {
            let text = Secret::new(read_file(Path::new(&file), "mail.password_file", m)?);
            Some(Some((user, Secret::new(text.expose().trim()))))
        }
        (Some(_), None) => m.refuse("mail.password_file", "a file with the password of `mail.user`", "nothing"),
        (None, Some(_)) => m.refuse("mail.user", "the user name to which `mail.password_file` belongs", "nothing"),
    }
}

fn existing(path: String, m: &mut Mistakes) -> Option<Way> {
    if Path::new(&path).is_dir() {
        return Some(Way::Directory(path.into()));
    }
    m.refuse("mail.directory", "a directory that is there", path)
}
