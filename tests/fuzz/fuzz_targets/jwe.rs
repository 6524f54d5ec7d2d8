#![no_main]
#![doc = "The target `jwe`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::jwe(data));
