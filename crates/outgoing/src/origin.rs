use std::str::FromStr;

use reqwest::Url;

/// An origin that an environment trusts although it is not public, or is not asked over https: `https://idp.intern.example`, `http://127.0.0.1:3000`, or
/// `http://127.0.0.1:*` for every port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

/// Why a text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an origin like https://idp.intern.example, http://127.0.0.1:3000 or http://127.0.0.1:* expected")]
pub struct InvalidOrigin;

impl InvalidOrigin {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        "invalidOrigin"
    }
}

impl Origin {
    pub(crate) fn is_of(&self, url: &Url) -> bool {
        let port = self.port.is_none() || self.port == url.port_or_known_default();
        self.scheme == url.scheme() && Some(self.host.as_str()) == url.host_str() && port
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let (bare, any_port) = text.strip_suffix(":*").map_or((text, false), |bare| (bare, true));
        let url = Url::parse(bare).map_err(|_| InvalidOrigin)?;
        let host = url.host_str().ok_or(InvalidOrigin)?;
        // Only an origin is written as its own origin.
        let whole = !host.contains('*') && url.origin().ascii_serialization() == bare && matches!(url.scheme(), "http" | "https");
        let port = if any_port { None } else { url.port_or_known_default() };
        let sound = whole && (!any_port || url.port().is_none());
        if sound { Ok(Self { scheme: url.scheme().to_owned(), host: host.to_owned(), port }) } else { Err(InvalidOrigin) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(origin: &str, address: &str) -> bool {
        origin.parse::<Origin>().unwrap().is_of(&Url::parse(address).unwrap())
    }

    #[test]
    fn an_origin_is_one_scheme_one_host_and_one_port() {
        assert!(matches("https://idp.example", "https://idp.example/keys?a=b"));
        assert!(matches("https://idp.example", "https://idp.example:443/"));
        assert!(matches("http://127.0.0.1:*", "http://127.0.0.1:3000/") && matches("http://[::1]:*", "http://[::1]:1/"));
        for (origin, address) in [
            ("https://idp.example", "http://idp.example/"),
            ("https://idp.example", "https://idp.example:8443/"),
            ("https://idp.example", "https://idp.example.evil/"),
            ("https://idp.example", "https://x.idp.example/"),
            ("http://127.0.0.1:*", "http://127.0.0.2/"),
            ("http://127.0.0.1:*", "http://localhost/"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3001/"),
        ] {
            assert!(!matches(origin, address), "{origin} {address}");
        }
    }

    #[test]
    fn nothing_else_is_one() {
        for text in [
            "",
            "idp.example",
            "https://",
            "https://a/",
            "https://a/x",
            "https://u@a",
            "ftp://a",
            "https://*",
            "https://a:1:*",
            "https://A",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(InvalidOrigin), "{text}");
        }
    }
}
