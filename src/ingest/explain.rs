//! What ingest did, for people: `--explain`, every stretch of the source with its zone, its article and the reason; and
//! what was left out, whole.

use std::fmt::Write;

use serde_json::{Value, json};

use super::account::{Entry, Use};
use super::{Ingested, json};
use crate::model::Article;

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

/// The same for programs: the articles with their certainty, every stretch of `text` with the number of its article
/// (from 0; null if it is in none), and the doubts.
pub fn json(ingested: &Ingested, text: &str) -> Value {
    let stretch = |entry: &Entry| {
        json!({
            "line": entry.line,
            "article": match entry.used {
                Use::Article(number) => Some(number),
                Use::Discarded(_) => None,
            },
            "zone": entry.zone.name(),
            "reason": entry.reason,
            "text": text[entry.range.clone()].trim(),
        })
    };
    json!({
        "issue": ingested.issue.key,
        "articles": ingested.articles.iter().map(|article| json!({
            "id": article.id,
            "title": article.title,
            "opening": opening(article),
            "section": article.section,
            "certainty": article.certainty,
        })).collect::<Vec<_>>(),
        "stretches": ingested.account.entries.iter().map(stretch).collect::<Vec<_>>(),
        "doubts": json::doubts(ingested),
    })
}

/// How many words tell one article without a headline from another.
const OPENING_WORDS: usize = 6;

/// The first words of an article, with its initial given back.
fn opening(article: &Article) -> String {
    let text = article.texts().first().map(|text| text.words()).unwrap_or_default();
    text.split_whitespace().take(OPENING_WORDS).collect::<Vec<_>>().join(" ")
}

/// What was left out of the articles, stretch by stretch with its lines, for an editor to take back from. Empty if nothing.
pub fn left_out(ingested: &Ingested, text: &str) -> String {
    let of = |entry: &Entry| match entry.used {
        Use::Discarded(zone) => Some(zone),
        Use::Article(_) => None,
    };
    let mut out = String::new();
    for stretch in ingested.account.entries.chunk_by(|above, below| of(above) == of(below)) {
        let (Some(zone), Some(first)) = (stretch.first().and_then(of), stretch.first()) else { continue };
        let _ = writeln!(out, "\n--- line {}: {zone} ({})", first.line, first.reason);
        for entry in stretch {
            out.push_str(text[entry.range.clone()].trim());
            out.push('\n');
        }
    }
    if !out.is_empty() {
        out.insert_str(
            0,
            "What is in no article. To put something back, copy it into an article's file, or into a new one (NAME.md).\n",
        );
    }
    out
}
