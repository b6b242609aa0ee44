//! `backissue verify`.

use std::path::PathBuf;

use crate::out;
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
    if arguments.json {
        return out::json(
            "the report",
            &serde_json::json!({ "articles": articles, "parts": parts, "bytes": bytes }),
        );
    }
    let (articles, parts) = (out::count(articles.into(), "article"), out::count(parts.into(), "part"));
    say!("{articles}, {parts}, {}: all as they should be", out::count(bytes, "byte"));
    Ok(())
}
