//! `enterprise.csv`, each row with its name and what its juridical form means.

use std::collections::HashSet;
use std::path::Path;

use service::organisations::Registered;
use types::{Day, Doelgroep, KboNumber, Name, Parsed};

use super::names::Names;
use super::report::Report;
use super::table::Table;
use crate::Error;
use crate::cli::OrganisationFiles;
use crate::config::{Config, Import};

/// The status of an enterprise that is active; every other is that of a closed one.
const ACTIVE: &str = "AC";

/// The files together.
pub(super) struct Enterprises {
    table: Table<4>,
    names: Names,
    /// The codes of the juridical forms.
    forms: HashSet<String>,
    meaning: Import,
    doelgroep: Option<Doelgroep>,
    /// The number of the row before.
    before: String,
}

impl Enterprises {
    pub(super) fn open(files: &OrganisationFiles, config: &Config) -> Result<Self, Error> {
        Ok(Self {
            table: Table::open(&files.enterprise, ["EnterpriseNumber", "Status", "JuridicalForm", "StartDate"])?,
            names: Names::open(&files.denomination)?,
            forms: forms(&files.code)?,
            meaning: config.import.clone(),
            doelgroep: files.doelgroep.clone(),
            before: String::new(),
        })
    }

    /// The next rows that can be imported, at most so many, with their lines; what is wrong with others is told.
    pub(super) fn take(&mut self, most: usize, report: &mut Report) -> Result<Vec<(u64, Registered)>, Error> {
        let mut taken = Vec::new();
        while taken.len() < most {
            let Some(row) = self.table.next()? else { break };
            let read = match row.values {
                Ok(values) => self.read(values, report)?,
                Err(error) => Err(error),
            };
            match read {
                Ok(registered) => taken.push((row.line, registered)),
                Err(error) => report.refused(&self.table.name(), row.line, &error)?,
            }
        }
        Ok(taken)
    }

    pub(super) fn name(&self) -> String {
        self.table.name()
    }

    pub(super) fn position(&self) -> u64 {
        self.table.position()
    }

    pub(super) fn length(&self) -> u64 {
        self.table.length()
    }

    /// The inner error is about the row.
    fn read(&mut self, values: [String; 4], report: &mut Report) -> Result<Result<Registered, String>, Error> {
        let [number, status, form, begin] = values;
        let kbo = match self.number(&number) {
            Ok(kbo) => kbo,
            Err(error) => return Ok(Err(error)),
        };
        let name = self.names.of(&kbo, report)?;
        Ok(self.registered(kbo, name, &status, &form, &begin))
    }

    fn number(&mut self, text: &str) -> Result<KboNumber, String> {
        let kbo = KboNumber::parse(text).map_err(|error| format!("EnterpriseNumber: {error}"))?;
        if kbo.as_str() <= self.before.as_str() {
            return Err(
                "EnterpriseNumber: is not higher than the one before it; the rows must be in the order of the numbers".to_owned()
            );
        }
        kbo.as_str().clone_into(&mut self.before);
        Ok(kbo)
    }

    fn registered(
        &self,
        kbo: KboNumber,
        name: Option<String>,
        status: &str,
        form: &str,
        begin: &str,
    ) -> Result<Registered, String> {
        let name = name.ok_or("denomination.csv has no name of type 001 for it")?;
        let name = Name::parse(&name).map_err(|error| format!("its name in denomination.csv: {error}"))?;
        let form = (!form.is_empty()).then_some(form);
        if let Some(form) = form.filter(|form| !self.forms.contains(*form)) {
            return Err(format!("JuridicalForm: code.csv does not know `{form}`"));
        }
        let (doelgroep, classification) = self.meaning.of(form);
        let doelgroep = self.doelgroep.clone().unwrap_or(doelgroep);
        let begin = day(begin).ok_or("StartDate: dd-mm-yyyy expected")?;
        Ok(Registered { kbo, name, doelgroep, classification, begin, active: status == ACTIVE })
    }
}

/// The codes of the category `JuridicalForm`.
fn forms(path: &Path) -> Result<HashSet<String>, Error> {
    let mut table = Table::open(path, ["Category", "Code"])?;
    let mut forms = HashSet::new();
    while let Some(row) = table.next()? {
        if let Ok([category, code]) = row.values
            && category == "JuridicalForm"
        {
            forms.insert(code);
        }
    }
    Ok(forms)
}

/// `dd-mm-yyyy`.
fn day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = (day.len(), month.len(), year.len()) == (2, 2, 4) && parts.next().is_none();
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|_| whole)
}
