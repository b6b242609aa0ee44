//! Which articles go with each: what a search for its most telling words finds, as *more like this* does elsewhere.

use std::ops::Range;

use crate::Result;
use crate::index::Posting;
use crate::index::inverted::Inverted;
use crate::query::score::{Scale, weight};
use crate::store::columns::class_length;
use crate::store::related::RELATED_MAX;

/// How many words an article is told by.
const WORDS: usize = 24;
/// Words that more articles have, and more than one in so many, tell nothing apart.
const DOCS_MAX: usize = 1000;
const SHARE: usize = 4;
/// What is to be found of an article's own score for its words; less is no likeness. One part in so many.
const LIKENESS: u32 = 8;

/// Articles that are worked on in one go.
const BATCH: usize = 256;

/// For each article those that go with it, best first. `lengths` are the articles' length classes.
///
/// Cost: every posting once, then for each article the postings of [`WORDS`] words, of at most [`DOCS_MAX`] each.
pub fn related(
    inverted: &Inverted,
    lengths: &[u8],
    words: u64,
    side_by_side: impl Fn(
        &[Range<usize>],
        &(dyn Fn(&Range<usize>) -> Vec<Vec<u32>> + Sync),
    ) -> Result<Vec<Vec<Vec<u32>>>>,
) -> Result<Vec<Vec<u32>>> {
    let docs = lengths.len();
    let scale = Scale::new(docs as u32, words);
    // What each telling word counts in each article that has it.
    let mut telling: Vec<Vec<(usize, u32)>> = Vec::new();
    for postings in inverted.lists() {
        if !(2..=(docs / SHARE).clamp(2, DOCS_MAX)).contains(&postings.len()) {
            continue;
        }
        let weight = weight(postings.len() as u32, docs as u32);
        let score = |posting: &Posting| {
            let length = class_length(lengths.get(posting.doc as usize).copied().unwrap_or(0));
            let score = scale.score(weight, posting.body.into(), posting.title.into(), length);
            (posting.doc as usize, score)
        };
        telling.push(postings.iter().map(score).collect());
    }
    let mut words: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs];
    for (place, scores) in telling.iter().enumerate() {
        for &(doc, score) in scores {
            let Some(words) = words.get_mut(doc) else { continue };
            words.push((score, place));
            if words.len() == 4 * WORDS {
                best(words, WORDS);
            }
        }
    }
    words.iter_mut().for_each(|words| best(words, WORDS));
    let batches: Vec<Range<usize>> =
        (0..docs).step_by(BATCH).map(|first| first..docs.min(first + BATCH)).collect();
    let lists = side_by_side(&batches, &|batch| {
        let (mut sums, mut touched) = (vec![0u32; docs], Vec::new());
        let mut lists = Vec::new();
        for doc in batch.clone() {
            for &(_, place) in &words[doc] {
                for &(other, score) in &telling[place] {
                    if sums[other] == 0 {
                        touched.push(other);
                    }
                    sums[other] += score;
                }
            }
            let least = std::mem::take(&mut sums[doc]) / LIKENESS;
            let scored = touched.drain(..).map(|other| (std::mem::take(&mut sums[other]), other));
            let mut found: Vec<(u32, usize)> = scored.filter(|&(score, _)| score > least).collect();
            best(&mut found, RELATED_MAX);
            lists.push(found.into_iter().map(|(_, doc)| doc as u32).collect());
        }
        lists
    })?;
    Ok(lists.into_iter().flatten().collect())
}

/// Keeps the largest `count`, largest first; ties as they were in the archive.
fn best(items: &mut Vec<(u32, usize)>, count: usize) {
    items.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    items.truncate(count);
}
