use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use tokens::seal::{Purpose, Vault};
use types::{Parsed, PersonId};

use crate::{Client, RedirectUri};

/// What a client gets to know a person by (OpenID Connect Core 1.0 section 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SubjectType {
    /// A name of its own for each sector: two portals cannot lay their users side by side.
    #[default]
    Pairwise,
    /// The `vo_id`, the same everywhere.
    Public,
}

impl SubjectType {
    /// Both, as discovery tells.
    pub const NAMES: [&'static str; 2] = ["pairwise", "public"];
}

/// The `sub` of a person at a client: the same in every token and answer of this client, whichever key signs it. A pairwise one is a keyed hash of
/// sector and person (OpenID Connect Core 1.0 section 8.1), so that nobody without the master key can compute, compare or turn it back.
#[must_use]
pub fn subject(vault: &Vault, client: &Client, person: PersonId) -> String {
    match client.subject_type {
        SubjectType::Public => person.to_string(),
        SubjectType::Pairwise => {
            let named = format!("{}\0{person}", sector(client));
            URL_SAFE_NO_PAD.encode(vault.blind_index(Purpose::Subject, named.as_bytes()))
        }
    }
}

/// Who together know a person by one name: the configured sector, or the one host of the client's addresses; else its application, or itself.
/// Loopback is no sector: every program under development is there.
fn sector(client: &Client) -> String {
    if let Some(host) = &client.sector_identifier {
        return format!("host {host}");
    }
    let mut hosts: Vec<&str> = client.redirect_uris.iter().map(RedirectUri::host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    match (hosts.as_slice(), &client.application) {
        ([host], _) if !is_loopback(host) => format!("host {host}"),
        (_, Some(application)) => format!("application {}", application.as_str()),
        (_, None) => format!("client {}", client.client_id.as_str()),
    }
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Whether a text is a host that an address may have, without a port.
pub(crate) fn is_host(text: &str) -> bool {
    RedirectUri::parse(&format!("https://{text}/")).is_ok_and(|uri| uri.host() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{machine, portal, vault};
    use proptest::prelude::*;

    const AN: &str = "01980000-0000-7000-8000-000000000002";

    fn known(client: &Client) -> String {
        subject(&vault(), client, AN.parse().unwrap())
    }

    fn at(addresses: &[&str]) -> Client {
        let redirect_uris = addresses.iter().map(|address| address.parse().unwrap()).collect();
        Client { redirect_uris, ..portal() }
    }

    #[test]
    fn a_sector_is_a_host_or_else_an_application_or_else_a_client() {
        let sector = |client: &Client| super::sector(client);
        assert_eq!(sector(&portal()), "host portal.example");
        assert_eq!(sector(&at(&["https://a.be/x", "https://a.be:8443/y"])), "host a.be");
        assert_eq!(sector(&at(&["https://a.be/", "https://b.be/"])), "application ovam");
        assert_eq!(sector(&at(&["http://127.0.0.1:3000/callback"])), "application ovam");
        assert_eq!(sector(&Client { application: None, ..at(&["http://[::1]/"]) }), "client portal");
        assert_eq!(sector(&machine()), "client machine");
        assert_eq!(sector(&Client { sector_identifier: Some("c.be".to_owned()), ..portal() }), "host c.be");
    }

    #[test]
    fn one_sector_knows_a_person_by_one_name_that_is_not_his() {
        let name = known(&portal());
        assert_eq!(name.len(), 43);
        assert!(!name.contains(AN));
        assert_eq!(name, known(&at(&["https://portal.example/other"])));
        assert_ne!(name, known(&at(&["https://other.example/cb"])));
        assert_ne!(name, subject(&vault(), &portal(), "01980000-0000-7000-8000-000000000003".parse().unwrap()));
        assert_eq!(known(&Client { subject_type: SubjectType::Public, ..portal() }), AN);
    }

    #[test]
    fn a_sector_is_written_as_hosts_are() {
        assert!(is_host("loket.example.be") && is_host("localhost"));
        for text in ["", "a.be:8443", "a.be/x", "A.be", "user@a.be", "a b", "a.be?", "https://a.be"] {
            assert!(!is_host(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_two_sectors_share_a_name(one in "[a-z]{1,12}\\.be", other in "[a-z]{1,12}\\.be") {
            let name = |host: &str| known(&Client { sector_identifier: Some(host.to_owned()), ..portal() });
            prop_assert_eq!(name(&one) == name(&other), one == other);
        }
    }
}
