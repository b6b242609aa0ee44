//! Shape: what can be told of a piece of a frame dump by itself and by what stands directly above and below.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use regex::Regex;

use super::super::book::Book;
use super::super::piece::is_address;
use super::super::words::words;
use super::super::zone::Zone;
use super::super::{byline, inside, join, opening, people};

/// More words than a headline has.
pub const HEADLINE_WORDS: u32 = 24;

/// `Ada Moss: “we need a boat”`, with or without a job before the name.
static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used)]
    Regex::new(r"^(?:\p{Lu}?[\p{L}’'\-]+ ){0,4}\p{Lu}[\p{L}’'\-]+ \p{Lu}[\p{L}’'\-]+: .{0,40}[“‘\x22]")
        .expect("a pattern of the program")
});

/// The neighbours of `at` without a zone, in the same page.
pub fn above(book: &Book, at: usize) -> Option<usize> {
    (0..at).rev().take(6).find(|&other| book.is_unknown(other)).filter(|&other| same_page(book, other, at))
}

/// The piece below `at` that has no zone, in the same page.
pub fn below(book: &Book, at: usize) -> Option<usize> {
    book.next_unknown(at, at + 7).filter(|&other| same_page(book, at, other))
}

fn same_page(book: &Book, at: usize, other: usize) -> bool {
    book.pieces[at].page == book.pieces[other].page
}

/// The piece below `at` that is neither display line nor byline, in the same page.
pub fn text_below(book: &Book, at: usize) -> Option<usize> {
    let mut next = below(book, at)?;
    while is_display(book, next) || is_byline(book, next) {
        next = below(book, next)?;
    }
    Some(next)
}

/// Whether `at` is the last of its block, so that no text is run on below it.
pub fn ends_block(book: &Book, at: usize) -> bool {
    book.pieces.get(at + 1).is_none_or(|next| next.block != book.pieces[at].block)
}

/// Whether `at` begins its block.
pub fn begins_block(book: &Book, at: usize) -> bool {
    at == 0 || book.pieces[at - 1].block != book.pieces[at].block
}

/// Whether `at` is a display line by its look: a headline, a kicker, a heading. It may have text run on below.
pub fn is_heading(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    let plain = piece.plain.trim();
    let look = &piece.look;
    if look.item.is_some()
        || look.row
        || look.end_mark
        || look.open_mark
        || piece.open
        || look.hyphen
        || plain.is_empty()
    {
        return false;
    }
    let stem = plain.trim_end_matches(['”', '"', '’', '\'', ')']);
    let stops = stem.ends_with(['.', ',', ';', ':', '…']) && !plain.ends_with("...");
    let address = plain.split(' ').any(is_address);
    let small = look.lower && !(look.words <= 8 && (piece.page_start || piece.lettered));
    let fits = look.words <= HEADLINE_WORDS && piece.rows <= 8 && plain.len() <= 160;
    fits && !stops && !address && !small && !book.phrases.closers.fit(&piece.folded)
}

/// Whether `at` is a heading that stands in a block by itself.
pub fn is_display(book: &Book, at: usize) -> bool {
    is_heading(book, at) && begins_block(book, at) && ends_block(book, at) && !is_caption(book, at)
}

/// Whether `at` is a heading with its text run on below.
pub fn is_crosshead(book: &Book, at: usize) -> bool {
    is_heading(book, at)
        && begins_block(book, at)
        && !ends_block(book, at)
        && book.pieces[at].look.words <= 14
}

/// Whether `at` is a line that names column or writer: what heads know of it. A name with a job counts only beside a
/// display line.
pub fn is_byline(book: &Book, at: usize) -> bool {
    if !(begins_block(book, at) && ends_block(book, at)) || book.pieces[at].open {
        return false;
    }
    byline::column(book, at).is_some()
        || byline::by(book, at).is_some()
        || name_and_job(book, at).is_some()
            && [above(book, at), below(book, at)].into_iter().flatten().any(|side| is_display(book, side))
}

/// The name in `Ada Moss, union secretary`.
pub fn name_and_job(book: &Book, at: usize) -> Option<String> {
    let piece = &book.pieces[at];
    let (name, job) = piece.plain.split_once(',')?;
    (piece.look.words <= 9 && !piece.look.terminal && job.len() > 3 && people::is_name(name.trim()))
        .then(|| name.trim().to_owned())
}

/// Whether `at` tells what a picture shows: a name and what was said, or a short text directly above a credit.
pub fn is_caption(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if piece.look.words > 40 || piece.open || piece.look.lower || piece.look.item.is_some() {
        return false;
    }
    let credited = (at + 1..book.pieces.len().min(at + 2)).any(|next| book.zone(next) == Zone::Credit);
    credited && piece.gap > 0 && !is_below_kicker(book, at)
        || piece.look.words <= 25
            && (begins_block(book, at) && ends_block(book, at) || !piece.look.terminal)
            && (inside::is_speaker(&piece.plain) || SPEAKER.is_match(&piece.plain))
}

