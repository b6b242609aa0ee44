//! The unit tests as wasm, in Node.
//!
//! They are compiled for WASI, whose standard library has files, a clock and an exit code, so that the very same
//! `#[test]` functions run as on the host: with 32-bit sizes, and with the arithmetic that browsers have. What needs a
//! page is tested in browsers.

use anyhow::Result;

use crate::process::cargo;
use crate::setup;

const TARGET: &str = "wasm32-wasip1";

/// Runs them.
pub fn run() -> Result<()> {
    setup::targets(&[TARGET])?;
    setup::node()?;
    let runner = std::path::absolute("xtask/src/test/wasi.mjs")?;
    cargo()
        .line("test --quiet --package backissue --lib --no-default-features --target")
        .arg(TARGET)
        .env("CARGO_TARGET_WASM32_WASIP1_RUNNER", format!("node --no-warnings {}", runner.display()))
        .run()
}
