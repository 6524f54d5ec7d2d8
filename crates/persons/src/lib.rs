//! Persons: who they are according to the person register, and the little that Poort keeps itself.
//!
//! Rules owned here: a person is admitted with a reason ([`admit`]); register data is never typed over ([`reload`], [`edit_own`]); a number
//! can change and the old one still finds the person ([`NumberChange`]); who died or was struck from the register has no access from that
//! day on ([`may_act`]); what history keeps of a person holds no number ([`PersonSnapshot`]).
//!
//! Architecture invariant: pure. The register is a port ([`PersonRegister`]); its adapters live elsewhere.

mod access;
mod admit;
mod error;
mod own;
mod person;
mod register;
mod reload;
mod snapshot;
#[cfg(test)]
mod testing;

pub use access::{Absence, access_ends, may_act};
pub use admit::admit;
pub use error::PersonError;
pub use own::{OwnEdit, edit_own};
pub use person::{OwnFields, Person, PersonName, Status};
pub use register::{LookUp, PersonRegister, RegisterError, RegisterRecord};
pub use reload::{Change, Changes, NumberChange, reload};
pub use snapshot::PersonSnapshot;
