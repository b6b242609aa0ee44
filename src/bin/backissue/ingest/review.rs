//! What an editor is told of an issue: a short table, and what to look at, the most doubtful first.

use std::collections::BTreeMap;

use backissue::content::Written;
use backissue::ingest::account::{Entry, Use};
use backissue::ingest::doubt::{quote, quote_lead};
use backissue::ingest::zone::Zone;
use backissue::ingest::{Doubt, dates, pdf};

use super::Read;

/// From this certainty on, nineteen articles in twenty are cut right (tests/suite/corpus.rs).
const SURE: u8 = 90;

/// The issue in figures.
pub fn table(read: &Read, written: &Written, check: bool) {
    let issue = &read.made.issue;
    let articles = &read.made.articles;
    let sure = articles.iter().filter(|article| article.certainty >= SURE).count();
    let name = match issue.number {
        Some(_) => format!("Issue {}, {} {}", issue.key, season(&issue.season), issue.year),
        None => issue.key.clone(),
    };
    say!("{} ({}) in {}", name.trim_end_matches([',', ' ']), read.name, written.folder.display());
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

/// `May`, though it is kept as `may`; `spring` as it stands.
fn season(season: &str) -> String {
    match season.split_at_checked(1) {
        Some((first, rest)) if dates::is_month(season) => first.to_uppercase() + rest,
        _ => season.to_owned(),
    }
}

/// Where an article is in the source.
#[derive(Clone, Default)]
struct Extent<'a> {
    first: Option<&'a Entry>,
    /// Its first running text, and its last.
    text: Option<(&'a Entry, &'a Entry)>,
}

/// Articles by doubt, each with its doubts below: where, what was taken for what, and the other reading.
pub fn list(read: &Read) {
    let articles = &read.made.articles;
    let extents = extents(read);
    let mut doubts: BTreeMap<Option<usize>, Vec<&Doubt>> = BTreeMap::new();
    for doubt in &read.made.doubts {
        doubts.entry(owner(read, doubt.line)).or_default().push(doubt);
    }
    let place = Places::new(read);
    let line = |number: usize| extents[number].first.map_or(0, |entry| entry.line);
    let mut by_doubt: Vec<(u8, u32, usize)> =
        (0..articles.len()).map(|number| (articles[number].certainty, line(number), number)).collect();
    by_doubt.sort_unstable();
    by_doubt.retain(|(certainty, _, number)| *certainty < SURE || doubts.contains_key(&Some(*number)));
    if by_doubt.is_empty() && doubts.is_empty() {
        return;
    }
    say!(
        "\n  To look at, the most doubtful first (in percent: how sure it is that the article is cut right):"
    );
    for (certainty, line, number) in by_doubt {
        let article = &articles[number];
        let untitled = format!("untitled ({})", article.section);
        let title = if article.title.is_empty() { &untitled } else { &article.title };
        say!("  {certainty:>3}%  {}: {title}", place.of(line));
        let mine = doubts.remove(&Some(number)).unwrap_or_default();
        if mine.is_empty() {
            say!("        {}", cut(read, &extents[number]));
        }
        each(&mine, &place);
    }
    // What is left is about text that no article has.
    for rest in doubts.into_values() {
        say!("   in no article:");
        each(&rest, &place);
    }
    say!("");
}

/// Doubts line by line; what is said of several lines, once.
fn each(doubts: &[&Doubt], place: &Places) {
    for same in doubts.chunk_by(|above, below| above.what == below.what) {
        let Some((first, others)) = same.split_first() else { continue };
        let others: Vec<String> = others.iter().map(|doubt| place.short(doubt.line)).collect();
        let others = if others.is_empty() { String::new() } else { format!(" (and {})", others.join(", ")) };
        say!("        {}{others}: {}", place.of(first.line), first.what);
    }
}

/// What to look at in an article of which nothing in particular is in doubt: where it begins and ends, and why there.
fn cut(read: &Read, extent: &Extent) -> String {
    let text = |entry: &Entry| &read.source.text[entry.range.clone()];
    let (Some(first), Some((opening, end))) = (extent.first, extent.text) else {
        return "it has no running text; it may belong to another article".into();
    };
    let plain = |entry: &Entry| text(entry).replace('*', "");
    let words = plain(end);
    let last: Vec<&str> = words.split_whitespace().collect();
    let last = last[last.len().saturating_sub(4)..].join(" ");
    let why = match first.zone {
        Zone::Headline | Zone::Kicker => {
            let reason = first.reason.split(';').next().unwrap_or_default();
            format!("taken for a headline: {reason}; it could be a heading inside the article above")
        }
        _ => "no headline shows where it begins; it could go on from the article above".into(),
    };
    format!("{why}. It begins {} and ends {}", quote_lead(&plain(opening)), quote(&last))
}

/// Where each article is, in one pass over the account.
fn extents(read: &Read) -> Vec<Extent<'_>> {
    let mut extents = vec![Extent::default(); read.made.articles.len()];
    for entry in &read.made.account.entries {
        let Use::Article(number) = entry.used else { continue };
        let Some(extent) = extents.get_mut(number) else { continue };
        extent.first.get_or_insert(entry);
        if entry.zone == Zone::Body {
            let opening = extent.text.map_or(entry, |(opening, _)| opening);
            extent.text = Some((opening, entry));
        }
    }
    extents
}

/// How lines are named: `file:line`, or the page of a PDF.
struct Places<'a> {
    name: &'a str,
    /// The lines on which the pages of a PDF begin, but the first.
    pages: Option<Vec<u32>>,
}

impl Places<'_> {
    fn new(read: &Read) -> Places<'_> {
        Places { name: &read.name, pages: read.is_pdf.then(|| pdf::page_starts(&read.source.text)) }
    }

    fn of(&self, line: u32) -> String {
        match self.pages {
            Some(_) => format!("{} {}", self.name, self.short(line)),
            None => format!("{}:{line}", self.name),
        }
    }

    fn short(&self, line: u32) -> String {
        match &self.pages {
            Some(pages) => format!("page {}", 1 + pages.partition_point(|start| *start <= line)),
            None => line.to_string(),
        }
    }
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
