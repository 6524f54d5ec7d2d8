use oidc::Params;
use oidc::authorize::{self, AuthorizeError};

use crate::fixed::{PORTAL, now};

/// An authorization request: nobody is ever sent to an address that is not registered, nobody gets a scope that the client does not have, and what a
/// login page carries along comes back as it was.
pub fn authorize(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(params) = Params::decode(text) else { return };
    assert_eq!(authorize::continued(&authorize::path_of(&params)).as_ref(), Some(&params));
    drop(authorize::client_of(&params));
    match authorize::parse(&params, Some(&PORTAL), now().day()) {
        Ok(request) => {
            assert!(PORTAL.redirect_uris.contains(&request.redirect_uri));
            assert!(request.scopes.within(&PORTAL.scopes).is_ok() && !request.scopes.has("rrn"));
            assert_eq!(params.get("redirect_uri"), Ok(Some(request.redirect_uri.as_str())));
        }
        Err(AuthorizeError::Redirect(refused)) => assert!(PORTAL.redirect_uris.contains(&refused.redirect_uri)),
        Err(AuthorizeError::Page(_)) => {}
    }
}
