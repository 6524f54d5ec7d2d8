use std::{net::IpAddr, time::Duration};

use reqwest::{Url, header::HeaderValue};
use thiserror::Error;
use types::Secret;

/// Where a register is and how long Poort waits for it.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// The address that `/persons/query` is put behind. `https`, but for a loopback address.
    pub base: String,
    /// Sent as a bearer token.
    pub token: Option<Secret>,
    /// For one connection to be made.
    pub connect_timeout: Duration,
    /// For everything together: connections, answers, repetitions and the pauses between.
    pub total_timeout: Duration,
    /// How often a failed attempt is repeated.
    pub retries: u32,
    /// The pause before the first repetition; doubled each time.
    pub backoff: Duration,
    /// Bytes; a longer answer is refused unread.
    pub largest_answer: usize,
}

/// What is wrong with the configuration of a register. No message repeats the address: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// No address, or one with more than a host and a path.
    #[error("the address of the person register is no https://host/path without user, query or fragment")]
    Address,
    /// National numbers would travel in the clear.
    #[error("the person register is asked over https; http is for loopback addresses only")]
    NotEncrypted,
    /// Not a header value.
    #[error("the token for the person register holds characters that a token cannot have")]
    Token,
    /// The TLS library does not start, as without any certificate authority.
    #[error("no HTTP client can be made: are there certificate authorities on this machine?")]
    Client,
}

impl SettingsError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address => "registerAddress",
            Self::NotEncrypted => "registerNotEncrypted",
            Self::Token => "registerToken",
            Self::Client => "registerClient",
        }
    }
}

impl HttpSettings {
    /// The defaults for an address: 2 s to connect, 5 s in all, 2 repetitions after 100 and 200 ms, 64 KiB. **Own choice**: an administrator
    /// waits for the answer at his screen.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            token: None,
            connect_timeout: Duration::from_secs(2),
            total_timeout: Duration::from_secs(5),
            retries: 2,
            backoff: Duration::from_millis(100),
            largest_answer: 64 * 1024,
        }
    }

    pub(super) fn url(&self) -> Result<Url, SettingsError> {
        let mut url = Url::parse(&self.base).map_err(|_| SettingsError::Address)?;
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().filter(|_| bare).ok_or(SettingsError::Address)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err(SettingsError::NotEncrypted),
            _ => return Err(SettingsError::Address),
        }
        let path = format!("{}/persons/query", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Ok(url)
    }

    pub(super) fn authorization(&self) -> Result<Option<HeaderValue>, SettingsError> {
        let Some(token) = &self.token else { return Ok(None) };
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| SettingsError::Token)?;
        value.set_sensitive(true);
        Ok(Some(value))
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(base: &str) -> Result<String, SettingsError> {
        HttpSettings::new(base).url().map(Into::into)
    }

    #[test]
    fn the_path_stands_behind_the_base() {
        for base in ["https://register.example/vkbp", "https://register.example/vkbp/"] {
            assert_eq!(url(base).as_deref(), Ok("https://register.example/vkbp/persons/query"));
        }
        assert_eq!(url("https://register.example").as_deref(), Ok("https://register.example/persons/query"));
    }

    #[test]
    fn numbers_do_not_travel_in_the_clear() {
        assert_eq!(url("http://register.example"), Err(SettingsError::NotEncrypted));
        for base in ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"] {
            assert!(url(base).is_ok(), "{base}");
        }
        assert_eq!(url("http://127.0.0.1.example"), Err(SettingsError::NotEncrypted));
    }

    #[test]
    fn an_address_is_a_host_and_a_path() {
        for base in ["", "register", "ftp://a", "https://u:p@a", "https://a/?q=1", "https://a/#f", "file:///etc/persons"] {
            assert_eq!(url(base), Err(SettingsError::Address), "{base}");
        }
    }

    #[test]
    fn a_token_is_a_header_value_and_is_not_shown() {
        let settings = |token: &str| HttpSettings { token: Some(Secret::new(token)), ..HttpSettings::new("https://a") };
        assert_eq!(settings("a\nb").authorization(), Err(SettingsError::Token));
        assert!(!format!("{:?}", settings("hunter2")).contains("hunter2"));
        assert!(!format!("{:?}", settings("hunter2").authorization()).contains("hunter2"));
    }
}
