//! Where the parts of a group of articles are: its listing, and each article's text.
//!
//! ```text
//! leaf := listing: ref, count: number, count × (text: ref)
//! ```
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{Cursor, put_number};
use crate::format::PartRef;
use crate::format::table::HASH_BYTES;

/// Articles in a group as it is written, so that finding the texts of ten hits costs at most ten times so many references. With
/// 32 a first search takes 1 K to 1.5 K more from a thousand articles on.
pub const GROUP_LEN: u32 = 16;
/// Archives of so few articles have all their leaves fetched with a search's first parts, 7 K at most, which saves a round trip.
/// Their groups are as long as issues are, for the fewer requests the better.
pub const EAGER_DOCS: u32 = 512;
/// Most articles in a group: what is fetched to find one text.
pub const GROUP_MAX: usize = 64;

/// A group's parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// The listing ([`super::listing`]).
    pub listing: PartRef,
    /// The articles ([`super::article`]), in order.
    pub texts: Vec<PartRef>,
}

impl Leaf {
    /// Reads one.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        let listing = PartRef::read(&mut cursor)?;
        let count = cursor.count(HASH_BYTES.saturating_add(1))?;
        let mut texts = Vec::new();
        for _ in 0..count {
            texts.push(PartRef::read(&mut cursor)?);
        }
        cursor.finish()?;
        Ok(Leaf { listing, texts })
    }

    /// Its bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.listing.put(&mut out);
        put_number(&mut out, self.texts.len() as u32);
        self.texts.iter().for_each(|text| text.put(&mut out));
        out
    }
}
