//! A checked cursor over bytes, and what writes the same: the only code that touches raw bytes.
//!
//! Every read says how many bytes it wants and gets an error if they are not there, so a reader built on it cannot run
//! past the end. A count that a file claims goes through [`Cursor::count`], which refuses it if the bytes that are left
//! could not hold so many items: nothing is allocated on a file's word alone.
#![deny(clippy::arithmetic_side_effects)]

use crate::{Error, Fault, Result};

/// An [`Error`] about an archive's bytes: the reader is told that fetching or publishing again may help.
#[cold]
#[inline(never)]
pub fn damaged(problem: &str) -> Error {
    let problem = if IN_A_PAGE { "it is not what its format says" } else { problem };
    Error::new(Fault::Archive, "", problem, "The archive is damaged: fetch it again, or publish it again.")
}

/// A page says which file is damaged; what is wrong within it, `backissue verify` says. The sentences for that are 2 K.
const IN_A_PAGE: bool = cfg!(all(target_family = "wasm", target_os = "unknown"));

/// Reads bytes from the front, never past the end.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// A cursor at the first of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Cursor { rest: bytes }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        match self.rest.split_at_checked(len) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(damaged("it ends too early")),
        }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8> {
        match self.take(1)? {
            [byte] => Ok(*byte),
            _ => Err(damaged("it ends too early")),
        }
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| damaged("it ends too early"))
    }

    /// A number in LEB128: seven bits a byte, least first; the shortest form only.
    pub fn number(&mut self) -> Result<u32> {
        let mut value = 0u32;
        for shift in [0u32, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            let shifted = bits << shift;
            if shifted >> shift != bits {
                return Err(damaged("a number is too large"));
            }
            value |= shifted;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 { Err(damaged("a number is padded")) } else { Ok(value) };
            }
        }
        Err(damaged("a number is too long"))
    }

    /// The number of items that follow, each of at least `item_bytes` bytes.
    pub fn count(&mut self, item_bytes: usize) -> Result<usize> {
        let count = self.number()? as usize;
        match count.checked_mul(item_bytes) {
            Some(bytes) if bytes <= self.left() => Ok(count),
            _ => Err(damaged("it counts more items than it holds")),
        }
    }

    /// A string: its length in bytes as a number, then UTF-8.
    pub fn text(&mut self) -> Result<String> {
        let len = self.count(1)?;
        text(self.take(len)?)
    }

    /// That nothing is left.
    pub fn finish(&self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(damaged("there is more than it should hold")) }
    }
}

/// The text that these bytes are in UTF-8. (The standard library's is faster and three times the wasm.)
pub fn text(bytes: &[u8]) -> Result<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = Cursor::new(bytes);
    let bad = || damaged("a text is not UTF-8");
    while rest.left() > 0 {
        let first = rest.byte()?;
        // So many ones in front as the character has bytes, if it has several; and what takes fewer has no such form.
        let (more, least) = match first.leading_ones() {
            0 => (0, 0),
            2 => (1, 0x80),
            3 => (2, 0x800),
            4 => (3, 0x1_0000),
            _ => return Err(bad()),
        };
        let mut code = u32::from(first) & (0x7f >> more);
        for byte in rest.take(more)? {
            if byte & 0xc0 != 0x80 {
                return Err(bad());
            }
            code = code << 6 | u32::from(byte & 0x3f);
        }
        text.push(char::from_u32(code).filter(|_| code >= least).ok_or_else(bad)?);
    }
    Ok(text)
}

/// Appends `value` in the form that [`Cursor::number`] reads.
pub fn put_number(out: &mut Vec<u8>, mut value: u32) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends `text` in the form that [`Cursor::text`] reads.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_and_have_one_form() {
        for value in [0, 1, 127, 128, 300, 0x3fff, 0x4000, u32::MAX] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, value);
            let mut cursor = Cursor::new(&bytes);
            assert_eq!(cursor.number().unwrap(), value);
            cursor.finish().unwrap();
        }
        assert!(Cursor::new(&[0x80, 0x00]).number().is_err(), "padded");
        assert!(Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0x1f]).number().is_err(), "33 bits");
        assert!(Cursor::new(&[0x80; 9]).number().is_err(), "endless");
    }

    #[test]
    fn a_count_beyond_the_bytes_is_refused_before_anything_is_allocated() {
        let mut bytes = Vec::new();
        put_number(&mut bytes, 0x7fff_ffff);
        bytes.extend([0; 10]);
        assert!(Cursor::new(&bytes).count(1).is_err());
        assert!(Cursor::new(&[3, 0, 0, 0]).count(1).is_ok());
        assert!(Cursor::new(&[3, 0, 0, 0]).count(2).is_err());
    }

    proptest::proptest! {
        #[test]
        fn what_is_utf8_is_read_and_nothing_else(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..6),
            character in proptest::prelude::any::<char>(),
        ) {
            proptest::prop_assert_eq!(text(&bytes).ok(), String::from_utf8(bytes).ok());
            let written = character.to_string();
            proptest::prop_assert_eq!(&text(written.as_bytes()).unwrap(), &written);
            let cut = written.as_bytes().split_last().unwrap().1;
            proptest::prop_assert_eq!(text(cut).is_ok(), cut.is_empty());
        }
    }

    /// Characters in more bytes than they need, halves of pairs, and what lies beyond the last.
    #[test]
    fn what_only_looks_like_utf8_is_refused() {
        for bytes in [
            &[0xc1, 0xbf][..],
            &[0xe0, 0x9f, 0xbf],
            &[0xf0, 0x8f, 0xbf, 0xbf],
            &[0xed, 0xa0, 0x80],
            &[0xf4, 0x90, 0x80, 0x80],
            &[0xff],
            &[0x80],
        ] {
            assert!(text(bytes).is_err() && String::from_utf8(bytes.to_vec()).is_err(), "{bytes:x?}");
        }
    }

    #[test]
    fn texts_come_back() {
        let mut bytes = Vec::new();
        put_text(&mut bytes, "tŷ");
        assert_eq!(Cursor::new(&bytes).text().unwrap(), "tŷ");
        bytes[2] = 0xff;
        assert!(Cursor::new(&bytes).text().is_err());
    }
}
