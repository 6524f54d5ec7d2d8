//! Asking as a person of the demo data.

use poort_tests::{Answer, TestApp};
use serde_json::Value;

/// A person of the demo data and the organisation that he acts for, by key.
#[derive(Clone, Copy)]
pub(crate) struct Persona(pub(crate) &'static str, pub(crate) Option<&'static str>);

/// The platform operator.
pub(crate) const GRIET: Persona = Persona("griet", None);
/// The toepassingsbeheerder of OVAM.
pub(crate) const BART: Persona = Persona("bart", None);
/// The toepassingsbeheerder of the four others.
pub(crate) const ELS: Persona = Persona("els", None);
/// Hoofd lokale beheerder of Zandmeer.
pub(crate) const JAN: Persona = Persona("jan", Some("zandmeer"));
/// Lokale beheerder of Zandmeer.
pub(crate) const MIA: Persona = Persona("mia", Some("zandmeer"));
/// Monitor of Zandmeer.
pub(crate) const ROBBE: Persona = Persona("robbe", Some("zandmeer"));
/// Hoofd lokale beheerder of a company.
pub(crate) const VEERLE: Persona = Persona("veerle", Some("bodemwerken"));
/// Employee of that company, with OVAM.
pub(crate) const STIJN: Persona = Persona("stijn", Some("bodemwerken"));
/// Hoofd lokale beheerder of another company.
pub(crate) const MAARTEN: Persona = Persona("maarten", Some("grondig"));

impl Persona {
    /// Sends JSON with a token of his own.
    pub(crate) async fn ask(
        self,
        app: &TestApp,
        scope: &str,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        app.acting(self.0, self.1.unwrap_or_default(), scope).await.call(method, path, more, body).await
    }

    /// Reads.
    pub(crate) async fn get(self, app: &TestApp, scope: &str, path: &str) -> Answer {
        self.ask(app, scope, "GET", path, &[], None).await
    }
}

/// The names of the members that are wrong.
pub(crate) fn wrong(answer: &Answer) -> Vec<&str> {
    answer.body["issues"].as_array().into_iter().flatten().filter_map(|issue| issue["name"].as_str()).collect()
}
