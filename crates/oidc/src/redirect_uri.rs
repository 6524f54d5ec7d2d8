use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An address to which Poort may send a browser back: absolute `https`, or `http` on loopback for development, without
/// fragment, user, wildcard or dot segments (RFC 6749 section 3.1.2, RFC 9700 section 4.1).
///
/// Compared byte for byte (RFC 9700 section 2.1). Loopback addresses are compared with their port too: stricter than RFC 8252
/// section 7.3, so a native application registers the ports that it uses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RedirectUri(String);

/// Why an address is refused. The message does not repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RedirectUriError {
    /// Longer than 2048 bytes.
    #[error("at most 2048 characters expected")]
    TooLong,
    /// White space, a control or non-ASCII character, a quote, a bracket, a backslash or a broken `%` sequence.
    #[error("a character that a URI may not have")]
    Character,
    /// Not `https`, nor `http` on `localhost`, `127.0.0.1` or `[::1]`.
    #[error("https expected (http only on localhost, 127.0.0.1 or [::1])")]
    Scheme,
    /// No host, a host in upper case, a user, or no valid port.
    #[error("a host in lower case expected, without user, with a port from 1 to 65535 if any")]
    Authority,
    /// A `#`.
    #[error("a fragment is not allowed")]
    Fragment,
    /// A `*`.
    #[error("a wildcard is not allowed")]
    Wildcard,
    /// A `.` or `..` segment, also when encoded.
    #[error("dot segments are not allowed")]
    DotSegment,
}

impl RedirectUriError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "redirectUriTooLong",
            Self::Character => "redirectUriCharacter",
            Self::Scheme => "redirectUriScheme",
            Self::Authority => "redirectUriAuthority",
            Self::Fragment => "redirectUriFragment",
            Self::Wildcard => "redirectUriWildcard",
            Self::DotSegment => "redirectUriDotSegment",
        }
    }
}

impl RedirectUri {
    /// Parses an absolute address.
    ///
    /// # Errors
    /// [`RedirectUriError`]: the rule that it breaks.
    pub fn parse(input: &str) -> Result<Self, RedirectUriError> {
        check_characters(input)?;
        let (scheme, rest) = input.split_once("://").ok_or(RedirectUriError::Scheme)?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end).ok_or(RedirectUriError::Authority)?;
        let host = host_of(authority)?;
        let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if scheme != "https" && !(scheme == "http" && loopback) {
            return Err(RedirectUriError::Scheme);
        }
        let path = tail.split('?').next().unwrap_or_default();
        let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
        if path.split('/').any(dots) { Err(RedirectUriError::DotSegment) } else { Ok(Self(input.to_owned())) }
    }

    /// The address as registered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its origin, `https://host[:port]`: what a Content-Security-Policy names.
    #[must_use]
    pub fn origin(&self) -> &str {
        let authority = self.0.find("://").map_or(0, |at| at + 3);
        let tail = self.0.get(authority..).unwrap_or_default();
        let end = tail.find(['/', '?']).map_or(self.0.len(), |at| authority + at);
        self.0.get(..end).unwrap_or_default()
    }

    /// Its host, without port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.origin().split_once("://").map_or("", |(_, authority)| authority);
        host_of(authority).unwrap_or_default()
    }

    /// This address with parameters added; a query that it has already is kept (RFC 6749 section 3.1.2).
    #[must_use]
    pub fn with_query<'a>(&self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let added = crate::encoding::encode_pairs(pairs);
        let separator = match self.0.split_once('?') {
            _ if added.is_empty() => "",
            None => "?",
            Some((_, "")) => "",
            Some((_, query)) if query.ends_with('&') => "",
            Some(_) => "&",
        };
        format!("{}{separator}{added}", self.0)
    }
}

