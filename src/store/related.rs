//! Which articles go with each: the documents, best first, in parts of so many articles.
//!
//! Not with the article's text, because every new issue may change them, and the texts are to stay as they are.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::damaged;
use crate::format::coder::{Coder, Decoder, Encoder, Symbol, fed, plain};

/// The kind of these parts among the manifest's extras; there in the order of the articles.
pub const KIND: u8 = 1;
/// Articles in a part.
pub const PART_LEN: usize = 512;
/// Most that go with an article.
pub const RELATED_MAX: usize = 3;

fn code(coder: &mut impl Coder, lists: &[Vec<u32>], len: usize, docs: u32) -> Result<Vec<Vec<u32>>> {
    let bits = 32u32.saturating_sub(docs.leading_zeros());
    let mut counts = Symbol::<2>::default();
    let mut out = Vec::new();
    for place in 0..len {
        let list = lists.get(place).map_or(&[][..], |list| list);
        let count = counts.code(coder, list.len().min(RELATED_MAX) as u32) as usize;
        let mut related = Vec::new();
        for place in 0..count {
            let doc = plain(coder, list.get(place).copied().unwrap_or(0), bits);
            fed(coder)?;
            if doc >= docs {
                return Err(damaged("it names an article that is not there"));
            }
            related.push(doc);
        }
        out.push(related);
    }
    Ok(out)
}

/// Reads the part of `len` articles.
pub fn read(bytes: &[u8], len: usize, docs: u32) -> Result<Vec<Vec<u32>>> {
    let mut decoder = Decoder::new(bytes);
    let lists = code(&mut decoder, &[], len.min(PART_LEN), docs)?;
    decoder.finish()?;
    Ok(lists)
}

/// Writes a part of at most [`PART_LEN`] articles.
pub fn write(lists: &[Vec<u32>], docs: u32) -> Vec<u8> {
    let mut encoder = Encoder::default();
    // A writer is never starved, and its documents are there.
    let _ = code(&mut encoder, lists, lists.len(), docs);
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn they_come_back(lists in proptest::collection::vec(proptest::collection::vec(0u32..900, 0..=RELATED_MAX), 0..60)) {
            let bytes = write(&lists, 900);
            proptest::prop_assert_eq!(read(&bytes, lists.len(), 900).unwrap(), lists);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(0u8.., 0..80), len in 0usize..600, docs in 1u32..900) {
            if let Ok(lists) = read(&bytes, len, docs) {
                proptest::prop_assert!(lists.iter().flatten().all(|&doc| doc < docs));
            }
        }
    }
}
