#![no_main]
#![doc = "The target `data_file`, driven by libFuzzer."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| poort_fuzz::data_file(data));
