//! Answers to requests that carried an `Idempotency-Key`, kept in the transaction of what they did: a repetition gets the same answer and does
//! nothing. Both hashes are keyed (see [`tokens::seal::Vault::fingerprint`]) and the answer is sealed, so the table tells nothing of who asked
//! what; an answer may hold personal data, or a secret that is told once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use serde_json::Value;
use tokens::seal::Purpose;
use types::Seconds;

use crate::engine::{ReadTx, WriteTx, on};
use crate::schema::idempotency as table;
use crate::{At, Json, StorageError};

/// How long an answer is kept: 24 hours.
pub const KEPT: Seconds = Seconds(24 * 3600);

/// An answer that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The hash of the request.
    pub request_hash: Vec<u8>,
    /// What was answered.
    pub answer: Value,
}

/// The answer under a key that is not older than [`KEPT`].
///
/// # Errors
/// When it cannot be read.
pub fn find(tx: &mut ReadTx<'_>, key_hash: &[u8; 32], now: types::Instant) -> Result<Option<Answered>, StorageError> {
    let oldest = At(now.plus(Seconds(-KEPT.0)));
    let row: Option<(Vec<u8>, Json<String>)> = on!(tx, c => table::table
        .find(key_hash.to_vec())
        .filter(table::created_at.gt(oldest))
        .select((table::request_hash, table::answer))
        .first(c)
        .optional())?;
    let Some((request_hash, sealed)) = row else { return Ok(None) };
    let unreadable = || StorageError::corrupt("idempotency.answer");
    let sealed = STANDARD.decode(sealed.0).map_err(|_| unreadable())?;
    let plain = tx.vault().open(Purpose::Idempotency, key_hash, &sealed).map_err(|_| unreadable())?;
    let answer = serde_json::from_slice(&plain).map_err(|_| unreadable())?;
    Ok(Some(Answered { request_hash, answer }))
}

/// Keeps an answer, and forgets those older than [`KEPT`].
///
/// # Errors
/// [`StorageError::Conflict`] when there is one under that key.
pub fn keep(tx: &mut WriteTx<'_>, key_hash: &[u8; 32], answered: &Answered) -> Result<(), StorageError> {
    let now = tx.cx().now;
    let old = table::table.filter(table::created_at.le(At(now.plus(Seconds(-KEPT.0)))));
    on!(tx, c => diesel::delete(old).execute(c))?;
    let plain = answered.answer.to_string();
    let sealed = tx
        .vault()
        .seal(Purpose::Idempotency, key_hash, plain.as_bytes(), tx.cx())
        .map_err(|_| StorageError::corrupt("the vault cannot seal"))?;
    let values = (
        table::key_hash.eq(key_hash.to_vec()),
        table::request_hash.eq(&answered.request_hash),
        table::answer.eq(Json(STANDARD.encode(sealed))),
        table::created_at.eq(At(now)),
    );
    on!(tx, c => diesel::insert_into(table::table).values(values).execute(c))?;
    Ok(())
}
