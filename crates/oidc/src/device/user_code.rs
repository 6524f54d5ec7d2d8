use std::fmt;

use types::Context;

/// What a person types over from his device: 8 letters, shown as `BCDF-GHJK`. Consonants only (RFC 8628 section 6.1): nothing looks like a digit, and
/// nothing spells a word. There are 20^8, of which a stranger gets to try a few.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

impl UserCode {
    /// One that nobody can foresee; each letter as likely as any other.
    #[must_use]
    pub fn generate(cx: &Context) -> Self {
        // 240 is the largest multiple of 20 in a byte: above it the first letters would come more often.
        let bytes = std::iter::repeat_with(|| cx.random::<16>()).flatten().filter(|byte| *byte < 240);
        Self(
            bytes
                .filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()))
                .take(LENGTH)
                .copied()
                .map(char::from)
                .collect(),
        )
    }

    /// Reads what was typed: case, dashes and spaces do not count.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter(|one| !matches!(one, '-' | ' ')).map(|one| one.to_ascii_uppercase()).collect();
        let ours = letters.len() == LENGTH && letters.bytes().all(|byte| LETTERS.contains(&byte));
        ours.then_some(Self(letters))
    }

    /// The bare letters: what a hash is made of.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.0.split_at_checked(LENGTH / 2).unwrap_or((&self.0, ""));
        write!(f, "{first}-{last}")
    }
}

impl fmt::Debug for UserCode {
    /// Not the letters: who has them before the person does could answer in his place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = UserCode::parse("WDJB-MJHT").unwrap();
        assert_eq!((code.to_string().as_str(), code.letters()), ("WDJB-MJHT", "WDJBMJHT"));
        for typed in ["wdjbmjht", "WDJB MJHT", " w-d-j-b mjht "] {
            assert_eq!(UserCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for bad in ["", "WDJB-MJH", "WDJB-MJHTT", "WDJB-MJHA", "WDJB-MJH0", "WDJB_MJHT", "ẂDJB-MJHT"] {
            assert_eq!(UserCode::parse(bad), None, "{bad}");
        }
        assert!(!format!("{code:?}").contains("WD"));
    }

    #[test]
    fn a_generated_code_can_be_typed_and_differs() {
        let cx = types::testing::context("2026-11-23T10:00:00Z");
        let (one, other) = (UserCode::generate(&cx), UserCode::generate(&cx));
        assert_eq!(UserCode::parse(&one.to_string()), Some(one.clone()));
        assert_ne!(one, other);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String) {
            if let Some(code) = UserCode::parse(&text) {
                prop_assert_eq!(UserCode::parse(&code.to_string()), Some(code));
            }
        }
    }
}
