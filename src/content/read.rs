//! A content folder to a [`Collection`].

use std::path::Path;

use super::Collection;
use crate::{Error, Fault, Result};

/// Reads a content folder, an issue's folder, or a folder of Markdown files with front matter.
pub fn read(dir: &Path) -> Result<Collection> {
    Err(Error::new(Fault::Environment, dir.display().to_string(), "reading is not built yet", ""))
}
