//! A small world: organisations, administrators, employees, and the rights of the stories.

use std::collections::BTreeSet;

use ::werkrelaties::Werkrelatie;
use gebruikersrechten::{
    Application, Constraint, ContextRule, ContextValue, Durations, Gebruikersrecht, Per, Publication, Window,
};
use mandates::{Changes, Domain, Holder, Kind, Proposal};
use organisations::{NewOrganisation, Organisation};
use persons::{Person, PersonName, RegisterRecord, Status};
use poort_service::werkrelaties::{NewWerkrelatie, Who};
use poort_service::{
    Caller, Error, Policies, applications as application_cases, mandates as mandate_cases, organisations as organisation_cases,
    persons as people, werkrelaties,
};
use serde_json::json;
use storage::{Page, ReadTx, Store, WriteTx};
use types::testing::outside;
use types::{Contact, Day, Insz, MonthDay, OrganisationId, Outside, Parsed, PartialDate, Period, SystemActor};

/// When everything happens: noon in Brussels.
pub(crate) const NOON: &str = "2026-11-23T11:00:00Z";

pub(crate) fn text<T: Parsed>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn period(begin: &str, end: &str) -> Period {
    Period::new(day(begin), day(end)).unwrap()
}

pub(crate) fn page() -> Page {
    Page::new(1, 100).unwrap()
}

/// A valid number of a fictional person, different for each serial.
pub(crate) fn number(serial: u64) -> String {
    let base = 850_731_000 + 2 * serial + 101;
    format!("{:011}", base * 100 + 97 - base % 97)
}

pub(crate) fn record(insz: &str) -> RegisterRecord {
    RegisterRecord {
        insz: Insz::from_stored(insz).unwrap(),
        replaces: vec![],
        name: PersonName { given: Some(text("An")), family: text("Peeters") },
        birth: PartialDate::parse("1985-07-31").unwrap(),
        sex: None,
        status: Status::Active,
    }
}

pub(crate) fn coupling(person: Who, organisation: &Organisation, doelgroep: &str) -> NewWerkrelatie {
    NewWerkrelatie {
        person,
        organisation: organisation.id,
        doelgroep: text(doelgroep),
        category: text("vasteMedewerker"),
        begin: None,
        end: None,
        contact: Contact { email: Some(text("an@voorbeeld.example")), phone: None },
        reason: None,
    }
}

pub(crate) struct Employee {
    pub(crate) person: Person,
    pub(crate) werkrelatie: Werkrelatie,
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) policies: Policies,
    /// Its ids never repeat; its clock stands at noon.
    pub(crate) outside: Outside,
    /// Who may do everything.
    pub(crate) operator: Caller,
}

impl World {
    pub(crate) async fn new(store: Store) -> Self {
        let operator = Caller::system(SystemActor::Demo, text("de wereld van de test"));
        let world = Self { store, policies: Policies::default(), outside: outside(NOON), operator };
        let owner = world.organisation("0316380841", "Vlaamse Gemeenschap", "LB", "agentschap", None).await;
        world.write(&world.operator, move |tx, caller| define(tx, caller, owner.id)).await.unwrap();
        world
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut WriteTx<'_>, &Caller) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let caller = caller.clone();
        self.store.write(self.outside.fresh_context(), move |tx| work(tx, &caller)).await
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut ReadTx<'_>, &Caller) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let caller = caller.clone();
        self.store.read(move |tx| work(tx, &caller)).await
    }

    pub(crate) async fn organisation(
        &self,
        kbo: &str,
        name: &str,
        doelgroep: &str,
        classification: &str,
        rights_held_on: Option<OrganisationId>,
    ) -> Organisation {
        let new = NewOrganisation {
            kbo: text(kbo),
            ovo: None,
            instellingsnummer: None,
            name: text(name),
            doelgroepen: BTreeSet::from([text(doelgroep)]),
            classification: text(classification),
            parent: None,
            nis: None,
            period: Period::from_day(day("2000-01-01")),
            rights_held_on,
        };
        let policies = self.policies.clone();
        self.write(&self.operator, move |tx, caller| {
            let id = tx.cx().new_id();
            organisation_cases::create(tx, caller, &policies, new, id)
        })
        .await
        .unwrap()
    }

    /// The powers of a holder at noon.
    pub(crate) async fn caller(&self, holder: Holder) -> Caller {
        let (policies, now) = (self.policies.clone(), self.outside.clock.now());
        self.store.read(move |tx| Caller::of(tx, &holder, None, now, &policies)).await.unwrap()
    }

