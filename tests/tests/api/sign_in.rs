//! Signing in: the OpenID Connect endpoints and their pages.

mod assertion;
mod authorize;
mod back_channel;
mod device;
mod dpop;
mod exchange;
mod flow;
mod hints;
mod jwks_uri;
mod keys;
mod languages;
mod live;
mod login;
mod logout;
mod outage;
mod par;
mod passkeys;
mod password;
mod published;
mod refresh;
mod request_object;
mod revoke;
mod sessions;
mod signed;
mod subject;
mod token;
