//! What can be wrong: with a token, with the way to the issuer, with the settings.

/// Why a token is not accepted. Never contains anything of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// No token came with the request.
    #[error("no access token was given")]
    Missing,
    /// The request gives a token in a way that can be understood differently: twice, by an unknown scheme, with two proofs.
    #[error("the request does not present its token clearly")]
    Unclear,
    /// Not a JWT as it must be: too long, not three parts, not strict base64url, a member twice, nested too deep, a header that demands an
    /// extension, a claim absent or of the wrong type.
    #[error("the token is malformed")]
    Malformed,
    /// `alg` is none of ours, or not the one of the key that the token names.
    #[error("the token is signed with an algorithm that is not accepted")]
    WrongAlgorithm,
    /// The key that it names does not exist, or does no more.
    #[error("the token is signed with an unknown key")]
    UnknownKey,
    /// It was not signed with that key, or was changed.
    #[error("the signature of the token is wrong")]
    BadSignature,
    /// A token of another kind (`typ`).
    #[error("the token is of another type")]
    WrongType,
    /// Issued by somebody else.
    #[error("the token was issued by another issuer")]
    WrongIssuer,
    /// Meant for somebody else.
    #[error("the token is meant for another audience")]
    WrongAudience,
    /// An ID token that answers another question: `nonce`, `at_hash` or `auth_time` is not what was expected.
    #[error("the ID token does not belong to this sign-in")]
    WrongSignIn,
    /// Past its `exp`.
    #[error("the token has expired")]
    Expired,
    /// Before its `nbf`, or issued in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The issuer says that it is worth nothing (any more).
    #[error("the token is not active any more")]
    Revoked,
    /// The token is bound to a key or a certificate (`cnf`) and none was shown; or it is not bound where that is demanded.
    #[error("the token comes without the proof of possession that it needs")]
    ProofMissing,
    /// What was shown is not what the token is bound to.
    #[error("the token is bound to another key or certificate")]
    ProofMismatch,
    /// The DPoP proof is wrong.
    #[error("the DPoP proof is not accepted: {0}")]
    ProofInvalid(ProofFault),
    /// The DPoP proof must carry a nonce of this application (RFC 9449 section 9).
    #[error("the DPoP proof needs the nonce of this application")]
    NonceNeeded,
    /// More DPoP proofs in a short time than are remembered: the next might be a replay.
    #[error("too many DPoP proofs at once")]
    TooManyProofs,
    /// The token is right, but refers to the issuer for the rights of its user, since they are too many for it, and this verifier may not ask there:
    /// give it [`Builder::introspection`](crate::Builder::introspection).
    #[error(
        "the rights of the user are too many for the token: this application must be set up to ask the issuer (introspection)"
    )]
    RightsElsewhere,
    /// The issuer cannot be asked, and what is known of it is too old.
    #[error("the issuer cannot be asked: {0}")]
    IssuerUnavailable(FetchError),
}

/// What is wrong with a DPoP proof (RFC 9449 section 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ProofFault {
    /// Not a JWT with these claims.
    #[error("malformed")]
    Malformed,
    /// `typ` is not `dpop+jwt`.
    #[error("another type")]
    Type,
    /// An algorithm that is not accepted, or not one for its key.
    #[error("algorithm")]
    Algorithm,
    /// The key that it brings is unusable, or private.
    #[error("key")]
    Key,
    /// Not signed with the key that it brings.
    #[error("signature")]
    Signature,
    /// Made for another HTTP method.
    #[error("method")]
    Method,
    /// Made for another address, or the own address is not configured.
    #[error("address")]
    Address,
    /// Too old, or from the future.
    #[error("time")]
    Time,
    /// Made for another access token.
    #[error("access token")]
    AccessToken,
    /// Seen before.
    #[error("replayed")]
    Replayed,
}

/// Why the issuer's answer is of no use. Never contains anything of a token or secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// No connection, or it broke.
    #[error("no connection")]
    Connection,
    /// No whole answer in time.
    #[error("no answer in time")]
    Timeout,
    /// Another status than 200; a redirect is one, for redirects are not followed.
    #[error("it answered with status {0}")]
    Status(u16),
    /// A longer answer than is read.
    #[error("its answer is too long")]
    TooLong,
    /// Not the JSON that was asked.
    #[error("its answer is not the document that was asked")]
    NotTheDocument,
    /// Discovery names another issuer than the configured one.
    #[error("its discovery document names another issuer")]
    AnotherIssuer,
    /// Discovery gives an address without TLS, or not the address that is needed.
    #[error("its discovery document has no usable address for this")]
    Address,
    /// Called outside a tokio runtime.
    #[error("there is no runtime to ask it in")]
    NoRuntime,
    /// Not asked: a moment ago it did not answer either.
    #[error("it was asked a moment ago")]
    AskedJustNow,
}

/// Why a verifier cannot be made from its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The issuer is not an `https` address (`http` on loopback only) without user, query and fragment.
    #[error("the issuer must be an https address (http only on loopback) without user, query and fragment")]
    Issuer,
    /// The audience is empty.
    #[error("an audience is needed")]
    Audience,
    /// The own origin is not `scheme://host[:port]`, with a prefix behind it or none, in normal form and without a `/` at its end.
    #[error("the own origin must be scheme://host[:port], perhaps with /prefix, in normal form")]
    Origin,
    /// A span of time that makes no sense; the documentation of each setting says what does.
    #[error("a span of time is out of range")]
    Span,
    /// The name of a client or header is not usable.
    #[error("a client identifier, secret or header name is not usable")]
    Name,
    /// No TLS on this machine.
    #[error("no HTTP client can be made")]
    Client,
}

impl VerifyError {
    /// A stable code for logs and metrics.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "tokenMissing",
            Self::Unclear => "tokenUnclear",
            Self::Malformed => "tokenMalformed",
            Self::WrongAlgorithm => "tokenWrongAlgorithm",
            Self::UnknownKey => "tokenUnknownKey",
            Self::BadSignature => "tokenBadSignature",
            Self::WrongType => "tokenWrongType",
            Self::WrongIssuer => "tokenWrongIssuer",
            Self::WrongAudience => "tokenWrongAudience",
            Self::WrongSignIn => "tokenWrongSignIn",
            Self::Expired => "tokenExpired",
            Self::NotYetValid => "tokenNotYetValid",
            Self::Revoked => "tokenRevoked",
            Self::ProofMissing => "proofMissing",
            Self::ProofMismatch => "proofMismatch",
            Self::ProofInvalid(_) => "proofInvalid",
            Self::NonceNeeded => "proofNonceNeeded",
            Self::TooManyProofs => "tooManyProofs",
            Self::RightsElsewhere => "rightsElsewhere",
            Self::IssuerUnavailable(_) => "issuerUnavailable",
        }
    }

    /// Whether the same token may be accepted a moment later: a status 503 rather than 401.
    #[must_use]
    pub fn is_temporary(self) -> bool {
        matches!(self, Self::IssuerUnavailable(_) | Self::TooManyProofs)
    }
}

impl From<FetchError> for VerifyError {
    fn from(error: FetchError) -> Self {
        Self::IssuerUnavailable(error)
    }
}

impl From<ProofFault> for VerifyError {
    fn from(fault: ProofFault) -> Self {
        Self::ProofInvalid(fault)
    }
}
