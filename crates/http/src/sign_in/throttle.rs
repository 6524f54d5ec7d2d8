//! How often a password may be tried. Counted in the memory of this process, bounded, forgotten after an hour without failures.
//!
//! | Counted by | tries that are free | longest wait |
//! | --- | --- | --- |
//! | account and address together | 5 | 15 minutes |
//! | account | 20 | 1 minute |
//! | address | 50 | 1 minute |
//!
//! The codes of a second factor are counted apart: who knows the password cannot forget his failures with it. There nobody is known beforehand, and the
//! account waits a quarter of an hour too: only who knows the password can cause that.
//!
//! After the free ones each failure doubles the wait, from a second on. Who signed in from an address before is held back by the first row only:
//! a stranger elsewhere can make him wait a minute at the most where he never was, and not at all where he is known. A try counts when it begins,
//! so that a hundred at once are a hundred tries.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokens::random::sha256;
use types::{Instant, Seconds};

/// How long nothing must happen before a failure is forgotten.
const MEMORY: Seconds = Seconds(3600);
/// How long an address is known to an account.
const KNOWN: Seconds = Seconds(30 * 24 * 3600);
/// How many counters there are at most, and how many known addresses.
const MOST: usize = 20_000;

const TOGETHER: Limit = Limit { free: 5, longest: 900 };
const ACCOUNT: Limit = Limit { free: 20, longest: 60 };
/// Of the codes of an account: a million of them, three of which are right.
const CODES: Limit = Limit { free: 10, longest: 900 };
const ADDRESS: Limit = Limit { free: 50, longest: 60 };

#[derive(Clone, Copy)]
struct Limit {
    free: u32,
    longest: i64,
}

/// All counters.
#[derive(Default)]
pub(super) struct Throttle(Mutex<Counters>);

#[derive(Default)]
struct Counters {
    failures: HashMap<[u8; 32], Failures>,
    known: HashMap<[u8; 32], Instant>,
}

#[derive(Clone, Copy)]
struct Failures {
    number: u32,
    last: Instant,
}

/// A try that was let through: it is a failure until it is said to have succeeded.
pub(super) struct Try {
    together: [u8; 32],
    counted: Vec<([u8; 32], Limit)>,
}

impl Throttle {
    /// Lets a try through, or says how long to wait.
    pub(super) fn begin(&self, username: &str, address: IpAddr, now: Instant) -> Result<Try, Seconds> {
        let mut counters = self.counters();
        let place = neighbourhood(address);
        let together = key("together", username, &place);
        let mut counted = vec![(together, TOGETHER)];
        if counters.known.get(&together).is_none_or(|since| since.plus(KNOWN) <= now) {
            counted.extend([(key("account", username, ""), ACCOUNT), (key("address", "", &place), ADDRESS)]);
        }
        counters.begin(together, counted, now)
    }

    /// The same for the code of a second factor.
    pub(super) fn begin_second(&self, person: &str, address: IpAddr, now: Instant) -> Result<Try, Seconds> {
        let place = neighbourhood(address);
        let together = key("codes together", person, &place);
        let counted = vec![(together, TOGETHER), (key("codes", person, ""), CODES), (key("address", "", &place), ADDRESS)];
        self.counters().begin(together, counted, now)
    }

    /// What was tried was right, so it was no failure; those before it stay: who has something right of his own buys no tries with it.
    pub(super) fn right(&self, done: &Try) {
        self.counters().take_back(done);
    }

    /// The password was right: this try was no failure, and those before it from this address are forgotten.
    pub(super) fn succeeded(&self, done: &Try, now: Instant) {
        let mut counters = self.counters();
        counters.take_back(done);
        counters.failures.remove(&done.together);
        counters.known.insert(done.together, now);
    }

    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(what: &str, name: &str, place: &str) -> [u8; 32] {
    sha256(format!("{what}\n{}\n{place}", name.to_lowercase()).as_bytes())
}

impl Counters {
    fn take_back(&mut self, done: &Try) {
        for (key, _) in &done.counted {
            if let Some(failures) = self.failures.get_mut(key) {
                failures.number = failures.number.saturating_sub(1);
            }
        }
    }

    fn begin(&mut self, together: [u8; 32], counted: Vec<([u8; 32], Limit)>, now: Instant) -> Result<Try, Seconds> {
        let wait = counted.iter().map(|(key, limit)| self.wait(key, *limit, now)).max().unwrap_or(0);
        if wait > 0 {
            return Err(Seconds(wait));
        }
        self.make_room(now);
        counted.iter().for_each(|(key, _)| self.count(*key, now));
        Ok(Try { together, counted })
    }

    /// Seconds, rounded up.
    fn wait(&self, key: &[u8; 32], limit: Limit, now: Instant) -> i64 {
        let Some(failures) = self.failures.get(key).filter(|failures| failures.last.plus(MEMORY) > now) else { return 0 };
        let beyond = failures.number.saturating_sub(limit.free);
        let delay = match beyond {
            0 => return 0,
            1..=20 => (1_i64 << (beyond - 1)).min(limit.longest),
            _ => limit.longest,
        };
        let until = failures.last.plus(Seconds(delay));
        if until > now { until.unix() - now.unix() } else { 0 }
    }

