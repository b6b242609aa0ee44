//! Reader of the frame dump: hard-wrapped columns to pieces.
//!
//! What a dump tells besides the words: a line that was wrapped ends with a space, and so does the last line of a
//! frame whose paragraph goes on in another frame; a line that ends its paragraph does not. A page begins with a form
//! feed, or with the single space that some tools put in its place. Dumps whose spaces were trimmed are read by the
//! shape of their lines alone.

use super::super::end_mark;
use super::super::join;
use super::super::lines::Line;
use super::super::piece::{Piece, ends_sentence, is_address};
use super::super::profile::{Phrases, Profile, fold};
use super::super::words::Lexicon;
use super::shape::HEADLINE_WORDS;

/// More pieces than a page has.
const PAGE: usize = 250;

/// Pieces of `lines`: paragraphs, or what a frame's edge left of them.
///
/// A blank line or the start of a page ends a block. Within a block, a line ends a paragraph if it was not wrapped.
pub fn pieces(lines: &[Line], profile: &Profile) -> Vec<Piece> {
    let lines = unglue(lines);
    let lexicon = lexicon(&lines);
    let notes = Phrases::new(&profile.endnotes);
    let has_wrap_spaces = has_wrap_spaces(&lines);
    // More of them than pages can be: a dump that indents.
    let indents = lines.iter().filter(|line| has_lead_space(line)).count();
    let has_page_spaces = indents <= 4 || indents * 20 <= lines.len();
    let begins_page = |at: usize| {
        let line: &Line = &lines[at];
        // Lettering that opens a page is indented by more than the space of the page.
        let indented = line.text.starts_with("  ") && (at == 0 || ends_frame(&lines[at - 1], profile));
        let told = at > 0 && is_page_mark(lines[at - 1].text);
        line.page || line.gap >= 3 || told || has_page_spaces && (has_lead_space(line) || indented)
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut tails: Vec<Tail> = Vec::new();
    let (mut at, mut block, mut page, mut first_of_page) = (0, 0, 0, 0);
    while at < lines.len() {
        let page_start = begins_page(at);
        // A dump without page marks is cut into stretches, so that a page is always something small.
        let long = pieces.len() - first_of_page > PAGE;
        page += u32::from(page_start || long);
        if page_start || long {
            first_of_page = pieces.len();
        }
        let mut end = at + 1;
        while end < lines.len() && lines[end].gap == 0 && !begins_page(end) && !is_page_mark(lines[end].text)
        {
            end += 1;
        }
        let width = lines[at..end].iter().map(|line| width(line)).max().unwrap_or(0);
        let mut start = at;
        for line in at..end {
            let noted = line + 1 < end
                && ends_sentence(lines[line].text.trim())
                && notes.fit(&fold(lines[line + 1].text));
            if line + 1 < end && !noted && !ends_paragraph(&lines, line, line == at, width, has_wrap_spaces) {
                continue;
            }
            let mut piece = paragraph(&lines[start..=line], profile, &lexicon);
            (piece.block, piece.page, piece.page_start) = (block, page, page_start && start == at);
            if start > at {
                piece.gap = 0;
            } else if page_start {
                piece.gap = piece.gap.max(1);
            }
            let tail = Tail {
                wrapped: is_wrapped(&lines[line]),
                width: self::width(&lines[line]),
                block: line + 1 == end,
            };
            start = line + 1;
            // An item that a frame's edge cut goes on in the piece below.
            if let (Some(last), Some(held)) = (pieces.last_mut(), tails.last_mut())
                && last.look.item.is_some()
                && piece.look.lower
                && piece.look.item.is_none()
                && (held.wrapped || last.look.hyphen)
                && !last.look.terminal
            {
                last.set_text(join::join(&last.marked, &piece.marked, &lexicon));
                last.ranges.append(&mut piece.ranges);
                (last.last, last.rows) = (piece.last, last.rows + piece.rows);
                *held = tail;
                continue;
            }
            pieces.push(piece);
            tails.push(tail);
        }
        block += 1;
        at = end;
    }
    goes_on(&mut pieces, &tails);
    pieces
}

/// Whether the wrapped `lines` of `text` are a frame dump's: it leaves blanks behind them, or where those were trimmed, before
/// pages. What ends every page with a form feed, the last as well, is a program that puts columns in order, as `pdftotext`
/// does; and what marks no page at all is no dump.
pub fn is_dump(text: &str, lines: &[Line]) -> bool {
    let indents = lines.iter().filter(|line| has_lead_space(line)).count();
    let is_paged = lines.iter().any(|line| line.page) || indents >= 3 && indents * 20 <= lines.len();
    let is_closed = text.trim_end_matches(['\n', '\r', ' ']).ends_with('\x0c');
    has_wrap_spaces(lines) || is_paged && !is_closed
}

fn has_wrap_spaces(lines: &[Line]) -> bool {
    lines.iter().filter(|line| is_wrapped(line)).count() * 4 >= lines.len()
}

/// How a piece's last line ends.
#[derive(Clone, Copy, Debug)]
struct Tail {
    /// With the space of a wrapped line.
    wrapped: bool,
    /// Its characters.
    width: usize,
    /// It is the last of its block.
    block: bool,
}

/// Fills in [`Piece::open`]: whether a paragraph goes on after the edge of its frame.
fn goes_on(pieces: &mut [Piece], tails: &[Tail]) {
    // Whether the dump marks it: most blocks that stop before a small letter end with the space.
    let (mut broken, mut marked) = (0u32, 0u32);
    for at in 0..pieces.len().saturating_sub(1) {
        let piece = &pieces[at];
        if tails[at].block && !piece.look.terminal && !piece.look.hyphen && pieces[at + 1].look.lower {
            broken += 1;
            marked += u32::from(tails[at].wrapped);
        }
    }
    let is_marked = marked * 2 > broken;
    for at in 0..pieces.len() {
        let next = pieces.get(at + 1);
        let (piece, tail) = (&pieces[at], tails[at]);
        let full = tail.width * 100 >= piece.width as usize * 85;
        let dash = piece.plain.ends_with(['—', '–']);
        let beside = next.is_some_and(|next| {
            let text = next.look.terminal || next.rows >= 3;
            next.page == piece.page && next.gap == 1 && text && next.look.words >= 4
        });
        let small = next.is_some_and(|next| next.look.lower && !is_address(&next.plain));
        let look = &piece.look;
        let opened = piece.plain.matches('“').count() > piece.plain.matches('”').count()
            && next.is_some_and(|next| !next.plain.starts_with(['“', '‘', '"']));
        let runs_on = is_marked && tail.wrapped && full && beside && look.terminal;
        // A colon ends no sentence where the next line begins small.
        let colon = piece.plain.ends_with(':') && tail.wrapped && small;
        let unfinished = if look.terminal {
            runs_on && opened || is_marked && colon
        } else if is_marked {
            tail.wrapped || dash
        } else {
            // Without the spaces, a full last line may be a headline's as well; none is so long.
            small || dash || look.words > HEADLINE_WORDS && full
        };
        let look_ends = look.end_mark || look.row;
        let open = tail.block && !look.end_mark && !look.row && (look.hyphen || unfinished);
        pieces[at].open = open;
        pieces[at].runs_on = runs_on && tail.block && !look_ends;
    }
}

fn width(line: &Line) -> usize {
    line.text.trim().chars().count()
}

/// Whether `line` ends with the space of a line that was wrapped.
fn is_wrapped(line: &Line) -> bool {
    line.text.ends_with(' ')
}

/// Whether a line says that a page begins or ends: `--- Page 3 ---`, `[page 3]`, `== 3 ==`, `Page 3 of 28`, `{3}------`.
pub fn is_page_mark(line: &str) -> bool {
    // As a heading, or with a rule behind it, it says no more.
    let whole = line.trim();
    let line = whole.trim_start_matches('#').trim();
    let line = match line.trim_end_matches('-') {
        ruled if !ruled.is_empty() && line.len() - ruled.len() >= 5 => ruled.trim_end(),
        _ => line,
    };
    let is_set_off = line.len() < whole.len();
    let inner = line.trim_matches(|c: char| !c.is_alphanumeric());
    let framed = inner.len() + 2 <= line.len()
        && !line.starts_with(char::is_alphanumeric)
        && !line.ends_with(char::is_alphanumeric);
    let mut words = inner.split(' ').filter(|word| !word.is_empty());
    let mut word = words.next().unwrap_or("");
    let named = word.eq_ignore_ascii_case("page");
    if named {
        word = words.next().unwrap_or("");
    }
    let is_number =
        |word: &str| (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let counted = match (words.next(), words.next(), words.next()) {
        (None, None, None) => false,
        (Some(of), Some(all), None) if is_number(all) && of.eq_ignore_ascii_case("of") => true,
        _ => return false,
    };
    // A bare `Page 3` stands in contents as well, and may be what is left of a sentence: see `folio`.
    let headed = named && inner.len() == line.len() && line.starts_with('P') && is_set_off;
    is_number(word) && line.len() <= 40 && (framed || named && counted || headed)
}

fn has_lead_space(line: &Line) -> bool {
    line.text.starts_with(' ') && !line.text[1..].starts_with(' ')
}

/// Whether a frame may end with `line`: a sentence or an end mark.
fn ends_frame(line: &Line, profile: &Profile) -> bool {
    let text = line.text.trim_end();
    ends_sentence(text) || profile.end_marks.iter().any(|mark| end_mark::before(text, mark).is_some())
}

/// Whether the paragraph ends with line `at` of a block whose widest line has `widest` characters.
fn ends_paragraph(lines: &[Line], at: usize, first: bool, widest: usize, has_wrap_spaces: bool) -> bool {
    let (line, next) = (&lines[at], &lines[at + 1]);
    let (text, below) = (line.text.trim(), next.text.trim());
    if is_item(next) || is_row(line) || is_row(next) {
        return true;
    }
    if text.ends_with(['-', '—', '–', '/', ',', '(', '@'])
        || text.ends_with("www.")
        || below.starts_with(char::is_lowercase) && !is_address(below)
    {
        return false;
    }
    let word = below.split(' ').next().unwrap_or("");
    // What a wrapped line would have taken in: a tenth of the measure allows for wide letters.
    let room = (width(line) + 1 + word.chars().count()) * 10 <= widest * 9;
    if first && room && is_numbered(text) {
        return true;
    }
    // A heading that was typed with a space behind it: far shorter than the lines below.
    let far = (width(line) + 1 + word.chars().count()) * 10 <= widest * 7 && width(next) * 10 >= widest * 8;
    if first && far && !text.ends_with(['.', ';', ':']) && text.split(' ').count() <= 10 && widest > 30 {
        return true;
    }
    if has_wrap_spaces {
        return !is_wrapped(line) || is_address(word) && ends_sentence(text);
    }
    room && (ends_sentence(text) || first && text.split(' ').count() <= 6)
}

/// `1. Bring a boat`, `2<tab>Bring an oar`: the heading of a numbered paragraph.
fn is_numbered(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && text[digits..].starts_with(['.', ')', '\t'])
        && text.split_whitespace().count() <= 12
        && !text.ends_with(['.', ',', ';', ':'])
}

fn is_item(line: &Line) -> bool {
    line.text.trim_start().starts_with(['»', '•', '●', '·', '\u{f0b7}'])
        || line.text.starts_with('\t') && line.text.trim_start().starts_with('-')
}

/// A row of a table: at least three cells between tabs.
fn is_row(line: &Line) -> bool {
    let cells = line.text.trim().split('\t').filter(|cell| !cell.trim().is_empty()).count();
    cells >= 3 && !is_item(line)
}

/// One piece of some lines, its line-end hyphens gone or kept on evidence.
fn paragraph(lines: &[Line], profile: &Profile, lexicon: &Lexicon) -> Piece {
    let mut text = String::new();
    for line in lines {
        let mut next = line.text.trim();
        if is_item(line) {
            next = next
                .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '“' | '‘' | '"' | '\''));
        }
        join::join_onto(&mut text, next, lexicon);
    }
    let mut piece = Piece::new(lines, &text, 0, profile);
    if let [line] = lines
        && is_row(line)
    {
        piece.look.row = true;
        piece.set_text(text.split('\t').map(str::trim).collect::<Vec<_>>().join("\t"));
    }
    if lines.first().is_some_and(is_item) {
        piece.look.item = Some(false);
    }
    piece.rows = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    piece.lettered = lines.iter().any(|line| line.text.starts_with("  ") && !is_item(line));
    // The width of the column: of the lines that were wrapped, so not the last, unless a frame's edge cut it and it
    // is one of two.
    let mut widths: Vec<usize> = lines.iter().map(width).collect();
    let cut = lines.last().is_some_and(|line| is_wrapped(line) || line.text.ends_with('-'));
    if widths.len() > 1 && !(cut && widths.len() == 2) {
        widths.pop();
    }
    widths.sort_unstable();
    piece.width = u32::try_from(widths.get(widths.len() / 2).copied().unwrap_or(0)).unwrap_or(u32::MAX);
    piece
}

