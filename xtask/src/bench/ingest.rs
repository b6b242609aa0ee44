//! How well and how fast issue text becomes articles.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::measured::{Run, measured};
use super::record;
use crate::build;
use crate::demo;
use crate::process::{cargo, program, say, which};
use crate::test::corpus;

/// The scorer's figures, as `score_ingest.py` names them.
const FIGURES: [&str; 14] = [
    "seg_f1",
    "seg_iou",
    "title_exact",
    "author_f1",
    "section",
    "standfirst",
    "opening",
    "closing",
    "joins",
    "hyphens",
    "order",
    "clean",
    "asides",
    "event_f1",
];

/// How many issues are read at once.
const COUNTS: [usize; 3] = [1, 10, 100];

/// Measures, and writes the tables.
pub fn run() -> Result<()> {
    let tool = build::native()?;
    record("ingest sample", &sample()?)?;
    match corpus() {
        Some(corpus) => record("ingest gold", &gold(&tool, &corpus)?)?,
        None => say(
            "The real issues are not at ../shared/corpus ($BACKISSUE_CORPUS): their scores stay as they are",
        ),
    }
    record("ingest speed", &speed(&tool)?)
}

/// What the suite finds of the sample: nothing but this repository is needed.
fn sample() -> Result<String> {
    let tests = [
        "sample::ingest_restores_the_sample_from_every_form",
        "pdf::a_magazine_in_two_columns_comes_back_from_its_pdf",
    ];
    let said = cargo()
        .line("test --quiet --package backissue --test suite -- --exact --nocapture")
        .args(tests)
        .output()?;
    let rows: Vec<&str> = said.lines().filter_map(|line| Some(line.split_once("SCORE ")?.1)).collect();
    if rows.len() < 4 {
        bail!("the suite printed {} scores of the sample, where 4 were expected", rows.len());
    }
    let head = "| sample | articles cut right | headline | authors | section | opening | events |\n| --- | --- | --- | --- | --- | --- | --- |";
    Ok([head].into_iter().chain(rows).collect::<Vec<_>>().join("\n"))
}

/// The gold issues, by the scorer that lies beside them.
fn gold(tool: &Path, corpus: &Path) -> Result<String> {
    if which("python3").is_none() {
        bail!("the scorer of the gold issues is written in Python: install python3");
    }
    let mut columns: Vec<(String, String)> = Vec::new();
    let mut names: Vec<PathBuf> =
        fs::read_dir(corpus.join("../gold"))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    names.sort();
    let made = build::target().join("ingest-scored.json");
    for gold in names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let name = gold.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let source = corpus.join(format!("{name}.txt"));
        fs::write(&made, program(tool).line("ingest --json").arg(&source).output()?)?;
        let scorer = corpus.join("../tools/score_ingest.py");
        let said =
            program("python3").args([&scorer, gold, &source, &made]).args(["--worst", "0"]).output()?;
        columns.push((name, said));
    }
    let _ = fs::remove_file(made);
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut rows = vec![
        row(std::iter::once("figure".into()).chain(columns.iter().map(|(name, _)| name.clone())).collect()),
        row(vec!["---".into(); columns.len() + 1]),
    ];
    for figure in FIGURES {
        let value = |said: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(figure)?.trim().parse::<f64>().ok());
            line.map_or("-".into(), |value| format!("{value:.3}"))
        };
        rows.push(row(std::iter::once(figure.to_owned())
            .chain(columns.iter().map(|(_, said)| value(said)))
            .collect()));
    }
    Ok(rows.join("\n"))
}

/// Time and memory for 1, 10 and 100 issues: the real ones where they are at hand, else the sample's, over and over.
fn speed(tool: &Path) -> Result<String> {
    let issues = match corpus() {
        Some(corpus) => [59, 66, 67, 68].map(|number| corpus.join(format!("issue-{number}.txt"))).to_vec(),
        None => demo::sample()?,
    };
    let mut rows = vec![
        "| issues | characters | seconds | of them computing | computing, an issue | peak memory |"
            .to_owned(),
        "| --- | --- | --- | --- | --- | --- |".to_owned(),
    ];
    for count in COUNTS {
        let given: Vec<&PathBuf> = issues.iter().cycle().take(count).collect();
        let bytes: u64 = given.iter().map(|path| fs::metadata(path).map_or(0, |file| file.len())).sum();
        // The best of three: a busy machine makes a run slower, never faster.
        let runs: Vec<Run> = (0..3)
            .map(|_| measured(Command::new(tool).args(["ingest", "--json"]).args(&given)))
            .collect::<Result<_>>()?;
        let seconds = |of: fn(&Run) -> Duration| runs.iter().map(of).min().unwrap_or_default().as_secs_f64();
        let (took, computing) = (seconds(|run| run.took), seconds(|run| run.computing));
        let memory = runs.iter().map(|run| run.kilobytes / 1000).max().unwrap_or_default();
        rows.push(format!(
            "| {count} | {:.1} M | {took:.2} | {computing:.2} | {:.3} | {memory} MB |",
            bytes as f64 / 1e6,
            computing / count as f64
        ));
    }
    Ok(rows.join("\n"))
}
