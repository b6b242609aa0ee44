//! How issue text becomes articles.
//!
//! The steps, each of which can be seen (`backissue ingest --explain` prints every line with its zone and reason):
//!
//! 1. [`source`]: bytes to text; which of three [forms](source::Form) it has.
//! 2. [`lines`](mod@lines): text to lines with their numbers and bytes.
//! 3. [`layout`]: columns that stand side by side come one after the other.
//! 4. [`wrapped`]: of columns without a dump's marks, which line goes on in which.
//! 5. [`paragraphs`] or [`frames`]: lines to [pieces](piece::Piece), one reader a form. This is the seam: what follows
//!    knows pieces, not forms.
//! 6. [`standing`], [`contents`], [`noticeboard`]: what stands in every issue and is no article, what the contents page
//!    knows, the dates.
//! 7. [`heads`]: which headings open an article, by weighed evidence.
//! 8. [`inside`]: each article's pieces get their [zones](zone::Zone).
//! 9. [`chain`]: stories cut through one another are untangled, and each is put in order.
//! 10. [`section`], [`draft`]: section, writers, pages; zones become [blocks](crate::model::Block), with drop caps
//!     ([`opening`]) and broken words and paragraphs ([`join`]) mended. How sure each article is, [`certainty`] says.
//!
//! Issues that are read together bear on one another: what [recurs](recurring) is an advert, and [writers](mod@writers) have one
//! name.
//!
//! What is particular to a magazine is data, a [`Profile`]; the engine knows no magazine. Rules state how magazines are
//! made: an end mark closes a story, a sentence that stops goes on somewhere, a quotation that repeats the text is a
//! pull quote.
//!
//! Nothing is lost: the [`Account`] says of every character which article has it, or as what it was left out. Nothing
//! is invented: what cannot be restored from evidence stays as it stands, and is reported as a [`Doubt`].

pub mod account;
pub mod book;
mod byline;
pub mod certainty;
pub mod chain;
pub mod contents;
pub mod dates;
pub mod doubt;
pub mod draft;
mod encoding;
mod end_mark;
pub mod explain;
mod folio;
pub mod frames;
pub mod glue;
pub mod heads;
pub mod inline;
pub mod inside;
pub mod join;
pub mod json;
pub mod layout;
pub mod lines;
pub mod measure;
pub mod noticeboard;
pub mod opening;
pub mod paragraphs;
pub mod pdf;
pub mod people;
pub mod piece;
pub mod profile;
pub mod recurring;
mod runs;
pub mod section;
pub mod source;
pub mod standing;
pub mod title;
pub mod topic;
pub mod words;
pub mod wrapped;
pub mod writers;
pub mod zone;

pub use account::Account;
pub use doubt::Doubt;
pub use profile::Profile;

use crate::Result;
use crate::model::{Article, Issue};
use crate::text;

use book::Book;
use draft::Draft;
use heads::Start;
use source::{Form, Source};
use zone::Zone;

/// What ingest made of one issue.
#[derive(Clone, Debug, Default)]
pub struct Ingested {
    /// The issue, with its events.
    pub issue: Issue,
    /// Its articles, in the order of the book.
    pub articles: Vec<Article>,
    /// Where every character of the source went.
    pub account: Account,
    /// What to check by eye, by line.
    pub doubts: Vec<Doubt>,
}

/// Takes the text of an issue apart into articles.
///
/// `name` is the file's name, for messages only. Without a `profile`, the built-in ones are tried and the generic one
/// taken if none knows the magazine. Takes time and memory linear in the length of `bytes`.
///
/// ```
/// let text = "Harbour news\n\nThe ferry ran again on Monday, after a month of storms.\n";
/// let made = backissue::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
/// assert_eq!(made.articles.len(), 1);
/// assert!(made.account.missing(text).is_empty());
/// ```
///
/// # Errors
/// An empty or binary file, or one that is neither UTF-8 nor Windows-1252.
pub fn issue(name: &str, bytes: &[u8], profile: Option<&Profile>) -> Result<Ingested> {
    Ok(take_apart(&source::read(name, bytes)?, profile))
}

