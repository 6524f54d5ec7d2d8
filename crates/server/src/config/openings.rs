//! How much strangers may leave open.

use ::http::{OpeningLimit, OpeningLimits};

use super::{Mistakes, section::Section};

/// How many rows a table may have of it.
const MOST: i64 = 10_000_000;

pub(super) fn read(mut section: Section, m: &mut Mistakes) -> Option<OpeningLimits> {
    let mut limit = |name: &str| {
        let (of_address, of_all) = (section.number(&format!("{name}_of_address"), 1, MOST, m), section.number(name, 1, MOST, m));
        Some(OpeningLimit { of_address: of_address?, of_all: of_all? })
    };
    let (devices, upstream) = (limit("devices"), limit("upstream"));
    section.finish(m);
    Some(OpeningLimits { devices: devices?, upstream: upstream? })
}
