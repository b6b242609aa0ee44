//! Standing matter: what stands in every issue and is no article. Adverts, masthead and imprint, the contents page,
//! the cover, running heads and folios.

use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::zone::Zone;

#[allow(clippy::expect_used)]
fn re(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of the program")
}

/// `issue 12 | spring 2031`, also inside a running foot.
static ISSUE_LINE: LazyLock<Regex> =
    LazyLock::new(|| re(r"(?i)\bissue (?:no\.? ?)?(\d{1,4})\b\W{1,12}([a-z]+) (\d{4}(?:[-–/]\d{2,4})?)\b"));
static TEASER: LazyLock<Regex> = LazyLock::new(|| {
    re(r"(?i)(?:[—–…]|\.\.|\s-|-)\s?(?:pages?|pp?\.?) ?\d{1,3}(?: ?(?:&|and|,|-|–) ?\d{1,3})*\.?$")
});
static POSTCODE: LazyLock<Regex> = LazyLock::new(|| re(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$"));
static SEPARATIONS: LazyLock<Regex> =
    LazyLock::new(|| re(r"^(?:[CMYK]|CM|MY|CY|CMY|CMYK)$|\.(?:pdf|indd|ai|eps)\b.*\d{2}[:/]\d{2}"));

/// Number, season and year, from the first line that gives them.
pub fn issue_line(text: &str) -> Option<(u32, String, String)> {
    let found = ISSUE_LINE.captures(text)?;
    Some((found[1].parse().ok()?, found[2].to_lowercase(), found[3].to_owned()))
}

/// Labels what is standing matter wherever it is, then the front of the book.
pub fn mark(book: &mut Book) {
    lines_that_recur(book);
    adverts(book);
    imprint(book);
    contents(book);
    front(book);
    teasers(book);
}

/// Running heads, folios, turn lines, printer's marks, credits: told by themselves, wherever they stand.
fn lines_that_recur(book: &mut Book) {
    let turn = format!(r"(?i)^(?:{})\s+\d{{1,3}}\s*[^\w\s]+$", book.profile.turn_words.join("|"));
    let turn = Regex::new(&turn).unwrap_or_else(|_| re("^$a"));
    for at in 0..book.pieces.len() {
        let piece = &book.pieces[at];
        let plain = piece.plain.trim();
        let (zone, reason) = if book.phrases.running_heads.fit(&piece.folded) {
            (Zone::RunningHead, "the profile's running head")
        } else if turn.is_match(plain) {
            (Zone::RunningHead, "says where the story goes on")
        } else if plain.len() <= 3 && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
            (Zone::RunningHead, "a number alone: a folio")
        } else if piece.folded.is_empty() {
            (Zone::RunningHead, "no letter or digit")
        } else if plain.len() < 200 && ISSUE_LINE.is_match(plain) {
            (Zone::RunningHead, "issue number and date in a line")
        } else if plain.len() < 120 && SEPARATIONS.is_match(plain) {
            (Zone::Advert, "printer's marks")
        } else if piece.look.words <= 8 && book.phrases.credits.fit(&piece.folded) && !piece.look.terminal {
            (Zone::Credit, "a picture credit")
        } else if plain.starts_with('©') && piece.look.words <= 8 {
            (Zone::Credit, "a picture credit")
        } else {
            continue;
        };
        book.set(at, zone, reason);
    }
}

/// Whether piece `at` looks like the opening or the middle of a story, which no advert swallows.
fn is_story_text(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    piece.look.drop_cap || piece.look.end_mark || piece.look.words > 90
}

/// Adverts: the profile's phrases, and what stands between two of them.
fn adverts(book: &mut Book) {
    let hits: Vec<usize> =
        (0..book.pieces.len()).filter(|&at| book.phrases.adverts.fit(&book.pieces[at].folded)).collect();
    for (index, &at) in hits.iter().enumerate() {
        book.set(at, Zone::Advert, "an advert's phrase");
        // The heading and slogans above, as far as they are short.
        let mut above = at;
        while above > 0 && at - above < 3 {
            above -= 1;
            let piece = &book.pieces[above];
            if !book.is_unknown(above) || !piece.is_heading_like() || piece.look.words > 12 {
                break;
            }
            book.set(above, Zone::Advert, "a heading above an advert's text");
        }
        // What lies between this phrase and the next, if that is near.
        let next = hits.get(index + 1).copied();
        let until = next.filter(|&next| next - at <= 14).unwrap_or(at);
        let clear = (at + 1..until).all(|between| !is_story_text(book, between));
        if clear {
            for between in at + 1..until {
                book.set_if_unknown(between, Zone::Advert, "between two phrases of an advert");
            }
        }
    }
    // From the last phrase to the next large text: lists, addresses and slogans that belong to it.
    for &at in &hits {
        for below in at + 1..book.pieces.len().min(at + 14) {
            let piece = &book.pieces[below];
            let short = piece.look.words <= 30 && (piece.look.item.is_some() || piece.look.words <= 14);
            if !book.is_unknown(below) || !short || is_story_text(book, below) {
                break;
            }
            book.set(below, Zone::Advert, "short lines under an advert's text");
        }
    }
}

/// Masthead and imprint: the profile's phrases, lines directly below them, and postal addresses.
fn imprint(book: &mut Book) {
    for at in 0..book.pieces.len() {
        let piece = &book.pieces[at];
        if !book.is_unknown(at) || piece.look.words > 130 {
            continue;
        }
        if book.phrases.imprint.fit(&piece.folded) {
            book.set(at, Zone::Imprint, "the profile's masthead or imprint");
            // A label (`Contributors:`) has its text below, a block goes on in the lines directly under it.
            let is_label = book.pieces[at].plain.ends_with(':');
            let mut below = at + 1;
            while below < book.pieces.len()
                && (book.pieces[below].gap == 0 || (is_label && below == at + 1))
                && book.pieces[below].look.words <= 60
            {
                book.set_if_unknown(below, Zone::Imprint, "goes on directly below the imprint");
                below += 1;
            }
        } else if POSTCODE.is_match(piece.plain.trim()) && piece.look.words <= 12 {
            let mut first = at;
            while first > 0
                && book.pieces[first].gap == 0
                && book.pieces[first - 1].look.words <= 6
                && at - first < 9
            {
                first -= 1;
            }
            if first < at {
                for line in first..=at {
                    book.set_if_unknown(line, Zone::Imprint, "a postal address, line by line");
                }
            }
        }
    }
}

/// The contents page: from the first of at least three group words that stand near each other, or a run of entries
/// that end in page numbers, to the masthead.
fn contents(book: &mut Book) {
    let limit = book.pieces.len().min(150);
    let groups: Vec<usize> =
        (0..limit).filter(|&at| book.phrases.contents.fit(&book.pieces[at].folded)).collect();
    let near =
        |index: usize| groups.iter().skip(index).take_while(|&&other| other - groups[index] <= 24).count();
    let Some(start) = (0..groups.len()).find(|&index| near(index) >= 3).map(|index| groups[index]) else {
        return;
    };
    for at in start..limit {
        let piece = &book.pieces[at];
        let ends = matches!(book.zone(at), Zone::Imprint | Zone::Advert)
            || (book.zone(at) == Zone::RunningHead
                && !book.phrases.contents.fit(&piece.folded)
                && at > start)
            || piece.look.words > 60
            || is_story_text(book, at);
        if ends && !piece.plain.chars().all(|c| c.is_ascii_digit()) {
            break;
        }
        book.set(at, Zone::Contents, "the contents page");
    }
}

/// The front: all before the last masthead, imprint or contents line of the first pages is cover or advert, but for
/// the editor's letter.
fn front(book: &mut Book) {
    let limit = book.pieces.len().min(170);
    let is_front = |zone: Zone| matches!(zone, Zone::Imprint | Zone::Contents);
    let Some(end) = (0..limit).rev().find(|&at| is_front(book.zone(at))) else { return };
    let letter = editors_letter(book, end);
    if let Some((first, sign)) = letter {
        let bound = if sign < end { end } else { first };
        for at in 0..bound {
            if !(first..=sign).contains(&at) {
                book.set_if_unknown(at, Zone::Cover, "before the first story, beside masthead and contents");
            }
        }
        for at in first..=sign {
            book.set_if_unknown(at, Zone::Body, "the editor's letter");
        }
        book.set(sign, Zone::Endnote, "the editor's signature");
        let address = sign + 1;
        if address < book.pieces.len() && super::piece::is_address(&book.pieces[address].plain) {
            book.set(address, Zone::Endnote, "the editor's address");
        }
    } else {
        for at in 0..=end {
            let piece = &book.pieces[at];
            if piece.look.words <= 40 && !piece.look.end_mark {
                book.set_if_unknown(at, Zone::Cover, "before the first story, beside masthead and contents");
            }
        }
    }
}

/// The editor's letter: the running text above the signature, as far as it goes without a break.
pub fn editors_letter(book: &Book, end: usize) -> Option<(usize, usize)> {
    let limit = book.pieces.len().min(end + 40);
    let sign = (0..limit).find(|&at| is_signature(book, at))?;
    let mut first = sign;
    while first > 0 {
        let above = &book.pieces[first - 1];
        let text = book.is_unknown(first - 1) && above.look.words >= 12 && above.look.item.is_none();
        let closing = book.is_unknown(first - 1) && above.look.end_mark;
        if !text && !closing {
            break;
        }
        first -= 1;
        if book.pieces[first].look.drop_cap {
            break;
        }
    }
    (first < sign).then_some((first, sign))
}

/// `Ada Moss, Editor`, with or without an address behind it.
fn is_signature(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if piece.look.words > 8 || !book.is_unknown(at) {
        return false;
    }
    let Some((name, job)) = piece.plain.split_once(',') else { return false };
    let job = job.trim();
    super::people::is_name(name.trim())
        && book.profile.editor.iter().any(|known| {
            let known = known.as_str();
            job.eq_ignore_ascii_case(known)
                || job.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
                    && job[known.len()..].starts_with(' ')
                    && job.split(' ').next_back().is_some_and(super::piece::is_address)
        })
}

/// Lines that give a page: `Ferry fares rise—page 4`, also over two lines.
fn teasers(book: &mut Book) {
    let limit = book.pieces.len().min(240);
    for at in 0..limit {
        if !book.is_unknown(at) || book.pieces[at].look.words > 16 {
            continue;
        }
        let mut text = book.pieces[at].plain.clone();
        let mut end = at;
        loop {
            if TEASER.is_match(&text) {
                for line in at..=end {
                    book.set_if_unknown(line, Zone::Contents, "gives a page");
                }
                break;
            }
            if end + 1 >= limit || end - at >= 3 || book.pieces[end + 1].gap > 0 {
                break;
            }
            end += 1;
            text = format!("{text} {}", book.pieces[end].plain);
        }
    }
}
