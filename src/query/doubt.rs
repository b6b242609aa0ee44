//! Words of a query that may be misspelt.
//!
//! Most queries have none, so what looks for corrections ([`super::repair`], with the comparing of words) is not among what
//! every search loads. A search that meets such words says so as it says which parts it needs, and is asked again once
//! [`crate::archive::Archive::settle`] has settled them.

use super::Word;
use super::lookup::Lookup;
use crate::Result;

/// Words of fewer letters are not corrected: half the words that short are one edit from another.
pub const LETTERS_MIN: usize = 3;
/// A word that is in so many articles is no slip; below, it may be one if its correction is so many times as common.
pub const RARE: usize = 2;
/// See [`RARE`].
pub const COMMONER: usize = 20;

/// A word in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Which of the clauses that were looked up is this word.
    pub clause: usize,
    /// The word.
    pub word: Word,
    /// How many articles have it.
    pub known: usize,
}

impl Doubt {
    /// The doubt about a word that `known` articles have, if there is any: it is nowhere, or the articles that have its stem
    /// have it in other words only, or it is in few articles though a common word stands near it.
    pub fn about(lookup: &mut Lookup, clause: usize, word: &Word, known: usize) -> Result<Option<Doubt>> {
        if !can_be_misspelt(&word.written) {
            return Ok(None);
        }
        let mut is_in_doubt = known == 0;
        // What is still being typed is found by how it begins.
        if !is_in_doubt && word.prefix.is_empty() {
            if let Some(part) = lookup.part(&word.term)?
                && let Some(term) = part.find(&word.term)
            {
                is_in_doubt = !term.words().contains(&word.written);
            }
            if !is_in_doubt
                && known <= RARE
                && let Some(part) = lookup.part(&word.written)?
            {
                is_in_doubt = part.terms.iter().any(|term| term.postings.len() >= COMMONER * known);
            }
        }
        Ok(is_in_doubt.then(|| Doubt { clause, word: word.clone(), known }))
    }
}

/// Whether a word is one that is corrected: not too short, and without digits or signs in it.
pub fn can_be_misspelt(written: &str) -> bool {
    written.len() >= LETTERS_MIN && !written.bytes().any(|byte| byte.is_ascii_digit() || byte == b'&')
}
