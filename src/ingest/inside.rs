//! Inside an article: which pieces are running text, and which stand beside it.
//!
//! The leading thought: text that interrupts a sentence is not part of it. Whatever stands between a paragraph that
//! stops in mid-sentence and the one that takes the sentence up is a caption, a pull quote, a credit or a box.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::byline;
use super::doubt::quote;
use super::heads::{self, Start};
use super::opening;
use super::piece::is_address;
use super::runs::Runs;
use super::zone::Zone;

/// `Ada Moss: “we need a boat”`.
static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used)]
    Regex::new(r"^(?:\p{L}+[’']s )?(?:(?:Dr|Prof|Sir|Dame|Lord) )?\p{Lu}[\p{L}’'\-]+(?: (?:ap |de |van )?\p{Lu}[\p{L}’'\-]+){1,3}: ")
        .expect("a pattern of the program")
});

/// Whether `plain` is a name and what was said: a caption.
pub fn is_speaker(plain: &str) -> bool {
    // A kicker in capitals before a colon is no name.
    SPEAKER.find(plain).is_some_and(|name| name.as_str().contains(char::is_lowercase))
}

/// Labels the pieces of the article that begins with `start` and ends before `end`.
pub fn label(book: &mut Book, start: &Start, end: usize, brief: bool) {
    head(book, start);
    repeats(book, start.text, end);
    let opening = opening_of(book, start, end, brief);
    before_opening(book, start, opening, end, brief);
    scrambled(book, start.text, opening.min(end));
    running(book, opening, end, brief, &start.writers);
}

fn head(book: &mut Book, start: &Start) {
    let why = start.reasons.join("; ");
    for &title in &start.title {
        book.set(title, Zone::Headline, why.clone());
    }
    if let Some(kicker) = start.kicker {
        book.set(kicker, Zone::Kicker, "a short line above a headline");
    }
    if let Some(byline) = start.byline {
        book.set(byline, Zone::Byline, "names the column or the writer");
    }
    for at in start.at..start.text {
        if book.is_unknown(at) {
            if byline::is_biography(book, at, &start.writers) {
                book.set(at, Zone::Endnote, "says who the writer is");
            } else if byline::by(book, at).is_some() {
                book.set(at, Zone::Byline, "names the writer");
            } else {
                book.set(at, Zone::PullQuote, "a short line beside the head");
            }
        }
    }
    scrambled(book, start.at, start.text);
}

/// Reports a pull quote whose lines stand one by one, so that their order may be lost.
fn scrambled(book: &mut Book, from: usize, end: usize) {
    let lines: Vec<usize> = (from..end)
        .filter(|&at| book.zone(at) == Zone::PullQuote && book.pieces[at].look.words <= 6)
        .collect();
    let small = lines.iter().filter(|&&at| book.pieces[at].look.lower).count();
    if lines.len() >= 4 && small * 2 >= lines.len() {
        let text = |lines: &[usize]| {
            let words: Vec<&str> = lines.iter().map(|&at| book.pieces[at].plain.trim()).collect();
            quote(&words.join(" "))
        };
        let (down, up) = (text(&lines), text(&lines.iter().rev().copied().collect::<Vec<_>>()));
        book.doubt(
            lines[0],
            format!("the lines of a pull quote may be out of order: left as {down}; upwards they read {up}"),
        );
    }
}

