//! `cargo xtask bench`: what the product costs and how well it ranks. Each measurement is a command of its own, and writes
//! its section of `docs/benchmarks.md`.

mod ingest;
mod measured;
mod peers;
pub mod ranking;
mod scale;
mod update;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{self, Optimise};
use crate::test::sizes;

/// What `cargo xtask bench` takes.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(clap::Subcommand)]
enum What {
    /// Bytes over the wire, against their budgets (what `bench` does by itself)
    Sizes,
    /// Ranking on the test collections of ../shared/bench/quality, typing mistakes and "did you mean" among them
    Ranking,
    /// Side by side with other engines, in the harness of ../shared/bench/peers
    Peers(peers::Arguments),
    /// How well and how fast issue text becomes articles
    Ingest,
    /// What a new issue makes readers fetch again
    Update,
    /// Time, memory and bytes of building, from a thousand documents to a hundred thousand
    Scale(scale::Arguments),
}

/// Runs the benchmarks.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.what {
        None | Some(What::Sizes) => {
            build::package(Optimise::Must)?;
            sizes::print()
        }
        Some(What::Ranking) => ranking::run(),
        Some(What::Peers(arguments)) => peers::run(arguments),
        Some(What::Ingest) => ingest::run(),
        Some(What::Update) => update::run(),
        Some(What::Scale(arguments)) => scale::run(arguments),
    }
}

/// A folder of the shared benchmarks, which are not in the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = match std::env::var_os("BACKISSUE_BENCH") {
        Some(folder) => PathBuf::from(folder),
        None => "../shared/bench".into(),
    };
    let folder = std::path::absolute(folder.join(name)).ok()?;
    folder.is_dir().then_some(folder)
}

/// The documents' folder of results.
const RESULTS: &str = "docs/benchmarks.md";

/// Replaces the section `name` of the results, which stands between two comments.
fn record(name: &str, section: &str) -> Result<()> {
    let text = fs::read_to_string(RESULTS).context(RESULTS)?;
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let parts = text.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else { bail!("{RESULTS} has no section {name}") };
    fs::write(RESULTS, [before, &begin, "\n", section.trim(), "\n\n", &end, after].concat())?;
    println!("\n{}\n\nWritten to {RESULTS}.", section.trim());
    Ok(())
}
