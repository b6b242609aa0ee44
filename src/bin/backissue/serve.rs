//! `backissue serve`.

use std::path::PathBuf;

use backissue::{Error, Fault, Result};

/// Serve a folder as a good static host would
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder
    pub dir: PathBuf,
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
}

/// Does it.
pub fn run(_arguments: &Arguments) -> Result<()> {
    Err(Error::new(Fault::Environment, "serve", "not built yet", ""))
}
