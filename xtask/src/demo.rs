//! `cargo xtask demo`: from issue text to pages in a browser.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build::{self, Optimise, copy, target};
use crate::process::{program, say};

/// What `cargo xtask demo` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Issue text, one file an issue (default: the sample magazine in tests/sample)
    #[arg(value_name = "ISSUE.txt")]
    issues: Vec<PathBuf>,
    /// The port to serve on (default: the first free one from 8080)
    #[arg(long)]
    port: Option<u16>,
    /// Put everything together in target/demo, but do not serve it
    #[arg(long)]
    no_serve: bool,
}

/// Puts the demo together and serves it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let issues = if arguments.issues.is_empty() { sample()? } else { arguments.issues.clone() };
    // Said now, not after minutes of compiling.
    if let Some(missing) = issues.iter().find(|issue| !issue.is_file()) {
        bail!("{}: there is no such file", missing.display());
    }
    let tool = build::native()?;
    build::package(Optimise::May)?;
    let site = assemble(&tool, &issues, arguments.issues.is_empty())?;
    if arguments.no_serve {
        println!("\nThe demo is in {}.", site.display());
        return Ok(());
    }
    let port = match arguments.port {
        Some(port) => port,
        None => free_port()?,
    };
    println!("\nThe demo pages:");
    for page in pages(&site)? {
        println!("  http://localhost:{port}/{page}");
    }
    println!("End with Ctrl+C.\n");
    program(&tool).arg("serve").arg(&site).arg("--port").arg(port.to_string()).run_on()
}

/// Ingests, builds the archive and puts it with the package and the demo pages into `target/demo`, the form that any
/// static host could serve (tests/browser/README.md).
///
/// The pages of the union, the partner and so on tell of the sample; any other magazine has a front page of its own.
pub fn assemble(tool: &Path, issues: &[PathBuf], is_sample: bool) -> Result<PathBuf> {
    let content = target().join("demo-content");
    let site = target().join("demo");
    for folder in [&content, &site] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
    }
    const ANY_MAGAZINE: [&str; 8] = [
        "_headers",
        "compare.css",
        "compare.html",
        "compare.js",
        "index.css",
        "mark.svg",
        "own.html",
        "own.js",
    ];
    let wanted = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if is_sample { !name.starts_with("own.") } else { path.is_dir() || ANY_MAGAZINE.contains(&name) }
    };
    copy(Path::new("www/demo"), &site, &wanted)?;
    if !is_sample {
        fs::rename(site.join("own.html"), site.join("index.html")).context("www/demo/own.html")?;
    }
    // A service worker's scope is its folder: it must lie beside the pages that it keeps.
    fs::copy("www/sw.js", site.join("sw.js")).context("www/sw.js")?;
    copy(Path::new("pkg"), &site.join("pkg"), &|_| true)?;

    say("Cutting the issues into articles");
    program(tool).arg("ingest").args(issues).arg("-o").arg(&content).run()?;
    compare(tool, issues, &site.join("compare"))?;
    say("Building the archive");
    program(tool)
        .arg("build")
        .arg(&content)
        .arg("-o")
        .arg(site.join("archive"))
        .arg("--tiny-engine")
        .arg(Path::new("pkg/tiny_engine_bg.wasm"))
        .line("--pack --bundle --engine pkg/engine_bg.wasm")
        .run()?;
    Ok(site)
}

/// What the page that shows source and result side by side needs: `issues.txt`, a name a line, and a file for each.
fn compare(tool: &Path, issues: &[PathBuf], out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let mut names = String::new();
    // Together, as they were cut for the archive: what one issue shows counts in the others. One is not put on one line.
    let accounts = program(tool).line("ingest --explain --json").args(issues).output()?;
    let accounts: Vec<&str> = if issues.len() == 1 { vec![&accounts] } else { accounts.lines().collect() };
    for (number, (issue, account)) in issues.iter().zip(accounts).enumerate() {
        fs::write(out.join(format!("{number}.json")), account)?;
        names += &format!("{}\n", issue.file_name().unwrap_or_default().to_string_lossy());
    }
    fs::write(out.join("issues.txt"), names).context("the names of the issues")
}

/// The issues of the sample magazine.
pub fn sample() -> Result<Vec<PathBuf>> {
    let mut issues = Vec::new();
    for entry in fs::read_dir("tests/sample")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            issues.push(path);
        }
    }
    issues.sort();
    if issues.is_empty() {
        bail!("tests/sample has no issue: the clone is not whole");
    }
    Ok(issues)
}

fn pages(site: &Path) -> Result<Vec<String>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(site)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name == "index.html" {
            pages.push(String::new());
        } else if name.ends_with(".html") {
            pages.push(name);
        }
    }
    pages.sort();
    Ok(pages)
}

fn free_port() -> Result<u16> {
    (8080..8100)
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .context("the ports 8080 to 8099 are all taken; choose another with --port")
}
