/// Whether the person may, or must, be asked something (OpenID Connect Core 1.0 section 3.1.2.1). `consent` asks nothing here:
/// Poort has no consent page, the administrator decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prompt {
    /// Asked only what is not known.
    #[default]
    WhenNeeded,
    /// Nothing may be asked (`none`).
    None,
    /// He must sign in again (`login`).
    Login,
    /// He must choose again as whom, and for which organisation, he goes on (`select_account`).
    SelectAccount,
}

impl Prompt {
    /// Reads a `prompt`; `None` for a value that does not exist or `none` beside another.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let values: Vec<&str> = text.split(' ').filter(|value| !value.is_empty()).collect();
        let known = values.iter().all(|value| matches!(*value, "none" | "login" | "select_account" | "consent"));
        let has = |value| values.contains(&value);
        match () {
            () if !known || (has("none") && values.len() > 1) => None,
            () if has("none") => Some(Self::None),
            () if has("login") => Some(Self::Login),
            () if has("select_account") => Some(Self::SelectAccount),
            () => Some(Self::WhenNeeded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_stands_alone() {
        assert_eq!(Prompt::parse("none"), Some(Prompt::None));
        assert_eq!(Prompt::parse("select_account login"), Some(Prompt::Login));
        assert_eq!(Prompt::parse("consent"), Some(Prompt::WhenNeeded));
        assert_eq!(Prompt::parse("none login"), None);
        assert_eq!(Prompt::parse("create"), None);
    }
}
