//! A manifest: an archive or an error, and an archive that can be asked. One file with all parts, or a module that carries
//! them: what stands before the parts, or an error. Anything else: a query in the first line, names
//! of an index in the others, and an archive with that index is searched.
#![no_main]

#[path = "../../suite/hostile.rs"]
mod hostile;

use std::io::Cursor;

use backissue::archive::Archive;
use backissue::format::{pack, section};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut archive) = Archive::open(bytes) {
        let _ = archive.article("x");
        let _ = archive.issues();
    }
    let _ = pack::Head::read(&mut &bytes[..], bytes.len() as u64);
    if let Ok(Some(found)) = section::find(&mut Cursor::new(bytes), "a") {
        assert!(found.start <= found.end && found.end <= bytes.len() as u64);
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let query = lines.next().unwrap_or_default();
    hostile::search(&lines.collect(), query, bytes.len() % 2 == 1);
});
