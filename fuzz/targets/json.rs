#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tfplugin::fuzzing::json(data));
