use std::{future::Future, pin::Pin};

use thiserror::Error;
use types::{Insz, PartialDate, Sex};

use crate::{PersonName, Status};

/// What a person register answers for one number. Source of the data: VKBP (Verrijkte Kruispuntbank Personen).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRecord {
    /// The person's present number: another than was asked when a BIS number became a rijksregisternummer.
    pub insz: Insz,
    /// Numbers that the person had before, as far as the register tells: who was admitted under one of them is this person.
    pub replaces: Vec<Insz>,
    /// As registered.
    pub name: PersonName,
    /// Possibly partial.
    pub birth: PartialDate,
    /// Where it is known.
    pub sex: Option<Sex>,
    /// Life and registration.
    pub status: Status,
}

/// Why the register gave no answer. A person that does not exist is no error but `None`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// No answer within the time allowed, after the retries.
    #[error("the person register does not answer")]
    Unavailable,
    /// An answer that is none: another shape, a number that is no INSZ.
    #[error("the person register answered something unreadable")]
    Unreadable,
    /// It refuses to be asked: a token that is wrong, a purpose that was not granted. An operator must act.
    #[error("the person register refuses the question")]
    Refused,
}

impl RegisterError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable => "registerUnavailable",
            Self::Unreadable => "registerUnreadable",
            Self::Refused => "registerRefused",
        }
    }
}

/// The future of a look-up.
pub type LookUp<'a> = Pin<Box<dyn Future<Output = Result<Option<RegisterRecord>, RegisterError>> + Send + 'a>>;

/// The port to a person register. Look-ups happen before a transaction, never inside one: a register that hangs holds up nobody else.
pub trait PersonRegister: Send + Sync {
    /// Asks for one number.
    fn look_up(&self, insz: Insz) -> LookUp<'_>;
}
