//! Mandates: a person's (or machine client's) bounded power to administer an organisation, an application or the platform.
//!
//! Rules owned here: what a mandate covers, what each kind may do, that nobody grants beyond his mandate or to
//! himself, delegation. What each kind may do:
//!
//! | | organisation, persons | werkrelaties, toekenningen | mandates | application | platform |
//! | --- | --- | --- | --- | --- | --- |
//! | hoofd lokale beheerder | reads | manages, within its limits | gives, if it may redelegate | reads | |
//! | lokale beheerder | reads | manages, within its limits | gives, if it may redelegate | reads | |
//! | monitor | reads | reads | reads | reads | |
//! | toepassingsbeheerder | | reads the toekenningen of its application | of its application | manages its own | |
//! | platform operator | manages organisations, reads persons | reads | gives every one | manages | manages |
//!
//! Own choices, because practice is not documented:
//! - the platform operator grants no gebruikersrechten and manages no werkrelaties: who works where is the organisation's to say;
//! - a grant ends no later than the mandate that it was given under; only its end is compared, so a running grant can still be changed;
//! - a limit on contexts says which contexts may be granted; a grant without contexts is not held back by it;
//! - ending a werkrelatie ends all its rights, also those that the administrator could not have granted;
//! - a mandate that was given stays when the giver's own ends, is narrowed or is taken back: the organisation gave it, by his hand. Who may give
//!   it may take it back; its giver and its reason are in the history. The same holds for grants;
//! - a machine client grants nothing to the person who gave it its mandate: that would be granting to oneself by another hand;
//! - everyone may give up his own mandate and have his own right revoked.
//!
//! Architecture invariant: pure. Everything that asks *may he?* asks [`Powers`]; there is no second place. An object that the caller may
//! not read is [`Denied::Unknown`], so that it cannot be told from a missing one.

mod cover;
mod delegation;
mod denied;
mod give;
mod granting;
mod mandate;
mod oneself;
mod powers;
mod questions;

pub use cover::OrgPath;
pub use denied::{Denied, Refusal, Widening};
pub use give::{Changes, MandateError, Proposal, give, take_back};
pub use granting::Grant;
pub use mandate::{Domain, Holder, Kind, Limit, Mandate};
pub use powers::{Policy, Powers, Reach, Root};
