//! Standing matter: what stands in every issue and is no article. Adverts, masthead and imprint, the contents page,
//! the cover, running heads and folios.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::source::Form;
use super::zone::Zone;

#[allow(clippy::expect_used)]
fn re(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of the program")
}

/// The words with which a date of issue begins.
const TIMES: &str = "spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december";

/// `issue 12 | spring 2031`, `No. 12 • May 2031`, `May 2031 • No. 12`, also inside a running foot.
static ISSUE_LINE: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    let year = r"(?P<year>\d{4}(?:[-–/]\d{2,4})?)";
    [
        re(&format!(r"(?i)\bissue (?:no\.? ?)?(?P<number>\d{{1,4}})\b\W{{1,12}}(?P<time>[a-z]+) {year}\b")),
        re(&format!(r"(?i)\b(?:no\.?|number) ?(?P<number>\d{{1,4}})\b\W{{1,12}}(?P<time>{TIMES}) {year}\b")),
        re(&format!(
            r"(?i)\b(?P<time>{TIMES}) {year}\W{{1,12}}(?:issue|no\.?|number)(?: no\.?)? ?(?P<number>\d{{1,4}})\b"
        )),
    ]
});
static TEASER: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)(?:[—–…]|\.\.|\s-|-)\s?(?:(?:pages?|pp?\.?) ?\d{1,3}(?: ?(?:&|and|,|-|–) ?\d{1,3})*\.?|pages?[ .\d–-]*)$",
    )
});
static POSTCODE: LazyLock<Regex> = LazyLock::new(|| re(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$"));
static SEPARATIONS: LazyLock<Regex> =
    LazyLock::new(|| re(r"^(?:[CMYK]|CM|MY|CY|CMY|CMYK)$|\.(?:pdf|indd|ai|eps)\b.*\d{2}[:/]\d{2}"));

/// Number, season and year, from the first line that gives them.
pub fn issue_line(text: &str) -> Option<(u32, String, String)> {
    let found = ISSUE_LINE.iter().find_map(|pattern| pattern.captures(text))?;
    Some((found["number"].parse().ok()?, found["time"].to_lowercase(), found["year"].to_owned()))
}

/// Labels what is standing matter wherever it is, then the front of the book.
pub fn mark(book: &mut Book) {
    edges_of_pages(book);
    lines_that_recur(book);
    super::folio::mark(book);
    adverts(book);
    imprint(book);
    contents(book);
    front(book);
    teasers(book);
}

/// Where pages are known: short lines at their edges that stand there on three pages or more, figures aside.
fn edges_of_pages(book: &mut Book) {
    let last = book.pieces.len().saturating_sub(1);
    let is_edge = |at: usize| {
        let below = at == last || book.pieces[at + 1].page_start;
        (book.pieces[at].page_start || below) && book.pieces[at].look.words <= 12
    };
    let edges: Vec<(usize, String)> = (0..book.pieces.len())
        .filter(|&at| is_edge(at))
        .map(|at| (at, book.pieces[at].folded.replace(|c: char| c.is_ascii_digit(), "")))
        .collect();
    // A kicker may top many pages; over half of them it stands right above a headline.
    let is_kicker = |at: usize| {
        book.pieces[at].page_start
            && book.pieces.get(at + 1).is_some_and(|next| {
                !next.page_start && next.is_heading_like() && next.look.words > book.pieces[at].look.words
            })
    };
    let mut pages: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, line) in &edges {
        let (count, kickers) = pages.entry(line).or_default();
        *count += 1;
        *kickers += usize::from(is_kicker(*at));
    }
    for (at, line) in &edges {
        let (count, kickers) = pages[line.as_str()];
        // Two pages may share a section's name; a line on three is furniture.
        if count >= 3 && kickers * 2 <= count {
            book.set(*at, Zone::RunningHead, "stands at the edge of three pages or more");
        }
    }
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
        } else if super::frames::reader::is_page_mark(plain) {
            (Zone::RunningHead, "says which page it is")
        } else if piece.folded.is_empty() {
            (Zone::RunningHead, "no letter or digit")
        } else if plain.len() < 200 && issue_line(plain).is_some() {
            (Zone::RunningHead, "issue number and date in a line")
        } else if plain.len() < 120 && SEPARATIONS.is_match(plain) {
            (Zone::Advert, "printer's marks")
        } else if piece.look.words <= 8
            && (plain.starts_with('©')
                || is_credit_line(piece)
                || book.phrases.credits.fit(&piece.folded) && !piece.look.terminal)
        {
            (Zone::Credit, "a picture credit")
        } else {
            continue;
        };
        book.set(at, zone, reason);
    }
}

