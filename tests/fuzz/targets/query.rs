//! A query: always a query, whose words stand in it, are words of the index, and are no more than are searched.
#![no_main]

use backissue::query::{Field, Form, MAX_WORDS, Note, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    for typing in [false, true] {
        let parsed = parse(query, typing);
        assert!(parsed.wanted.iter().all(|clause| !clause.any.is_empty()));
        let mut words = 0;
        for atom in parsed.atoms().chain(&parsed.unwanted) {
            assert!(!atom.words.is_empty() && (atom.form != Form::Word || atom.words.len() == 1));
            for word in &atom.words {
                assert!(query.get(word.range.clone()).is_some_and(|typed| !typed.is_empty()));
                assert!(!word.term.is_empty() && !word.word.is_empty() && !word.written.is_empty());
                assert!(typing || query.contains('*') || word.prefix.is_empty());
                words += 1;
            }
        }
        assert!(words <= MAX_WORDS);
        for filter in &parsed.filters {
            assert!(query.contains(&filter.value) && !filter.value.is_empty());
            let is_date = matches!(filter.field, Field::Before | Field::After);
            assert!(!is_date || filter.value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
        }
        for note in &parsed.notes {
            match note {
                Note::Unread { part } => assert!(query.contains(part.as_str())),
                Note::Cut { words } => assert!(*words as usize <= MAX_WORDS),
                note => panic!("{note:?} is not known before anything is searched"),
            }
        }
    }
});
