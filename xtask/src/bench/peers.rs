//! Side by side with other engines: bytes, times and memory in Chromium, over the very same documents in one run.
//!
//! The harness and its documents are not in the repository; our adapter (`tests/bench`) is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{record, shared};
use crate::build::{self, Optimise};
use crate::process::{program, say};
use crate::setup;

/// What `cargo xtask bench peers` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which documents: A (the issues at hand), B, C, D (1,000, 10,000, 100,000 made from them)
    #[arg(long, value_delimiter = ',', default_value = "A,B,C")]
    corpora: Vec<String>,
    /// Which engines
    #[arg(long, default_value = "backissue,minisearch,pagefind,elasticlunr,tinysearch")]
    engines: String,
    /// How often everything is timed
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// How long an engine may take to build, in seconds
    #[arg(long, default_value_t = 600)]
    build_limit: u32,
    /// How much memory an engine's own program may take to build, in megabytes
    #[arg(long, default_value_t = 12_000)]
    memory_limit: u32,
    /// Measure what was built last instead of building it again
    #[arg(long)]
    as_built: bool,
    /// Keep the rows of the last run over the same documents for engines that are not named
    #[arg(long)]
    keep_others: bool,
}

/// The npm packages of the peers and of the harness.
const PACKAGES: &str = "pagefind@1.6.0 minisearch@7.2.0 elasticlunr@0.9.5 playwright-core esbuild";

/// Measures, and writes a section for each collection of documents.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (work, harness) = harness()?;
    setup::node()?;
    setup::apt(&[
        ("chromium", "chromium"),
        ("brotli", "brotli"),
        ("python3", "python3"),
        ("openssl", "openssl"),
    ])?;
    let tool = std::path::absolute(build::target().join("release/backissue"))?;
    if !arguments.as_built {
        build::native()?;
        build::package(Optimise::Must)?;
    }
    // It compiles its index into its wasm, and packs that with wasm-opt where it finds one.
    let tinysearch = match arguments.engines.split(',').any(|engine| engine == "tinysearch") {
        true => setup::cargo_tool("tinysearch", "0.11.1", "bin")?,
        false => "tinysearch".into(),
    };
    let mut path = vec![std::path::absolute(setup::npm_bin("wasm-opt"))?.with_file_name("")];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    if !work.join("node_modules/playwright-core").is_dir() {
        say("Installing the peers");
        program("npm").line("install --no-audit --no-fund --prefix").arg(&work).line(PACKAGES).run()?;
    }
    let pagefind = pagefind(&work)?;
    let bounded = |name: &str, tool: &Path| bounded(&work, name, tool, arguments);
    let (tool, tinysearch) = (bounded("backissue", &tool)?, bounded("tinysearch", &tinysearch)?);
    let pagefind = bounded("pagefind", &pagefind)?;
    for name in &arguments.corpora {
        let corpus = documents(name, &work, &harness)?;
        let results = work.join(format!("{name}.res.json"));
        let earlier = work.join(format!("{name}.earlier.json"));
        if results.is_file() {
            fs::rename(&results, &earlier)?;
        }
        if !arguments.as_built {
            // The harness knows when documents or adapters change, not when the engine does.
            let _ = fs::remove_dir_all(work.join("built").join(name).join("backissue"));
        }
        program("node")
            .arg(harness.join("run.mjs"))
            .arg("--corpus")
            .arg(&corpus)
            .args(["--engines", &arguments.engines, "--rounds", &arguments.rounds.to_string()])
            .args(["--build-limit", &arguments.build_limit.to_string()])
            .arg("--work")
            .arg(work.join("built"))
            .arg("--out")
            .arg(&results)
            .env("BACKISSUE", &tool)
            .env("TINYSEARCH", &tinysearch)
            .env("PAGEFIND_EXTENDED_BINARY_PATH", &pagefind)
            .env("PATH", std::env::join_paths(&path)?)
            .env("PEERS_MODULES", &work)
            .env("PEERS_ADAPTERS", std::path::absolute("tests/bench")?)
            .run_on()?;
        if arguments.keep_others && earlier.is_file() {
            program("node").arg("tests/bench/keep.mjs").args([&results, &earlier]).run()?;
        }
        let table = program("node").arg(harness.join("report.mjs")).arg(&results).output()?;
        record(&format!("peers {name}"), &rows(&table))?;
    }
    Ok(())
}

