use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use thiserror::Error;
use types::{ContextCode, RightCode, ScopeName, TechnicalName};

use crate::{Application, Constraint, ContextRule, Durations, Gebruikersrecht, Per, Window};

/// How long a grant may be told to last: a century is somebody's whole career.
const MONTHS: RangeInclusive<u32> = 1..=1200;
/// How many holders a right may be limited to.
const HOLDERS: RangeInclusive<u32> = 1..=1_000_000;

/// Why the definition of an application or a right makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DefinitionError {
    /// Both role claims would have the same name.
    #[error("the two role claims have the same name")]
    ClaimsEqual,
    /// The scope means something else already: a standard one, or one of Poort's API.
    #[error("the scope {0} is taken")]
    ScopeReserved(ScopeName),
    /// The rule asks for contexts and none are defined.
    #[error("the context rule has no contexts")]
    ContextsEmpty,
    /// Two contexts with one code.
    #[error("the context {0} is defined twice")]
    ContextTwice(ContextCode),
    /// Two contexts, or rights of an application, with one technical name: a role claim could not tell them apart.
    #[error("the technical name {0} is used twice")]
    TechnicalNameTwice(TechnicalName),
    /// A duration that nobody means.
    #[error("a duration is 1 to 1200 months")]
    DurationRange,
    /// The default is longer than the maximum.
    #[error("the default of {default} months is longer than the maximum of {maximum}")]
    DefaultBeyondMaximum {
        /// Months.
        default: u32,
        /// Months.
        maximum: u32,
    },
    /// A limit that nobody can satisfy, or nobody can exceed.
    #[error("the number of holders is limited to 1 to 1000000")]
    LimitRange,
    /// The same count is limited twice.
    #[error("the number of holders is limited twice")]
    LimitTwice,
    /// Holders are counted per context of a right without contexts.
    #[error("holders are counted per context, and the right has none")]
    LimitPerContextWithout,
    /// A list of exclusions without a right in it.
    #[error("the exclusion names no right")]
    ExcludesNothing,
    /// A right excludes or needs itself.
    #[error("a right cannot exclude or need itself")]
    NamesItself,
    /// A right needs what it excludes.
    #[error("the right {0} is both needed and excluded")]
    NeedsWhatItExcludes(RightCode),
    /// The other right does not exist in the application.
    #[error("the right {0} does not exist in this application")]
    RightUnknown(RightCode),
    /// Rights that need each other can never be granted.
    #[error("the right {0} needs itself, through others")]
    NeedsInCircle(RightCode),
    /// A dated window outside the right's period.
    #[error("a window lies outside the period of the right")]
    WindowNeverOpens,
    /// The same window twice.
    #[error("a window is given twice")]
    WindowTwice,
}

impl DefinitionError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClaimsEqual => "claimsEqual",
            Self::ScopeReserved(_) => "scopeReserved",
            Self::ContextsEmpty => "contextsEmpty",
            Self::ContextTwice(_) => "contextTwice",
            Self::TechnicalNameTwice(_) => "technicalNameTwice",
            Self::DurationRange => "durationRange",
            Self::DefaultBeyondMaximum { .. } => "defaultBeyondMaximum",
            Self::LimitRange => "limitRange",
            Self::LimitTwice => "limitTwice",
            Self::LimitPerContextWithout => "limitPerContextWithout",
            Self::ExcludesNothing => "excludesNothing",
            Self::NamesItself => "namesItself",
            Self::NeedsWhatItExcludes(_) => "needsWhatItExcludes",
            Self::RightUnknown(_) => "rightUnknown",
            Self::NeedsInCircle(_) => "needsInCircle",
            Self::WindowNeverOpens => "windowNeverOpens",
            Self::WindowTwice => "windowTwice",
        }
    }
}

/// Checks an application by itself.
///
/// # Errors
/// The role claims cannot be told apart.
pub fn validate_application(application: &Application) -> Result<(), DefinitionError> {
    let same = application.claim_3d.is_some() && application.claim_3d == application.claim_2d;
    if same { Err(DefinitionError::ClaimsEqual) } else { Ok(()) }
}

/// Checks a right by itself: contexts, durations, windows, constraints.
///
/// # Errors
/// The first that makes no sense.
pub fn validate_right(right: &Gebruikersrecht) -> Result<(), DefinitionError> {
    contexts(&right.contexts)?;
    let Durations { default_months: default, maximum_months } = right.durations;
    match maximum_months {
        _ if !MONTHS.contains(&default) || maximum_months.is_some_and(|maximum| !MONTHS.contains(&maximum)) => {
            return Err(DefinitionError::DurationRange);
        }
        Some(maximum) if maximum < default => return Err(DefinitionError::DefaultBeyondMaximum { default, maximum }),
        _ => {}
    }
    windows(right)?;
    right.constraints.iter().try_for_each(|one| constraint(right, one))?;
    limits(right)
}

