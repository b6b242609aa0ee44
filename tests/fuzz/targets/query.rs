//! A query: always a query, and always the same one.
#![no_main]

use backissue::query::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    for typing in [false, true] {
        assert_eq!(format!("{:?}", parse(query, typing)), format!("{:?}", parse(query, typing)));
    }
});
