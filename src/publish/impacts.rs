//! Impacts for counts: what each posting adds to a score, so that a search of a large archive needs no article's length.

use crate::index::Term;
use crate::query::score::{EXACT, ONE, Scale, step, weight};
use crate::store::columns::class_length;

/// Of a term that more than half of the articles have, and that weighs less than one for that, those that it says least of are told
/// alike: they are not the best for it. At most so many of them, of 6: the rest are told apart.
const ALIKE: usize = 5;

/// Gives a term's postings impacts for their counts, in an archive of so many articles; `lengths` are their classes.
pub fn weigh(term: &mut Term, scale: &Scale, docs: u32, lengths: &[u8]) {
    let df = term.postings.len();
    let weight = weight(df as u32, docs);
    let step = step(weight);
    for posting in &mut term.postings {
        let class = lengths.get(posting.doc as usize).copied().unwrap_or(0);
        let tf = u32::from(posting.body) + u32::from(posting.title);
        posting.body = (scale.whole(tf, class_length(class)) / step).min(0xffff) as u16;
    }
    if weight < ONE.into() {
        let mut impacts: Vec<u16> = term.postings.iter().map(|posting| posting.body).collect();
        impacts.sort_unstable();
        let (most, alike) = alike(&impacts, (weight * step) >> 16);
        for posting in term.postings.iter_mut().filter(|posting| posting.body <= most) {
            posting.body = alike;
        }
    }
}

/// Up to which of the rising `impacts` all are told alike, and as what, so that no score is off by more than [`EXACT`] if a
/// step of impact is so much of it.
fn alike(impacts: &[u16], step: u64) -> (u16, u16) {
    let least = impacts.first().copied().unwrap_or(0);
    let (mut most, mut alike) = (least, least);
    let (mut seen, mut sum) = (0, 0);
    for run in impacts.chunk_by(|a, b| a == b) {
        seen += run.len();
        sum += run.len() * usize::from(run[0]);
        let mean = ((sum + seen / 2) / seen) as u16;
        // Half a step is left open as it is.
        let off = u64::from((run[0] - mean).max(mean - least)) * step + step / 2;
        if seen * 6 > impacts.len() * ALIKE || off > EXACT {
            break;
        }
        (most, alike) = (run[0], mean);
    }
    (most, alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_least_of_a_common_term_is_told_alike_and_the_best_apart() {
        let impacts = [vec![3; 20], vec![4; 30], vec![5; 30], vec![6; 15], vec![9; 5]].concat();
        assert_eq!(alike(&impacts, EXACT / 8), (5, 4));
        // Five sixths of them at most, and as little off as that.
        assert_eq!(alike(&impacts[..90], EXACT / 8), (4, 4));
        assert_eq!(alike(&impacts, EXACT / 2), (5, 4));
        assert_eq!(alike(&impacts, EXACT), (3, 3));
        assert_eq!(alike(&[], EXACT), (0, 0));
    }
}