/// The table with each row on a line: what a program said when it failed may have several, of which the first tells.
fn rows(table: &str) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for line in table.lines() {
        let rest = if is_open { line.find(" |").map(|at| &line[at..]) } else { Some(line) };
        let Some(rest) = rest else { continue };
        out += rest;
        is_open = (is_open || line.starts_with('|')) && !line.ends_with('|');
        if !is_open {
            out.push('\n');
        }
    }
    out
}

/// Where the harness would find Pagefind's own program.
fn pagefind(work: &Path) -> Result<PathBuf> {
    let scope = work.join("node_modules/@pagefind");
    let platforms = fs::read_dir(&scope).with_context(|| scope.display().to_string())?;
    let mut programs = platforms.flatten().map(|platform| platform.path().join("bin/pagefind_extended"));
    programs.find(|path| path.is_file()).context("Pagefind has no program for this machine")
}

/// A script that runs an engine's program within the bounds. The harness ends its own processes after a time and knows
/// nothing of the memory, or of programs that those have started.
fn bounded(work: &Path, name: &str, tool: &Path, arguments: &Arguments) -> Result<PathBuf> {
    let folder = work.join("bounded");
    fs::create_dir_all(&folder)?;
    let script = folder.join(name);
    let (kilobytes, seconds) = (u64::from(arguments.memory_limit) * 1000, arguments.build_limit);
    let text = format!(
        "#!/bin/sh\nulimit -v {kilobytes}\nexport RUST_BACKTRACE=0\nexec timeout --signal=KILL {seconds} '{}' \"$@\"\n",
        tool.display()
    );
    fs::write(&script, text)?;
    program("chmod").arg("+x").arg(&script).output()?;
    Ok(script)
}

/// Where the peers' things are kept, and in it a copy of the harness, which makes the documents.
pub fn harness() -> Result<(PathBuf, PathBuf)> {
    let Some(shared) = shared("peers") else {
        bail!("the harness is not at ../shared/bench/peers ($BACKISSUE_BENCH)")
    };
    let work = std::path::absolute(build::target().join("peers"))?;
    let harness = work.join("harness");
    build::copy(&shared, &harness, &|_| true)?;
    Ok((work, harness))
}

/// The documents of this name, made if they are not there yet.
pub fn documents(name: &str, work: &Path, harness: &Path) -> Result<PathBuf> {
    let file = |name: &str| work.join(format!("{name}.json"));
    if !file("A").is_file() {
        let corpus = crate::test::corpus().context("the real issues are not at ../shared/corpus")?;
        program("python3").arg(harness.join("make_corpus.py")).arg(corpus).arg(file("A")).output()?;
    }
    let count = match name {
        "A" => return Ok(file("A")),
        "B" => 1_000,
        "C" => 10_000,
        "D" => 100_000,
        // Seventy issues of thirty articles.
        "seventy" => 2_100,
        _ => bail!("there are no documents {name:?}: A, B, C and D are"),
    };
    if !file(name).is_file() {
        let python = numpy(work)?;
        say(&format!("Making {count} documents"));
        let draft = work.join("draft.json");
        program(python)
            .arg(harness.join("make_scale.py"))
            .arg(file("A"))
            .arg(count.to_string())
            .arg(&draft)
            .output()?;
        fs::rename(draft, file(name))?;
    }
    Ok(file(name))
}

/// A Python that has numpy, in a folder of its own.
fn numpy(work: &Path) -> Result<PathBuf> {
    let venv = work.join("venv");
    let python = venv.join("bin/python");
    if program(&python).args(["-c", "import numpy"]).output().is_err() {
        program("python3").line("-m venv").arg(&venv).output().context("Debian has it as python3-venv")?;
        program(&python).line("-m pip install --quiet numpy").output()?;
    }
    Ok(python)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_row_is_a_line_whatever_a_program_said() {
        let table =
            "### A\n\n| a | 1 |\n| b | failed: no room\nstack:\nnote: more. | | 3 |\n| c | no room\n |\nend";
        assert_eq!(rows(table), "### A\n\n| a | 1 |\n| b | failed: no room | | 3 |\n| c | no room |\nend\n");
    }
}
