//! Which addresses are asked: `https`, and `http` on this machine only.

use std::net::IpAddr;

use reqwest::Url;

/// An absolute address without user, query and fragment, that may be asked.
pub(crate) fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    (bare && is_allowed(&url)).then_some(url)
}

/// Whether it has TLS or stays on this machine.
pub(crate) fn is_allowed(url: &Url) -> bool {
    url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)))
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_for_this_machine_only() {
        for text in
            ["https://poort.example/op", "http://127.0.0.1:8080/op", "http://[::1]/op", "http://localhost/op", "http://127.1/op"]
        {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in [
            "http://poort.example/op",
            "http://localhost.evil.example/op",
            "http://127.0.0.1.evil.example/",
            "http://10.0.0.1/op",
            "ftp://poort.example/op",
            "file:///etc/passwd",
            "https://user@poort.example/op",
            "https://:secret@poort.example/op",
            "https://poort.example/op?tenant=1",
            "https://poort.example/op#a",
            "poort.example/op",
            "",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
