//! Custom sections of a WebAssembly module: how an archive travels in a finished engine, with no compiler.
//!
//! WebAssembly Core Specification, "Binary format / Modules": magic and version, then sections, each an id, the length of
//! what follows in LEB128, and that. A custom section has the id 0 and begins with its name; it may stand anywhere.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use crate::bytes::{damaged, put_number};
use crate::{Error, Fault, Result};

/// What every WebAssembly module begins with: the magic and version 1 of the binary format.
pub const WASM: [u8; 8] = *b"\0asm\x01\0\0\0";

/// That this is a WebAssembly module; `remedy` says where there is one.
pub fn check(module: &[u8], remedy: &str) -> Result<()> {
    if module.starts_with(&WASM) {
        return Ok(());
    }
    Err(Error::new(Fault::Environment, "", "this is no WebAssembly module (it lacks the magic)", remedy))
}

/// What stands before the content of a custom section of this name and with so many bytes.
///
/// # Errors
/// [`Fault::Input`] if it has more than the 4 GB of a section.
pub fn head(name: &str, content_bytes: u64) -> Result<Vec<u8>> {
    let mut named = Vec::new();
    put_number(&mut named, name.len() as u32);
    named.extend(name.as_bytes());
    let bytes = u32::try_from(content_bytes.saturating_add(named.len() as u64)).map_err(|_| {
        Error::new(Fault::Input, "", "the archive is too large for a .wasm", "Publish it as a folder.")
    })?;
    let mut out = vec![0];
    put_number(&mut out, bytes);
    out.extend(named);
    Ok(out)
}

/// Where the content of the first custom section of this name is; none if there is no such section.
///
/// # Errors
/// [`Fault::Archive`] if a section does not end where the module ends or another begins.
pub fn find(module: &mut (impl Read + Seek), name: &str) -> Result<Option<Range<u64>>> {
    let cut = |_: std::io::Error| damaged("the module ends too early");
    let len = module.seek(SeekFrom::End(0)).map_err(cut)?;
    let mut at = WASM.len() as u64;
    while at < len {
        module.seek(SeekFrom::Start(at)).map_err(cut)?;
        let mut id = [0];
        module.read_exact(&mut id).map_err(cut)?;
        let (bytes, of_length) = number(module)?;
        let start = at + 1 + of_length;
        let end = start + bytes;
        if end > len {
            return Err(damaged("the module ends too early"));
        }
        if id == [0] {
            let (name_bytes, of_length) = number(module)?;
            let mut found = Vec::new();
            if name_bytes == name.len() as u64 {
                module.take(name_bytes).read_to_end(&mut found).map_err(cut)?;
            }
            let content = start + of_length + name_bytes;
            if found == name.as_bytes() && content <= end {
                return Ok(Some(content..end));
            }
        }
        at = end;
    }
    Ok(None)
}

/// A number in LEB128, and how many bytes it takes. (Modules may pad theirs, unlike [`crate::bytes::Cursor::number`].)
fn number(module: &mut impl Read) -> Result<(u64, u64)> {
    let mut value = 0;
    for place in 0..5 {
        let mut byte = [0];
        module.read_exact(&mut byte).map_err(|_| damaged("the module ends too early"))?;
        value |= u64::from(byte[0] & 0x7f) << (7 * place);
        if byte[0] & 0x80 == 0 {
            return Ok((value, place + 1));
        }
    }
    Err(damaged("a section's length is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn section(name: &str, content: &[u8]) -> Vec<u8> {
        [&head(name, content.len() as u64).unwrap()[..], content].concat()
    }

    #[test]
    fn a_section_of_any_size_is_found_among_others() {
        for bytes in [0, 1, 100, 127, 128, 16_383, 16_384, 2_100_000] {
            let content = vec![7; bytes];
            let code = [&[10, 0x83, 0x00][..], b"abc"].concat();
            let module =
                [&WASM[..], &code, &section("names", b"x"), &section("name", &content), &code].concat();
            let found = find(&mut Cursor::new(&module), "name").unwrap().unwrap();
            assert_eq!(module[found.start as usize..found.end as usize], content);
            assert_eq!(find(&mut Cursor::new(&module), "other").unwrap(), None);
        }
    }

    #[test]
    fn a_module_that_is_cut_is_refused_or_lacks_the_section() {
        let module = [&WASM[..], &section("name", &[7; 300])].concat();
        for len in 0..module.len() {
            assert!(!matches!(find(&mut Cursor::new(&module[..len]), "name"), Ok(Some(_))), "{len}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_have_the_section_or_not(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let module = [&WASM[..], &bytes].concat();
            if let Ok(Some(found)) = find(&mut Cursor::new(&module), "n") {
                prop_assert!(found.start <= found.end && found.end <= module.len() as u64);
            }
        }
    }
}
