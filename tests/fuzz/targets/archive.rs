//! A manifest: an archive or an error, and an archive that can be asked. Anything else: a query in the first line, names
//! of an index in the others, and an archive with that index is searched.
#![no_main]

#[path = "../../suite/hostile.rs"]
mod hostile;

use backissue::archive::Archive;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut archive) = Archive::open(bytes) {
        let _ = archive.article("x");
        let _ = archive.issues();
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let query = lines.next().unwrap_or_default();
    hostile::search(&lines.collect(), query, bytes.len() % 2 == 1);
});
