//! `backissue ingest`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Cut the text of issues into articles, for an editor to correct
#[derive(clap::Args)]
pub struct Arguments {
    /// Issue text, one file an issue
    #[arg(required = true, value_name = "ISSUE.txt")]
    pub issues: Vec<PathBuf>,
    /// Folder to write: one folder an issue, one Markdown file an article
    #[arg(short, long, value_name = "DIR", required_unless_present = "json")]
    pub output: Option<PathBuf>,
    /// Print the articles as JSON on standard output instead
    #[arg(long, conflicts_with = "output")]
    pub json: bool,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "ingest", "not built yet", ""))
}
