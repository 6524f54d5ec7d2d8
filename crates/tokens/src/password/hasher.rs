//! Hashing and checking.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::Params;
use types::Context;

use super::pool::Pool;
use super::{Cost, PasswordError, PasswordHash};
use crate::random::constant_time_eq;

/// The longest password that is looked at; longer ones only cost time.
pub const MAX_CHARACTERS: usize = 128;

/// Hashes and checks passwords: as many at once as it has threads' worth of memory, however many ask.
///
/// Every call blocks for about 15 ms and may wait in line before that: call it where blocking is allowed, never on a
/// thread that serves others. The line is bounded ([`PasswordError::Busy`]), so that an attack on the login takes
/// neither all memory nor all blocking threads.
pub struct Hasher {
    cost: Cost,
    pool: Pool,
    done: AtomicU64,
}

/// How many may stand in line for each place: half a second's worth.
const WAITING_PER_PLACE: usize = 32;
const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = Params::DEFAULT_OUTPUT_LEN;

impl Hasher {
    /// One that hashes `threads` passwords at once (at least one): the number of cores.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self::with_cost(threads, Cost::FLOOR)
    }

    /// One whose new hashes cost more than [`Cost::FLOOR`].
    #[must_use]
    pub fn with_cost(threads: usize, cost: Cost) -> Self {
        let threads = threads.max(1);
        Self { cost, pool: Pool::new(threads, threads.saturating_mul(WAITING_PER_PLACE)), done: AtomicU64::new(0) }
    }

    /// Hashes a new password with a fresh salt.
    ///
    /// # Errors
    /// [`PasswordError::TooLong`] over [`MAX_CHARACTERS`], [`PasswordError::Busy`].
    pub fn hash(&self, password: &str, cx: &Context) -> Result<PasswordHash, PasswordError> {
        if is_too_long(password) {
            return Err(PasswordError::TooLong);
        }
        let salt = cx.random::<SALT_BYTES>();
        let mut output = [0; OUTPUT_BYTES];
        self.run(self.cost, password, &salt, &mut output)?;
        PasswordHash::write(self.cost, &salt, &output)
    }

    /// Whether `password` is the one of which `stored` is the hash.
    ///
    /// # Errors
    /// [`PasswordError::Busy`].
    pub fn verify(&self, password: &str, stored: &PasswordHash) -> Result<bool, PasswordError> {
        if is_too_long(password) {
            return Ok(false);
        }
        let mut output = vec![0; stored.output.len()];
        self.run(stored.cost, password, stored.salt.as_ref(), &mut output)?;
        Ok(constant_time_eq(&output, stored.output.as_bytes()))
    }

    /// The same work as [`Hasher::verify`] for who does not exist or has no password, so that the time of an answer does
    /// not tell. Never true.
    ///
    /// # Errors
    /// [`PasswordError::Busy`].
    pub fn verify_unknown(&self, password: &str) -> Result<bool, PasswordError> {
        if is_too_long(password) {
            return Ok(false);
        }
        let mut output = [0; OUTPUT_BYTES];
        self.run(self.cost, password, &[0; SALT_BYTES], &mut output)?;
        std::hint::black_box(&output);
        Ok(false)
    }

    /// Whether a hash costs less than new ones do: to be replaced when its owner next signs in.
    #[must_use]
    pub fn needs_rehash(&self, stored: &PasswordHash) -> bool {
        !stored.cost.covers(self.cost) || stored.output.len() < OUTPUT_BYTES
    }

    /// How many hashes it computed.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    fn run(&self, cost: Cost, password: &str, salt: &[u8], output: &mut [u8]) -> Result<(), PasswordError> {
        let argon2 = cost.argon2(output.len())?;
        let mut lease = self.pool.take(argon2.params().block_count())?;
        self.done.fetch_add(1, Ordering::Relaxed);
        argon2
            .hash_password_into_with_memory(password.as_bytes(), salt, output, lease.memory.as_mut_slice())
            .map_err(|_| PasswordError::Refused)
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher").field("cost", &self.cost).finish_non_exhaustive()
    }
}

