use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{ClientId, Parsed};

/// An identifier of one kind of thing: a UUID that cannot be mistaken for another kind's.
pub trait TypedId: Copy + Eq + fmt::Display {
    /// Wraps.
    fn from_uuid(uuid: Uuid) -> Self;
    /// Unwraps.
    fn uuid(&self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);
        impl TypedId for $name {
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(&self) -> Uuid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person's number-free identifier that everyone outside sees (`vo_id`).
    PersonId;
    /// An organisation.
    OrganisationId;
    /// A werkrelatie.
    WerkrelatieId;
    /// A toekenning.
    ToekenningId;
    /// A mandate.
    MandateId;
    /// A signed-in browser's session (`sid`).
    SessionId;
    /// The refresh tokens that follow one upon the other, from one sign-in at one client.
    FamilyId;
    /// A mail that is to be sent.
    MailId;
}

/// A part of Poort that acts on nobody's word but the operator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemActor {
    /// The loader of the demo's data file.
    Demo,
    /// An operator at the command line.
    CommandLine,
    /// The person register's answer.
    Register,
    /// Who sends mails, at the request of somebody who did not say who he is.
    Mail,
}

/// Who did something. Text form `person:<uuid>`, `client:<client_id>` or `system:<name>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person, by a token of his own.
    Person(PersonId),
    /// A machine client, by client_credentials.
    Client(ClientId),
    /// Poort itself.
    System(SystemActor),
}

/// The text is no actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("person:<uuid>, client:<client_id> or system:<name> expected")]
pub struct ActorError;

impl SystemActor {
    const ALL: [(Self, &str); 4] =
        [(Self::Demo, "demo"), (Self::CommandLine, "commandLine"), (Self::Register, "register"), (Self::Mail, "mail")];
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::System(actor) => {
                let name = SystemActor::ALL.iter().find(|(known, _)| known == actor).map_or("", |(_, name)| name);
                write!(f, "system:{name}")
            }
        }
    }
}

impl FromStr for Actor {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Self, ActorError> {
        match text.split_once(':').ok_or(ActorError)? {
            ("person", id) => id.parse().map(Self::Person).map_err(|_| ActorError),
            ("client", id) => ClientId::parse(id).map(Self::Client).map_err(|_| ActorError),
            ("system", name) => {
                let known = SystemActor::ALL.iter().find(|(_, known)| *known == name);
                known.map(|(actor, _)| Self::System(*actor)).ok_or(ActorError)
            }
            _ => Err(ActorError),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_its_text() {
        for text in ["person:01938f6e-0000-7000-8000-000000000000", "client:hr-leuven", "system:register"] {
            assert_eq!(text.parse::<Actor>().unwrap().to_string(), text);
        }
        for bad in ["", "person:", "person:x", "client:", "system:root", "x:y", "client:a b"] {
            assert_eq!(bad.parse::<Actor>(), Err(ActorError), "{bad}");
        }
    }
}
