//! Back-channel logout: telling the clients of a session that it ended (OpenID Connect Back-Channel Logout 1.0).

use tokens::claims::{Audience, LogoutClaims};
use tokens::random::sha256_text;
use types::{Instant, Parsed, Seconds, SessionId};

use crate::{Client, Issuer};

/// For how long a client is told at most, once a session ended.
pub const TOLD_FOR: Seconds = Seconds(86_400);
/// For how long nobody else tries what one process is trying: longer than a request may take.
pub const LEASE: Seconds = Seconds(120);
/// How long a logout token is accepted (section 2.4: two minutes at most are recommended).
const LIFETIME: Seconds = Seconds(120);
/// The pauses before it is tried again.
const PAUSES: [Seconds; 6] = [Seconds(10), Seconds(60), Seconds(300), Seconds(1800), Seconds(7200), Seconds(28_800)];

/// How long to wait after the `tries`-th try that failed; `None` when it was the last.
#[must_use]
pub fn pause_after(tries: i64) -> Option<Seconds> {
    let number = usize::try_from(tries).ok()?.checked_sub(1)?;
    PAUSES.get(number).copied()
}

/// Whether a client understood, or refused in a way that trying again does not change (section 2.8).
#[must_use]
pub fn is_final(status: u16) -> bool {
    (200..300).contains(&status) || status == 400
}

/// What a logout token says (section 2.4). Its `jti` is the same at every try: whoever was told already knows it again.
#[must_use]
pub fn claims(issuer: &Issuer, sub: String, client: &Client, session: SessionId, now: Instant) -> LogoutClaims {
    LogoutClaims {
        iss: issuer.as_str().to_owned(),
        sub,
        aud: Audience::one(client.client_id.as_str()),
        iat: now.into(),
        exp: now.plus(LIFETIME).into(),
        jti: sha256_text(format!("logout\n{session}\n{}", client.client_id).as_bytes()),
        sid: session.to_string(),
        events: LogoutClaims::event(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_with_growing_pauses_and_has_an_end() {
        let pauses: Vec<_> = (1..=7).map(|tries| pause_after(tries).map(|pause| pause.0)).collect();
        assert_eq!(pauses, [Some(10), Some(60), Some(300), Some(1800), Some(7200), Some(28_800), None]);
        assert_eq!((pause_after(0), pause_after(-1)), (None, None));
        assert!(PAUSES.iter().map(|pause| pause.0).sum::<i64>() < TOLD_FOR.0);
        assert!(is_final(200) && is_final(204) && is_final(400));
        assert!(![302, 404, 429, 500, 503].into_iter().any(is_final));
    }
}
