//! The demo data: one declarative file that teams copy and change, and the loader that brings it into a database.
//!
//! **Owns**: the layout of the file, relative dates, stable identifiers, how mistakes are told (line, key, what was expected, all at once).
//!
//! **Rules**: everything enters through the use cases of `service`, as Poort itself; what they refuse is told with the line that asked for it.
//!
//! **Must never know**: HTTP, SQL, the clock: today is handed in.

mod build;
mod check;
mod data;
mod date;
mod describe;
mod kinds;
mod load;
mod notes;
mod prepare;
mod read;

pub use data::{
    AccountEntry, ApplicationEntry, ClientEntry, ContextRuleName, Data, Located, MandateEntry, OrganisationEntry, PersonEntry,
    RightEntry, ToekenningEntry, WerkrelatieEntry, WindowEntry,
};
pub use describe::{
    Candidate, DescribedClient, DescribedOrganisation, Description, Persona, PersonaMandate, PersonaRight, PersonaWerkrelatie,
};
pub use load::{LoadError, Loaded, Passwords, Refused, load};
pub use read::parse;
/// A mistake in a file, and all of them.
pub use register::{Mistake, Mistakes};

/// The data that is shipped: five applications, municipalities, companies, and who works there.
pub const SHIPPED: &str = include_str!("../data/demo.toml");
