//! Who gets what: one row an operation, one column a kind of caller. What is allowed to change something is asked so that it
//! changes nothing (a stale version, a rule that refuses), so the order of the rows does not matter.

use mandates::{Domain, Kind};
use poort_tests::{Answer, TestApp};
use serde_json::{Value, json};

/// Somebody who asks.
#[derive(Clone, Copy)]
pub(crate) struct Who {
    pub(crate) name: &'static str,
    key: Key,
    /// Nothing of Zandmeer is his to see.
    pub(crate) foreign: bool,
}

#[derive(Clone, Copy)]
enum Key {
    /// A person of the demo data, and the organisation that he acts for.
    Person(&'static str, Option<&'static str>),
    Machine(&'static str),
}

const fn person(name: &'static str, key: &'static str, organisation: Option<&'static str>, foreign: bool) -> Who {
    Who { name, key: Key::Person(key, organisation), foreign }
}

/// The columns.
pub(crate) const CALLERS: [Who; 10] = [
    person("platform operator", "griet", None, false),
    person("HLB of Zandmeer", "jan", Some("zandmeer"), false),
    person("LB of Zandmeer", "mia", Some("zandmeer"), false),
    person("monitor of Zandmeer", "robbe", Some("zandmeer"), false),
    Who { name: "machine, LB of Zandmeer", key: Key::Machine("hr"), foreign: false },
    person("toepassingsbeheerder", "els", None, false),
    person("HLB of Lindedal", "tuur", Some("lindedal"), true),
    person("HLB of Zandmeer who acts for Lindedal", "jan", Some("lindedal"), true),
    person("no mandate", "dries", Some("steenakker"), true),
    Who { name: "machine without a mandate", key: Key::Machine("idle"), foreign: true },
];

/// A row: an operation, what it is asked about, and the status that each caller gets.
pub(crate) struct Row {
    pub(crate) operation: &'static str,
    about: fn(&World<'_>) -> String,
    body: fn(&World<'_>) -> Value,
    pub(crate) gets: [u16; CALLERS.len()],
}

impl Row {
    /// Whether it is asked about a thing that has an identifier, which could be another's.
    pub(crate) fn names_something(&self) -> bool {
        !["application", "right", "client"].iter().any(|noun| self.operation.to_lowercase().contains(noun))
    }
}

const fn row(
    operation: &'static str,
    about: fn(&World<'_>) -> String,
    body: fn(&World<'_>) -> Value,
    gets: [u16; CALLERS.len()],
) -> Row {
    Row { operation, about, body, gets }
}

const fn nothing(_: &World<'_>) -> Value {
    Value::Null
}

fn zandmeer(world: &World<'_>) -> String {
    world.organisation.clone()
}

fn robbe(world: &World<'_>) -> String {
    world.person.clone()
}

fn mandate(world: &World<'_>) -> String {
    world.mandate.clone()
}

fn werkrelatie(world: &World<'_>) -> String {
    world.werkrelatie.clone()
}

fn toekenning(world: &World<'_>) -> String {
    world.toekenning.clone()
}

fn an(world: &World<'_>) -> String {
    world.an.clone()
}

fn application(_: &World<'_>) -> String {
    "cultuurmonitor".into()
}

fn client(world: &World<'_>) -> String {
    world.client.clone()
}

fn right(_: &World<'_>) -> String {
    "CultuurmonitorRaadpleger".into()
}

fn why(_: &World<'_>) -> Value {
    json!({ "reason": "test" })
}

fn whole(_: &World<'_>) -> String {
    String::new()
}

fn stranger(_: &World<'_>) -> Value {
    json!({ "insz": "19082416188" })
}

#[rustfmt::skip]
pub(crate) const TABLE: &[Row] = &[
    //                                                           operator HLB LB  monitor machine app  foreign elsewhere none idle
    row("admitPerson", whole, |_| json!({ "insz": "19082416188", "reason": "test" }),
                                                                     [403, 422, 422, 403, 422, 403, 422, 422, 403, 403]),
    row("queryPersons", whole, stranger,                             [403, 200, 200, 403, 200, 403, 200, 200, 403, 403]),
    row("listPersons", whole, nothing,                               [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readPerson", robbe, nothing,                                [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("editPerson", robbe, |_| json!({ "roepnaam": "Rob" }),       [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("reloadPerson", robbe, |_| json!({}),                        [403, 200, 200, 403, 200, 404, 404, 404, 404, 404]),
    row("readPersonHistory", robbe, nothing,                         [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("createOrganisation", whole, |_| json!({
        "kbo": "0405546706", "name": "Test", "doelgroepen": ["LB"], "classification": "bestaatNiet", "period": { "begin": "2020-01-01" },
    }),                                                              [422, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
    row("listOrganisations", whole, nothing,                         [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readOrganisation", zandmeer, nothing,                       [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("editOrganisation", zandmeer, |_| json!({ "name": "Test" }), [412, 403, 403, 403, 403, 404, 404, 404, 404, 404]),
    row("endOrganisation", zandmeer, |_| json!({ "lastDay": "2027-01-01", "reason": "test" }),
                                                                     [412, 403, 403, 403, 403, 404, 404, 404, 404, 404]),
    row("readOrganisationHistory", zandmeer, nothing,                [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("giveMandate", whole, |world| json!({
        "holder": { "client": "target" }, "kind": "monitor", "domain": { "kind": "organisation", "organisation": world.organisation, "subEntities": false },
        "period": { "begin": "2026-11-23" }, "reason": "test",
    }),                                                              [201, 201, 403, 403, 201, 404, 404, 404, 404, 404]),
    row("listMandates", whole, nothing,                              [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readMandate", mandate, nothing,                             [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("takeBackMandate", mandate, |_| json!({ "reason": "test" }), [412, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("createWerkrelatie", whole, |world| json!({
        "person": world.person, "organisation": world.organisation, "doelgroep": "LB", "category": "ambtenaar",
    }),                                                              [403, 422, 422, 403, 422, 400, 400, 400, 400, 400]),
    row("listWerkrelaties", whole, nothing,                          [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readWerkrelatie", werkrelatie, nothing,                     [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("editWerkrelatie", werkrelatie, |_| json!({ "phone": null }),
                                                                     [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("extendWerkrelatie", werkrelatie, |_| json!({ "end": "2090-01-01", "reason": "test" }),
                                                                     [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("pauseWerkrelatie", werkrelatie, why,                        [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("resumeWerkrelatie", werkrelatie, why,                       [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("endWerkrelatie", werkrelatie, |_| json!({ "lastWorkingDay": "2027-01-01", "reason": "test" }),
                                                                     [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("removeWerkrelatie", werkrelatie, why,                       [403, 412, 412, 403, 412, 404, 404, 404, 404, 404]),
    row("readWerkrelatieHistory", werkrelatie, nothing,              [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("grantToekenning", whole, |world| json!({
        "werkrelatie": world.werkrelatie, "right": "PremiezoekerGebruiker", "period": { "begin": "2020-01-01", "end": "2020-01-02" }, "reason": "test",
    }),                                                              [403, 422, 422, 403, 422, 400, 400, 400, 400, 400]),
    row("listToekenningen", whole, nothing,                          [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readToekenning", toekenning, nothing,                       [200, 200, 200, 200, 200, 200, 404, 404, 404, 404]),
    row("editToekenning", toekenning, |_| json!({ "period": { "end": "2027-01-01" }, "reason": "test" }),
                                                                     [403, 412, 403, 403, 412, 403, 404, 404, 404, 404]),
    row("revokeToekenning", toekenning, why,                         [403, 412, 403, 403, 412, 403, 404, 404, 404, 404]),
    row("readToekenningHistory", toekenning, nothing,                [200, 200, 200, 200, 200, 200, 404, 404, 404, 404]),
    // The mandate of the lokale beheerder holds not every right that An has: her account is not his to give.
    row("createAccount", an, |_| json!({ "username": "an.anders" }), [409, 409, 403, 403, 409, 404, 404, 404, 404, 404]),
    row("readAccount", an, nothing,                                  [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
    row("resetPassword", an, |_| json!({}),                          [200, 200, 403, 403, 200, 404, 404, 404, 404, 404]),
    row("resetSecondFactor", an, why,                                [404, 404, 403, 403, 404, 404, 404, 404, 404, 404]),
    row("signOutPerson", an, why,                                    [200, 200, 403, 403, 200, 404, 404, 404, 404, 404]),
    row("disableAccount", an, why,                                   [200, 200, 403, 403, 200, 404, 404, 404, 404, 404]),
    row("listAccess", |world| format!("?person={}&application=cultuurmonitor", world.an), nothing,
                                                                     [200, 200, 200, 200, 200, 200, 404, 404, 404, 404]),
    row("explainAccess", |world| format!("?person={}&application=cultuurmonitor&organisation={}", world.an, world.organisation), nothing,
                                                                     [200, 200, 200, 200, 200, 200, 404, 404, 404, 404]),
    row("createApplication", whole, |world| json!({
        "code": "walk", "name": "Test", "owner": world.organisation, "claim": "walk", "scope": "walk", "claim3d": "same", "claim2d": "same",
        "period": { "begin": "2020-01-01" },
    }),                                                              [422, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
    row("listApplications", whole, nothing,                          [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readApplication", application, nothing,                     [200, 200, 200, 200, 200, 200, 200, 200, 404, 404]),
    row("editApplication", application, |_| json!({ "name": "Test" }),
                                                                     [412, 403, 403, 403, 403, 412, 403, 403, 404, 404]),
    row("readApplicationHistory", application, nothing,              [200, 403, 403, 403, 403, 200, 403, 403, 404, 404]),
    row("createClient", whole, |_| json!({
        "clientId": "walk", "name": "Test", "application": "cultuurmonitor", "kind": "public", "grantTypes": ["client_credentials"], "scopes": ["openid"],
    }),                                                              [400, 403, 403, 403, 403, 400, 403, 403, 404, 404]),
    row("listRefusals", whole, nothing,                              [200, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
    row("readHistory", whole, nothing,                               [200, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
    row("listClients", whole, nothing,                               [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readClient", client, nothing,                               [200, 404, 404, 404, 404, 200, 404, 404, 404, 404]),
    row("editClient", client, |_| json!({ "name": "Test" }),         [412, 404, 404, 404, 404, 412, 404, 404, 404, 404]),
    row("rotateClientSecret", client, |_| json!({}),                 [412, 404, 404, 404, 404, 412, 404, 404, 404, 404]),
    row("readClientHistory", client, nothing,                        [200, 404, 404, 404, 404, 200, 404, 404, 404, 404]),
    row("createGebruikersrechten", whole, |_| json!({ "application": "cultuurmonitor", "items": [{
        "code": "Walk", "name": "Test", "technicalName": "Walk", "durations": { "defaultMonths": 0 }, "period": { "begin": "2020-01-01" },
    }] }),                                                           [422, 403, 403, 403, 403, 422, 403, 403, 404, 404]),
    row("listGebruikersrechten", whole, nothing,                     [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("readGebruikersrecht", right, nothing,                       [200, 200, 200, 200, 200, 200, 200, 200, 404, 404]),
    row("editGebruikersrecht", right, |_| json!({ "name": "Test" }), [412, 403, 403, 403, 403, 412, 403, 403, 404, 404]),
    row("readGebruikersrechtHistory", right, nothing,                [200, 403, 403, 403, 403, 200, 403, 403, 404, 404]),
    row("readMe", whole, nothing,                                    [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("listMyRights", whole, nothing,                              [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("listMyAdministrators", whole, nothing,                      [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("listMyWerkrelaties", whole, nothing,                        [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("listMySessions", whole, nothing,                            [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("listMyConsents", whole, nothing,                            [200, 200, 200, 200, 403, 200, 200, 200, 200, 403]),
    row("withdrawMyConsent", |_| "ovam-portaal".into(), nothing,      [404, 404, 404, 404, 403, 404, 404, 404, 404, 403]),
    row("endMySession", |_| "01938f6e-0000-7000-8000-000000000009".into(), nothing,
                                                                     [404, 404, 404, 404, 403, 404, 404, 404, 404, 403]),
    row("changeMyPassword", whole, |_| json!({ "current": "kort", "new": "kort" }),
                                                                     [422, 422, 422, 422, 403, 422, 422, 422, 404, 403]),
    row("readMandateHistory", mandate, nothing,                      [200, 200, 200, 200, 200, 404, 404, 404, 404, 404]),
];

/// An operation that wants a token.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) scope: String,
    body: bool,
}

impl Operation {
    /// Its address for a thing, or with a query string.
    pub(crate) fn about(&self, thing: &str) -> String {
        let Some((before, rest)) = self.path.split_once('{') else { return format!("{}{thing}", self.path) };
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        format!("{before}{thing}{after}")
    }
}

/// All of them, out of the document.
pub(crate) fn operations() -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in http::document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(scope) = operation["security"][0]["accessToken"][0].as_str() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                let (method, path, scope) = (method.to_uppercase(), path.clone(), scope.to_owned());
                found.push(Operation { id, method, path, scope, body: operation["requestBody"].is_object() });
            }
        }
    }
    found
}

/// The things of Zandmeer that are asked about.
pub(crate) struct World<'a> {
    app: &'a TestApp,
    organisation: String,
    person: String,
    mandate: String,
    werkrelatie: String,
    toekenning: String,
    an: String,
    client: String,
}

impl<'a> World<'a> {
    pub(crate) async fn of(app: &'a TestApp) -> Self {
        for client in ["idle", "target"] {
            app.register(client).await;
        }
        let domain = Domain::Organisation { organisation: app.organisation("zandmeer"), sub_entities: false };
        app.appoint("hr", Kind::LokaleBeheerder, domain).await;
        let (organisation, person) = (app.organisation("zandmeer").to_string(), app.person("robbe").to_string());
        let path = format!("/v1/mandates?person={}", app.person("mia"));
        let mandates = app.call("operator", "poort.mandates.read", "GET", &path, &[], None).await;
        let mandate = mandates.body["items"][0]["id"].as_str().unwrap().to_owned();
        let werkrelatie = app.werkrelatie("an-zandmeer").to_string();
        let path = format!("/v1/toekenningen?werkrelatie={werkrelatie}&right=CultuurmonitorRaadpleger");
        let grants = app.call("operator", "poort.toekenningen.read", "GET", &path, &[], None).await;
        let toekenning = grants.body["items"][0]["id"].as_str().unwrap().to_owned();
        let an = app.person("an").to_string();
        let clients =
            app.call("operator", "poort.applications.read", "GET", "/v1/clients?application=cultuurmonitor", &[], None).await;
        let client = clients.body["items"][0]["clientId"].as_str().unwrap().to_owned();
        Self { app, organisation, person, mandate, werkrelatie, toekenning, an, client }
    }

    /// Asks as somebody, about the thing of the row or one that is not there.
    pub(crate) async fn ask(&self, operation: &Operation, row: &Row, who: Who, missing: bool) -> Answer {
        let token = match who.key {
            Key::Machine(client) => self.app.token(client, &operation.scope),
            Key::Person(key, organisation) => {
                let organisation = organisation.map(|key| self.app.organisation(key));
                self.app.person_token(self.app.person(key), organisation, &operation.scope).await
            }
        };
        let path = self.told(&operation.about(&(row.about)(self)), missing);
        let (bearer, media_type) = (format!("Bearer {token}"), "application/json");
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", media_type),
            ("If-Match", "\"999999\""),
            ("traceparent", trace),
        ];
        let body = operation.body.then(|| self.told(&(row.body)(self).to_string(), missing));
        self.app.send(&operation.method, &path, &headers, body).await
    }

    /// The same, about things that are not there.
    fn told(&self, text: &str, missing: bool) -> String {
        let nobody = "01938f6e-0000-7000-8000-000000000000";
        let ids = [&self.organisation, &self.person, &self.mandate, &self.werkrelatie, &self.toekenning, &self.an];
        ids.into_iter().filter(|_| missing).fold(text.to_owned(), |text, id| text.replace(id.as_str(), nobody))
    }

    /// Whether an answer tells of something of Zandmeer.
    pub(crate) fn tells(&self, answer: &Answer) -> bool {
        [&self.organisation, &self.person, &self.mandate, &self.werkrelatie, &self.an]
            .into_iter()
            .any(|id| answer.text.contains(id.as_str()))
    }
}
