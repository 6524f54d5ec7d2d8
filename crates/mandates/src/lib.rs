//! Mandates: a person's (or machine client's) bounded power to administer an organisation, an application or the platform.
//!
//! Rules owned here: what a mandate covers, what each kind may do, that nobody grants beyond his mandate or to himself, delegation.
//!
//! Architecture invariant: pure. Everything that asks *may he?* asks `Powers`; there is no second place.

mod mandate;

pub use mandate::{Domain, Holder, Kind, Limit, Mandate};