/// `ADA MOSS/HARBOUR PICTURES`: two names in capitals with a slash between.
fn is_credit_line(piece: &super::piece::Piece) -> bool {
    let parts: Vec<&str> = piece.plain.split('/').map(str::trim).collect();
    let named =
        |part: &&str| part.len() >= 3 && part.chars().all(|c| c.is_uppercase() || " .&'’-".contains(c));
    piece.look.caps
        && piece.look.level == 0
        && parts.len() == 2
        && parts.iter().all(named)
        && piece.plain.contains(' ')
}

/// Whether piece `at` looks like the opening or the middle of a story, which no advert swallows.
fn is_story_text(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    piece.look.drop_cap || piece.look.end_mark || piece.look.words > 90
}

/// What only adverts say, whatever they are for: a number to call in a line of its own, a share or a sum off, a code to
/// quote.
fn is_offer(piece: &super::piece::Piece) -> bool {
    static OFFER: LazyLock<Regex> = LazyLock::new(|| {
        re(
            r"(?i)^(?:or |just )?(?:call|phone|ring|telephone|tel:?|freephone)\b.{0,40}\b0\d{2,4}[ \d]{6,}\W*$|(?:^|\b(?:you|members|readers|customers)(?: can| could)? )(?:save|get|enjoy|claim) .{0,20}(?:\d+%|£\d+)|(?:\d+%|£\d+) (?:off|discount)\b|\bquot(?:e|ing) (?:the )?(?:code|ref)|\b(?:scan|scanning) the QR code\b",
        )
    });
    piece.look.words <= 30 && !piece.look.quoted && !piece.look.lower && OFFER.is_match(&piece.plain)
}