/// Checks the rights of one application, each by itself and together.
///
/// # Errors
/// The first that makes no sense.
pub fn validate_rights(rights: &[Gebruikersrecht]) -> Result<(), DefinitionError> {
    rights.iter().try_for_each(|right| validate_among(right, rights))
}

/// Checks a right by itself, and with all of its application.
///
/// # Errors
/// The first that makes no sense: also a technical name used twice, a right that is not there, rights that need each other.
pub fn validate_among(right: &Gebruikersrecht, rights: &[Gebruikersrecht]) -> Result<(), DefinitionError> {
    validate_right(right)?;
    if rights.iter().filter(|other| other.technical_name == right.technical_name).count() > 1 {
        return Err(DefinitionError::TechnicalNameTwice(right.technical_name.clone()));
    }
    let named = right.constraints.iter().flat_map(named);
    if let Some(unknown) = named.into_iter().find(|code| !rights.iter().any(|other| other.code == **code)) {
        return Err(DefinitionError::RightUnknown(unknown.clone()));
    }
    let needed = needed(right, rights)?;
    match contradiction(right, &needed, rights) {
        Some(code) => Err(DefinitionError::NeedsWhatItExcludes(code.clone())),
        None => Ok(()),
    }
}

fn contexts(rule: &ContextRule) -> Result<(), DefinitionError> {
    let values = rule.values();
    if values.is_empty() && *rule != ContextRule::None {
        return Err(DefinitionError::ContextsEmpty);
    }
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for value in values {
        if !codes.insert(&value.code) {
            return Err(DefinitionError::ContextTwice(value.code.clone()));
        }
        if !names.insert(&value.technical_name) {
            return Err(DefinitionError::TechnicalNameTwice(value.technical_name.clone()));
        }
    }
    Ok(())
}

fn windows(right: &Gebruikersrecht) -> Result<(), DefinitionError> {
    for (number, window) in right.windows.iter().enumerate() {
        if matches!(window, Window::Dated { period } if !period.overlaps(right.period)) {
            return Err(DefinitionError::WindowNeverOpens);
        }
        if right.windows.iter().skip(number + 1).any(|other| other == window) {
            return Err(DefinitionError::WindowTwice);
        }
    }
    Ok(())
}

fn constraint(right: &Gebruikersrecht, constraint: &Constraint) -> Result<(), DefinitionError> {
    if named(constraint).contains(&&right.code) {
        return Err(DefinitionError::NamesItself);
    }
    let excluded = |code: &RightCode| {
        right.constraints.iter().any(|other| matches!(other, Constraint::Excludes { rights } if rights.contains(code)))
    };
    match constraint {
        Constraint::MaxHolders { limit, .. } if !HOLDERS.contains(limit) => Err(DefinitionError::LimitRange),
        Constraint::MaxHolders { per: Per::OrganisationAndContext, .. } if right.contexts.values().is_empty() => {
            Err(DefinitionError::LimitPerContextWithout)
        }
        Constraint::Excludes { rights } if rights.is_empty() => Err(DefinitionError::ExcludesNothing),
        Constraint::Requires { right } if excluded(right) => Err(DefinitionError::NeedsWhatItExcludes(right.clone())),
        _ => Ok(()),
    }
}

fn limits(right: &Gebruikersrecht) -> Result<(), DefinitionError> {
    let limited = |wanted: Per| {
        let same = |one: &&Constraint| matches!(one, Constraint::MaxHolders { per, .. } if *per == wanted);
        right.constraints.iter().filter(same).count()
    };
    let twice = limited(Per::Organisation) > 1 || limited(Per::OrganisationAndContext) > 1;
    if twice { Err(DefinitionError::LimitTwice) } else { Ok(()) }
}

fn named(constraint: &Constraint) -> Vec<&RightCode> {
    match constraint {
        Constraint::MaxHolders { .. } => Vec::new(),
        Constraint::Excludes { rights } => rights.iter().collect(),
        Constraint::Requires { right } => vec![right],
    }
}

/// The rights that one needs, also through others.
fn needed<'a>(right: &Gebruikersrecht, rights: &'a [Gebruikersrecht]) -> Result<BTreeSet<&'a RightCode>, DefinitionError> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![&right.code]);
    while let Some(code) = waiting.pop() {
        let definition = rights.iter().find(|other| other.code == *code);
        for constraint in definition.into_iter().flat_map(|definition| &definition.constraints) {
            let Constraint::Requires { right: needed } = constraint else { continue };
            if *needed == right.code {
                return Err(DefinitionError::NeedsInCircle(needed.clone()));
            }
            if seen.insert(needed) {
                waiting.push(needed);
            }
        }
    }
    Ok(seen)
}

