//! Toekenningen: granted, changed, revoked, found.

mod change;
mod facts;
mod find;
mod grant;
mod revoke;

pub use change::{Edit, edit};
pub use find::{read, search};
pub(crate) use grant::authorised;
pub use grant::{NewGrant, grant};
pub(crate) use revoke::replace;
pub use revoke::{Revoked, revoke};
