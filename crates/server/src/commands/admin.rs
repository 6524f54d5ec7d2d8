use std::io::Write;

use mandates::{Changes, Domain, Holder, Kind, Proposal};
use persons::{OwnFields, RegisterRecord};
use service::Caller;
use storage::{Known, WriteTx};
use types::{Day, Insz, Outside, Period, PersonId, Reason, SystemActor};

use super::line;
use crate::cli::Admin;
use crate::config::Config;
use crate::{Error, startup};

/// Makes the person whose number stands on standard input platform operator.
pub(super) async fn run(config: &Config, outside: &Outside, command: &Admin, out: &mut impl Write) -> Result<(), Error> {
    let Admin::Bootstrap { reason, until } = command;
    let (reason, until) = (reason.clone(), until.unwrap_or(Day::FOREVER));
    let cx = outside.fresh_context();
    let insz = Insz::parse(line()?.expose().trim(), cx.today())?;
    let record = startup::person_register(config, outside)?.look_up(insz).await?.ok_or(Error::UnknownToRegister)?;
    let store = startup::open(config, outside).await?;
    let done = store.write(cx, move |tx| bootstrap(tx, record, &reason, until)).await;
    store.close().await;
    let (person, new) = done?;
    let what = if new { "is platform operator now" } else { "is platform operator already; nothing was changed" };
    Ok(writeln!(out, "the person with vo_id {person} {what}")?)
}

fn bootstrap(tx: &mut WriteTx<'_>, record: RegisterRecord, reason: &Reason, until: Day) -> Result<(PersonId, bool), Error> {
    let caller = Caller::system(SystemActor::CommandLine, reason.clone());
    let person = service::persons::admit(tx, &caller, record, OwnFields::default(), reason.clone())?.person.id;
    let holder = Holder::Person(person);
    let (now, today) = (tx.cx().now, tx.cx().today());
    let held = storage::mandates::of_holder(tx, &holder, Known::Now)?;
    if held.iter().any(|mandate| mandate.kind == Kind::PlatformOperator && mandate.ends_at() > now) {
        return Ok((person, false));
    }
    let changes = Changes {
        rights: None,
        contexts: None,
        maximum_months: None,
        may_redelegate: true,
        period: Period::new(today, until)?,
        reason: reason.clone(),
    };
    service::mandates::give(tx, &caller, Proposal { holder, kind: Kind::PlatformOperator, domain: Domain::Platform, changes })?;
    Ok((person, true))
}
