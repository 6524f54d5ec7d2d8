use oidc::Client;
use tokens::claims::IdTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use types::{Instant, Secret};

use super::visit::Visit;

/// What an `id_token_hint` says, when it is an ID token of ours for this client, by a key that still counts; that it has ended does not matter
/// (OpenID Connect Core 1.0 section 3.1.2.1).
pub(super) fn read(visit: &Visit, hint: &Secret, client: Option<&Client>) -> Option<IdTokenClaims> {
    Reader::of(visit).read(hint, client, visit.cx.now)
}

/// The same where there is no visit: inside a transaction.
pub(super) struct Reader {
    keys: std::sync::Arc<tokens::keys::KeyRing>,
    issuer: String,
}

impl Reader {
    pub(super) fn of(visit: &Visit) -> Self {
        Self { keys: visit.state.keys.current(), issuer: visit.sign_in().issuance.issuer.to_string() }
    }

    pub(super) fn read(&self, hint: &Secret, client: Option<&Client>, now: Instant) -> Option<IdTokenClaims> {
        let client = client.map(|client| client.client_id.to_string());
        let audience = client.as_deref().map_or(AudienceRule::Anyone, AudienceRule::Contains);
        let expected = Expected::new(TokenType::Id, &self.issuer, audience, now).even_if_expired();
        jwt::verify(hint.expose(), self.keys.as_ref(), &expected).ok()
    }
}
