#![no_main]
#![doc = "The target `certificate`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::certificate(data));
