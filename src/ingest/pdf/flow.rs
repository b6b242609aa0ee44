//! Flow: the lines of columns to paragraphs, by what a compositor does. A paragraph begins with an indent, below a line
//! that had room for its first word, or below white space; larger type is a heading, a standfirst or a quotation.

use std::collections::HashMap;

use super::bbox::{Line, Page};
use super::columns;
use crate::ingest::join;
use crate::ingest::words::{Lexicon, bare};

/// How much larger than running text type is that is meant to be seen first. Captions and credits are smaller, running
/// text differs by less from page to page.
const LARGE: f32 = 1.2;

/// How much larger a headline is at least. Standfirsts and pull quotes are larger than text too, but rarely so much.
const DISPLAY: f32 = 1.8;

/// More words of large type than this are a standfirst or a quotation rather than a heading.
const HEADING_WORDS: usize = 8;

/// How much smaller than running text captions, credits and notes are at least.
const SMALL: f32 = 0.88;

/// More words of small type than this are the text of a box.
const CAPTION_WORDS: usize = 60;

/// The text of the pages, a paragraph a line.
pub fn text(mut pages: Vec<Page>) -> String {
    let body = body_size(&pages);
    let lexicon =
        Lexicon::new(pages.iter().flat_map(|page| page.lines.iter().map(|line| line.text.as_str())));
    let recurring = Margins::new(&pages);
    let mut out = String::new();
    for (number, page) in pages.iter_mut().enumerate() {
        if number > 0 {
            out.push_str("\x0c\n");
        }
        let lines = std::mem::take(&mut page.lines);
        let (margin, lines): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| recurring.holds(line, page.height));
        let lines = drop_caps(lines, body);
        // Columns stand further apart than words do, even in large type, where Poppler makes one line of them.
        for group in columns::order(lines, body * 0.7) {
            let paragraphs = paragraphs(&level(group), body);
            for stretch in paragraphs.chunk_by(|above, below| is_small(above, body) == is_small(below, body))
            {
                // One or two are a caption or a note, more are the text of a box.
                let caption = stretch.len() <= 2 && stretch.iter().all(|paragraph| is_small(paragraph, body));
                stretch.iter().for_each(|paragraph| write(&mut out, paragraph, body, caption, &lexicon));
            }
        }
        // At the end of the page, where they interrupt nothing.
        for line in margin {
            write(&mut out, &[line], f32::MAX, false, &lexicon);
        }
    }
    out
}

/// The size of most of the text.
fn body_size(pages: &[Page]) -> f32 {
    let mut letters: HashMap<u32, usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        // Tenths of a point; a box's size is no more exact.
        *letters.entry((line.size * 10.0) as u32).or_default() += line.text.len();
    }
    let most = letters.into_iter().max_by_key(|&(size, letters)| (letters, size));
    most.map_or(10.0, |(size, _)| size as f32 / 10.0).max(1.0)
}

/// What recurs at the head or foot of pages, figures aside: running heads and folios.
struct Margins(HashMap<String, usize>);

impl Margins {
    fn new(pages: &[Page]) -> Margins {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for page in pages {
            for line in page.lines.iter().filter(|line| outer(line, page.height)) {
                *seen.entry(key(line)).or_default() += 1;
            }
        }
        Margins(seen)
    }

    fn holds(&self, line: &Line, height: f32) -> bool {
        outer(line, height) && self.0.get(&key(line)).is_some_and(|&pages| pages >= 3)
    }
}

/// Whether a line stands where running heads and folios do: in the outer tenth at the top or foot.
fn outer(line: &Line, height: f32) -> bool {
    line.at.bottom < height * 0.1 || line.at.top > height * 0.9
}

/// A line without its figures, which count the pages.
fn key(line: &Line) -> String {
    bare(&line.text).chars().filter(|c| !c.is_numeric()).collect()
}