/// The piece that opens the running text.
fn opening_of(book: &Book, start: &Start, end: usize, brief: bool) -> usize {
    let mut seen = 0;
    let mut first_text = None;
    for at in start.text..end {
        if !book.is_unknown(at) {
            continue;
        }
        let piece = &book.pieces[at];
        if heads::opens_story(book, at)
            && !(piece.look.lower && Some(at) == first_text && stray(book, at, end))
        {
            return at;
        }
        if piece.look.words >= 8 && !piece.is_heading_like() {
            first_text = first_text.or(Some(at));
            seen += 1;
        }
        if seen >= 4 {
            break;
        }
    }
    let first = first_text.unwrap_or(start.text);
    // No story opens small: the rest of another sentence stands above the opening.
    if book.pieces.get(first).is_some_and(|piece| piece.look.lower)
        && let Some(next) = book.next_unknown(first, end)
        && book.pieces[next].look.words >= 20
        && !book.pieces[next].look.lower
        && !start.title.is_empty()
        && book.pieces[first].look.words > 8
        && opening::restore_below_head(&book.pieces[first].plain, &book.lexicon).is_none()
    {
        return next;
    }
    // No drop cap: a short first paragraph of a signed article leads in, and a longer one follows.
    let piece = &book.pieces[first.min(book.pieces.len() - 1)];
    let leads = !brief
        && start.byline.is_none()
        && !start.title.is_empty()
        && (12..=60).contains(&piece.look.words)
        && piece.look.terminal
        && book.next_unknown(first, end).is_some_and(|next| {
            !book.pieces[next].look.lower
                && (book.pieces[next].look.words > 15 || book.pieces[next].is_heading_like())
        });
    if leads || !brief && start.standfirst == Some(first) {
        return book.next_unknown(first, end).unwrap_or(first);
    }
    first
}

/// Whether a paragraph that begins with a small letter right under the head is a stray end of a later sentence, not
/// the opening: then another opening follows it.
fn stray(book: &Book, at: usize, end: usize) -> bool {
    book.next_unknown(at, end.min(at + 6)).is_some_and(|next| {
        let next_opens = heads::opens_story(book, next) && book.pieces[next].look.words > 20;
        next_opens && (!book.pieces[next].look.drop_cap || book.pieces[at].look.lower)
    })
}

/// Between head and opening: standfirst, captions, biographies, pieces of pull quotes, stray ends.
fn before_opening(book: &mut Book, start: &Start, opening: usize, end: usize, brief: bool) {
    let mut lead = None;
    for at in start.text..opening.min(end) {
        if !book.is_unknown(at) {
            continue;
        }
        let piece = &book.pieces[at];
        if byline::is_biography(book, at, &start.writers) {
            book.set(at, Zone::Endnote, "says who the writer is");
        } else if byline::is_plain_byline(book, at) {
            book.set(at, Zone::Byline, "names the writer");
        } else if piece.look.words <= 6 {
            book.set(at, Zone::PullQuote, "short lines between head and opening");
        } else if piece.look.lower && piece.look.words > 8 {
            book.set(at, Zone::Body, "begins in mid-sentence: belongs further down");
        } else if brief {
            book.set(at, Zone::Caption, "between the headline and the opening of a short story");
        } else if lead.is_none() {
            lead = Some(at);
            book.set(at, Zone::Standfirst, "leads in, between headline and opening");
        } else if piece.look.quoted {
            book.set(at, Zone::PullQuote, "a quotation between standfirst and opening");
        } else {
            book.set(at, Zone::Caption, "between standfirst and opening");
        }
    }
}

