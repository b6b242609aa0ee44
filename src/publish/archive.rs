//! Writes an archive: any number of articles in, a manifest and immutable parts out.

use std::path::Path;

use crate::model::{Article, Issue};
use crate::{Error, Fault, Result};

/// What can be chosen when an archive is written. `Default` is right for a magazine.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// BCP 47 tag of the texts that name none themselves; empty for English.
    pub lang: String,
}

/// What was written, in bytes and counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Articles in the archive.
    pub articles: u32,
    /// Distinct terms.
    pub terms: u32,
    /// Files written that were not there before.
    pub new_parts: u32,
    /// Parts in all.
    pub parts: u32,
    /// The manifest.
    pub manifest_bytes: u64,
    /// Words and postings.
    pub index_bytes: u64,
    /// Dates, sections, authors, lengths; ids; the directory of texts.
    pub columns_bytes: u64,
    /// Contents pages and events.
    pub listing_bytes: u64,
    /// The words that the texts are coded with.
    pub vocabulary_bytes: u64,
    /// The articles themselves.
    pub text_bytes: u64,
}

/// Writes the archive of `articles` into the folder `out` (`out/manifest.bi`, `out/parts/`), creating it if need be.
///
/// An archive that is already there is updated: parts that stay the same are left alone, the manifest is replaced in
/// one step, parts that nothing names any more are removed. `issues` may hold issues without articles and lack issues
/// that articles name.
pub fn write(
    articles: impl Iterator<Item = Result<Article>>,
    issues: &[Issue],
    out: &Path,
    options: &Options,
) -> Result<Report> {
    let _ = (articles, issues, out, options);
    Err(Error::new(Fault::Environment, "archive", "not built yet", ""))
}
