//! What an ID token must answer to.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, SHA512, digest};

use crate::error::VerifyError;
use crate::jwt::{Algorithm, Members};
use crate::strict;

/// What a client holds an ID token against, beside the issuer (OpenID Connect Core 1.0 section 3.1.3.7).
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    client_id: &'a str,
    nonce: Option<&'a str>,
    access_token: Option<&'a str>,
    max_age: Option<u32>,
}

impl<'a> SignIn<'a> {
    /// The client that signed somebody in.
    #[must_use]
    pub fn of(client_id: &'a str) -> Self {
        Self { client_id, nonce: None, access_token: None, max_age: None }
    }

    /// The `nonce` that it sent along. Always send one: it ties the answer to this browser.
    #[must_use]
    pub fn nonce(self, nonce: &'a str) -> Self {
        Self { nonce: Some(nonce), ..self }
    }

    /// The access token that came with the ID token, which must then say its `at_hash`.
    #[must_use]
    pub fn access_token(self, token: &'a str) -> Self {
        Self { access_token: Some(token), ..self }
    }

    /// The `max_age` that it asked, in seconds.
    #[must_use]
    pub fn max_age(self, seconds: u32) -> Self {
        Self { max_age: Some(seconds), ..self }
    }

    pub(crate) fn client_id(&self) -> &'a str {
        self.client_id
    }

    pub(crate) fn check(&self, claims: &Members, algorithm: Algorithm, now: i64, leeway: i64) -> Result<(), VerifyError> {
        let audience = claims.audience()?;
        match claims.text("azp")? {
            Some(azp) if azp != self.client_id => return Err(VerifyError::WrongAudience),
            None if audience.len() > 1 => return Err(VerifyError::WrongAudience),
            _ => {}
        }
        if let Some(nonce) = self.nonce {
            matches(claims.text("nonce")?, nonce)?;
        }
        if let Some(token) = self.access_token {
            matches(claims.text("at_hash")?, &half_hash(algorithm, token))?;
        }
        let auth_time = claims.seconds("auth_time")?;
        if let Some(max_age) = self.max_age {
            let since = auth_time.ok_or(VerifyError::WrongSignIn)?;
            if now > since + i64::from(max_age) + leeway {
                return Err(VerifyError::WrongSignIn);
            }
        }
        Ok(())
    }
}

fn matches(said: Option<&str>, expected: &str) -> Result<(), VerifyError> {
    let said = said.ok_or(VerifyError::WrongSignIn)?;
    verify_slices_are_equal(said.as_bytes(), expected.as_bytes()).map_err(|_| VerifyError::WrongSignIn)
}

/// `at_hash`: the left half of the hash that the algorithm uses (OpenID Connect Core 1.0 section 3.1.3.6). Ed25519 hashes with SHA-512.
fn half_hash(algorithm: Algorithm, token: &str) -> String {
    let hash = match algorithm {
        Algorithm::EdDsa => &SHA512,
        Algorithm::Es256 | Algorithm::Ps256 | Algorithm::Rs256 => &SHA256,
    };
    let hash = digest(hash, token.as_bytes());
    let (left, _) = hash.as_ref().split_at(hash.as_ref().len() / 2);
    strict::to_base64url(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn check(sign_in: SignIn<'_>, claims: Value) -> Result<(), VerifyError> {
        sign_in.check(&Members(claims.as_object().unwrap().clone()), Algorithm::Rs256, 1000, 5)
    }

    #[test]
    fn at_hash_is_that_of_openid_connect_core_appendix_a() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(Algorithm::Rs256, token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash(Algorithm::EdDsa, token).len(), 43);
        let sign_in = SignIn::of("portal").access_token(token);
        assert_eq!(check(sign_in, json!({ "aud": "portal", "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" })), Ok(()));
        for claims in [json!({ "aud": "portal" }), json!({ "aud": "portal", "at_hash": "77QmUPtjPfzWtF2AnpK9RR" })] {
            assert_eq!(check(sign_in, claims), Err(VerifyError::WrongSignIn));
        }
    }

    #[test]
    fn the_nonce_ties_the_token_to_the_question() {
        let sign_in = SignIn::of("portal").nonce("n1");
        assert_eq!(check(sign_in, json!({ "aud": "portal", "nonce": "n1" })), Ok(()));
        for claims in
            [json!({ "aud": "portal" }), json!({ "aud": "portal", "nonce": "n2" }), json!({ "aud": "portal", "nonce": "" })]
        {
            assert_eq!(check(sign_in, claims), Err(VerifyError::WrongSignIn));
        }
    }

    #[test]
    fn a_token_for_several_names_its_client() {
        let sign_in = SignIn::of("portal");
        assert_eq!(check(sign_in, json!({ "aud": ["portal", "other"], "azp": "portal" })), Ok(()));
        for claims in [json!({ "aud": ["portal", "other"] }), json!({ "aud": "portal", "azp": "other" })] {
            assert_eq!(check(sign_in, claims), Err(VerifyError::WrongAudience));
        }
    }

    #[test]
    fn a_sign_in_is_not_older_than_was_asked() {
        let check =
            |auth_time: Value| check(SignIn::of("portal").max_age(60), json!({ "aud": "portal", "auth_time": auth_time }));
        assert_eq!(check(json!(935)), Ok(()));
        assert_eq!(check(json!(934)), Err(VerifyError::WrongSignIn));
        assert_eq!(check(json!("935")), Err(VerifyError::Malformed));
    }

    #[test]
    fn max_age_needs_the_moment_of_the_sign_in() {
        assert_eq!(check(SignIn::of("portal").max_age(60), json!({ "aud": "portal" })), Err(VerifyError::WrongSignIn));
    }
}
