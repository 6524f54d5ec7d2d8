//! The `poort` binary.
fn main() {}
