use oidc::{RedirectUri, RedirectUriError};

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
    match RedirectUri::parse(&answered) {
        Ok(with) => assert_eq!(with.origin(), uri.origin()),
        // An answer may be longer than what is registered.
        Err(error) => assert!(error == RedirectUriError::TooLong && text.len() > 2000),
    }
}
