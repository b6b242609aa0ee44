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

/// The wasm that searches.
pub const ENGINE: Budget = Budget { what: "search engine, wasm", bytes: 44_500 };
/// The wasm that shows results.
pub const RESULTS_WASM: Budget = Budget { what: "results on a page, wasm", bytes: 7_000 };
/// The wasm that is fetched besides when a query has more than words in it, or misspelt ones.
pub const SPECIAL_WASM: Budget = Budget { what: "special queries, wasm", bytes: 11_200 };
/// The wasm that is fetched besides when something is to be read.
pub const READER_WASM: Budget = Budget { what: "reader, wasm, once something is read", bytes: 20_700 };
/// The scripts that open an archive and call the engine.
pub const ENGINE_SCRIPTS: Budget = Budget { what: "search engine, its scripts", bytes: 4_900 };
/// What opening an archive in one file takes besides.
pub const PACK_SCRIPT: Budget = Budget { what: "an archive in one file, its script", bytes: 2_000 };
/// Everything that a partner's page loads for headlines: the script, and `headlines.json` of the real issues.
pub const HEADLINES: Budget = Budget { what: "headlines on a page, everything", bytes: 6_000 };
/// What a page loads for the search beside the engine and its own script: element, words, styles, to the first results.
pub const SEARCH: Budget = Budget { what: "search on a page, scripts and styles", bytes: 12_000 };
/// What opening the first article adds.
pub const READER: Budget = Budget { what: "reader, scripts and styles", bytes: 12_000 };
/// What the first use of the search beside headlines adds in scripts.
pub const TINY_SCRIPTS: Budget = Budget { what: "headlines with search, its scripts", bytes: 2_400 };
/// The tiny edition with the newest thirty articles of the real issues.
pub const TINY: Budget = Budget { what: "headlines with search, wasm, 30 articles", bytes: 35_500 };
/// Index and text of the four real issues.
pub const ARCHIVE: Budget = Budget { what: "archive of four issues, index and text", bytes: 260_000 };

/// Every budget, in the order of README's table.
pub const BUDGETS: [Budget; 12] = [
    ENGINE,
    ENGINE_SCRIPTS,
    RESULTS_WASM,
    SPECIAL_WASM,
    READER_WASM,
    PACK_SCRIPT,
    SEARCH,
    READER,
    HEADLINES,
    TINY_SCRIPTS,
    TINY,
    ARCHIVE,
];

/// The modules of the search, those imported on demand among them; what they import by name is followed.
const SEARCH_MODULES: [&str; 3] = ["backissue.js", "elements/search.js", "strings/en.js"];
/// Those of the reader.
const READER_MODULES: [&str; 2] = ["elements/reader.js", "elements/tools.js"];

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
    // The engine's own scripts are the engine's.
    let search = modules(&SEARCH_MODULES, &["archive.js"])?;
    let both = modules(&[SEARCH_MODULES.as_slice(), &READER_MODULES].concat(), &["archive.js"])?;
    let mut headlines = modules(&["headlines.js", "strings/en.js"], &[])?;
    let site = corpus().map(|corpus| site(&corpus)).transpose()?;
    if let Some(site) = &site {
        headlines += brotli(&site.join("headlines.json"))?;
    }
    let mut measured = vec![
        (ENGINE, brotli(Path::new("pkg/engine_bg.wasm"))?),
        (ENGINE_SCRIPTS, modules(&["archive.js", "engine.js"], &["words.js"])?),
        (RESULTS_WASM, brotli(Path::new("pkg/results_bg.wasm"))?),
        (SPECIAL_WASM, brotli(Path::new("pkg/special_bg.wasm"))?),
        (READER_WASM, brotli(Path::new("pkg/reader_bg.wasm"))?),
        (PACK_SCRIPT, brotli(Path::new("pkg/pack.js"))?),
        (SEARCH, search),
        (READER, both.saturating_sub(search)),
        (HEADLINES, headlines),
        (
            TINY_SCRIPTS,
            modules(&["headlines-search.js", "tiny.js", "tiny_engine.js"], &["headlines.js", "words.js"])?,
        ),
    ];
    match site {
        Some(site) => {
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

/// Modules of the package and what they import by name; not what they import on demand, nor what is `beside` them.
fn modules(first: &[&str], beside: &[&str]) -> Result<u64> {
    let mut queue: Vec<PathBuf> = first.iter().map(|name| Path::new("pkg").join(name)).collect();
    let mut seen: Vec<PathBuf> = beside.iter().map(|name| Path::new("pkg").join(name)).collect();
    let mut sum = 0;
    while let Some(file) = queue.pop() {
        let file = fs::canonicalize(&file).with_context(|| file.display().to_string())?;
        if seen.iter().any(|other| fs::canonicalize(other).is_ok_and(|other| other == file)) {
            continue;
        }
        sum += brotli(&file)?;
        let text = fs::read_to_string(&file)?;
        queue.extend(imports(&text).map(|name| file.with_file_name(name)));
        seen.push(file);
    }
    Ok(sum)
}

/// The paths that a module imports: after `from` or `import`, in quotes. `import("...")` is on demand, and has a bracket.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    ["from", "import"].into_iter().flat_map(|word| text.split(word).skip(1)).filter_map(|after| {
        let (path, _) = after.trim_start().strip_prefix('"')?.split_once('"')?;
        path.starts_with('.').then_some(path)
    })
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
