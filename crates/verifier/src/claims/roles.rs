//! Reading role claims.

use std::collections::{HashMap, HashSet};

use super::{Right, elsewhere};
use crate::error::VerifyError;
use crate::jwt::Members;

/// The names of an application's role claims, and how their entries are read.
///
/// The three-part claim holds `<Recht>-<context>:<orgcode>` (`<Recht>:<orgcode>` for a right without contexts), the two-part claim
/// `<Recht>:<orgcode>`; both are arrays. A name may have a `-` itself, so that `A-B-C` alone could be the right `A` with context `B-C`, or `A-B`
/// with `C`. An entry therefore counts only when it can be read in one way:
///
/// 1. The two-part claim is in the token: it says which rights are held at that organisation, and the entry belongs to the one whose name it
///    begins with.
/// 2. It is not, and the names of the application's rights were given with [`RoleClaims::with_rights`]: to the one whose name it begins with.
/// 3. Neither: names are taken to have no `-`. With one `-` it separates right and context; an entry with more grants nothing.
///
/// An entry to which several rights fit, or none, grants nothing, and neither does one without exactly one `:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleClaims {
    three: Option<String>,
    two: Option<String>,
    rights: Vec<String>,
}

impl RoleClaims {
    /// The usual names: `<claim>_rol_3d` and `<claim>_rol_2d`.
    #[must_use]
    pub fn of(claim: &str) -> Self {
        Self::named(&format!("{claim}_rol_3d"), &format!("{claim}_rol_2d"))
    }

    /// Irregular names (`iv_wegwijs_rol_3D`). One name for both is a three-part claim only.
    #[must_use]
    pub fn named(three: &str, two: &str) -> Self {
        Self { two: (two != three).then(|| two.to_owned()), ..Self::three_part(three) }
    }

    /// An application that has the three-part claim only.
    #[must_use]
    pub fn three_part(name: &str) -> Self {
        Self { three: Some(name.to_owned()), ..Self::default() }
    }

    /// The technical names of the application's rights, for tokens without the two-part claim.
    #[must_use]
    pub fn with_rights(mut self, names: &[&str]) -> Self {
        self.rights.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// Whether the claims refer to somewhere else for one of these.
    pub(super) fn are_elsewhere(&self, claims: &Members) -> Result<bool, VerifyError> {
        let named = [&self.three, &self.two].into_iter().flatten();
        named.map(|name| elsewhere::refers(claims, name)).try_fold(false, |found, refers| Ok(found | refers?))
    }

    /// The rights in the claims, each once.
    pub(super) fn read(&self, claims: &Members) -> Result<Vec<Right>, VerifyError> {
        let entries = |name: &Option<String>| name.as_ref().map_or(Ok(None), |name| claims.texts(name));
        let (three, two) = (entries(&self.three)?, entries(&self.two)?);
        let two: Option<Vec<_>> = two.map(|two| two.into_iter().filter_map(parts).collect());
        let held = two.as_ref().map(|two| by_organisation(two));
        let plain = two.iter().flatten().map(|(right, orgcode)| Right::new(right, None, orgcode));
        let refined = three.into_iter().flatten().filter_map(|entry| self.refined(entry, held.as_ref()));
        let mut seen = HashSet::new();
        Ok(plain.chain(refined).filter(|right| seen.insert(right.clone())).collect())
    }

    fn refined(&self, entry: &str, held: Option<&HashMap<&str, Vec<&str>>>) -> Option<Right> {
        let (name, orgcode) = parts(entry)?;
        let (right, context) = match held {
            Some(held) => only_fit(name, held.get(orgcode)?.iter().copied())?,
            None if !self.rights.is_empty() => only_fit(name, self.rights.iter().map(String::as_str))?,
            None => match name.split_once('-') {
                Some((_, context)) if context.contains('-') => return None,
                Some((right, context)) if !right.is_empty() && !context.is_empty() => (right, Some(context)),
                Some(_) => return None,
                None => (name, None),
            },
        };
        Some(Right::new(right, context, orgcode))
    }
}

/// What is before and after the one `:`.
fn parts(entry: &str) -> Option<(&str, &str)> {
    let (name, orgcode) = entry.split_once(':')?;
    (!name.is_empty() && !orgcode.is_empty() && !orgcode.contains(':')).then_some((name, orgcode))
}

fn by_organisation<'a>(two: &[(&'a str, &'a str)]) -> HashMap<&'a str, Vec<&'a str>> {
    let mut held: HashMap<_, Vec<_>> = HashMap::new();
    for (right, orgcode) in two {
        let rights = held.entry(*orgcode).or_default();
        if !rights.contains(right) {
            rights.push(*right);
        }
    }
    held
}

/// Right and context, when exactly one of the rights fits.
fn only_fit<'a>(name: &'a str, rights: impl Iterator<Item = &'a str>) -> Option<(&'a str, Option<&'a str>)> {
    let mut fits = rights.filter_map(|right| {
        let rest = name.strip_prefix(right)?;
        match rest.strip_prefix('-') {
            Some(context) if !context.is_empty() => Some((right, Some(context))),
            None if rest.is_empty() => Some((right, None)),
            _ => None,
        }
    });
    let fit = fits.next()?;
    fits.all(|(right, _)| right == fit.0).then_some(fit)
}
