//! What strangers may leave open in our tables: devices that wait, and people who are away at another provider. Counted in the memory of this process by
//! address and together, for as long as one stays open; a row is never worth more than its ten minutes, and there are only so many.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use oidc::{device, relying};
use types::{Instant, Seconds};

use super::throttle::neighbourhood;

/// How often counters that are over are taken out at most.
const SWEEP: Seconds = Seconds(60);

/// How many of a kind may be open at a time, in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningLimit {
    /// That one address opened: of a whole town hall, when that comes from one.
    pub of_address: u32,
    /// That all addresses together opened.
    pub of_all: u32,
}

/// How much strangers may leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningLimits {
    /// Devices of public clients that wait for their person.
    pub devices: OpeningLimit,
    /// People who are on their way to another provider.
    pub upstream: OpeningLimit,
}

impl Default for OpeningLimits {
    fn default() -> Self {
        Self {
            devices: OpeningLimit { of_address: 60, of_all: 10_000 },
            upstream: OpeningLimit { of_address: 6_000, of_all: 200_000 },
        }
    }
}

/// What is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A device of a public client that waits for its person.
    Device,
    /// A sign-in at another provider.
    Upstream,
}

impl What {
    /// For how long one stays open.
    fn lifetime(self) -> Seconds {
        match self {
            Self::Device => device::LIFETIME,
            Self::Upstream => relying::LIFETIME,
        }
    }
}

/// All counters: as many as were let through, and no more.
#[derive(Default)]
pub(super) struct Openings {
    limits: OpeningLimits,
    windows: Mutex<Windows>,
}

#[derive(Default)]
struct Windows {
    open: HashMap<(What, Option<String>), Window>,
    /// When those that are over were taken out.
    swept: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Window {
    since: Instant,
    number: u32,
}

impl Openings {
    pub(super) fn new(limits: OpeningLimits) -> Self {
        Self { limits, windows: Mutex::default() }
    }

    /// Lets one more be opened, or says how long to wait.
    pub(super) fn open(&self, what: What, address: IpAddr, now: Instant) -> Result<(), Seconds> {
        let limit = match what {
            What::Device => self.limits.devices,
            What::Upstream => self.limits.upstream,
        };
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows.sweep(now);
        let keys = [((what, Some(neighbourhood(address))), limit.of_address), ((what, None), limit.of_all)];
        for (key, most) in &keys {
            if let Some(window) = windows.open.get(key).filter(|window| window.is_open(what, now) && window.number >= *most) {
                return Err(Seconds(window.since.plus(what.lifetime()).unix() - now.unix()));
            }
        }
        for (key, _) in keys {
            let window = windows.open.entry(key).or_insert(Window { since: now, number: 0 });
            if !window.is_open(what, now) {
                *window = Window { since: now, number: 0 };
            }
            window.number += 1;
        }
        Ok(())
    }
}

impl Windows {
    /// Now and then: there may be as many as there are addresses.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|swept| now < swept.plus(SWEEP)) {
            return;
        }
        self.open.retain(|(what, _), window| window.is_open(*what, now));
        self.swept = Some(now);
    }
}

impl Window {
    fn is_open(self, what: What, now: Instant) -> bool {
        now < self.since.plus(what.lifetime())
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
        let few = OpeningLimit { of_address: 600, of_all: 700 };
        let narrow = Openings::new(OpeningLimits { upstream: few, ..OpeningLimits::default() });
        assert_eq!(opened(&narrow, What::Upstream, here, at(1)), 600);
        assert_eq!(opened(&narrow, What::Upstream, IpAddr::from([192, 0, 2, 2]), at(1)), 100);
        assert_eq!(opened(&openings, What::Device, IpAddr::from([192, 0, 2, 2]), at(1)), 60);
        assert_eq!(opened(&openings, What::Device, here, at(599)), 0);
        assert_eq!(opened(&openings, What::Device, here, at(600)), 60);
    }

    #[test]
    fn all_addresses_together_fill_no_table_and_no_memory() {
        let openings = Openings::default();
        let opened: u32 = (0..300_u32).map(|one| opened(&openings, What::Device, IpAddr::from(one.to_be_bytes()), at(0))).sum();
        assert_eq!(opened, 10_000);
        let kept = || openings.windows.lock().unwrap().open.len();
        assert!(kept() <= 10_001);
        assert!(openings.open(What::Device, IpAddr::from([192, 0, 2, 1]), at(600)).is_ok());
        assert_eq!(kept(), 2);
    }
}
