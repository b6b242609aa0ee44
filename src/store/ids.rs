//! From an article's id to its place: sorted fingerprints, in parts by range.
//!
//! Two ids may share a fingerprint, so whoever finds a place here compares the article's own id.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::damaged;
use crate::format::coder::{Coder, Decoder, Encoder, Number, fed, plain};

/// Ids in a part.
pub const PART_LEN: usize = 1024;

/// The first four bytes of the id's SHA-256.
pub fn fingerprint(id: &str) -> u32 {
    let digest = crate::format::sha256::digest(id.as_bytes());
    digest.iter().take(4).fold(0, |out, &byte| out << 8 | u32::from(byte))
}

/// Pairs of fingerprint and document, rising.
pub type Ids = Vec<(u32, u32)>;

fn code(coder: &mut impl Coder, ids: &[(u32, u32)], docs: u32) -> Result<Ids> {
    let (mut counts, mut gaps) = (Number::default(), Number::default());
    let count = counts.code(coder, ids.len() as u32) as usize;
    let bits = 32u32.saturating_sub(docs.leading_zeros());
    let mut out = Vec::new();
    let mut before = 0u32;
    for place in 0..count.min(PART_LEN) {
        let (print, doc) = ids.get(place).copied().unwrap_or((0, 0));
        let gap = gaps.code(coder, print.wrapping_sub(before).min(u32::MAX.wrapping_sub(1)));
        before = before.checked_add(gap).ok_or_else(|| damaged("its fingerprints overflow"))?;
        let doc = plain(coder, doc, bits);
        fed(coder)?;
        if doc >= docs {
            return Err(damaged("it names an article that is not there"));
        }
        out.push((before, doc));
    }
    Ok(out)
}

/// Reads a part.
pub fn read(bytes: &[u8], docs: u32) -> Result<Ids> {
    let mut decoder = Decoder::new(bytes);
    let ids = code(&mut decoder, &[], docs)?;
    decoder.finish()?;
    Ok(ids)
}

/// Writes a part of at most [`PART_LEN`] ids.
pub fn write(ids: &[(u32, u32)], docs: u32) -> Vec<u8> {
    let mut encoder = Encoder::default();
    // A writer is never starved, and its documents are there.
    let _ = code(&mut encoder, ids, docs);
    encoder.finish()
}
