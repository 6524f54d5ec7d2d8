//! A sign-in with the crate `openidconnect`: prints where to send the browser, reads where it came back, and prints what the verified ID token says.
//!
//! ```text
//! example-openidconnect <demo.json> [client_id [ES256|RS256]]
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::io::{stdin, stdout};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType, CoreUserInfoClaims,
};
use openidconnect::url::Url;
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// The claims that Poort adds: `vo_id`, `vo_orgcode`, the roles, ...
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Poort {
    #[serde(flatten)]
    all: HashMap<String, Value>,
}
impl AdditionalClaims for Poort {}

type Fields =
    IdTokenFields<Poort, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// With an address for logins, and perhaps one for tokens and one for userinfo: as discovery gives them.
type Portal = Client<
    Poort,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let demo: Value = serde_json::from_str(&std::fs::read_to_string(arguments.next().ok_or("name a demo.json")?)?)?;
    let client_id = arguments.next().unwrap_or_else(|| "cultuurmonitor-portaal".to_owned());
    let algorithm = match arguments.next().as_deref() {
        Some("RS256") => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        _ => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    };
    let known = demo["clients"].as_array().and_then(|all| all.iter().find(|one| one["clientId"] == *client_id));
    let known = known.ok_or("the demo has no such client")?;
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("demo.json lacks something");
    let metadata = CoreProviderMetadata::discover(&IssuerUrl::new(text(&demo["issuer"])?)?, &ask)?;
    let portal = Portal::from_provider_metadata(
        metadata,
        ClientId::new(client_id),
        Some(ClientSecret::new(text(&known["clientSecret"])?)),
    )
    .set_redirect_uri(RedirectUrl::new(text(&known["redirectUris"][0])?)?);

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let scopes = known["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    // The crate asks `openid` by itself; a number of somebody's is not asked by who has no use for it.
    let scopes = scopes.filter(|scope| !["openid", "rrn"].contains(scope)).map(|scope| Scope::new(scope.to_owned()));
    let request = portal.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).add_scopes(scopes);
    let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
    println!("{address}");

    let mut line = String::new();
    stdin().read_line(&mut line)?;
    let answer: HashMap<String, String> = Url::parse(line.trim())?.query_pairs().into_owned().collect();
    if answer.get("state") != Some(state.secret()) {
        return Err("the answer belongs to another request".into());
    }
    let code = AuthorizationCode::new(answer.get("code").ok_or("no code")?.clone());
    let tokens = portal.exchange_code(code)?.set_pkce_verifier(verifier).request(&ask)?;
    let id_token = tokens.id_token().ok_or("no ID token")?;
    // A token does not choose for itself how it is verified.
    let checks = portal.id_token_verifier().set_allowed_algs([algorithm]);
    let claims = id_token.claims(&checks, &nonce)?;
    let hash = AccessTokenHash::from_token(tokens.access_token(), id_token.signing_alg()?, id_token.signing_key(&checks)?)?;
    if claims.access_token_hash() != Some(&hash) {
        return Err("the access token is not the one that came with the ID token".into());
    }
    let _userinfo: CoreUserInfoClaims =
        portal.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?.request(&ask)?;
    serde_json::to_writer(stdout(), &claims.additional_claims().all)?;
    println!();
    Ok(())
}

/// Sends what the crate asks; redirects are not followed. `PORTAL_CERTIFICATE` names a file (PEM) with the one authority to trust, where that is not a public one.
fn ask(request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let mut tls = TlsConfig::builder();
    if let Ok(file) = std::env::var("PORTAL_CERTIFICATE") {
        let authority = Certificate::from_pem(&std::fs::read(file)?)?;
        tls = tls.root_certs(RootCerts::from([authority]));
    }
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).tls_config(tls.build());
    let agent: ureq::Agent = config.build().into();
    let (parts, body) = request.into_parts();
    let answer = if body.is_empty() {
        agent.run(openidconnect::http::Request::from_parts(parts, ()))?
    } else {
        agent.run(openidconnect::http::Request::from_parts(parts, body))?
    };
    let (parts, mut body) = answer.into_parts();
    Ok(HttpResponse::from_parts(parts, body.read_to_vec()?))
}
