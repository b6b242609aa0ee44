//! What an editor is told of an issue: a short table, and what to look at, the most doubtful first.

use backissue::content::Written;
use backissue::ingest::account::Use;
use backissue::ingest::{Doubt, pdf};

use super::Read;

/// From this certainty on, nineteen articles in twenty are cut right (tests/suite/corpus.rs).
const SURE: u8 = 90;

/// The issue in figures.
pub fn table(read: &Read, written: &Written, check: bool) {
    let issue = &read.made.issue;
    let articles = &read.made.articles;
    let sure = articles.iter().filter(|article| article.certainty >= SURE).count();
    let time = [&*issue.season, &*issue.year].join(" ");
    let name = if issue.number.is_some() {
        format!("Issue {}, {}", issue.key, time.trim())
    } else {
        issue.key.clone()
    };
    say!("{name} ({}) in {}", read.name, written.folder.display());
    say!("  articles  {}: {sure} sure, {} to look at", articles.len(), articles.len() - sure);
    say!("  events    {}", issue.events.len());
    say!("  left out  {}", left_out(read));
    say!("  doubts    {}", read.made.doubts.len());
    let verb = if check { "would be written" } else { "written" };
    let mine = written.kept.len() + written.orphaned.len() + written.beside.len();
    let mut files =
        vec![format!("{} {verb}", written.written.len()), format!("{} as before", written.unchanged.len())];
    let moved = written.moved.len();
    for (count, what) in
        [(mine, "edited by you"), (written.deleted.len(), "deleted by you"), (moved, "at another place")]
    {
        if count > 0 {
            files.push(format!("{count} {what}"));
        }
    }
    say!("  files     {}", files.join(", "));
}

/// Articles by doubt, each with its doubts below: where, what was taken for what, and the other reading.
pub fn list(read: &Read) {
    let articles = &read.made.articles;
    let mut by_doubt: Vec<(u8, u32, Option<usize>)> = (0..articles.len())
        .map(|number| (articles[number].certainty, first_line(read, number), Some(number)))
        .collect();
    // Doubts of what is in no article: last.
    by_doubt.push((u8::MAX, 0, None));
    by_doubt.sort_unstable();
    let mut heading = Some(
        "\n  To look at, the most doubtful first (in percent: how sure it is that the article is cut right):",
    );
    for (certainty, line, number) in by_doubt {
        let mine: Vec<&Doubt> =
            read.made.doubts.iter().filter(|doubt| owner(read, doubt.line) == number).collect();
        if mine.is_empty() && certainty >= SURE {
            continue;
        }
        heading.take().into_iter().for_each(|heading| say!("{heading}"));
        if let Some(number) = number {
            let article = &articles[number];
            let title = if article.title.is_empty() { &article.section } else { &article.title };
            say!("  {certainty:>3}%  {}: {title}", place(read, line));
        }
        for doubt in mine {
            say!("        {}: {}", place(read, doubt.line), doubt.what);
        }
    }
    if heading.is_none() {
        say!("");
    }
}

/// `file:line`, or the page of a PDF.
fn place(read: &Read, line: u32) -> String {
    match read.is_pdf {
        true => format!("{} page {}", read.name, pdf::page(&read.source.text, line)),
        false => format!("{}:{line}", read.name),
    }
}

fn first_line(read: &Read, number: usize) -> u32 {
    let entries = read.made.account.entries.iter();
    entries.filter(|entry| entry.used == Use::Article(number)).map(|entry| entry.line).min().unwrap_or(0)
}

/// The article that has a line, if one has.
fn owner(read: &Read, line: u32) -> Option<usize> {
    let entries = &read.made.account.entries;
    let above = entries.partition_point(|entry| entry.line <= line).checked_sub(1)?;
    match entries.get(above)?.used {
        Use::Article(number) => Some(number),
        Use::Discarded(_) => None,
    }
}

/// The share of the text that is in no article, by what it was taken for.
fn left_out(read: &Read) -> String {
    let totals = read.made.account.totals(&read.source.text);
    let all: usize = totals.values().sum();
    let percent = |letters: usize| format!("{:.1}%", letters as f64 * 100.0 / all.max(1) as f64);
    let mut parts: Vec<_> = totals.into_iter().filter(|(zone, _)| *zone != "articles").collect();
    parts.sort_by_key(|(_, letters)| std::cmp::Reverse(*letters));
    let whole: usize = parts.iter().map(|(_, letters)| letters).sum();
    if whole == 0 {
        return "nothing".into();
    }
    let shown: Vec<_> = parts.iter().map(|(zone, letters)| format!("{zone} {}", percent(*letters))).collect();
    format!("{} of the text, in left-out.txt: {}", percent(whole), shown.join(", "))
}
