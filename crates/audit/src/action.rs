use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// The text names no action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no such action")]
pub struct ActionError;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What was done. Its text is kept for ever: an action can be added, never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// What tells when somebody was at work: his own, and the business of who runs the platform.
            pub const OF_SESSIONS: &[Self] = &[
                Self::SessionStarted,
                Self::SessionEnded,
                Self::DeviceAllowed,
                Self::ConsentGiven,
                Self::ConsentWithdrawn,
                Self::TokenRevoked,
                Self::AccountPasswordRehashed,
                Self::SessionRaised,
                Self::RecoveryCodeUsed,
                Self::RecoveryCodeMailed,
            ];

            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The text in storage and in the API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

actions! {
    /// A person was added by INSZ.
    PersonAdmitted = "personAdmitted",
    /// The register was asked again.
    PersonReloaded = "personReloaded",
    /// A BIS number became a rijksregisternummer, or a number was corrected.
    PersonNumberChanged = "personNumberChanged",
    /// Own fields: roepnaam, initialen, language.
    PersonEdited = "personEdited",
    /// An organisation was added.
    OrganisationCreated = "organisationCreated",
    /// An organisation was changed, by hand or by an import.
    OrganisationEdited = "organisationEdited",
    /// An organisation got its last day.
    OrganisationCeased = "organisationCeased",
    /// A person was coupled to an organisation.
    WerkrelatieCreated = "werkrelatieCreated",
    /// Category or contact changed.
    WerkrelatieEdited = "werkrelatieEdited",
    /// A later end.
    WerkrelatieExtended = "werkrelatieExtended",
    /// Its rights give nothing for a while.
    WerkrelatiePaused = "werkrelatiePaused",
    /// The pause was ended.
    WerkrelatieResumed = "werkrelatieResumed",
    /// It got its last working day.
    WerkrelatieEnded = "werkrelatieEnded",
    /// It was taken back before it was ever effective.
    WerkrelatieRemoved = "werkrelatieRemoved",
    /// A toepassing was added.
    ApplicationCreated = "applicationCreated",
    /// A toepassing was changed.
    ApplicationEdited = "applicationEdited",
    /// A gebruikersrecht was defined.
    RightCreated = "rightCreated",
    /// The definition of a gebruikersrecht was changed.
    RightEdited = "rightEdited",
    /// A right was granted.
    ToekenningGranted = "toekenningGranted",
    /// Other contexts.
    ToekenningContextsChanged = "toekenningContextsChanged",
    /// Another end.
    ToekenningEndChanged = "toekenningEndChanged",
    /// A right was taken back, now or on a date.
    ToekenningRevoked = "toekenningRevoked",
    /// A mandate was given.
    MandateGiven = "mandateGiven",
    /// A mandate was taken back, or given up.
    MandateTakenBack = "mandateTakenBack",
    /// An OAuth client was added.
    ClientCreated = "clientCreated",
    /// An OAuth client was changed.
    ClientEdited = "clientEdited",
    /// An OAuth client got another secret.
    ClientSecretRotated = "clientSecretRotated",
    /// A person can sign in from now on.
    AccountCreated = "accountCreated",
    /// A person changed his own password.
    AccountPasswordChanged = "accountPasswordChanged",
    /// A person's password was kept under a dearer hash when he signed in; the password stayed.
    AccountPasswordRehashed = "accountPasswordRehashed",
    /// An administrator gave a temporary password.
    AccountPasswordReset = "accountPasswordReset",
    /// A person who forgot his password chose another one, with a code that was mailed to him.
    AccountPasswordRecovered = "accountPasswordRecovered",
    /// Somebody asked for such a code, and it was mailed to the person.
    RecoveryCodeMailed = "recoveryCodeMailed",
    /// A person set and confirmed the address to which such codes go.
    RecoveryAddressSet = "recoveryAddressSet",
    /// A person has no such address any more.
    RecoveryAddressRemoved = "recoveryAddressRemoved",
    /// A person can no longer sign in.
    AccountDisabled = "accountDisabled",
    /// An administrator signed a person out everywhere.
    AccountSignedOut = "accountSignedOut",
    /// A person added a passkey.
    PasskeyAdded = "passkeyAdded",
    /// A passkey of a person was taken away.
    PasskeyRemoved = "passkeyRemoved",
    /// A person signs in at another provider from now on, by who he is there.
    UpstreamLinked = "upstreamLinked",
    /// He does so no longer.
    UpstreamUnlinked = "upstreamUnlinked",
    /// A person signs in with a second factor from now on.
    SecondFactorEnrolled = "secondFactorEnrolled",
    /// A person does without his second factor from now on.
    SecondFactorRemoved = "secondFactorRemoved",
    /// An administrator took away the second factor of a person, who lost it.
    SecondFactorReset = "secondFactorReset",
    /// A person has other recovery codes.
    RecoveryCodesRenewed = "recoveryCodesRenewed",
    /// A person used one of his recovery codes.
    RecoveryCodeUsed = "recoveryCodeUsed",
    /// A person who was signed in proved more.
    SessionRaised = "sessionRaised",
    /// A person signed in.
    SessionStarted = "sessionStarted",
    /// A person signed out, or was signed out.
    SessionEnded = "sessionEnded",
    /// A person let a device act for him that has no browser of its own.
    DeviceAllowed = "deviceAllowed",
    /// A person agreed to what an application gets about him.
    ConsentGiven = "consentGiven",
    /// A person agrees no longer.
    ConsentWithdrawn = "consentWithdrawn",
    /// Tokens are worth nothing any more: their client gave them up, or the code or refresh token that gave them came back a second time.
    TokenRevoked = "tokenRevoked",
    /// A signing key was brought into use.
    KeyRotated = "keyRotated",
    /// A signing key was taken out at once.
    KeyRevoked = "keyRevoked",
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, ActionError> {
        Self::ALL.iter().copied().find(|action| action.as_str() == text).ok_or(ActionError)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_its_variant_in_camel_case_and_reads_back() {
        for action in Action::ALL {
            let variant = format!("{action:?}");
            assert_eq!(action.as_str().to_lowercase(), variant.to_lowercase());
            assert!(action.as_str().starts_with(|first: char| first.is_ascii_lowercase()));
            assert_eq!(action.as_str().parse(), Ok(*action));
        }
        assert_eq!("personDeleted".parse::<Action>(), Err(ActionError));
    }
}