/// Gives drop caps back to their words, marked as one (`**T**here`), and the lines beside them their column's edge.
/// Cost: caps times lines, so no page has more lines than [`columns::LINES`].
fn drop_caps(lines: Vec<Line>, body: f32) -> Vec<Line> {
    if lines.len() > columns::LINES {
        return lines;
    }
    let is_cap = |line: &Line| {
        let text = line.text.trim_start_matches(['“', '"', '‘', '\'']);
        let mut letters = text.chars();
        line.size >= body * DISPLAY
            && letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_none()
    };
    let (caps, mut lines): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_cap);
    for cap in caps {
        let beside = |line: &Line| {
            let middle = (line.at.top + line.at.bottom) / 2.0;
            let apart = line.at.left - cap.at.right;
            (cap.at.top..cap.at.bottom).contains(&middle)
                && (-cap.size..body).contains(&apart)
                && line.size < body * LARGE
        };
        let mut found: Vec<usize> = (0..lines.len()).filter(|&at| beside(&lines[at])).collect();
        found.sort_by(|&a, &b| lines[a].at.top.total_cmp(&lines[b].at.top));
        let Some(&first) = found.first() else {
            lines.push(cap);
            continue;
        };
        for at in found {
            lines[at].at.left = cap.at.left;
        }
        let quote = cap.text.trim_end_matches(char::is_alphabetic);
        lines[first].text = format!("{quote}**{}**{}", &cap.text[quote.len()..], lines[first].text);
        lines[first].first += cap.at.right - cap.at.left;
    }
    lines
}

/// The lines of a column, with what Poppler cut where justified words stand wide apart put together again: pieces
/// of one size, side by side.
fn level(group: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in group {
        match lines.last_mut() {
            Some(last) if beside(last, &line) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.at = last.at.around(line.at);
            }
            _ => lines.push(line),
        }
    }
    lines
}

/// Whether `right` stands on the line that `left` begins.
fn beside(left: &Line, right: &Line) -> bool {
    let both = left.at.bottom.min(right.at.bottom) - left.at.top.max(right.at.top);
    both > left.size.min(right.size) * 0.7
        && (left.size - right.size).abs() < left.size * 0.1
        && right.at.left >= left.at.right
}

/// Whether a paragraph is set smaller than running text.
fn is_small(paragraph: &[Line], body: f32) -> bool {
    paragraph.first().is_some_and(|line| line.size < body * SMALL)
}

/// The paragraphs of a column.
fn paragraphs(group: &[Line], body: f32) -> Vec<Vec<Line>> {
    let mut paragraphs: Vec<Vec<Line>> = Vec::new();
    for run in runs(group) {
        let (left, right) = run.iter().fold((f32::MAX, f32::MIN), |(left, right), line| {
            (left.min(line.at.left), right.max(line.at.right))
        });
        let mut open: Vec<Line> = Vec::new();
        for line in run {
            if let Some(last) = open.last()
                && begins(line, last, &open, left, right, body)
            {
                paragraphs.push(std::mem::take(&mut open));
            }
            open.push(line.clone());
        }
        paragraphs.push(open);
    }
    paragraphs
}

/// Stretches of lines of one size with no white space between them.
fn runs(group: &[Line]) -> Vec<&[Line]> {
    group
        .chunk_by(|above, below| {
            let size = above.size.max(below.size);
            let gap = below.at.top - above.at.bottom;
            (above.size - below.size).abs() < size * 0.1 && (-size..size * 0.5).contains(&gap)
        })
        .collect()
}

/// Whether `line` begins a paragraph below `last`, the last line of the paragraph `open`.
fn begins(line: &Line, last: &Line, open: &[Line], left: f32, right: f32, body: f32) -> bool {
    // Headlines and quotations are set line by line, ragged or centred.
    if line.size > body * LARGE {
        return false;
    }
    if is_item(&line.text) {
        return true;
    }
    let em = line.size * 0.8;
    let item = open.first().is_some_and(|first| is_item(&first.text));
    // The second line of a paragraph is compared with the column's edge, as the first is indented, others with the line above.
    let edge = match open.len() {
        1 if item => f32::MAX,
        1 => left,
        _ => last.at.left,
    };
    let indented = line.at.left > edge + em * 0.5;
    let had_room = right - last.at.right > line.first + em * 1.5;
    indented || had_room
}

/// Whether a line begins with a list's mark or number.
fn is_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    ["• ", "● ", "▪ ", "■ ", "» ", "– ", "- "].iter().any(|mark| text.starts_with(mark))
        || (1..=2).contains(&digits) && (text[digits..].starts_with(". ") || text[digits..].starts_with(") "))
}

/// Writes a paragraph as a line, with what shows its size.
fn write(out: &mut String, lines: &[Line], body: f32, caption: bool, lexicon: &Lexicon) {
    let mut text = String::new();
    for line in lines {
        // A soft hyphen at the end of a line is one that the compositor's program put there.
        join::join_onto(&mut text, &line.text.replace('\u{ad}', "-"), lexicon);
    }
    let size = lines.first().map_or(0.0, |line| line.size);
    let words = text.split_whitespace().count();
    let (open, end) = match size {
        size if size >= body * DISPLAY => ("# ", ""),
        size if size >= body * LARGE && words > HEADING_WORDS => ("**", "**"),
        size if size >= body * LARGE => ("## ", ""),
        // Two empty lines: what is set apart.
        _ if caption && words <= CAPTION_WORDS => ("\n*", "*"),
        _ => ("", ""),
    };
    out.push_str(open);
    out.push_str(text.trim());
    out.push_str(end);
    out.push_str("\n\n");
}