/// Adverts: the profile's phrases, and what stands between two of them.
fn adverts(book: &mut Book) {
    // A writer may work where the advert comes from.
    let hits: Vec<usize> = (0..book.pieces.len())
        .filter(|&at| book.phrases.adverts.fit(&book.pieces[at].folded) || is_offer(&book.pieces[at]))
        .filter(|&at| super::people::biography(&book.pieces[at].plain).is_none())
        .collect();
    // A paragraph of a story may name who advertises elsewhere: long, and no other phrase near it.
    let near = |one: usize, other: Option<&usize>| other.is_some_and(|other| other.abs_diff(hits[one]) <= 14);
    let is_lone = |one: usize| {
        book.pieces[hits[one]].look.words > 40
            && !near(one, hits.get(one + 1))
            && !near(one, one.checked_sub(1).and_then(|above| hits.get(above)))
    };
    let hits: Vec<usize> = (0..hits.len()).filter(|&one| !is_lone(one)).map(|one| hits[one]).collect();
    for (index, &at) in hits.iter().enumerate() {
        book.set(at, Zone::Advert, "an advert's phrase");
        // The heading and slogans above, as far as they are short.
        let mut above = at;
        while above > 0 && at - above < 3 {
            above -= 1;
            let piece = &book.pieces[above];
            let turned = book.pieces[above + 1].page_start;
            if turned || !book.is_unknown(above) || !piece.is_heading_like() || piece.look.words > 12 {
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
    // The back of the book: behind the last story, where a phrase tells that there are adverts, nothing else.
    let last_end = (0..book.pieces.len()).rev().find(|&at| book.pieces[at].look.end_mark);
    if let Some(end) = last_end
        && let Some(&advert) = hits.iter().find(|&&hit| hit > end)
    {
        let words = |from: usize| book.pieces[from..advert].iter().map(|piece| piece.look.words).sum::<u32>();
        // From the next heading or page on: the story's notes stand before it. A dump may have its head there as well.
        let from = (end + 1..advert)
            .find(|&at| {
                book.pieces[at].page_start || book.pieces[at].is_heading_like() && heads_text(book, at)
            })
            .filter(|&from| book.form != Form::Frames && words(from) <= AN_ADVERT)
            .unwrap_or(advert);
        let clear = |from: usize| (from..book.pieces.len()).all(|at| !is_story_text(book, at));
        let from = [from, advert].into_iter().find(|&from| clear(from)).unwrap_or(book.pieces.len());
        for at in from..book.pieces.len() {
            book.set_if_unknown(at, Zone::Advert, "behind the last story, beside an advert");
        }
    }
    // From the last phrase to the next large text: lists, addresses and slogans that belong to it.
    for &at in &hits {
        for below in at + 1..book.pieces.len().min(at + 14) {
            let piece = &book.pieces[below];
            let short = piece.look.words <= 30 && (piece.look.item.is_some() || piece.look.words <= 14);
            if !book.is_unknown(below)
                || !short
                || piece.page_start
                || is_story_text(book, below)
                || heads_text(book, below)
            {
                break;
            }
            book.set(below, Zone::Advert, "short lines under an advert's text");
        }
    }
}

/// More words than an advert of a page has.
const AN_ADVERT: u32 = 300;

/// Whether piece `at` stands as a heading above running text, as an article's head does and an advert's slogan does not.
fn heads_text(book: &Book, at: usize) -> bool {
    let is_heading = |at: usize| {
        let piece = &book.pieces[at];
        piece.is_heading_like() && !super::piece::is_address(&piece.plain)
    };
    let text = (at..book.pieces.len().min(at + 4)).find(|&below| !is_heading(below));
    text.is_some_and(|text| {
        text > at
            && book.is_unknown(text)
            && book.pieces[text].look.words >= 25
            && !book.phrases.adverts.fit(&book.pieces[text].folded)
    })
}

/// Masthead and imprint: the profile's phrases, lines directly below them, and postal addresses.
fn imprint(book: &mut Book) {
    for at in 0..book.pieces.len() {
        let piece = &book.pieces[at];
        if !book.is_unknown(at) || piece.look.words > 130 {
            continue;
        }
        if book.phrases.imprint.fit(&piece.folded) && !super::piece::is_address(&piece.plain) {
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
    let grouped = (0..groups.len()).find(|&index| near(index) >= 3).map(|index| groups[index]);
    let Some(start) = grouped else {
        if !pages_last(book, limit) {
            pages_first(book, limit);
        }
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

/// A contents page whose entries end with their page: at least five, rising and with gaps, with at most two lines
/// between one and the next, headings of a group or entries that have lost their number. Says whether there is one.
fn pages_last(book: &mut Book, limit: usize) -> bool {
    let page = |at: usize| -> Option<u32> {
        let piece = &book.pieces[at];
        let (text, number) = piece.plain.trim().rsplit_once(' ')?;
        let number = number.trim_start_matches(['.', '…', '—', '–', '-']);
        let is_entry = (1..=3).contains(&number.len())
            && (2..=45).contains(&piece.look.words)
            && text.starts_with(|c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '\'' | '"'));
        (book.is_unknown(at) && is_entry).then(|| number.parse().ok())?
    };
    let between = |at: usize| book.is_unknown(at) && book.pieces[at].look.words <= 40;
    for start in 0..limit {
        let Some(first) = page(start) else { continue };
        let (mut pages, mut last) = (vec![first], start);
        let mut at = start + 1;
        while at < limit && at - last <= 3 {
            match page(at) {
                Some(number) if pages.last().is_some_and(|&above| number >= above) => {
                    pages.push(number);
                    last = at;
                }
                Some(_) => break,
                None if between(at) => {}
                None => break,
            }
            at += 1;
        }
        let skips = pages.windows(2).filter(|pair| pair[1] > pair[0] + 1).count();
        if pages.len() >= 5 && skips >= 2 {
            let is_heading = |at: usize| book.is_unknown(at) && book.pieces[at].look.words <= 4;
            let head = (start.saturating_sub(2)..start).rev().take_while(|&at| is_heading(at)).count();
            for entry in start - head..=last {
                book.set(entry, Zone::Contents, "the contents page");
            }
            return true;
        }
    }
    false
}

/// A contents page whose entries begin with their page: at least four in a row, rising (three below a heading that the
/// profile knows). Pages skip numbers; a list of tips does not.
fn pages_first(book: &mut Book, limit: usize) {
    let page = |at: usize| -> Option<u32> {
        let piece = &book.pieces[at];
        let (number, rest) = piece.plain.trim().split_once(' ')?;
        let begins = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '\'' | '"'));
        (book.is_unknown(at) && piece.look.words <= 45 && number.len() <= 3 && begins)
            .then(|| number.parse().ok())?
    };
    let mut at = 0;
    while at < limit {
        let mut end = at;
        let mut pages = Vec::new();
        while let Some(number) = (end < limit).then(|| page(end)).flatten() {
            if pages.last().is_some_and(|&last| number < last) {
                break;
            }
            pages.push(number);
            end += 1;
        }
        let headed = at > 0 && book.phrases.contents.fit(&book.pieces[at - 1].folded);
        let skips = pages.windows(2).any(|pair| pair[1] > pair[0] + 1);
        if skips && pages.len() >= if headed { 3 } else { 4 } {
            let first = if headed { at - 1 } else { at };
            for entry in first..end {
                book.set(entry, Zone::Contents, "the contents page");
            }
            return;
        }
        at = end.max(at + 1);
    }
}

/// The front: all before the last masthead, imprint or contents line of the first pages is cover or advert, but for
/// the editor's letter.
fn front(book: &mut Book) {
    let limit = book.pieces.len().min(170);
    // A frame dump has no order: a line of imprint says nothing of what stands above it.
    let scattered = book.form == Form::Frames;
    let is_front = |zone: Zone| zone == Zone::Contents || zone == Zone::Imprint && !scattered;
    let front = (0..limit).rev().find(|&at| is_front(book.zone(at)));
    let letter = editors_letter(book, front.unwrap_or(0));
    let Some(end) = front.or(letter.map(|(_, sign)| sign)) else { return };
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
        // What a column's edge broke off may be short, on either side of the edge.
        let broken = above.look.lower || !above.look.terminal && book.pieces[first].look.lower;
        let long = above.look.words >= 12 || broken && above.look.words >= 2;
        let text = book.is_unknown(first - 1) && long && above.look.item.is_none();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contents_page_shows_by_its_rising_page_numbers() {
        let text = "Quay talk\n\nLooking seaward\n\nSilt: Why the harbour fills up, by Ada Moss 4\n\nPumps: The bosun's plan 7\n\n\
            Ashore\n\nKnots: Which one holds? 9\n\nStew: Supper for a wet crew ..... 12\n\nTides: When to sail 14\n\n\
            The ferry is back\n\nThe ferry ran again on Monday, after a month of storms and repairs.\n";
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        assert_eq!(made.articles.len(), 1);
        assert_eq!(made.articles[0].title, "The ferry is back");
        // Tips are numbered too, but skip nothing.
        let text =
            "Five knots\n\nKnot 1\n\nKnot 2\n\nKnot 3\n\nKnot 4\n\nKnot 5\n\nTie each one once a day.\n";
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        assert!(made.account.entries.iter().all(|entry| entry.zone != Zone::Contents));
    }

    #[test]
    fn an_advert_shows_by_what_it_offers() {
        let piece = |text: &str| {
            let lines = super::super::lines::lines(text);
            super::super::piece::Piece::new(&lines, text, 0, &super::super::Profile::generic())
        };
        for text in [
            "Call 0800 123 4567",
            "Or call the boat house on 0300 111 2222",
            "Members save 15% on stays of three nights.",
            "£20 off your first oar",
            "Quote code LAKE15 when you book.",
        ] {
            assert!(is_offer(&piece(text)), "{text}");
        }
        for text in [
            "The board wants to save £3 million by June.",
            "Pilots get 3% more pay",
            "Fares rose by 15% in May.",
            "He called in 1999.",
            "“Call me on 0800 123 4567”",
        ] {
            assert!(!is_offer(&piece(text)), "{text}");
        }
    }

    #[test]
    fn a_kicker_that_tops_three_pages_is_no_running_head() {
        let story = "The ferry ran again on Monday, after a month of storms and repairs, and nobody in the town had expected it.";
        let page = |head: &str| format!("Harbour news\n\n{head}\n\n{story}\n\n{story}\n\x0c\n");
        let text = [
            page("Ferry sails again after the storms"),
            page("Boiler bought for the second ferry"),
            page("Quay sold to the board of the choir"),
        ]
        .concat();
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        assert!(made.account.entries.iter().all(|entry| entry.zone != Zone::RunningHead));
    }

    #[test]
    fn issues_are_numbered_in_many_ways() {
        let spring = Some((12, "spring".into(), "2031-32".into()));
        let may = Some((12, "may".into(), "2031".into()));
        for (text, found) in [
            ("issue 12 | spring 2031-32", &spring),
            ("8 The Ferry // issue 12 // Spring 2031-32 // ferry.example", &spring),
            ("No. 12 • May 2031", &may),
            ("ferry.example  •  May 2031  •  No. 12  •  The Ferry 7", &may),
            ("Number 12, May 2031", &may),
            ("See our story on eels (No. 12) and the May 2031 tides", &None),
            ("no 12 boats 2031", &None),
        ] {
            assert_eq!(&issue_line(text), found, "{text}");
        }
    }
}