/// The same of a file that was read already.
pub fn take_apart(source: &Source, profile: Option<&Profile>) -> Ingested {
    let recognised;
    let profile = match profile {
        Some(profile) => profile,
        None => {
            recognised = Profile::recognise(&source.text);
            &recognised
        }
    };
    let mut lines = lines::lines(&source.text);
    let (has_columns, columns) = layout::take_apart(&mut lines);
    let marked;
    let profile = match end_mark::unknown(&lines, profile) {
        None => profile,
        Some(mark) => {
            let mut with = profile.clone();
            with.end_marks.push(mark);
            marked = with;
            &marked
        }
    };
    let form = match source::form(&source.text, &lines) {
        // Nothing dumps frames side by side.
        Form::Frames if has_columns => Form::Paragraphs,
        form => form,
    };
    lines::even_edges(&mut lines);
    lines::even_gaps(&mut lines);
    if form != Form::Frames {
        lines::set_apart(&mut lines);
        wrapped::mend(&mut lines);
    }
    let pieces = match form {
        Form::Frames => frames::pieces(&lines, profile),
        Form::Paragraphs | Form::Markdown => paragraphs::pieces(&lines, profile),
    };
    let mut book = Book::new(profile, form, pieces);
    book.doubts.extend(source.doubts.iter().cloned().chain(columns));

    if form != Form::Frames {
        glue::split(&mut book, &source.text);
    }
    let mut issue = identify(source, profile);
    standing::mark(&mut book);
    contents::read(&mut book);
    let year = issue.date.get(..4).and_then(|year| year.parse().ok());
    let board = noticeboard::mark(&mut book);
    let mut drafts = Vec::new();
    let first = first_unread(&book);
    drafts.extend(letter(&book));
    if let Some(board) = &board {
        issue.events = noticeboard::events(&book, board, year);
        drafts.push(Draft {
            start: Start {
                at: board.head.or(board.pieces.first().copied()).unwrap_or(0),
                ..Start::default()
            },
            pieces: board.head.into_iter().chain(board.pieces.iter().copied()).collect(),
            section: "noticeboard".into(),
            title: Some(
                board.head.map_or("Noticeboard".into(), |head| book.pieces[head].plain.trim().to_owned()),
            ),
            certainty: 0.95,
            ..Draft::default()
        });
    }
    if form == Form::Frames {
        drafts.extend(frames::stories(&mut book));
        drafts.sort_by_key(|draft| draft.start.at);
    } else {
        drafts.extend(stories(&mut book, first));
        drafts.sort_by_key(|draft| draft.start.at);
        chain::untangle(&mut book, &mut drafts);
    }
    section::settle(&mut book, &mut drafts);
    title::mend(&mut book, &mut drafts);
    certainty::settle(&mut book, &mut drafts);
    finish(source, book, issue, drafts)
}

/// Number, season, date, title and ISSN.
fn identify(source: &Source, profile: &Profile) -> Issue {
    let mut issue = Issue { title: profile.title.clone(), issn: profile.issn.clone(), ..Issue::default() };
    if let Some((number, season, year)) = standing::issue_line(&source.text) {
        let month = profile.seasons.get(&season).copied();
        issue.number = Some(number);
        issue.date = match (month, year.get(..4)) {
            (Some(month), Some(year)) => format!("{year}-{month:02}"),
            (None, Some(year)) => year.to_owned(),
            _ => String::new(),
        };
        (issue.season, issue.year) = (season, year);
        issue.key = number.to_string();
    } else {
        let stem = source.name.rsplit(['/', '\\']).next().unwrap_or("").split('.').next().unwrap_or("");
        let slug = text::slug(stem);
        issue.key = if slug.is_empty() { "issue".into() } else { slug };
    }
    issue
}

fn first_unread(book: &Book) -> usize {
    (0..book.pieces.len()).find(|&at| book.is_unknown(at)).unwrap_or(book.pieces.len())
}

/// The editor's letter, which [`standing`] found by its signature.
fn letter(book: &Book) -> Option<Draft> {
    let mine = |at: &usize| book.labels[*at].reason.starts_with("the editor's");
    let pieces: Vec<usize> = (0..book.pieces.len()).filter(mine).collect();
    let at = *pieces.first()?;
    Some(Draft {
        start: Start { at, text: at, ..Start::default() },
        pieces,
        section: "editorial".into(),
        certainty: 0.95,
        ..Draft::default()
    })
}

