use askama::Template;
use types::{Day, Instant};

use crate::{Language, Message};

/// 'Waar je aangemeld bent'. Posts `csrf`, `continue` and either `session`, the one to end, or `others`.
#[derive(Clone, Debug, Template)]
#[template(path = "sessions.html")]
pub struct Sessions<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The first page.
    pub home: &'a str,
    /// The page for another password.
    pub password: &'a str,
    /// The latest first.
    pub sessions: Vec<SessionLine>,
    /// What was wrong.
    pub error: Option<Message>,
}

/// Where somebody is signed in.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What is posted to end it.
    pub id: String,
    /// Since when.
    pub since: Instant,
    /// Until when, if nobody ends it.
    pub until: Instant,
    /// When he last did something there; none where only applications go on.
    pub last_used: Option<Instant>,
    /// The browser that sees the page.
    pub current: bool,
    /// A browser is signed in; otherwise only applications go on.
    pub browser: bool,
    /// For which he acts there.
    pub organisation: Option<String>,
    /// Those that go on without him.
    pub applications: Vec<String>,
}

impl SessionLine {
    /// As it is read: on which day, and what clocks show then.
    fn moment(moment: &Instant) -> String {
        format!("{} {}", moment.day(), Day::clock_in_brussels(*moment))
    }
}
