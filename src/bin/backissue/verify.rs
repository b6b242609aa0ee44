//! `backissue verify`.

use std::path::PathBuf;

use backissue::{Result, archive};

/// Check every byte of an archive
#[derive(clap::Args)]
pub struct Arguments {
    /// What `backissue build` wrote: the folder, its archive.pack or archive.wasm
    pub archive: PathBuf,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut archive = archive::local::open(&arguments.archive)?;
    let (parts, bytes) = archive.verify()?;
    say!("{} articles, {parts} parts, {bytes} bytes: all as they should be", archive.archive().articles());
    Ok(())
}
