//! An archive on this machine, as a folder or in one file: the same questions, answered at once.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{Archive, Highlight, IssueSummary, Listing, PartId, Step};
use crate::bytes::damaged;
use crate::format::pack::{Head, SECTION};
use crate::format::{MANIFEST_NAME, section};
use crate::model::Article;
use crate::query::{Page, Request};
use crate::{Error, Fault, Result};

/// An archive whose parts are at hand.
#[derive(Debug)]
pub struct LocalArchive {
    archive: Archive,
    path: PathBuf,
    /// Without it the parts are files of their own, in the folder `path`.
    pack: Option<Pack>,
    fetched: Fetched,
}

/// What a browser would have fetched for the questions so far.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// Times that it waited for the network, that for the manifest included.
    pub rounds: u32,
    /// By kind: how many parts, and their bytes.
    pub kinds: BTreeMap<&'static str, (u32, u64)>,
}

/// The file that all parts are in.
#[derive(Debug)]
struct Pack {
    file: File,
    /// Where the pack begins in the file: not at its start in an engine that carries it.
    start: u64,
    parts: Vec<Range<u64>>,
}

/// Opens the archive at `path`, which `backissue build` wrote: a folder, a packed archive, or an engine that carries one.
pub fn open(path: &Path) -> Result<LocalArchive> {
    if path.is_file() {
        return open_file(path).map_err(|error| {
            let name = path.display().to_string();
            Error::new(error.fault(), name, error.problem(), error.remedy())
        });
    }
    if !path.exists() {
        return Err(Error::new(
            Fault::Environment,
            path.display().to_string(),
            "is not there",
            "Name what `backissue build` wrote: the folder, its archive.pack or archive.wasm.",
        ));
    }
    let manifest = path.join(MANIFEST_NAME);
    let bytes = fs::read(&manifest).map_err(|error| {
        Error::new(
            Fault::Environment,
            manifest.display().to_string(),
            format!("cannot be read ({error})"),
            "Name a folder that `backissue build` wrote.",
        )
    })?;
    let archive = Archive::open(&bytes).map_err(|error| {
        Error::new(error.fault(), manifest.display().to_string(), error.problem(), error.remedy())
    })?;
    Ok(LocalArchive { archive, path: path.to_owned(), pack: None, fetched: Fetched::of(&bytes) })
}

