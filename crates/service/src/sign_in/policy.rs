use serde::Deserialize;
use thiserror::Error;
use types::Seconds;

use super::second_factor::SecondFactorRule;

/// How long a session lives, in seconds, when nobody says otherwise, and at most: as at ACM/IDM, used or not.
pub const SESSION_SECONDS: Seconds = Seconds(7200);
/// The shortest time that a session may have to lie idle, in seconds: its use is noted once in a minute.
const SHORTEST_IDLE: Seconds = Seconds(300);

/// What an environment decides of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Said")]
pub struct Policy {
    /// Whether who administers needs a second factor.
    pub administrators_second_factor: SecondFactorRule,
    /// How long a session lives, used or not.
    pub session_seconds: Seconds,
    /// How long nothing may happen in its browser.
    pub session_idle_seconds: Seconds,
}

impl Default for Policy {
    fn default() -> Self {
        let administrators_second_factor = SecondFactorRule::default();
        Self { administrators_second_factor, session_seconds: SESSION_SECONDS, session_idle_seconds: SESSION_SECONDS }
    }
}

/// As it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    administrators_second_factor: SecondFactorRule,
    #[serde(default)]
    session_seconds: Option<Seconds>,
    #[serde(default)]
    session_idle_seconds: Option<Seconds>,
}

/// A session that would be too long, or would end while its person sits there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("session_seconds is 300 to 7200, and session_idle_seconds 300 to that")]
struct Lengths;

impl TryFrom<Said> for Policy {
    type Error = Lengths;

    fn try_from(said: Said) -> Result<Self, Lengths> {
        let session_seconds = said.session_seconds.unwrap_or(SESSION_SECONDS);
        let session_idle_seconds = said.session_idle_seconds.unwrap_or(session_seconds);
        let sound = SHORTEST_IDLE <= session_idle_seconds && session_idle_seconds <= session_seconds;
        if !sound || session_seconds > SESSION_SECONDS {
            return Err(Lengths);
        }
        Ok(Self { administrators_second_factor: said.administrators_second_factor, session_seconds, session_idle_seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_session_is_at_most_two_hours_and_not_idle_for_longer() {
        let read = |said: Value| serde_json::from_value::<Policy>(said).map_err(|error| error.to_string());
        assert_eq!(read(json!({})), Ok(Policy::default()));
        let short = read(json!({ "session_seconds": 3600 })).unwrap();
        assert_eq!((short.session_seconds, short.session_idle_seconds), (Seconds(3600), Seconds(3600)));
        assert!(read(json!({ "session_seconds": 7200, "session_idle_seconds": 300 })).is_ok());
        for said in [
            json!({ "session_seconds": 7201 }),
            json!({ "session_seconds": 299 }),
            json!({ "session_idle_seconds": 299 }),
            json!({ "session_seconds": 3600, "session_idle_seconds": 3601 }),
            json!({ "idle": 900 }),
        ] {
            assert!(read(said.clone()).is_err(), "{said}");
        }
    }
}
