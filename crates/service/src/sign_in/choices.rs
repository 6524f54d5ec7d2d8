use std::collections::{BTreeMap, BTreeSet};

use ::mandates::{Domain, Holder, Mandate};
use ::persons::may_act;
use gebruikersrechten::access::{Answer, Held};
use oidc::{Client, Level, Scopes};
use organisations::{Organisation, is_active};
use storage::{Known, ReadTx};
use types::{ApplicationCode, Day, Doelgroep, Instant, Name, OrganisationId, PersonId, WerkrelatieId};
use werkrelaties::{Werkrelatie, is_in_force};

use super::SignInError;
use crate::standing::{Grants, Standing};

/// An organisation for which a person may act at a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub organisation: OrganisationId,
    /// KBO number, or OVO code for doelgroep GID: as it will stand in the token.
    pub orgcode: String,
    /// Its name.
    pub name: Name,
    /// As what kind of user.
    pub doelgroep: Doelgroep,
    /// On which werkrelatie; none for an administrator who is nobody's employee there.
    pub werkrelatie: Option<WerkrelatieId>,
    /// The first moment at which he may act for it no longer, as far as organisation and werkrelatie go.
    pub until: Instant,
}

/// For whom a person may act at a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// One of these, by name.
    pub organisations: Vec<Choice>,
    /// For none in particular: at a client of doelgroep level, or with powers that belong to no organisation.
    pub without: bool,
}

/// For which organisations a person may act at a client: those where he holds a right of its application; for Poort's own API, and for a
/// client without an application, those where he works or has a mandate. Nothing for who may not act.
///
/// # Errors
/// When it cannot be read.
pub fn choices(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    client: &Client,
    scopes: &Scopes,
    at: Instant,
) -> Result<Choices, SignInError> {
    Ok(Grounds::read(tx, person, client, scopes, at)?.map_or_else(Choices::default, |grounds| grounds.choices(client)))
}

/// The mandates of a holder that give power at a moment.
pub(super) fn in_force(tx: &mut ReadTx<'_>, holder: &Holder, at: Instant) -> Result<Vec<Mandate>, SignInError> {
    let mandates = storage::mandates::of_holder(tx, holder, Known::Now)?;
    Ok(mandates.into_iter().filter(|mandate| mandate.in_force(at)).collect())
}

/// What a person may do at a client rests on this, at a moment: read once.
pub(super) struct Grounds {
    /// With his grants of the client's application.
    pub(super) standing: Standing,
    /// Those in force, when he asks for Poort's own API.
    pub(super) mandates: Vec<Mandate>,
    /// Whether for Poort's own API, where rights of an application mean nothing.
    api: bool,
    at: Instant,
}

impl Grounds {
    /// Reads them; `None` for who may not act.
    pub(super) fn read(
        tx: &mut ReadTx<'_>,
        person: PersonId,
        client: &Client,
        scopes: &Scopes,
        at: Instant,
    ) -> Result<Option<Self>, SignInError> {
        let api = scopes.api().next().is_some();
        let mandates = if api { in_force(tx, &Holder::Person(person), at)? } else { Vec::new() };
        let over: Vec<_> = mandates.iter().filter_map(over).collect();
        let grants = client.application.as_ref().map_or(Grants::None, Grants::Of);
        let standing = Standing::read(tx, person, grants, &over, Known::Now)?;
        let standing = standing.filter(|standing| may_act(&standing.person, at).is_ok());
        Ok(standing.map(|standing| Self { standing, mandates, api, at }))
    }

    /// What he holds at this moment of an application.
    pub(super) fn held(&self, application: &ApplicationCode) -> Vec<Held> {
        let answers = self.standing.answers(self.at);
        answers.iter().filter_map(Answer::held).filter(|held| held.application == *application).cloned().collect()
    }

    /// For which organisations he may act at the client: see [`choices`].
    pub(super) fn choices(&self, client: &Client) -> Choices {
        match &client.application {
            Some(application) if !self.api => self.of_application(application, client.level),
            _ => self.of_person(client.level),
        }
    }

    fn of_application(&self, application: &ApplicationCode, level: Level) -> Choices {
        let held: BTreeSet<WerkrelatieId> = self.held(application).iter().map(|held| held.werkrelatie).collect();
        let organisations = self.listed(|one| held.contains(&one.id), BTreeSet::new());
        let without = level == Level::Doelgroep && !organisations.is_empty();
        Choices { organisations, without }
    }

    fn of_person(&self, level: Level) -> Choices {
        let wide = self.mandates.iter().any(|mandate| over(mandate).is_none());
        let organisations = self.listed(|_| true, self.mandates.iter().filter_map(over).collect());
        // Everybody may see himself (`poort.me`), also who works nowhere.
        let without = level == Level::Doelgroep || wide || organisations.is_empty();
        Choices { organisations, without }
    }

    /// Each organisation once, with the oldest werkrelatie in force there.
    fn listed(&self, counts: impl Fn(&Werkrelatie) -> bool, others: BTreeSet<OrganisationId>) -> Vec<Choice> {
        let mut found: BTreeMap<OrganisationId, Option<&Werkrelatie>> = others.into_iter().map(|id| (id, None)).collect();
        for one in self.standing.werkrelaties.iter().filter(|one| is_in_force(one, self.at.day()) && counts(one)) {
            let place = found.entry(one.organisation).or_default();
            if place.is_none_or(|earlier| one.id < earlier.id) {
                *place = Some(one);
            }
        }
        let active = |id| self.standing.organisation(id).filter(|organisation| is_active(organisation, self.at.day()));
        let mut list: Vec<Choice> =
            found.iter().filter_map(|(id, werkrelatie)| choice(active(*id)?, *werkrelatie, self.at)).collect();
        list.sort_by(|one, other| (&one.name, one.organisation).cmp(&(&other.name, other.organisation)));
        list
    }
}

/// The organisation that a mandate is over; none for an application's or the platform's.
fn over(mandate: &Mandate) -> Option<OrganisationId> {
    match &mandate.domain {
        Domain::Organisation { organisation, .. } => Some(*organisation),
        Domain::Application { .. } | Domain::Platform => None,
    }
}

fn choice(organisation: &Organisation, werkrelatie: Option<&Werkrelatie>, at: Instant) -> Option<Choice> {
    let doelgroep = werkrelatie.map(|one| &one.doelgroep).or_else(|| organisation.doelgroepen.first())?;
    let work = werkrelatie.map_or(Instant::FOREVER, |one| works_until(one, at));
    Some(Choice {
        organisation: organisation.id,
        orgcode: organisation.orgcode(doelgroep),
        name: organisation.name.clone(),
        doelgroep: doelgroep.clone(),
        werkrelatie: werkrelatie.map(|one| one.id),
        until: organisation.period.ends_at().min(work),
    })
}

/// The end of the last working day, or the beginning of the next pause that is planned.
fn works_until(one: &Werkrelatie, at: Instant) -> Instant {
    ::werkrelaties::next_pause(one, at.day()).map_or(Instant::FOREVER, Day::start).min(one.period.ends_at())
}
