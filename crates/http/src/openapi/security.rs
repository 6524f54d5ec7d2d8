//! How callers show who they are.

use oidc::ApiScope;
use serde_json::{Map, Value, json};

/// Tokens of Poort itself, sent as bearer tokens (RFC 6750).
pub(super) fn declare(document: &mut Value) {
    let scopes = |wanted: fn(ApiScope) -> bool| -> Value {
        let named = ApiScope::ALL.into_iter().filter(|scope| wanted(*scope));
        named.map(|scope| (scope.to_string(), Value::from(scope.description()))).collect::<Map<_, _>>().into()
    };
    let scheme = json!({
        "type": "oauth2",
        "description": "An access token (RFC 9068) of this Poort in `Authorization: Bearer …`, with this API as its audience and the scope that the \
                        operation names. It comes from the endpoints below `/op`: for a person with the authorization code flow and PKCE, for a \
                        machine client with client credentials.",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/op/v1/auth", "tokenUrl": "/op/v1/token", "scopes": scopes(|_| true),
            },
            "clientCredentials": { "tokenUrl": "/op/v1/token", "scopes": scopes(|scope| scope != ApiScope::Me) },
        },
    });
    document["components"]["securitySchemes"] = json!({ "accessToken": scheme });
}
