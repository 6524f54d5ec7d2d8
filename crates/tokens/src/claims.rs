//! What tokens say: the claims of access tokens (RFC 9068) and ID tokens (OpenID Connect Core 1.0 section 2), typed.

mod access;
mod act;
mod assertion;
mod audience;
mod confirmation;
mod extra;
mod hashes;
mod id;
mod logout;
mod numeric_date;
mod proof;
mod request_object;
mod upstream;

use serde::de::DeserializeOwned;

pub use access::AccessTokenClaims;
pub use act::Act;
pub use assertion::ClientAssertionClaims;
pub use audience::Audience;
pub use confirmation::Confirmation;
pub use extra::{RESERVED_CLAIMS, is_reserved};
pub use hashes::at_hash;
pub use id::IdTokenClaims;
pub use logout::LogoutClaims;
pub use numeric_date::NumericDate;
pub use proof::ProofClaims;
pub use request_object::RequestObjectClaims;
pub use upstream::{UpstreamClaims, UpstreamUserinfoClaims};

/// The claims on which verification decides (RFC 7519 section 4.1), as each kind of token has them.
pub trait Claims: DeserializeOwned {
    /// Them.
    fn registered(&self) -> Registered<'_>;
}

/// The claims that [`crate::jwt::verify`] holds against what is expected.
#[derive(Debug, Clone)]
pub struct Registered<'a> {
    /// Who issued the token.
    pub iss: &'a str,
    /// Whom it is for.
    pub aud: &'a Audience,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// When it was issued, if it says so.
    pub iat: Option<NumericDate>,
    /// Before when it is not valid yet, if it says so.
    pub nbf: Option<NumericDate>,
}
