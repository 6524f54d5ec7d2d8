#![no_main]
#![doc = "The target `jwt`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::jwt(data));
