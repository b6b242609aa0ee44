//! Articles that keep to the wording of a query come a little before those that only share its stems.
//!
//! The index holds stems and no positions; the texts have both, and those of the ten best are read for their excerpts
//! anyway. So ten at a time are put in order among themselves by what their texts say: first the ten that score best,
//! then the next ten. Whatever was fetched before and however a reader turns the pages, the order is the same.

use super::rank::Ranking;
use super::{Form, Query, Sort};
use crate::Result;
use crate::archive::Parts;

/// So many articles are compared with each other.
pub const BLOCK: usize = 10;
/// A score is raised by one part in so many where all words of the query that an article has are there in the very form
/// that was typed, and by as much where all neighbours in the query that it has are neighbours there; else in proportion.
/// (From a sixth to a third is much the same on the test collections, `bench/quality`.)
pub const RAISE: u32 = 4;

/// A word of the query.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As it was typed, its spelling folded.
    pub word: String,
    /// Its stem.
    pub term: String,
    /// The stem of the word before it, if they are neighbours; empty if not.
    pub after: String,
}

/// What [`super::Tokens::note`] notes of a word: its stem is there; the word itself; the stem right behind that of the word before.
pub const HAS: u8 = 1;
/// See [`HAS`].
pub const EXACT: u8 = 2;
/// See [`HAS`].
pub const NEXT: u8 = 4;

/// The words of a query that are looked at: those of its plain clauses.
fn asked(query: &Query, ranking: &Ranking) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut after = "";
    for (clause, needle) in query.wanted.iter().zip(&ranking.needles) {
        match &clause.any[..] {
            [atom] if needle.weight > 0 && atom.form != Form::Phrase => {
                // A slip has the neighbours that what was meant has, and its form is that.
                let mut words = &atom.words;
                for repair in &*ranking.repairs {
                    if !repair.near.is_empty() && repair.range == atom.words[0].range {
                        words = &repair.near;
                    }
                }
                for word in words {
                    asked.push(Asked {
                        word: word.word.clone(),
                        term: word.term.clone(),
                        after: after.to_owned(),
                    });
                    after = &word.term;
                }
            }
            // No word is the neighbour of an alternative, of a phrase, or across a word that says nothing.
            _ => after = "",
        }
    }
    asked
}

/// Puts the blocks of articles that the hits from `offset` to `end` are in, in order. False if texts are missing.
pub fn order(
    parts: &mut Parts,
    query: &Query,
    sort: Sort,
    ranking: &mut Ranking,
    offset: usize,
    end: usize,
) -> Result<bool> {
    let asked = asked(query, ranking);
    let end = end.min(ranking.docs.len());
    if sort != Sort::Relevance || asked.is_empty() || offset >= end {
        return Ok(true);
    }
    let mut complete = true;
    for block in ranking.docs.chunks_mut(BLOCK).take(end.div_ceil(BLOCK)).skip(offset / BLOCK) {
        for hit in &mut *block {
            let Some((_, sources)) = parts.quotable(hit.doc)? else {
                complete = false;
                continue;
            };
            let mut notes = vec![0; asked.len()];
            for source in &*sources {
                source.tokens().note(&asked, &mut notes);
            }
            if hit.held == 0 {
                hit.score = raised(hit.score, &asked, &notes);
            }
        }
        crate::sort::sort_by(block, |a, b| b.score.cmp(&a.score).then(b.held.cmp(&a.held)));
    }
    Ok(complete)
}

/// The score of an article of which this was noted.
fn raised(score: u32, asked: &[Asked], notes: &[u8]) -> u32 {
    let (mut has, mut exact, mut pairs, mut both, mut next) = (0, 0, 0, 0, 0);
    let mut before = 0;
    for (asked, &note) in asked.iter().zip(notes) {
        has += u32::from(note & HAS != 0);
        exact += u32::from(note & EXACT != 0);
        if !asked.after.is_empty() {
            pairs += 1;
            both += u32::from(note & before & HAS != 0);
            next += u32::from(note & NEXT != 0);
        }
        before = note;
    }
    if has == 0 {
        // It was found by what stands for the words (an acronym, a correction) or outside its text (a kicker, an author):
        // there is nothing to hold against it, nor more to say for it than for an article that has all in so many words.
        (has, exact, both, next) = (1, 1, pairs, pairs);
    }
    let part = |of: u32, all: u32| (u64::from(score) * u64::from(of) / u64::from(RAISE * all.max(1))) as u32;
    score.saturating_add(part(exact, has)).saturating_add(part(next, both))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_article_without_the_words_is_raised_above_one_that_has_them_all_side_by_side() {
        let word =
            |word: &str, after: &str| Asked { word: word.into(), term: word.into(), after: after.into() };
        for (asked, notes) in [
            (vec![word("lamp", "")], vec![HAS | EXACT]),
            (vec![word("lamp", ""), word("oil", "lamp")], vec![HAS | EXACT, HAS | EXACT | NEXT]),
            (vec![word("lamp", ""), word("oil", "")], vec![HAS | EXACT, HAS | EXACT]),
        ] {
            let best = raised(1000, &asked, &notes);
            assert!(best > 1000);
            assert_eq!(raised(1000, &asked, &vec![0; asked.len()]), best, "{asked:?}");
        }
    }
}
