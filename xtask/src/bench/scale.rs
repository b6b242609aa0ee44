//! What building costs as the documents grow: time, memory, and the bytes of the archive in its two forms.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::Command;

use anyhow::Result;

use super::measured::measured;
use super::{peers, record, update};
use crate::build;
use crate::process::say;

/// What `cargo xtask bench scale` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which documents: B, C, D (1,000, 10,000, 100,000 made from the issues at hand)
    #[arg(long, value_delimiter = ',', default_value = "B,C,D")]
    corpora: Vec<String>,
}

/// Measures, and writes the table.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (work, harness) = peers::harness()?;
    let tool = build::native()?;
    let mut table =
        "| documents | text | seconds | of them computing | peak memory | archive, in one file | before its parts |\n\
         | --: | --: | --: | --: | --: | --: | --: |\n"
            .to_owned();
    for name in &arguments.corpora {
        let (input, site) = (work.join("scale.jsonl"), work.join("scale"));
        let _ = fs::remove_dir_all(&site);
        let mut lines = BufWriter::new(File::create(&input)?);
        let mut documents = 0;
        for document in BufReader::new(File::open(peers::documents(name, &work, &harness)?)?).lines() {
            let document = document?;
            if document.starts_with('{') {
                lines.write_all(update::line(&document).as_bytes())?;
                documents += 1;
            }
        }
        lines.into_inner()?;
        say(&format!("Building {documents} documents"));
        let run = measured(
            Command::new(&tool).args(["build", "--no-pages", "--pack"]).arg(&input).arg("-o").arg(&site),
        )?;
        let packed = fs::metadata(site.join("archive.pack"))?.len();
        let head = head(&fs::read(site.join("archive.pack"))?);
        table += &format!(
            "| {documents} | {:.1} M | {:.1} | {:.1} | {} MB | {:.2} M | {:.1} K |\n",
            fs::metadata(&input)?.len() as f64 / 1e6,
            run.took.as_secs_f64(),
            run.computing.as_secs_f64(),
            run.kilobytes / 1000,
            packed as f64 / 1e6,
            head as f64 / 1e3,
        );
        let _ = fs::remove_dir_all(&site);
        let _ = fs::remove_file(&input);
    }
    record("scale", &table)
}

/// The bytes of manifest and directory, which stand before the parts (FORMAT.md, "One file").
fn head(pack: &[u8]) -> u64 {
    let length = |at: usize| {
        let bytes = pack.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        u64::from(u32::from_be_bytes(bytes))
    };
    13 + length(5) + length(9)
}
