//! `backissue trec`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Run every query of a test collection and write a TREC run, for measuring ranking
#[derive(clap::Args)]
pub struct Arguments {
    /// Documents as JSON Lines
    #[arg(long, value_name = "D.jsonl")]
    pub docs: PathBuf,
    /// One query a line: id, tab, text
    #[arg(long, value_name = "Q.tsv")]
    pub queries: PathBuf,
    /// The run to write
    #[arg(long, value_name = "RUN.trec")]
    pub out: PathBuf,
    /// Hits a query
    #[arg(short, default_value_t = 100)]
    pub k: u32,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "trec", "not built yet", ""))
}
