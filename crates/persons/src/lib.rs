//! Persons: who they are according to the person register, and the little that Poort keeps itself.
//!
//! Rules owned here: a person is admitted with a reason; register data is never typed over; a number can change and the old one still
//! finds the person; who died or was struck from the register has no access from that day on.
//!
//! Architecture invariant: pure. The register is a port ([`PersonRegister`]); its adapters live elsewhere.

mod person;
mod register;

pub use person::{OwnFields, Person, PersonName, Status};
pub use register::{LookUp, PersonRegister, RegisterError, RegisterRecord};
