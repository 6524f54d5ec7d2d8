//! The proxies that are believed.

use http::{Network, Proxies};
use toml::Value;

use super::{Mistakes, section::Section};

const EXPECTED: &str = "an address or a network without bits behind its prefix, like 10.0.0.0/8 or ::1, and not all addresses";

pub(super) fn read(root: &mut Section, m: &mut Mistakes) -> Option<Proxies> {
    let (key, list) = root.value("trusted_proxies");
    let Some(Value::Array(items)) = list else { return m.refuse(&key, "a list of addresses and networks", "something else") };
    let mut one = |(at, item): (usize, &Value)| {
        let network = item.as_str().and_then(|text| text.parse().ok());
        network.or_else(|| m.refuse(&format!("{key}[{at}]"), EXPECTED, "something else"))
    };
    // Each is read, so that the mistakes of all are told.
    let read: Vec<Option<Network>> = items.iter().enumerate().map(&mut one).collect();
    read.into_iter().collect::<Option<Vec<_>>>().map(Proxies::new)
}
