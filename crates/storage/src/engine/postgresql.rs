//! Connections to PostgreSQL: diesel over tokio-postgres and rustls, so that no libpq (and with it LDAP and Kerberos) comes along.

mod binds;
mod connection;
mod row;
mod runtime;
mod sqlstate;
mod target;
mod tls;

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use tokio::task::JoinHandle;
use tokio_postgres::Client;

use super::{Limits, Role, sqlite::milliseconds};
use crate::StorageError;

pub(crate) use connection::PgConn;
pub(crate) use target::Target;

/// Connects and sets the session up. Must not be called on a thread of an asynchronous runtime.
pub(crate) fn connect(target: &Target, limits: &Limits, role: Role) -> Result<PgConn, StorageError> {
    let runtime = runtime::of_this_thread()?;
    let establish = async {
        tokio::time::timeout(limits.connect, establish(target, limits))
            .await
            .unwrap_or_else(|_| Err(StorageError::unavailable("connecting took too long")))
    };
    let (client, driver) = runtime.block_on(establish)?;
    let mut connection = PgConn::new(client, driver, runtime);
    connection.batch_execute(&settings(limits, role))?;
    Ok(connection)
}

async fn establish(target: &Target, limits: &Limits) -> Result<(Client, JoinHandle<()>), StorageError> {
    let config = target.with_timeouts(limits);
    let (client, connection) = config.connect(tls::connector(target)?).await.map_err(|error| unavailable(&error))?;
    // It ends when the client is dropped or the server goes away; the client notices by itself.
    let driver = tokio::spawn(async { drop(connection.await) });
    Ok((client, driver))
}

/// The whole chain of causes, but of a server's answer only its code: its text may quote the user or the database.
fn unavailable(error: &tokio_postgres::Error) -> StorageError {
    if let Some(code) = error.code() {
        return StorageError::unavailable(format!("the server refused the connection (SQLSTATE {})", code.code()));
    }
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    StorageError::unavailable(format!("{error}{}", cause.unwrap_or_default()))
}

/// Migrations may take their time. Stronger forms of `synchronous_commit` than `on` are left alone.
fn settings(limits: &Limits, role: Role) -> String {
    let of = |limit: Duration| if role == Role::Migrator { 0 } else { milliseconds(limit) };
    let (statement, idle) = (of(limits.statement), of(limits.idle_in_transaction));
    let lock = milliseconds(role.lock(limits));
    format!(
        "SET TIME ZONE 'UTC';
         SET statement_timeout = {statement}; SET idle_in_transaction_session_timeout = {idle}; SET lock_timeout = {lock};
         SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
}
