//! The fuzz targets of `tests/fuzz`, each for some seconds: a search for crashes that a change made easy to find. Run one
//! for hours with `cargo fuzz run --fuzz-dir tests/fuzz TARGET`.

use anyhow::Result;

use crate::process::program;
use crate::setup;

/// Seconds for each target.
const SECONDS: u32 = 15;

/// A target that needs longer than this for one input hangs.
const INPUT_SECONDS: u32 = 10;

/// Runs them.
pub fn run() -> Result<()> {
    let fuzz = setup::cargo_tool("cargo-fuzz", "0.13.2", "")?;
    let targets = program(&fuzz).line("list --fuzz-dir tests/fuzz").output()?;
    for target in targets.split_whitespace() {
        program(&fuzz)
            .line("run --fuzz-dir tests/fuzz")
            .arg(target)
            .arg("--")
            .arg(format!("-max_total_time={SECONDS}"))
            // The same inputs each time: what a change broke is told from what was there and is found by running longer.
            .line("-seed=20261122 -runs=20000")
            .arg(format!("-timeout={INPUT_SECONDS}"))
            .line("-rss_limit_mb=2048 -verbosity=0 -print_final_stats=1")
            // The sanitizers are behind an unstable flag, which the pinned compiler has too: no nightly is needed.
            .env("RUSTC_BOOTSTRAP", "1")
            .run()?;
    }
    Ok(())
}
