//! Kinds of tokens, told apart by their `typ` header, so that none passes for another (RFC 8725 section 3.11).

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// An access token (RFC 9068): `at+jwt`.
    Access,
    /// An ID token: `JWT`, as ACM/IDM and all libraries write it.
    Id,
    /// An answer of userinfo (OpenID Connect Core 1.0 section 5.3.2): `JWT`.
    Userinfo,
    /// An answer of introspection (RFC 9701 section 5): `token-introspection+jwt`.
    Introspection,
    /// What a client signs to prove who it is (RFC 7523): `JWT`, nothing, or `client-authentication+jwt`. Libraries differ.
    ClientAssertion,
    /// An authorization request that a client signs (RFC 9101): `oauth-authz-req+jwt`, or as libraries of before it wrote it, `JWT` or nothing.
    RequestObject,
    /// That a session ended (OpenID Connect Back-Channel Logout 1.0): `logout+jwt`.
    Logout,
    /// An ID token of another provider: `JWT`, or nothing, as not all of them write it.
    Upstream,
}

impl TokenType {
    /// The `typ` of tokens that Poort signs.
    #[must_use]
    pub fn typ(self) -> &'static str {
        match self {
            Self::Access => "at+jwt",
            Self::Logout => "logout+jwt",
            Self::Id | Self::Userinfo | Self::ClientAssertion | Self::Upstream => "JWT",
            Self::Introspection => "token-introspection+jwt",
            Self::RequestObject => "oauth-authz-req+jwt",
        }
    }

    /// Whether a `typ` header says this kind. Media types have no case and may leave out `application/` (RFC 7515 section
    /// 4.1.9).
    pub(super) fn accepts(self, typ: Option<&str>) -> bool {
        let Some(typ) = typ else {
            return matches!(self, Self::ClientAssertion | Self::RequestObject | Self::Upstream);
        };
        let lower = typ.to_ascii_lowercase();
        let subtype = lower.strip_prefix("application/").unwrap_or(&lower);
        match self {
            Self::Access => subtype == "at+jwt",
            Self::Logout => subtype == "logout+jwt",
            Self::Id | Self::Userinfo | Self::Upstream => subtype == "jwt",
            Self::Introspection => subtype == "token-introspection+jwt",
            Self::RequestObject => subtype == "jwt" || subtype == "oauth-authz-req+jwt",
            Self::ClientAssertion => subtype == "jwt" || subtype == "client-authentication+jwt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TokenType::{Access, ClientAssertion, Id, Logout, Upstream};

    #[test]
    fn each_kind_accepts_its_own_type_only() {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            assert!(Access.accepts(Some(typ)) && !Id.accepts(Some(typ)) && !ClientAssertion.accepts(Some(typ)));
        }
        for typ in ["JWT", "jwt", "application/jwt"] {
            assert!(!Access.accepts(Some(typ)) && Id.accepts(Some(typ)) && ClientAssertion.accepts(Some(typ)));
        }
        assert!(Upstream.accepts(None) && Upstream.accepts(Some("JWT")) && !Upstream.accepts(Some("at+jwt")));
        assert!(Logout.accepts(Some("logout+jwt")) && !Logout.accepts(Some("at+jwt")) && !Logout.accepts(Some("JWT")));
        assert!(!Logout.accepts(None) && !Access.accepts(None) && !Id.accepts(None) && ClientAssertion.accepts(None));
        for typ in ["", "logout+jwt", "dpop+jwt", "application/application/at+jwt", "at+jwt "] {
            assert!(!Access.accepts(Some(typ)) && !Id.accepts(Some(typ)) && !ClientAssertion.accepts(Some(typ)));
        }
    }
}