    /// Registers a machine client that is not yet.
    pub(crate) async fn register(&self, holder: &Holder) {
        let Holder::Client(client) = holder else { return };
        let client =
            json!({ "clientId": client, "name": client, "kind": "public", "grantTypes": [], "scopes": [], "version": 1 });
        let client: oidc::Client = serde_json::from_value(client).unwrap();
        let kept = move |tx: &mut WriteTx<'_>, _: &Caller| {
            let known = storage::clients::by_id(tx, &client.client_id)?;
            Ok(known.map_or_else(|| storage::clients::insert(tx, &client, None), |_| Ok(()))?)
        };
        self.write(&self.operator, kept).await.unwrap();
    }

    /// A fresh administrator, who is nobody's employee.
    pub(crate) async fn administrator(&self, kind: Kind, organisation: &Organisation) -> Caller {
        let client: types::ClientId = text(&format!("{kind:?}-{}", organisation.kbo));
        let holder = Holder::Client(client);
        self.register(&holder).await;
        let proposal = Proposal {
            holder: holder.clone(),
            kind,
            domain: Domain::Organisation { organisation: organisation.id, sub_entities: false },
            changes: Changes {
                rights: None,
                contexts: None,
                maximum_months: None,
                may_redelegate: false,
                period: period("2026-01-01", "2099-12-31"),
                reason: text("aanstelling"),
            },
        };
        self.write(&self.operator, move |tx, caller| mandate_cases::give(tx, caller, proposal)).await.unwrap();
        self.caller(holder).await
    }

    pub(crate) async fn employee(&self, admin: &Caller, organisation: &Organisation, doelgroep: &str, insz: &str) -> Employee {
        let record = record(insz);
        let admitted = self
            .write(admin, move |tx, caller| people::admit(tx, caller, record, Default::default(), text("nieuwe collega")))
            .await
            .unwrap();
        let new = coupling(Who::Id(admitted.person.id), organisation, doelgroep);
        let policies = self.policies.clone();
        let werkrelatie = self.write(admin, move |tx, caller| werkrelaties::create(tx, caller, &policies, new)).await.unwrap();
        Employee { person: admitted.person, werkrelatie }
    }
}

fn define(tx: &mut WriteTx<'_>, operator: &Caller, owner: OrganisationId) -> Result<(), Error> {
    for code in ["ovam", "vrijetijdsmonitor", "premiezoeker"] {
        let application = application_cases::create(tx, operator, application(code, owner))?;
        let own = rights().into_iter().filter(|right| right.application == application.code).collect();
        application_cases::create_rights(tx, operator, &application.code, own)?;
    }
    Ok(())
}

fn application(code: &str, owner: OrganisationId) -> Application {
    Application {
        code: text(code),
        name: text(code),
        description: None,
        owner,
        notify: vec![],
        publication: Publication::default(),
        claim: text(code),
        scope: text(code),
        claim_3d: None,
        claim_2d: None,
        period: Period::from_day(day("2020-01-01")),
        version: 1,
    }
}

fn right(application: &str, code: &str) -> Gebruikersrecht {
    Gebruikersrecht {
        code: text(code),
        application: text(application),
        name: text(code),
        description: None,
        technical_name: text(code),
        publication: Publication::default(),
        contexts: ContextRule::None,
        durations: Durations { default_months: 48, maximum_months: None },
        windows: vec![],
        constraints: vec![],
        email_required: false,
        period: Period::from_day(day("2020-01-01")),
        version: 1,
    }
}

fn rights() -> Vec<Gebruikersrecht> {
    let contexts = ["nonConformiteiten", "matisMelder", "matisLezer"].map(|code| ContextValue {
        code: text(code),
        name: text(code),
        technical_name: text(code),
    });
    let window = Window::Yearly { from: MonthDay::parse("03-15").unwrap(), until: MonthDay::parse("04-30").unwrap() };
    let excludes = |others: [&str; 2]| Constraint::Excludes { rights: others.map(text).into() };
    let role = |code: &str, others: [&str; 2]| Gebruikersrecht {
        windows: vec![window],
        constraints: vec![excludes(others)],
        ..right("vrijetijdsmonitor", code)
    };
    let mut coordinator = role("Coordinator", ["Invoerder", "Raadpleger"]);
    coordinator.constraints.push(Constraint::MaxHolders { limit: 3, per: Per::Organisation });
    vec![
        Gebruikersrecht { contexts: ContextRule::AtLeastOne(contexts.into()), ..right("ovam", "OVAMGebruiker") },
        coordinator,
        role("Invoerder", ["Coordinator", "Raadpleger"]),
        role("Raadpleger", ["Coordinator", "Invoerder"]),
        Gebruikersrecht { email_required: true, ..right("premiezoeker", "Premiezoeker") },
        Gebruikersrecht {
            durations: Durations { default_months: 12, maximum_months: Some(24) },
            ..right("premiezoeker", "Kortlopend")
        },
    ]
}
