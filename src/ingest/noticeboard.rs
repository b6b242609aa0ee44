//! The noticeboard: dates with what happens on them.

use crate::model::Event;

use super::book::Book;
use super::piece::{Piece, is_address};
use super::source::Form;
use super::zone::Zone;
use super::{dates, join};

/// The noticeboard's pieces: its heading, if it has one, and what belongs to it, in order.
#[derive(Clone, Debug, Default)]
pub struct Noticeboard {
    /// The heading, where one is printed.
    pub head: Option<usize>,
    /// Its entries and closing line.
    pub pieces: Vec<usize>,
}

/// Finds the noticeboard and labels its pieces. It starts at its heading (or at the second of two entries that begin
/// with a date), and each entry runs to the next date; what has a heading and no date is another story.
pub fn mark(book: &mut Book) -> Option<Noticeboard> {
    let head = (0..book.pieces.len()).find(|&at| {
        book.is_unknown(at)
            && book.phrases.noticeboard.fit(&book.pieces[at].folded)
            && dates_follow(book, at + 1, 1)
    });
    // `Noticeboard` may stand above the name that the magazine has for it.
    let named = head.map(|head| head + 1).filter(|&next| {
        book.pieces.get(next).is_some_and(|piece| book.phrases.noticeboard.fit(&piece.folded))
    });
    if let (Some(above), Some(_)) = (head, named) {
        book.set(above, Zone::RunningHead, "the section's name above the noticeboard's own");
    }
    let head = named.or(head);
    let first = match head {
        Some(head) => head + 1,
        None => (0..book.pieces.len()).find(|&at| is_date(book, at) && dates_follow(book, at + 1, 2))?,
    };
    let mut board = Noticeboard { head, pieces: Vec::new() };
    if let Some(head) = head {
        book.set(head, Zone::Headline, "the noticeboard's heading");
    }
    let (mut at, mut since_date, mut in_keep) = (first, 0usize, false);
    let mut away = false; // inside a story that stands in the noticeboard
    let mut closed = false;
    while at < book.pieces.len() {
        let piece = &book.pieces[at];
        if !book.is_unknown(at) {
            if matches!(book.zone(at), Zone::RunningHead | Zone::Credit) {
                at += 1;
                continue;
            }
            break;
        }
        let closer = book.phrases.noticeboard_closers.fit(&piece.folded);
        let keep = book.phrases.noticeboard_heads.fit(&piece.folded);
        let starts = is_date(book, at);
        let leads = leads_with_date(book, at);
        let complete =
            board.pieces.last().is_some_and(|&last| is_address(first_word(&book.pieces[last].plain)));
        if complete
            && !starts
            && !leads
            && !keep
            && !closer
            && piece.gap > 0
            && piece.page_start | (piece.rows > 0)
        {
            break;
        }
        if closer {
            at = close(book, &mut board, at);
            closed = true;
            continue;
        }
        let one_line = board.pieces.last().is_some_and(|&last| last + 1 == at && leads_in_board(book, last));
        if starts || leads || keep {
            (since_date, away) = (0, false);
            in_keep = keep || (leads && in_keep);
        } else if closed || away {
            // Look on for the closing line, but not far.
            if closed || since_date > 12 {
                break;
            }
            since_date += 1;
            at += 1;
            continue;
        } else if (since_date >= 2 || one_line)
            && piece.is_heading_like()
            && !is_address(&piece.plain)
            && piece.gap > 0
            && {
                let text = book.next_unknown(at, at + 3).map(|next| &book.pieces[next]);
                text.is_some_and(|text| text.look.words >= 20 || text.look.drop_cap) && {
                    let ahead = ahead(book, at);
                    !ahead.is_some_and(|date| date - at <= 3 && book.pieces[at].look.level == 0) || in_keep
                }
            }
        {
            // A heading with a paragraph below, after an entry is complete: another story.
            away = true;
            since_date += 1;
            at += 1;
            continue;
        } else {
            since_date += 1;
            if since_date > 9 || piece.look.words > 120 {
                break;
            }
        }
        book.set(at, Zone::Event, if starts || leads { "begins with a date" } else { "below a date" });
        board.pieces.push(at);
        at += 1;
    }
    // In a frame dump the closing line stands wherever its frame does.
    if !closed {
        let anywhere = if book.form == Form::Frames { 0 } else { at };
        let until =
            if book.form == Form::Frames { book.pieces.len() } else { book.pieces.len().min(at + 80) };
        let near =
            (anywhere..until).find(|&line| book.phrases.noticeboard_closers.fit(&book.pieces[line].folded));
        if let Some(line) = near {
            close(book, &mut board, line);
        }
    }
    Some(board)
}

/// Puts the closing line at `line` on the board, with the lines that it goes on in. Gives the first line after them.
fn close(book: &mut Book, board: &mut Noticeboard, mut line: usize) -> usize {
    loop {
        book.set(line, Zone::Event, "closes the noticeboard");
        board.pieces.push(line);
        let above = &book.pieces[line];
        let (open, colon) = (!above.look.terminal, above.plain.ends_with(':'));
        line += 1;
        // `Tell the editor:`, with the address in a line of its own.
        let address = book.pieces.get(line).is_some_and(|piece| is_address(&piece.plain));
        let goes_on = book.pieces.get(line).is_some_and(|piece| piece.look.lower);
        if !(address && (colon || book.form == Form::Frames) || open && goes_on) {
            return line;
        }
    }
}

