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
            lines.push(Line { number, range: start..start + line.len(), text: line, gap, page });
            (gap, page) = (0, false);
        }
        start += whole.len();
    }
    lines
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
}
