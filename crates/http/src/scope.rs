//! The scopes of the API (`oidc::ApiScope`) as types, so that a handler's signature names what it needs. What a caller may do within an
//! area is his mandates' to say.

use oidc::ApiScope;

/// A scope as a type.
pub(crate) trait Scope: 'static {
    /// Which.
    const SCOPE: ApiScope;
}

macro_rules! scopes {
    ($($name:ident)*) => {$(
        pub(crate) enum $name {}
        impl Scope for $name {
            const SCOPE: ApiScope = ApiScope::$name;
        }
    )*};
}

scopes! {
    PersonsRead PersonsWrite OrganisationsRead OrganisationsWrite MandatesRead MandatesWrite HistoryRead
    WerkrelatiesRead WerkrelatiesWrite ToekenningenRead ToekenningenWrite ApplicationsRead ApplicationsWrite Me
}
