//! `backissue build`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Write the archive, static pages and feeds of a content folder or of documents
#[derive(clap::Args)]
pub struct Arguments {
    /// A content folder, or documents as JSON Lines
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "build", "not built yet", ""))
}
