//! More like a passage: its most telling words, searched as one long query of which any word will do.
//!
//! That is what Lucene's `MoreLikeThis` does: it takes the words that the passage has often and few articles have, and its
//! usual number of them. How many articles have a word is here known only from its part of the index, and a passage has more
//! words than parts should be fetched for it. But the vocabulary, which is at hand to read texts by, says how common words
//! are: the code of a word is as long as the binary logarithm of one word in so many.

use super::lookup::Lookup;
use super::rank::{Ranked, Ranking, Scorer, Tally, order};
use super::score::ONE;
use super::{Needle, Pattern, Sort, Tokens};
use crate::Result;
use crate::archive::Parts;
use crate::store::Vocabulary;
use crate::text::{self, Lang};

/// No more of a passage is read, in bytes: some 1,300 words, as many as two pages of a magazine have.
pub const PASSAGE_BYTES_MAX: usize = 1 << 13;
/// So many of its words are searched, each of which may cost a part of the index to fetch.
pub const WORDS_MAX: usize = 25;
/// The length of a code for a word that the vocabulary lacks. Longer ones are given to words that it has, since what it lacks is
/// often this passage's alone: a small archive's vocabulary has all that several articles say.
const UNKNOWN_BITS: u8 = 12;
/// An article is like a passage if it scores so much of what one of average length would that says each word once. One part
/// in so many.
pub const LIKENESS: u64 = 8;

/// A word of a passage.
struct Telling<'a> {
    term: String,
    /// As the passage first has it.
    word: &'a str,
    /// How much it tells each time.
    bits: u8,
    /// How much it tells in all.
    worth: u32,
}

/// The words of `passage` that say something, each once.
fn words<'a>(passage: &'a str, lang: Lang, vocabulary: &Vocabulary) -> Vec<Telling<'a>> {
    let mut words: Vec<Telling> = Vec::new();
    Tokens::of(passage, lang).each(|range, is_word, word, term| {
        // Beside a Welsh word stand those that it may be a mutation of.
        if text::is_function_word(word) || !is_word && lang != Lang::Welsh {
            return;
        }
        // A passage is short: comparing each with all takes a millisecond, and fewer bytes than keeping them in order.
        match words.iter_mut().find(|known| known.term == term) {
            Some(known) => known.worth += u32::from(known.bits),
            None => {
                let written = passage.get(range).unwrap_or_default();
                // The vocabulary has words as they are written, and small ones that begin a sentence too.
                let bits = vocabulary.bits(written).or_else(|| vocabulary.bits(word));
                let (word, bits) = (written, bits.unwrap_or(UNKNOWN_BITS));
                words.push(Telling { term: term.to_owned(), word, bits, worth: u32::from(bits) });
            }
        }
    });
    words
}

/// The place of the most telling of `words`; among equals of the longest, as long words are rarer in any language.
fn best(words: &[Telling]) -> usize {
    let mut best = 0;
    for (place, word) in words.iter().enumerate() {
        if (word.worth, word.term.len()) > (words[best].worth, words[best].term.len()) {
            best = place;
        }
    }
    best
}

/// The articles like `passage`, the first `shown` of them in order, and the words that they were found by; the document
/// `except` is none of them. `None` if parts are missing; `parts` knows which.
///
/// Cost: one pass over at most [`PASSAGE_BYTES_MAX`] of the passage, then at most [`WORDS_MAX`] parts of the index and the
/// postings of as many terms.
pub fn alike(
    parts: &mut Parts,
    passage: &str,
    lang: Lang,
    except: Option<u32>,
    shown: usize,
) -> Result<Option<(Ranking, String)>> {
    let (vocabulary, columns, groups) = (parts.vocabulary()?, parts.columns()?, parts.groups()?);
    let (Some(vocabulary), Some(columns), Some(groups)) = (vocabulary, columns, groups) else {
        return Ok(None);
    };
    let scorer = Scorer::of(parts.manifest(), &columns);
    let mut total = Tally::new(parts.manifest().docs);
    let (mut ranking, mut told, mut all) = (Ranking::default(), String::new(), 0);
    let passage = &passage[..passage.floor_char_boundary(PASSAGE_BYTES_MAX)];
    let mut words = words(passage, lang, &vocabulary);
    let mut lookup = Lookup::new(parts);
    for _ in 0..words.len().min(WORDS_MAX) {
        let Telling { term, word, .. } = words.swap_remove(best(&words));
        let mut lists = Vec::new();
        lookup.term(&term, 256, &mut lists)?;
        // What no other article says makes none like it.
        let Some(list) = lists.first().filter(|list| match list.postings() {
            [only] => Some(only.doc) != except,
            _ => true,
        }) else {
            continue;
        };
        all += list.weight;
        // In a passage too the telling words are worth more.
        let weight = (list.weight / u64::from(ONE)) as u32 + 1;
        scorer.besides(&lists, &mut total);
        ranking.needles.push(Needle { patterns: vec![Pattern::Term(term)], weight });
        if !told.is_empty() {
            told.push(' ');
        }
        told.push_str(word);
    }
    if lookup.missing {
        return Ok(None);
    }
    for &doc in &total.touched {
        let score = total.get(doc);
        if Some(doc) != except && u64::from(score) > all / LIKENESS {
            ranking.docs.push(Ranked { doc, score, held: 0 });
        }
    }
    order(&mut ranking.docs, shown, Sort::Relevance, &columns, &groups);
    Ok(Some((ranking, told)))
}
