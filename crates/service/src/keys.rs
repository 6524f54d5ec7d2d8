//! Signing keys: made where there is none, brought into use, taken out at once. What each does when follows from the clock
//! (`tokens::keys`); all processes over one database answer the same.

use audit::{About, Action};
use serde::Serialize;
use storage::{ReadTx, WriteTx, signing_keys};
use tokens::keys::{Algorithm, KeyRecord, Kid, SealedKey, revoke as revoked, rotate as rotated, signer};
use types::{Instant, Reason, Seconds};

use crate::record::{self, Deed};
use crate::{Caller, Error};

/// What the history tells of a key: nothing that is not published.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    kid: &'a Kid,
    algorithm: Algorithm,
    signs_from: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    retires_at: Option<Instant>,
}

/// All keys, those that signed first in front.
///
/// # Errors
/// When they cannot be read.
pub fn all(tx: &mut ReadTx<'_>) -> Result<Vec<KeyRecord>, Error> {
    Ok(signing_keys::all(tx)?)
}

/// Brings a key into use, unless something of its algorithm signs: another process may have been first.
///
/// # Errors
/// As [`rotate`].
pub fn ensure(tx: &mut WriteTx<'_>, caller: &Caller, key: SealedKey, lifetime: Seconds, reason: Reason) -> Result<(), Error> {
    let now = tx.cx().now;
    if signer(&signing_keys::all(tx)?, key.algorithm, now).is_none() {
        rotate(tx, caller, key, lifetime, reason)?;
    }
    Ok(())
}

/// Brings a new key into use; its predecessor is accepted for `lifetime`, the longest life of a token. The answer is all keys.
///
/// # Errors
/// [`Error::Forbidden`] for who is no platform operator; [`Error::Exists`] for a key that is there already.
pub fn rotate(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    key: SealedKey,
    lifetime: Seconds,
    reason: Reason,
) -> Result<Vec<KeyRecord>, Error> {
    let deed = Deed::of(caller, caller.powers.may_keep_keys()?, Some(reason));
    let (now, records) = (tx.cx().now, signing_keys::all(tx)?);
    if records.iter().any(|known| known.key.kid == key.kid) {
        return Err(Error::Exists);
    }
    let changes = rotated(&records, key, now, lifetime);
    keep(tx, &deed, &records, &changes, Action::KeyRotated)
}

/// Takes a key out at once; another one, `replacement`, signs from now on when nothing else of its algorithm does. The answer is all keys.
///
/// # Errors
/// [`Error::Forbidden`] for who is no platform operator; [`Error::NotFound`] for a key that is not there or counts no more.
pub fn revoke(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    kid: &Kid,
    replacement: SealedKey,
    reason: Reason,
) -> Result<Vec<KeyRecord>, Error> {
    let deed = Deed::of(caller, caller.powers.may_keep_keys()?, Some(reason));
    let (now, records) = (tx.cx().now, signing_keys::all(tx)?);
    let key = records.iter().find(|one| one.key.kid == *kid && one.counts(now)).ok_or(Error::NotFound)?;
    let changes = revoked(&records, key, replacement, now);
    keep(tx, &deed, &records, &changes, Action::KeyRevoked)
}

/// Writes what changes; `ending` is what the history calls the end of a key that is made to end now.
fn keep(
    tx: &mut WriteTx<'_>,
    deed: &Deed,
    before: &[KeyRecord],
    changes: &[KeyRecord],
    ending: Action,
) -> Result<Vec<KeyRecord>, Error> {
    for after in changes {
        match before.iter().find(|known| known.key.kid == after.key.kid) {
            Some(known) => {
                signing_keys::update(tx, &after.key.kid, after.retires_at)?;
                record::changed(tx, deed, ending, About::default(), &entry(known), &entry(after))?;
            }
            None => {
                signing_keys::insert(tx, after)?;
                record::created(tx, deed, Action::KeyRotated, About::default(), &entry(after))?;
            }
        }
    }
    Ok(signing_keys::all(tx)?)
}

fn entry(KeyRecord { key, signs_from, retires_at, .. }: &KeyRecord) -> Entry<'_> {
    Entry { kid: &key.kid, algorithm: key.algorithm, signs_from: *signs_from, retires_at: *retires_at }
}
