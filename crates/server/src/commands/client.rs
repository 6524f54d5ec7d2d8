use std::io::Write;
use std::path::Path;

use oidc::{Client, Profile};
use serde_json::{Map, Value};
use service::{Caller, clients};
use types::{Outside, Reason, SystemActor};

use crate::config::Config;
use crate::{Error, startup};

/// Makes the client that a file describes.
pub(super) async fn run(
    config: &Config,
    outside: &Outside,
    file: &Path,
    reason: &Reason,
    out: &mut impl Write,
) -> Result<(), Error> {
    let text = std::fs::read_to_string(file).map_err(|error| Error::File { path: file.to_owned(), error })?;
    let client = read(&text).map_err(|why| Error::Described { path: file.to_owned(), why })?;
    let caller = Caller::system(SystemActor::CommandLine, reason.clone());
    let store = startup::open(config, outside).await?;
    let done = store.write(outside.fresh_context(), move |tx| clients::create(tx, &caller, client, None)).await;
    store.close().await;
    let issued = done?;
    writeln!(out, "client `{}` is made", issued.client.client_id)?;
    if let Some(secret) = &issued.secret { Ok(writeln!(out, "secret: {}", secret.expose())?) } else { Ok(()) }
}

/// As the API reads it; the first mistake otherwise.
fn read(text: &str) -> Result<Client, String> {
    let mut members: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Profile::complete(&mut members);
    members.insert("version".to_owned(), 0.into());
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| error.to_string())
}
