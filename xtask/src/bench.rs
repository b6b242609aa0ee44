//! `cargo xtask bench`: what the product costs, in bytes and as ratios of times measured in the same run.

use anyhow::Result;

use crate::build::{self, Optimise};
use crate::test::sizes;

/// What `cargo xtask bench` takes.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs the benchmarks.
pub fn run(_arguments: &Arguments) -> Result<()> {
    build::package(Optimise::Must)?;
    sizes::print()
}
