use std::io::Write;

use crate::Error;

/// Prints the OpenAPI document, as it is served.
pub(super) fn run(out: &mut impl Write) -> Result<(), Error> {
    let document = http::document().to_pretty_json().map_err(std::io::Error::other)?;
    Ok(writeln!(out, "{document}")?)
}
