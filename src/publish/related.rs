//! Which articles go with each: what a search for its most telling words finds, as *more like this* does elsewhere.

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

/// For each article those that go with it, best first. `lengths` are the articles' length classes.
///
/// Cost: every posting once, then for each article the postings of [`WORDS`] words, of at most [`DOCS_MAX`] each.
pub fn related(
    inverted: &Inverted,
    lengths: &[u8],
    words: u64,
    side_by_side: impl Fn(&[usize], &(dyn Fn(&usize) -> Vec<u32> + Sync)) -> Result<Vec<Vec<u32>>>,
) -> Result<Vec<Vec<u32>>> {
    let docs = lengths.len();
    let scale = Scale::new(docs as u32, words);
    let score = |postings: &[Posting], posting: &Posting| {
        let length = class_length(lengths.get(posting.doc as usize).copied().unwrap_or(0));
        scale.score(
            weight(postings.len() as u32, docs as u32),
            posting.body.into(),
            posting.title.into(),
            length,
        )
    };
    let telling: Vec<Vec<Posting>> = inverted
        .lists()
        .filter(|postings| (2..=(docs / SHARE).clamp(2, DOCS_MAX)).contains(&postings.len()))
        .collect();
    let mut words: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs];
    for (place, postings) in telling.iter().enumerate() {
        for posting in postings {
            let Some(words) = words.get_mut(posting.doc as usize) else { continue };
            words.push((score(postings, posting), place));
            if words.len() == 4 * WORDS {
                best(words, WORDS);
            }
        }
    }
    words.iter_mut().for_each(|words| best(words, WORDS));
    let all: Vec<usize> = (0..docs).collect();
    side_by_side(&all, &|&doc| {
        let mut sums: std::collections::BTreeMap<usize, u32> = std::collections::BTreeMap::new();
        for &(_, place) in &words[doc] {
            for posting in &telling[place] {
                *sums.entry(posting.doc as usize).or_default() += score(&telling[place], posting);
            }
        }
        let least = sums.remove(&doc).unwrap_or(0) / LIKENESS;
        let mut found: Vec<(u32, usize)> =
            sums.into_iter().map(|(doc, score)| (score, doc)).filter(|&(score, _)| score > least).collect();
        best(&mut found, RELATED_MAX);
        found.into_iter().map(|(_, doc)| doc as u32).collect()
    })
}

/// Keeps the largest `count`, largest first; ties as they were in the archive.
fn best(items: &mut Vec<(u32, usize)>, count: usize) {
    items.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    items.truncate(count);
}
