use std::collections::{BTreeMap, HashMap};

use mandates::{Changes, Holder, Proposal};
use organisations::NewOrganisation;
use persons::{OwnFields, RegisterRecord};
use register::{DuplicateNumber, Entry, FileRegister};
use service::{Caller, Error, Policies};
use storage::{StorageError, WriteTx};
use thiserror::Error;
use tokens::password::{Hasher, PasswordError, PasswordHash};
use types::{Contact, Context, Day, OrganisationId, Parsed, Period, PersonId, Reason, SystemActor, WerkrelatieId};

use crate::build::period;
use crate::{
    AccountEntry, ApplicationEntry, ClientEntry, Data, Located, MandateEntry, OrganisationEntry, PersonEntry, ToekenningEntry,
    WerkrelatieEntry,
};

/// What the keys of the file became.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// By key: `vo_id`.
    pub persons: BTreeMap<String, PersonId>,
    /// By key.
    pub organisations: BTreeMap<String, OrganisationId>,
    /// By key.
    pub werkrelaties: BTreeMap<String, WerkrelatieId>,
}

/// Why the data could not be loaded; nothing of it was kept.
#[derive(Clone, Debug, Error)]
pub enum LoadError {
    /// The use cases refused something that the file asks; all of it, by line.
    #[error("{}", lines(.0))]
    Refused(Vec<Refused>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// One thing that a use case refused.
#[derive(Clone, Debug, Error)]
#[error("line {line}: {what}: {error}")]
pub struct Refused {
    /// Counted from 1.
    pub line: usize,
    /// As `werkrelatie an-zandmeer`.
    pub what: String,
    /// Which rule.
    pub error: Error,
}

impl LoadError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "demoDataRefused",
            Self::Storage(error) => error.code(),
        }
    }
}

fn lines(refused: &[Refused]) -> String {
    refused.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The hashes of the passwords of a file: made before the transaction, because they are slow; equal passwords share one.
#[derive(Clone, Debug, Default)]
pub struct Passwords(HashMap<String, PasswordHash>);

impl Passwords {
    /// Hashes each password once.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub fn of(data: &Data, hasher: &Hasher, cx: &Context) -> Result<Self, PasswordError> {
        let mut hashes = HashMap::new();
        for account in &data.accounts {
            let password = account.value.password.expose();
            if !hashes.contains_key(password) {
                hashes.insert(password.to_owned(), hasher.hash(password, cx)?);
            }
        }
        Ok(Self(hashes))
    }
}

impl Data {
    /// The person register of this file: everybody in it, admitted or not.
    ///
    /// # Errors
    /// [`DuplicateNumber`] when two persons share a number.
    pub fn register(&self) -> Result<FileRegister, DuplicateNumber> {
        let entry =
            |person: &Located<PersonEntry>| Entry { record: person.value.record(), replaces: person.value.replaces.clone() };
        FileRegister::from_entries(self.persons.iter().map(entry))
    }
}

/// Loads everything through the use cases, in the transaction of the caller.
///
/// # Errors
/// [`LoadError`]: everything that is refused, with its line.
pub fn load(tx: &mut WriteTx<'_>, data: &Data, policies: &Policies, passwords: &Passwords) -> Result<Loaded, LoadError> {
    let today = tx.cx().today();
    let Ok(reason) = Reason::parse("demogegevens") else { return Ok(Loaded::default()) };
    let caller = Caller::system(SystemActor::Demo, reason.clone());
    let mut loader = Loader { caller, policies, passwords, reason, today, done: Loaded::default(), refused: Vec::new() };
    loader.each(tx, &data.organisations, Loader::organisation)?;
    loader.each(tx, &data.persons, Loader::person)?;
    loader.each(tx, &data.applications, |loader, tx, one| loader.application(tx, one, data))?;
    loader.each(tx, &data.werkrelaties, Loader::werkrelatie)?;
    loader.each(tx, &data.toekenningen, Loader::toekenning)?;
    loader.each(tx, &data.clients, Loader::client)?;
    loader.each(tx, &data.mandates, Loader::mandate)?;
    loader.each(tx, &data.accounts, Loader::account)?;
    if loader.refused.is_empty() { Ok(loader.done) } else { Err(LoadError::Refused(loader.refused)) }
}

struct Loader<'p> {
    caller: Caller,
    policies: &'p Policies,
    passwords: &'p Passwords,
    reason: Reason,
    today: Day,
    done: Loaded,
    refused: Vec<Refused>,
}

