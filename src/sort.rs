//! Sorting in few bytes.
//!
//! The standard library's sorts are fast and are compiled anew for every type that is sorted: some 4 K of wasm each, 55 K
//! of the first whole engine. What a query sorts is short, so here one heap sort that knows places only serves all types.
//! Publishing, which sorts much and ships nothing, uses the standard library.

use std::cmp::Ordering;

/// The places of the first `count` of `len` items in order: sorts what need not be moved, in the fewest bytes. Equal items
/// keep their order. O(len log count) whatever the input.
///
/// ```
/// let words = ["tide", "ebb", "eel"];
/// assert_eq!(backissue::sort::places(3, 2, &mut |a, b| words[a].len().cmp(&words[b].len())), [1, 2]);
/// ```
pub fn places(len: usize, count: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut before = |a: usize, b: usize| order(a, b).then(a.cmp(&b)) == Ordering::Less;
    // A heap with the last of the first `count` seen so far at its top.
    let count = count.min(len);
    let mut heap: Vec<usize> = (0..count).collect();
    for top in (0..count / 2).rev() {
        sift_down(&mut heap, top, &mut before);
    }
    for place in count..len {
        if count > 0 && before(place, heap[0]) {
            heap[0] = place;
            sift_down(&mut heap, 0, &mut before);
        }
    }
    for end in (1..count).rev() {
        heap.swap(0, end);
        sift_down(&mut heap[..end], 0, &mut before);
    }
    heap
}

/// Sorts by `order`; equal items keep their order. O(n log n) whatever the input.
///
/// ```
/// let mut words = vec!["tide", "ebb", "eel"];
/// backissue::sort::sort_by(&mut words, |a, b| a.len().cmp(&b.len()));
/// assert_eq!(words, ["ebb", "eel", "tide"]);
/// ```
pub fn sort_by<T>(items: &mut [T], order: impl FnMut(&T, &T) -> Ordering) {
    sort_first_by(items, items.len(), order);
}

/// Sorts by a key; equal items keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Puts the first `count` in `order` at the front, sorted; equal items keep their order, and what comes behind them has none.
/// O(n log count).
pub fn sort_first_by<T>(items: &mut [T], count: usize, mut order: impl FnMut(&T, &T) -> Ordering) {
    for (a, b) in swaps(items.len(), count, &mut |a, b| order(&items[a], &items[b])) {
        items.swap(a, b);
    }
}

/// What to swap, one pair after another, so that the first `count` of `len` items come first, in order.
fn swaps(len: usize, count: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut places = places(len, count, order);
    let mut behind = vec![true; len];
    places.iter().for_each(|&place| behind[place] = false);
    for (place, &is_behind) in behind.iter().enumerate() {
        if is_behind {
            places.push(place);
        }
    }
    // Each cycle of the permutation is followed once; a place that is done stands for itself.
    let mut swaps = Vec::new();
    for start in 0..len {
        let mut at = start;
        while places[at] != start {
            let from = places[at];
            swaps.push((at, from));
            places[at] = at;
            at = from;
        }
        places[at] = at;
    }
    swaps
}

fn sift_down(heap: &mut [usize], mut top: usize, before: &mut dyn FnMut(usize, usize) -> bool) {
    loop {
        let mut child = 2 * top + 1;
        if child >= heap.len() {
            return;
        }
        if child + 1 < heap.len() && before(heap[child], heap[child + 1]) {
            child += 1;
        }
        if !before(heap[top], heap[child]) {
            return;
        }
        heap.swap(top, child);
        top = child;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec((0u8..8, any::<u8>()), 0..80), count in 0usize..90) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);

            let mut sorted = items.clone();
            sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(&sorted, &expected);

            let mut first = items.clone();
            sort_first_by(&mut first, count, |a, b| a.0.cmp(&b.0));
            let count = count.min(items.len());
            prop_assert_eq!(&first[..count], &expected[..count]);
            let (mut all, mut items) = (first, items);
            all.sort();
            items.sort();
            prop_assert_eq!(all, items, "none lost");
        }
    }
}
