use std::io::Write;

use types::Outside;

use crate::config::Config;
use crate::{Error, serving, startup};

/// Answers requests until the process is told to stop.
pub(super) async fn run(config: &Config, outside: &Outside, out: &mut impl Write) -> Result<(), Error> {
    let store = startup::open(config, outside).await?;
    let listener = serving::listen(config.listen)?;
    let address = listener.local_addr()?;
    let announce = || Ok(writeln!(out, "Poort listens on http://{address}, its documentation is at /docs")?);
    serving::serve(config, listener, store, outside, announce).await
}
