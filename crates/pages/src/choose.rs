use askama::Template;

use crate::{Language, Message};

/// 'Kies een toepassing en een organisatie': radio buttons, in groups. Posts `csrf`, `continue`, `choice`; or `cancel` instead of a choice.
#[derive(Clone, Debug, Template)]
#[template(path = "choose.html")]
pub struct Choose<'a> {
    /// In which language.
    pub language: Language,
    /// What is to be chosen.
    pub heading: ChooseHeading,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// Who is signed in.
    pub person: Option<&'a str>,
    /// The application that he came from, and can go back to.
    pub application: &'a str,
    /// The page for who is somebody else.
    pub sign_out: &'a str,
    /// What can be chosen; nothing gives an explanation instead of radio buttons.
    pub groups: Vec<ChoiceGroup<'a>>,
    /// What was wrong.
    pub error: Option<Message>,
}

/// What there is to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChooseHeading {
    /// An organisation.
    Organisation,
    /// An application and an organisation.
    ApplicationAndOrganisation,
    /// Nothing.
    Nothing,
}

impl Choose<'_> {
    fn heading(&self) -> &'static str {
        match self.heading {
            ChooseHeading::Organisation => self.language.choose_organisation(),
            ChooseHeading::ApplicationAndOrganisation => self.language.choose_application_and_organisation(),
            ChooseHeading::Nothing => self.language.choose_nothing(),
        }
    }
}

impl Language {
    /// The choice of no organisation in particular, and what that is.
    #[must_use]
    pub fn without_organisation(self) -> (&'static str, &'static str) {
        (self.choose_without(), self.choose_without_detail())
    }
}

/// Choices under one heading: the organisations of one application or doelgroep.
#[derive(Clone, Debug)]
pub struct ChoiceGroup<'a> {
    /// The heading.
    pub legend: &'a str,
    /// The choices.
    pub choices: Vec<Choice<'a>>,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// What is posted.
    pub value: &'a str,
    /// What is read.
    pub label: &'a str,
    /// A second line: the KBO number, the rights.
    pub detail: Option<&'a str>,
    /// Chosen before.
    pub selected: bool,
}
