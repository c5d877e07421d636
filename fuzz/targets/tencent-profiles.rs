#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tencent::fuzzing::profile(data));