/// The stories from piece `first` on.
fn stories(book: &mut Book, first: usize) -> Vec<Draft> {
    let starts = heads::find(book, first);
    let mut drafts: Vec<Draft> = Vec::new();
    let before = starts.first().map_or(book.pieces.len(), |start| start.at);
    let orphans: Vec<usize> = (first..before).filter(|&at| book.is_unknown(at)).collect();
    if !orphans.is_empty() {
        let start = Start { at: orphans[0], text: orphans[0], ..Start::default() };
        inside::label(book, &start, before, true);
        drafts.push(Draft { start, pieces: orphans, certainty: 0.1, ..Draft::default() });
    }
    let mut news = true;
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(book.pieces.len(), |next| next.at);
        let marked = (start.text..end).any(|at| book.is_unknown(at) && book.pieces[at].look.end_mark);
        news &= !heads::leaves_news(book, start) && !marked;
        let free: Vec<usize> =
            (start.at..end).filter(|&at| book.is_unknown(at) || book.zone(at) == Zone::Credit).collect();
        // Where end marks close the signed articles, what has none and nobody's name is short wherever it stands.
        let brief = news || book.prints_end_marks && !marked && !heads::has_signed_head(book, start);
        inside::label(book, start, end, brief);
        let certainty = (0.5 + start.weight / 12.0).min(0.97);
        drafts.push(Draft { start: start.clone(), pieces: free, certainty, ..Draft::default() });
    }
    drafts
}

fn finish(source: &Source, mut book: Book, issue: Issue, drafts: Vec<Draft>) -> Ingested {
    let mut owner: Vec<Option<usize>> = vec![None; book.pieces.len()];
    let mut articles = Vec::new();
    for draft in &drafts {
        let mut article = draft::article(&mut book, draft);
        // Of what was left out whole there is nothing to correct or to publish.
        if article.title.is_empty() && article.standfirst.is_empty() && article.blocks.is_empty() {
            continue;
        }
        article.issue = issue.key.clone();
        article.date = issue.date.clone();
        for &at in &draft.pieces {
            owner[at] = Some(articles.len());
        }
        articles.push(article);
    }
    name(&issue, &mut articles);
    let mut account = Account::default();
    let breaks: Vec<usize> = source.text.match_indices('\n').map(|(at, _)| at).collect();
    for (at, piece) in book.pieces.iter().enumerate() {
        let label = &book.labels[at];
        let used = match owner[at] {
            Some(number) if !label.zone.is_discarded() => account::Use::Article(number),
            _ => account::Use::Discarded(label.zone.name()),
        };
        for range in &piece.ranges {
            account.entries.push(account::Entry {
                range: range.clone(),
                line: 1 + breaks.partition_point(|&at| at < range.start) as u32,
                zone: label.zone,
                reason: label.reason.clone(),
                used,
            });
        }
    }
    account.entries.sort_by_key(|entry| entry.range.start);
    debug_assert!(account.missing(&source.text).is_empty());
    book.doubts.sort_by_key(|doubt| doubt.line);
    Ingested { issue, articles, account, doubts: book.doubts }
}

/// Gives every article its id: the issue's key and a slug of the title.
fn name(issue: &Issue, articles: &mut [Article]) {
    let mut counts = std::collections::BTreeMap::<String, u32>::new();
    let mut used = std::collections::BTreeSet::new();
    for article in articles {
        let title = if article.title.is_empty() { &article.section } else { &article.title };
        let words: Vec<String> = words::words(title).map(|word| text::slug(&word)).collect();
        let words: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| !word.is_empty()).take(8).collect();
        let slug = words.join("-");
        let slug = if slug.is_empty() { "article".to_owned() } else { slug };
        let mut id = format!("{}/{slug}", issue.key);
        let count = counts.entry(slug.clone()).or_insert(1);
        while !used.insert(id.clone()) {
            *count += 1;
            id = format!("{}/{slug}-{count}", issue.key);
        }
        article.id = id;
    }
}
