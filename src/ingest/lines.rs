//! Text to lines, each with its number, its bytes and the empty space above it.

use std::ops::Range;

/// A line that has something on it.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// From 1, as an editor shows it.
    pub number: u32,
    /// Its bytes in the source, without the line end.
    pub range: Range<usize>,
    /// What is on it, untrimmed.
    pub text: &'a str,
    /// How many empty lines stand above it.
    pub gap: u32,
    /// Whether a form feed stands before it: the first line of a page.
    pub page: bool,
    /// Whether it goes on with the paragraph of the line above, as [`wrapped`](super::wrapped) found.
    pub goes_on: bool,
}

/// The lines of `text` that are not blank, in order. Linear in the length of the text.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut lines, mut start, mut gap, mut page) = (Vec::new(), 0, 0, false);
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        page |= line.contains('\x0c');
        if line.trim().is_empty() {
            gap += 1;
        } else {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            lines.push(Line {
                number,
                range: start..start + line.len(),
                text: line,
                gap,
                page,
                goes_on: false,
            });
            (gap, page) = (0, false);
        }
        start += whole.len();
    }
    lines
}

/// Takes away the white space at either edge that every line has, which tells nothing: a margin, a space behind each line.
/// What some lines have and others have not tells which were wrapped, and where a page begins.
pub fn even_edges(lines: &mut [Line]) {
    if lines.len() < MARGIN_LINES {
        return;
    }
    let lead = |line: &Line| line.text.len() - line.text.trim_start_matches(' ').len();
    let mut leads: Vec<usize> = lines.iter().map(lead).collect();
    leads.sort_unstable();
    // A page number or a picture's label may hang out over the edge.
    let margin = leads[lines.len() / 25];
    let bare = lines.iter().filter(|line| !line.text.ends_with(' ')).count();
    let trims = bare * 50 < lines.len();
    for line in lines.iter_mut().filter(|_| margin > 0 || trims) {
        let from = lead(line).min(margin);
        let to = if trims { line.text.trim_end_matches(' ').len() } else { line.text.len() };
        line.text = &line.text[from..to];
        line.range = line.range.start + from..line.range.start + to;
    }
}

/// A shorter text has no edge to speak of.
const MARGIN_LINES: usize = 20;

/// Makes gaps mean what they mean in most texts, where some programs write two blank lines for one.
pub fn even_gaps(lines: &mut [Line]) {
    let mut counts = [0usize; 8];
    for line in lines.iter().skip(1) {
        counts[(line.gap as usize).min(7)] += 1;
    }
    let usual = (1..8).max_by_key(|&gap| (counts[gap], 8 - gap)).unwrap_or(1) as u32;
    if usual > 1 {
        lines.iter_mut().for_each(|line| line.gap = line.gap.div_ceil(usual));
    }
}

/// Sets the lines apart of a text of paragraphs that has no blank lines: then every line is a paragraph. A text that is
/// wrapped at one [measure](super::measure) keeps its tight lines.
pub fn set_apart(lines: &mut [Line]) {
    let spaced = lines.iter().skip(1).filter(|line| line.gap > 0).count();
    if lines.len() >= 20 && spaced * 10 < lines.len() {
        // Columns of print are wrapped at no one width; their lines begin small as often as not.
        let small =
            lines.iter().filter(|line| line.text.trim_start().starts_with(char::is_lowercase)).count();
        if super::measure::measure(lines).is_none() && small * 4 <= lines.len() {
            lines.iter_mut().for_each(|line| line.gap += 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_number_bytes_and_the_gap_above() {
        let text = "one\r\n\r\n \t\r\ntwo\n\x0cthree";
        let found: Vec<_> = lines(text).into_iter().map(|l| (l.number, l.text, l.gap, l.page)).collect();
        assert_eq!(found, [(1, "one", 0, false), (4, "two", 2, false), (5, "\x0cthree", 0, true)]);
        assert!(lines(text).iter().all(|line| &text[line.range.clone()] == line.text));
    }

    #[test]
    fn white_space_that_every_line_has_goes_and_the_rest_stays() {
        let text = "  The ferry ran \n   again on Monday \n".repeat(20);
        let mut found = lines(&text);
        even_edges(&mut found);
        assert_eq!((found[0].text, found[1].text), ("The ferry ran", " again on Monday"));
        assert!(found.iter().all(|line| &text[line.range.clone()] == line.text));
        let text = "The ferry ran \nagain.\n".repeat(20);
        let mut found = lines(&text);
        even_edges(&mut found);
        assert_eq!((found[0].text, found[1].text), ("The ferry ran ", "again."));
    }

    #[test]
    fn two_blank_lines_everywhere_are_one_and_none_anywhere_are_too() {
        let gaps = |text: &str| -> Vec<u32> {
            let mut found = lines(text);
            even_gaps(&mut found);
            set_apart(&mut found);
            found.into_iter().map(|line| line.gap).collect()
        };
        let paragraph = "The ferry ran again on Monday, after a month of storms that nobody in the town had expected, and it ran on time, with forty people and a goat.";
        assert_eq!(gaps("one\n\n\ntwo\n\n\n\n\n\nthree\nfour\n\n\nfive"), [0, 1, 3, 0, 1]);
        let none = gaps(&format!("{paragraph}\n").repeat(30));
        assert!(none.iter().all(|&gap| gap == 1), "{none:?}");
        // A narrow column: its lines are no paragraphs.
        let column = gaps(&"The ferry ran\nagain on Monday, after\na month of storms.\n".repeat(30));
        assert!(column.iter().all(|&gap| gap == 0), "{column:?}");
    }
}
