//! Applications, the rights that they define, the grants of these rights, and the access question.
//!
//! Rules owned here: contexts, durations, windows, publication, the constraints that count (*at most three coördinatoren*), and what a
//! person may do at a moment, with the reason for every absence.
//!
//! Architecture invariant: pure. A limit that belongs to an application is data of its right, never a constant. Everything fails closed.

mod application;
mod gebruikersrecht;
mod toekenning;

pub use application::Application;
pub use gebruikersrecht::{Constraint, ContextRule, ContextValue, Durations, Gebruikersrecht, Per, Publication, Window};
pub use toekenning::{Revocation, Toekenning};
