//! Organisations: municipalities, their OCMW and AGB, companies, schools, agencies.
//!
//! Rules owned here: an organisation has a doelgroep, is no part of itself and stands in the configured lists ([`check`]); a ceased one
//! gives nobody anything ([`is_active`], [`cease`]); its rights may be held on another (AGB -> its gemeente, [`grant_target`]); which code of
//! an organisation stands in a token ([`Organisation::orgcode`]); which doelgroepen and classifications there are ([`Catalogue`]).
//!
//! Architecture invariant: pure; it knows no person.

mod catalogue;
mod create;
mod defaults;
mod edit;
mod error;
mod organisation;
mod rules;
#[cfg(test)]
mod testing;

pub use catalogue::{Catalogue, CatalogueError, ClassificationEntry, DoelgroepEntry};
pub use create::{NewOrganisation, create};
pub use edit::{Edit, PeriodEdit, apply, cease};
pub use error::{HeldElsewhere, OrganisationError};
pub use organisation::{Organisation, Orgcode};
pub use rules::{Around, check, grant_target, is_active};
