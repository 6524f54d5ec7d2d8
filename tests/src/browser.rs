//! A browser of the tests: it keeps cookies, reads forms and follows redirects, so far as they stay within Poort.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use oidc::encoding;

use crate::app::ORIGIN;
use crate::{Answer, TestApp};

/// A browser; its cookies are its own.
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A form of a page, as it would be posted.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// What it holds; of choices all values there are.
    pub fields: Vec<(String, String)>,
}

impl TestApp {
    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser<'_> {
        Browser { app: self, cookies: Mutex::default() }
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn app(&self) -> &'a TestApp {
        self.app
    }

    /// Asks for a page; redirects are not followed.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Sec-Fetch-Site", "none")], None).await
    }

    /// Posts fields as a page of Poort does; redirects are not followed.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(ORIGIN, path, fields).await
    }

    /// Posts fields as a page of another origin does. (Real browsers would leave out the cookies then.)
    pub async fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let site = if origin == ORIGIN { "same-origin" } else { "cross-site" };
        let headers = [("Origin", origin), ("Sec-Fetch-Site", site), ("Content-Type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &headers, Some(encoding::encode_pairs(fields.iter().copied()))).await
    }

    /// Sends with its cookies, and keeps those that come back.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let cookies = self.cookie_header();
        let mut headers = headers.to_vec();
        if !cookies.is_empty() {
            headers.push(("Cookie", &cookies));
        }
        let answer = self.app.send(method, path, &headers, body).await;
        for set in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if attributes.contains("Max-Age=0") {
                self.jar().remove(name);
            } else {
                self.jar().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Follows redirects as long as they stay within Poort.
    pub async fn follow(&self, mut answer: Answer) -> Answer {
        while let Some(path) = answer.location().filter(|location| location.starts_with('/')).map(str::to_owned) {
            answer = self.get(&path).await;
        }
        answer
    }

    /// Fills in the form of a page, posts it and follows. A field that the form does not have is added; one with several values (choices) gets one.
    ///
    /// # Panics
    /// When the page has no form.
    #[expect(clippy::expect_used, reason = "a test whose page has no form has failed")]
    pub async fn submit(&self, page: &Answer, filled: &[(&str, &str)]) -> Answer {
        let form = page.form().expect("a page with a form");
        let kept = form.fields.iter().filter(|(name, _)| !filled.iter().any(|(one, _)| one == name));
        let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend_from_slice(filled);
        self.follow(self.post(&form.action, &fields).await).await
    }

    /// Fills in a login page with a user name of the demo data.
    pub async fn log_in(&self, page: &Answer, username: &str) -> Answer {
        self.submit(page, &[("username", username), ("password", self.app.password(username))]).await
    }

    /// A cookie, by name.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).cloned()
    }

    /// Puts a cookie in, as who sits at this machine could.
    pub fn put_cookie(&self, name: &str, value: &str) {
        self.jar().insert(name.to_owned(), value.to_owned());
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn jar(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location").and_then(|value| value.to_str().ok())
    }

    /// A parameter of the address to which a redirect leads.
    #[must_use]
    pub fn returned(&self, name: &str) -> Option<String> {
        let query = self.location()?.split_once('?')?.1;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).and_then(|(_, value)| encoding::decode(value))
    }

    /// The form of a page.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        let first = self.text.split_once("</form>").map_or(self.text.as_str(), |(first, _)| first);
        let tags: Vec<&str> = first.split('<').filter_map(|rest| rest.split('>').next()).collect();
        let action = attribute(tags.iter().find(|tag| tag.starts_with("form "))?, "action")?;
        let inputs = tags.iter().filter(|tag| tag.starts_with("input "));
        let field = |tag: &&str| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()));
        Some(Form { action, fields: inputs.filter_map(field).collect() })
    }

    /// The text of the first heading of a page.
    #[must_use]
    pub fn heading(&self) -> &str {
        let rest = self.text.split_once("<h1>").map_or("", |(_, rest)| rest);
        rest.split_once("</h1>").map_or("", |(heading, _)| heading)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    Some(unescape(rest.split('"').next().unwrap_or_default()))
}

/// Numeric references, which is all that the pages have.
fn unescape(text: &str) -> String {
    let mut parts = text.split("&#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut out, part| {
        let (code, rest) = part.split_once(';').unwrap_or(("", part));
        out.extend(code.parse().ok().and_then(char::from_u32));
        out.push_str(rest);
        out
    })
}
