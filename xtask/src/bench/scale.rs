//! What building costs as the documents grow: time, memory, the bytes of the archive in its two forms, and what these are
//! for beside the least that they could be.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::measured::measured;
use super::{peers, record, update};
use crate::build;
use crate::process::{compile, program, say};

/// What `cargo xtask bench scale` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which documents: A (the issues at hand), B, C, D (1,000, 10,000, 100,000 made from them)
    #[arg(long, value_delimiter = ',', default_value = "A,B,C,D")]
    corpora: Vec<String>,
}

/// Measures, and writes the tables.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (work, harness) = peers::harness()?;
    let tool = build::native()?;
    let mut table =
        "| documents | text | seconds | of them computing | peak memory | archive, in one file | before its parts |\n\
         | --: | --: | --: | --: | --: | --: | --: |\n"
            .to_owned();
    let mut weights = Vec::new();
    for name in &arguments.corpora {
        let (input, site) = (work.join("scale.jsonl"), work.join("scale"));
        let _ = fs::remove_dir_all(&site);
        let documents = json_lines(&peers::documents(name, &work, &harness)?, &input)?;
        say(&format!("Building {documents} documents"));
        let run = measured(
            Command::new(&tool).args(["build", "--no-pages", "--pack"]).arg(&input).arg("-o").arg(&site),
        )?;
        let packed = fs::metadata(site.join("archive.pack"))?.len();
        let head = head(&fs::read(site.join("archive.pack"))?);
        table += &format!(
            "| {documents} ({name}) | {:.1} M | {:.1} | {:.1} | {} MB | {:.2} M | {:.1} K |\n",
            fs::metadata(&input)?.len() as f64 / 1e6,
            run.took.as_secs_f64(),
            run.computing.as_secs_f64(),
            run.kilobytes / 1000,
            packed as f64 / 1e6,
            head as f64 / 1e3,
        );
        weights.push(weights_of(&site, &work.join("weighed"))?);
        let _ = fs::remove_dir_all(&site);
        let _ = fs::remove_file(&input);
    }
    record("scale", &table)?;
    record("floors", &floors(&arguments.corpora, &weights))
}

/// Writes the harness's documents as `backissue build` reads them; says how many.
fn json_lines(from: &Path, to: &Path) -> Result<usize> {
    let mut lines = BufWriter::new(File::create(to)?);
    let mut documents = 0;
    for line in BufReader::new(File::open(from)?).lines() {
        // The smallest is one line. Inside a text each quotation mark has a backslash before it.
        for document in line?.replace("},{\"id\":", "},\n{\"id\":").lines() {
            let document = document.trim_start_matches('[').trim_end_matches([',', ']']);
            if document.starts_with('{') {
                lines.write_all(update::line(document).as_bytes())?;
                documents += 1;
            }
        }
    }
    lines.into_inner()?;
    Ok(documents)
}

/// What a kind of bytes weighs, and the least that it could.
struct Weight {
    kind: String,
    bytes: u64,
    floor: Option<u64>,
}

/// Weighs the archive of a site, with a folder for what is packed to learn its floor.
fn weights_of(site: &Path, folder: &Path) -> Result<Vec<Weight>> {
    say("Weighing it");
    fs::create_dir_all(folder)?;
    let weighed = compile("run")
        .line("--release --example weigh --")
        .arg(site)
        .arg(folder)
        .output()
        .context("weigh")?;
    let mut weights = Vec::new();
    for line in weighed.lines() {
        let mut cells = line.split('\t');
        let (Some(kind), Some(bytes), Some(floor)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let floor = match floor.parse() {
            Ok(floor) => Some(floor),
            Err(_) if floor.is_empty() => None,
            Err(_) => Some(brotli(&folder.join(floor))?),
        };
        weights.push(Weight { kind: kind.to_owned(), bytes: bytes.parse()?, floor });
    }
    let _ = fs::remove_dir_all(folder);
    Ok(weights)
}

/// The length of a file as one stream of brotli, at the quality that the harness takes for so much.
fn brotli(file: &Path) -> Result<u64> {
    let quality = if fs::metadata(file)?.len() > 16_000_000 { "9" } else { "11" };
    let packed = file.with_extension("br");
    program("brotli").args(["-f", "-w", "24", "-q", quality, "-o"]).arg(&packed).arg(file).output()?;
    Ok(fs::metadata(packed)?.len())
}

/// The table of kinds by corpora: thousands of bytes, and how many times the floor.
fn floors(names: &[String], corpora: &[Vec<Weight>]) -> String {
    let cell = |bytes: u64, floor: Option<u64>| match floor {
        Some(floor) => format!(" {:.1} ({:.2}) |", bytes as f64 / 1e3, bytes as f64 / floor.max(1) as f64),
        None => format!(" {:.1} |", bytes as f64 / 1e3),
    };
    let mut table =
        format!("| K (times the floor) | {} |\n| --- |{}\n", names.join(" | "), " --: |".repeat(names.len()));
    for place in 0..corpora.first().map_or(0, Vec::len) {
        let row = corpora.iter().filter_map(|weights| weights.get(place));
        let kind = row.clone().next().map_or("", |weight| &weight.kind);
        let cells: String = row.map(|weight| cell(weight.bytes, weight.floor)).collect();
        table += &format!("| {kind} |{cells}\n");
    }
    let all = corpora.iter().map(|weights| {
        let floor = weights.iter().map(|weight| weight.floor.unwrap_or(weight.bytes)).sum();
        cell(weights.iter().map(|weight| weight.bytes).sum(), Some(floor))
    });
    table + &format!("| in all |{}\n", all.collect::<String>())
}

/// The bytes of manifest and directory, which stand before the parts (FORMAT.md, "One file").
fn head(pack: &[u8]) -> u64 {
    let length = |at: usize| {
        let bytes = pack.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        u64::from(u32::from_be_bytes(bytes))
    };
    13 + length(5) + length(9)
}
