use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use tokens::claims::Audience;
use types::{Parsed, ScopeName};

use crate::Client;

/// The scopes of Poort's own REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiScope {
    /// Read persons.
    PersonsRead,
    /// Add and change persons.
    PersonsWrite,
    /// Read organisations.
    OrganisationsRead,
    /// Add and change organisations.
    OrganisationsWrite,
    /// Read werkrelaties.
    WerkrelatiesRead,
    /// Create, change, pause and end werkrelaties.
    WerkrelatiesWrite,
    /// Read applications and their gebruikersrechten.
    ApplicationsRead,
    /// Add and change applications, gebruikersrechten and clients.
    ApplicationsWrite,
    /// Read toekenningen.
    ToekenningenRead,
    /// Grant, change and revoke toekenningen.
    ToekenningenWrite,
    /// Read mandates.
    MandatesRead,
    /// Grant and end mandates.
    MandatesWrite,
    /// Read the history.
    HistoryRead,
    /// Everything that a person sees of himself.
    Me,
}

impl ApiScope {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::PersonsRead,
        Self::PersonsWrite,
        Self::OrganisationsRead,
        Self::OrganisationsWrite,
        Self::WerkrelatiesRead,
        Self::WerkrelatiesWrite,
        Self::ApplicationsRead,
        Self::ApplicationsWrite,
        Self::ToekenningenRead,
        Self::ToekenningenWrite,
        Self::MandatesRead,
        Self::MandatesWrite,
        Self::HistoryRead,
        Self::Me,
    ];

    /// The scope of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }

    /// Its name in requests and tokens.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// What it allows, for the API's documentation.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::PersonsRead => ("poort.persons.read", "Read persons that your mandates cover"),
            Self::PersonsWrite => ("poort.persons.write", "Add persons and change their own fields"),
            Self::OrganisationsRead => ("poort.organisations.read", "Read organisations"),
            Self::OrganisationsWrite => ("poort.organisations.write", "Add and change organisations"),
            Self::WerkrelatiesRead => ("poort.werkrelaties.read", "Read werkrelaties of your organisations"),
            Self::WerkrelatiesWrite => ("poort.werkrelaties.write", "Create, change, extend, pause and end werkrelaties"),
            Self::ApplicationsRead => ("poort.applications.read", "Read applications and their gebruikersrechten"),
            Self::ApplicationsWrite => ("poort.applications.write", "Add and change applications, gebruikersrechten and clients"),
            Self::ToekenningenRead => ("poort.toekenningen.read", "Read who holds which gebruikersrecht"),
            Self::ToekenningenWrite => ("poort.toekenningen.write", "Grant, change and revoke gebruikersrechten"),
            Self::MandatesRead => ("poort.mandates.read", "Read mandates"),
            Self::MandatesWrite => ("poort.mandates.write", "Grant and end mandates"),
            Self::HistoryRead => ("poort.history.read", "Read the history of what your mandates cover"),
            Self::Me => ("poort.me", "Your own profile, rights, werkrelaties and administrators, and your password"),
        }
    }
}

impl fmt::Display for ApiScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why scopes are refused: all of them are `invalid_scope` to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScopeError {
    /// None was asked.
    #[error("a scope is required")]
    Missing,
    /// Not a name that a scope can have.
    #[error("a scope has a character that is not allowed")]
    Syntax,
    /// Not among the scopes that the client was given (refused before login, as ACM/IDM does).
    #[error("a scope that this client was not given")]
    NotAllowed,
    /// Neither `openid` nor a scope of Poort's API.
    #[error("openid or a scope of the Poort API is required")]
    NoPurpose,
    /// Scopes of an application beside scopes of Poort's API: one token cannot be for both.
    #[error("scopes of an application and of the Poort API cannot be mixed in one token")]
    Mixed,
    /// A scope about a person, asked by a machine.
    #[error("a machine client cannot ask a scope about a person")]
    Person,
}

/// Scopes in the order asked, each once. Text form: names with a space between (RFC 6749 section 3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<ScopeName>);

