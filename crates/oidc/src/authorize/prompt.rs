/// Whether the person may, or must, be asked something (OpenID Connect Core 1.0 section 3.1.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Nothing may be asked (`none`).
    pub none: bool,
    /// He must sign in again (`login`).
    pub login: bool,
    /// He must choose again as whom, and for which organisation, he goes on (`select_account`).
    pub select_account: bool,
    /// He must agree to what the application gets (`consent`).
    pub consent: bool,
}

impl Prompt {
    /// Reads a `prompt`; `None` for a value that does not exist or `none` beside another.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let values: Vec<&str> = text.split(' ').filter(|value| !value.is_empty()).collect();
        let known = values.iter().all(|value| matches!(*value, "none" | "login" | "select_account" | "consent"));
        let has = |value| values.contains(&value);
        let sound = known && (!has("none") || values.len() == 1);
        let (login, select_account) = (has("login"), has("select_account"));
        sound.then(|| Self { none: has("none"), login, select_account, consent: has("consent") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_stands_alone_and_the_others_together() {
        let (none, login, select_account, consent) = (false, true, true, false);
        assert_eq!(Prompt::parse("none"), Some(Prompt { none: true, ..Prompt::default() }));
        assert_eq!(Prompt::parse("select_account login"), Some(Prompt { none, login, select_account, consent }));
        assert_eq!(Prompt::parse("consent"), Some(Prompt { consent: true, ..Prompt::default() }));
        assert_eq!(Prompt::parse(""), Some(Prompt::default()));
        assert_eq!(Prompt::parse("none login"), None);
        assert_eq!(Prompt::parse("create"), None);
    }
}
