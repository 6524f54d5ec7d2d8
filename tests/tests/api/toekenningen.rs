//! `/v1/toekenningen`.

mod changes;
mod found;

use poort_tests::{Screen, TestApp};
use serde_json::{Value, json};
use service::{Caller, Error};
use storage::on_both;
use types::{Parsed, Reason, SystemActor};

const NOBODYS: &str = "01938f6e-0000-7000-8000-000000000000";

fn ask(app: &TestApp, werkrelatie: &str, right: &str, contexts: &[&str]) -> Value {
    json!({"werkrelatie": app.werkrelatie(werkrelatie), "right": right, "contexts": contexts, "reason": "dossier 12"})
}

/// A person who is only in the register yet, admitted and coupled: the address of his werkrelatie.
async fn newcomer(screen: &Screen<'_>, insz: &str, organisation: impl serde::Serialize, doelgroep: &str) -> String {
    let person = screen.create("/v1/persons", json!({"insz": insz, "reason": "nieuwe collega"})).await;
    let person = person.rsplit('/').next().unwrap();
    let body = json!({
        "person": person, "organisation": organisation, "doelgroep": doelgroep, "category": "vasteMedewerker",
        "email": "nieuw@voorbeeld.example",
    });
    screen.create("/v1/werkrelaties", body).await
}

/// Two more rights of the Premiezoeker: one that needs the usual one, and one that lasts a year at most.
async fn more_rights(app: &TestApp) {
    let done = app.store.write(app.outside.fresh_context(), |tx| -> Result<(), Error> {
        let operator = Caller::system(SystemActor::CommandLine, Reason::parse("voor de test").unwrap());
        let usual = storage::applications::right_by_code(tx, &"PremiezoekerGebruiker".parse().unwrap())?.unwrap();
        let needs = gebruikersrechten::Constraint::Requires { right: usual.code.clone() };
        let checker = gebruikersrechten::Gebruikersrecht {
            code: "PremiezoekerNazicht".parse().unwrap(),
            technical_name: "PremiezoekerNazicht".parse().unwrap(),
            constraints: vec![needs],
            ..usual.clone()
        };
        service::applications::create_rights(tx, &operator, &usual.application, vec![checker]).map(|_| ())
    });
    done.await.unwrap();
}

/// Fifty employees of a municipality.
async fn fifty(app: &TestApp) -> Vec<String> {
    use service::werkrelaties::{NewWerkrelatie, Who};
    let organisation = app.organisation("windhoek");
    let done = app.store.write(app.outside.fresh_context(), move |tx| -> Result<Vec<String>, Error> {
        let operator = Caller::system(SystemActor::CommandLine, Reason::parse("voor de test").unwrap());
        let mut made = Vec::new();
        for serial in 0..50_u64 {
            let base = 850_731_000 + 2 * serial + 601;
            let insz = types::Insz::from_stored(&format!("{:011}", base * 100 + 97 - base % 97)).unwrap();
            let name = persons::PersonName { given: None, family: "Velen".parse().unwrap() };
            let (birth, status) = (insz.birth(), persons::Status::Active);
            let record = persons::RegisterRecord { insz, replaces: vec![], name, birth, sex: None, status };
            let reason = Reason::parse("nieuw").unwrap();
            let admitted = service::persons::admit(tx, &operator, record, Default::default(), reason)?;
            let new = NewWerkrelatie {
                person: Who::Id(admitted.person.id),
                organisation,
                doelgroep: "LB".parse().unwrap(),
                category: "vasteMedewerker".parse().unwrap(),
                begin: None,
                end: None,
                contact: types::Contact::default(),
                reason: None,
            };
            made.push(service::werkrelaties::create(tx, &operator, &Default::default(), new)?.id.to_string());
        }
        Ok(made)
    });
    done.await.unwrap()
}

