use askama::Template;
use types::{Day, Instant, TraceId};

use crate::{
    Consent, Consents, Device, DeviceAnswered, DeviceConfirm, Enrol, Forgotten, Language, Message, Onward, OwnLinks, OwnPasskeys,
    OwnRecoveryAddress, PasskeyOffer, Recover, Recovered, RecoveryCodes, SecondFactor, SecondStep, UpstreamButton,
};

/// A page could not be written; a defect of this crate, never of what was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderError;

impl RenderError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        "page"
    }
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the page could not be written")
    }
}

impl std::error::Error for RenderError {}

macro_rules! pages {
    ($($name:ident),*) => {$(
        impl $name<'_> {
            /// The HTML.
            ///
            /// # Errors
            /// [`RenderError`], which a caller answers with 500.
            pub fn render(&self) -> Result<String, RenderError> {
                Template::render(self).map_err(|_| RenderError)
            }
        }
    )*};
}
pages!(
    Login,
    Choose,
    ChangePassword,
    SignOut,
    SignedOut,
    ErrorPage,
    Index,
    FormPost,
    Device,
    DeviceConfirm,
    DeviceAnswered,
    Onward,
    Sessions,
    Consent,
    Consents,
    OwnPasskeys,
    SecondStep,
    Enrol,
    RecoveryCodes,
    SecondFactor,
    Forgotten,
    Recover,
    Recovered,
    OwnRecoveryAddress,
    OwnLinks
);

/// Signing in with user name and password, with an identity card, or at another provider. Posts `csrf`, `continue`, `username`, `password`; or `provider`, or nothing, instead of the last two.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct Login<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The application that he signs in to.
    pub application: Option<&'a str>,
    /// Whether a password is strong enough here.
    pub password: bool,
    /// What he typed before.
    pub username: &'a str,
    /// The page for who forgot his password, where mail is sent.
    pub forgotten: Option<&'a str>,
    /// Where there are passkeys.
    pub passkey: Option<PasskeyOffer<'a>>,
    /// Where the form for identity cards goes, where there are.
    pub card: Option<&'a str>,
    /// Where the form with the buttons goes.
    pub upstream_action: &'a str,
    /// The other providers that are strong enough here.
    pub upstream: Vec<UpstreamButton<'a>>,
    /// What was wrong with it.
    pub error: Option<Message>,
}

impl Login<'_> {
    fn label(&self, button: &UpstreamButton<'_>) -> String {
        self.language.upstream_with().replace("{}", button.name)
    }

    /// Whether it is in the fields that something was wrong.
    fn mistyped(&self) -> bool {
        let elsewhere = [Message::Card, Message::UpstreamRefused, Message::UpstreamAway, Message::UpstreamUnknown];
        self.error.is_some_and(|error| !elsewhere.contains(&error))
    }
}

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

/// A new password. Posts `csrf`, `continue`, `current`, `new`, `repeat`.
#[derive(Clone, Debug, Template)]
#[template(path = "change_password.html")]
pub struct ChangePassword<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// Whether he must, because it is his first login.
    pub first_login: bool,
    /// The minimum length, in characters.
    pub minimum: usize,
    /// What was wrong.
    pub error: Option<Message>,
}

impl ChangePassword<'_> {
    fn rule(&self) -> String {
        self.language.password_rule().replace("{}", &self.minimum.to_string())
    }
}

/// 'Wil je je afmelden?', when a logout may not be what the person asked for. Posts `csrf`, `continue`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_out.html")]
pub struct SignOut<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The logout request, to go on with.
    pub continue_to: &'a str,
}

/// The session is over.
#[derive(Clone, Debug, Template)]
#[template(path = "signed_out.html")]
pub struct SignedOut<'a> {
    /// In which language.
    pub language: Language,
    /// A registered address of the application, if one is known. Never one from the request: a link runs what its scheme says.
    pub back: Option<&'a str>,
}

/// Something went wrong, and there is no trusted address to go back to.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    /// In which language.
    pub language: Language,
    /// What.
    pub title: &'a str,
    /// Why, and what to do.
    pub explanation: &'a str,
    /// The number to mention when asking for help.
    pub trace: TraceId,
}

/// The page at the root: where people who typed the address find their way.
#[derive(Clone, Debug, Template)]
#[template(path = "index.html")]
pub struct Index<'a> {
    /// In which language.
    pub language: Language,
    /// Who is signed in.
    pub person: Option<&'a str>,
    /// The path of the page with his sessions.
    pub sessions: &'a str,
    /// The path of the page with what he agreed to.
    pub consents: &'a str,
    /// The path of the page with his second factor.
    pub second_factor: &'a str,
    /// The path of the page for another password.
    pub password: &'a str,
    /// The path of the page with his passkeys, where there are any.
    pub passkeys: Option<&'a str>,
    /// The path of the page with his links to other providers, where there are such.
    pub links: Option<&'a str>,
    /// The path of the page with his recovery address, where mail is sent.
    pub recovery: Option<&'a str>,
    /// The path of the logout.
    pub sign_out: &'a str,
    /// The path of the API's documentation.
    pub docs: &'a str,
    /// The path of the discovery document.
    pub discovery: &'a str,
}

/// The answer to an authorization request in a form that sends itself to the client (OAuth 2.0 Form Post Response Mode).
#[derive(Clone, Debug, Template)]
#[template(path = "form_post.html")]
pub struct FormPost<'a> {
    /// In which language.
    pub language: Language,
    /// The client's registered address.
    pub action: &'a str,
    /// What it holds.
    pub members: &'a [(&'static str, String)],
}

/// 'Waar je aangemeld bent'. Posts `csrf`, `continue` and either `session`, the one to end, or `others`.
#[derive(Clone, Debug, Template)]
#[template(path = "sessions.html")]
pub struct Sessions<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The first page.
    pub home: &'a str,
    /// The page for another password.
    pub password: &'a str,
    /// The latest first.
    pub sessions: Vec<SessionLine>,
    /// What was wrong.
    pub error: Option<Message>,
}

/// Where somebody is signed in.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What is posted to end it.
    pub id: String,
    /// Since when.
    pub since: Instant,
    /// Until when, if nobody ends it.
    pub until: Instant,
    /// When he last did something there; none where only applications go on.
    pub last_used: Option<Instant>,
    /// The browser that sees the page.
    pub current: bool,
    /// A browser is signed in; otherwise only applications go on.
    pub browser: bool,
    /// For which he acts there.
    pub organisation: Option<String>,
    /// Those that go on without him.
    pub applications: Vec<String>,
}

impl SessionLine {
    /// As it is read: on which day, and what clocks show then.
    fn moment(moment: &Instant) -> String {
        format!("{} {}", moment.day(), Day::clock_in_brussels(*moment))
    }
}
