/// The variables that belong to Poort, by key: `POORT_LOG__LEVEL` is `log.level`.
#[derive(Clone, Debug, Default)]
pub struct Environment(Vec<(String, String)>);

impl Environment {
    /// What this process was started with.
    #[must_use]
    pub fn of_process() -> Self {
        // A name or value that is no text can be none of ours: `vars` would end the process.
        let texts = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self::of(texts)
    }

    /// These variables; those of others are left out, and `POORT_TEST_…`, which tells tests about their servers.
    #[must_use]
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let ours = |(name, _): &(String, String)| name.starts_with("POORT_") && !name.starts_with("POORT_TEST_");
        let mut found: Vec<_> = variables.into_iter().filter(ours).collect();
        found.sort();
        Self(found)
    }

    /// The variables of one section.
    #[must_use]
    pub fn only(mut self, section: &str) -> Self {
        self.0.retain(|(name, _)| name.strip_prefix("POORT_").is_some_and(|key| key.split("__").next() == Some(section)));
        self
    }

    /// The path of each key, its name and its text.
    pub(super) fn keys(&self) -> impl Iterator<Item = (Vec<String>, &str, &str)> {
        self.0.iter().filter_map(|(name, text)| {
            let path = name.strip_prefix("POORT_")?.to_lowercase().split("__").map(str::to_owned).collect();
            Some((path, name.as_str(), text.as_str()))
        })
    }
}
