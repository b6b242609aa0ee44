//! `backissue verify`.

use std::path::PathBuf;

use backissue::{Result, archive};

/// Check every byte of an archive
#[derive(clap::Args)]
pub struct Arguments {
    /// What `backissue build` wrote: the folder, its archive.pack or archive.wasm
    pub archive: PathBuf,
    /// Print what was checked as JSON
    #[arg(long)]
    pub json: bool,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut archive = archive::local::open(&arguments.archive)?;
    let (parts, bytes) = archive.verify()?;
    let articles = archive.archive().articles();
    match arguments.json {
        true => say!("{}", serde_json::json!({ "articles": articles, "parts": parts, "bytes": bytes })),
        false => say!("{articles} articles, {parts} parts, {bytes} bytes: all as they should be"),
    }
    Ok(())
}
