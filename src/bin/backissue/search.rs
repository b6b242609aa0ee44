//! `backissue search`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Search an archive, with the same results as in the browser
#[derive(clap::Args)]
pub struct Arguments {
    /// A folder that `backissue build` wrote
    pub archive: PathBuf,
    /// What to search
    pub query: String,
    /// Print the page of results as JSON
    #[arg(long)]
    pub json: bool,
    /// How many results
    #[arg(short, default_value_t = 10)]
    pub number: u32,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "search", "not built yet", ""))
}
