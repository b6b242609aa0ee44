//! A manifest: an archive or an error, and an archive that can be asked.
#![no_main]

use backissue::archive::{Archive, Step};
use backissue::query::Request;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut archive) = Archive::open(bytes) else { return };
    let request = Request { query: "lamp".into(), ..Request::default() };
    if let Ok(Step::Need(parts)) = archive.search(&request) {
        for part in parts {
            let _ = archive.supply(part, bytes.to_vec());
        }
    }
    let _ = archive.article("x");
    let _ = archive.issues();
});