#[cfg(test)]
mod tests {
    use super::super::bbox::Box;
    use super::*;
    use proptest::prelude::*;

    fn line(text: &str, left: f32, top: f32, size: f32) -> Line {
        // A letter is about half as wide as it is high.
        let wide = |text: &str| text.chars().count() as f32 * size * 0.5;
        let at = Box { left, top, right: left + wide(text), bottom: top + size };
        Line { at, size, first: wide(text.split(' ').next().unwrap_or("")), text: text.into() }
    }

    fn read(lines: Vec<Line>) -> Vec<String> {
        let text = text(vec![Page { height: 800.0, lines }]);
        text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn size_and_white_space_show_what_is_what() {
        let found = read(vec![
            line("The ferry runs", 50.0, 100.0, 24.0),
            line("After a month of storms the harbour board has", 50.0, 140.0, 13.0),
            line("found a captain.", 50.0, 154.0, 13.0),
            line("When the wind fell the crew came back and the pas-", 50.0, 185.0, 10.0),
            line("sengers with them.", 50.0, 195.5, 10.0),
            line("Nobody had told them that the boiler had been", 58.0, 206.0, 10.0),
            line("sold in March to a museum of boilers in the north.", 50.0, 216.5, 10.0),
            line("The boiler, in its day.", 50.0, 240.0, 7.0),
        ]);
        assert_eq!(
            found,
            [
                "# The ferry runs",
                "**After a month of storms the harbour board has found a captain.**",
                "When the wind fell the crew came back and the passengers with them.",
                "Nobody had told them that the boiler had been sold in March to a museum of boilers in the north.",
                "*The boiler, in its day.*",
            ]
        );
    }

    #[test]
    fn a_drop_cap_goes_back_to_its_word() {
        let mut lines = vec![
            line("he heron on the lock is called Gerald and has", 80.0, 100.0, 10.0),
            line("fished there for six winters without a catch at", 80.0, 110.5, 10.0),
            line("all, which he takes as only a heron knows how to.", 50.0, 121.0, 10.0),
        ];
        lines.insert(0, line("T", 50.0, 96.0, 40.0));
        lines[0].at.right = 78.0;
        let whole = "**T**he heron on the lock is called Gerald and has fished there for six winters without a catch at \
                     all, which he takes as only a heron knows how to.";
        assert_eq!(read(lines), [whole]);
    }

    #[test]
    fn what_recurs_at_the_foot_stands_after_the_page() {
        let page = |number: u32| Page {
            height: 800.0,
            lines: vec![
                line(&format!("the ferry times {number}"), 50.0, 780.0, 7.0),
                line("A page of the story that goes on", 50.0, 100.0, 10.0),
            ],
        };
        let text = text((1..=3).map(page).collect());
        assert!(text.contains("goes on\n\nthe ferry times 1\n\n\x0c\nA page"), "{text}");
    }

    #[test]
    fn a_page_that_no_compositor_made_takes_no_longer_than_its_length() {
        // Tens of thousands of drop caps beside as many lines, all in one paragraph.
        let caps = (0..30_000).map(|at| line("T", 50.0, at as f32, 40.0));
        let lines = (0..30_000).map(|at| line("here is a line that goes on and on", 80.0, at as f32, 10.0));
        let text = text(vec![Page { height: 30_000.0, lines: caps.chain(lines).collect() }]);
        assert_eq!(text.split_whitespace().filter(|word| *word == "goes").count(), 30_000);
    }

    proptest! {
        #[test]
        fn no_word_is_lost_wherever_the_lines_stand(
            places in prop::collection::vec((0.0..600f32, 0.0..800f32, 1.0..60f32, 1..4usize), 0..80),
        ) {
            let lines: Vec<Line> = places
                .iter()
                .enumerate()
                .map(|(at, &(left, top, size, words))| line(vec![format!("w{at}"); words].join(" ").as_str(), left, top, size))
                .collect();
            let mut want: Vec<String> =
                lines.iter().flat_map(|line| line.text.split(' ')).map(str::to_owned).collect();
            let text = text(vec![Page { height: 800.0, lines }]);
            let mut have: Vec<String> =
                text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
            want.sort();
            have.sort();
            prop_assert_eq!(have, want);
        }
    }
}
