use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use types::{Doelgroep, Parsed};

/// What a client hints of the person who is to sign in: base64 of a JSON object, as ACM/IDM has it, in `login_hint`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoginHint {
    /// The person wants to choose another organisation (or identity) than that of the session.
    pub switch_id: bool,
    /// The doelgroep to sign in for (`cap_hint`).
    pub doelgroep: Option<Doelgroep>,
    /// The code of the organisation to sign in for: a KBO number or OVO code (`code_hint`).
    pub organisation: Option<String>,
}

#[derive(Default, Deserialize)]
struct Wire {
    #[serde(default)]
    switch_id: bool,
    cap_hint: Option<String>,
    code_hint: Option<String>,
}

impl LoginHint {
    /// Reads a `login_hint`. A hint is only that: what cannot be read hints nothing (OpenID Connect Core 1.0 section 3.1.2.1).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let bare = text.trim_end_matches('=');
        let bytes = URL_SAFE_NO_PAD.decode(bare).or_else(|_| STANDARD_NO_PAD.decode(bare)).unwrap_or_default();
        let wire: Wire = serde_json::from_slice(&bytes).unwrap_or_default();
        Self {
            switch_id: wire.switch_id,
            doelgroep: wire.cap_hint.and_then(|code| Doelgroep::parse(&code).ok()),
            organisation: wire.code_hint.filter(|code| is_code(code)),
        }
    }
}

fn is_code(code: &str) -> bool {
    (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    #[test]
    fn the_hints_of_acm_idm_are_read() {
        let hint = LoginHint::parse(&STANDARD.encode(r#"{"switch_id": true}"#));
        assert_eq!(hint, LoginHint { switch_id: true, ..LoginHint::default() });
        let hint = LoginHint::parse(&URL_SAFE_NO_PAD.encode(r#"{"cap_hint":"EA","code_hint":"0405546706"}"#));
        assert_eq!(hint.doelgroep.unwrap().as_str(), "EA");
        assert_eq!(hint.organisation.unwrap(), "0405546706");
    }

    #[test]
    fn other_hints_say_nothing() {
        for text in ["", "jan@example.be", "e30", "bnVsbA"] {
            assert_eq!(LoginHint::parse(text), LoginHint::default(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String, json: String) {
            let _ = LoginHint::parse(&text);
            let _ = LoginHint::parse(&STANDARD.encode(json));
        }
    }
}
