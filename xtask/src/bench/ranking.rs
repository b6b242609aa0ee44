//! How well it ranks: the command line tool over test collections with judgments, scored by their own scripts. The magazine is
//! one of them where its issues are at hand, with the queries of `tests/ranking/magazine.txt`.
//!
//! One setting for all of them. The last word of each query counts as unfinished, as in the search box.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{record, shared};
use crate::build;
use crate::process::{program, say};
use crate::setup;
use crate::test::corpus;

/// A row of the table: which run, which measure, what others reach (Lucene with k1 1.2 and b 0.75 or, for slips, with its
/// fuzzy queries; tantivy; MiniSearch; as the collections' folder has them), what is wanted (0 for nothing), and what must not
/// be lost.
struct Row {
    set: &'static str,
    measure: &'static str,
    peers: [&'static str; 3],
    target: f64,
    floor: f64,
}

const fn row(
    set: &'static str,
    measure: &'static str,
    peers: [&'static str; 3],
    target: f64,
    floor: f64,
) -> Row {
    Row { set, measure, peers, target, floor }
}

const ROWS: [Row; 15] = [
    row("time", "nDCG@10", [".756", ".743", ".656"], 0.76, 0.76),
    row("cran", "nDCG@10", [".509", ".502", ".441"], 0.53, 0.535),
    row("med", "nDCG@10", [".690", ".704", ".636"], 0.70, 0.705),
    row("cacm", "nDCG@10", [".494", ".429", ".317"], 0.50, 0.52),
    row("magazine", "nDCG@10", ["", "", ""], 0.0, 0.885),
    row("time: typo", "nDCG@10", [".713", ".701", ".629"], 0.73, 0.755),
    row("cran: typo", "nDCG@10", ["", "", ""], 0.0, 0.533),
    row("med: typo", "nDCG@10", ["", "", ""], 0.0, 0.70),
    row("cacm: typo", "nDCG@10", ["", "", ""], 0.0, 0.51),
    row("magazine: typo", "nDCG@10", ["", "", ""], 0.0, 0.88),
    row("time: prefix4", "nDCG@10", [".679", ".671", ".611"], 0.70, 0.735),
    row("time: join", "nDCG@10", [".646", ".650", ".561"], 0.72, 0.74),
    row("time: known-typo", "MRR@10", [".967", ".946", ".969"], 0.98, 0.98),
    row("time: did you mean, one edit", "first", ["", "", ".895 (nearest word)"], 0.93, 0.94),
    row("time: did you mean, two edits", "first", ["", "", ".584 (nearest word)"], 0.65, 0.65),
];

/// Measures, and writes the table.
pub fn run() -> Result<()> {
    let Some(shared) = shared("quality") else {
        bail!("the test collections are not at ../shared/bench/quality ($BACKISSUE_BENCH)")
    };
    let mut table = "| set | measure | Lucene | tantivy | MiniSearch | wanted | backissue |\n\
                     | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (row, found) in ROWS.iter().zip(measure(&shared)?) {
        let Row { set, measure, peers: [lucene, tantivy, minisearch], target, .. } = row;
        let wanted = if *target > 0.0 { format!("{target:.2}") } else { String::new() };
        let found = match found {
            Some(found) => format!("{found:.4}{}", if round(found) >= *target { "" } else { ", short" }),
            None => "not at hand".to_owned(),
        };
        table +=
            &format!("| {set} | {measure} | {lucene} | {tantivy} | {minisearch} | {wanted} | {found} |\n");
    }
    record("ranking", &table)
}

/// Fails where a floor is not reached; says so where the collections are not at hand.
pub fn check() -> Result<()> {
    let Some(shared) = shared("quality") else {
        say(
            "The test collections are not at ../shared/bench/quality ($BACKISSUE_BENCH): ranking is not measured",
        );
        return Ok(());
    };
    let mut low = Vec::new();
    for (row, found) in ROWS.iter().zip(measure(&shared)?) {
        let Some(found) = found else {
            say(&format!("{:32} is not at hand", row.set));
            continue;
        };
        say(&format!("{:32} {:8} {found:.4}, at least {:.3}", row.set, row.measure, row.floor));
        if found < row.floor {
            low.push(row.set);
        }
    }
    if low.is_empty() { Ok(()) } else { bail!("ranking is worse than it was on {}", low.join("; ")) }
}

/// To the three places that targets and peers' figures have.
fn round(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

/// The figures of [`ROWS`]; none where a collection is not at hand.
fn measure(shared: &Path) -> Result<Vec<Option<f64>>> {
    setup::apt(&[("python3", "python3")])?;
    let tool = build::native()?;
    let work = std::path::absolute(build::target().join("ranking"))?;
    let quality = work.join("quality");
    build::copy(shared, &quality, &|_| true)?;
    magazine(&tool, &quality.join("data/magazine"))?;
    say("Unpacking the collections and making the robustness sets");
    program("sh").arg(quality.join("unpack.sh")).arg(work.join("robust")).output()?;
    let bench = Bench { tool, work, quality };
    let mut found = Vec::new();
    for Row { set, measure, .. } in &ROWS {
        let of = set.split(':').next().unwrap_or_default();
        if !bench.quality.join("data").join(of).join("qrels.tsv").exists() {
            found.push(None);
            continue;
        }
        found.push(Some(match set.split_once(": ") {
            None => bench.score(set, &bench.quality.join("data").join(set), measure)?,
            Some((of, name)) if !name.contains("did you mean") => {
                bench.score(of, &bench.work.join("robust").join(of).join(name), measure)?
            }
            Some((of, name)) => bench.suggested(of, if name.ends_with("one edit") { 1 } else { 2 })?,
        }));
    }
    Ok(found)
}

/// The magazine's four issues as a collection, where they are at hand.
fn magazine(tool: &Path, out: &Path) -> Result<()> {
    let Some(corpus) = corpus() else { return Ok(()) };
    let issues = [59, 66, 67, 68].map(|number| corpus.join(format!("issue-{number}.txt")));
    let made = program(tool).line("ingest --json").args(issues).output()?;
    fs::create_dir_all(out)?;
    let articles = out.join("articles.json");
    fs::write(&articles, made)?;
    let set = ["tests/ranking/collection.py", "tests/ranking/magazine.txt"];
    program("python3").args(set).args([&articles, out]).output().map(drop)
}

struct Bench {
    tool: PathBuf,
    work: PathBuf,
    quality: PathBuf,
}

impl Bench {
    /// Runs queries over a collection.
    fn trec(&self, collection: &str, queries: &Path, run: &Path) -> Result<PathBuf> {
        let suggestions = run.with_extension("suggestions");
        program(&self.tool)
            .line("trec -k 10 --docs")
            .arg(self.quality.join("data").join(collection).join("docs.jsonl"))
            .arg("--queries")
            .arg(queries)
            .arg("--out")
            .arg(run)
            .arg("--suggestions")
            .arg(&suggestions)
            .output()?;
        Ok(suggestions)
    }

    /// A measure of the queries in `set` over a collection.
    fn score(&self, collection: &str, set: &Path, measure: &str) -> Result<f64> {
        let run = self.work.join("run.trec");
        self.trec(collection, &set.join("queries.tsv"), &run)?;
        let scored = program("python3")
            .arg(self.quality.join("score.py"))
            .arg("--run")
            .arg(&run)
            .arg("--qrels")
            .arg(set.join("qrels.tsv"))
            .output()?;
        let mut lines = scored.lines();
        let columns = lines.next().unwrap_or_default().split('\t');
        let figures = lines.next().unwrap_or_default().split('\t');
        let figure = columns.zip(figures).find(|(column, _)| *column == measure).map(|(_, figure)| figure);
        figure
            .and_then(|figure| figure.parse().ok())
            .with_context(|| format!("no {measure} in what score.py printed: {scored}"))
    }

    /// The share of real misspellings, so many edits from what was meant, whose first suggestion is what was meant.
    fn suggested(&self, collection: &str, edits: u32) -> Result<f64> {
        let pairs = self.quality.join(format!("data/spell/test-{collection}.tsv"));
        let wrong: String = fs::read_to_string(&pairs)?
            .lines()
            .filter_map(|line| line.split('\t').next())
            .map(|word| format!("{word}\t{word}\n"))
            .collect();
        let queries = self.work.join("wrong.tsv");
        fs::write(&queries, wrong)?;
        let answers = self.trec(collection, &queries, &self.work.join("wrong.trec"))?;
        let scored = program("python3")
            .arg(self.quality.join("spell.py"))
            .arg("score")
            .args([&pairs, &answers])
            .output()?;
        let line = scored.lines().find_map(|line| line.strip_prefix(&format!("distance {edits}\t")));
        line.and_then(|line| line.split('\t').nth(1))
            .and_then(|figure| figure.parse().ok())
            .with_context(|| format!("no distance {edits} in what spell.py printed: {scored}"))
    }
}
