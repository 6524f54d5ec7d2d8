//! Poort over HTTP: the REST API, its OpenAPI document and its documentation page.
//!
//! Rules owned here: the conventions of the API (<https://www.belgif.be/specification/rest/api-guide/>): problem documents (RFC 9457), bearer
//! tokens (RFC 6750, RFC 9068), `ETag` and `If-Match` (RFC 9110), `Idempotency-Key`, paging, trace ids (W3C Trace Context).
//!
//! How a handler is built: it takes `Authorised` first, which names the scope it needs in its type. That value is the only
//! way to a transaction, so a handler that forgets authorisation has nothing to work on. A route without documentation does not compile.
//!
//! Architecture invariant: it decides nothing. Which status and problem type an error gets stands in one file, `problem/mapping.rs`. An INSZ is
//! read from bodies and written nowhere but masked.

mod access;
mod accounts;
mod answer;
mod app;
mod applications;
mod attempt;
mod authorised;
mod back_channel;
mod certificate;
mod clients;
mod frame;
mod gebruikersrechten;
mod health;
mod history;
mod journal;
mod limits;
mod mails;
mod mandates;
mod me;
mod metrics;
mod openapi;
mod organisations;
mod paging;
mod patch;
mod period;
mod persons;
mod possession;
mod problem;
mod proxies;
mod refusals;
mod request;
mod schema;
mod scope;
mod sign_in;
mod sorting;
mod state;
mod surround;
mod toekenningen;
mod token;
mod unknown;
mod watch;
mod werkrelaties;

pub use app::app;
pub use back_channel::tell_logouts;
pub use certificate::{CertificateHeader, Certificates};
pub use frame::Frame;
pub use limits::Limits;
pub use mails::send_mails;
pub use metrics::Metrics;
pub use openapi::document;
pub use proxies::{Network, Proxies};
pub use sign_in::{Cards, OpeningLimit, OpeningLimits, SignIn};
pub use state::{Keys, State};
pub use watch::watch;