/// A right that must be held together with one that excludes it, whichever of the two says so: nobody could hold what needs them.
fn contradiction<'a>(
    right: &Gebruikersrecht,
    needed: &BTreeSet<&'a RightCode>,
    rights: &'a [Gebruikersrecht],
) -> Option<&'a RightCode> {
    let together = |code: &RightCode| *code == right.code || needed.contains(code);
    let excluded = rights.iter().filter(|one| together(&one.code)).flat_map(|one| {
        let named = |constraint: &'a Constraint| match constraint {
            Constraint::Excludes { rights } => Some(rights),
            Constraint::MaxHolders { .. } | Constraint::Requires { .. } => None,
        };
        one.constraints.iter().filter_map(named).flatten()
    });
    excluded.into_iter().find(|code| together(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn code(change: impl FnOnce(&mut Gebruikersrecht)) -> Result<(), &'static str> {
        let mut one = right("R");
        change(&mut one);
        validate_right(&one).map_err(|error| error.code())
    }

    #[test]
    fn a_right_that_makes_no_sense_is_refused() {
        assert_eq!(code(|_| ()), Ok(()));
        assert_eq!(code(|one| one.contexts = ContextRule::Optional(vec![])), Err("contextsEmpty"));
        assert_eq!(code(|one| one.contexts = ContextRule::Optional(values(&["a", "a"]))), Err("contextTwice"));
        let mut equal = values(&["a", "b"]);
        equal[1].technical_name = equal[0].technical_name.clone();
        assert_eq!(code(|one| one.contexts = ContextRule::Optional(equal)), Err("technicalNameTwice"));
        assert_eq!(code(|one| one.durations.default_months = 0), Err("durationRange"));
        assert_eq!(code(|one| one.durations.maximum_months = Some(1201)), Err("durationRange"));
        assert_eq!(code(|one| one.durations.maximum_months = Some(47)), Err("defaultBeyondMaximum"));
        assert_eq!(code(|one| one.windows = vec![yearly("03-15", "04-30"); 2]), Err("windowTwice"));
        let past = Window::Dated { period: period("1999-01-01", "1999-12-31") };
        assert_eq!(code(|one| one.windows = vec![past]), Err("windowNeverOpens"));
    }

    #[test]
    fn constraints_must_be_satisfiable() {
        let with = |constraints: Vec<Constraint>| code(|one| one.constraints = constraints);
        let max = |limit, per| Constraint::MaxHolders { limit, per };
        let excludes = |codes: &[&str]| Constraint::Excludes { rights: codes.iter().map(|code| right_code(code)).collect() };
        let requires = |code: &str| Constraint::Requires { right: right_code(code) };
        assert_eq!(with(vec![max(0, Per::Organisation)]), Err("limitRange"));
        assert_eq!(with(vec![max(1_000_001, Per::Organisation)]), Err("limitRange"));
        assert_eq!(with(vec![max(1, Per::Organisation), max(2, Per::Organisation)]), Err("limitTwice"));
        assert_eq!(with(vec![max(1, Per::OrganisationAndContext)]), Err("limitPerContextWithout"));
        assert_eq!(with(vec![excludes(&[])]), Err("excludesNothing"));
        assert_eq!(with(vec![excludes(&["R"])]), Err("namesItself"));
        assert_eq!(with(vec![requires("S"), excludes(&["S"])]), Err("needsWhatItExcludes"));
        let needs = |code: &str, other: &str| Gebruikersrecht { constraints: vec![requires(other)], ..right(code) };
        let together = |rights: &[Gebruikersrecht]| validate_rights(rights).map_err(|error| error.code());
        assert_eq!(together(&[needs("A", "B")]), Err("rightUnknown"));
        assert_eq!(together(&[needs("A", "B"), needs("B", "C"), needs("C", "A")]), Err("needsInCircle"));
        assert_eq!(together(&[needs("A", "B"), needs("B", "C"), right("C")]), Ok(()));
        assert_eq!(together(&[right("A"), right("A")]), Err("technicalNameTwice"));
        let excluding = |code: &str, other: &str| Gebruikersrecht { constraints: vec![excludes(&[other])], ..right(code) };
        assert_eq!(together(&[needs("A", "B"), excluding("B", "A")]), Err("needsWhatItExcludes"));
        let both = Gebruikersrecht { constraints: vec![requires("B"), requires("C")], ..right("A") };
        assert_eq!(together(&[both, right("B"), excluding("C", "B")]), Err("needsWhatItExcludes"));
        assert_eq!(together(&[needs("A", "B"), right("B"), excluding("C", "A")]), Ok(()));
    }
}
