//! One right, read from a role claim.

/// A right that is held at an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Right {
    right: String,
    context: Option<String>,
    orgcode: String,
}

impl Right {
    pub(super) fn new(right: &str, context: Option<&str>, orgcode: &str) -> Self {
        Self { right: right.to_owned(), context: context.map(str::to_owned), orgcode: orgcode.to_owned() }
    }

    /// Its technical name.
    #[must_use]
    pub fn right(&self) -> &str {
        &self.right
    }

    /// The technical name of the context, when this entry has one.
    #[must_use]
    pub fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    /// KBO number or OVO code of the organisation.
    #[must_use]
    pub fn orgcode(&self) -> &str {
        &self.orgcode
    }

    /// Exact for KBO numbers; OVO codes have no case.
    pub(super) fn is_at(&self, orgcode: &str) -> bool {
        let is_ovo = self.orgcode.get(..3).is_some_and(|prefix| prefix.eq_ignore_ascii_case("OVO"));
        if is_ovo { self.orgcode.eq_ignore_ascii_case(orgcode) } else { self.orgcode == orgcode }
    }
}
