//! Werkrelaties: a person at an organisation, in a doelgroep, with a category, a period and a state.
//!
//! Rules owned here: which categories and attributes a doelgroep asks; ten years by default; what each action may do; the state at a moment.
//!
//! Architecture invariant: pure; it knows persons and organisations, never rights. That a grant ends with its werkrelatie is decided where grants are.

mod werkrelatie;

pub use werkrelatie::{Pause, State, Werkrelatie};