impl Scopes {
    /// Parses a `scope` parameter.
    ///
    /// # Errors
    /// [`ScopeError::Missing`], [`ScopeError::Syntax`].
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        let names: Result<Vec<_>, _> = text.split(' ').filter(|name| !name.is_empty()).map(ScopeName::parse).collect();
        let scopes: Self = names.map_err(|_| ScopeError::Syntax)?.into_iter().collect();
        if scopes.0.is_empty() { Err(ScopeError::Missing) } else { Ok(scopes) }
    }

    /// Parses what a client asks for a person: within what it was given, and for something.
    ///
    /// # Errors
    /// [`ScopeError`].
    pub fn for_person(text: &str, client: &Client) -> Result<Self, ScopeError> {
        let scopes = Self::parse(text)?;
        scopes.within(&client.scopes)?;
        // The legal basis is a rule of the client's configuration; here it holds even for a record that escaped it.
        if scopes.has("rrn") && client.legal_basis.is_none() {
            return Err(ScopeError::NotAllowed);
        }
        let purpose = scopes.has("openid") || scopes.api().next().is_some();
        if purpose { Ok(scopes) } else { Err(ScopeError::NoPurpose) }
    }

    /// Whether a scope is among them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|scope| scope.as_str() == name)
    }

    /// Whether they ask for refresh tokens.
    #[must_use]
    pub fn offline(&self) -> bool {
        self.has(OFFLINE)
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &ScopeName> {
        self.0.iter()
    }

    /// Those of Poort's API.
    pub fn api(&self) -> impl Iterator<Item = ApiScope> {
        self.0.iter().filter_map(|scope| ApiScope::parse(scope.as_str()))
    }

    /// Those of applications: all but the standard ones and those of Poort's API.
    pub fn applications(&self) -> impl Iterator<Item = &ScopeName> {
        self.0.iter().filter(|scope| is_application(scope.as_str()))
    }

    /// Whether a client that has `allowed` may have these in one token.
    ///
    /// # Errors
    /// [`ScopeError::NotAllowed`], [`ScopeError::Mixed`].
    pub fn within(&self, allowed: &[ScopeName]) -> Result<(), ScopeError> {
        if !self.0.iter().all(|scope| allowed.contains(scope)) {
            return Err(ScopeError::NotAllowed);
        }
        let mixed = self.api().next().is_some() && self.applications().next().is_some();
        if mixed { Err(ScopeError::Mixed) } else { Ok(()) }
    }
}

/// Scopes that mean the same at every client: of OpenID Connect, and of ACM/IDM.
const STANDARD: [&str; 5] = ["openid", "profile", "vo", "rrn", OFFLINE];

/// With this scope a client may go on when the person is not there (OpenID Connect Core 1.0 section 11).
pub(crate) const OFFLINE: &str = "offline_access";

pub(crate) fn is_application(name: &str) -> bool {
    !STANDARD.contains(&name) && ApiScope::parse(name).is_none()
}

/// For whom an access token is: Poort's API when it has one of its scopes, else the client itself with its configured audiences.
#[must_use]
pub fn audience(scopes: &Scopes, client: &Client, api: &str) -> Audience {
    if scopes.api().next().is_some() {
        return Audience::one(api);
    }
    client.audiences.iter().fold(Audience::one(client.client_id.as_str()), Audience::and)
}

impl FromIterator<ScopeName> for Scopes {
    fn from_iter<I: IntoIterator<Item = ScopeName>>(names: I) -> Self {
        let mut scopes = Self::default();
        for name in names {
            if !scopes.0.contains(&name) {
                scopes.0.push(name);
            }
        }
        scopes
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(Parsed::as_str).collect();
        f.write_str(&names.join(" "))
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn every_api_scope_comes_back_and_is_a_scope_name() {
        for scope in ApiScope::ALL {
            assert_eq!(ApiScope::parse(scope.as_str()), Some(scope));
            assert!(ScopeName::parse(scope.as_str()).is_ok() && !scope.description().is_empty());
        }
        assert_eq!(ApiScope::parse("poort.persons"), None);
    }

    #[test]
    fn scopes_keep_their_order_and_lose_their_doubles() {
        let scopes = Scopes::parse("vo openid  vo abb_loketlb").unwrap();
        assert_eq!(scopes.to_string(), "vo openid abb_loketlb");
        assert_eq!(scopes.applications().map(Parsed::as_str).collect::<Vec<_>>(), ["abb_loketlb"]);
        assert_eq!(Scopes::parse("  "), Err(ScopeError::Missing));
        assert_eq!(Scopes::parse("a\"b"), Err(ScopeError::Syntax));
    }

    #[test]
    fn a_token_is_for_the_api_or_for_the_application() {
        let client = testing::portal();
        let allowed: Vec<_> = Scopes::parse("openid ovam poort.me").unwrap().0;
        let ask = |text| Scopes::parse(text).unwrap();
        assert_eq!(ask("openid ovam").within(&allowed), Ok(()));
        assert_eq!(ask("openid vo").within(&allowed), Err(ScopeError::NotAllowed));
        assert_eq!(ask("ovam poort.me").within(&allowed), Err(ScopeError::Mixed));
        assert_eq!(audience(&ask("openid ovam"), &client, "https://p.be/v1"), Audience::one("portal"));
        assert_eq!(audience(&ask("openid poort.me"), &client, "https://p.be/v1"), Audience::one("https://p.be/v1"));
    }
}