/// The words of the lines, without the halves at line ends.
fn lexicon(lines: &[Line]) -> Lexicon {
    let mut texts = Vec::with_capacity(lines.len());
    let mut broken = false;
    for line in lines {
        let mut text = line.text.trim();
        if broken {
            text = text.split_once(' ').map_or("", |(_, rest)| rest);
        }
        broken = line.text.trim_end().ends_with('-');
        if broken {
            text = text.rsplit_once(' ').map_or("", |(rest, _)| rest);
        }
        texts.push(text);
    }
    Lexicon::new(texts.into_iter())
}

/// Splits lines where two frames were run together without a space: `the end.”Got a date`. Such a line is wider than
/// the column above it, for it holds the end of one line and the whole of another.
fn unglue<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut out: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let mut column = 0; // the widest line of the block so far
    for line in lines {
        column = if line.gap > 0 || line.page { 0 } else { column };
        let wide = column > 0 && width(line) * 10 > column * 12;
        let Some(cut) = glue(line.text).filter(|_| wide) else {
            column = column.max(width(line));
            out.push(line.clone());
            continue;
        };
        let middle = line.range.start + cut;
        out.push(Line { range: line.range.start..middle, text: &line.text[..cut], ..line.clone() });
        let rest = &line.text[cut..];
        out.push(Line { range: middle..line.range.end, text: rest, gap: 1, page: false, ..line.clone() });
        column = rest.trim().chars().count();
    }
    out
}

