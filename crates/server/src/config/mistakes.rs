use std::fmt;

/// Everything that is wrong with a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes(Vec<Mistake>);

/// One key, what was expected there and what was found. What was found is never the value itself of a key that may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `section.key`, or the line of a file that is no TOML.
    pub key: String,
    /// What was expected.
    pub expected: String,
    /// What was found instead.
    pub found: String,
}

impl Mistakes {
    /// All of them, in the order of the documentation.
    #[must_use]
    pub fn all(&self) -> &[Mistake] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn note(&mut self, key: &str, expected: impl Into<String>, found: impl Into<String>) {
        self.0.push(Mistake { key: key.to_owned(), expected: expected.into(), found: found.into() });
    }

    /// Notes, and gives nothing.
    pub(super) fn refuse<T>(&mut self, key: &str, expected: impl Into<String>, found: impl Into<String>) -> Option<T> {
        self.note(key, expected, found);
        None
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} mistake(s):", self.0.len())?;
        for Mistake { key, expected, found } in &self.0 {
            write!(f, "\n  {key}: expected {expected}; found {found}")?;
        }
        Ok(())
    }
}
