use std::io::Write;

use mandates::{Changes, Domain, Holder, Kind, Proposal};
use persons::{OwnFields, RegisterRecord};
use service::{Caller, accounts};
use storage::{Known, WriteTx};
use tokens::password::{Hasher, PasswordHash};
use types::{Day, Insz, Outside, Period, PersonId, Reason, SystemActor, Username};

use super::{client, line};
use crate::cli::Admin;
use crate::config::Config;
use crate::{Error, startup};

/// Does what no administrator can do yet.
pub(super) async fn run(config: &Config, outside: &Outside, command: &Admin, out: &mut impl Write) -> Result<(), Error> {
    match command {
        Admin::Client { file, reason } => client::run(config, outside, file, reason, out).await,
        Admin::Bootstrap { reason, until, username } => {
            let asked = Asked { reason: reason.clone(), until: until.unwrap_or(Day::FOREVER), account: None };
            operator(config, outside, asked, username.as_ref(), out).await
        }
    }
}

/// What the first platform operator gets.
struct Asked {
    reason: Reason,
    until: Day,
    account: Option<(Username, PasswordHash)>,
}

/// Makes the person whose number stands on standard input platform operator.
async fn operator(
    config: &Config,
    outside: &Outside,
    asked: Asked,
    username: Option<&Username>,
    out: &mut impl Write,
) -> Result<(), Error> {
    let cx = outside.fresh_context();
    let insz = Insz::parse(line()?.expose().trim(), cx.today())?;
    let record = startup::person_register(config, outside)?.look_up(insz).await?.ok_or(Error::UnknownToRegister)?;
    let password = accounts::temporary_password(&cx);
    let hashed = |name: &Username| Hasher::new(1).hash(password.expose(), &cx).map(|hash| (name.clone(), hash));
    let account = username.map(hashed).transpose().map_err(std::io::Error::other)?;
    let store = startup::open(config, outside).await?;
    let done = store.write(cx.clone(), move |tx| bootstrap(tx, record, Asked { account, ..asked })).await;
    store.close().await;
    let Made { person, mandate, account } = done?;
    let what = match (mandate, account) {
        (true, _) => "is platform operator now",
        (false, true) => "is platform operator already",
        (false, false) => "is platform operator already; nothing was changed",
    };
    writeln!(out, "the person with vo_id {person} {what}")?;
    if account { Ok(writeln!(out, "temporary password: {}", password.expose())?) } else { Ok(()) }
}

/// Who became platform operator, and what is new.
struct Made {
    person: PersonId,
    mandate: bool,
    account: bool,
}

fn bootstrap(tx: &mut WriteTx<'_>, record: RegisterRecord, asked: Asked) -> Result<Made, Error> {
    let caller = Caller::system(SystemActor::CommandLine, asked.reason.clone());
    let person = service::persons::admit(tx, &caller, record, OwnFields::default(), asked.reason.clone())?.person.id;
    let account = match &asked.account {
        Some((name, hash)) if storage::accounts::of_person(tx, person)?.is_none() => {
            accounts::create(tx, &caller, person, name, hash, true).map(|_| true)?
        }
        _ => false,
    };
    Ok(Made { person, mandate: mandate(tx, &caller, person, asked)?, account })
}

/// Whether it is a new one.
fn mandate(tx: &mut WriteTx<'_>, caller: &Caller, person: PersonId, asked: Asked) -> Result<bool, Error> {
    let holder = Holder::Person(person);
    let (now, today) = (tx.cx().now, tx.cx().today());
    let held = storage::mandates::of_holder(tx, &holder, Known::Now)?;
    if held.iter().any(|mandate| mandate.kind == Kind::PlatformOperator && mandate.ends_at() > now) {
        return Ok(false);
    }
    let changes = Changes {
        rights: None,
        contexts: None,
        maximum_months: None,
        may_redelegate: true,
        period: Period::new(today, asked.until)?,
        reason: asked.reason,
    };
    service::mandates::give(tx, caller, Proposal { holder, kind: Kind::PlatformOperator, domain: Domain::Platform, changes })?;
    Ok(true)
}
