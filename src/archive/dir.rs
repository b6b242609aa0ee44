//! An archive in a folder: the same questions, answered at once.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Archive, Highlight, IssueSummary, Listing, PartId, Step};
use crate::format::MANIFEST_NAME;
use crate::model::Article;
use crate::query::{Page, Request};
use crate::{Error, Fault, Result};

/// An archive whose parts are files.
#[derive(Debug)]
pub struct DirArchive {
    archive: Archive,
    path: PathBuf,
}

/// Opens the archive in `path`, a folder that `backissue build` wrote.
pub fn open(path: &Path) -> Result<DirArchive> {
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
    Ok(DirArchive { archive, path: path.to_owned() })
}

impl DirArchive {
    /// The archive itself, for what is not below.
    pub fn archive(&mut self) -> &mut Archive {
        &mut self.archive
    }

    /// Asks until there is an answer, reading what is needed.
    pub fn ask<T>(&mut self, mut question: impl FnMut(&mut Archive) -> Result<Step<T>>) -> Result<T> {
        loop {
            match question(&mut self.archive).map_err(|error| self.placed(error))? {
                Step::Ready(answer) => return Ok(answer),
                Step::Need(parts) => parts.into_iter().try_for_each(|part| self.read(part))?,
            }
        }
    }

    /// Reads one part.
    pub fn read(&mut self, part: PartId) -> Result<()> {
        let path = self.path.join(self.archive.part_name(part));
        let bytes = fs::read(&path).map_err(|error| {
            Error::new(
                Fault::Archive,
                path.display().to_string(),
                format!("the part cannot be read ({error})"),
                "Publish the archive again, and copy all of it.",
            )
        })?;
        self.archive.supply(part, bytes).map_err(|error| self.placed(error))
    }

    /// The error with the path of the part that it is about.
    fn placed(&self, error: Error) -> Error {
        if error.place().is_empty() {
            return error;
        }
        let path = self.path.join(error.place()).display().to_string();
        Error::new(error.fault(), path, error.problem(), error.remedy())
    }

    /// [`Archive::search`].
    pub fn search(&mut self, request: &Request) -> Result<Page> {
        self.ask(|archive| archive.search(request))
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
    pub fn headlines(&mut self, limit: u32, section: &str) -> Result<Vec<Listing>> {
        self.ask(|archive| archive.headlines(limit, section))
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
