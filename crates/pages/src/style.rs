/// The style sheet.
pub const STYLE: &str = include_str!("../assets/poort.css");

/// Its path. The name has the first 8 hexadecimal digits of its SHA-256 (a test holds it to that), so browsers may keep it
/// for ever.
pub const STYLE_PATH: &str = "/assets/poort-37c0ab61.css";

/// Its `Content-Type`.
pub const STYLE_CONTENT_TYPE: &str = "text/css; charset=utf-8";

/// Its `Cache-Control`: another style sheet has another path.
pub const STYLE_CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_contents() {
        let hash: String = tokens::random::sha256(STYLE.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(STYLE_PATH, format!("/assets/poort-{hash}.css"));
    }
}
