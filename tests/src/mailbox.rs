//! A mail server on a loopback port: it keeps what it is given.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Takes mails, or refuses them as the test says.
pub struct Mailbox {
    port: u16,
    kept: Arc<Mutex<Kept>>,
}

/// A mail that was taken.
#[derive(Clone, Debug, Default)]
pub struct Mailed {
    /// To whom.
    pub to: String,
    /// Head and text, without the marks of quoted-printable at the ends of lines.
    pub text: String,
}

#[derive(Default)]
struct Kept {
    mails: Vec<Mailed>,
    refusal: Option<&'static str>,
}

impl Mailbox {
    /// Listens.
    ///
    /// # Panics
    /// When no port is free.
    #[expect(clippy::unwrap_used, reason = "a test without its mail server has failed")]
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, kept) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Kept::default())));
        let shared = Arc::clone(&kept);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        Self { port, kept }
    }

    /// How Poort sends mail by it.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its mail server has failed")]
    pub fn settings(&self) -> mail::Settings {
        let server = mail::Server::parse(&format!("smtp://127.0.0.1:{}", self.port)).unwrap();
        mail::Settings { from: mail::Sender::parse("Poort <poort@poort.test>").unwrap(), way: mail::Way::Smtp(server, None) }
    }

    /// Answers every recipient so from now on: a line of SMTP; nothing: takes the mail.
    pub fn refuse(&self, line: Option<&'static str>) {
        lock(&self.kept).refusal = line;
    }

    /// The mails since the last question.
    #[must_use]
    pub fn mails(&self) -> Vec<Mailed> {
        std::mem::take(&mut lock(&self.kept).mails)
    }

    /// The only mail since the last question, which must go to this address and bring a code: that.
    ///
    /// # Panics
    /// When there is another, or none.
    #[expect(clippy::panic, reason = "a test without its code has failed")]
    pub fn code(&self, to: &str) -> String {
        let mails = self.mails();
        let [mail] = mails.as_slice() else { panic!("one mail, not {mails:?}") };
        assert_eq!(mail.to, to);
        let is_code = |line: &&str| line.len() == 23 && line.split('-').all(|part| part.len() == 5);
        mail.text.lines().find(is_code).map_or_else(|| panic!("a code in {}", mail.text), str::to_owned)
    }
}

async fn talk(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 here\r\n").await.ok()?;
    let (mut mail, mut data) = (Mailed::default(), false);
    while let Some(line) = lines.next_line().await.ok()? {
        let answer = match line.as_str() {
            "." if data => {
                lock(&kept).mails.push(std::mem::take(&mut mail));
                "250 taken"
            }
            _ if data => {
                let soft = line.strip_suffix('=');
                mail.text.push_str(soft.unwrap_or(&line));
                mail.text.push_str(if soft.is_some() { "" } else { "\n" });
                continue;
            }
            "DATA" => "354 go on",
            _ => match line.strip_prefix("RCPT TO:<") {
                Some(to) => {
                    to.trim_end_matches('>').clone_into(&mut mail.to);
                    lock(&kept).refusal.unwrap_or("250 well")
                }
                None => "250 well",
            },
        };
        data = answer.starts_with("354");
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
