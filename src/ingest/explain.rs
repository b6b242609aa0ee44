//! `--explain`: every stretch of the source with its zone, its article and the reason.

use std::fmt::Write;

use super::Ingested;
use super::account::Use;

/// One line a stretch of `text`: line number, article number from 1 (or `-`), zone, the first words, the reason.
pub fn explain(ingested: &Ingested, text: &str) -> String {
    let mut out = String::new();
    for entry in &ingested.account.entries {
        let article = match entry.used {
            Use::Article(number) => format!("{:>3}", number + 1),
            Use::Discarded(_) => "  -".to_owned(),
        };
        let words: String = text[entry.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let start: String = words.chars().take(60).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{:>5} {article} {:<12} {start:<60}  [{}]",
            entry.line,
            entry.zone.name(),
            entry.reason
        );
    }
    out
}