    fn count(&mut self, key: [u8; 32], now: Instant) {
        let fresh = Failures { number: 0, last: now };
        let failures = self.failures.entry(key).or_insert(fresh);
        let forgotten = failures.last.plus(MEMORY) <= now;
        *failures = Failures { number: if forgotten { 1 } else { failures.number.saturating_add(1) }, last: now };
    }

    /// What is old goes first; when all is fresh, the half that failed longest ago.
    fn make_room(&mut self, now: Instant) {
        if self.failures.len() >= MOST {
            self.failures.retain(|_, failures| failures.last.plus(MEMORY) > now);
            let mut moments: Vec<Instant> = self.failures.values().map(|failures| failures.last).collect();
            moments.sort_unstable();
            if let Some(middle) = moments.get(MOST / 2) {
                self.failures.retain(|_, failures| failures.last > *middle);
            }
        }
        if self.known.len() >= MOST {
            self.known.retain(|_, since| since.plus(KNOWN) > now);
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }
}

/// One IPv6 customer has 2^64 addresses.
pub(super) fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn elsewhere(number: u8) -> IpAddr {
        IpAddr::from([198, 51, 100, number])
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(1_795_428_000 + seconds).unwrap()
    }

    /// Fails as often as it may, and says how long to wait then.
    fn exhaust(throttle: &Throttle, username: &str, address: IpAddr, now: Instant) -> (u32, i64) {
        let mut tries = 0;
        loop {
            match throttle.begin(username, address, now) {
                Ok(_) => tries += 1,
                Err(wait) => return (tries, wait.0),
            }
        }
    }

    #[test]
    fn the_wait_doubles_to_a_quarter_of_an_hour_and_is_forgotten() {
        let throttle = Throttle::default();
        assert_eq!(exhaust(&throttle, "jan", HERE, at(0)), (6, 1));
        let (mut now, mut waits) = (0, Vec::new());
        for _ in 0..12 {
            let Err(wait) = throttle.begin("JAN", HERE, at(now)) else { panic!() };
            waits.push(wait.0);
            now += wait.0;
            assert!(throttle.begin("jan", HERE, at(now)).is_ok());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(exhaust(&throttle, "jan", HERE, at(now + 3600)), (6, 1));
    }

    #[test]
    fn a_stranger_makes_nobody_wait_where_he_is_known_and_elsewhere_a_minute() {
        let throttle = Throttle::default();
        let good = throttle.begin("jan", HERE, at(0)).unwrap();
        throttle.succeeded(&good, at(0));
        let tries: u32 = (0..50).map(|number| exhaust(&throttle, "jan", elsewhere(number), at(0)).0).sum();
        assert_eq!(tries, 21);
        assert!(throttle.begin("jan", HERE, at(1)).is_ok());
        let mut now = 1;
        for number in 100..120 {
            while let Err(wait) = throttle.begin("jan", elsewhere(number), at(now)) {
                assert!(wait.0 <= 60);
                now += wait.0;
            }
        }
        assert!(now > 600);
        assert!(throttle.begin("jan", HERE, at(now)).is_ok());
    }

    #[test]
    fn codes_are_held_back_by_account_and_by_address_and_no_password_forgets_that() {
        let throttle = Throttle::default();
        let codes = |address, now| {
            let mut tries = 0;
            while throttle.begin_second("an", address, now).is_ok() {
                tries += 1;
            }
            tries
        };
        assert_eq!(codes(HERE, at(0)), 6);
        let good = throttle.begin("an", HERE, at(0)).unwrap();
        throttle.succeeded(&good, at(0));
        assert_eq!((codes(HERE, at(0)), codes(elsewhere(1), at(0)), codes(elsewhere(2), at(0))), (0, 5, 0));
        let mut now = 0;
        for number in 3..13 {
            while throttle.begin_second("an", elsewhere(number), at(now)).is_err() {
                now += 1;
            }
        }
        assert!(now > 900, "{now}");
    }

    #[test]
    fn one_address_tries_many_accounts_in_vain() {
        let throttle = Throttle::default();
        let tried = (0..100).filter(|number| throttle.begin(&format!("u{number}"), HERE, at(0)).is_ok()).count();
        assert_eq!(tried, 51);
        assert!(throttle.begin("u1", elsewhere(1), at(0)).is_ok());
    }

    #[test]
    fn who_succeeds_begins_anew() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            let good = throttle.begin("jan", HERE, at(0)).unwrap();
            throttle.succeeded(&good, at(0));
        }
        assert_eq!(exhaust(&throttle, "jan", HERE, at(0)).0, 6);
    }

    #[test]
    fn memory_is_bounded_and_a_network_is_one_address() {
        let throttle = Throttle::default();
        for number in 0..30_000_u32 {
            let address = IpAddr::from(number.to_be_bytes());
            drop(throttle.begin(&format!("u{number}"), address, at(i64::from(number) / 100)));
        }
        assert!(throttle.counters().failures.len() <= MOST + 3);
        assert_eq!(neighbourhood("2001:db8::1".parse().unwrap()), neighbourhood("2001:db8::ffff".parse().unwrap()));
        assert_eq!(neighbourhood("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1");
    }
}
