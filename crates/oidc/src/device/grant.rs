use serde::{Deserialize, Serialize};
use thiserror::Error;
use types::{ClientId, Instant, Seconds};

use super::{DeviceAsk, LIFETIME};
use crate::token::{RefreshGrant, TokenError};
use crate::{Client, Scopes};

/// How often a device may ask at first, and how much slower it goes after each question that came too soon (RFC 8628 section 3.5).
const INTERVAL: Seconds = Seconds(5);

/// What the two codes of a device stand for. Kept under the hashes of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceGrant {
    /// Whose device it is.
    pub client_id: ClientId,
    /// What it asked.
    pub scopes: Scopes,
    /// How strongly its person is to prove who he is, as it asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr_values: Option<String>,
    /// Until when a person can answer, and the device fetch its tokens.
    pub expires: Instant,
    /// How long it waits between two questions.
    pub interval: Seconds,
    /// When it asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Instant>,
    /// What a person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<DeviceAnswer>,
}

/// What a person says of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeviceAnswer {
    /// It is not his, or he changed his mind.
    Denied,
    /// It may act for him; what it gets ends with his session, or with the refresh tokens beside it.
    Allowed(Box<RefreshGrant>),
}

/// Why a device gets no tokens (yet) (RFC 8628 section 3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// Nobody answered yet.
    #[error("nobody has answered yet")]
    Pending,
    /// It asks too often.
    #[error("ask less often: five seconds more between two questions from now on")]
    SlowDown,
    /// The person refused.
    #[error("the person refused")]
    Denied,
    /// Nobody answered in time.
    #[error("the code has expired: begin again")]
    Expired,
}

impl DeviceError {
    /// The `error` of the answer, stable.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::Denied => "access_denied",
            Self::Expired => "expired_token",
        }
    }
}

impl DeviceGrant {
    /// One that waits for its person.
    #[must_use]
    pub fn new(client: &Client, asked: DeviceAsk, now: Instant) -> Self {
        let (client_id, expires) = (client.client_id.clone(), now.plus(LIFETIME));
        let DeviceAsk { scopes, acr_values } = asked;
        Self { client_id, scopes, acr_values, expires, interval: INTERVAL, asked: None, answer: None }
    }

    /// Whether a person can still answer.
    #[must_use]
    pub fn waits(&self, now: Instant) -> bool {
        self.answer.is_none() && now < self.expires
    }

    /// The device asks; what changes with that is to be kept, whatever the answer.
    ///
    /// # Errors
    /// [`TokenError::Grant`] for another client, or one that lost a scope; [`TokenError::Device`] as long as there are no tokens.
    pub fn ask(&mut self, client: &Client, now: Instant) -> Result<RefreshGrant, TokenError> {
        if self.client_id != client.client_id {
            return Err(TokenError::Grant);
        }
        if now >= self.expires {
            return Err(DeviceError::Expired.into());
        }
        let too_soon = self.asked.is_some_and(|last| now < last.plus(self.interval));
        self.asked = Some(now);
        if too_soon {
            self.interval = Seconds(self.interval.0.saturating_add(INTERVAL.0));
            return Err(DeviceError::SlowDown.into());
        }
        match &self.answer {
            None => Err(DeviceError::Pending.into()),
            Some(DeviceAnswer::Denied) => Err(DeviceError::Denied.into()),
            // The client's scopes may have shrunk since.
            Some(DeviceAnswer::Allowed(_)) if self.scopes.within(&client.scopes).is_err() => Err(TokenError::Grant),
            Some(DeviceAnswer::Allowed(grant)) => Ok(RefreshGrant::clone(grant)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, machine, portal};

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn waiting() -> DeviceGrant {
        DeviceGrant::new(&portal(), DeviceAsk { scopes: Scopes::parse("openid ovam").unwrap(), acr_values: None }, at(NOW))
    }

    fn allowed() -> DeviceGrant {
        let grant = serde_json::json!({
            "clientId": "portal", "person": "01980000-0000-7000-8000-000000000002", "session": "01980000-0000-7000-8000-000000000003",
            "scopes": "openid ovam", "authTime": NOW, "expires": "2026-11-23T12:00:00Z",
        });
        DeviceGrant { answer: Some(DeviceAnswer::Allowed(serde_json::from_value(grant).unwrap())), ..waiting() }
    }

    fn ask(grant: &mut DeviceGrant, seconds: i64) -> &'static str {
        grant.ask(&portal(), at(NOW).plus(Seconds(seconds))).map_or_else(|error| error.code(), |_| "tokens")
    }

    #[test]
    fn a_device_waits_and_who_asks_too_often_waits_longer() {
        let mut grant = waiting();
        let told: Vec<_> = [0, 4, 9, 24, 38, 58].map(|seconds| (seconds, ask(&mut grant, seconds))).into();
        let expected = [
            (0, "authorization_pending"),
            (4, "slow_down"),
            (9, "slow_down"),
            (24, "authorization_pending"),
            (38, "slow_down"),
            (58, "authorization_pending"),
        ];
        assert_eq!(told, expected);
        assert_eq!(grant.interval, Seconds(20));
    }

    #[test]
    fn it_gets_what_its_person_says_in_time() {
        assert_eq!(ask(&mut allowed(), 599), "tokens");
        assert_eq!(ask(&mut allowed(), 600), "expired_token");
        assert_eq!(ask(&mut DeviceGrant { answer: Some(DeviceAnswer::Denied), ..waiting() }, 5), "access_denied");
        assert!(waiting().waits(at(NOW).plus(Seconds(599))) && !waiting().waits(at(NOW).plus(Seconds(600))));
        assert!(!allowed().waits(at(NOW)));
    }

    #[test]
    fn it_is_its_clients_as_long_as_that_may() {
        let mut narrowed = portal();
        narrowed.scopes.retain(|scope| scope.to_string() != "ovam");
        assert_eq!(allowed().ask(&machine(), at(NOW)), Err(TokenError::Grant));
        assert_eq!(allowed().ask(&narrowed, at(NOW)), Err(TokenError::Grant));
        let text = serde_json::to_string(&allowed()).unwrap();
        assert_eq!(serde_json::from_str::<DeviceGrant>(&text).unwrap(), allowed());
    }
}
