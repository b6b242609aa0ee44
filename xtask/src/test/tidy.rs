//! Documents and code together: what a reviewer would otherwise have to remember.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{corpus, sizes};
use crate::process::{program, say, which};

/// Beyond this many lines, tests not counted, a file is usually two.
const FILE_LINES: usize = 600;

/// Larger tracked files (a generated table, a picture that was never made smaller) need a reason.
const FILE_BYTES: u64 = 500_000;

/// Runs every check and tells all that they found.
pub fn run() -> Result<()> {
    let files = tracked()?;
    let mut faults = Vec::new();
    for path in &files {
        check_file(path, &mut faults)?;
    }
    check_architecture(&mut faults)?;
    check_readme(&mut faults)?;
    check_copied_text(&mut faults);
    if faults.is_empty() { Ok(()) } else { bail!("{} faults:\n    {}", faults.len(), faults.join("\n    ")) }
}

fn tracked() -> Result<Vec<PathBuf>> {
    let names = program("git").line("ls-files -z").output()?;
    Ok(names
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .collect())
}

fn check_file(path: &Path, faults: &mut Vec<String>) -> Result<()> {
    let shown = path.display();
    let bytes = fs::read(path)?;
    if bytes.len() as u64 > FILE_BYTES {
        faults.push(format!("{shown}: {} bytes, more than {FILE_BYTES}", bytes.len()));
    }
    let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if ending == "rs" && !path.starts_with("tests") || ending == "js" && path.starts_with("www") {
        // Before the tests stands `#[cfg(test)]`, or `#[cfg(all(test, ...))]`.
        let code = text.split("\nmod tests {").next().unwrap_or_default().lines().count();
        if code > FILE_LINES {
            faults.push(format!(
                "{shown}: {code} lines without its tests, more than {FILE_LINES}: make it two"
            ));
        }
    }
    for (number, line) in text.lines().enumerate() {
        let mut fault = |what: &str| faults.push(format!("{shown}:{}: {what}", number + 1));
        if of_one_machine(line) {
            fault("a path of one machine");
        }
        let script = path.starts_with("www") && matches!(ending, "js" | "html");
        if script && sinks().iter().any(|sink| line.contains(sink)) && !line.trim_start().starts_with("//") {
            fault("text becomes markup here: build elements and text nodes instead");
        }
    }
    Ok(())
}

/// Home folders, and this repository's own place.
fn of_one_machine(line: &str) -> bool {
    let homes = [["/ro", "ot/"].concat(), ["/ho", "me/"].concat(), ["/Us", "ers/"].concat()];
    let here = std::env::current_dir().unwrap_or_default();
    let places = homes.iter().map(String::as_str).chain(here.to_str());
    places.filter(|place| place.len() > 5).any(|place| {
        line.match_indices(place).any(|(at, _)| {
            // `https://a.example/home/` is no path of a machine.
            !line
                .get(..at)
                .unwrap_or_default()
                .ends_with(|c: char| c.is_alphanumeric() || "._-*/".contains(c))
        })
    })
}

/// The ways in which a page turns text into markup or code. Written apart, so that this file may be searched too.
fn sinks() -> [String; 6] {
    [
        ["inner", "HTML"].concat(),
        ["outer", "HTML"].concat(),
        ["insertAdjacent", "HTML"].concat(),
        ["document.", "write("].concat(),
        ["new ", "Function("].concat(),
        ["DOM", "Parser"].concat(),
    ]
}

/// Every module is in ARCHITECTURE.md's map, and the map has no module that is gone.
fn check_architecture(faults: &mut Vec<String>) -> Result<()> {
    let name = "src/ARCHITECTURE.md";
    let map = fs::read_to_string(name)?;
    for entry in fs::read_dir("src")? {
        let path = entry?.path();
        let module = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let listed = if path.is_dir() { format!("`{module}/`") } else { format!("`{module}`") };
        if !module.ends_with(".md") && !map.contains(&listed) {
            faults.push(format!("{name}: does not name {listed}"));
        }
    }
    for quoted in map.split('`').skip(1).step_by(2) {
        let is_path = quoted.ends_with(".rs") || quoted.ends_with('/') || quoted.ends_with(".js");
        let plain = quoted.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
        let exists = |base: &str| Path::new(base).join(quoted).exists();
        if is_path
            && plain
            && !exists("src")
            && !exists("")
            && !exists("www")
            && !matches!(quoted, "pkg/" | "/")
        {
            faults.push(format!("{name}: `{quoted}` is not there"));
        }
    }
    // `file.rs: name of a test` in the table of invariants: the test must be there.
    for quoted in map.split('`').skip(1).step_by(2).filter(|quoted| quoted.contains("::")) {
        let Some((_, test)) = quoted.rsplit_once("::") else { continue };
        let found = program("git")
            .args(["grep", "-q", "--fixed-strings", &format!("fn {test}("), "--", "*.rs"])
            .output();
        if test.starts_with(char::is_lowercase) && found.is_err() {
            faults.push(format!("{name}: there is no function `{quoted}`"));
        }
    }
    Ok(())
}

/// README names every budget with the figure that the tests assert.
fn check_readme(faults: &mut Vec<String>) -> Result<()> {
    let readme = fs::read_to_string("README.md")?;
    for budget in sizes::BUDGETS {
        let figure = format!("{} K", budget.bytes as f64 / 1000.0);
        if !readme.lines().any(|line| line.contains(budget.what) && line.contains(&figure)) {
            faults.push(format!("README.md: no line has the budget {:?} with {figure}", budget.what));
        }
    }
    Ok(())
}

/// The magazine's own sentences are not ours to publish.
fn check_copied_text(faults: &mut Vec<String>) {
    let Some(corpus) = corpus() else {
        return say("Without the real issues: not checked for sentences of theirs");
    };
    let tool = corpus.join("../tools/copied_text.py");
    if !tool.is_file() {
        return say(
            "The tool that finds the magazine's sentences is not beside the corpus: not checked for them",
        );
    }
    if which("python3").is_none() {
        return say("Without python3: not checked for sentences of the magazine's");
    }
    if let Err(error) = program("python3").arg(tool).arg(corpus).output() {
        faults.push(format!("tracked files repeat the magazine's text: {error:#}"));
    }
}
