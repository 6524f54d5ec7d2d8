use std::collections::BTreeMap;

use serde::Deserialize;
use types::{Classification, Doelgroep};

use super::{Mistakes, policies, section::Section};

/// What a juridical form of the register of enterprises means here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Of every form that is not named.
    pub doelgroep: Doelgroep,
    /// Of every form that is not named.
    pub classification: Classification,
    /// By code of `code.csv`.
    pub juridical_forms: BTreeMap<String, JuridicalForm>,
}

/// What one juridical form means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JuridicalForm {
    /// What such an organisation is.
    pub classification: Classification,
    /// Another doelgroep than that of all.
    pub doelgroep: Option<Doelgroep>,
}

impl Import {
    /// What an organisation of this form is; `None` for who has none.
    #[must_use]
    pub fn of(&self, form: Option<&str>) -> (Doelgroep, Classification) {
        match form.and_then(|form| self.juridical_forms.get(form)) {
            Some(form) => (form.doelgroep.clone().unwrap_or_else(|| self.doelgroep.clone()), form.classification.clone()),
            None => (self.doelgroep.clone(), self.classification.clone()),
        }
    }
}

pub(super) fn read(root: &mut Section, m: &mut Mistakes) -> Option<Import> {
    policies::one(root, "import", m)
}
