//! References to parts, and the sorted table that finds the part of a key: directly, or through directory parts once
//! there are many.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{Cursor, damaged, put_number};

/// How many bytes of a part's SHA-256 name it and are checked: finding another part with the same 96 bits is out of
/// reach, and the directory is the share of an archive that grows.
pub const HASH_BYTES: usize = 12;

/// No part may be longer: what an archive can make a reader hold at once.
pub const PART_BYTES_MAX: u32 = 64 << 20;

/// Entries of a table beyond which they move to directory parts: of more than 4 K a search needs a tenth. A page that searches
/// before its engine is there fetches them meanwhile (`www/ahead.js`); later they cost a word's first search a round trip.
pub const INLINE_MAX: usize = 256;
/// Entries of a directory part in archives up to version 2, whose tables only say that they have any.
const FANOUT_BEFORE: u8 = 64;

/// What names a part and proves it: its length and the start of its SHA-256.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartRef {
    /// Length in bytes.
    pub bytes: u32,
    /// The first bytes of its SHA-256.
    pub hash: [u8; HASH_BYTES],
}

impl PartRef {
    /// The reference to a part with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = super::sha256::digest(bytes);
        let mut hash = [0; HASH_BYTES];
        for (to, from) in hash.iter_mut().zip(digest) {
            *to = from;
        }
        PartRef { bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX), hash }
    }

    /// The part's file below the archive's folder: `parts/` and the hash in hexadecimal.
    pub fn name(&self) -> String {
        let mut name = String::from("parts/");
        for byte in self.hash {
            for nibble in [byte >> 4, byte & 15] {
                name.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        name.push_str(".bi");
        name
    }

    /// Reads one.
    pub fn read(cursor: &mut Cursor) -> Result<Self> {
        let bytes = cursor.number()?;
        if bytes > PART_BYTES_MAX {
            return Err(damaged("a part is said to be longer than any part may be"));
        }
        Ok(PartRef { bytes, hash: cursor.array()? })
    }

    /// Appends it: its length as a number, then the hash.
    pub fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.bytes);
        out.extend_from_slice(&self.hash);
    }
}

/// One line of a table: the part that holds the keys from `key` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The least key that the part can hold.
    pub key: Vec<u8>,
    /// The part.
    pub part: PartRef,
}

/// Entries with rising keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries(pub Vec<Entry>);

impl Entries {
    /// Appends them: a count; then for each the number of leading bytes that its key shares with the one before, the
    /// number of other bytes, those bytes, the reference.
    pub fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.0.len() as u32);
        let mut before: &[u8] = &[];
        for Entry { key, part } in &self.0 {
            let shared = before.iter().zip(key).take_while(|(a, b)| a == b).count();
            let rest = key.get(shared..).unwrap_or(&[]);
            put_number(out, shared as u32);
            put_number(out, rest.len() as u32);
            out.extend_from_slice(rest);
            part.put(out);
            before = key;
        }
    }

    /// Reads them; keys that do not rise are refused.
    pub fn read(cursor: &mut Cursor) -> Result<Self> {
        let count = cursor.count(HASH_BYTES.saturating_add(3))?;
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        for _ in 0..count {
            let shared = cursor.number()? as usize;
            let rest_len = cursor.count(1)?;
            let rest = cursor.take(rest_len)?;
            let before = entries.last().map_or(&[][..], |entry| &entry.key);
            let mut key =
                before.get(..shared).ok_or_else(|| damaged("a key shares more than there is"))?.to_vec();
            if key.len().saturating_add(rest_len) > 1024 {
                return Err(damaged("a key is too long"));
            }
            key.extend_from_slice(rest);
            if !entries.is_empty() && *before >= *key {
                return Err(damaged("its keys do not rise"));
            }
            entries.push(Entry { key, part: PartRef::read(cursor)? });
        }
        Ok(Entries(entries))
    }

    /// The place of the last entry whose key is at most `key`; the first entry also for what is below it.
    pub fn find(&self, key: &[u8]) -> usize {
        self.0.partition_point(|entry| *entry.key <= *key).saturating_sub(1)
    }
}

/// A table with all its entries at hand, or with directory parts between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How many entries there are at the bottom.
    pub len: u32,
    /// The entries themselves, or one for each directory part.
    pub top: Entries,
    /// How many entries each directory part has, the last what is left; 0 if there are none.
    pub fanout: u8,
}

impl Table {
    /// Appends it: the number of bottom entries, a byte for the fanout, the top entries.
    pub fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len);
        out.push(self.fanout);
        self.top.put(out);
    }

    /// Reads it.
    pub fn read(cursor: &mut Cursor) -> Result<Self> {
        let len = cursor.number()?;
        let fanout = match cursor.byte()? {
            1 => FANOUT_BEFORE,
            fanout => fanout,
        };
        let top = Entries::read(cursor)?;
        let expected = (len as usize).div_ceil(usize::from(fanout.max(1)));
        if expected != top.0.len() {
            return Err(damaged("a table counts more parts than it names"));
        }
        Ok(Table { len, top, fanout })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entries(keys: std::collections::BTreeSet<Vec<u8>>) -> Entries {
        Entries(keys.into_iter().map(|key| Entry { part: PartRef::of(&key), key }).collect())
    }

    proptest! {
        #[test]
        fn tables_come_back_and_find(keys in prop::collection::btree_set(prop::collection::vec(any::<u8>(), 0..6), 0..40), probe in prop::collection::vec(any::<u8>(), 0..6), fanout: u8, spare: u8) {
            let top = entries(keys);
            // No directory part has one entry: 1 says 64.
            let fanout = if fanout == 1 { 0 } else { fanout };
            let each = u32::from(fanout.max(1));
            let (full, spare) = ((top.0.len() as u32).saturating_mul(each), u32::from(spare).checked_rem(each).unwrap_or(0));
            let table = Table { len: full.saturating_sub(spare), top, fanout };
            let mut bytes = Vec::new();
            table.put(&mut bytes);
            let mut cursor = Cursor::new(&bytes);
            prop_assert_eq!(&Table::read(&mut cursor).unwrap(), &table);
            cursor.finish().unwrap();
            let found = table.top.find(&probe);
            let naive = table.top.0.iter().rposition(|entry| entry.key <= probe).unwrap_or(0);
            prop_assert_eq!(found, naive);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Table::read(&mut Cursor::new(&bytes));
        }
    }

    #[test]
    fn a_part_is_named_by_its_hash() {
        assert_eq!(PartRef::of(b"abc").name(), "parts/ba7816bf8f01cfea414140de.bi");
    }
}
