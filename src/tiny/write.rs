//! Writes what [`super::Tiny`] opens.

use std::collections::{BTreeMap, BTreeSet};

use super::{MAGIC, crc32, fold};
use crate::{Error, Fault, Result};

/// What is searched of one article.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The headline: a word in it counts three times.
    pub title: String,
    /// Everything else that should be found, as words: kicker, authors, standfirst, telling words of the body.
    pub words: String,
}

/// An archive of the tiny edition: `headlines` is the store, `entries` what is searched, in the store's order.
/// The same input gives the same bytes. Time and memory are linear in the text.
///
/// # Errors
/// [`Fault::Input`] if store or words exceed 4 GB.
///
/// ```
/// use backissue::tiny::{Entry, Tiny, write};
/// let entry = |title: &str, words: &str| Entry { title: title.into(), words: words.into() };
/// let entries = [entry("Night shifts", "rest between two shifts"), entry("Ten tips", "for a better rota")];
/// let tiny = Tiny::open(&write("{}", &entries)?)?;
/// assert_eq!(tiny.search("rota", 10), [1]);
/// # Ok::<(), backissue::Error>(())
/// ```
pub fn write(headlines: &str, entries: &[Entry]) -> Result<Vec<u8>> {
    let folded: Vec<(String, BTreeSet<String>)> = entries.iter().map(terms).collect();
    let common = common(&folded);
    let keep = |word: &&str| !common.contains(*word);
    let lines = folded.iter().flat_map(|(title, terms)| {
        let title = Vec::from_iter(title.split_whitespace().filter(keep));
        [title.join(" "), Vec::from_iter(terms.iter().map(String::as_str).filter(keep)).join(" ")]
    });
    let words = Vec::from_iter(lines).join("\n");
    let mut body = Vec::new();
    for text in [headlines, &Vec::from_iter(common.iter().map(String::as_str)).join(" "), &words] {
        let length = u32::try_from(text.len()).map_err(|_| {
            Error::new(Fault::Input, "tiny edition", "more than 4 GB of headlines", "Take fewer articles.")
        })?;
        body.extend(length.to_le_bytes());
        body.extend(text.as_bytes());
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(crc32(&body).to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

/// The folded headline as it reads, and every other word once.
fn terms(entry: &Entry) -> (String, BTreeSet<String>) {
    let title = fold(&entry.title);
    let in_title: BTreeSet<&str> = title.split_whitespace().collect();
    let terms = fold(&entry.words)
        .split_whitespace()
        .filter(|word| !in_title.contains(word))
        .map(str::to_owned)
        .collect();
    (title, terms)
}

/// Words of at most four letters that are in more than half of the articles: in any language those are the ones that
/// tell nothing (articles, prepositions, pronouns). Longer ones are kept, because a magazine's own subject ("nurses")
/// is in most of its articles too. Under six articles "half" means too little.
fn common(articles: &[(String, BTreeSet<String>)]) -> BTreeSet<String> {
    if articles.len() < 6 {
        return BTreeSet::new();
    }
    let mut counts = BTreeMap::<&str, usize>::new();
    for (title, terms) in articles {
        // A headline may say a word twice ("Pay, pay and pay").
        let words: BTreeSet<&str> =
            title.split_whitespace().chain(terms.iter().map(String::as_str)).collect();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let frequent =
        counts.into_iter().filter(|&(term, count)| count * 2 > articles.len() && term.chars().count() <= 4);
    frequent.map(|(term, _)| term.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Tiny;
    use super::*;

    fn entries() -> Vec<Entry> {
        let entry = |title: &str, words: &str| Entry { title: title.into(), words: words.into() };
        vec![
            entry("The rota that nobody wrote", "the night shift and the day shift of ward 8a in 2025"),
            entry("A seat at the table", "the board of the trust and the café"),
            entry("Pay, again", "the pay review of 2025 and the members’ answer"),
            entry("Long corridors", "the estate and the porters"),
            entry("Who moves the beds?", "the porters and the pay of the porters"),
            entry("Letters", "the readers and the editor"),
        ]
    }

    fn open(entries: &[Entry]) -> Tiny {
        Tiny::open(&write("{}", entries).unwrap()).unwrap()
    }

    #[test]
    fn every_known_word_must_be_in_the_article() {
        let tiny = open(&entries());
        assert_eq!(tiny.search("porters", 10), [3, 4]);
        assert_eq!(tiny.search("porters pay", 10), [4]);
        assert_eq!(tiny.search("porters xylophone", 10), [3, 4], "an unknown word is left out");
        assert_eq!(tiny.search("xylophone", 10), [0; 0]);
        assert_eq!(tiny.search("porters", 1), [3]);
    }

    #[test]
    fn a_word_in_the_headline_counts_more() {
        let tiny = open(&entries());
        assert_eq!(tiny.search("pay", 10), [2, 4]);
    }

    #[test]
    fn numbers_accents_and_apostrophes_are_found_however_they_are_typed() {
        let tiny = open(&entries());
        assert_eq!(tiny.search("8A", 10), [0]);
        assert_eq!(tiny.search("2025", 10), [0, 2]);
        assert_eq!(tiny.search("cafe", 10), [1]);
        assert_eq!(tiny.search("members'", 10), [2]);
    }

    #[test]
    fn common_words_tell_nothing() {
        let tiny = open(&entries());
        assert_eq!(tiny.search("the", 10), [0; 0]);
        assert_eq!(tiny.search("the porters and the pay", 10), [4]);
    }

    #[test]
    fn three_letters_find_what_they_begin() {
        let tiny = open(&entries());
        assert_eq!(tiny.search("por", 10), [3, 4]);
        assert_eq!(tiny.search("po", 10), [0; 0]);
    }

    #[test]
    fn the_same_articles_give_the_same_bytes() {
        let bytes = write("{\"a\":1}", &entries()).unwrap();
        for _ in 0..8 {
            assert_eq!(write("{\"a\":1}", &entries()).unwrap(), bytes);
        }
    }

    #[test]
    fn no_articles_is_an_edition_that_finds_nothing() {
        assert_eq!(open(&[]).search("pay", 10), [0; 0]);
    }

    #[test]
    fn ten_thousand_characters_are_searched_in_a_blink() {
        let tiny = open(&entries());
        assert_eq!(tiny.search(&"porters ".repeat(1_250), 10), [3, 4]);
    }

    #[test]
    fn a_damaged_archive_is_refused() {
        let bytes = write("{}", &entries()).unwrap();
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << (place % 8);
            assert!(Tiny::open(&damaged).is_err(), "a flipped bit in byte {place} went through");
            assert!(Tiny::open(&bytes[..place]).is_err(), "{place} bytes of it went through");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Tiny::open(&bytes);
        }

        #[test]
        fn any_query_gives_places_that_exist(query in ".{0,200}") {
            prop_assert!(open(&entries()).search(&query, 3).iter().all(|&place| place < 6));
        }
    }
}
