//! What is sealed, each under keys of its own.

/// What a sealed value or blind index is for.
///
/// The label goes into the derivation of the keys: changing one makes everything sealed for it unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The INSZ of persons.
    Insz,
    /// Private signing keys.
    SigningKey,
    /// The state of a login that is under way, as it travels through the browser.
    LoginState,
    /// Sessions and their cookies.
    Session,
    /// Secrets of machine clients (as a keyed hash only).
    MachineSecret,
    /// Requests that were answered, to recognise their repetition.
    Idempotency,
    /// Second factors of persons.
    SecondFactor,
    /// What follows on a refresh token (as a keyed hash only).
    RefreshToken,
    /// What a client knows a person by (as a keyed hash only).
    Subject,
    /// The codes that people type over from a device (as a keyed hash only).
    UserCode,
    /// The codes that people type over from a mail, and where those went (as keyed hashes only).
    MailedCode,
    /// Credentials that Poort itself uses with other systems.
    Credential,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Insz,
        Self::SigningKey,
        Self::LoginState,
        Self::Session,
        Self::MachineSecret,
        Self::Idempotency,
        Self::SecondFactor,
        Self::RefreshToken,
        Self::Subject,
        Self::UserCode,
        Self::MailedCode,
        Self::Credential,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Insz => "insz",
            Self::SigningKey => "signing-key",
            Self::LoginState => "login-state",
            Self::Session => "session",
            Self::MachineSecret => "machine-secret",
            Self::Idempotency => "idempotency",
            Self::SecondFactor => "second-factor",
            Self::RefreshToken => "refresh-token",
            Self::Subject => "subject",
            Self::UserCode => "user-code",
            Self::MailedCode => "mailed-code",
            Self::Credential => "credential",
        }
    }
}
