/// The one script that there is: it sends the form of [`crate::FormPost`]. Without it the person presses the button.
pub const SUBMIT: &str = include_str!("../assets/submit.js");

/// Its path. The name has the first 8 hexadecimal digits of its SHA-256 (a test holds it to that), so browsers may keep it for ever.
pub const SUBMIT_PATH: &str = "/assets/submit-48810bb8.js";

/// Its `Content-Type`.
pub const SUBMIT_CONTENT_TYPE: &str = "text/javascript; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_contents() {
        let hash: String = tokens::random::sha256(SUBMIT.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(SUBMIT_PATH, format!("/assets/submit-{hash}.js"));
    }
}
