//! A register on a loopback port that answers what a test tells it to, one connection an answer.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub(super) enum Reply {
    Status(u16, String),
    /// Reads the question and says nothing, for ever.
    Hang,
    /// Announces more than it sends, then closes.
    BreakOff,
}

pub(super) struct Loopback {
    pub(super) base: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// Listens; a connection after the last reply is closed unread.
    pub(super) async fn replying(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/vkbp", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (replies, seen): (Vec<_>, _) = (replies.into_iter().collect(), Arc::clone(&requests));
        tokio::spawn(async move {
            for reply in replies {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read(&mut stream).await;
                seen.lock().unwrap().push(request);
                write(stream, reply).await;
            }
        });
        Self { base, requests }
    }

    /// Every request that came, head and body.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let complete = |text: &str| {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok())?;
        (body.len() >= length).then_some(())
    };
    while complete(&String::from_utf8_lossy(&bytes)).is_none() {
        if stream.read_buf(&mut bytes).await.unwrap() == 0 {
            break;
        }
    }
    String::from_utf8(bytes).unwrap()
}

async fn write(mut stream: TcpStream, reply: Reply) {
    let text = match reply {
        Reply::Status(status, body) => {
            format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        }
        Reply::BreakOff => "HTTP/1.1 200 Said\r\ncontent-length: 100\r\n\r\n{".to_owned(),
        Reply::Hang => return std::future::pending().await,
    };
    // A client that stops reading an answer that is too large closes first.
    let _ = stream.write_all(text.as_bytes()).await;
}
