use ::persons::PersonName;
use oidc::authorize::{self, AuthorizationRequest, AuthorizeError, PageError};
use oidc::{Client, Params};
use pages::Trouble;
use service::sign_in::{self, SignInError, Step};
use storage::ReadTx;
use storage::sessions::Session;
use types::Instant;

use super::page::Stop;
use super::visit::Visit;

/// An authorization request that is sound, and how far its person is.
pub(super) struct Journey {
    pub(super) client: Client,
    pub(super) request: AuthorizationRequest,
    pub(super) session: Option<Session>,
    pub(super) step: Step,
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
        let (params, cookie, now) = (params.clone(), self.cookie_hash(), self.cx.now);
        let found = self.state.store.read(move |tx| read(tx, &params, cookie.as_ref(), now)).await?;
        found.inspect(|journey| self.speak(journey.request.ui_locales.as_deref())).map_err(|error| match error {
            AuthorizeError::Page(error) => Stop::Page(trouble(&error)),
            AuthorizeError::Redirect(error) => Stop::Answer(Box::new(error.answer(&self.sign_in().issuance.issuer))),
        })
    }
}

fn read(
    tx: &mut ReadTx<'_>,
    params: &Params,
    cookie: Option<&[u8; 32]>,
    now: Instant,
) -> Result<Result<Journey, AuthorizeError>, SignInError> {
    let client = match authorize::client_of(params) {
        Ok(id) => storage::clients::by_id(tx, &id)?.map(|(client, _)| client),
        Err(error) => return Ok(Err(error.into())),
    };
    let request = match authorize::parse(params, client.as_ref(), now.day()) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    let Some(client) = client else { return Ok(Err(PageError::Client.into())) };
    let session = match cookie {
        Some(hash) => sign_in::session(tx, hash, now)?,
        None => None,
    };
    let step = sign_in::step(tx, session.as_ref(), &client, &request, now)?;
    let application = application(tx, &client)?;
    let person = match &session {
        Some(session) => storage::persons::by_id(tx, session.person)?.map(|person| called(&person.name)),
        None => None,
    };
    Ok(Ok(Journey { client, request, session, step, application, person }))
}

/// How what a client belongs to is called, for people.
pub(super) fn application(tx: &mut ReadTx<'_>, client: &Client) -> Result<String, SignInError> {
    let application = match &client.application {
        Some(code) => storage::applications::by_code(tx, code)?.map(|application| application.name),
        None => None,
    };
    Ok(application.as_ref().unwrap_or(&client.name).to_string())
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
        PageError::Param(_) => Trouble::Request,
    }
}
