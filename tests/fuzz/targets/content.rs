//! An article's body: read or refused, and read again the same after writing.
#![no_main]

use backissue::content::markdown::{parse, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    if let Ok(body) = parse(source, "fuzz.md", 1) {
        let again = parse(&write(&body.blocks), "fuzz.md", 1).unwrap();
        assert_eq!(body.blocks, again.blocks);
    }
});
