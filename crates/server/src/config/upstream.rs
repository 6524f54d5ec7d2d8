//! Other providers at which people may sign in.

mod authentication;

use std::collections::{BTreeMap, BTreeSet};

use oidc::RedirectUri;
use oidc::authorize::strength;
use oidc::relying::{Provider, ProviderId};
use toml::Value;
use types::{Name, Parsed};

use super::{Mistakes, section::Section};

/// How many there may be: more buttons than anybody reads.
const MOST: usize = 16;

const ACR: &str = "a way to sign in of ACM/IDM, like urn:be:vlaanderen:authmech:itsme";

pub(super) fn read(root: &mut Section, m: &mut Mistakes) -> Option<Vec<Provider>> {
    let (key, list) = root.value("upstream");
    let tables = match list {
        None => Vec::new(),
        Some(Value::Array(tables)) if tables.len() <= MOST => tables,
        Some(_) => return m.refuse(&key, format!("at most {MOST} entries [[upstream]]"), "something else"),
    };
    let mut seen = BTreeSet::new();
    let numbered = tables.into_iter().enumerate();
    // Each is read, so that the mistakes of all are told.
    let read: Vec<Option<Provider>> = numbered.map(|(at, table)| one(&format!("{key}[{at}]"), table, &mut seen, m)).collect();
    read.into_iter().collect()
}

fn one(path: &str, table: Value, seen: &mut BTreeSet<ProviderId>, m: &mut Mistakes) -> Option<Provider> {
    let mut section = Section::entry(path, table, m)?;
    let id = section.parsed("id", "a name of its own, of 1 to 32 of a-z, 0-9 and -", |text| unique(text, seen), m);
    let name = section.parsed("name", "what the button says, of at most 200 characters", |text| Name::parse(text).ok(), m);
    let issuer = section.parsed("issuer", "an https address without query (http only on loopback)", issuer, m);
    let client_id = section.required("client_id", "what the provider knows Poort by", m);
    let authentication = authentication::read(&mut section, path, m);
    let decryption = authentication::decryption(&mut section, m);
    let scopes = scopes(&mut section, m);
    let insz_claim = insz_claim(&mut section, m);
    let acr = acr(&mut section, m);
    let default_acr = section.parsed("default_acr", ACR, |text| strength(text).map(|_| text.to_owned()), m);
    section.finish(m);
    Some(Provider {
        id: id?,
        name: name?,
        issuer: issuer?,
        client_id: client_id?,
        authentication: authentication?,
        decryption: decryption?,
        scopes: scopes?,
        insz_claim: insz_claim?,
        acr: acr?,
        default_acr: default_acr?,
    })
}

fn unique(text: &str, seen: &mut BTreeSet<ProviderId>) -> Option<ProviderId> {
    ProviderId::parse(text).filter(|id| seen.insert(id.clone()))
}

fn issuer(text: &str) -> Option<String> {
    RedirectUri::parse(text).ok().filter(|_| !text.contains('?')).map(|_| text.to_owned())
}

/// Nothing must be said on purpose: it is another way to know people.
fn insz_claim(section: &mut Section, m: &mut Mistakes) -> Option<Option<String>> {
    const EXPECTED: &str = "the claim that holds the INSZ; or `links = true`, when people link themselves to who they are there";
    let ((key, links), claim) = (section.value("links"), section.optional("insz_claim", m));
    let claim_key = key.replace("links", "insz_claim");
    match (links, claim) {
        (None | Some(Value::Boolean(false)), Some(claim)) => Some(Some(claim)),
        (Some(Value::Boolean(true)), None) => Some(None),
        (None | Some(Value::Boolean(false)), None) => m.refuse(&claim_key, EXPECTED, "nothing"),
        (Some(Value::Boolean(true)), Some(_)) => m.refuse(&claim_key, EXPECTED, "both"),
        (Some(_), _) => m.refuse(&key, "true or false", "something else"),
    }
}

fn scopes(section: &mut Section, m: &mut Mistakes) -> Option<Vec<String>> {
    const EXPECTED: &str = "a list of scopes, `openid` among them";
    let (key, list) = section.value("scopes");
    let Some(Value::Array(items)) = list else { return m.refuse(&key, EXPECTED, "something else") };
    // The characters of RFC 6749 section 3.3.
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let scope = |item: &Value| item.as_str().filter(|text| !text.is_empty() && text.bytes().all(allowed)).map(str::to_owned);
    let scopes: Option<Vec<String>> = items.iter().map(scope).collect();
    scopes.filter(|all| all.iter().any(|one| one == "openid")).or_else(|| m.refuse(&key, EXPECTED, "another list"))
}

fn acr(section: &mut Section, m: &mut Mistakes) -> Option<BTreeMap<String, String>> {
    let (key, table) = section.value("acr");
    let table = match table {
        None => return Some(BTreeMap::new()),
        Some(Value::Table(table)) => table,
        Some(_) => return m.refuse(&key, format!("for each acr of the provider {ACR}"), "something else"),
    };
    let ours = |value: &Value| value.as_str().filter(|text| strength(text).is_some()).map(str::to_owned);
    let mut mapped = |(theirs, value): (String, Value)| match ours(&value) {
        Some(ours) => Some((theirs, ours)),
        None => m.refuse(&format!("{key}.{theirs}"), ACR, "something else"),
    };
    let read: Vec<Option<(String, String)>> = table.into_iter().map(&mut mapped).collect();
    read.into_iter().collect()
}
