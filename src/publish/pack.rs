//! An archive that was written as a folder, once more as one file, or within an engine: part by part, so that memory holds
//! one of them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Cursor, Write};
use std::path::Path;

use super::unwritable;
use crate::archive::PartId;
use crate::archive::local::{self, LocalArchive};
use crate::format::pack::{PIECES, SECTION, head, piece_section};
use crate::format::{MANIFEST_NAME, section};
use crate::{Error, Fault, Result};

/// The name of the packed archive in a site.
pub const PACK_NAME: &str = "archive.pack";
/// The name of the engine that carries the archive, in a site.
pub const BUNDLE_NAME: &str = "archive.wasm";

/// A finished engine.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    /// What searches: `engine_bg.wasm` of the package.
    pub search: Vec<u8>,
    /// The files that are loaded besides, one for each of [`PIECES`].
    pub pieces: [Vec<u8>; PIECES.len()],
}

/// Writes the archive in `site` as one file beside it. Gives its length.
pub fn pack(site: &Path) -> Result<u64> {
    let mut packing = Packing::of(site)?;
    save(&site.join(PACK_NAME), |file| packing.put(file))
}

/// Writes a copy of the engine that carries the archive in `site`. Gives its length.
///
/// # Errors
/// [`Fault::Environment`] if `engine` is no WebAssembly, or carries an archive already; [`Fault::Input`] if the archive is larger than a section may be.
pub fn bundle(site: &Path, engine: &Engine) -> Result<u64> {
    for file in [&engine.search].into_iter().chain(&engine.pieces) {
        section::check(file, "Build it with `cargo xtask build`, or take engine_bg.wasm from the package.")?;
    }
    if section::find(&mut Cursor::new(&engine.search), SECTION)?.is_some() {
        let remedy = "Take engine_bg.wasm from the package: an engine carries one archive.";
        return Err(Error::new(Fault::Environment, "", "this engine carries an archive already", remedy));
    }
    let mut packing = Packing::of(site)?;
    let archive = section::head(SECTION, packing.bytes)?;
    let mut pieces = Vec::new();
    for (name, piece) in PIECES.iter().zip(&engine.pieces) {
        pieces.push([&section::head(&piece_section(name), piece.len() as u64)?, &piece[..]].concat());
    }
    save(&site.join(BUNDLE_NAME), |file| {
        file.write_all(&engine.search)?;
        pieces.iter().try_for_each(|piece| file.write_all(piece))?;
        file.write_all(&archive)?;
        packing.put(file)
    })
}

/// An archive that is about to be packed.
struct Packing {
    archive: LocalArchive,
    head: Vec<u8>,
    bytes: u64,
}

impl Packing {
    fn of(site: &Path) -> Result<Self> {
        let mut archive = local::open(site)?;
        // What names the parts is read with this, so their lengths are known before any of the others is.
        archive.ask(|archive| archive.parts_for_issues(&[]))?;
        let opened = archive.archive();
        let lengths: Vec<u32> =
            (0..opened.part_count()).map(|part| opened.part_bytes(PartId(part)) as u32).collect();
        let manifest = site.join(MANIFEST_NAME);
        let manifest = fs::read(&manifest).map_err(|error| {
            let problem = format!("cannot be read ({error})");
            Error::new(Fault::Environment, manifest.display().to_string(), problem, "Try again.")
        })?;
        let head = head(&manifest, &lengths)?;
        let bytes = head.len() as u64 + lengths.iter().map(|&length| u64::from(length)).sum::<u64>();
        Ok(Packing { archive, head, bytes })
    }

    fn put(&mut self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.head)?;
        for part in 0..self.archive.archive().part_count() {
            let bytes = self.archive.bytes(PartId(part)).map_err(io::Error::other)?;
            to.write_all(&bytes)?;
        }
        Ok(())
    }
}

/// Writes a file beside its place and puts it there when it is whole.
fn save(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<u64> {
    let draft = path.with_extension("draft");
    let saved = || {
        let mut file = BufWriter::new(File::create(&draft)?);
        write(&mut file)?;
        file.into_inner()?;
        fs::rename(&draft, path)?;
        Ok(fs::metadata(path)?.len())
    };
    saved().map_err(|error: io::Error| unwritable(path, &error))
}
