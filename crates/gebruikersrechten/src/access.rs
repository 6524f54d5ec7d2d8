//! The access question: which rights with which contexts does a person hold at a moment, and why, or why not.
//!
//! A grant gives something while every link of its chain holds: person, grant, werkrelatie, organisation, application, right, window. The
//! publication and the constraints decided when it was granted and are not asked again. Data that is not there is a link that does not hold.

mod absence;
mod answer;
mod explain;
mod links;
#[cfg(test)]
mod tests;

pub use absence::{Absence, Part};
pub use answer::{Absent, Answer, Held, answer};
pub use explain::{Explanation, explain};
pub use links::{Link, What};

use organisations::Organisation;
use persons::Person;
use werkrelaties::Werkrelatie;

use crate::{Application, Gebruikersrecht, Toekenning};

/// What an answer rests on: one person and all that his grants point to. More does no harm; what lacks gives nothing.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Who.
    pub person: &'a Person,
    /// His werkrelaties.
    pub werkrelaties: &'a [Werkrelatie],
    /// The organisations of his werkrelaties, and the one that is asked about.
    pub organisations: &'a [Organisation],
    /// The applications of his grants, and the one that is asked about.
    pub applications: &'a [Application],
    /// The rights of his grants, and the one that is asked about.
    pub rights: &'a [Gebruikersrecht],
    /// His grants.
    pub grants: &'a [Toekenning],
}