/// Whether a line that could be a kicker stands directly above the heading `at`.
fn is_below_kicker(book: &Book, at: usize) -> bool {
    is_heading(book, at)
        && above(book, at).is_some_and(|kicker| {
            let piece = &book.pieces[kicker];
            let short =
                piece.look.words <= 4 && piece.rows == 1 && piece.look.words < book.pieces[at].look.words;
            short && is_heading(book, kicker) && begins_block(book, kicker) && ends_block(book, kicker)
        })
}

/// Whether `at` follows an article: says who wrote it, where to find more, or what the house always says.
pub fn is_endnote(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if piece.look.words > 70 || piece.open && piece.look.words > 30 {
        return false;
    }
    let address = piece.plain.split(' ').any(is_address);
    book.is_closer(at)
        || address
            && (piece.plain.starts_with("For ") || piece.plain.starts_with("To ") || piece.look.words <= 12)
        || people::biography(&piece.plain).is_some() && (address || piece.look.words <= 40)
}

/// Whether `at` is a sentence that ends with an address and no note by its first words: `Read the report at ...`.
pub fn is_last_line(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    let noted = book.phrases.endnotes.fit(&piece.folded) || biography(book, at).is_some();
    let led = piece.plain.starts_with("For ") || piece.plain.starts_with("To ");
    (4..=30).contains(&piece.look.words)
        && !(noted || led || book.is_closer(at))
        && piece.plain.rsplit(' ').next().is_some_and(is_address)
}

/// The name that a biography at `at` begins with.
pub fn biography(book: &Book, at: usize) -> Option<String> {
    people::biography(&book.pieces[at].plain)
}

/// Whether `at` opens a story: the few lines beside its drop cap, which are narrower than the column that they go on
/// in.
pub fn is_opening(book: &Book, at: usize) -> bool {
    let look = &book.pieces[at].look;
    if !begins_block(book, at) || look.lower && !lacks_initial(book, at) || is_crosshead(book, at) {
        return false;
    }
    // The block may hold two paragraphs; what counts is how it ends.
    let block = book.pieces[at].block;
    let mut last = at;
    while book.pieces.get(last + 1).is_some_and(|next| next.block == block) {
        last += 1;
    }
    let rows: u32 = book.pieces[at..=last].iter().map(|piece| piece.rows).sum();
    let end = &book.pieces[last];
    if !(2..=5).contains(&rows) || !end.open || end.look.item.is_some() {
        return false;
    }
    let Some(next) = below(book, last) else { return false };
    let next = &book.pieces[next];
    let wider = next.rows < 2 || next.width * 100 >= end.width * 97;
    wider && next.look.words >= 4 && next.look.item.is_none()
}

/// Whether the drop cap of `at` is lost: what is left of its first word is none, or does not fit the next.
pub fn lacks_initial(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    piece.look.words >= 4
        && opening::restore(&piece.plain, &book.lexicon).is_some_and(|(_, sure)| sure >= 0.5)
}

/// Whether `at` is a paragraph that is whole in itself: it neither comes from another frame nor goes on in one.
pub fn is_whole(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    let alone = begins_block(book, at) && ends_block(book, at);
    let fresh = !piece.look.lower && piece.look.item.is_none() && !piece.look.row && !piece.look.end_mark;
    alone && fresh && !piece.open && (8..=95).contains(&piece.look.words)
}

/// The last piece of the paragraph that begins with `at`, if it is whole in itself: its frames stand together, and it
/// has no more words than a standfirst or caption.
pub fn whole(book: &Book, at: usize) -> Option<usize> {
    let piece = &book.pieces[at];
    let fresh = !piece.look.lower && piece.look.item.is_none() && !piece.look.row && !piece.look.end_mark;
    if !fresh || !begins_block(book, at) {
        return None;
    }
    let (mut last, mut words) = (at, piece.look.words);
    while book.pieces[last].open {
        if words > 95 {
            return None;
        }
        let next = last + 1;
        let piece = book.pieces.get(next)?;
        if !piece.look.lower
            || piece.page_start
            || !book.is_unknown(next)
            || piece.look.item.is_some()
            || piece.look.end_mark
        {
            return None;
        }
        words += piece.look.words;
        last = next;
    }
    // A block of two paragraphs, a biography and an address under it, is as whole.
    while !is_heading(book, at) && !ends_block(book, last) && words <= 95 {
        last += 1;
        words += book.pieces[last].look.words;
        if book.pieces[last].open || book.pieces[last].look.end_mark {
            return None;
        }
    }
    (ends_block(book, last) && (8..=95).contains(&words)).then_some(last)
}

/// Whether `at` is a short line above a longer display line.
pub fn is_kicker(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    let longer = below(book, at).filter(|&next| {
        is_display(book, next) && !is_byline(book, next) && book.pieces[next].look.words > piece.look.words
    });
    book.profile.section_named(&piece.plain).is_some()
        || piece.look.words <= 4 && piece.rows <= 1 && longer.is_some()
}