on_both! {
    async fn a_company_adds_couples_and_grants_and_another_company_sees_nothing_of_it(database) {
        let app = TestApp::demo(database).await;
        let (veerle, maarten) = (app.screen("veerle", "bodemwerken").await, app.screen("maarten", "grondig").await);
        let coupled = newcomer(&veerle, "00061203762", app.organisation("bodemwerken"), "EA").await;
        let werkrelatie = coupled.rsplit('/').next().unwrap();
        let contexts = ["NonConformiteitenIndiener", "MatisMelder"];
        let body = json!({"werkrelatie": werkrelatie, "right": "OVAMGebruiker", "contexts": contexts, "reason": "dossier 12"});
        let granted = veerle.create("/v1/toekenningen", body.clone()).await;
        let seen = veerle.found(&granted).await;
        assert_eq!(seen.etag(), "\"1\"");
        assert_eq!(seen.body["period"], json!({"begin": "2026-11-23", "end": "2030-11-22"}));
        assert_eq!(seen.body["contexts"], json!(["MatisMelder", "NonConformiteitenIndiener"]));
        assert_eq!(seen.body["organisationKbo"], "0999013490");
        assert_eq!((&seen.body["rightName"], &seen.body["state"]), (&json!("OVAM Gebruiker"), &json!("active")));
        assert!(seen.body["personName"]["family"].is_string(), "{}", seen.text);
        assert!(!seen.text.contains("00061203762"));

        let nowhere = maarten.get(&format!("/v1/toekenningen/{NOBODYS}")).await;
        let foreign = maarten.get(&granted).await;
        assert_eq!((foreign.status.as_u16(), foreign.without_trace()), (404, nowhere.without_trace()));
        for path in [&granted, &coupled] {
            assert_eq!(maarten.get(&format!("{path}/history")).await.status, 404);
        }
        assert!(!maarten.found("/v1/toekenningen").await.text.contains(werkrelatie));
        let refused = maarten.post("/v1/toekenningen", body).await;
        let missing = json!({"werkrelatie": NOBODYS, "right": "OVAMGebruiker", "contexts": contexts, "reason": "dossier 12"});
        let unknown = maarten.post("/v1/toekenningen", missing).await;
        assert_eq!((refused.status.as_u16(), refused.without_trace()), (400, unknown.without_trace()));
        let issue = &refused.body["issues"][0];
        assert_eq!(issue["type"], "urn:problem-type:belgif:input-validation:referencedResourceNotFound");
        assert_eq!(issue["name"], "werkrelatie");
        let taken = json!({"reason": "weg"});
        assert_eq!(maarten.call("POST", &format!("{granted}/revocation"), &[("If-Match", "\"1\"")], Some(taken)).await.status, 404);
    }

    async fn a_refusal_names_the_rule_the_limit_and_the_holders(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let third = jan.post("/v1/toekenningen", ask(&app, "nele-zandmeer", "VrijetijdsmonitorCoordinator", &[])).await;
        assert_eq!(third.status, 201, "{}", third.text);
        let coupled = newcomer(&jan, "91061503810", app.organisation("zandmeer"), "LB").await;
        let werkrelatie = coupled.rsplit('/').next().unwrap();
        let body = json!({"werkrelatie": werkrelatie, "right": "VrijetijdsmonitorCoordinator", "reason": "dossier 12"});
        let fourth = jan.post("/v1/toekenningen", body).await;
        assert_eq!(fourth.refusal(), (422, "maxHolders"));
        assert_eq!(fourth.body["type"], "urn:problem-type:poort:maxHolders");
        assert_eq!((&fourth.body["limit"], &fourth.body["right"]), (&json!(3), &json!("VrijetijdsmonitorCoordinator")));
        let holders = fourth.body["holders"].as_array().unwrap();
        let mut families: Vec<_> = holders.iter().map(|holder| holder["name"]["family"].as_str().unwrap()).collect();
        families.sort_unstable();
        assert_eq!(families.len(), 3);
        assert!(families.contains(&"Peerdeman") && families.contains(&"Robbesom"), "{families:?}");
        assert!(holders.iter().all(|holder| holder["person"].is_string() && holder["grant"].is_string()));

        let both = jan.post("/v1/toekenningen", ask(&app, "mia-zandmeer", "VrijetijdsmonitorRaadpleger", &[])).await;
        assert_eq!(both.refusal(), (422, "mutuallyExclusive"));
        assert_eq!(both.body["other"], "VrijetijdsmonitorInvoerder");
        let agb = jan.post("/v1/toekenningen", ask(&app, "greet-agb-zandmeer", "PremiezoekerGebruiker", &[])).await;
        assert_eq!(agb.refusal(), (422, "heldOnOtherOrganisation"));
        assert_eq!(agb.body["organisation"], json!(app.organisation("zandmeer")));
        assert_eq!((&agb.body["name"], &agb.body["kbo"]), (&json!("Gemeente Zandmeer"), &json!("0999001515")));
        assert!(agb.body["detail"].as_str().unwrap().contains("Gemeente Zandmeer"), "{}", agb.text);
        let missing = jan.post("/v1/toekenningen", ask(&app, "an-zandmeer", "CultuurmonitorInvoerder", &[])).await;
        assert_eq!((missing.refusal(), missing.body["allowed"][0].as_str()), ((422, "contextMissing"), Some("Cultuurcentra")));
        let unknown = jan.post("/v1/toekenningen", ask(&app, "an-zandmeer", "Verzonnen", &[])).await;
        assert_eq!((unknown.status.as_u16(), &unknown.body["issues"][0]["name"]), (400, &json!("right")));
    }

    async fn fifty_at_once_fill_three_places(database) {
        let app = TestApp::demo(database).await;
        let werkrelaties = fifty(&app).await;
        let tine = app.screen("tine", "windhoek").await;
        let ask = async |werkrelatie: &String| {
            let body = json!({"werkrelatie": werkrelatie, "right": "VrijetijdsmonitorCoordinator", "reason": "dossier 12"});
            tine.post("/v1/toekenningen", body).await
        };
        let answers = futures_util::future::join_all(werkrelaties.iter().map(ask)).await;
        let granted = answers.iter().filter(|answer| answer.status == 201).count();
        let full = answers.iter().filter(|answer| answer.refusal() == (422, "maxHolders")).count();
        assert_eq!((granted, full), (3, 47));
    }

    async fn nobody_grants_beyond_his_mandate_or_to_himself(database) {
        let app = TestApp::demo(database).await;
        let (jan, mia, robbe) =
            (app.screen("jan", "zandmeer").await, app.screen("mia", "zandmeer").await, app.screen("robbe", "zandmeer").await);
        let own = jan.post("/v1/toekenningen", ask(&app, "jan-zandmeer", "PremiezoekerGebruiker", &[])).await;
        assert_eq!(own.refusal(), (403, "notToOneself"));
        let right = mia.post("/v1/toekenningen", ask(&app, "jan-zandmeer", "CultuurmonitorRaadpleger", &["Erfgoed"])).await;
        assert_eq!(right.refusal(), (403, "beyondMandateRight"));
        let long = mia.post("/v1/toekenningen", ask(&app, "an-zandmeer", "PremiezoekerGebruiker", &[])).await;
        assert_eq!((long.refusal(), &long.body["months"]), ((403, "beyondMandateDuration"), &json!(24)));
        assert_eq!(long.body["limit"], "2028-11-22");
        let reads = robbe.post("/v1/toekenningen", ask(&app, "an-zandmeer", "Verzonnen", &[])).await;
        assert_eq!(reads.refusal(), (403, "mandateReadsOnly"));
    }

    async fn a_repeated_request_grants_once(database) {
        let app = TestApp::demo(database).await;
        let jan = app.screen("jan", "zandmeer").await;
        let body = ask(&app, "an-zandmeer", "PremiezoekerGebruiker", &[]);
        let key = [("Idempotency-Key", "aanvraag-1")];
        let first = jan.call("POST", "/v1/toekenningen", &key, Some(body.clone())).await;
        let again = jan.call("POST", "/v1/toekenningen", &key, Some(body)).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text);
        assert_eq!((&first.body, &first.headers["location"]), (&again.body, &again.headers["location"]));
        let other = jan.call("POST", "/v1/toekenningen", &key, Some(ask(&app, "mia-zandmeer", "PremiezoekerGebruiker", &[]))).await;
        assert_eq!(other.refusal(), (409, "idempotencyKeyReused"));
        let anew = jan.post("/v1/toekenningen", ask(&app, "an-zandmeer", "PremiezoekerGebruiker", &[])).await;
        assert_eq!((anew.refusal(), &anew.body["grant"]), ((422, "alreadyHeld"), &first.body["id"]));
    }
}
