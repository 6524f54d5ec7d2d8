//! Which passwords are accepted.

use super::MAX_CHARACTERS;

/// The rules for a new password (NIST SP 800-63B section 3.1.1.2): length and not being common; no rules of composition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_characters: usize,
    /// The most; not over [`MAX_CHARACTERS`].
    pub max_characters: usize,
}

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyViolation {
    /// Fewer characters than the minimum.
    #[error("a password has at least {min} characters")]
    TooShort {
        /// The minimum.
        min: usize,
    },
    /// More characters than the maximum.
    #[error("a password has at most {max} characters")]
    TooLong {
        /// The maximum.
        max: usize,
    },
    /// A well-known password or word with figures around it, a row of keys, a repetition.
    #[error("this password is among those that are tried first")]
    TooCommon,
    /// It is, or is little more than, something everybody knows of its owner.
    #[error("this password follows from who its owner is")]
    OwnData,
}

impl PolicyViolation {
    /// A stable code for logs and problem documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "passwordTooShort",
            Self::TooLong { .. } => "passwordTooLong",
            Self::TooCommon => "passwordTooCommon",
            Self::OwnData => "passwordFromOwnData",
        }
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min_characters: 12, max_characters: MAX_CHARACTERS }
    }
}

/// Words and passwords in lower case without the figures around them, one a line, `#` for comments.
const COMMON: &str = include_str!("common.txt");
/// What fingers run along.
const ROWS: [&str; 8] = [
    "0123456789",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1aqw2zsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
];
const LONGEST_REPEATED: usize = 4;

impl PasswordPolicy {
    /// Whether `password` may become the password of somebody of whom `own` is known: names, e-mail address.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self, password: &str, own: &[&str]) -> Result<(), PolicyViolation> {
        let characters = password.chars().count();
        if characters < self.min_characters {
            return Err(PolicyViolation::TooShort { min: self.min_characters });
        }
        let max = self.max_characters.min(MAX_CHARACTERS);
        if characters > max {
            return Err(PolicyViolation::TooLong { max });
        }
        let lower = password.to_lowercase();
        if is_repetition(&lower) || is_row(&lower) || is_common(&lower) {
            return Err(PolicyViolation::TooCommon);
        }
        let core = core(&lower);
        if own.iter().any(|known| follows_from(&lower, core, &known.to_lowercase())) {
            return Err(PolicyViolation::OwnData);
        }
        Ok(())
    }
}

/// `aaaaaaaaaaaa`, `abcabcabcabc`.
fn is_repetition(password: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    (1..=LONGEST_REPEATED).any(|unit| characters.iter().zip(characters.iter().skip(unit)).all(|(a, b)| a == b))
}

/// Along one row, forwards or backwards, as often as it takes.
fn is_row(password: &str) -> bool {
    let backwards: String = password.chars().rev().collect();
    ROWS.iter().any(|row| {
        let endless = row.repeat(password.len() / row.len() + 2);
        endless.contains(password) || endless.contains(&backwards)
    })
}

/// `Wachtwoord2026!`, `W@chtw00rd123`, `welkomwelkom`.
fn is_common(password: &str) -> bool {
    let bare = core(password);
    let without_figures = password.trim_matches(|c: char| c.is_numeric());
    [bare.to_owned(), unmask(bare), unmask(without_figures)].iter().any(|word| {
        COMMON.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).any(|common| consists_of(word, common))
    })
}

/// What is left without the figures and signs around it.
fn core(password: &str) -> &str {
    password.trim_matches(|c: char| !c.is_alphabetic())
}

fn consists_of(text: &str, word: &str) -> bool {
    !text.is_empty() && text.replace(word, "").is_empty()
}

/// Letters that were written as figures or signs.
fn unmask(text: &str) -> String {
    let letter = |c| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

fn follows_from(password: &str, core: &str, known: &str) -> bool {
    let name = known.split('@').next().unwrap_or(known);
    let long_enough = name.chars().count() >= 4;
    password == known || (long_enough && (password == name || consists_of(core, name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(password: &str) -> Result<(), PolicyViolation> {
        PasswordPolicy::default().check(password, &["Janssens", "Veerle", "veerle.janssens@gemeente.example"])
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("kort"), Err(PolicyViolation::TooShort { min: 12 }));
        assert_eq!(check("éèàùçêâôûîë"), Err(PolicyViolation::TooShort { min: 12 }));
        assert_eq!(check("éèàùçêâôûîëä"), Ok(()));
        let long = "paard batterij ".repeat(9);
        assert_eq!(check(&long[..128]), Ok(()));
        assert_eq!(check(&long[..129]), Err(PolicyViolation::TooLong { max: 128 }));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "121212121212",
            "123456789012",
            "0987654321098",
            "abcdefghijklm",
            "qwertyuiop123456",
            "AZERTYUIOPQS",
            "mlkjhgfdsqPOIUYTREZA",
            "1q2w3e4r5t6y",
            "Password2026!",
            "Wachtwoord123",
            "W@chtw00rd123",
            "welkomwelkom",
            "Welkom012026",
            "!!Vlaanderen!!",
            "passwordpassword1",
            "123welkom456789",
            "P@ssw0rdP@ssw0rd",
            "@dministr@tor99",
        ] {
            assert_eq!(check(common), Err(PolicyViolation::TooCommon), "{common}");
        }
    }

    #[test]
    fn who_somebody_is_makes_no_password() {
        for own in ["Janssens2026!", "JanssensJanssens", "veerle.janssens@gemeente.example", "Veerle.Janssens1"] {
            assert_eq!(check(own), Err(PolicyViolation::OwnData), "{own}");
        }
        assert_eq!(PasswordPolicy::default().check("1234-Jan-5678-x", &["Jan", ""]), Ok(()));
    }

    #[test]
    fn a_sentence_is_fine() {
        for good in ["correct paard batterij", "mijn welkomstwoord is lang", "vier blauwe fietsen", "Kz7#qLp2!vXw9"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(password in "\\PC{0,140}") {
            let _ = check(&password);
        }

        #[test]
        fn figures_around_a_common_word_do_not_help(before in "[0-9!?]{0,6}", after in "[0-9!?]{6,12}") {
            let password = format!("{before}wachtwoord{after}");
            prop_assert_eq!(check(&password), Err(PolicyViolation::TooCommon));
        }
    }
}
