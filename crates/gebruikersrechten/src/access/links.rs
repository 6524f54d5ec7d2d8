use organisations::Organisation;
use persons::Person;
use serde::Serialize;
use types::{ApplicationCode, Day, Instant, OrganisationId, Period, PersonId, RightCode, ToekenningId, WerkrelatieId};
use werkrelaties::{State, Werkrelatie};

use super::Absence;
use crate::{Application, Gebruikersrecht, Toekenning, windows};

/// A link of the chain that holds, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// What holds.
    #[serde(flatten)]
    pub what: What,
    /// The first moment at which it may hold no longer; [`Instant::FOREVER`] when it has no end.
    pub until: Instant,
}

/// What a link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
#[expect(missing_docs, reason = "the nouns of the domain")]
pub enum What {
    Person(PersonId),
    Grant(ToekenningId),
    Werkrelatie(WerkrelatieId),
    Organisation(OrganisationId),
    Application(ApplicationCode),
    Right(RightCode),
    Window,
}

/// A link that holds, or why it does not.
pub(super) type Checked = Result<Link, Absence>;

pub(super) fn person(person: &Person, at: Instant) -> Checked {
    match persons::may_act(person, at) {
        Ok(()) => Ok(Link { what: What::Person(person.id), until: persons::access_ends(person) }),
        Err(persons::Absence::Deceased(on)) => Err(Absence::PersonDeceased { on }),
        Err(persons::Absence::Struck(on)) => Err(Absence::PersonStruck { on }),
    }
}

pub(super) fn grant(grant: &Toekenning, at: Instant) -> Checked {
    let until = within(grant.period, at, |on| Absence::NotBegun { on }, |last_day| Absence::Ended { last_day })?;
    match &grant.revoked {
        Some(revoked) if revoked.at <= at => Err(Absence::RevokedAt { at: revoked.at }),
        revoked => {
            let until = revoked.as_ref().map_or(until, |revoked| revoked.at.min(until));
            Ok(Link { what: What::Grant(grant.id), until })
        }
    }
}

pub(super) fn werkrelatie(one: &Werkrelatie, at: Instant) -> Checked {
    let today = at.day();
    match werkrelaties::state(one, today) {
        State::Removed => Err(Absence::WerkrelatieRemoved {}),
        State::Planned => Err(Absence::WerkrelatieNotBegun { on: one.period.begin() }),
        State::Ended => Err(Absence::WerkrelatieEnded { last_day: one.period.end() }),
        State::Paused => {
            let until = werkrelaties::paused_until(one, today).filter(|end| *end != Day::FOREVER);
            Err(Absence::WerkrelatiePaused { until })
        }
        State::Active => {
            let pauses_at = werkrelaties::next_pause(one, today).map_or(Instant::FOREVER, Day::start);
            let until = pauses_at.min(one.period.ends_at());
            Ok(Link { what: What::Werkrelatie(one.id), until })
        }
    }
}

pub(super) fn organisation(one: &Organisation, at: Instant) -> Checked {
    let begins = |on| Absence::OrganisationNotBegun { on };
    let until = within(one.period, at, begins, |last_day| Absence::OrganisationCeased { last_day })?;
    Ok(Link { what: What::Organisation(one.id), until })
}

pub(super) fn application(one: &Application, at: Instant) -> Checked {
    let begins = |on| Absence::ApplicationNotBegun { on };
    let until = within(one.period, at, begins, |last_day| Absence::ApplicationEnded { last_day })?;
    Ok(Link { what: What::Application(one.code.clone()), until })
}

pub(super) fn right(one: &Gebruikersrecht, at: Instant) -> Checked {
    let begins = |on| Absence::RightNotBegun { on };
    let until = within(one.period, at, begins, |last_day| Absence::RightEnded { last_day })?;
    Ok(Link { what: What::Right(one.code.clone()), until })
}

pub(super) fn window(one: &Gebruikersrecht, at: Instant) -> Checked {
    let closed = || Absence::WindowClosed { opens_on: windows::next_opening(&one.windows, at.day()) };
    let until = windows::closes_at(&one.windows, at).ok_or_else(closed)?;
    Ok(Link { what: What::Window, until })
}

fn within(
    period: Period,
    at: Instant,
    begins: impl FnOnce(Day) -> Absence,
    ended: impl FnOnce(Day) -> Absence,
) -> Result<Instant, Absence> {
    if at < period.begin().start() {
        Err(begins(period.begin()))
    } else if period.ends_at() <= at {
        Err(ended(period.end()))
    } else {
        Ok(period.ends_at())
    }
}
