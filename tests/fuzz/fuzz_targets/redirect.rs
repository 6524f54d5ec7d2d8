#![no_main]
#![doc = "The target `redirect`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::redirect(data));
