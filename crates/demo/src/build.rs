//! What the entries of the file are in the words of the domain.

use gebruikersrechten::{
    Application, Constraint, ContextRule, ContextValue, Durations, Gebruikersrecht, Per, Publication, Window,
};
use mandates::Domain;
use persons::{PersonName, RegisterRecord, Status};
use types::{Day, Period};

use crate::{ApplicationEntry, ContextRuleName, MandateEntry, PersonEntry, RightEntry, WindowEntry};

/// Without a begin it began long ago.
pub(crate) fn period(begin: Option<Day>, end: Option<Day>) -> Period {
    let begin = begin.or_else(|| Day::new(2000, 1, 1).ok()).unwrap_or(Day::FOREVER);
    Period::new(begin, end.unwrap_or(Day::FOREVER)).unwrap_or_else(|_| Period::from_day(begin))
}

impl PersonEntry {
    /// What the person register answers.
    #[must_use]
    pub fn record(&self) -> RegisterRecord {
        let status = match (self.deceased, self.struck) {
            (Some(day), _) => Status::Deceased(day),
            (None, Some(day)) => Status::Struck(day),
            (None, None) => Status::Active,
        };
        let name = PersonName { given: self.given.clone(), family: self.family.clone() };
        let birth = self.birth.unwrap_or_else(|| self.insz.birth());
        RegisterRecord { insz: self.insz, replaces: Vec::new(), name, birth, sex: self.sex.or_else(|| self.insz.sex()), status }
    }
}

impl ApplicationEntry {
    pub(crate) fn build(&self) -> Application {
        Application {
            code: self.code.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            owner: self.owner,
            notify: self.notify.clone(),
            publication: Publication { doelgroepen: self.doelgroepen.clone(), classifications: self.classifications.clone() },
            claim: self.claim.clone(),
            scope: self.scope.clone(),
            claim_3d: self.claim_3d.clone(),
            claim_2d: self.claim_2d.clone(),
            period: period(self.begin, self.end),
            version: 1,
        }
    }
}

impl RightEntry {
    /// The right.
    ///
    /// # Errors
    /// A window that is neither yearly nor dated.
    pub(crate) fn build(&self) -> Result<Gebruikersrecht, String> {
        Ok(Gebruikersrecht {
            code: self.code.clone(),
            application: self.application.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            technical_name: self.technical_name.clone(),
            publication: Publication { doelgroepen: self.doelgroepen.clone(), classifications: self.classifications.clone() },
            contexts: self.context_rule(),
            durations: Durations { default_months: self.default_months.unwrap_or(48), maximum_months: self.maximum_months },
            windows: self.windows.iter().map(WindowEntry::build).collect::<Result<_, _>>()?,
            constraints: self.constraints(),
            email_required: self.email_required,
            period: period(self.begin, self.end),
            version: 1,
        })
    }

    fn context_rule(&self) -> ContextRule {
        let value = |one: &crate::data::ContextEntry| ContextValue {
            code: one.code.clone(),
            name: one.name.clone(),
            technical_name: one.technical_name.clone(),
        };
        let values: Vec<_> = self.contexts.iter().map(value).collect();
        match self.context_rule {
            ContextRuleName::None => ContextRule::None,
            ContextRuleName::Optional if values.is_empty() => ContextRule::None,
            ContextRuleName::Optional => ContextRule::Optional(values),
            ContextRuleName::AtLeastOne => ContextRule::AtLeastOne(values),
            ContextRuleName::ExactlyOne => ContextRule::ExactlyOne(values),
        }
    }

    fn constraints(&self) -> Vec<Constraint> {
        let limit = |limit: Option<u32>, per| limit.map(|limit| Constraint::MaxHolders { limit, per });
        let excludes = (!self.excludes.is_empty()).then(|| Constraint::Excludes { rights: self.excludes.clone() });
        let requires = self.requires.iter().map(|right| Constraint::Requires { right: right.clone() });
        let limits = [
            limit(self.maximum_holders, Per::Organisation),
            limit(self.maximum_holders_per_context, Per::OrganisationAndContext),
            excludes,
        ];
        limits.into_iter().flatten().chain(requires).collect()
    }
}

impl WindowEntry {
    fn build(&self) -> Result<Window, String> {
        match (self.yearly_from, self.yearly_until, self.begin, self.end) {
            (Some(from), Some(until), None, None) => Ok(Window::Yearly { from, until }),
            (None, None, Some(begin), end) => Ok(Window::Dated { period: period(Some(begin), end) }),
            _ => Err("a window has yearly_from and yearly_until, or begin and end".to_owned()),
        }
    }
}

impl MandateEntry {
    pub(crate) fn domain(&self) -> Domain {
        match (self.organisation, &self.application) {
            (Some(organisation), _) => Domain::Organisation { organisation, sub_entities: self.sub_entities },
            (None, Some(application)) => Domain::Application { application: application.clone() },
            (None, None) => Domain::Platform,
        }
    }
}
