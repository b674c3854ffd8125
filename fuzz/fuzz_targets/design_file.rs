//! Any bytes as a design file: reading, checking, fixing and saving never fails, and what is saved is what was meant.
#![no_main]

#[path = "../../tests/support/design_file.rs"]
mod design_file;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| design_file::run(bytes));
