use types::{ClientId, Instant, Seconds, Secret};

use super::{
    CodeChallenge, LoginHint, Prompt,
    claims_parameter::AskedClaims,
    error::{AuthorizeErrorCode as Code, Refusal},
    strength,
};
use crate::response::ResponseMode;
use crate::{Client, Level, Params, Pkce, RedirectUri, Scopes, dpop};

/// An authorization request of a known client, within what that client may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: ClientId,
    /// Where the answer goes.
    pub redirect_uri: RedirectUri,
    /// How it travels.
    pub response_mode: ResponseMode,
    /// What is asked.
    pub scopes: Scopes,
    /// Given back unread.
    pub state: Option<String>,
    /// Comes back in the ID token.
    pub nonce: Option<String>,
    /// Ties the code to who asked.
    pub code_challenge: Option<CodeChallenge>,
    /// Ties the code to who has the key of this thumbprint (RFC 9449 section 10).
    pub dpop_jkt: Option<String>,
    /// Whether the person is asked something.
    pub prompt: Prompt,
    /// How long ago he may have signed in.
    pub max_age: Option<Seconds>,
    /// Which levels of authentication are asked, the preferred first; in `acr_values`, or as an essential claim.
    pub acr_values: Vec<String>,
    /// Whether the client cannot do without: `unmet_authentication_requirements` then says that it does not get it.
    pub essential_acr: bool,
    /// What this client never goes below.
    pub minimum_acr: Option<String>,
    /// Whether the ID token is to say which level it was.
    pub asks_acr: bool,
    /// The one name at the client for whom an answer may be, in the `claims` parameter (OpenID Connect Core 1.0 section 5.5.1).
    pub sub: Option<String>,
    /// An ID token of the one person for whom an answer may be; yet to be verified.
    pub id_token_hint: Option<Unread>,
    /// Whom the client expects.
    pub hint: LoginHint,
    /// In which languages he reads, the preferred first.
    pub ui_locales: Option<String>,
    /// Whether one organisation must be chosen.
    pub level: Level,
    /// Whether the answer names the issuer (RFC 9207).
    pub iss: bool,
}

/// A token that a client sent along, as it came: never shown.
#[derive(Clone, Debug)]
pub struct Unread(pub Secret);

impl PartialEq for Unread {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose() == other.0.expose()
    }
}

impl Eq for Unread {}

impl AuthorizationRequest {
    /// Whether the person must sign in (again), given when he did; `None` when nobody is signed in. `max_age=0` asks it like `prompt=login`
    /// (OpenID Connect Core 1.0 section 3.1.2.1).
    #[must_use]
    pub fn needs_login(&self, signed_in: Option<Instant>, now: Instant) -> bool {
        let Some(since) = signed_in else { return true };
        let too_old = self.max_age.is_some_and(|age| age == Seconds(0) || since.plus(age) < now);
        too_old || self.prompt.login
    }

    /// Whether a way to sign in is strong enough: as strong as one of those that are asked, and as the client's minimum. Asking for none that exists asks for nothing, as a
    /// voluntary claim does (OpenID Connect Core 1.0 section 5.5.1.1).
    #[must_use]
    pub fn accepts_acr(&self, acr: &str) -> bool {
        let mut asked = self.acr_values.iter().filter_map(|asked| strength(asked)).peekable();
        let enough = strength(acr).unwrap_or(0);
        let minimum = self.minimum_acr.as_deref().and_then(strength).unwrap_or(0);
        minimum <= enough && (asked.peek().is_none() || asked.any(|least| least <= enough))
    }

    /// Whether he must choose an organisation although his session has one.
    #[must_use]
    pub fn wants_other_organisation(&self) -> bool {
        self.hint.switch_id || self.prompt.select_account
    }
}

