use askama::Template;

use crate::{Choice, Language, Message};

/// Where a person types the code that his device shows. Posts `csrf`, `user_code`.
#[derive(Clone, Debug, Template)]
#[template(path = "device.html")]
pub struct Device<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The code that he came with, or typed before.
    pub user_code: &'a str,
    /// What was wrong with it.
    pub error: Option<Message>,
}

/// Whether he lets the device act for him, and for which organisation (RFC 8628 section 5.4: he sees who asks, and that a stranger may have sent him).
/// Posts `csrf`, `user_code`, `choice`, and `answer`: `toelaten` or `weigeren`.
#[derive(Clone, Debug, Template)]
#[template(path = "device_confirm.html")]
pub struct DeviceConfirm<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The code, to hold against the one of the device.
    pub user_code: &'a str,
    /// The application that asks.
    pub application: &'a str,
    /// Who is signed in.
    pub person: Option<&'a str>,
    /// The page for who is somebody else.
    pub sign_out: &'a str,
    /// What it gets, in words.
    pub scopes: Vec<&'static str>,
    /// Whether he has anything to allow.
    pub possible: bool,
    /// The organisations; none when there is nothing to choose.
    pub choices: Vec<Choice<'a>>,
    /// What was wrong.
    pub error: Option<Message>,
}

/// He answered, and goes on at his device.
#[derive(Clone, Debug, Template)]
#[template(path = "device_answered.html")]
pub struct DeviceAnswered<'a> {
    /// In which language.
    pub language: Language,
    /// What he said.
    pub allowed: bool,
    /// The application that asked.
    pub application: &'a str,
}
