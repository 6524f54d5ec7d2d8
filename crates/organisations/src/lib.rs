//! Organisations: municipalities, their OCMW and AGB, companies, schools, agencies.
//!
//! Rules owned here: a ceased organisation gives nobody anything; rights of an organisation may be held on another (AGB -> its gemeente);
//! which code of an organisation stands in a token.
//!
//! Architecture invariant: pure; it knows no person.

mod organisation;

pub use organisation::{Organisation, Orgcode};
