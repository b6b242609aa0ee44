//! Reader of the frame dump: hard-wrapped columns to pieces.
//!
//! The dump has one frame after another, in the order of the file: a column stops where its frame ends, in
//! mid-sentence, and a headline may come after its story. The reader only puts lines together; [`super::spreads`]
//! finds out what belongs to what.

use super::join;
use super::lines::Line;
use super::piece::{Piece, ends_sentence, is_address};
use super::profile::Profile;
use super::words::Lexicon;

/// Pieces of `lines`: paragraphs, or what a frame's edge left of them.
///
/// A blank line, or the start of a page (a form feed, or the single space that dumps put before a page's first line),
/// ends a block. Within a block, a line ends a paragraph if it lacks the space that dumps leave where a line was
/// wrapped; in dumps without those, if it is short and ends a sentence or a heading.
pub fn pieces(lines: &[Line], profile: &Profile) -> Vec<Piece> {
    let lines = unglue(lines);
    let lexicon = lexicon(&lines);
    let wrapped = lines.iter().filter(|line| line.text.ends_with(' ')).count();
    let has_wrap_spaces = wrapped * 4 >= lines.len();
    let has_page_spaces = lines.iter().filter(|line| starts_page(line)).count() * 20 <= lines.len();
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut block, mut page) = (0, 0, 0);
    while at < lines.len() {
        // A block: lines without a blank line or page start between.
        if lines[at].page || has_page_spaces && starts_page(&lines[at]) {
            page += 1;
        }
        let page_start = lines[at].page || has_page_spaces && starts_page(&lines[at]);
        let mut end = at + 1;
        while end < lines.len()
            && lines[end].gap == 0
            && !lines[end].page
            && !(has_page_spaces && starts_page(&lines[end]))
        {
            end += 1;
        }
        let width = lines[at..end].iter().map(|line| line.text.trim().chars().count()).max().unwrap_or(0);
        let mut start = at;
        for line in at..end {
            let last = line + 1 == end || ends_paragraph(&lines, line, width, has_wrap_spaces);
            if last {
                let mut piece = paragraph(&lines[start..=line], profile, &lexicon);
                (piece.block, piece.page, piece.page_start) = (block, page, page_start && start == at);
                if start > at {
                    piece.gap = 0;
                } else if page_start {
                    piece.gap = piece.gap.max(1);
                }
                pieces.push(piece);
                start = line + 1;
            }
        }
        block += 1;
        at = end;
    }
    pieces
}

/// Whether the paragraph ends with line `at` of a block whose widest line has `width` characters.
fn ends_paragraph(lines: &[Line], at: usize, width: usize, has_wrap_spaces: bool) -> bool {
    let (line, next) = (&lines[at], &lines[at + 1]);
    let (text, below) = (line.text.trim(), next.text.trim());
    if is_item(next) {
        return true;
    }
    if text.ends_with(['-', '—', '–', '/', ',', '('])
        || below.starts_with(char::is_lowercase) && !is_address(below)
    {
        return false;
    }
    if has_wrap_spaces {
        return !line.text.ends_with(' ')
            || is_address(below.split(' ').next().unwrap_or("")) && ends_sentence(text);
    }
    let short = text.chars().count() * 4 < width * 3;
    short && (ends_sentence(text) || text.split(' ').count() <= 6)
}

fn is_item(line: &Line) -> bool {
    line.text.trim_start().starts_with(['»', '•', '●', '·', '\u{f0b7}'])
        || line.text.starts_with('\t') && line.text.trim_start().starts_with('-')
}

fn starts_page(line: &Line) -> bool {
    line.text.starts_with(' ') && !line.text[1..].starts_with([' ', '\t'])
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
        text = if text.is_empty() { next.to_owned() } else { join::join(&text, next, lexicon) };
    }
    let mut piece = Piece::new(lines, &text, 0, profile);
    if lines.first().is_some_and(is_item) {
        piece.look.item = Some(false);
    }
    piece.rows = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    // The width of the column: of the lines that were wrapped, so not the last.
    let mut widths: Vec<usize> = lines.iter().map(|line| line.text.trim().chars().count()).collect();
    if widths.len() > 1 {
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

/// Splits lines where two frames were run together without a space: `the end.”Got a date`.
fn unglue<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(cut) = glue(line.text) else {
            out.push(line.clone());
            continue;
        };
        let middle = line.range.start + cut;
        out.push(Line { range: line.range.start..middle, text: &line.text[..cut], ..line.clone() });
        out.push(Line {
            range: middle..line.range.end,
            text: &line.text[cut..],
            gap: 1,
            page: false,
            ..line.clone()
        });
    }
    out
}

/// Where `text` has a sentence end directly followed by a capital: small letter, stop, quote; capital, small letter.
fn glue(text: &str) -> Option<usize> {
    if text.len() > 400 {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for window in 0..chars.len() {
        let get = |at: usize| chars.get(window + at).map(|&(_, c)| c);
        let small = |c: Option<char>| c.is_some_and(char::is_lowercase);
        let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
        let stop = matches!(get(1), Some('.' | '!' | '?'));
        let quote = matches!(get(2), Some('”' | '’' | '"'));
        if small(get(0)) && stop && quote && capital(get(3)) && small(get(4)) {
            return chars.get(window + 3).map(|&(at, _)| at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
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
    fn glued_frames_come_apart() {
        assert_eq!(
            read("It was “all \nover at last.”Got a date for \nus?\n"),
            ["It was “all over at last.”", "Got a date for us?"]
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
}
