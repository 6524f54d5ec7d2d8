//! A client that costs little: one connection that is kept, one request after the other, answers with a length.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) struct Wire {
    stream: TcpStream,
    host: String,
    bytes: Vec<u8>,
}

impl Wire {
    /// To an address like `http://127.0.0.1:1234`.
    pub(crate) async fn to(base: &str) -> Self {
        let host = base.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, host, bytes: Vec::new() }
    }

    /// Sends a request, with header lines that each end a line, and gives status line, header and body.
    pub(crate) async fn send(&mut self, request: &str, headers: &str, body: &str) -> String {
        let length = body.len();
        let text = format!("{request} HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n{headers}\r\n{body}", self.host);
        self.stream.write_all(text.as_bytes()).await.unwrap();
        self.bytes.clear();
        loop {
            assert!(self.stream.read_buf(&mut self.bytes).await.unwrap() > 0, "the connection was closed");
            let text = String::from_utf8_lossy(&self.bytes);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            if body.len() >= length_of(head) {
                return text.into_owned();
            }
        }
    }
}

fn length_of(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap()
}

/// So many connections.
pub(crate) async fn wires(base: &str, count: usize) -> Vec<Wire> {
    futures_util::future::join_all((0..count).map(|_| Wire::to(base))).await
}
