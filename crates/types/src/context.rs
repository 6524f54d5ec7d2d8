use std::{fmt, sync::Arc};

use crate::{Day, Instant, TypedId};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
}

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The outside world, made once per process: the real one in the server, a fixed one in tests.
#[derive(Clone)]
pub struct Outside {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
}

impl Outside {
    /// What one request or command may know: its moment is fixed from here on.
    #[must_use]
    pub fn context(&self, trace: TraceId) -> Context {
        Context { now: self.clock.now(), trace, entropy: Arc::clone(&self.entropy) }
    }

    /// The same with a trace id of its own.
    #[must_use]
    pub fn fresh_context(&self) -> Context {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        self.context(TraceId(bytes))
    }
}

/// The trace id of a request (W3C Trace Context): 16 bytes, 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceId(pub [u8; 16]);

impl TraceId {
    /// Parses 32 lower-case hexadecimal digits that are not all zero.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let number = u128::from_str_radix(text, 16).ok().filter(|number| lower && *number != 0)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceId({self})")
    }
}

/// What a use case may know of the outside: one moment, its trace, and random bytes. It reads no clock of its own.
#[derive(Clone)]
pub struct Context {
    /// The moment of the decision.
    pub now: Instant,
    /// The request that this belongs to.
    pub trace: TraceId,
    entropy: Arc<dyn Entropy>,
}

impl Context {
    /// The day in Europe/Brussels.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// Unpredictable bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A new identifier: UUID version 7 (RFC 9562 section 5.7), so that ids sort by their time of birth.
    #[must_use]
    pub fn new_id<T: TypedId>(&self) -> T {
        let millis = u64::try_from(self.now.unix()).unwrap_or(0) * 1000 + u64::from(self.now.to_offset_date_time().millisecond());
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid())
    }

    /// The same outside at another moment, for answers about the past or the future.
    #[must_use]
    pub fn at(&self, now: Instant) -> Self {
        Self { now, ..self.clone() }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("now", &self.now).field("trace", &self.trace).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PersonId, testing};

    #[test]
    fn ids_sort_by_the_time_of_their_birth() {
        let early = testing::context("2026-11-23T10:00:00Z").new_id::<PersonId>();
        let late = testing::context("2026-11-23T10:00:01Z").new_id::<PersonId>();
        assert!(early < late);
        assert_eq!(early.uuid().get_version_num(), 7);
    }

    #[test]
    fn trace_ids_are_32_lower_case_digits() {
        let text = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(TraceId::parse(text).unwrap().to_string(), text);
        for bad in ["", "4BF92F3577B34DA6A3CE929D0E0E4736", &"0".repeat(32), &"g".repeat(32), "+bf92f3577b34da6a3ce929d0e0e4736"]
        {
            assert_eq!(TraceId::parse(bad), None, "{bad}");
        }
    }
}
