#![no_main]
#![doc = "The target `numbers`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::numbers(data));
