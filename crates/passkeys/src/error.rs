/// Why a passkey is not accepted; says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// What came back is no answer of a browser.
    #[error("this is not what a browser answers")]
    Malformed,
    /// It is one, but not to what was asked, not signed by this passkey, or without the user being verified.
    #[error("the passkey is not accepted")]
    Refused,
    /// What was kept of the ceremony or of the passkey cannot be read, or the library failed.
    #[error("passkeys do not work at the moment")]
    Broken,
}

impl PasskeyError {
    /// A stable code for logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "passkeyMalformed",
            Self::Refused => "passkeyRefused",
            Self::Broken => "passkeyBroken",
        }
    }
}
