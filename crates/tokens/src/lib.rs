//! Keys, tokens and secrets: everything in Poort that is cryptography.
//!
//! **Owns**: the master key and what it seals ([`seal`]), passwords of people ([`password`]), secrets of machines
//! ([`machine`]), signing keys and their life ([`keys`]), signing and verifying JWTs ([`jwt`]), opening encrypted ones ([`jwe`]) and what they say
//! ([`claims`]), what a client certificate says ([`certificate`]).
//!
//! **Rules**: AES-256-GCM at rest under keys derived per purpose (NIST SP 800-38D, RFC 5869); argon2id for people (RFC 9106),
//! keyed hashes for machines; JWTs after RFC 7515, RFC 7519 and RFC 8725, access tokens after RFC 9068, ID tokens after
//! OpenID Connect Core 1.0; JWKs after RFC 7517, RFC 7638 and RFC 8037.
//!
//! **Must never know**: where keys are stored, what the clock says (it comes in), who a person is, HTTP. No error, `Debug`
//! or `Display` shows a secret or anything of a token.
//!
//! The life of a token, from the master key to the claims that a portal reads:
//!
//! ```
//! use poort_tokens::claims::{AccessTokenClaims, Audience};
//! use poort_tokens::jwt::{self, AudienceRule, Expected, TokenType};
//! use poort_tokens::keys::{self, Algorithm, KeyRing, SigningKey};
//! use poort_tokens::seal::{MasterKey, Vault};
//! use types::Seconds;
//!
//! let cx = types::testing::context("2026-11-23T10:00:00Z");
//! let vault = Vault::new(&MasterKey::generate(&cx))?;
//!
//! // At first start: a key is made, sealed, stored; `records` is what the database then holds.
//! let key = SigningKey::generate(Algorithm::ES256)?.seal(&vault, &cx)?;
//! let records = keys::rotate(&[], key, cx.now, Seconds(3600));
//!
//! // At every start: the keys are opened.
//! let ring = KeyRing::open(records, &vault, cx.now)?;
//! let signer = ring.signer(Algorithm::ES256, cx.now).ok_or("no key")?;
//! let claims = AccessTokenClaims {
//!     iss: "https://poort.example/op".into(),
//!     sub: "018f".into(),
//!     aud: Audience::one("https://poort.example/v1"),
//!     exp: cx.now.plus(Seconds(3600)).into(),
//!     iat: cx.now.into(),
//!     nbf: None,
//!     jti: "1".into(),
//!     client_id: "portal".into(),
//!     scope: "persons.read".into(),
//!     auth_time: None,
//!     acr: None,
//!     sid: None,
//!     cnf: None,
//!     act: None,
//!     extra: serde_json::Map::new(),
//! };
//! let token = jwt::sign(signer, TokenType::Access, &claims)?;
//!
//! let audience = AudienceRule::Contains("https://poort.example/v1");
//! let expected = Expected::new(TokenType::Access, "https://poort.example/op", audience, cx.now);
//! let read: AccessTokenClaims = jwt::verify(&token, &ring, &expected)?;
//! assert!(read.has_scope("persons.read"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod base64;
pub mod certificate;
pub mod claims;
pub mod json;
pub mod jwe;
pub mod jwt;
pub mod keys;
pub mod machine;
pub mod password;
pub mod random;
pub mod seal;
#[cfg(test)]
mod testing;
pub mod totp;
