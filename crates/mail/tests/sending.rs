//! What leaves, and what does not.
#![cfg(test)]

use std::sync::{Arc, Mutex};

use poort_mail::{Mail, MailError, Mailer, Security, Sender, Server, Settings, Way};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use types::{EmailAddress, Instant, MailId, Parsed};

/// A server that notes what it hears, and answers `RCPT` with this line.
async fn server(recipient: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, heard) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
    let noted = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 here\r\n").await.unwrap();
            let mut data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                noted.lock().unwrap().push(line.clone());
                let answer = match line.as_str() {
                    "." => "250 taken",
                    _ if data => continue,
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ if line.starts_with("RCPT") => recipient,
                    _ => "250 well",
                };
                data = answer.starts_with("354");
                write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        }
    });
    (port, heard)
}

async fn send(port: u16, security: Security) -> Result<(), MailError> {
    let server = Server { host: "127.0.0.1".to_owned(), port, security };
    let settings = Settings { from: Sender::parse("Poort <poort@poort.example>").unwrap(), way: Way::Smtp(server, None) };
    let to = EmailAddress::parse("an@leuven.example").unwrap();
    let id: MailId = "01935b7e-0000-7000-8000-000000000001".parse().unwrap();
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    Mailer::new(&settings).unwrap().send(&Mail { id, at, to: &to, subject: "Één code", text: "Dag An,\n\nabcde\n" }).await
}

#[tokio::test]
async fn a_mail_is_plain_text_from_poort_and_asks_no_answer() {
    let (port, heard) = server("250 well").await;
    send(port, Security::Loopback).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    for line in [
        "EHLO poort.example",
        "MAIL FROM:<poort@poort.example>",
        "RCPT TO:<an@leuven.example>",
        "From: Poort <poort@poort.example>",
        "Date: Mon, 23 Nov 2026 10:00:00 +0000",
        "Message-ID: <01935b7e-0000-7000-8000-000000000001@poort.example>",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
        "abcde",
    ] {
        assert!(heard.iter().any(|one| one == line || one.starts_with(line)), "{line}: {heard:#?}");
    }
}

#[tokio::test]
async fn a_server_without_starttls_hears_no_mail() {
    let (port, heard) = server("250 well").await;
    assert_eq!(send(port, Security::StartTls).await, Err(MailError::Unavailable));
    assert!(!heard.lock().unwrap().iter().any(|line| line.starts_with("MAIL")));
}

#[tokio::test]
async fn a_refusal_for_ever_and_one_for_now_are_told_apart() {
    let (port, _) = server("550 nobody").await;
    assert_eq!(send(port, Security::Loopback).await, Err(MailError::Refused));
    let (port, _) = server("450 later").await;
    assert_eq!(send(port, Security::Loopback).await, Err(MailError::Unavailable));
    assert!(MailError::Refused.is_final() && !MailError::Unavailable.is_final());
}
