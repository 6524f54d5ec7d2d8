//! OAuth clients: made and kept by whoever manages their application, or runs the platform. A secret is told once, to who asked for it, and
//! kept as a keyed hash: it is in no event, no list and no log.

mod check;

use ::mandates::{Denied, Mandate, Powers};
use audit::{About, Action};
use oidc::{Client, ClientKind};
use serde::Serialize;
use storage::clients::Secrets;
use storage::{ReadTx, WriteTx};
use tokens::machine::MachineSecret;
use types::{ApplicationCode, ClientId, Instant, Name, Seconds, Secret};

use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error};

/// The longest that a former secret goes on working: 30 days.
pub const LONGEST_OVERLAP: Seconds = Seconds(30 * 24 * 3600);

/// A client, and the secret that came to be with this call: the only time that it is told.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The client.
    pub client: Client,
    /// Its new secret; none for a public client, one with keys of its own, and one whose secret the caller brought.
    pub secret: Option<Secret>,
}

/// How what a client belongs to is called, for people: its application, or else itself.
///
/// # Errors
/// When it cannot be read.
pub fn application_name(tx: &mut ReadTx<'_>, client: &Client) -> Result<Name, Error> {
    let application = match &client.application {
        Some(code) => storage::applications::by_code(tx, code)?.map(|application| application.name),
        None => None,
    };
    Ok(application.unwrap_or_else(|| client.name.clone()))
}

/// What the history tells of another secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rotation<'a> {
    client_id: &'a ClientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    former_secret_until: Option<Instant>,
}

/// Adds a client. A confidential one without keys of its own gets a secret of 256 bits, unless the caller brings one (declared data, whose
/// secrets are documented).
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for who does not manage its application, or asks what only the platform gives (scopes of
/// Poort's API or of another application, `rrn`, another organisation than the application's owner); [`Error::Reference`] for an
/// application or organisation that does not exist; [`Error::Client`] with every mistake; [`Error::Exists`] for a name that is taken.
pub fn create(tx: &mut WriteTx<'_>, caller: &Caller, new: Client, secret: Option<&Secret>) -> Result<Issued, Error> {
    let deed = Deed::of(caller, manages(&caller.powers, new.application.as_ref())?, None);
    let client = Client { version: 1, ..new };
    check::check(tx, caller, None, &client, secret)?;
    let secretive = client.kind == ClientKind::Confidential && !client.has_keys() && !client.has_certificate();
    let (told, hash) = match secret {
        Some(secret) => (None, Some(MachineSecret::hash(tx.vault(), secret.expose()))),
        None if secretive => {
            let (secret, hash) = MachineSecret::generate(tx.vault(), tx.cx());
            (Some(secret), Some(hash))
        }
        None => (None, None),
    };
    storage::clients::insert(tx, &client, hash.as_ref())?;
    record::created(tx, &deed, Action::ClientCreated, about(&client), &client)?;
    Ok(Issued { client, secret: told })
}

/// Writes a client over what is there; its name stays. Switching it off is an edit like any other. One that becomes public loses its secrets.
///
/// # Errors
/// As [`create`]; [`Error::Stale`] when it was changed since the version that `new` has.
pub fn edit(tx: &mut WriteTx<'_>, caller: &Caller, new: Client) -> Result<Client, Error> {
    let (before, secrets) = known(tx, caller, &new.client_id)?;
    let deed = Deed::of(caller, manages(&caller.powers, new.application.as_ref())?, None);
    unchanged(before.version, new.version)?;
    let after = Client { version: before.version + 1, ..new };
    check::check(tx, caller, Some(&before), &after, None)?;
    let secrets = if after.kind == ClientKind::Public { Secrets::default() } else { secrets };
    storage::clients::update(tx, &after, &secrets)?;
    record::changed(tx, &deed, Action::ClientEdited, about(&after), &before, &after)?;
    Ok(after)
}

/// Gives a client another secret; the one that it had goes on working for `overlap` (none: it stops at once).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`] when it was changed since `version`; [`Error::Client`] for a public client, or an overlap that is negative
/// or longer than [`LONGEST_OVERLAP`].
pub fn rotate_secret(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: &ClientId,
    version: i64,
    overlap: Seconds,
) -> Result<Issued, Error> {
    let (before, secrets) = known(tx, caller, id)?;
    let deed = Deed::of(caller, manages(&caller.powers, before.application.as_ref())?, None);
    unchanged(before.version, version)?;
    check::rotation(&before, overlap)?;
    let client = Client { version: before.version + 1, ..before };
    let until = Some(tx.cx().now.plus(overlap)).filter(|_| overlap.0 > 0 && secrets.current.is_some());
    let (secret, hash) = MachineSecret::generate(tx.vault(), tx.cx());
    storage::clients::update(tx, &client, &Secrets { current: Some(hash), former: secrets.current.zip(until) })?;
    let rotation = Rotation { client_id: &client.client_id, former_secret_until: until };
    record::created(tx, &deed, Action::ClientSecretRotated, about(&client), &rotation)?;
    Ok(Issued { client, secret: Some(secret) })
}

/// One client.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller does not manage it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: &ClientId) -> Result<Client, Error> {
    Ok(known(tx, caller, id)?.0)
}

/// The clients that the caller manages, of one application or of all, by name.
///
/// # Errors
/// When they cannot be read.
pub fn list(tx: &mut ReadTx<'_>, caller: &Caller, application: Option<&ApplicationCode>) -> Result<Vec<Client>, Error> {
    let mut all = storage::clients::of_application(tx, application)?;
    all.retain(|client| manages(&caller.powers, client.application.as_ref()).is_ok());
    Ok(all)
}

/// A client that the caller manages: to everybody else it does not exist.
fn known(tx: &mut ReadTx<'_>, caller: &Caller, id: &ClientId) -> Result<(Client, Secrets), Error> {
    let found = storage::clients::by_id(tx, id)?.ok_or(Error::NotFound)?;
    manages(&caller.powers, found.0.application.as_ref()).map_err(|_| Error::Hidden)?;
    Ok(found)
}

/// A client of no application is the platform's.
fn manages<'a>(powers: &'a Powers, application: Option<&ApplicationCode>) -> Result<&'a Mandate, Denied> {
    match application {
        Some(code) => powers.may_manage_application(code),
        None => powers.may_create_applications(),
    }
}

fn about(client: &Client) -> About {
    About { application: client.application.clone(), client: Some(client.client_id.clone()), ..About::default() }
}
