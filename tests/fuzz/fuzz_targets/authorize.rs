#![no_main]
#![doc = "The target `authorize`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::authorize(data));
