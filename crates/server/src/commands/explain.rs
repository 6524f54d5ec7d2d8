//! `poort explain`: why somebody does, or does not, hold the rights of an application; the use case that REST has as `/v1/access/explanation`.

use std::collections::BTreeSet;
use std::io::Write;

use gebruikersrechten::access::{Absent, Answer, Explanation, Held, Link, What};
use service::{Caller, access};
use storage::{Page, ReadTx, Store, accounts, organisations};
use types::{
    ContextCode, Instant, Insz, OrganisationId, Outside, Parsed as _, PersonId, Reason, RightCode, SystemActor, Username,
};

use super::line;
use crate::Error;
use crate::cli::{Explain, Place};

/// Asks a database that was opened for this, and closes it.
pub(super) async fn run(command: &Explain, store: Store, outside: &Outside, out: &mut impl Write) -> Result<(), Error> {
    let done = explain(command, &store, outside.clock.now()).await;
    store.close().await;
    write(&done?, out)
}

/// How a person is named.
enum Who {
    Id(PersonId),
    User(Username),
    Number(Insz),
}

impl Who {
    fn parse(text: &str, now: Instant) -> Result<Self, Error> {
        if text == "-" {
            return Ok(Self::Number(Insz::parse(line()?.expose().trim(), now.day())?));
        }
        text.parse().map(Self::Id).or_else(|_| Ok(Self::User(Username::parse(text)?)))
    }
}

async fn explain(command: &Explain, store: &Store, now: Instant) -> Result<Explanation, Error> {
    let (who, at) = (Who::parse(&command.person, now)?, command.at.unwrap_or(now));
    let Explain { application, organisation, right, .. } = command;
    let (application, organisation, right) = (application.clone(), organisation.clone(), right.clone());
    let caller = Caller::system(SystemActor::CommandLine, Reason::parse("poort explain")?);
    let read = move |tx: &mut ReadTx<'_>| -> Result<_, Error> {
        let person = person(tx, &caller, who)?.ok_or(Error::NoSuch("person"))?;
        let place = place(tx, organisation)?;
        storage::applications::by_code(tx, &application)?.ok_or(Error::NoSuch("application"))?;
        match access::explain(tx, &caller, person, &application, place, right.as_ref(), at) {
            // The other two are there: it is the person whose identifier was typed.
            Err(service::Error::NotFound) => Err(Error::NoSuch("person")),
            done => Ok(done?),
        }
    };
    store.read(read).await
}

fn person(tx: &mut ReadTx<'_>, caller: &Caller, who: Who) -> Result<Option<PersonId>, Error> {
    Ok(match who {
        Who::Id(id) => Some(id),
        Who::User(name) => accounts::by_username(tx, name.as_str())?.map(|account| account.person),
        Who::Number(insz) => service::persons::by_number(tx, caller, insz)?.map(|person| person.id),
    })
}

fn place(tx: &mut ReadTx<'_>, named: Place) -> Result<OrganisationId, Error> {
    let found = match named {
        Place::Id(id) => organisations::by_id(tx, id)?.into_iter().collect(),
        Place::Kbo(kbo) => organisations::by_kbo(tx, &kbo)?,
        Place::Ovo(ovo) => {
            let query = organisations::Query { ovo: Some(ovo), ..Default::default() };
            Page::new(1, 2).map(|page| organisations::search(tx, &query, page)).transpose()?.map_or(Vec::new(), |page| page.items)
        }
    };
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Error::NoSuch("organisation")),
        _ => Err(Error::SeveralOrganisations),
    }
}

fn write(explanation: &Explanation, out: &mut impl Write) -> Result<(), Error> {
    let Explanation { application, right, at, held, answers, because, .. } = explanation;
    let what = right.as_ref().map_or(application.to_string(), |right| format!("{right} of {application}"));
    writeln!(out, "{what}, {at}: {}", verdict(*held))?;
    for absence in because {
        writeln!(out, "  {:<24} {}", absence.code(), absence.text())?;
    }
    for answer in answers {
        match answer {
            Answer::Held(Held { grant, right, contexts, until, chain, .. }) => {
                writeln!(out, "\n{}, by the grant {grant}: held{}", named(right, contexts), ending(*until))?;
                chain.iter().try_for_each(|link| write_link(link, out))?;
            }
            Answer::Absent(Absent { grant, right, contexts, because, .. }) => {
                writeln!(out, "\n{}, by the grant {grant}: not held", named(right, contexts))?;
                because.iter().try_for_each(|one| writeln!(out, "  {:<24} {}", one.code(), one.text()))?;
            }
        }
    }
    Ok(())
}

fn verdict(held: bool) -> &'static str {
    if held { "held" } else { "not held" }
}

fn named(right: &RightCode, contexts: &BTreeSet<ContextCode>) -> String {
    let contexts: Vec<_> = contexts.iter().map(types::Parsed::as_str).collect();
    if contexts.is_empty() { right.to_string() } else { format!("{right} [{}]", contexts.join(", ")) }
}

fn write_link(link: &Link, out: &mut impl Write) -> Result<(), std::io::Error> {
    let (kind, id) = match &link.what {
        What::Person(id) => ("person", id.to_string()),
        What::Grant(id) => ("grant", id.to_string()),
        What::Werkrelatie(id) => ("werkrelatie", id.to_string()),
        What::Organisation(id) => ("organisation", id.to_string()),
        What::Application(code) => ("application", code.to_string()),
        What::Right(code) => ("right", code.to_string()),
        What::Window => ("window", String::new()),
    };
    writeln!(out, "  {}", format!("{kind:<24} {id}{}", ending(link.until)).trim_end())
}

fn ending(until: Instant) -> String {
    if until == Instant::FOREVER { String::new() } else { format!(" until {until}") }
}
