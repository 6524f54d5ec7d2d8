//! Werkrelaties: a person at an organisation, in a doelgroep, with a category, a period and a state.
//!
//! Rules owned here: which categories and attributes a doelgroep asks ([`Policy`]); ten years by default ([`create`]); what each action may
//! do ([`edit`], [`extend`], [`pause`], [`resume`], [`end`], [`remove`]); the state on a day ([`state`]). Every action takes what was and
//! gives what becomes, one version further; it changes nothing itself.
//!
//! Architecture invariant: pure; it knows persons and organisations, never rights. That a grant ends with its werkrelatie is decided where grants are.

mod create;
mod duplicates;
mod edit;
mod error;
mod lifetime;
mod pausing;
mod policy;
mod removal;
mod state;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod werkrelatie;

pub use create::{CreateFacts, Proposal, create};
pub use duplicates::duplicate;
pub use edit::{Edit, edit};
pub use error::WerkrelatieError;
pub use lifetime::{end, extend, last_day_after};
pub use pausing::{MAX_PAUSES, next_pause, pause, pause_on, paused_until, resume};
pub use policy::{DoelgroepPolicy, Mandatory, Policy};
pub use removal::remove;
pub use state::{is_in_force, state};
pub use werkrelatie::{Pause, State, Werkrelatie};
