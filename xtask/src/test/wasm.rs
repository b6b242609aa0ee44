//! The unit tests as wasm, in Node, and the same answers to two thousand queries natively and as wasm.
//!
//! Both are compiled for WASI, whose standard library has files, a clock and an exit code, so that the very same
//! `#[test]` functions run as on the host: with 32-bit sizes, and with the arithmetic that browsers have. What needs a
//! page is tested in browsers.
//!
//! That is the engine as a whole. Pages load it in pieces, which call each other through a table that they share: those are
//! asked the same in a step of their own.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::target;
use crate::process::{Run, cargo, program, say};
use crate::setup;

const TARGET: &str = "wasm32-wasip1";

/// Runs both.
pub fn run() -> Result<()> {
    setup::targets(&[TARGET])?;
    setup::node()?;
    let runner = std::path::absolute("xtask/src/test/wasi.mjs")?;
    let runner = format!("node --no-warnings {}", runner.display());
    const RUNNER: &str = "CARGO_TARGET_WASM32_WASIP1_RUNNER";
    cargo()
        .line("test --quiet --package backissue --lib --no-default-features --target")
        .arg(TARGET)
        .env(RUNNER, &runner)
        .run()?;

    say("Two thousand queries, natively and as wasm");
    let (folder, native) = native()?;
    let wasm = answers().line("--no-default-features --target").arg(TARGET).line("-- /");
    let wasm = wasm.env(RUNNER, &runner).env("WASI_ROOT", &folder).output()?;
    same(&native, &wasm)
}

/// Asks what `pkg/` has, in Node, the same as the native engine.
pub fn split() -> Result<()> {
    setup::node()?;
    let (folder, _) = native()?;
    let asked = program("node").arg("xtask/src/test/split.mjs").arg("pkg").arg(folder).run();
    asked.context("if pkg/ is older than the source: `cargo xtask test --only build,split`")
}

/// The folder with the archive that is asked, and the native answers.
fn native() -> Result<(PathBuf, String)> {
    let folder = std::path::absolute(target())?.join("answers");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let answers = answers().arg("--").arg(&folder).output()?;
    Ok((folder, answers))
}

fn answers() -> Run {
    cargo().line("run --quiet --package backissue --example answers")
}

/// Fails with the first query whose answers differ.
fn same(native: &str, wasm: &str) -> Result<()> {
    for (number, (native, wasm)) in (1..).zip(native.lines().zip(wasm.lines())) {
        if native != wasm {
            bail!("the answers to query {number} differ\n  natively: {native}\n  as wasm:  {wasm}");
        }
    }
    let [native, wasm] = [native, wasm].map(|answers| answers.lines().count());
    if native != wasm || native == 0 {
        bail!("{native} answers natively, {wasm} as wasm");
    }
    say(&format!("{native} answers, all the same"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn answers_that_differ_or_are_missing_fail() {
        assert!(same("a\nb\n", "a\nb\n").is_ok());
        assert!(same("a\nb\n", "a\nc\n").unwrap_err().to_string().contains("query 2"));
        assert!(same("a\nb\n", "a\n").is_err());
        assert!(same("", "").is_err());
    }
}
