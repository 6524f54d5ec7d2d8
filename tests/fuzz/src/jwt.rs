use serde_json::Value;
use tokens::claims::{AccessTokenClaims, Claims, ClientAssertionClaims, IdTokenClaims};
use tokens::jwt::{self, AudienceRule, Expected, TokenType};

use crate::fixed::{ISSUER, KEYS, now, signed};

const HEADER: &[u8] = br#"{"alg":"ES256","typ":"at+jwt"}"#;
const CLAIMS: &[u8] = br#"{"iss":"https://poort.test/op","sub":"p","aud":"api","exp":1795431600,"iat":1795428000,"jti":"1","client_id":"portal","scope":"openid"}"#;

/// A token as it comes, as the claims and as the header of a token whose signature is good: what was not signed is never believed, and what is
/// believed was signed for here, once, typed, and in time.
pub fn jwt(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(read::<AccessTokenClaims>(text, TokenType::Access).is_none(), "nobody signed it");
        assert!(read::<IdTokenClaims>(text, TokenType::Id).is_none(), "nobody signed it");
        assert!(read::<ClientAssertionClaims>(text, TokenType::ClientAssertion).is_none(), "nobody signed it");
        drop(jwt::claimed_issuer(text));
    }
    if let Some(claims) = read::<AccessTokenClaims>(&signed(HEADER, data), TokenType::Access) {
        let plain: Value = serde_json::from_slice(data).unwrap_or_else(|_| panic!("claims that are no JSON"));
        assert_eq!(plain["iss"], ISSUER);
        assert!(plain["exp"].is_number() && claims.registered().exp.unix() > now().unix());
    }
    if read::<AccessTokenClaims>(&signed(data, CLAIMS), TokenType::Access).is_some() {
        let plain: Value = serde_json::from_slice(data).unwrap_or_else(|_| panic!("a header that is no JSON"));
        assert_eq!(plain["alg"], "ES256");
        assert!(plain.get("crit").is_none() && plain.get("jwk").is_none() && plain["typ"].is_string());
    }
}

fn read<C: Claims>(token: &str, kind: TokenType) -> Option<C> {
    jwt::verify(token, &*KEYS, &Expected::new(kind, ISSUER, AudienceRule::Anyone, now())).ok()
}
