//! Drafts: an article while it is being put together, and how it becomes one.

use crate::model::{Article, Block, Span, Style, Text};

use super::book::Book;
use super::doubt::quote_lead;
use super::heads::Start;
use super::inline;
use super::zone::Zone;
use super::{join, opening, section};

/// An article in the making.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its head.
    pub start: Start,
    /// Its pieces in reading order, head included.
    pub pieces: Vec<usize>,
    /// One of [`crate::model::SECTIONS`].
    pub section: String,
    /// Writers.
    pub writers: Vec<String>,
    /// A title that the head does not give.
    pub title: Option<String>,
    /// Printed pages.
    pub pages: Vec<u32>,
    /// How sure it is that the article is cut right, 0 to 1.
    pub certainty: f32,
}

/// The article that `draft` has become.
pub fn article(book: &mut Book, draft: &Draft) -> Article {
    let of = |book: &Book, zone: Zone| {
        let texts = draft.pieces.iter().filter(|&&at| book.zone(at) == zone);
        texts.map(|&at| book.pieces[at].plain.trim().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let title = draft.title.clone().unwrap_or_else(|| {
        draft
            .start
            .title
            .iter()
            .map(|&at| book.pieces[at].plain.trim().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    });
    let mut kicker = of(book, Zone::Kicker);
    if kicker.is_empty() {
        kicker = draft.start.byline.map_or(String::new(), |at| {
            let plain = book.pieces[at].plain.clone();
            plain.split(['/', '|']).next().unwrap_or("").trim().to_owned()
        });
    }
    Article {
        title,
        kicker: section::spaced(book, &kicker),
        section: draft.section.clone(),
        authors: draft.writers.clone(),
        standfirst: of(book, Zone::Standfirst),
        pages: draft.pages.clone(),
        blocks: blocks(book, draft),
        certainty: (draft.certainty.clamp(0.0, 1.0) * 100.0).round() as u8,
        ..Article::default()
    }
}

/// A paragraph that is being read: its text, and the last piece of it.
struct Open {
    marked: String,
    last: usize,
}

fn blocks(book: &mut Book, draft: &Draft) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut asides: Vec<Block> = Vec::new(); // wait for the paragraph they interrupt
    let mut notes: Vec<Block> = Vec::new();
    let mut open: Option<Open> = None;
    let mut boxed: Option<(Text, Vec<Block>, Option<Open>)> = None;
    let mut opened = false;
    let close = |open: &mut Option<Open>, blocks: &mut Vec<Block>, asides: &mut Vec<Block>| {
        if let Some(open) = open.take() {
            blocks.push(Block::Paragraph(inline::text(&open.marked)));
        }
        blocks.append(asides);
    };
    let mut item: Option<usize> = None; // the list item above, if it stops in mid-sentence
    for &at in &draft.pieces {
        let zone = book.zone(at);
        let marked = book.pieces[at].marked.clone();
        if zone == Zone::Body
            && book.pieces[at].look.lower
            && item.take().is_some()
            && open.is_none()
            && let Some(Block::List { items, .. }) = blocks.last_mut()
            && let Some(last) = items.last_mut()
        {
            let whole = join::join(&last.to_string(), &marked, &book.lexicon);
            *last = inline::text(&whole);
            continue;
        }
        if zone == Zone::List {
            item = (!book.pieces[at].look.terminal && book.pieces[at].look.words >= 5).then_some(at);
        }
        let text = || inline::text(&marked);
        if !matches!(zone, Zone::BoxBody | Zone::PullQuote | Zone::Caption | Zone::Credit)
            && let Some((title, mut inner, mut inner_open)) = boxed.take()
        {
            close(&mut inner_open, &mut inner, &mut Vec::new());
            asides.push(Block::Box { title, blocks: inner });
        }
        match zone {
            Zone::Body | Zone::Event => {
                let marked =
                    if opened || zone == Zone::Event { marked } else { open_story(book, at, &marked) };
                opened = true;
                match &mut open {
                    Some(open) if joins_here(book, zone, open.last, at) => {
                        join::join_onto(&mut open.marked, &marked, &book.lexicon);
                        open.last = at;
                    }
                    _ => {
                        close(&mut open, &mut blocks, &mut asides);
                        open = Some(Open { marked, last: at });
                    }
                }
            }
            Zone::Crosshead => {
                close(&mut open, &mut blocks, &mut asides);
                blocks.push(Block::Crosshead(text()));
            }
            Zone::List => {
                let numbered = book.pieces[at].look.item == Some(true);
                let unfinished = open.as_ref().is_some_and(|open| !book.pieces[open.last].look.terminal);
                if !unfinished {
                    close(&mut open, &mut blocks, &mut asides);
                }
                let target = if unfinished { &mut asides } else { &mut blocks };
                match target.last_mut() {
                    Some(Block::List { items, .. }) => items.push(text()),
                    _ => target.push(Block::List { ordered: numbered, items: vec![text()] }),
                }
            }
            Zone::Table => {
                let row = || marked.split('\t').map(|cell| inline::text(cell.trim())).collect::<Vec<_>>();
                match asides.last_mut() {
                    Some(Block::Table(rows)) => rows.push(row()),
                    _ => asides.push(Block::Table(vec![row()])),
                }
            }
            Zone::BoxTitle => boxed = Some((text(), Vec::new(), None)),
            Zone::BoxBody => {
                let (_, inner, inner_open) = boxed.get_or_insert_with(|| (Text::default(), Vec::new(), None));
                let piece = &book.pieces[at];
                if piece.look.item.is_some() {
                    close(inner_open, inner, &mut Vec::new());
                    match inner.last_mut() {
                        Some(Block::List { items, .. }) => items.push(text()),
                        _ => inner.push(Block::List {
                            ordered: piece.look.item == Some(true),
                            items: vec![text()],
                        }),
                    }
                } else {
                    match inner_open {
                        Some(open) if join::joins(book, open.last, at) => {
                            join::join_onto(&mut open.marked, &marked, &book.lexicon);
                            open.last = at;
                        }
                        _ => {
                            close(inner_open, inner, &mut Vec::new());
                            *inner_open = Some(Open { marked, last: at });
                        }
                    }
                }
            }
            Zone::PullQuote => match asides.last_mut() {
                Some(Block::PullQuote(quote)) => {
                    quote.0.push(Span { text: " ".to_owned(), style: Style::Plain });
                    quote.0.extend(inline::text(&marked).0);
                }
                _ => asides.push(Block::PullQuote(text())),
            },
            Zone::Caption | Zone::Credit => asides.push(Block::Caption(text())),
            Zone::Endnote => notes.push(Block::Endnote(text())),
            _ => {}
        }
    }
    if let Some((title, mut inner, mut inner_open)) = boxed.take() {
        close(&mut inner_open, &mut inner, &mut Vec::new());
        asides.push(Block::Box { title, blocks: inner });
    }
    close(&mut open, &mut blocks, &mut asides);
    blocks.append(&mut notes);
    // Once, at the end: a quotation may have come in many lines.
    for block in &mut blocks {
        if let Block::PullQuote(quote) = block {
            quote.0 = inline::tidy(std::mem::take(&mut quote.0));
        }
    }
    blocks
}

/// Whether running text, or the text of a noticeboard entry, goes on at `at`.
fn joins_here(book: &Book, zone: Zone, last: usize, at: usize) -> bool {
    let entry_goes_on = book.pieces[at].look.lower
        && book.pieces[last].look.words > 3
        && !super::piece::is_address(&book.pieces[at].plain);
    join::joins(book, last, at) && (zone == Zone::Body || entry_goes_on || book.pieces[last].open)
}

/// The first paragraph of a story with its initial given back.
fn open_story(book: &mut Book, at: usize, marked: &str) -> String {
    let plain = &book.pieces[at].plain;
    if book.pieces[at].look.drop_cap {
        return match opening::split_cap(plain, &book.lexicon) {
            Some(whole) => {
                let what = format!(
                    "the drop cap swallowed letters: {} was read as {}",
                    quote_lead(plain),
                    quote_lead(&whole)
                );
                book.doubt(at, what);
                whole
            }
            None => marked.to_owned(),
        };
    }
    let fresh = !plain.starts_with(['“', '"', '‘', '\'']);
    let Some((whole, sure)) =
        opening::restore_below_head(plain.trim_start(), &book.lexicon).filter(|_| fresh)
    else {
        return marked.to_owned();
    };
    let lead: String = whole[..whole.len() - plain.trim_start().len()].to_owned();
    let quote = opening::open_quote(plain).map(String::from).unwrap_or_default();
    if sure < 0.8 {
        book.doubt(
            at,
            format!("the initial is lost: {} was read as {}", quote_lead(plain), quote_lead(&whole)),
        );
    }
    format!("{quote}{lead}{}", marked.trim_start())
}