fn check_characters(input: &str) -> Result<(), RedirectUriError> {
    if input.len() > 2048 {
        return Err(RedirectUriError::TooLong);
    }
    if input.contains('#') {
        return Err(RedirectUriError::Fragment);
    }
    if input.contains('*') {
        return Err(RedirectUriError::Wildcard);
    }
    let forbidden = |byte: u8| !byte.is_ascii_graphic() || br#""<>\^`{|}'"#.contains(&byte);
    let escapes = input.split('%').skip(1).all(|part| part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    if input.bytes().any(forbidden) || !escapes { Err(RedirectUriError::Character) } else { Ok(()) }
}

/// The host of `host[:port]`.
fn host_of(authority: &str) -> Result<&str, RedirectUriError> {
    let (host, port) = match authority.strip_prefix("[::1]") {
        Some(rest) => {
            ("[::1]", rest.strip_prefix(':').map(Some).or(rest.is_empty().then_some(None)).ok_or(RedirectUriError::Authority)?)
        }
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    if !port.is_none_or(digits) || !(host == "[::1]" || is_name(host)) { Err(RedirectUriError::Authority) } else { Ok(host) }
}

/// A DNS name or IPv4 address in lower case.
fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=63).contains(&label.len()) && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedirectUri({})", self.0)
    }
}

impl FromStr for RedirectUri {
    type Err = RedirectUriError;
    fn from_str(input: &str) -> Result<Self, RedirectUriError> {
        Self::parse(input)
    }
}

impl Serialize for RedirectUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RedirectUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_real_clients_register_parses() {
        for valid in [
            "https://loket.example.be/callback",
            "https://loket.example.be",
            "https://loket.example.be:8443/cb?tenant=1",
            "http://127.0.0.1:3000/callback",
            "http://localhost/cb",
            "http://[::1]:8080/cb",
            "https://a.be/%7Euser/..x",
        ] {
            assert_eq!(RedirectUri::parse(valid).unwrap().as_str(), valid);
        }
    }

    #[test]
    fn tricks_do_not_parse() {
        use RedirectUriError as E;
        for (invalid, error) in [
            ("http://loket.example.be/cb", E::Scheme),
            ("http://localhost.evil.example/cb", E::Scheme),
            ("javascript:alert(1)", E::Scheme),
            ("/callback", E::Scheme),
            ("HTTPS://a.be/", E::Scheme),
            ("https://a.be/#x", E::Fragment),
            ("https://*.a.be/", E::Wildcard),
            ("https://user@a.be/", E::Authority),
            ("https://user:pw@a.be/", E::Authority),
            ("https://A.be/", E::Authority),
            ("https:///cb", E::Authority),
            ("https://a.be:0/", E::Authority),
            ("https://a.be:99999/", E::Authority),
            ("https://a.be:/", E::Authority),
            ("https://[::1]evil.example/", E::Authority),
            ("https://a..be/", E::Authority),
            ("https://a.be/x/../cb", E::DotSegment),
            ("https://a.be/x/%2e%2E/cb", E::DotSegment),
            ("https://a.be\\@evil.example/", E::Character),
            ("https://a.be/ ", E::Character),
            ("https://a.be/%0", E::Character),
            ("https://é.be/", E::Character),
        ] {
            assert_eq!(RedirectUri::parse(invalid), Err(error), "{invalid}");
        }
    }

    #[test]
    fn an_existing_query_is_kept() {
        let with = |uri: &str| RedirectUri::parse(uri).unwrap().with_query([("code", "a b&c"), ("state", "é")]);
        assert_eq!(with("https://a.be/cb"), "https://a.be/cb?code=a%20b%26c&state=%C3%A9");
        assert_eq!(with("https://a.be/cb?t=1"), "https://a.be/cb?t=1&code=a%20b%26c&state=%C3%A9");
        assert_eq!(with("https://a.be?"), "https://a.be?code=a%20b%26c&state=%C3%A9");
        let uri = RedirectUri::parse("https://a.be:8443?x").unwrap();
        assert_eq!((uri.origin(), uri.host()), ("https://a.be:8443", "a.be"));
        assert_eq!(RedirectUri::parse("http://[::1]:3000/cb").unwrap().host(), "[::1]");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(input: String) {
            let _ = RedirectUri::parse(&input);
            let _ = RedirectUri::parse(&format!("https://{input}"));
        }

        #[test]
        fn nothing_added_to_the_path_moves_the_origin(tail in "[!-~]{0,40}") {
            if let Ok(uri) = RedirectUri::parse(&format!("https://a.be/{tail}")) {
                prop_assert_eq!(uri.origin(), "https://a.be");
                prop_assert!(uri.with_query([("code", "x")]).starts_with(uri.as_str()));
            }
        }
    }
}
