/// The headers of every page, beside its [`content_security_policy`]: not stored, not framed, not guessed at; no address leaks.
pub const SECURITY_HEADERS: [(&str, &str); 6] = [
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    // Not `no-referrer`: browsers then hide the origin of our own forms from us too.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// The policy of a page: its own style sheet, its own forms, nothing else.
///
/// Chromium holds `form-action` against the redirects after a form too, and the form of a login ends at the client's address.
/// So the page that leads there names the `origin` of the client's registered redirect URI (never one from the request), and
/// all other pages give `None`. An origin with a character that could end the directive is left out, which at worst stops the
/// redirect.
#[must_use]
pub fn content_security_policy(origin: Option<&str>) -> String {
    let plain = |origin: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b":/.-[]".contains(&byte);
        !origin.is_empty() && origin.bytes().all(allowed)
    };
    let client = origin.filter(plain).map(|origin| format!(" {origin}")).unwrap_or_default();
    format!("default-src 'none'; style-src 'self'; form-action 'self'{client}; frame-ancestors 'none'; base-uri 'none'")
}

/// The policy of a page with a form that goes to another port of ours: scheme, host and port, of the configuration.
#[must_use]
pub fn also_to(policy: &str, address: &str) -> String {
    policy.replace("form-action 'self'", &format!("form-action 'self' {address}"))
}

/// The policy of a page that sends its own form ([`crate::FormPost`]): with the one script that does so.
#[must_use]
pub fn submitting(policy: &str) -> String {
    policy.replace("style-src 'self';", "style-src 'self'; script-src 'self';")
}

/// The policy of a page on which a passkey may be made or used: with the one script that does so, and that asks us what for.
#[must_use]
pub fn speaking_with_devices(policy: &str) -> String {
    policy.replace("style-src 'self';", "style-src 'self'; script-src 'self'; connect-src 'self';")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_origin_gets_into_the_policy() {
        let policy = |origin| content_security_policy(origin);
        assert!(policy(None).contains("form-action 'self'; frame-ancestors 'none'"));
        assert!(policy(Some("https://portal.example:8443")).contains("form-action 'self' https://portal.example:8443;"));
        for bad in ["", "https://a.be; script-src *", "https://a.be *", "'unsafe-inline'"] {
            assert_eq!(policy(Some(bad)), policy(None), "{bad}");
        }
        assert!(!policy(None).contains("unsafe") && !policy(None).contains("script"));
        assert!(speaking_with_devices(&policy(None)).contains("; script-src 'self'; connect-src 'self'; form-action"));
        assert!(also_to(&policy(None), "https://a.be:8443").contains("form-action 'self' https://a.be:8443; frame"));
        assert!(submitting(&policy(None)).contains("; script-src 'self'; form-action"));
    }
}
