//! What goes over the wire, in brotli -q 11 bytes, against its budget.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{build_if_missing, corpus, in_ci};
use crate::build::target;
use crate::process::{program, say};
use crate::setup;

/// A budget: 1 K is 1,000 bytes.
pub struct Budget {
    /// What it is for, as README's table names it.
    pub what: &'static str,
    /// At most this.
    pub bytes: u64,
}

/// The wasm that searches and renders. It is held to 60 K and does not get there yet: this is a ceiling, which only falls.
pub const ENGINE: Budget = Budget { what: "search engine, wasm", bytes: 88_000 };
/// Everything that a partner's page loads for headlines: the script, and `headlines.json` of the real issues.
pub const HEADLINES: Budget = Budget { what: "headlines on a page, everything", bytes: 8_000 };
/// The tiny edition with the newest thirty articles of the real issues.
pub const TINY: Budget = Budget { what: "headlines with search, wasm, 30 articles", bytes: 50_000 };
/// Index and text of the four real issues.
pub const ARCHIVE: Budget = Budget { what: "archive of four issues, index and text", bytes: 260_000 };

/// Every budget, in the order of README's table.
pub const BUDGETS: [Budget; 4] = [ENGINE, HEADLINES, TINY, ARCHIVE];

/// Fails where a budget is exceeded.
pub fn run() -> Result<()> {
    let mut over = Vec::new();
    for (budget, bytes) in measure()? {
        say(&format!("{:42} {bytes:7} of {:7} bytes", budget.what, budget.bytes));
        if bytes > budget.bytes {
            over.push(format!("{}: {} bytes too many", budget.what, bytes - budget.bytes));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("over budget: {}", over.join("; ")) }
}

/// Prints the figures.
pub fn print() -> Result<()> {
    println!("\n| what | bytes (brotli -q 11) | budget |\n| --- | --: | --: |");
    for (budget, bytes) in measure()? {
        println!("| {} | {bytes} | {} |", budget.what, budget.bytes);
    }
    Ok(())
}

fn measure() -> Result<Vec<(Budget, u64)>> {
    setup::apt(&[("brotli", "brotli")])?;
    build_if_missing(Path::new("pkg/engine_bg.wasm"))?;
    let mut measured = vec![(ENGINE, brotli(Path::new("pkg/engine_bg.wasm"))?), (HEADLINES, headlines()?)];
    match corpus() {
        Some(corpus) => {
            let site = site(&corpus)?;
            measured[1].1 += brotli(&site.join("headlines.json"))?;
            measured.push((TINY, brotli(&site.join("tiny.wasm"))?));
            measured.push((ARCHIVE, archive(&site)?));
        }
        None if in_ci() => {
            bail!("the real issues are not at ../shared/corpus, so what is published of them is not measured")
        }
        None => say("Without the real issues: only the scripts and the engine are measured"),
    }
    Ok(measured)
}

/// The size of a file as a host with brotli sends it.
fn brotli(file: &Path) -> Result<u64> {
    let packed = target().join("sizes.br");
    program("brotli").line("-q 11 --force").arg(file).arg("-o").arg(&packed).output()?;
    Ok(fs::metadata(packed)?.len())
}

/// The module that partners embed and what it imports by name at once; not what it imports on demand.
fn headlines() -> Result<u64> {
    let mut queue = vec![PathBuf::from("pkg/headlines.js")];
    let mut sum = 0;
    let mut seen = Vec::new();
    while let Some(file) = queue.pop() {
        if seen.contains(&file) {
            continue;
        }
        sum += brotli(&file)?;
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        for line in text.lines().filter(|line| line.starts_with("import ") || line.starts_with("export ")) {
            let Some((_, from)) = line.rsplit_once("from \"").or_else(|| line.split_once("import \"")) else {
                continue;
            };
            let Some((name, _)) = from.split_once('"') else { continue };
            queue.push(file.parent().unwrap_or(Path::new("")).join(name.trim_start_matches("./")));
        }
        seen.push(file);
    }
    Ok(sum)
}

/// The four real issues as a site.
fn site(corpus: &Path) -> Result<PathBuf> {
    let tool = crate::build::native()?;
    let (content, site) = (target().join("sizes-content"), target().join("sizes-site"));
    let mut issues = Vec::new();
    for entry in fs::read_dir(corpus)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            issues.push(path);
        }
    }
    issues.sort();
    for folder in [&content, &site] {
        let _ = fs::remove_dir_all(folder);
    }
    program(&tool).arg("ingest").args(issues).arg("-o").arg(&content).output()?;
    let engine = Path::new("pkg/tiny_engine_bg.wasm");
    program(&tool)
        .arg("build")
        .arg(&content)
        .arg("-o")
        .arg(&site)
        .arg("--tiny-engine")
        .arg(engine)
        .output()?;
    Ok(site)
}

/// Manifest and parts, as served: what is packed already is not packed again.
fn archive(site: &Path) -> Result<u64> {
    let mut sum = as_served(&site.join("manifest.bi"))?;
    for entry in fs::read_dir(site.join("parts"))? {
        sum += as_served(&entry?.path())?;
    }
    Ok(sum)
}

fn as_served(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).with_context(|| file.display().to_string())?.len().min(brotli(file)?))
}
