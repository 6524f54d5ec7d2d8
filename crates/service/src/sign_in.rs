//! Signing in: from a password to tokens, and what a token is worth later.
//!
//! What is slow stays outside the transaction, with the caller: the password is hashed between [`account`] and [`begin_session`], and tokens
//! are prepared as [`Unsigned`] and signed afterwards. What a token says is computed by one function, at issuance and again at every
//! introspection and userinfo: what was taken back is gone at once.

mod account;
pub(crate) mod back_channel;
mod card;
mod choices;
mod client;
mod code;
mod consent;
mod delivery;
mod device;
mod exchange;
mod facts;
mod hint;
mod issue;
mod kept;
mod links;
mod live;
mod machine;
mod mails;
mod oneself;
mod passkeys;
mod password;
mod policy;
pub(crate) mod recovery;
mod refresh;
mod revoke;
mod second_factor;
mod session;
mod step;
mod upstream;

use ::persons::Absence;
use oidc::Issuer;
use oidc::token::TokenError;
use organisations::Catalogue;
use storage::StorageError;
use thiserror::Error;
use tokens::jwt::SignError;
use tokens::keys::Algorithm;

pub use account::{account, change_password, own_account};
pub use back_channel::{Notice, Told, notices_wait, settle, take_notices};
pub use card::begin_card_session;
pub use choices::{Choice, Choices, choices};
pub use client::{Proven, client, jwks_uri, spend, spend_proof};
pub use code::{Redeemed, issue_code, redeem_code};
pub use consent::{Agreed, asks_consent};
pub use delivery::Delivery;
pub use device::{Waiting, answer_device, begin_device, redeem_device, waiting_device};
pub use exchange::exchange;
pub use hint::{is_about, of_whom_is_asked};
pub use issue::{ORGANISATION_CLAIM, PERSON_CLAIM, Unsigned};
pub use kept::{close_request, keep_request, kept_request, open_request};
pub use links::{MOST_LINKS, link, links, may_link, unlink};
pub use live::{check, introspect, userinfo};
pub use machine::client_credentials;
pub use mails::{Letter, Sent, Subject, mails_wait, settle_mail, take_mails};
pub use passkeys::{
    Begun, MOST_PASSKEYS, PasskeyRefusal, add_passkey, begin_passkey, begin_passkey_sign_in, made_passkey, passkey_session,
    proven_passkey, remove_passkey,
};
pub use password::{PasswordRefusal, may_become};
pub use policy::{Policy, SESSION_SECONDS};
pub use recovery::{
    CODE_LIFETIME, ask_recovery, confirm_address, holder_of_code, propose_address, recover_password, recovery_address,
    remove_address,
};
pub use refresh::{FAMILY_CLAIM, refresh};
pub use revoke::{GivenUp, revoke};
pub use second_factor::{
    Enrolled, Offer, SecondFactorRule, enrol, offer, offered, prove, remove, renew_codes, second_factor, wants_second_factor,
};
pub use session::{
    RECENT, begin_session, end_named_session, end_session, is_noted, is_open, is_recent, note_use, session, switch_organisation,
};
pub use step::{Step, Ways, step};
pub use upstream::{begin_upstream_session, come_back, leave};

/// What every token of this environment shares.
#[derive(Clone, Debug)]
pub struct Issuance {
    /// Who issues them, to the letter.
    pub issuer: Issuer,
    /// The audience of tokens for Poort's own API.
    pub api_audience: String,
    /// How the doelgroepen are called.
    pub catalogue: Catalogue,
    /// How long a token may be, as it travels, in bytes: one that would be longer refers to Poort for its roles.
    pub token_bytes: usize,
}

/// How long a token may be when nobody says otherwise: what common servers and proxies take in a header field, with room to spare.
pub const TOKEN_BYTES: usize = 4096;

/// Why nobody was signed in, or no token was given. Nothing was kept.
#[derive(Clone, Debug, Error)]
pub enum SignInError {
    /// The account is gone or got another password since it was read.
    #[error("the account was changed in the meantime")]
    AccountChanged,
    /// Who died or was struck signs in nowhere.
    #[error(transparent)]
    Person(#[from] Absence),
    /// Nobody has this number, or his account is switched off.
    #[error("the person is not known")]
    UnknownPerson,
    /// There is no session, or it ended.
    #[error("the session has ended")]
    SessionEnded,
    /// A pushed or signed request that is not (or no longer) there: it came too late, was answered already, or is another client's.
    #[error("the authorization request has ended")]
    RequestEnded,
    /// The person has nothing to do at this client, or not for this organisation.
    #[error("no access to this application for this organisation")]
    NoAccess,
    /// What the token endpoint answers.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Nothing came of a passkey.
    #[error(transparent)]
    Passkey(#[from] PasskeyRefusal),
    /// The token is worth nothing now.
    #[error("the token is not active")]
    Inactive,
    /// Nothing signs with the algorithm of this client.
    #[error("there is no key for {0}")]
    NoKey(Algorithm),
    /// The token could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A use case that this one needs.
    #[error(transparent)]
    Service(#[from] crate::Error),
}

impl From<StorageError> for SignInError {
    fn from(error: StorageError) -> Self {
        Self::Service(error.into())
    }
}

impl SignInError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AccountChanged => "accountChanged",
            Self::Person(absence) => absence.code(),
            Self::UnknownPerson => "personUnknown",
            Self::SessionEnded => "sessionEnded",
            Self::RequestEnded => "requestEnded",
            Self::NoAccess => "noAccess",
            Self::Token(error) => error.code(),
            Self::Passkey(refusal) => refusal.code(),
            Self::Inactive => "tokenInactive",
            Self::NoKey(_) => "noSigningKey",
            Self::Sign(_) => "tokenNotSigned",
            Self::Service(error) => error.code(),
        }
    }
}