pub(super) fn parse(params: &Params, client: &Client, redirect_uri: RedirectUri) -> Result<AuthorizationRequest, Refusal> {
    check_unsupported(params)?;
    let code_challenge = challenge(params, client)?;
    let scopes = Scopes::for_person(params.get("scope")?.unwrap_or_default(), client)?;
    let nonce = params.get("nonce")?.map(str::to_owned);
    let asked = params.get("claims")?.map(AskedClaims::parse).transpose()?.unwrap_or_default();
    let named = params.get("acr_values")?.unwrap_or_default().split_whitespace().map(str::to_owned);
    // What is essential binds more than what is preferred.
    let essential_acr = !asked.acr_values.is_empty();
    let acr_values: Vec<String> = if asked.acr_values.is_empty() { named.collect() } else { asked.acr_values };
    Ok(AuthorizationRequest {
        client_id: client.client_id.clone(),
        redirect_uri,
        response_mode: response_mode(params)?,
        scopes,
        state: params.get("state")?.map(str::to_owned),
        nonce,
        code_challenge,
        dpop_jkt: dpop_jkt(params)?,
        prompt: prompt(params)?,
        max_age: max_age(params)?,
        asks_acr: asked.acr || !acr_values.is_empty() || client.minimum_acr.is_some(),
        essential_acr,
        minimum_acr: client.minimum_acr.clone(),
        acr_values,
        sub: asked.sub,
        id_token_hint: params.get("id_token_hint")?.map(|text| Unread(Secret::new(text))),
        hint: params.get("login_hint")?.map(LoginHint::parse).unwrap_or_default(),
        ui_locales: params.get("ui_locales")?.map(str::to_owned),
        level: client.level,
        iss: client.response_iss,
    })
}

fn check_unsupported(params: &Params) -> Result<(), Refusal> {
    for (name, code) in [
        ("request", Code::RequestNotSupported),
        ("request_uri", Code::RequestUriNotSupported),
        ("registration", Code::RegistrationNotSupported),
    ] {
        if params.get(name)?.is_some() {
            return Err(Refusal::new(code, "this parameter is not supported"));
        }
    }
    match params.get("response_type")? {
        Some("code") => {}
        None => return Err(Refusal::request("response_type is required")),
        Some(_) => return Err(Refusal::new(Code::UnsupportedResponseType, "only the response type code is supported")),
    }
    if params.has_duplicates() { Err(Refusal::request("a parameter is sent more than once")) } else { Ok(()) }
}

pub(super) fn response_mode(params: &Params) -> Result<ResponseMode, Refusal> {
    let Some(name) = params.get("response_mode")? else { return Ok(ResponseMode::Query) };
    ResponseMode::parse(name).ok_or_else(|| Refusal::request("response_mode must be query, fragment or form_post"))
}

fn challenge(params: &Params, client: &Client) -> Result<Option<CodeChallenge>, Refusal> {
    let method = params.get("code_challenge_method")?;
    let Some(text) = params.get("code_challenge")? else {
        return match (client.pkce, method) {
            (Pkce::Required, _) => Err(Refusal::request("code_challenge is required (PKCE, S256)")),
            (Pkce::Optional, Some(_)) => Err(Refusal::request("code_challenge_method without code_challenge")),
            (Pkce::Optional, None) => Ok(None),
        };
    };
    // Without a method it is plain (RFC 7636 section 4.3), which protects nothing from whoever reads the request.
    if method != Some("S256") {
        return Err(Refusal::request("code_challenge_method must be S256"));
    }
    CodeChallenge::parse(text).map(Some).ok_or_else(|| Refusal::request("code_challenge is not one of S256"))
}

fn dpop_jkt(params: &Params) -> Result<Option<String>, Refusal> {
    let Some(text) = params.get("dpop_jkt")? else { return Ok(None) };
    let thumbprint = Some(text.to_owned()).filter(|text| dpop::is_thumbprint(text));
    thumbprint.map(Some).ok_or_else(|| Refusal::request("dpop_jkt is not the thumbprint of a key"))
}

fn prompt(params: &Params) -> Result<Prompt, Refusal> {
    let text = params.get("prompt")?.unwrap_or_default();
    Prompt::parse(text).ok_or_else(|| Refusal::request("prompt must be none, or some of login, select_account, consent"))
}

fn max_age(params: &Params) -> Result<Option<Seconds>, Refusal> {
    let Some(text) = params.get("max_age")? else { return Ok(None) };
    let digits = text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| digits).map(Seconds);
    seconds.map(Some).ok_or_else(|| Refusal::request("max_age must be a number of seconds"))
}
