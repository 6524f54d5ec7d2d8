use oidc::RedirectUri;

/// An address to register: what parses stays as it was, leads to one origin whatever is added to its query, and reads back the same.
pub fn redirect(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(uri) = RedirectUri::parse(text) else { return };
    assert_eq!(uri.as_str(), text);
    assert!(
        text.starts_with("https://")
            || ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| text.starts_with(&format!("http://{host}")))
    );
    assert!(!uri.origin().contains('@') && !text.contains(['#', '\\', '*']));
    let answered = uri.with_query([("code", "a&b=c"), ("state", "é#")]);
    assert!(answered.starts_with(text));
    assert_eq!(RedirectUri::parse(&answered).map(|with| with.origin().to_owned()).as_deref(), Ok(uri.origin()));
}
