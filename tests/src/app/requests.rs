//! Requests, and what comes back.

use actix_web::HttpServer;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::TestApp;
use crate::conform;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: reqwest::header::HeaderMap,
    /// The body; null when it is no JSON.
    pub body: Value,
    /// The body as it came.
    pub text: String,
}

impl TestApp {
    /// Sends a request; header fields by name and value. Redirects are not followed.
    ///
    /// # Panics
    /// When nothing comes back.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let mut request = self.client.request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = body.into_iter().fold(request, reqwest::RequestBuilder::body).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let answer = Answer { status, headers, body: serde_json::from_str(&text).unwrap_or_default(), text };
        conform::check(method, path, &answer);
        answer
    }

    /// Sends JSON as a client with a scope; more header fields by name and value.
    pub async fn call(
        &self,
        client: &str,
        scope: &str,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token(client, scope));
        let mut headers = vec![("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        headers.extend_from_slice(more);
        self.send(method, path, &headers, body.map(|body| body.to_string())).await
    }

    /// Sends bytes that no client would, on a connection of their own, and reads until it is closed.
    ///
    /// # Panics
    /// When the connection breaks.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn send_bytes(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.base.trim_start_matches("http://")).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What operators read on the address of the metrics.
    ///
    /// # Panics
    /// When it does not answer.
    #[expect(clippy::unwrap_used, reason = "a test without an answer has failed")]
    pub async fn watch(&self) -> String {
        let state = self.state.clone();
        let server = HttpServer::new(move || http::watch(state.clone())).workers(1).disable_signals();
        let server = server.bind(("127.0.0.1", 0)).unwrap();
        let address = server.addrs().first().copied().unwrap();
        let server = server.run();
        let handle = server.handle();
        drop(tokio::spawn(server));
        let text = self.client.get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
        handle.stop(false).await;
        text
    }
}
