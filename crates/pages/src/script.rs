/// It sends the form of [`crate::FormPost`]. Without it the person presses the button.
pub const SUBMIT: &str = include_str!("../assets/submit.js");

/// Its path. The name has the first 8 hexadecimal digits of its SHA-256 (a test holds it to that), so browsers may keep it for ever.
pub const SUBMIT_PATH: &str = "/assets/submit-48810bb8.js";

/// It speaks with the devices that hold passkeys, for the forms of [`crate::Login`] and [`crate::OwnPasskeys`], which stay hidden without it.
pub const PASSKEY: &str = include_str!("../assets/passkey.js");

/// Its path, named as [`SUBMIT_PATH`] is.
pub const PASSKEY_PATH: &str = "/assets/passkey-43ec7f0f.js";

/// The `Content-Type` of both.
pub const SCRIPT_CONTENT_TYPE: &str = "text/javascript; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_contents() {
        for (name, script, path) in [("submit", SUBMIT, SUBMIT_PATH), ("passkey", PASSKEY, PASSKEY_PATH)] {
            let hash: String =
                tokens::random::sha256(script.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(path, format!("/assets/{name}-{hash}.js"));
        }
    }
}
