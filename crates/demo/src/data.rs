use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};
use types::{
    ApplicationCode, Category, ClaimName, Classification, ClientId, ContextCode, Day, Doelgroep, EmailAddress, Instellingsnummer,
    Insz, KboNumber, Language, MonthDay, Name, NisCode, OrganisationId, OvoCode, PartialDate, PersonId, PhoneNumber, Reason,
    RightCode, ScopeName, Secret, Sex, TechnicalName, Text, Username,
};

/// Something of the file, and where it stands.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// Counted from 1.
    pub line: usize,
    /// As `person an`.
    pub what: String,
    /// What is asked.
    pub value: T,
}

/// All of a file that has no mistakes.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// `[[organisation]]`, each after the one that it is a part of.
    pub organisations: Vec<Located<OrganisationEntry>>,
    /// `[[person]]`.
    pub persons: Vec<Located<PersonEntry>>,
    /// `[[application]]`.
    pub applications: Vec<Located<ApplicationEntry>>,
    /// `[[right]]`.
    pub rights: Vec<Located<RightEntry>>,
    /// `[[werkrelatie]]`.
    pub werkrelaties: Vec<Located<WerkrelatieEntry>>,
    /// `[[toekenning]]`.
    pub toekenningen: Vec<Located<ToekenningEntry>>,
    /// `[[mandate]]`.
    pub mandates: Vec<Located<MandateEntry>>,
    /// `[[account]]`.
    pub accounts: Vec<Located<AccountEntry>>,
    /// `[[client]]`.
    pub clients: Vec<Located<ClientEntry>>,
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of organisations::NewOrganisation with that name")]
pub struct OrganisationEntry {
    pub key: String,
    pub id: OrganisationId,
    pub kbo: KboNumber,
    pub ovo: Option<OvoCode>,
    pub instellingsnummer: Option<Instellingsnummer>,
    pub name: Name,
    pub doelgroepen: BTreeSet<Doelgroep>,
    pub classification: Classification,
    pub parent: Option<OrganisationId>,
    pub nis: Option<NisCode>,
    pub begin: Option<Day>,
    pub end: Option<Day>,
    pub rights_held_on: Option<OrganisationId>,
}

/// A person and what the register says of him.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of persons::Person with that name")]
pub struct PersonEntry {
    pub key: String,
    pub id: PersonId,
    #[serde(deserialize_with = "insz")]
    pub insz: Insz,
    pub given: Option<Name>,
    pub family: Name,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub deceased: Option<Day>,
    pub struck: Option<Day>,
    /// Numbers that he had before, oldest first.
    #[serde(default, deserialize_with = "numbers")]
    pub replaces: Vec<Insz>,
    pub roepnaam: Option<Name>,
    pub initialen: Option<Name>,
    pub language: Option<Language>,
    /// False for who stands in the register and was not admitted yet.
    #[serde(default = "yes")]
    pub admitted: bool,
    pub reason: Option<Reason>,
}

/// An application.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of gebruikersrechten::Application with that name")]
pub struct ApplicationEntry {
    pub code: ApplicationCode,
    pub name: Name,
    pub description: Option<Text>,
    pub owner: OrganisationId,
    #[serde(default)]
    pub notify: Vec<EmailAddress>,
    #[serde(default)]
    pub doelgroepen: BTreeSet<Doelgroep>,
    #[serde(default)]
    pub classifications: BTreeSet<Classification>,
    pub claim: ClaimName,
    pub scope: ScopeName,
    pub claim_3d: Option<ClaimName>,
    pub claim_2d: Option<ClaimName>,
    pub begin: Option<Day>,
    pub end: Option<Day>,
}

/// How many contexts a grant of a right has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContextRuleName {
    /// None exist.
    None,
    /// Any number.
    #[default]
    Optional,
    /// At least one.
    AtLeastOne,
    /// Exactly one.
    ExactlyOne,
}

