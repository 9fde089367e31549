//! Any bytes at all: encodings, files that are no text, cut characters.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    common::read(bytes);
});
