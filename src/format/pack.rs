//! The whole archive in one file: the manifest, how long each part is, the parts. The same bytes are a custom section of
//! a bundled engine. FORMAT.md draws them; `www/pack.js` reads the same in a page.
//!
//! A part is found by its number ([`crate::archive::PartId`]), its bytes stand where those of all parts before it end, and
//! it is held against the hash in what names it: so parts can neither overlap nor lie outside the file, and a directory
//! that lies brings bytes that are refused.
#![deny(clippy::arithmetic_side_effects)]

use std::io::Read;
use std::ops::Range;

use super::table::PART_BYTES_MAX;
use crate::bytes::{Cursor, damaged, put_number};
use crate::{Error, Fault, Result};

/// The first four bytes of a packed archive.
pub const PACK_MAGIC: [u8; 4] = *b"BKPK";
/// The version of the packing, the byte after the magic. What is packed has the manifest's own.
pub const PACK_VERSION: u8 = 1;
/// The name of the custom section that holds a packed archive. `www/pack.js` asks for the same name.
pub const SECTION: &str = "backissue.archive";
/// What the engine is fetched in besides its first file, as the files are called in the package (`reader_bg.wasm`). In an
/// engine that carries an archive each is a custom section, [`piece_section`].
pub const PIECES: [&str; 3] = ["results", "reader", "special"];

/// The name of the custom section that holds a piece of the engine.
pub fn piece_section(piece: &str) -> String {
    format!("backissue.{piece}")
}

/// Magic, version, and the lengths of manifest and directory.
const START_BYTES: usize = 13;
/// The longest directory: some two million parts, twenty times those of 100,000 articles. A part of no bytes takes one byte
/// of it and sixteen of memory, so a file that claims more is refused before it is read.
const DIRECTORY_BYTES_MAX: u32 = 4 << 20;

/// What stands before the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The archive's manifest, as it is.
    pub manifest: Vec<u8>,
    /// Where each part is, by its number.
    pub parts: Vec<Range<u64>>,
}

/// The bytes before the parts.
///
/// # Errors
/// [`Fault::Input`] if there are more parts than one file may have.
pub fn head(manifest: &[u8], lengths: &[u32]) -> Result<Vec<u8>> {
    let mut directory = Vec::new();
    lengths.iter().for_each(|&length| put_number(&mut directory, length));
    let mut out = PACK_MAGIC.to_vec();
    out.push(PACK_VERSION);
    for (bytes, most) in [(manifest, PART_BYTES_MAX), (&directory[..], DIRECTORY_BYTES_MAX)] {
        let length = u32::try_from(bytes.len()).ok().filter(|&length| length <= most);
        let length = length.ok_or_else(|| {
            Error::new(Fault::Input, "", "the archive is too large for one file", "Publish it as a folder.")
        })?;
        out.extend(length.to_be_bytes());
    }
    out.extend_from_slice(manifest);
    out.extend(directory);
    Ok(out)
}

impl Head {
    /// Reads it from the start of a file of `len` bytes. A file that is longer or shorter than its parts is refused.
    pub fn read(file: &mut impl Read, len: u64) -> Result<Head> {
        let start = take(file, START_BYTES as u64, len)?;
        let mut cursor = Cursor::new(&start);
        if cursor.array().ok() != Some(PACK_MAGIC) {
            return Err(Error::new(
                Fault::Archive,
                "",
                "this is neither a packed archive nor an engine that carries one",
                "Name a file that `backissue build` wrote with --pack or --bundle, or the archive's folder.",
            ));
        }
        let version = cursor.byte()?;
        if version != PACK_VERSION {
            return Err(Error::new(
                Fault::Archive,
                "",
                format!(
                    "the archive is packed as in version {version}, and this program reads {PACK_VERSION}"
                ),
                "Publish the archive and the engine from the same version of backissue.",
            ));
        }
        let [manifest, directory] = [cursor.array()?, cursor.array()?].map(u32::from_be_bytes);
        if manifest > PART_BYTES_MAX || directory > DIRECTORY_BYTES_MAX {
            return Err(damaged("it counts more parts than any archive may have"));
        }
        let left = len.saturating_sub(START_BYTES as u64);
        let manifest = take(file, manifest.into(), left)?;
        let left = left.saturating_sub(manifest.len() as u64);
        let directory = take(file, directory.into(), left)?;
        let mut end = len.saturating_sub(left.saturating_sub(directory.len() as u64));
        let mut parts = Vec::new();
        let mut cursor = Cursor::new(&directory);
        while cursor.left() > 0 {
            let start = end;
            end = end.saturating_add(u64::from(cursor.number()?));
            parts.push(start..end);
        }
        if end != len {
            return Err(damaged(&format!("it has {len} bytes and should have {end}: it is not whole")));
        }
        Ok(Head { manifest, parts })
    }
}