/// When a right is active: each year, or once.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowEntry {
    /// First day of each year, `MM-dd`.
    pub yearly_from: Option<MonthDay>,
    /// Last day of each year, `MM-dd`.
    pub yearly_until: Option<MonthDay>,
    /// First day.
    pub begin: Option<Day>,
    /// Last day.
    pub end: Option<Day>,
}

/// A context of a right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextEntry {
    pub code: ContextCode,
    pub name: Name,
    pub technical_name: TechnicalName,
}

/// A gebruikersrecht.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of gebruikersrechten::Gebruikersrecht with that name")]
pub struct RightEntry {
    pub application: ApplicationCode,
    pub code: RightCode,
    pub name: Name,
    pub description: Option<Text>,
    pub technical_name: TechnicalName,
    #[serde(default)]
    pub doelgroepen: BTreeSet<Doelgroep>,
    #[serde(default)]
    pub classifications: BTreeSet<Classification>,
    #[serde(default)]
    pub context_rule: ContextRuleName,
    #[serde(default)]
    pub contexts: Vec<ContextEntry>,
    pub default_months: Option<u32>,
    pub maximum_months: Option<u32>,
    #[serde(default)]
    pub windows: Vec<WindowEntry>,
    pub maximum_holders: Option<u32>,
    pub maximum_holders_per_context: Option<u32>,
    #[serde(default)]
    pub excludes: BTreeSet<RightCode>,
    #[serde(default)]
    pub requires: BTreeSet<RightCode>,
    #[serde(default)]
    pub email_required: bool,
    pub begin: Option<Day>,
    pub end: Option<Day>,
}

/// A person at an organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of werkrelaties::Werkrelatie with that name")]
pub struct WerkrelatieEntry {
    pub key: String,
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub doelgroep: Doelgroep,
    pub category: Category,
    pub begin: Option<Day>,
    pub end: Option<Day>,
    pub email: Option<EmailAddress>,
    pub phone: Option<PhoneNumber>,
    pub reason: Option<Reason>,
    /// Paused from today until this day.
    pub paused_until: Option<Day>,
}

/// A right on a werkrelatie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of gebruikersrechten::Toekenning with that name")]
pub struct ToekenningEntry {
    pub werkrelatie: String,
    pub right: RightCode,
    #[serde(default)]
    pub contexts: Vec<ContextCode>,
    pub begin: Option<Day>,
    pub end: Option<Day>,
    pub reason: Reason,
}

/// A mandate: of a person or a client, over an organisation, an application, or (with neither) the platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the member of mandates::Mandate with that name")]
pub struct MandateEntry {
    pub person: Option<PersonId>,
    pub client: Option<ClientId>,
    pub kind: mandates::Kind,
    pub organisation: Option<OrganisationId>,
    #[serde(default)]
    pub sub_entities: bool,
    pub application: Option<ApplicationCode>,
    pub rights: Option<BTreeSet<RightCode>>,
    pub contexts: Option<BTreeSet<ContextCode>>,
    pub maximum_months: Option<u32>,
    #[serde(default)]
    pub may_redelegate: bool,
    pub begin: Option<Day>,
    pub end: Option<Day>,
    pub reason: Reason,
}

/// How a person signs in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountEntry {
    /// Whose.
    pub person: PersonId,
    /// Unique.
    pub username: Username,
    /// In clear: it is fictional, and printed by the demo.
    pub password: Secret,
    /// For whoever chooses whom to sign in as.
    pub description: Option<Text>,
}

/// A client and its secret.
#[derive(Clone, Debug)]
pub struct ClientEntry {
    /// All of its configuration.
    pub client: oidc::Client,
    /// In clear: it is fictional, and printed by the demo.
    pub secret: Option<Secret>,
    /// Whether the demo names it as the one to try the API with.
    pub api_example: bool,
}

fn yes() -> bool {
    true
}

fn insz<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Insz, D::Error> {
    Insz::from_stored(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Insz>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| Insz::from_stored(text).map_err(serde::de::Error::custom)).collect()
}