fn is_too_long(password: &str) -> bool {
    password.chars().nth(MAX_CHARACTERS).is_some()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::testing::context;

    /// Made with the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -e`
    /// (phc-winner-argon2, src/test.c).
    const REFERENCE: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    #[test]
    fn a_hash_of_the_reference_implementation_verifies() {
        let hasher = Hasher::new(1);
        let stored = PasswordHash::parse(REFERENCE).unwrap();
        assert_eq!(hasher.verify("password", &stored), Ok(true));
        assert_eq!(hasher.verify("differentpassword", &stored), Ok(false));
        assert!(!hasher.needs_rehash(&stored));
    }

    #[test]
    fn a_hash_survives_its_text_form_and_differs_each_time() {
        let (hasher, cx) = (Hasher::new(1), context());
        let hash = hasher.hash("correct paard batterij", &cx).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert_ne!(hasher.hash("correct paard batterij", &cx).unwrap(), hash);
        let read = PasswordHash::parse(hash.as_str()).unwrap();
        assert_eq!(read, hash);
        assert_eq!(hasher.verify("correct paard batterij", &read), Ok(true));
        assert_eq!(hasher.verify("correct paard batteri", &read), Ok(false));
        assert_eq!(hasher.verify("", &read), Ok(false));
    }

    #[test]
    fn who_does_not_exist_costs_a_hash_and_is_never_right() {
        let hasher = Hasher::new(1);
        assert_eq!(hasher.verify_unknown("correct paard batterij"), Ok(false));
        let lease = hasher.pool.take(0).unwrap();
        let used = &lease.memory;
        assert_eq!(used.len(), 19 * 1024);
        assert!(used.iter().any(|block| block.as_ref().iter().any(|word| *word != 0)));
    }

    #[test]
    fn beyond_128_characters_nothing_is_hashed() {
        let (hasher, cx) = (Hasher::new(1), context());
        let (longest, longer) = ("é".repeat(128), "é".repeat(129));
        let stored = hasher.hash(&longest, &cx).unwrap();
        assert_eq!(hasher.verify(&longest, &stored), Ok(true));
        assert_eq!(hasher.verify(&longer, &stored), Ok(false));
        assert_eq!(hasher.verify_unknown(&longer), Ok(false));
        assert_eq!(hasher.hash(&longer, &cx), Err(PasswordError::TooLong));
    }

    #[test]
    fn a_raised_cost_asks_for_rehashing_and_reads_old_hashes() {
        let (old, cx) = (Hasher::new(1), context());
        let new = Hasher::with_cost(1, Cost::new(20 * 1024, 2, 1).unwrap());
        let stored = old.hash("correct paard batterij", &cx).unwrap();
        assert!(new.needs_rehash(&stored) && !old.needs_rehash(&stored));
        assert_eq!(new.verify("correct paard batterij", &stored), Ok(true));
        assert!(!new.needs_rehash(&new.hash("correct paard batterij", &cx).unwrap()));
        let short = PasswordHash::parse("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert!(old.needs_rehash(&short));
    }

    #[test]
    fn many_at_once_all_get_their_own_answer() {
        let (hasher, cx) = (Hasher::new(2), context());
        let passwords: Vec<String> = (0..8).map(|n| format!("correct paard {n}")).collect();
        let stored = hasher.hash("correct paard 3", &cx).unwrap();
        thread::scope(|scope| {
            let answers: Vec<_> = passwords.iter().map(|p| scope.spawn(|| hasher.verify(p, &stored))).collect();
            for (password, answer) in passwords.iter().zip(answers) {
                assert_eq!(answer.join().unwrap(), Ok(password == "correct paard 3"));
            }
        });
    }
}