/// The next `bytes` of a file that has `left` of them.
fn take(file: &mut impl Read, bytes: u64, left: u64) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let is_there = bytes <= left && file.take(bytes).read_to_end(&mut out).is_ok();
    if is_there && out.len() as u64 == bytes { Ok(out) } else { Err(damaged("it ends too early")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(manifest: &[u8], parts: &[Vec<u8>]) -> Vec<u8> {
        let lengths: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
        [head(manifest, &lengths).unwrap(), parts.concat()].concat()
    }

    fn read(bytes: &[u8]) -> Result<Head> {
        Head::read(&mut &bytes[..], bytes.len() as u64)
    }

    proptest! {
        #[test]
        fn manifest_and_parts_are_where_the_head_says(
            manifest in prop::collection::vec(any::<u8>(), 0..50),
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20),
        ) {
            let bytes = packed(&manifest, &parts);
            let head = read(&bytes).unwrap();
            prop_assert_eq!(head.manifest, manifest);
            let found: Vec<&[u8]> =
                head.parts.iter().map(|range| &bytes[range.start as usize..range.end as usize]).collect();
            prop_assert_eq!(found, parts);
        }

        #[test]
        fn any_bytes_are_a_head_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = read(&bytes);
            let _ = read(&[&PACK_MAGIC[..], &[PACK_VERSION, 0, 0, 0], &bytes].concat());
        }
    }

    #[test]
    fn a_file_that_is_cut_or_extended_is_refused() {
        let bytes = packed(b"manifest", &[vec![1; 200], vec![2; 3]]);
        for len in 0..bytes.len() {
            assert!(read(&bytes[..len]).is_err(), "{len}");
        }
        let error = read(&[&bytes[..], b"!"].concat()).unwrap_err();
        assert!(error.problem().contains("has 228 bytes and should have 227"), "{error}");
    }

    #[test]
    fn lengths_that_a_file_claims_cost_no_memory() {
        let claims = [&PACK_MAGIC[..], &[PACK_VERSION], &[0xff; 8]].concat();
        assert!(Head::read(&mut &claims[..], u64::MAX).is_err());
        let many =
            [&PACK_MAGIC[..], &[PACK_VERSION], &[0; 4], &(DIRECTORY_BYTES_MAX + 1).to_be_bytes()].concat();
        let many = [many, vec![0; DIRECTORY_BYTES_MAX as usize + 1]].concat();
        assert!(read(&many).unwrap_err().problem().contains("more parts than any archive may have"));
        let claims = [&PACK_MAGIC[..], &[PACK_VERSION], &[3, 0, 0, 0, 3, 0, 0, 0]].concat();
        assert!(Head::read(&mut &claims[..], u64::MAX).is_err());
    }

    #[test]
    fn another_version_or_something_else_says_what_to_do() {
        let mut bytes = packed(b"", &[]);
        bytes[4] = 9;
        assert!(read(&bytes).unwrap_err().problem().contains("version 9"));
        assert!(read(b"PK\x03\x04 and the rest of a zip").unwrap_err().remedy().contains("--pack"));
    }
}
