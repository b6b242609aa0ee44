//! An issue to files, without losing an edit.

use std::path::{Path, PathBuf};

use crate::model::{Article, Issue};
use crate::{Error, Fault, Result};

/// What [`write`] did, each list in the order of the magazine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The issue's folder.
    pub folder: PathBuf,
    /// New, or changed and never edited: written.
    pub written: Vec<PathBuf>,
    /// Already there, word for word.
    pub unchanged: Vec<PathBuf>,
    /// Edited since, and the reading is the one that was edited: left alone.
    pub kept: Vec<PathBuf>,
    /// Edited since, and the reading has changed: left alone, the new reading is in this file beside it (`NAME.new`).
    pub beside: Vec<PathBuf>,
    /// Written earlier, no longer an article of the issue, and never edited: removed.
    pub removed: Vec<PathBuf>,
    /// Written earlier and edited, no longer an article of the issue: left for the editor to decide.
    pub orphaned: Vec<PathBuf>,
}

/// Writes an issue and its articles to the folder `dir/KEY`.
pub fn write(dir: &Path, _issue: &Issue, _articles: &[Article]) -> Result<Written> {
    Err(Error::new(Fault::Environment, dir.display().to_string(), "writing is not built yet", ""))
}
