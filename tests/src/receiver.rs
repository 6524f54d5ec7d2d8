//! An application of somebody else that Poort asks or tells something, on a loopback port.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex as Queue, mpsc};

/// Keeps what comes, and answers what the test says.
pub struct Receiver {
    port: u16,
    answer: Arc<Mutex<(u16, String)>>,
    came: Queue<mpsc::UnboundedReceiver<String>>,
}

impl Receiver {
    /// Listens, and answers a JSON document.
    ///
    /// # Panics
    /// When no port is free.
    #[expect(clippy::unwrap_used, reason = "a test without its receiver has failed")]
    pub async fn answering(status: u16, document: &Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = Arc::new(Mutex::new((status, document.to_string())));
        let (keep, came) = mpsc::unbounded_channel();
        let said = Arc::clone(&answer);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                let (status, body) = said.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let length = body.len();
                let text = format!("HTTP/1.1 {status} Said\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
                // Kept first: whoever has the answer finds the request.
                let _ = keep.send(request);
                let _ = stream.write_all(text.as_bytes()).await;
            }
        });
        Self { port, answer, came: Queue::new(came) }
    }

    /// Answers something else from now on.
    pub fn answer(&self, status: u16, document: &Value) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = (status, document.to_string());
    }

    fn address(&self, scheme: &str, host: &str, path: &str) -> String {
        format!("{scheme}://{host}:{}{path}", self.port)
    }

    /// Addresses that Poort may not ask: of this receiver, by names and schemes that the tests do not allow, and of
    /// networks that are not public.
    #[must_use]
    pub fn not_public(&self, path: &str) -> Vec<String> {
        let here = [("http", "localhost"), ("https", "localhost"), ("https", "127.0.0.1"), ("http", "[::1]")];
        let elsewhere = ["https://169.254.169.254", "https://10.0.0.1"].map(|origin| format!("{origin}{path}"));
        here.into_iter().map(|(scheme, host)| self.address(scheme, host, path)).chain(elsewhere).collect()
    }

    /// The address that Poort may ask.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        self.address("http", "127.0.0.1", path)
    }

    /// How many requests came since the last question, without waiting.
    pub async fn count(&self) -> usize {
        let mut came = self.came.lock().await;
        std::iter::from_fn(|| came.try_recv().ok()).count()
    }

    /// The next request, head and body, as soon as it comes.
    ///
    /// # Panics
    /// When nobody listens any more.
    #[expect(clippy::expect_used, reason = "a test without its receiver has failed")]
    pub async fn next(&self) -> String {
        self.came.lock().await.recv().await.expect("the receiver listens")
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !is_whole(&String::from_utf8_lossy(&bytes)) {
        match stream.read_buf(&mut bytes).await {
            Ok(read) if read > 0 => {}
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
    body.len() >= length.unwrap_or_default()
}
