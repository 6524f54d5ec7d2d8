use ::werkrelaties::Werkrelatie;
use gebruikersrechten::{Capped, Left, Toekenning};

/// What an action did to a werkrelatie and to the grants on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As it is now.
    pub werkrelatie: Werkrelatie,
    /// Every grant that it touched, as it is now.
    pub touched: Vec<Toekenning>,
    /// Those that stopped at their right's maximum.
    pub capped: Vec<Capped>,
    /// Those that a rule did not let follow, with the rule.
    pub left: Vec<Left>,
}

impl Outcome {
    pub(super) fn alone(werkrelatie: Werkrelatie) -> Self {
        Self { werkrelatie, touched: Vec::new(), capped: Vec::new(), left: Vec::new() }
    }
}