/// The text of the whole paragraph that begins with `at`.
pub fn whole_text(book: &Book, at: usize) -> String {
    let last = whole(book, at).unwrap_or(at);
    let mut text = String::new();
    (at..=last).for_each(|piece| join::join_onto(&mut text, &book.pieces[piece].plain, &book.lexicon));
    text.trim().to_owned()
}

/// How many headlines page `page` shows: its display lines without kickers.
pub fn titles(book: &Book, page: u32) -> usize {
    let first = book.pieces.partition_point(|piece| piece.page < page);
    (first..book.pieces.len())
        .take_while(|&at| book.pieces[at].page == page)
        .filter(|&at| book.is_unknown(at) && is_display(book, at) && !is_kicker(book, at))
        .count()
}

/// How different the column of `at` is from `width`, as a share of the wider.
pub fn difference(book: &Book, at: usize, width: f32) -> f32 {
    let mine = book.pieces[at].width as f32;
    if width <= 0.0 || mine <= 0.0 || book.pieces[at].rows < 2 {
        return 0.0;
    }
    (mine - width).abs() / mine.max(width)
}

/// Labels pull quotes: text between two marks, and short texts whose words stand elsewhere in the issue too.
pub fn pull_quotes(book: &mut Book) {
    for at in 0..book.pieces.len() {
        if !book.is_unknown(at) || !book.pieces[at].look.open_mark {
            continue;
        }
        let page = book.pieces[at].page;
        let near = (at..book.pieces.len().min(at + 14)).take_while(|&line| {
            book.is_unknown(line) && book.pieces[line].page == page && book.pieces[line].look.words <= 60
        });
        let close = near.into_iter().find(|&line| book.pieces[line].look.end_mark).unwrap_or(at);
        for line in at..=close {
            book.set(line, Zone::PullQuote, "between the marks of a quotation");
        }
        let name = close + 1;
        if name < book.pieces.len()
            && book.is_unknown(name)
            && book.pieces[name].page == page
            && book.pieces[name].look.caps
            && book.pieces[name].look.words <= 10
            && begins_block(book, name)
            && ends_block(book, name)
        {
            book.set(name, Zone::PullQuote, "says who is quoted");
        }
    }
    let texts: Vec<Vec<u64>> = book.pieces.iter().map(|piece| runs(&piece.plain)).collect();
    // How many pieces have each run. No issue has a million; a file that is none must not fill the memory.
    let mut holders: HashMap<u64, u32> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        if book.is_unknown(at) && holders.len() < 1_000_000 {
            let own: HashSet<u64> = text.iter().copied().collect();
            for run in own {
                *holders.entry(run).or_default() += 1;
            }
        }
    }
    let mut found = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let piece = &book.pieces[at];
        let alone = begins_block(book, at) && ends_block(book, at);
        if !book.is_unknown(at)
            || !(4..=73).contains(&text.len())
            || !alone
            || piece.open
            || piece.look.item.is_some()
        {
            continue;
        }
        let repeated = text.iter().filter(|run| holders.get(run).is_some_and(|&count| count > 1)).count();
        let marked = piece.look.quoted || piece.look.end_mark;
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let headed = beside.filter(|&side| side < book.pieces.len()).any(|side| {
            byline::column(book, side).is_some()
                || book.profile.section_named(&book.pieces[side].plain).is_some()
        });
        // A headline may quote its story: one beside the name of its column is left for the heads.
        let headline =
            headed && is_heading(book, at) || !marked && is_heading(book, at) && !is_caption(book, at);
        if repeated * 2 >= text.len() && !piece.look.lower && !headline {
            found.push(at);
        }
    }
    for at in found {
        book.set(at, Zone::PullQuote, "its words stand in the text too");
    }
}

/// The runs of three words of `plain`, hashed.
fn runs(plain: &str) -> Vec<u64> {
    let words: Vec<String> = words(plain).take(2000).collect();
    let hash = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(3).map(hash).collect()
}

/// Labels display lines that repeat another one: the running title of a second page. The headline is the one on the
/// page where a story opens, or else the first.
pub fn running_titles(book: &mut Book) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for at in 0..book.pieces.len() {
        let title = super::super::words::bare(&book.pieces[at].plain);
        if !book.is_unknown(at) || title.len() < 8 || !is_display(book, at) {
            continue;
        }
        let opens = |at: usize| {
            let page = book.pieces[at].page;
            let first = book.pieces.partition_point(|piece| piece.page < page);
            (first..book.pieces.len())
                .take_while(|&other| book.pieces[other].page == page)
                .any(|other| book.pieces[other].page_start && is_opening(book, other))
        };
        match seen.get(&title) {
            Some(&held) if !opens(held) && opens(at) => {
                found.push(held);
                seen.insert(title, at);
            }
            Some(_) => found.push(at),
            None => {
                seen.insert(title, at);
            }
        }
    }
    for at in found {
        book.set(at, Zone::RunningHead, "repeats a headline");
    }
}
