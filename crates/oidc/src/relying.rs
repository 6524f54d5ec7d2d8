//! Signing in at another OpenID Connect provider, with Poort as its client: how itsme, CSAM or an organisation's own provider come in.
//!
//! Code flow with PKCE, `state` and `nonce` (OpenID Connect Core 1.0 section 3.1), always to an address of our own for each provider, and with the
//! issuer in the answer where the provider announces it: two providers cannot be mixed up (RFC 9700 section 4.4). What the provider says of a
//! person is his number and how he proved who he is; nothing else is taken from it.

mod answer;
mod authentication;
mod identity;
mod metadata;
mod pending;
mod proven;
mod provider;
mod request;
#[cfg(test)]
mod testing;
mod token_answer;
mod userinfo;

pub use answer::{AnswerError, code};
pub use authentication::{Authentication, Redemption, redemption};
pub use identity::{Identity, IdentityError, Named};
pub use metadata::{Metadata, UnsoundMetadata, discovery_of};
pub use pending::{LIFETIME, Pending, Ties};
pub use proven::{Proven, proven};
pub use provider::{Provider, ProviderId};
pub use request::{Asked, address};
pub use token_answer::TokenAnswer;
pub use userinfo::UserinfoAnswer;
