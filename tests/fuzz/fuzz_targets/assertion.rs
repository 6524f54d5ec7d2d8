#![no_main]
#![doc = "The target `assertion`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::assertion(data));
