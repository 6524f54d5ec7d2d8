//! A register at the other end of an HTTP connection.

mod answer;
mod settings;

use std::time::Duration;

use persons::{LookUp, PersonRegister, RegisterError, RegisterRecord};
use reqwest::{Client, Response, StatusCode, Url, header};
use types::Insz;

pub use settings::{HttpSettings, SettingsError};

/// A person register that speaks JSON: `POST {base}/persons/query` with `{"insz": "<11 digits>"}`, a bearer token where one is configured.
///
/// It answers 404 when nobody has the number, or 200 with
///
/// ```json
/// {"insz": "85073100130", "replaces": ["72452503473"], "name": {"given": "Jan", "family": "Janssens"}, "birth": "1985-07-31",
///  "sex": "male", "status": {"state": "deceased", "on": "2026-10-01"}}
/// ```
///
/// where `replaces`, `given` and `sex` may be left out, `birth` may be partial (`1985-07`, `1985`), and `state` is `active` (without `on`),
/// `deceased` or `struck`. A number that differs from the one asked must name that one in `replaces`: otherwise it is another person's.
///
/// Repeated, within the total time, is only what is safe and may help: a connection that failed, a 5xx. Redirects are not followed
/// and no proxy of the environment is used, so that the number goes where the configuration says and nowhere else.
pub struct HttpRegister {
    client: Client,
    url: Url,
    token: Option<header::HeaderValue>,
    total: Duration,
    retries: u32,
    backoff: Duration,
    largest: usize,
}

/// Why an attempt gave no answer.
struct Failure {
    error: RegisterError,
    again: bool,
    why: &'static str,
}

impl Failure {
    fn last(error: RegisterError, why: &'static str) -> Self {
        Self { error, again: false, why }
    }

    fn again(why: &'static str) -> Self {
        Self { error: RegisterError::Unavailable, again: true, why }
    }
}

impl HttpRegister {
    /// Prepares a client; asks nothing yet.
    ///
    /// # Errors
    /// [`SettingsError`]: what is wrong with the configuration.
    pub fn new(settings: &HttpSettings) -> Result<Self, SettingsError> {
        let client = Client::builder()
            .connect_timeout(settings.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .user_agent("poort")
            .build()
            .map_err(|_| SettingsError::Client)?;
        let HttpSettings { total_timeout: total, retries, backoff, largest_answer: largest, .. } = *settings;
        Ok(Self { client, url: settings.url()?, token: settings.authorization()?, total, retries, backoff, largest })
    }

    async fn ask(&self, insz: Insz) -> Result<Option<RegisterRecord>, RegisterError> {
        let answer = tokio::time::timeout(self.total, self.attempts(insz)).await;
        answer.unwrap_or_else(|_| {
            tracing::warn!(why = "timeout", "the person register gave no answer");
            Err(RegisterError::Unavailable)
        })
    }

    async fn attempts(&self, insz: Insz) -> Result<Option<RegisterRecord>, RegisterError> {
        let mut left = self.retries;
        let mut pause = self.backoff;
        loop {
            let Failure { error, again, why } = match self.attempt(insz).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            tracing::warn!(why, code = error.code(), again = again && left > 0, "the person register gave no answer");
            if !again || left == 0 {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            left -= 1;
            pause = pause.saturating_mul(2);
        }
    }

    async fn attempt(&self, insz: Insz) -> Result<Option<RegisterRecord>, Failure> {
        let mut request = self.client.post(self.url.clone()).json(&serde_json::json!({ "insz": insz.expose() }));
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, token.clone());
        }
        let response = request.send().await.map_err(|error| unsent(&error))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status => return Err(refused(status)),
        }
        let body = self.body(response).await?;
        let record = answer::read(&body, insz).map_err(|why| Failure::last(RegisterError::Unreadable, why))?;
        Ok(Some(record))
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Failure::last(RegisterError::Unavailable, "broken off"))? {
            if body.len().saturating_add(chunk.len()) > self.largest {
                return Err(Failure::last(RegisterError::Unreadable, "too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn unsent(error: &reqwest::Error) -> Failure {
    if error.is_connect() { Failure::again("no connection") } else { Failure::last(RegisterError::Unavailable, "broken off") }
}

fn refused(status: StatusCode) -> Failure {
    match status {
        status if status.is_server_error() => Failure::again("server error"),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Failure::last(RegisterError::Unavailable, "busy"),
        status if status.is_client_error() => Failure::last(RegisterError::Refused, "refused"),
        _ => Failure::last(RegisterError::Unreadable, "unexpected status"),
    }
}

impl PersonRegister for HttpRegister {
    fn look_up(&self, insz: Insz) -> LookUp<'_> {
        Box::pin(self.ask(insz))
    }
}

#[cfg(test)]
mod loopback;
#[cfg(test)]
mod tests;
