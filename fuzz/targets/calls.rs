#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dts_emulator::fuzzing::calls(data));
