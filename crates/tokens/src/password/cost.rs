//! What one hash costs.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};

use super::PasswordError;

/// The parameters of argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// What a stored hash may ask of us, so that a damaged row cannot take all memory.
const CEILING: Cost = Cost { memory_kib: 256 * 1024, passes: 16, lanes: 8 };

impl Cost {
    /// The least that is acceptable: 19 MiB, two passes, one lane; about 15 ms (OWASP Password Storage Cheat Sheet).
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// A dearer one: memory in KiB, passes over it, lanes.
    ///
    /// # Errors
    /// [`PasswordError::CostOutOfBounds`] when one of them is below [`Cost::FLOOR`], or beyond 256 MiB, 16 passes, 8 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let cost = Self { memory_kib, passes, lanes };
        if cost.covers(Self::FLOOR) && CEILING.covers(cost) { Ok(cost) } else { Err(PasswordError::CostOutOfBounds) }
    }

    /// That of a hash which exists: older ones may be cheaper, none may be absurd.
    pub(super) fn of(params: &Params) -> Option<Self> {
        let cost = Self { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
        CEILING.covers(cost).then_some(cost)
    }

    pub(super) fn covers(self, other: Self) -> bool {
        self.memory_kib >= other.memory_kib && self.passes >= other.passes && self.lanes >= other.lanes
    }

    pub(super) fn argon2(self, output: usize) -> Result<Argon2<'static>, PasswordError> {
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(output)).map_err(|_| PasswordError::CostOutOfBounds)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// As in the PHC form: `m=19456,t=2,p=1`.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={},t={},p={}", self.memory_kib, self.passes, self.lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_below_the_floor_or_beyond_the_ceiling() {
        assert_eq!(Cost::new(19 * 1024, 2, 1), Ok(Cost::FLOOR));
        assert!(Cost::new(64 * 1024, 3, 4).is_ok());
        for (memory, passes, lanes) in
            [(19 * 1024 - 1, 2, 1), (19 * 1024, 1, 1), (19 * 1024, 2, 0), (u32::MAX, 2, 1), (19 * 1024, 17, 1), (19 * 1024, 2, 9)]
        {
            assert_eq!(Cost::new(memory, passes, lanes), Err(PasswordError::CostOutOfBounds));
        }
    }
}
