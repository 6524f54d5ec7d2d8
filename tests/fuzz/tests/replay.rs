//! The stored corpus, and thousands of small changes of it, the same in every run: what `cargo fuzz` found before stays found.
#![cfg(test)]

use std::fs;
use std::path::PathBuf;

use poort_fuzz::TARGETS;

/// How many changes are tried of each stored input.
const CHANGES: u64 = 1000;

#[test]
fn what_is_stored_and_what_is_near_it_breaks_no_promise() {
    for (name, target) in TARGETS {
        let corpus = corpus(name);
        assert!(corpus.len() >= 3, "{name} has a corpus");
        for (number, input) in corpus.iter().enumerate() {
            target(input);
            let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ number as u64);
            for _ in 0..CHANGES {
                let other = &corpus[dice.below(corpus.len())];
                target(&changed(input, other, &mut dice));
            }
        }
    }
}

/// What is stored of a target, in the order of its names.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// One to four changes: a byte, a stretch left out, doubled, or taken from another input.
fn changed(input: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = at + dice.below((bytes.len() - at).min(40) + 1);
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            3 => {
                let from = dice.below(other.len() + 1);
                let until = from + dice.below((other.len() - from).min(40) + 1);
                bytes.splice(at..end, other[from..until].iter().copied());
            }
            _ => bytes.insert(at, b"\"\\{}[],:.=&#%@/-_ 09aA\0\x7f\xff"[dice.below(25)]),
        }
    }
    bytes
}

/// Numbers without a pattern that matters (xorshift64*), the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }
}
