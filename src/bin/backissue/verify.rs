//! `backissue verify`.

use std::path::PathBuf;

use backissue::{Result, archive};

/// Check every byte of an archive
#[derive(clap::Args)]
pub struct Arguments {
    /// A folder that `backissue build` wrote
    pub archive: PathBuf,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut archive = archive::dir::open(&arguments.archive)?;
    let (parts, bytes) = archive.verify()?;
    say!("{} articles, {parts} parts, {bytes} bytes: all as they should be", archive.archive().articles());
    Ok(())
}
