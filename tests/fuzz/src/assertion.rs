use oidc::token::accept;
use serde_json::Value;
use types::Seconds;

use crate::fixed::{ISSUER, PORTAL, issuer, now, signed};

/// A client's assertion as it comes, and as claims that it signed: what is accepted is by and about itself, for this issuer, and soon over.
pub fn assertion(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(accept(text, &PORTAL, None, &issuer(), now()).is_err(), "nobody signed it");
    }
    if let Ok(spent) = accept(&signed(br#"{"alg":"ES256"}"#, data), &PORTAL, None, &issuer(), now()) {
        let plain: Value = serde_json::from_slice(data).unwrap();
        assert_eq!((&plain["iss"], &plain["sub"]), (&Value::from("portal"), &Value::from("portal")));
        assert!(plain["aud"].to_string().contains(ISSUER) && plain["jti"].is_string());
        let exp = plain["exp"].as_f64().unwrap_or_default();
        assert!(
            exp <= now().plus(Seconds(610)).unix() as f64 && spent.until.unix() as f64 >= exp,
            "it must be remembered until it ends"
        );
    }
}
