use organisations::Catalogue;

/// What an environment decides for itself; the defaults are the values of the field.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// Doelgroepen and classifications.
    pub catalogue: Catalogue,
    /// Categories of werkrelaties and what they need.
    pub werkrelaties: ::werkrelaties::Policy,
    /// Who among administrators may do what.
    pub mandates: ::mandates::Policy,
    /// What signing in asks.
    pub sign_in: crate::sign_in::Policy,
    /// How many refused attempts are kept.
    pub refusals: crate::refusals::Policy,
}
