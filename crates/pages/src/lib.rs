//! The pages that people see when they sign in: plain, accessible HTML, rendered by the server, in Dutch, English, French and German.
//!
//! **Owns**: one struct per page with its `render`, the one style sheet, the scripts, and the security headers under which all are served.
//!
//! **Rules**: nothing inline, and no script but where an answer is posted to a client (which has a button too) and where passkeys are, so the [Content-Security-Policy](https://www.w3.org/TR/CSP3/) can forbid both;
//! WCAG 2.1 AA (every input has a label, errors are announced, focus is visible, contrast at least 4.5 to 1, light and dark,
//! a phone's width); everything that comes from outside is escaped by the template engine.
//!
//! **Must never know**: HTTP, sessions, who may sign in. Texts that are shown are parameters, or rows of `words`; `templates/` have none.

mod choose;
mod consent;
mod device;
mod headers;
mod language;
mod links;
mod login;
mod logout;
mod mail;
mod message;
mod page;
mod passkeys;
mod password;
mod qr;
mod recovery;
mod script;
mod second_factor;
mod sessions;
mod style;
mod trouble;
mod upstream;
mod words;

pub use choose::{Choice, ChoiceGroup, Choose, ChooseHeading};
pub use consent::{Consent, ConsentLine, Consents};
pub use device::{Device, DeviceAnswered, DeviceConfirm};
pub use headers::{SECURITY_HEADERS, also_to, content_security_policy, speaking_with_devices, submitting};
pub use language::Language;
pub use links::{LinkLine, OwnLinks};
pub use login::Login;
pub use logout::{SignOut, SignedOut};
pub use mail::MailText;
pub use message::Message;
pub use page::{ErrorPage, FormPost, Index, RenderError};
pub use passkeys::{OwnPasskeys, PasskeyLine, PasskeyOffer};
pub use password::ChangePassword;
pub use qr::Qr;
pub use recovery::{Forgotten, OwnRecoveryAddress, Recover, Recovered};
pub use script::{PASSKEY, PASSKEY_PATH, SCRIPT_CONTENT_TYPE, SUBMIT, SUBMIT_PATH};
pub use second_factor::{Enrol, RecoveryCodes, SecondFactor, SecondStep};
pub use sessions::{SessionLine, Sessions};
pub use style::{STYLE, STYLE_CACHE_CONTROL, STYLE_CONTENT_TYPE, STYLE_PATH};
pub use trouble::Trouble;
pub use upstream::{Onward, UpstreamButton};

#[cfg(test)]
mod tests;
