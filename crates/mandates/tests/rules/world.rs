//! A gemeente, an OCMW below it, a foreign company, and mandates over them.

use std::{collections::BTreeSet, str::FromStr};

use poort_mandates::{Domain, Holder, Kind, Mandate, OrgPath};
use types::{
    Actor, ApplicationCode, ContextCode, Day, Instant, MandateId, OrganisationId, Parsed, Period, PersonId, Reason, RightCode,
};

pub(crate) const GEMEENTE: u8 = 1;
pub(crate) const OCMW: u8 = 2;
pub(crate) const FOREIGN: u8 = 3;
pub(crate) const CALLER: u8 = 7;
pub(crate) const COLLEAGUE: u8 = 8;

pub(crate) fn id<T: FromStr<Err: std::fmt::Debug>>(number: u8) -> T {
    format!("01938f6e-0000-7000-8000-0000000000{number:02}").parse().unwrap()
}

pub(crate) fn path(organisation: u8) -> OrgPath {
    let ancestors = if organisation == OCMW { vec![id(GEMEENTE)] } else { vec![] };
    OrgPath { organisation: id(organisation), ancestors }
}

pub(crate) fn caller() -> Actor {
    Actor::Person(id(CALLER))
}

pub(crate) fn now() -> Instant {
    Instant::parse("2026-11-23T10:00:00Z").unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn period(begin: &str, end: &str) -> Period {
    Period::new(day(begin), day(end)).unwrap()
}

pub(crate) fn over(organisation: u8, sub_entities: bool) -> Domain {
    Domain::Organisation { organisation: id::<OrganisationId>(organisation), sub_entities }
}

pub(crate) fn application(code: &str) -> ApplicationCode {
    ApplicationCode::parse(code).unwrap()
}

pub(crate) fn right(code: &str) -> RightCode {
    RightCode::parse(code).unwrap()
}

pub(crate) fn rights(codes: &[&str]) -> BTreeSet<RightCode> {
    codes.iter().map(|code| right(code)).collect()
}

pub(crate) fn contexts(codes: &[&str]) -> BTreeSet<ContextCode> {
    codes.iter().map(|code| ContextCode::parse(code).unwrap()).collect()
}

/// The caller's mandate, without limits but for its year.
pub(crate) fn mandate(kind: Kind, domain: Domain) -> Mandate {
    Mandate {
        id: id::<MandateId>(20),
        holder: Holder::Person(id::<PersonId>(CALLER)),
        kind,
        domain,
        rights: None,
        contexts: None,
        maximum_months: None,
        may_redelegate: kind == Kind::HoofdLokaleBeheerder,
        period: period("2026-01-01", "2029-12-31"),
        reason: Reason::parse("aanstelling").unwrap(),
        granted_by: Actor::Person(id(9)),
        revoked: None,
        version: 1,
    }
}

/// A colleague's mandate.
pub(crate) fn proposed(kind: Kind, domain: Domain) -> Mandate {
    let holder = Holder::Person(id(COLLEAGUE));
    Mandate { id: id(21), holder, may_redelegate: false, ..mandate(kind, domain) }
}
