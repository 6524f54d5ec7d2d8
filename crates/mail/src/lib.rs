//! Mail that Poort sends: plain text, to one person at a time.
//!
//! **Owns**: how a mail is written (RFC 5322) and handed to the server that sends it (RFC 5321), or put in a directory for who tries Poort out.
//!
//! **Rules**: the server is the operator's choice, so it may stand inside. What leaves the machine is encrypted: TLS from the beginning, or
//! `STARTTLS`, without which nothing is said (RFC 8314); only a server on this very machine hears plain text. An error says by its code what went wrong,
//! and nothing of the mail.
//!
//! **Must never know**: what mails say, who gets one, when one is tried again.

mod directory;
mod server;
mod smtp;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::{Address, Message};
use thiserror::Error;
use types::{EmailAddress, Instant, MailId, Parsed, Secret};

pub use server::{Security, Server};

/// How mail is sent in an environment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who writes: an address, or a name with an address in angle brackets.
    pub from: Sender,
    /// By which way.
    pub way: Way,
}

/// By which way mail leaves.
#[derive(Clone, Debug)]
pub enum Way {
    /// By a server; the user name and password that it asks.
    Smtp(Server, Option<(String, Secret)>),
    /// Into a directory, a file for each: for who tries Poort out.
    Directory(PathBuf),
}

/// Who writes.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

impl Sender {
    /// Parses `poort@example.be` or `Poort <poort@example.be>`; nothing for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// A mail.
#[derive(Clone, Debug)]
pub struct Mail<'a> {
    /// The same at every try.
    pub id: MailId,
    /// When it is written.
    pub at: Instant,
    /// To whom.
    pub to: &'a EmailAddress,
    /// Its subject: one line.
    pub subject: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Why a mail was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MailError {
    /// It could not be written: the address is one that mail does not know.
    #[error("the mail could not be written")]
    Unwritable,
    /// The server will never take it.
    #[error("the mail server refuses the mail")]
    Refused,
    /// The server is away, busy, or not whom we trust.
    #[error("the mail server did not take the mail")]
    Unavailable,
    /// The directory cannot be written.
    #[error("the mail could not be put in the directory")]
    Directory,
}

impl MailError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unwritable => "mailUnwritable",
            Self::Refused => "mailRefused",
            Self::Unavailable => "mailUnavailable",
            Self::Directory => "mailDirectory",
        }
    }

    /// Whether trying again changes nothing.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Unwritable | Self::Refused)
    }
}

/// Who sends mail; made once per process, cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Sending,
}

#[derive(Clone)]
enum Sending {
    Smtp(smtp::Transport),
    Directory(PathBuf),
}

impl Mailer {
    /// For an environment. Nobody is connected to yet.
    ///
    /// # Errors
    /// [`MailError::Unavailable`] when the machine has no certificates to trust.
    pub fn new(settings: &Settings) -> Result<Self, MailError> {
        let from = settings.from.0.clone();
        let way = match &settings.way {
            Way::Smtp(server, login) => Sending::Smtp(smtp::transport(server, login.as_ref(), from.email.domain())?),
            Way::Directory(path) => Sending::Directory(path.clone()),
        };
        Ok(Self { from, way })
    }

    /// Sends a mail. It takes a minute at most.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn send(&self, mail: &Mail<'_>) -> Result<(), MailError> {
        let message = self.written(mail)?;
        match &self.way {
            Sending::Smtp(transport) => smtp::send(transport, message).await,
            Sending::Directory(path) => directory::put(path, mail, &message.formatted()).await,
        }
    }

    fn written(&self, mail: &Mail<'_>) -> Result<Message, MailError> {
        let to: Address = mail.to.as_str().parse().map_err(|_| MailError::Unwritable)?;
        let seconds = u64::try_from(mail.at.unix()).unwrap_or_default();
        let id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let builder = Message::builder().from(self.from.clone()).to(Mailbox::new(None, to)).subject(mail.subject);
        let builder = builder.date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).message_id(Some(id));
        // Whoever is away need not tell us so (RFC 3834 section 5).
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let text = lettre::message::SinglePart::plain(mail.text.replace('\n', "\r\n"));
        builder.raw_header(automatic).singlepart(text).map_err(|_| MailError::Unwritable)
    }
}
