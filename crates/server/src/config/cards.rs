//! Identity cards with which people sign in.

use http::{Cards, Certificates};
use oidc::Issuer;
use tokens::certificate::DistinguishedName;
use toml::Value;

use super::{Mistakes, issuer, section::Section};

const EXPECTED: &str = "a name as RFC 4514 writes it, like CN=Citizen CA,C=BE";

pub(super) fn read(
    mut section: Section,
    public: Option<&Issuer>,
    certificates: Option<&Certificates>,
    m: &mut Mistakes,
) -> Option<Cards> {
    let (key, list) = section.value("issuers");
    let issuers = issuers(&key, list, m);
    let address = address(&mut section, public, m);
    section.finish(m);
    let (issuers, address) = (issuers?, address?);
    if !issuers.is_empty() && certificates.is_some_and(|certificates| !certificates.has_verified()) {
        return m.refuse("client_certificates.header", "the header field in which cards come", "none");
    }
    Some(Cards { issuers, address })
}

fn issuers(key: &str, list: Option<Value>, m: &mut Mistakes) -> Option<Vec<DistinguishedName>> {
    let Some(Value::Array(items)) = list else { return m.refuse(key, "a list of names of authorities", "something else") };
    let mut one = |(at, item): (usize, &Value)| {
        let name = item.as_str().and_then(DistinguishedName::parse);
        name.or_else(|| m.refuse(&format!("{key}[{at}]"), EXPECTED, "something else"))
    };
    // Each is read, so that the mistakes of all are told.
    let read: Vec<Option<DistinguishedName>> = items.iter().enumerate().map(&mut one).collect();
    read.into_iter().collect()
}

/// Cookies know hosts and no ports: at another host nobody would be signed in.
fn address(section: &mut Section, public: Option<&Issuer>, m: &mut Mistakes) -> Option<Option<String>> {
    const EXPECTED: &str = "the scheme and host of public_url with another port, like https://poort.example:8443";
    if !section.has("address") {
        return Some(None);
    }
    let same = |text: &str| {
        let read = issuer(text)?.base().to_owned();
        public.is_none_or(|public| host(public.base()) == host(&read)).then_some(read)
    };
    section.parsed("address", EXPECTED, same, m).map(Some)
}

/// With its scheme.
fn host(base: &str) -> &str {
    base.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(base, |(host, _)| host)
}
