//! What a client may be: every mistake at once, and what only the platform gives.

use std::collections::BTreeSet;

use gebruikersrechten::Application;
use oidc::{ApiScope, Client, ClientKind, ClientMistake, GrantType, Scopes};
use storage::ReadTx;
use types::{Parsed, ScopeName, Seconds, Secret};

use super::LONGEST_OVERLAP;
use crate::{Caller, Error};

/// The longest secret that a client can present (RFC 6749 leaves it open; the header of a request does not).
const LONGEST_SECRET: usize = 512;

/// Checks a client as it will be; `before` is what it was.
pub(super) fn check(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    before: Option<&Client>,
    client: &Client,
    secret: Option<&Secret>,
) -> Result<(), Error> {
    let applications = storage::applications::all(tx)?;
    let own = |client: &Client| {
        client.application.as_ref().and_then(|code| applications.iter().find(|application| application.code == *code))
    };
    if client.application.is_some() && own(client).is_none() {
        return Err(Error::Reference { member: "application" });
    }
    if let Some(organisation) = client.organisation {
        storage::organisations::by_id(tx, organisation)?.ok_or(Error::Reference { member: "organisation" })?;
    }
    let mut mistakes = client.validate();
    mistakes.extend(scopes(client, own(client), &applications));
    mistakes.extend(secret.and_then(|secret| unfit(client, secret)));
    if !mistakes.is_empty() {
        return Err(Error::Client(mistakes));
    }
    let had = before.map(|before| beyond(before, own(before))).unwrap_or_default();
    if !beyond(client, own(client)).is_subset(&had) {
        caller.powers.sees_everything()?;
    }
    Ok(())
}

/// Checks another secret for a client.
pub(super) fn rotation(client: &Client, overlap: Seconds) -> Result<(), Error> {
    let mut mistakes = Vec::new();
    if client.kind == ClientKind::Public {
        mistakes.push(ClientMistake { member: "kind", expected: "confidential: a public client has no secret" });
    }
    if !(0..=LONGEST_OVERLAP.0).contains(&overlap.0) {
        mistakes.push(ClientMistake { member: "overlapSeconds", expected: "0 to 2592000" });
    }
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Client(mistakes)) }
}

/// A scope that is neither standard nor Poort's is an application's: of the client's own one, or, for a machine, of any.
fn scopes(client: &Client, own: Option<&Application>, all: &[Application]) -> Option<ClientMistake> {
    let asked: Scopes = client.scopes.iter().cloned().collect();
    let machine = client.may(GrantType::ClientCredentials);
    let poorts = |name: &str| name.starts_with("poort.");
    let mut others = asked.applications().filter(|scope| !poorts(scope.as_str()));
    let exists = |application: &Application, scope: &ScopeName| application.scope == *scope;
    let known =
        others.all(|scope| own.is_some_and(|own| exists(own, scope)) || (machine && all.iter().any(|one| exists(one, scope))));
    let expected = "openid, profile, vo, rrn, a scope of the Poort API, or the scope of its application";
    (!known).then_some(ClientMistake { member: "scopes", expected })
}

fn unfit(client: &Client, secret: &Secret) -> Option<ClientMistake> {
    let expected = if client.kind == ClientKind::Public {
        "none for a public client"
    } else if (1..=LONGEST_SECRET).contains(&secret.expose().len()) {
        return None;
    } else {
        "1 to 512 characters"
    };
    Some(ClientMistake { member: "secret", expected })
}

/// What reaches beyond the client's application, and so is the platform's to give.
fn beyond(client: &Client, own: Option<&Application>) -> BTreeSet<String> {
    let scopes: Scopes = client.scopes.iter().cloned().collect();
    let foreign = scopes.applications().filter(|scope| own.is_none_or(|own| own.scope != **scope));
    let mut found: BTreeSet<String> = foreign.map(|scope| scope.as_str().to_owned()).collect();
    found.extend(scopes.api().filter(|scope| *scope != ApiScope::Me).map(|scope| scope.to_string()));
    if scopes.has("rrn") {
        found.insert(format!("rrn {}", client.legal_basis.as_ref().map_or("", Parsed::as_str)));
    }
    let organisation = client.organisation.filter(|organisation| own.is_none_or(|own| own.owner != *organisation));
    found.extend(organisation.map(|organisation| organisation.to_string()));
    found
}
