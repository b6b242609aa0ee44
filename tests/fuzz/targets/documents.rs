//! Documents as JSON Lines: each line an article or an error.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut path = std::env::temp_dir();
    path.push(format!("backissue-fuzz-{}.jsonl", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
    for article in backissue::publish::documents::read(&path).unwrap().take(1000) {
        if article.is_err() {
            break;
        }
    }
});
