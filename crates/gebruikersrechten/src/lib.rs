//! Applications, the rights that they define, the grants of these rights, and the access question.
//!
//! Rules owned here: contexts, durations, windows, publication, the constraints that count (*at most three coördinatoren*), and what a
//! person may do at a moment, with the reason for every absence ([`access`]). Every action takes what was and gives what becomes, one
//! version further; it changes nothing itself.
//!
//! Architecture invariant: pure. A limit that belongs to an application is data of its right, never a constant. Everything fails closed.

pub mod access;
mod application;
mod change;
pub mod constraints;
mod contact;
mod contexts;
mod definition;
mod durations;
mod follow_werkrelatie;
mod gebruikersrecht;
mod grant;
mod publication;
mod refusal;
mod revoke;
mod span;
mod state;
#[cfg(test)]
mod testing;
mod toekenning;
pub mod windows;

pub use application::Application;
pub use change::{change_contexts, change_end};
pub use contact::keeps_contact;
pub use contexts::check_contexts;
pub use definition::{DefinitionError, validate_among, validate_application, validate_right, validate_rights};
pub use durations::plan_period;
pub use follow_werkrelatie::{Capped, Extension, Left, follow_end, follow_extension};
pub use gebruikersrecht::{Constraint, ContextRule, ContextValue, Durations, Gebruikersrecht, Per, Publication, Window};
pub use grant::{GrantFacts, Proposal, grant};
pub use publication::published;
pub use refusal::{Dependent, Holder, NotPublishedBy, Refusal};
pub use revoke::{When, cascade, refuse_if_needed, revoke};
pub use span::{Span, cut_short, effective};
pub use state::{State, state};
pub use toekenning::{Revocation, Toekenning};