impl Loader<'_> {
    /// What is refused is noted, and the next one tried: the transaction as a whole is given up in the end.
    fn each<T>(
        &mut self,
        tx: &mut WriteTx<'_>,
        entries: &[Located<T>],
        load: impl Fn(&mut Self, &mut WriteTx<'_>, &T) -> Result<(), Error>,
    ) -> Result<(), LoadError> {
        for entry in entries {
            match load(self, tx, &entry.value) {
                Ok(()) => {}
                Err(Error::Storage(error)) => return Err(error.into()),
                Err(error) => self.refused.push(Refused { line: entry.line, what: entry.what.clone(), error }),
            }
        }
        Ok(())
    }

    fn organisation(&mut self, tx: &mut WriteTx<'_>, one: &OrganisationEntry) -> Result<(), Error> {
        let new = NewOrganisation {
            kbo: one.kbo.clone(),
            ovo: one.ovo.clone(),
            instellingsnummer: one.instellingsnummer.clone(),
            name: one.name.clone(),
            doelgroepen: one.doelgroepen.clone(),
            classification: one.classification.clone(),
            parent: one.parent,
            nis: one.nis.clone(),
            period: period(one.begin, one.end),
            rights_held_on: one.rights_held_on,
        };
        service::organisations::create(tx, &self.caller, self.policies, new, one.id)?;
        self.done.organisations.insert(one.key.clone(), one.id);
        Ok(())
    }

    fn person(&mut self, tx: &mut WriteTx<'_>, one: &PersonEntry) -> Result<(), Error> {
        if !one.admitted {
            return Ok(());
        }
        let own = OwnFields { roepnaam: one.roepnaam.clone(), initialen: one.initialen.clone(), language: one.language.clone() };
        let reason = one.reason.clone().unwrap_or_else(|| self.reason.clone());
        let mut records = one.replaces.iter().copied().chain([one.insz]).map(|insz| RegisterRecord { insz, ..one.record() });
        let first = records.next().unwrap_or_else(|| one.record());
        if !service::persons::admit_as(tx, &self.caller, first, own, reason, one.id)?.new {
            return Err(Error::Exists);
        }
        for record in records {
            let basis = service::persons::to_reload(tx, &self.caller, one.id)?;
            service::persons::reload(tx, &self.caller, &basis, record)?;
        }
        self.done.persons.insert(one.key.clone(), one.id);
        Ok(())
    }

    fn application(&mut self, tx: &mut WriteTx<'_>, one: &ApplicationEntry, data: &Data) -> Result<(), Error> {
        let application = service::applications::create(tx, &self.caller, one.build())?;
        let own = data.rights.iter().filter(|right| right.value.application == application.code);
        let rights = own.filter_map(|right| right.value.build().ok()).collect();
        service::applications::create_rights(tx, &self.caller, &application.code, rights)?;
        Ok(())
    }

    fn werkrelatie(&mut self, tx: &mut WriteTx<'_>, one: &WerkrelatieEntry) -> Result<(), Error> {
        let new = service::werkrelaties::NewWerkrelatie {
            person: service::werkrelaties::Who::Id(one.person),
            organisation: one.organisation,
            doelgroep: one.doelgroep.clone(),
            category: one.category.clone(),
            begin: one.begin,
            end: one.end,
            contact: Contact { email: one.email.clone(), phone: one.phone.clone() },
            reason: one.reason.clone().or_else(|| Some(self.reason.clone())),
        };
        let made = service::werkrelaties::create(tx, &self.caller, self.policies, new)?;
        self.done.werkrelaties.insert(one.key.clone(), made.id);
        if let Some(until) = one.paused_until {
            let period = Period::new(self.today, until).unwrap_or_else(|_| Period::from_day(self.today));
            let pause = werkrelaties::Pause { period, reason: one.reason.clone().unwrap_or_else(|| self.reason.clone()) };
            service::werkrelaties::pause(tx, &self.caller, made.id, made.version, pause)?;
        }
        Ok(())
    }

    fn toekenning(&mut self, tx: &mut WriteTx<'_>, one: &ToekenningEntry) -> Result<(), Error> {
        // Refused itself, and told.
        let Some(werkrelatie) = self.done.werkrelaties.get(&one.werkrelatie) else { return Ok(()) };
        let asked = service::toekenningen::NewGrant {
            werkrelatie: *werkrelatie,
            right: one.right.clone(),
            contexts: one.contexts.clone(),
            begin: one.begin,
            end: one.end,
            reason: one.reason.clone(),
        };
        service::toekenningen::grant(tx, &self.caller, asked).map(|_| ())
    }

    fn mandate(&mut self, tx: &mut WriteTx<'_>, one: &MandateEntry) -> Result<(), Error> {
        let holder = match (one.person, &one.client) {
            (Some(person), None) => Holder::Person(person),
            (None, Some(client)) => Holder::Client(client.clone()),
            _ => return Err(Error::NotFound),
        };
        let changes = Changes {
            rights: one.rights.clone(),
            contexts: one.contexts.clone(),
            maximum_months: one.maximum_months,
            may_redelegate: one.may_redelegate,
            period: period(one.begin.or(Some(self.today)), one.end),
            reason: one.reason.clone(),
        };
        let proposal = Proposal { holder, kind: one.kind, domain: one.domain(), changes };
        service::mandates::give(tx, &self.caller, proposal).map(|_| ())
    }

    fn client(&mut self, tx: &mut WriteTx<'_>, one: &ClientEntry) -> Result<(), Error> {
        service::clients::create(tx, &self.caller, one.client.clone(), one.secret.as_ref()).map(|_| ())
    }

    fn account(&mut self, tx: &mut WriteTx<'_>, one: &AccountEntry) -> Result<(), Error> {
        let hash = self.passwords.0.get(one.password.expose()).ok_or(Error::NotFound)?;
        service::accounts::create(tx, &self.caller, one.person, &one.username, hash, false).map(|_| ())
    }
}
