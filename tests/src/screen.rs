//! Somebody who administers: a person of the demo data with a token.

use reqwest::StatusCode;
use serde_json::Value;

use crate::{Answer, TestApp};

/// A person who acts for one organisation, or for none.
pub struct Screen<'a> {
    app: &'a TestApp,
    bearer: String,
}

impl TestApp {
    /// A person of the demo data who acts for an organisation of it, both by key, with a token for everything that the API has. What he may
    /// do is his mandates' to say.
    pub async fn screen(&self, person: &str, organisation: &str) -> Screen<'_> {
        self.acting(person, organisation, &oidc::ApiScope::ALL.map(oidc::ApiScope::as_str).join(" ")).await
    }

    /// The same with a token for these scopes only; without an organisation when its key is empty.
    pub async fn acting(&self, person: &str, organisation: &str, scopes: &str) -> Screen<'_> {
        let organisation = (!organisation.is_empty()).then(|| self.organisation(organisation));
        let token = self.person_token(self.person(person), organisation, scopes).await;
        Screen { app: self, bearer: format!("Bearer {token}") }
    }
}

impl Screen<'_> {
    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], None).await
    }

    /// Reads what must be there.
    ///
    /// # Panics
    /// When it is not.
    pub async fn found(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer
    }

    /// Posts something new.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &[], Some(body)).await
    }

    /// Posts something new, which must succeed, and answers its address.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::expect_used, reason = "a test whose preparation fails has failed")]
    pub async fn create(&self, path: &str, body: Value) -> String {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.text);
        answer.headers.get("location").and_then(|location| location.to_str().ok()).expect("a location").to_owned()
    }

    /// Changes what is there, at the version that it has now.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn change(&self, method: &str, path: &str, action: &str, body: Value) -> Answer {
        let tag = self.found(path).await.etag();
        self.call(method, &format!("{path}{action}"), &[("If-Match", &tag)], Some(body)).await
    }

    /// Any request.
    pub async fn call(&self, method: &str, path: &str, more: &[(&str, &str)], body: Option<Value>) -> Answer {
        let mut headers = vec![("Authorization", self.bearer.as_str()), ("Content-Type", "application/json")];
        headers.extend_from_slice(more);
        self.app.send(method, path, &headers, body.map(|body| body.to_string())).await
    }
}

impl Answer {
    /// The `ETag`; empty when there is none.
    #[must_use]
    pub fn etag(&self) -> String {
        self.headers.get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// Status and the rule that refused, from a problem document.
    #[must_use]
    pub fn refusal(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body.get("code").and_then(Value::as_str).unwrap_or_default())
    }

    /// A member of every item of a page.
    #[must_use]
    pub fn each(&self, member: &str) -> Vec<String> {
        let items = self.body.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().map(|item| item.pointer(member).and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
    }

    /// The same without its trace, which differs in every answer: to compare two.
    #[must_use]
    pub fn without_trace(&self) -> Value {
        let mut body = self.body.clone();
        if let Some(members) = body.as_object_mut() {
            members.shift_remove("traceId");
        }
        body
    }
}
