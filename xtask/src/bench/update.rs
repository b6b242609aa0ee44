//! What a new issue costs the readers of the old ones: seventy issues, published without and then with the last.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::record;
use crate::build;
use crate::process::program;

/// Measures, and writes the table.
pub fn run() -> Result<()> {
    let (work, harness) = super::peers::harness()?;
    let tool = build::native()?;
    let documents = fs::read_to_string(super::peers::documents("seventy", &work, &harness)?)?;
    let lines: Vec<String> = documents.lines().filter(|line| line.starts_with('{')).map(line).collect();
    let mut table = "| issues | articles | archive | parts | to fetch again | of it texts |\n\
                     | --: | --: | --: | --: | --: | --: |\n"
        .to_owned();
    for issues in [4, 6, 20, 36, 70] {
        let mut before = BTreeMap::new();
        let mut row = String::new();
        for issues in [issues - 1, issues] {
            let (input, site) = (work.join("update.jsonl"), work.join("update"));
            let _ = fs::remove_dir_all(&site);
            fs::write(&input, lines[..issues * ARTICLES].concat())?;
            program(&tool).line("build --no-pages").arg(&input).arg("-o").arg(&site).output()?;
            let parts = parts(&site)?;
            // The new issue's own articles come on top: what is told here is what readers had already.
            let again = |part: &(&String, &u64)| !before.contains_key(part.0);
            let bytes: u64 = parts.iter().filter(again).map(|(_, bytes)| bytes).sum();
            let kept = before.keys().filter(|name| parts.contains_key(*name)).count();
            row = format!(
                "| {issues} | {} | {} | {} | {bytes} | {} |\n",
                issues * ARTICLES,
                parts.values().sum::<u64>(),
                parts.len(),
                if kept > (issues - 1) * ARTICLES { "the new" } else { "all" },
            );
            before = parts;
        }
        table += &row;
    }
    record("update", &table)
}

/// Articles of an issue in the documents.
const ARTICLES: usize = 30;

/// A document of the harness as `backissue build` reads it.
pub fn line(document: &str) -> String {
    let document = document.trim_end_matches(',').replacen(",\"body\":", ",\"text\":", 1);
    match document.strip_prefix("{\"id\":").and_then(|rest| rest.split_once(',')) {
        Some((id, rest)) => format!("{{\"id\":\"{id}\",{rest}\n"),
        None => document + "\n",
    }
}

/// The archive's parts with their lengths.
fn parts(site: &Path) -> Result<BTreeMap<String, u64>> {
    let mut parts = BTreeMap::new();
    for entry in fs::read_dir(site.join("parts")).context("no parts")? {
        let entry = entry?;
        parts.insert(entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len());
    }
    parts.insert(format!("manifest of {}", parts.len()), fs::metadata(site.join("manifest.bi"))?.len());
    Ok(parts)
}
