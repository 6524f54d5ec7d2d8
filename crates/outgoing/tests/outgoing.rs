//! Where a request to the outside goes, and how far.
#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use poort_outgoing::{LARGEST, Outgoing, OutgoingError, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use types::Secret;

/// Answers everybody the same, and counts who came.
struct Loopback {
    port: u16,
    came: Arc<AtomicUsize>,
}

impl Loopback {
    async fn answering(answer: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, came) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&came);
        tokio::spawn(async move {
            let mut silent = Vec::new();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
                let mut bytes = [0; 4096];
                let _ = stream.read(&mut bytes).await;
                match &answer {
                    // Who reads no further closes first.
                    Some(answer) => drop(stream.write_all(answer.as_bytes()).await),
                    None => silent.push(stream),
                }
            }
        });
        Self { port, came }
    }

    async fn saying(status: u16, more: &str, body: &str) -> Self {
        let head = format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n", body.len());
        Self::answering(Some(head + body)).await
    }

    fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }
}

fn outgoing(allow: &str) -> Outgoing {
    let allow = if allow.is_empty() { Vec::new() } else { vec![allow.parse().unwrap()] };
    Outgoing::new(Settings { allow, total: Duration::from_secs(20) }).unwrap()
}

#[tokio::test]
async fn nobody_is_reached_who_is_not_public() {
    let inside = Loopback::saying(200, "", "{}").await;
    let port = inside.port;
    for address in [
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://127.1:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("https://0x7f.0.0.1:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        format!("https://[64:ff9b::7f00:1]:{port}/"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        format!("https://user@localhost:{port}/"),
        format!("ftp://localhost:{port}/"),
        "file:///etc/passwd".to_owned(),
        "nonsense".to_owned(),
    ] {
        assert_eq!(outgoing("").get_json(&address, None).await, Err(OutgoingError::Refused), "{address}");
        assert_eq!(
            outgoing("https://idp.example").post_form(&address, None, &[]).await.err(),
            Some(OutgoingError::Refused),
            "{address}"
        );
    }
    assert_eq!(inside.came(), 0);
}

#[tokio::test]
async fn an_origin_that_is_allowed_is_asked_and_no_other() {
    let inside = Loopback::saying(200, "", r#"{"keys":[]}"#).await;
    let (ours, other) = (format!("http://127.0.0.1:{}", inside.port), format!("http://localhost:{}", inside.port));
    let outgoing = outgoing(&ours);
    assert_eq!(outgoing.get_json(&format!("{ours}/keys"), None).await.unwrap()["keys"], serde_json::json!([]));
    assert_eq!(outgoing.get_json(&other, None).await, Err(OutgoingError::Refused));
    let answer = outgoing.post_form(&ours, Some(&Secret::new("Bearer x")), &[("a", "b c")]).await.unwrap();
    assert!(answer.is_success() && inside.came() == 2);
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_answer_is_too_large_or_too_late() {
    let inside = Loopback::saying(200, "", "{}").await;
    let to = format!("location: http://127.0.0.1:{}/\r\n", inside.port);
    let redirecting = Loopback::saying(302, &to, "").await;
    let ask = async |port: u16, total: u64| {
        let allow = vec!["http://127.0.0.1:*".parse().unwrap()];
        let outgoing = Outgoing::new(Settings { allow, total: Duration::from_millis(total) }).unwrap();
        outgoing.get_json(&format!("http://127.0.0.1:{port}/"), None).await.map(|_| ())
    };
    assert_eq!(ask(redirecting.port, 20_000).await, Err(OutgoingError::Status(302)));
    assert_eq!(inside.came(), 0);
    let large = Loopback::saying(200, "", &format!("\"{}\"", "x".repeat(LARGEST))).await;
    assert_eq!(ask(large.port, 20_000).await, Err(OutgoingError::Unreadable));
    let nonsense = Loopback::saying(200, "", "<html>").await;
    assert_eq!(ask(nonsense.port, 20_000).await, Err(OutgoingError::Unreadable));
    let broken = Loopback::answering(Some("HTTP/1.1 200 Said\r\ncontent-length: 9\r\n\r\n{".to_owned())).await;
    assert_eq!(ask(broken.port, 20_000).await, Err(OutgoingError::Unavailable));
    let silent = Loopback::answering(None).await;
    assert_eq!(ask(silent.port, 50).await, Err(OutgoingError::Unavailable));
}
