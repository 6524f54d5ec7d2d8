use std::sync::Arc;

use ::persons::PersonName;
use oidc::authorize::{self, AuthorizationRequest, AuthorizeError, Delivery, PageError};
use oidc::{Client, Params};
use pages::Trouble;
use service::sign_in::{self, Policy, SignInError, Step, Ways};
use storage::ReadTx;
use storage::sessions::Session;
use types::{Instant, Secret};

use super::destination::Destination;
use super::hint::Reader;
use super::page::Stop;
use super::visit::Visit;

/// An authorization request that is sound, and how far its person is.
pub(super) struct Journey {
    pub(super) client: Client,
    pub(super) request: AuthorizationRequest,
    pub(super) session: Option<Session>,
    /// By which reference the browser carries it, when its client pushed or signed it.
    pub(super) kept: Option<Secret>,
    pub(super) step: Step,
    /// Somebody else is signed in than the client wants an answer for.
    pub(super) other_person: bool,
    /// Its person, who is to choose, is asked to agree once he chose.
    pub(super) asks_consent: bool,
    /// How the application is called, for people.
    pub(super) application: String,
    /// Who is signed in.
    pub(super) person: Option<String>,
}

impl Journey {
    /// The origin of the client's registered address, to which the forms lead in the end.
    pub(super) fn origin(&self) -> &str {
        self.request.redirect_uri.origin()
    }
}

impl Visit {
    /// Where an authorization request stands. Errors are a page as long as the client's address is not trusted (RFC 6749 section 4.1.2.1).
    pub(super) async fn journey(&self, params: &Params) -> Result<Journey, Stop> {
        self.speak(params.get("ui_locales").ok().flatten());
        let (params, cookie, now, policy) = (params.clone(), self.cookie_hash(), self.cx.now, self.state.policies.sign_in);
        let (hints, own) = (Reader::of(self), Arc::clone(&self.state.sign_in));
        let work = move |tx: &mut ReadTx<'_>| read(tx, &params, cookie.as_ref(), &hints, &policy, own.ways(), now);
        let found = self.state.store.read(work).await?;
        let journey = found.map_err(|error| self.refused(error))?;
        self.speak(journey.request.ui_locales.as_deref());
        // Of what a client asks in silence nobody needs to know.
        if !journey.request.prompt.none {
            self.in_use(journey.session.as_ref()).await?;
        }
        Ok(journey)
    }

    /// The same for where a form leads, when that is an authorization request.
    pub(super) async fn journey_to(&self, destination: &Destination) -> Result<Option<Journey>, Stop> {
        match destination {
            Destination::Authorization(params) => self.journey(params).await.map(Some),
            _ => Ok(None),
        }
    }

    /// Where a request that is refused ends.
    pub(super) fn refused(&self, error: AuthorizeError) -> Stop {
        match error {
            AuthorizeError::Page(error) => Stop::Page(trouble(&error)),
            AuthorizeError::Redirect(error) => Stop::Answer(Box::new(error.answer(&self.sign_in().issuance.issuer))),
        }
    }
}

fn read(
    tx: &mut ReadTx<'_>,
    params: &Params,
    cookie: Option<&[u8; 32]>,
    hints: &Reader,
    policy: &Policy,
    ways: Ways<'_>,
    now: Instant,
) -> Result<Result<Journey, AuthorizeError>, SignInError> {
    let session = match cookie {
        Some(hash) => sign_in::session(tx, hash, policy, now)?,
        None => None,
    };
    let (client, request, kept) = match requested(tx, params, session.as_ref(), now)? {
        Ok(requested) => requested,
        Err(error) => return Ok(Err(error)),
    };
    let hint = request.id_token_hint.as_ref().and_then(|hint| hints.read(&hint.0, Some(&client), now));
    let asked = sign_in::of_whom_is_asked(tx, session.as_ref(), &client, &request, hint.as_ref()).cloned();
    let other_person = session.is_some() && asked.is_none();
    let session = asked;
    let step = sign_in::step(tx, session.as_ref(), &client, &request, policy, ways, now)?;
    let asks_consent = match (&step, &session) {
        (Step::Choose(_), Some(session)) => sign_in::asks_consent(tx, session, &client, &request)?,
        _ => false,
    };
    let application = application(tx, &client)?;
    let person = match &session {
        Some(session) => storage::persons::by_id(tx, session.person)?.map(|person| called(&person.name)),
        None => None,
    };
    Ok(Ok(Journey { client, request, session, kept, step, other_person, asks_consent, application, person }))
}

/// Who asks what: in the parameters themselves, or in the request that is kept for them.
type Requested = (Client, AuthorizationRequest, Option<Secret>);

fn requested(
    tx: &mut ReadTx<'_>,
    params: &Params,
    session: Option<&Session>,
    now: Instant,
) -> Result<Result<Requested, AuthorizeError>, SignInError> {
    let (id, reference) = match (authorize::client_of(params), authorize::reference(params)) {
        (Ok(id), Ok(reference)) => (id, reference),
        (Err(error), _) => return Ok(Err(error.into())),
        (_, Err(error)) => return Ok(Err(PageError::from(error).into())),
    };
    let (asked, delivery) = match &reference {
        None => (Ok(params.clone()), Delivery::default()),
        Some(reference) => {
            let kept = sign_in::kept_request(tx, reference, &id, now)?;
            // The reference that its client pushed it under opens it, once, and leads no further.
            kept.opened.ok_or(SignInError::RequestEnded)?;
            (kept.params(session.map(|session| session.auth_time)), kept.delivery)
        }
    };
    let client = storage::clients::by_id(tx, &id)?.map(|(client, _)| client);
    let request = asked.map_err(|error| PageError::from(error).into());
    let request = request.and_then(|asked| authorize::parse_delivered(&asked, client.as_ref(), delivery, now.day()));
    Ok(request.and_then(|request| Ok((client.ok_or(PageError::Client)?, request, reference))))
}

/// How what a client belongs to is called, for people.
pub(super) fn application(tx: &mut ReadTx<'_>, client: &Client) -> Result<String, SignInError> {
    Ok(service::clients::application_name(tx, client)?.to_string())
}

/// How a person is called.
pub(super) fn called(name: &PersonName) -> String {
    let given = name.given.iter().map(|given| format!("{given} "));
    format!("{}{}", given.collect::<String>(), name.family)
}

fn trouble(error: &PageError) -> Trouble {
    match error {
        PageError::Client | PageError::Grant => Trouble::Application,
        PageError::RedirectUri => Trouble::Address,
        PageError::Object(_) | PageError::Param(_) => Trouble::Request,
    }
}
