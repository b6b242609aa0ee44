//! Issue text: whatever the bytes, articles or an error, and no character of the text lost.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(made) = backissue::ingest::issue("fuzz.txt", bytes, None) {
        let source = backissue::ingest::source::read("fuzz.txt", bytes).unwrap();
        assert!(made.account.missing(&source.text).is_empty());
    }
});
