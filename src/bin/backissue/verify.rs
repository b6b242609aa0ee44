//! `backissue verify`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Check every byte of an archive
#[derive(clap::Args)]
pub struct Arguments {
    /// A folder that `backissue build` wrote
    pub archive: PathBuf,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "verify", "not built yet", ""))
}
