//! What other providers sign.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Audience, Claims, NumericDate, Registered};

/// The claims of an ID token that another provider signed (OpenID Connect Core 1.0 section 2). `Debug` is left out: the others may hold a national
/// number.
#[derive(Clone, PartialEq, Deserialize)]
pub struct UpstreamClaims {
    /// Who issued it.
    pub iss: String,
    /// Whom it is about.
    pub sub: String,
    /// For whom it is.
    pub aud: Audience,
    /// The one to whom it was given, when it is for several.
    #[serde(default)]
    pub azp: Option<String>,
    /// When it was issued.
    pub iat: NumericDate,
    /// From when on it is worth nothing.
    pub exp: NumericDate,
    /// Before when it is not valid yet.
    #[serde(default)]
    pub nbf: Option<NumericDate>,
    /// What was sent along.
    pub nonce: String,
    /// Ties the access token that came with it; see [`super::at_hash`].
    #[serde(default)]
    pub at_hash: Option<String>,
    /// How the person proved who he is, in the provider's words.
    #[serde(default)]
    pub acr: Option<String>,
    /// When he proved it.
    #[serde(default)]
    pub auth_time: Option<NumericDate>,
    /// All the others.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Claims for UpstreamClaims {
    fn registered(&self) -> Registered<'_> {
        Registered { iss: &self.iss, aud: &self.aud, exp: self.exp, iat: Some(self.iat), nbf: self.nbf }
    }
}

/// The claims of a signed answer of another provider's userinfo endpoint (OpenID Connect Core 1.0 section 5.3.2). `Debug` is left out, as above.
#[derive(Clone, PartialEq, Deserialize)]
pub struct UpstreamUserinfoClaims {
    /// Who issued it.
    pub iss: String,
    /// Whom it is about.
    pub sub: String,
    /// For whom it is.
    pub aud: Audience,
    /// From when on it is worth nothing. It need not say: it is read once, when it comes.
    #[serde(default)]
    pub exp: Option<NumericDate>,
    /// When it was issued.
    #[serde(default)]
    pub iat: Option<NumericDate>,
    /// Before when it is not valid yet.
    #[serde(default)]
    pub nbf: Option<NumericDate>,
    /// All the others.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Claims for UpstreamUserinfoClaims {
    fn registered(&self) -> Registered<'_> {
        let exp = self.exp.unwrap_or(NumericDate::LAST);
        Registered { iss: &self.iss, aud: &self.aud, exp, iat: self.iat, nbf: self.nbf }
    }
}
