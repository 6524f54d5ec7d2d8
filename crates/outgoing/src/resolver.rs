use std::error::Error;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::{OutgoingError, is_public};

/// Resolves a name to those of its addresses that are public. The connection is made to one of these: nobody resolves the name again.
pub(crate) struct PublicOnly;

/// A name without a public address.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no public address")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(public(found)?)
        })
    }
}

fn public(mut found: Vec<SocketAddr>) -> Result<Addrs, NotPublic> {
    found.retain(|address| is_public(address.ip()));
    if found.is_empty() { Err(NotPublic) } else { Ok(Box::new(found.into_iter())) }
}

/// Why a request was not sent.
pub(crate) fn unsent(error: &reqwest::Error) -> OutgoingError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<NotPublic>() {
            return OutgoingError::Refused;
        }
        cause = one.source();
    }
    OutgoingError::Unavailable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_that_has_both_the_public_address_is_taken() {
        let addresses = |texts: &[&str]| texts.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
        let taken: Vec<_> =
            public(addresses(&["127.0.0.1", "1.1.1.1", "::1"])).unwrap().map(|address| address.ip().to_string()).collect();
        assert_eq!(taken, ["1.1.1.1"]);
        assert!(public(addresses(&["10.0.0.1", "fe80::1"])).is_err() && public(Vec::new()).is_err());
    }
}