fn open_file(path: &Path) -> Result<LocalArchive> {
    let unreadable = |error: std::io::Error| {
        let problem = format!("cannot be read ({error})");
        Error::new(Fault::Environment, "", problem, "Check that it is there and may be read.")
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut start = Vec::new();
    Read::take(&mut file, section::WASM.len() as u64).read_to_end(&mut start).map_err(unreadable)?;
    let range = if start == section::WASM {
        section::find(&mut file, SECTION)?.ok_or_else(|| {
            let remedy = "Name the .wasm that `backissue build --bundle` wrote.";
            Error::new(Fault::Archive, "", "this engine carries no archive", remedy)
        })?
    } else {
        0..file.metadata().map_err(unreadable)?.len()
    };
    file.seek(SeekFrom::Start(range.start)).map_err(unreadable)?;
    let head = Head::read(&mut file, range.end - range.start)?;
    let archive = Archive::open(&head.manifest)?;
    if head.parts.len() != archive.part_count() as usize {
        return Err(damaged("it does not hold as many parts as its manifest has"));
    }
    let pack = Some(Pack { file, start: range.start, parts: head.parts });
    Ok(LocalArchive { archive, path: path.to_owned(), pack, fetched: Fetched::of(&head.manifest) })
}

impl LocalArchive {
    /// The archive itself, for what is not below.
    pub fn archive(&mut self) -> &mut Archive {
        &mut self.archive
    }

    /// Asks until there is an answer, reading what is needed.
    pub fn ask<T>(&mut self, mut question: impl FnMut(&mut Archive) -> Result<Step<T>>) -> Result<T> {
        loop {
            match question(&mut self.archive).map_err(|error| self.placed(error))? {
                Step::Ready(answer) => return Ok(answer),
                Step::Need(parts) => {
                    self.fetched.rounds += 1;
                    parts.into_iter().try_for_each(|part| self.read(part))?;
                }
            }
        }
    }

    /// What a browser would have fetched for what was asked so far.
    pub fn fetched(&self) -> &Fetched {
        &self.fetched
    }

    /// Reads one part.
    pub fn read(&mut self, part: PartId) -> Result<()> {
        let bytes = self.bytes(part)?;
        self.fetched.add(self.archive.part_kind(part), bytes.len());
        self.archive.supply(part, bytes).map_err(|error| self.placed(error))
    }

    /// The bytes of a part as they lie there, held against nothing.
    pub fn bytes(&mut self, part: PartId) -> Result<Vec<u8>> {
        let name = self.archive.part_name(part);
        let read = match &mut self.pack {
            None => fs::read(self.path.join(&name)),
            Some(pack) => pack.read(part),
        };
        read.map_err(|error| {
            self.placed(Error::new(
                Fault::Archive,
                name,
                format!("the part cannot be read ({error})"),
                "Publish the archive again, and copy all of it.",
            ))
        })
    }

    /// The error with the path of the part that it is about.
    fn placed(&self, error: Error) -> Error {
        if error.place().is_empty() {
            return error;
        }
        let place = match &self.pack {
            None => self.path.join(error.place()).display().to_string(),
            Some(_) => format!("{}: {}", self.path.display(), error.place()),
        };
        Error::new(error.fault(), place, error.problem(), error.remedy())
    }

    /// [`Archive::search`].
    pub fn search(&mut self, request: &Request) -> Result<Page> {
        self.ask(|archive| archive.search(request))
    }

    /// [`Archive::more_like`].
    pub fn more_like(&mut self, passage: &str, except: &str, limit: u32) -> Result<Page> {
        self.ask(|archive| archive.more_like(passage, except, limit))
    }

    /// [`Archive::article`].
    pub fn article(&mut self, id: &str) -> Result<Article> {
        self.ask(|archive| archive.article(id))
    }

    /// [`Archive::issues`].
    pub fn issues(&mut self) -> Result<Vec<IssueSummary>> {
        self.ask(Archive::issues)
    }

    /// [`Archive::headlines`].
    pub fn headlines(&mut self, request: &Request) -> Result<Vec<Listing>> {
        self.ask(|archive| archive.headlines(request))
    }

    /// [`Archive::highlights`].
    pub fn highlights(&mut self, id: &str, query: &str) -> Result<Vec<Highlight>> {
        self.ask(|archive| archive.highlights(id, query))
    }

    /// Checks every byte: each part's length and hash, and that each can be read as what it should be. The first thing
    /// that is wrong is the error. Gives the number of parts and of bytes.
    pub fn verify(&mut self) -> Result<(u32, u64)> {
        let parts = self.ask(|archive| archive.parts_for_issues(&[]))?;
        let mut bytes = 0;
        for &part in &parts {
            self.read(part)?;
            bytes += self.archive.part_bytes(part);
        }
        self.archive.read_all().map_err(|error| self.placed(error))?;
        Ok((parts.len() as u32, bytes))
    }
}

impl Fetched {
    fn of(manifest: &[u8]) -> Self {
        let mut fetched = Fetched { rounds: 1, ..Fetched::default() };
        fetched.add("manifest", manifest.len());
        fetched
    }

    fn add(&mut self, kind: &'static str, bytes: usize) {
        let of_kind = self.kinds.entry(kind).or_default();
        of_kind.0 += 1;
        of_kind.1 += bytes as u64;
    }
}

impl Pack {
    fn read(&mut self, part: PartId) -> std::io::Result<Vec<u8>> {
        let range = self.parts.get(part.0 as usize).cloned().unwrap_or_default();
        self.file.seek(SeekFrom::Start(self.start + range.start))?;
        let mut bytes = Vec::new();
        Read::take(&mut self.file, range.end - range.start).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
