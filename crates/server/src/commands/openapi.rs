use std::io::Write;

use crate::Error;

/// Prints the OpenAPI document, as it is served.
pub(super) fn run(out: &mut impl Write) -> Result<(), Error> {
    Ok(writeln!(out, "{:#}", http::document())?)
}
