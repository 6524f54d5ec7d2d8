//! Versions: what the database knew at a moment.

use types::{Instant, Seconds};

use crate::At;

/// As of which moment the versioned tables are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// What is recorded now.
    #[default]
    Now,
    /// What was recorded then.
    At(Instant),
}

impl Known {
    /// A version counts when `recorded_from <= moment < recorded_to`; the current one is recorded until [`Instant::FOREVER`].
    pub(crate) fn moment(self) -> At {
        let latest = Instant::FOREVER.plus(Seconds(-1));
        match self {
            Self::Now => At(latest),
            Self::At(instant) => At(instant.min(latest)),
        }
    }
}
