//! What attackers try, over HTTP. Attacks that belong to one endpoint stand beside its tests; docs/security.md lists all of them.

mod codes;
mod deactivated;
mod duplicated;
mod forged;
mod guessing;
mod poisoned;
mod restarted;
mod strangers;
