//! What strangers may leave open in our tables: devices that wait, and people who are away at another provider. Counted in the memory of this process by
//! address and together, for as long as one stays open; a row is never worth more than its ten minutes, and there are only so many.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use oidc::{device, relying};
use types::{Instant, Seconds};

use super::throttle::neighbourhood;

/// What is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A device of a public client that waits for its person.
    Device,
    /// A sign-in at another provider: a whole town hall comes from one address.
    Upstream,
}

impl What {
    /// How many one address may open, and all together, while the first of them may still be open.
    fn limits(self) -> (u32, u32, Seconds) {
        match self {
            Self::Device => (60, 10_000, device::LIFETIME),
            Self::Upstream => (600, 20_000, relying::LIFETIME),
        }
    }
}

/// All counters: as many as were let through, and no more.
#[derive(Default)]
pub(super) struct Openings(Mutex<HashMap<(What, Option<String>), Window>>);

#[derive(Clone, Copy)]
struct Window {
    since: Instant,
    number: u32,
}

impl Openings {
    /// Lets one more be opened, or says how long to wait.
    pub(super) fn open(&self, what: What, address: IpAddr, now: Instant) -> Result<(), Seconds> {
        let (of_address, of_all, lifetime) = what.limits();
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        windows.retain(|(kept, _), window| window.since.plus(kept.limits().2) > now);
        let keys = [((what, Some(neighbourhood(address))), of_address), ((what, None), of_all)];
        for (key, most) in &keys {
            if let Some(window) = windows.get(key).filter(|window| window.number >= *most) {
                return Err(Seconds(window.since.plus(lifetime).unix() - now.unix()));
            }
        }
        for (key, _) in keys {
            windows.entry(key).or_insert(Window { since: now, number: 0 }).number += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(1_795_428_000 + seconds).unwrap()
    }

    fn opened(openings: &Openings, what: What, address: IpAddr, now: Instant) -> u32 {
        (0..1000).filter(|_| openings.open(what, address, now).is_ok()).count().try_into().unwrap()
    }

    #[test]
    fn an_address_opens_so_many_and_waits_until_they_are_over() {
        let (openings, here) = (Openings::default(), IpAddr::from([192, 0, 2, 1]));
        assert_eq!(opened(&openings, What::Device, here, at(0)), 60);
        assert_eq!(openings.open(What::Device, here, at(1)), Err(Seconds(599)));
        assert_eq!(opened(&openings, What::Upstream, here, at(1)), 600);
        assert_eq!(opened(&openings, What::Device, IpAddr::from([192, 0, 2, 2]), at(1)), 60);
        assert_eq!(opened(&openings, What::Device, here, at(599)), 0);
        assert_eq!(opened(&openings, What::Device, here, at(600)), 60);
    }

    #[test]
    fn all_addresses_together_fill_no_table_and_no_memory() {
        let openings = Openings::default();
        let opened: u32 = (0..300_u32).map(|one| opened(&openings, What::Device, IpAddr::from(one.to_be_bytes()), at(0))).sum();
        assert_eq!(opened, 10_000);
        assert!(openings.0.lock().unwrap().len() <= 10_001);
        assert!(openings.open(What::Device, IpAddr::from([192, 0, 2, 1]), at(600)).is_ok());
        assert_eq!(openings.0.lock().unwrap().len(), 2);
    }
}
