use std::path::Path;

use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;

use crate::{Mail, MailError};

/// A file of its own for each, readable by its owner: there are codes in it. A mail that is tried again takes its own place.
pub(super) async fn put(directory: &Path, mail: &Mail<'_>, bytes: &[u8]) -> Result<(), MailError> {
    let path = directory.join(format!("{}.eml", mail.id));
    let opened = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path).await;
    let mut file = opened.map_err(|_| MailError::Directory)?;
    file.write_all(bytes).await.map_err(|_| MailError::Directory)?;
    file.flush().await.map_err(|_| MailError::Directory)
}
