//! What the issuer says of a token now (RFC 7662), kept for a moment.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::OnceCell;

use super::{Issuer, Published, fetch};
use crate::clock::{Clock, Moment};
use crate::error::{FetchError, SetupError};
use crate::jwt::Members;
use crate::strict;

/// Asks, as a client of the issuer.
pub(crate) struct Introspection {
    issuer: Arc<Issuer>,
    clock: Clock,
    authorization: String,
    kept_for: Duration,
    answers: Mutex<HashMap<[u8; 32], Arc<Answer>>>,
}

/// What it said, or is being asked: whoever comes with the same token waits for the same answer.
struct Answer {
    asked: Moment,
    verdict: OnceCell<Result<Verdict, FetchError>>,
}

/// What a token is worth now.
#[derive(Clone)]
pub(crate) enum Verdict {
    Inactive,
    /// With what it says now: rights that were taken back are gone.
    Active(Arc<Members>),
}

/// An issuer that did not answer is asked again after this long.
const FAILURE_KEPT_FOR: Duration = Duration::from_secs(1);

/// Verdicts on more tokens than this are not kept.
const MAX_ANSWERS: usize = 10_000;

impl Introspection {
    /// `client_id` and `secret` go as HTTP Basic (RFC 6749 section 2.3.1).
    pub(crate) fn new(
        issuer: Arc<Issuer>,
        clock: Clock,
        (client_id, secret): (&str, &str),
        kept_for: Duration,
    ) -> Result<Self, SetupError> {
        if client_id.is_empty() || secret.is_empty() {
            return Err(SetupError::Name);
        }
        let credentials = format!("{}:{}", form_encoded(client_id), form_encoded(secret));
        let authorization = format!("Basic {}", strict::to_base64(credentials));
        Ok(Self { issuer, clock, authorization, kept_for, answers: Mutex::default() })
    }

    /// What the token is worth, as the issuer said at most `kept_for` ago.
    pub(crate) async fn verdict(&self, token: &str, published: &Published) -> Result<Verdict, FetchError> {
        let answer = self.answer(token);
        answer.verdict.get_or_init(|| self.ask(token, published)).await.clone()
    }

    fn answer(&self, token: &str) -> Arc<Answer> {
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let now = self.clock.now();
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = answers.get(&key).filter(|answer| self.counts(answer, now)) {
            return Arc::clone(answer);
        }
        if answers.len() >= MAX_ANSWERS {
            answers.retain(|_, answer| self.counts(answer, now));
        }
        let answer = Arc::new(Answer { asked: now, verdict: OnceCell::new() });
        if answers.len() < MAX_ANSWERS {
            answers.insert(key, Arc::clone(&answer));
        }
        answer
    }

    fn counts(&self, answer: &Answer, now: Moment) -> bool {
        let failed = matches!(answer.verdict.get(), Some(Err(_)));
        now.is_within(if failed { FAILURE_KEPT_FOR.min(self.kept_for) } else { self.kept_for }, answer.asked)
    }

    async fn ask(&self, token: &str, published: &Published) -> Result<Verdict, FetchError> {
        let endpoint = published.introspection.clone().ok_or(FetchError::Address)?;
        let form = [("token", token), ("token_type_hint", "access_token")];
        let request = self.issuer.post(endpoint, &form).header("authorization", &self.authorization);
        let answer = strict::parse_object(&fetch::body(request).await?).ok_or(FetchError::NotTheDocument)?;
        match answer.get("active").and_then(serde_json::Value::as_bool) {
            Some(true) => Ok(Verdict::Active(Arc::new(Members(answer)))),
            Some(false) => Ok(Verdict::Inactive),
            None => Err(FetchError::NotTheDocument),
        }
    }
}

impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection").field("kept_for", &self.kept_for).finish_non_exhaustive()
    }
}

/// As the `application/x-www-form-urlencoded` of RFC 6749 appendix B.
fn form_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_form_encoded_and_not_shown() {
        assert_eq!(form_encoded("portal:1 é_-"), "portal%3A1%20%C3%A9_-");
        let issuer = Arc::new(Issuer::new("https://poort.example/op", Duration::from_secs(1)).unwrap());
        let new = |client, secret| Introspection::new(Arc::clone(&issuer), Clock::system(), (client, secret), Duration::ZERO);
        let introspection = new("portal", "s3cret").unwrap();
        assert_eq!(introspection.authorization, "Basic cG9ydGFsOnMzY3JldA==");
        assert!(!format!("{introspection:?}").contains("cG9ydGFsOnMzY3JldA"));
        assert_eq!((new("", "a").err(), new("a", "").err()), (Some(SetupError::Name), Some(SetupError::Name)));
    }
}
