use ::mandates::Holder;
use oidc::authorize::{ACR_CARD, ACR_PASSWORD, ACR_TOTP, AuthorizationRequest, AuthorizeErrorCode as Code};
use oidc::relying::Provider;
use oidc::{ApiScope, Client, Level};
use storage::sessions::Session;
use storage::{ReadTx, accounts};
use types::{Instant, OrganisationId};

use super::SignInError;
use super::choices::{Choice, Choices, choices, in_force};
use super::consent::asks_consent;
use super::policy::Policy;
use super::second_factor::{SecondFactorRule, wants_second_factor};

/// What comes next on the way from an authorization request to a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person signs in (again).
    SignIn,
    /// He proves his second factor.
    SecondFactor,
    /// He gets himself a second factor first: what he has is too weak.
    Enrol,
    /// He chooses a password of his own first: the one that he has was given by somebody else.
    ChangePassword,
    /// He chooses for which organisation he goes on; nothing to choose is an explanation.
    Choose(Choices),
    /// He agrees to what the application gets about him, for this organisation (or for none in particular), or he does not.
    Consent(Option<OrganisationId>),
    /// Nothing is left to ask: for this organisation, or for none in particular.
    GoOn(Option<OrganisationId>),
    /// The client hears why not: he would have to be asked something, and the client forbids it; or no way to sign in is strong enough.
    Refused(Code, &'static str),
}

/// How people may sign in here, beside the password with a second factor, and a passkey.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ways<'a> {
    /// At these other providers.
    pub providers: &'a [Provider],
    /// With an identity card.
    pub cards: bool,
}

impl Ways<'_> {
    /// Whether one of all ways is strong enough.
    fn reach(&self, request: &AuthorizationRequest) -> bool {
        // A passkey is worth what a code of an app is.
        let here = [ACR_PASSWORD, ACR_TOTP].iter().any(|acr| request.accepts_acr(acr));
        let card = self.cards && request.accepts_acr(ACR_CARD);
        here || card || self.providers.iter().any(|provider| provider.can_reach(request))
    }
}

/// What comes next for a browser with this session (none when nobody is signed in).
///
/// # Errors
/// When it cannot be read.
pub fn step(
    tx: &mut ReadTx<'_>,
    session: Option<&Session>,
    client: &Client,
    request: &AuthorizationRequest,
    policy: &Policy,
    ways: Ways<'_>,
    now: Instant,
) -> Result<Step, SignInError> {
    if !ways.reach(request) {
        return Ok(Step::Refused(
            Code::UnmetAuthenticationRequirements,
            "no way to sign in here is as strong as acr_values asks",
        ));
    }
    let step = asking(tx, session, client, request, policy, now)?;
    Ok(if request.prompt.none { silent(step, request) } else { step })
}

fn asking(
    tx: &mut ReadTx<'_>,
    session: Option<&Session>,
    client: &Client,
    request: &AuthorizationRequest,
    policy: &Policy,
    now: Instant,
) -> Result<Step, SignInError> {
    let Some(session) = session.filter(|session| !request.needs_login(Some(session.auth_time), now)) else {
        return Ok(Step::SignIn);
    };
    if wants_second_factor(tx, session)? {
        return Ok(Step::SecondFactor);
    }
    // Who did not sign in with his password goes on without another one.
    if session.proofs.has_password() && accounts::of_person(tx, session.person)?.is_some_and(|account| account.must_change) {
        return Ok(Step::ChangePassword);
    }
    if !is_strong_enough(tx, session, request, policy, now)? {
        // An app is of use to who signed in with his password, where a code of it suffices; otherwise he signs in in another way.
        let app = session.proofs.has_password() && request.accepts_acr(ACR_TOTP);
        return Ok(if app { Step::Enrol } else { Step::SignIn });
    }
    let mut choices = choices(tx, session.person, client, &request.scopes, now)?;
    if client.level == Level::Doelgroep {
        choices.organisations.clear();
    }
    let hinted: Vec<Choice> = choices.organisations.iter().filter(|choice| is_hinted(choice, request)).cloned().collect();
    // A hint that fits nothing hints nothing.
    if !hinted.is_empty() && hinted.len() < choices.organisations.len() {
        choices = Choices { organisations: hinted, without: false };
    }
    Ok(match chosen(&choices, session, request) {
        None => Step::Choose(choices),
        Some(organisation) if asks_consent(tx, session, client, request)? => Step::Consent(organisation),
        Some(organisation) => Step::GoOn(organisation),
    })
}

/// Whether what was proven in a session suffices for what is asked.
///
/// # Errors
/// When it cannot be read.
pub(super) fn suffices(
    tx: &mut ReadTx<'_>,
    session: &Session,
    request: &AuthorizationRequest,
    policy: &Policy,
    now: Instant,
) -> Result<bool, SignInError> {
    Ok(!wants_second_factor(tx, session)? && is_strong_enough(tx, session, request, policy, now)?)
}

/// The same of a session that wants no second factor: the client's minimum and the request's, and a second factor for who could use his mandates with
/// the token, where the environment says so.
fn is_strong_enough(
    tx: &mut ReadTx<'_>,
    session: &Session,
    request: &AuthorizationRequest,
    policy: &Policy,
    now: Instant,
) -> Result<bool, SignInError> {
    if !request.accepts_acr(session.proofs.acr()) {
        return Ok(false);
    }
    let administers = request.scopes.api().any(|scope| scope != ApiScope::Me);
    if policy.administrators_second_factor == SecondFactorRule::Voluntary || !administers || session.proofs.has_two_factors() {
        return Ok(true);
    }
    Ok(in_force(tx, &Holder::Person(session.person), now)?.is_empty())
}

/// The choice that needs no asking: the only one, or that of earlier in this session.
fn chosen(choices: &Choices, session: &Session, request: &AuthorizationRequest) -> Option<Option<OrganisationId>> {
    let all: Vec<_> = choices.organisations.iter().map(|choice| Some(choice.organisation)).collect();
    match (all.as_slice(), choices.without) {
        ([], true) => Some(None),
        _ if request.wants_other_organisation() => None,
        ([only], false) => Some(*only),
        _ => all.into_iter().find(|one| *one == session.organisation),
    }
}

fn is_hinted(choice: &Choice, request: &AuthorizationRequest) -> bool {
    let hint = &request.hint;
    let here = hint.organisation.as_ref().is_none_or(|code| code.eq_ignore_ascii_case(&choice.orgcode));
    here && hint.doelgroep.as_ref().is_none_or(|doelgroep| *doelgroep == choice.doelgroep)
}

/// The same where nothing may be asked (OpenID Connect Core 1.0 section 3.1.2.6).
fn silent(step: Step, request: &AuthorizationRequest) -> Step {
    match step {
        Step::Enrol if request.essential_acr => {
            Step::Refused(Code::UnmetAuthenticationRequirements, "the person did not prove as much as is essential")
        }
        Step::Enrol => Step::Refused(Code::InteractionRequired, "the person must get a second factor first"),
        Step::SecondFactor => Step::Refused(Code::LoginRequired, "the person did not prove his second factor yet"),
        Step::SignIn => Step::Refused(Code::LoginRequired, "nobody is signed in, or too long ago"),
        Step::ChangePassword => Step::Refused(Code::InteractionRequired, "the person must change the password first"),
        Step::Choose(choices) if choices == Choices::default() => Step::Refused(Code::AccessDenied, "no rights here"),
        Step::Consent(_) => Step::Refused(Code::ConsentRequired, "the person must agree first"),
        Step::Choose(_) => Step::Refused(Code::InteractionRequired, "the person must choose an organisation"),
        other => other,
    }
}