/// The next date after `at` without leaving what has no zone.
fn ahead(book: &Book, at: usize) -> Option<usize> {
    (at + 1..book.pieces.len().min(at + 12)).find(|&next| is_date(book, next))
}

fn is_date(book: &Book, at: usize) -> bool {
    book.pieces[at].look.words <= 14
        && book.is_unknown(at)
        && dates::entry(&book.pieces[at].plain, None).is_some()
}

fn leads_with_date(book: &Book, at: usize) -> bool {
    let found = dates::leading(&book.pieces[at].plain, None);
    book.is_unknown(at) && found.is_some_and(|(_, rest)| rest.starts_with(':'))
}

/// Whether an entry that is one line, date and all, stands at `at`.
fn leads_in_board(book: &Book, at: usize) -> bool {
    dates::leading(&book.pieces[at].plain, None).is_some_and(|(_, rest)| rest.starts_with(':'))
}

fn dates_follow(book: &Book, from: usize, count: usize) -> bool {
    let until = book.pieces.len().min(from + 8 * count);
    (from..until).filter(|&at| is_date(book, at) || leads_with_date(book, at)).count() >= count
}

/// The events of a noticeboard. `year` is the issue's, for dates that print none.
pub fn events(book: &Book, board: &Noticeboard, year: Option<u32>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut entry: Vec<usize> = Vec::new();
    let flush = |entry: &mut Vec<usize>, events: &mut Vec<Event>| {
        if let Some((&date, rest)) = entry.split_first() {
            events.extend(event(book, date, rest, year));
        }
        entry.clear();
    };
    for &at in &board.pieces {
        let piece = &book.pieces[at];
        if book.phrases.noticeboard_closers.fit(&piece.folded)
            || book.phrases.noticeboard_heads.fit(&piece.folded)
        {
            flush(&mut entry, &mut events);
        } else if let Some((days, rest)) =
            dates::leading(&piece.plain, year).filter(|(_, rest)| rest.starts_with(':'))
        {
            flush(&mut entry, &mut events);
            events.push(one_line(days, rest));
        } else if dates::entry(&piece.plain, year).is_some() {
            flush(&mut entry, &mut events);
            entry.push(at);
        } else if !entry.is_empty() {
            entry.push(at);
        }
    }
    flush(&mut entry, &mut events);
    events
}

/// `4 July 2026: Boat race, Bow (boats.example)`
fn one_line(days: dates::Days, rest: &str) -> Event {
    let rest = rest.trim_start_matches([':', ' ']);
    let (text, url) = match rest.rsplit_once('(') {
        Some((text, url)) => (text.trim(), url.trim_end_matches([')', '.', ' ']).replace(' ', "")),
        None => (rest.trim_end_matches('.'), String::new()),
    };
    let (title, place) = match text.rsplit_once(", ") {
        Some((title, place)) => (title, place),
        None => (text, ""),
    };
    // `Boat race, central London`: a place of one or two words; more of them belong to it (`Hull, Yorkshire`).
    Event {
        date: days.printed,
        start: days.start,
        end: days.end,
        title: title.trim().to_owned(),
        place: place.trim().to_owned(),
        url,
        text: String::new(),
    }
}

/// The event dated by piece `date` and told by `rest`.
fn event(book: &Book, date: usize, rest: &[usize], year: Option<u32>) -> Option<Event> {
    let title_year = || {
        let words = rest.first().map(|&at| super::words::words(&book.pieces[at].plain).collect::<Vec<_>>());
        words.and_then(|words| {
            words.iter().filter_map(|word| word.parse::<u32>().ok()).find(|year| (1990..2100).contains(year))
        })
    };
    let (days, dated_place) = dates::entry(&book.pieces[date].plain, title_year().or(year))?;
    let pieces: Vec<&Piece> = rest.iter().map(|&at| &book.pieces[at]).collect();
    // Short lines lead: title, perhaps broken, then place. Text begins with a sentence, or a line that goes on small.
    let mut short = 0;
    while short < pieces.len() {
        let piece = pieces[short];
        let goes_on = pieces.get(short + 1).is_some_and(|next| next.look.lower && !is_address(&next.plain));
        let is_short = piece.look.words <= 14 && (!piece.look.terminal || piece.look.level > 0 || short == 0);
        if !is_short || is_address(first_word(&piece.plain)) || (goes_on && short > 0) {
            break;
        }
        short += 1;
    }
    // Where the date's line has named the place, all short lines are title.
    let (mut titles, mut places) = (&pieces[..short.min(1)], &pieces[short.min(1)..short]);
    if !dated_place.is_empty() {
        (titles, places) = (&pieces[..short], &[]);
    } else if pieces.first().is_some_and(|piece| piece.look.level == 0) && places.len() >= 2 {
        (titles, places) = (&pieces[..2], &pieces[2..short]);
    }
    // A line end may be within a word, as in any paragraph.
    let join = |pieces: &[&Piece]| {
        let mut text = String::new();
        pieces.iter().for_each(|piece| join::join_onto(&mut text, piece.plain.trim(), &book.lexicon));
        text
    };
    let (mut url, mut text) = (String::new(), Vec::new());
    for piece in &pieces[short..] {
        let squeezed = piece.plain.replace(' ', "");
        if is_address(first_word(&piece.plain)) && is_address(&squeezed) {
            url = squeezed;
        } else {
            text.push(*piece);
        }
    }
    Some(Event {
        date: days.printed,
        start: days.start,
        end: days.end,
        title: join(titles),
        place: if dated_place.is_empty() { join(places) } else { dated_place.to_owned() },
        url,
        text: join(&text),
    })
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or("")
}
