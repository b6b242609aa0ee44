//! What is written to the files of a content folder.

use std::fmt::Write as _;

use super::{article_id, markdown};
use crate::model::{Article, Event, Issue};

/// `key = value`, with the value quoted as TOML needs.
fn field(out: &mut String, key: &str, value: impl Into<toml::Value>) {
    let _ = writeln!(out, "{key} = {}", value.into());
}

fn optional(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        field(out, key, value);
    }
}

/// `issue.toml`.
pub(super) fn issue(issue: &Issue) -> String {
    let mut out = String::new();
    field(&mut out, "key", issue.key.as_str());
    if let Some(number) = issue.number {
        field(&mut out, "number", i64::from(number));
    }
    field(&mut out, "title", issue.title.as_str());
    field(&mut out, "season", issue.season.as_str());
    field(&mut out, "year", issue.year.as_str());
    field(&mut out, "date", issue.date.as_str());
    field(&mut out, "issn", issue.issn.as_str());
    for Event { date, start, end, title, place, url, text } in &issue.events {
        out.push_str("\n[[events]]\n");
        field(&mut out, "title", title.as_str());
        field(&mut out, "date", date.as_str());
        for (key, value) in [("start", start), ("end", end), ("place", place), ("url", url), ("text", text)] {
            optional(&mut out, key, value);
        }
    }
    out
}

/// An article's file; `file_name` says its id, unless that is another.
pub(super) fn article(issue: &Issue, article: &Article, file_name: &str) -> String {
    let mut out = String::from("+++\n");
    // These always, filled or not: they are what an editor looks for.
    field(&mut out, "title", article.title.as_str());
    field(&mut out, "kicker", article.kicker.as_str());
    field(&mut out, "section", article.section.as_str());
    field(&mut out, "authors", article.authors.clone());
    field(&mut out, "standfirst", article.standfirst.as_str());
    field(&mut out, "pages", article.pages.iter().map(|&page| i64::from(page)).collect::<Vec<_>>());
    if article.id != article_id(&issue.key, file_name) {
        field(&mut out, "id", article.id.as_str());
    }
    if article.date != issue.date {
        optional(&mut out, "date", &article.date);
    }
    optional(&mut out, "lang", &article.lang);
    optional(&mut out, "url", &article.url);
    if article.certainty != 100 {
        field(&mut out, "certainty", i64::from(article.certainty));
    }
    out.push_str("+++\n\n");
    out.push_str(&markdown::write(&article.blocks));
    out
}
