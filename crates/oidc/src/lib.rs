//! The OpenID Connect protocol as pure functions: requests in, decisions and documents out.
//!
//! **Owns**: what a client is ([`Client`]), what an authorization request may ask ([`authorize`]), how its answer travels
//! back ([`response`]), what the proofs of a session are worth ([`authentication`]), what an authorization code and a refresh token stand for and when they may be redeemed ([`token`]), how a device without a browser
//! gets in ([`device`]), how people sign in at another provider ([`relying`]) or with an identity card ([`card`]), what each token says ([`claims`]), the scopes of Poort's own API ([`ApiScope`]), discovery and introspection.
//!
//! **Rules**: OAuth 2.0 ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749)) without its implicit and password grants, PKCE
//! ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636), S256 only), OpenID Connect Core 1.0, OpenID Connect Discovery 1.0, the
//! `iss` of the answer ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)), device authorization
//! ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)), introspection
//! ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)), the security practice of
//! DPoP ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449)), mutual TLS ([RFC 8705](https://www.rfc-editor.org/rfc/rfc8705)),
//! [RFC 9700](https://www.rfc-editor.org/rfc/rfc9700), and the token of ACM/IDM.
//!
//! **Must never know**: HTTP, a database, a clock (moments come in), how a password or a code is checked, what a right is beyond its name in a
//! claim. No error contains what was sent: neither codes, secrets nor tokens.

pub mod authentication;
pub mod authorize;
pub mod back_channel;
pub mod card;
pub mod claims;
mod client;
mod consent;
pub mod device;
pub mod discovery;
pub mod dpop;
pub mod encoding;
pub mod fetched_keys;
pub mod introspection;
mod issuer;
pub mod logout;
pub mod mtls;
mod params;
mod profile;
mod redirect_uri;
pub mod relying;
pub mod response;
mod scope;
mod subject;
#[cfg(test)]
mod testing;
pub mod token;

pub use client::{Client, ClientKind, ClientMistake, GrantType, Level, Pkce};
pub use consent::ConsentRule;
pub use issuer::{Issuer, IssuerError, paths};
pub use params::{ParamError, Params};
pub use profile::{Profile, SETTINGS, Setting};
pub use redirect_uri::{RedirectUri, RedirectUriError};
pub use scope::{ApiScope, ScopeError, Scopes, audience};
pub use subject::{SubjectType, subject};