/// Labels short pieces that repeat a longer one of the article as pull quotes.
pub fn repeats(book: &mut Book, from: usize, end: usize) {
    let words = |book: &Book, at: usize| -> Vec<String> {
        super::words::words(&book.pieces[at].plain).take(2000).collect()
    };
    let hash = |words: &[String]| {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        hasher.finish()
    };
    // The runs of three words with the pieces that have them, in a list: a map of lists takes many times the memory.
    let mut holders: Vec<(u64, usize)> = Vec::new();
    for at in (from..end).filter(|&at| book.is_unknown(at)) {
        holders.extend(words(book, at).windows(3).map(|run| (hash(run), at)));
    }
    holders.sort_unstable();
    holders.dedup();
    // A pull quote repeats one paragraph: the first that have a run suffice.
    let holding = |run: u64| {
        let first = holders.partition_point(|&(other, _)| other < run);
        holders[first..].iter().take(MOST_HOLDERS).take_while(move |&&(other, _)| other == run)
    };
    for at in from..end {
        if !book.is_unknown(at) {
            continue;
        }
        let words = words(book, at);
        let look = &book.pieces[at].look;
        if !(6..=75).contains(&words.len()) || look.drop_cap || look.end_mark || look.lower || look.hyphen {
            continue;
        }
        if book.pieces[at].is_heading_like()
            && !look.quoted
            && (!look.terminal || book.pieces[at].plain.ends_with('?'))
            && !look.bold
            && look.words <= 16
        {
            continue;
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for run in words.windows(3) {
            for &(_, other) in holding(hash(run)).filter(|&&(_, other)| other != at) {
                *shared.entry(other).or_default() += 1;
            }
        }
        let runs = words.len() - 2;
        let longer = |other: usize| book.pieces[other].plain.len() > book.pieces[at].plain.len();
        let best = shared
            .into_iter()
            .filter(|&(other, _)| longer(other))
            .max_by_key(|&(other, count)| (count, other));
        if let Some((other, count)) = best
            && count * 2 >= runs
        {
            let place = book.pieces[other].place();
            let zone = if is_speaker(&book.pieces[at].plain) { Zone::Caption } else { Zone::PullQuote };
            book.set(at, zone, format!("repeats line {place}"));
        }
    }
}

/// How many pieces are looked at that share three words with another.
const MOST_HOLDERS: usize = 6;

/// The running text from its opening on.
fn running(book: &mut Book, opening: usize, end: usize, brief: bool, writers: &[String]) {
    let runs = Runs::new(book, opening, end);
    let mut last: Option<usize> = None; // running text above
    let mut ended = false;
    let mut in_box: Option<usize> = None; // the running text that the box interrupts
    let mut at = opening;
    while at < end {
        if !book.is_unknown(at) {
            at += 1;
            continue;
        }
        if let Some(run) = runs.short(at) {
            let goes_on =
                last.is_some_and(|last| !book.pieces[last].look.terminal && book.pieces[at].look.lower);
            for line in at..run {
                if goes_on {
                    book.set_if_unknown(line, Zone::Body, "short lines beside a picture");
                } else {
                    book.set_if_unknown(line, Zone::PullQuote, "a run of short lines");
                }
            }
            scrambled(book, at, run);
            if goes_on {
                last = Some(run - 1);
            }
            at = run;
            continue;
        }
        if let Some(run) = runs.headings(at).filter(|_| in_box.is_none() && at > opening) {
            book.set(at, Zone::BoxTitle, "a run of short lines: a list in a box");
            for line in at + 1..run {
                book.set_if_unknown(line, Zone::BoxBody, "a run of short lines: a list in a box");
                book.pieces[line].look.item = Some(false);
            }
            at = run;
            continue;
        }
        let piece = &book.pieces[at];
        let dangling =
            last.filter(|&last| !book.pieces[last].look.terminal && !book.pieces[last].look.end_mark);
        if ended {
            let (zone, reason) = after_end(book, at, dangling);
            book.set(at, zone, reason);
            if zone == Zone::Body {
                // Another story that was broken off goes on here: what follows is its text.
                ended &= !(book.pieces[at].look.lower && book.pieces[at].look.words > 3);
                last = Some(at);
            }
            at += 1;
            continue;
        }
        let is_heading = piece.is_heading_like() && !heads::is_broken_text(book, at);
        let note =
            book.phrases.endnotes.fit(&piece.folded) && !brief || book.phrases.closers.fit(&piece.folded);
        let zone = if in_box.is_none() && (note || byline::is_biography(book, at, writers)) && at > opening {
            (Zone::Endnote, "who wrote it, or where to find more")
        } else if let Some(held) = in_box {
            if resumes(book, held, at) {
                in_box = None;
                last = Some(at);
                (Zone::Body, "takes up the sentence that the box interrupted")
            } else {
                (Zone::BoxBody, "in the box")
            }
        } else if piece.look.row {
            (Zone::Table, "cells in a row")
        } else if piece.look.item.is_some() {
            (Zone::List, "a list mark")
        } else if at > opening
            && let Some(reason) = aside(book, at, end, dangling)
        {
            reason
        } else if piece.look.words <= 4
            && piece.look.lower
            && !piece.look.terminal
            && completes_headline(book, at)
        {
            (Zone::Fragment, "completes the last word of a headline above")
        } else if is_heading && is_fragment(book, at) {
            (Zone::Fragment, "few letters, no words: part of a broken headline")
        } else if is_heading && piece.look.words <= 14 && at > opening && !piece.look.quoted {
            match dangling.filter(|_| runs.box_ends(at)) {
                Some(held) if !brief || piece.look.words > 2 => {
                    in_box = Some(held);
                    (Zone::BoxTitle, "a heading that interrupts a sentence")
                }
                _ => (Zone::Crosshead, "a heading within the text"),
            }
        } else if piece.look.words <= 4 && !piece.look.terminal && piece.look.lower && is_fragment(book, at) {
            (Zone::Fragment, "few letters in mid-text: part of a broken headline")
        } else {
            last = Some(at);
            (Zone::Body, if at == opening { "the opening" } else { "running text" })
        };
        let ends = book.pieces[at].look.end_mark && in_box.is_none();
        book.set(at, zone.0, zone.1);
        if ends {
            ended = true;
        }
        at += 1;
    }
}

/// After the end mark: notes, pull quotes, captions; text that goes on elsewhere.
fn after_end(book: &Book, at: usize, dangling: Option<usize>) -> (Zone, &'static str) {
    let piece = &book.pieces[at];
    let address = piece.plain.split(' ').any(is_address);
    if book.phrases.endnotes.fit(&piece.folded) || piece.look.italic || address && piece.look.words <= 70 {
        (Zone::Endnote, "below the end mark, gives an address or a note")
    } else if piece.look.quoted || piece.look.bold || piece.look.open_mark {
        (Zone::PullQuote, "a quotation below the end mark")
    } else if piece.look.words <= 12 && !piece.look.terminal {
        (Zone::Caption, "a short line below the end mark")
    } else if dangling.is_some() || piece.look.lower || piece.look.words > 40 {
        (Zone::Body, "text below the end mark: the order of the file is wrong")
    } else {
        (Zone::Endnote, "below the end mark")
    }
}

/// Whether `at` stands beside the text, and as what.
fn aside(book: &Book, at: usize, end: usize, dangling: Option<usize>) -> Option<(Zone, &'static str)> {
    let piece = &book.pieces[at];
    if piece.look.open_mark && piece.look.words <= 75 {
        return Some((Zone::PullQuote, "set off by marks"));
    }
    if piece.plain.trim() == "“" || piece.plain.trim() == "”" {
        return Some((Zone::PullQuote, "a large quotation mark"));
    }
    if piece.look.words > 75 || piece.look.end_mark || piece.look.drop_cap {
        return None;
    }
    let next = book.next_unknown(at, end);
    let own_rest = !piece.look.terminal && piece.look.words >= 20; // then what follows takes up this very text
    let resumed = !own_rest && dangling.zip(next).is_some_and(|(held, next)| resumes(book, held, next));
    let takes_up = dangling.is_some_and(|held| heads::goes_on(book, held, at));
    if piece.plain.starts_with(['—', '–', '―']) && piece.look.words <= 10 && !piece.look.terminal {
        return Some((Zone::PullQuote, "says who is quoted"));
    }
    if piece.look.italic && piece.look.words <= 60 {
        return Some(if resumed || next.is_some() && piece.gap >= 2 {
            (Zone::Caption, "in italic, beside the text")
        } else {
            (Zone::Body, "in italic, in its place")
        });
    }
    if is_speaker(&piece.plain) && piece.look.words <= 25 && (piece.gap >= 2 || resumed) {
        return Some((Zone::Caption, "a name, then what was said"));
    }
    if piece.look.caps && piece.look.words <= 12 && piece.look.level == 0 {
        return Some((Zone::Caption, "in capitals"));
    }
    if piece.look.bold && piece.look.words > 12 {
        return Some((Zone::PullQuote, "in bold as a whole"));
    }
    if resumed && !takes_up && !piece.look.lower && piece.look.level == 0 {
        return Some(if piece.look.quoted || piece.look.bold {
            (Zone::PullQuote, "a quotation that interrupts a sentence")
        } else if piece.look.words <= 60 {
            (Zone::Caption, "interrupts a sentence")
        } else {
            return None;
        });
    }
    if piece.gap >= 2
        && piece.look.words <= 30
        && !piece.look.lower
        && !takes_up
        && piece.look.level == 0
        && !piece.look.bold
    {
        let known_heading = piece.is_heading_like() && piece.look.words <= 6 && dangling.is_none();
        let heads_box = dangling.is_some() && !resumed && piece.is_heading_like()
            || !piece.look.terminal && piece.plain.contains(". ");
        if !known_heading
            && !heads_box
            && !piece.plain.starts_with(|c: char| c.is_ascii_digit())
            && (dangling.is_some() || !piece.look.terminal)
        {
            return Some((Zone::Caption, "a short text below a picture"));
        }
    }
    if piece.look.bold && piece.look.quoted {
        return Some((Zone::PullQuote, "a quotation in bold"));
    }
    if piece.gap >= 2
        && piece.look.words <= 28
        && !piece.look.lower
        && piece.look.level == 0
        && !takes_up
        && (piece.look.terminal || !piece.is_heading_like())
        && said_nearby(book, at, end)
    {
        return Some((Zone::Caption, "below a picture, says what the text says"));
    }
    None
}

/// Whether a paragraph near `at` has most of its words.
fn said_nearby(book: &Book, at: usize, end: usize) -> bool {
    let wanted = super::contents::keys(&book.pieces[at].plain);
    (at.saturating_sub(8)..end.min(at + 9)).filter(|&other| other != at).any(|other| {
        let keys = super::contents::keys(&book.pieces[other].plain);
        let said = wanted.iter().filter(|key| keys.binary_search(key).is_ok()).count();
        wanted.len() >= 4 && said * 5 >= wanted.len() * 3
    })
}

/// Whether the text at `at` takes up the sentence that stopped at `held`.
fn resumes(book: &Book, held: usize, at: usize) -> bool {
    let piece = &book.pieces[at];
    if book.pieces[held].look.terminal || piece.look.item.is_some() || piece.look.row || piece.look.level > 0
    {
        return false;
    }
    piece.look.lower && piece.look.words > 1
        || piece.look.words >= 4 && !piece.is_heading_like() && heads::goes_on(book, held, at)
}

/// Whether the words at `at` complete a headline that stands above and lacks an end.
fn completes_headline(book: &Book, at: usize) -> bool {
    let headlines = (at.saturating_sub(50)..at).filter(|&above| book.zone(above) == Zone::Headline);
    let part = book.pieces[at].plain.trim();
    headlines.into_iter().any(|above| {
        let title = book.pieces[above].plain.trim();
        super::title::complete(title, part, &book.lexicon)
            .is_some_and(|whole| whole.ends_with(part.rsplit(' ').next().unwrap_or(part)))
    })
}

/// Whether a short heading has letters that are no words: `agement`, `sands` beside a headline that lacks them.
fn is_fragment(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    let plain = piece.plain.trim();
    let odd = plain.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '/' | '-')).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_lowercase)
            && !super::words::Lexicon::listed(word)
            && book.lexicon.count(&word.to_lowercase()) <= 1
    });
    let lone = piece.look.words <= 1 && piece.look.lower;
    piece.look.words <= 5 && (odd || lone)
}