/// Where `text` has a sentence end directly followed by a word with a capital.
fn glue(text: &str) -> Option<usize> {
    if text.len() > 400 {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for window in 0..chars.len() {
        let get = |at: usize| chars.get(window + at).map(|&(_, c)| c);
        if !get(0).is_some_and(char::is_lowercase) || !matches!(get(1), Some('.' | '!' | '?')) {
            continue;
        }
        let word = if matches!(get(2), Some('”' | '’' | '"' | ')')) { 3 } else { 2 };
        let letters =
            chars[window..].iter().skip(word + 1).take_while(|(_, c)| c.is_lowercase() || *c == '’').count();
        let closed = matches!(get(word + 1 + letters), Some(' ') | None);
        if get(word).is_some_and(char::is_uppercase) && letters > 0 && closed {
            return chars.get(window + word).map(|&(at, _)| at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        pieces(&lines(text), &Profile::generic()).into_iter().map(|piece| piece.plain).collect()
    }

    #[test]
    fn wrapped_lines_become_paragraphs_and_crossheads_come_off() {
        let text = "The ferry sailed on a wet \nand windy evening in No-\nvember, late. \n\nA new boat\nMany passengers asked the \ncompany for a boat.\n";
        assert_eq!(
            read(text),
            [
                "The ferry sailed on a wet and windy evening in November, late.",
                "A new boat",
                "Many passengers asked the company for a boat."
            ]
        );
    }

    #[test]
    fn pages_may_be_told_by_a_line() {
        for line in ["--- Page 3 ---", "[page 3]", "=== 12 ===", "Page 3 of 28", "<<< PAGE 3 >>>", "- 4 -"] {
            assert!(is_page_mark(line), "{line}");
        }
        for line in ["# Page 3", "## Page 12 of 28", "Page 3 -----", "{3}------"] {
            assert!(is_page_mark(line), "{line}");
        }
        for line in [
            "Page 12",
            "Page 3 ----- see over",
            "## 3",
            "PAGE 17->",
            "3",
            "page 3",
            "Page 3 is torn",
            "£5m",
            "[sic]",
            "--- 3 May ---",
        ] {
            assert!(!is_page_mark(line), "{line}");
        }
        let found =
            pieces(&lines("The end.\n--- Page 2 ---\nA ferry sailed \non time.\n"), &Profile::generic());
        let pages: Vec<(u32, bool)> = found.iter().map(|piece| (piece.page, piece.page_start)).collect();
        assert_eq!(pages.last(), Some(&(pages[0].0 + 1, true)), "{pages:?}");
    }

    #[test]
    fn a_letter_that_is_an_end_mark_ends_no_word() {
        let last = |text: &str| {
            let mut profile = Profile::generic();
            profile.end_marks.push("n".into());
            pieces(&lines(text), &profile).last().map(|piece| piece.page)
        };
        let begins = last("A ferry sailed. n\n  Nobody had seen the boat\n");
        let goes_on =
            last("Nobody had seen the boat but a woman\n  with a lamp, who said that it\nsailed by.\n");
        assert!(begins > goes_on, "{begins:?} {goes_on:?}");
    }

    #[test]
    fn glued_frames_come_apart() {
        assert_eq!(
            read("It was “all \nover at last.”Got a date for us \nto know?\n"),
            ["It was “all over at last.”", "Got a date for us to know?"]
        );
        assert_eq!(glue("see www.Example.org or U.K.Law"), None);
    }

    #[test]
    fn items_are_told_by_their_marks() {
        let text = "\t» \tOne thing that is \nlong \n\t» \tAnother \n";
        let found = pieces(&lines(text), &Profile::generic());
        assert_eq!(
            found.iter().map(|p| p.plain.as_str()).collect::<Vec<_>>(),
            ["One thing that is long", "Another"]
        );
        assert!(found.iter().all(|piece| piece.look.item == Some(false)));
    }

    #[test]
    fn a_wrapped_line_at_the_edge_of_a_frame_leaves_its_paragraph_open() {
        let text = "The ferry sailed on a wet and \nwindy evening, with \n\nforty people and a goat \non board.\n\n\
                    A boat of our own\n\nNobody asked the goat, which \nwould have liked a say in the \n mat\u{ad}ter.\n";
        let found = pieces(&lines(text), &Profile::generic());
        let open: Vec<bool> = found.iter().map(|piece| piece.open).collect();
        assert_eq!(open, [true, false, false, true, false]);
        assert!(found[4].page_start && found[4].page == found[3].page + 1);
    }

    #[test]
    fn an_item_cut_by_its_frame_comes_together_and_rows_keep_their_cells() {
        let text =
            "\t» \tOne thing that is long and \n\nstill one thing\n\nFare\t2030\t2031\nIsland\t£4\t£5\n";
        let found = pieces(&lines(text), &Profile::generic());
        let texts: Vec<&str> = found.iter().map(|piece| piece.plain.as_str()).collect();
        assert_eq!(
            texts,
            ["One thing that is long and still one thing", "Fare\t2030\t2031", "Island\t£4\t£5"]
        );
        assert!(found[1].look.row && found[0].look.item == Some(false));
    }

    #[test]
    fn numbered_headings_come_off_their_text_even_with_a_space_behind() {
        let text =
            "2\tPack a hat \nThe sun on the upper deck is strong even \nin April, and there is no shade.\n";
        assert_eq!(
            read(text),
            ["2 Pack a hat", "The sun on the upper deck is strong even in April, and there is no shade."]
        );
    }
}
