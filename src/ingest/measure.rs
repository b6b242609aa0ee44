//! The measure: the one width at which a text was wrapped, if it was.
//!
//! A program that wraps text fills every line: a line is broken only where the next word would not fit any more. So a
//! line that had room for the word below it ends where the writer ended it, and a full line goes on.

use super::lines::Line;

/// The widths, in characters, at which text is wrapped for reading or mail. Narrower lines are columns of print, whose
/// widths differ; wider ones are paragraphs.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=130;

/// The width at which `lines` are wrapped, in characters; nothing if they are not, or not all at one. Takes time of
/// order n log n.
pub fn measure(lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().take(100_000).map(|line| width(line)).collect();
    widths.sort_unstable();
    // Addresses and tables stand out over the edge; two lines in a hundred may.
    let width = *widths.get((widths.len() * 98 / 100).min(widths.len().checked_sub(1)?))?;
    if lines.len() < 8 || !WIDTHS.contains(&width) {
        return None;
    }
    let (mut followed, mut full) = (0usize, 0usize);
    for pair in lines.windows(2).take(100_000).filter(|pair| pair[1].gap == 0) {
        followed += 1;
        full += usize::from(is_full(&pair[0], &pair[1], width));
    }
    (followed * 3 >= lines.len() && full * 3 >= followed * 2).then_some(width)
}

/// Whether `line` had no room for the first word of the line `below` it.
pub fn is_full(line: &Line, below: &Line, measure: usize) -> bool {
    let word = below.text.split_whitespace().next().unwrap_or("").chars().count();
    below.gap == 0 && width(line) + 1 + word > measure
}

fn width(line: &Line) -> usize {
    line.text.trim_end().chars().count()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    /// Fills lines up to `width`, as a mail program does.
    fn wrap(text: &str, width: usize) -> String {
        let (mut wrapped, mut room) = (String::new(), 0);
        for word in text.split(' ') {
            if !wrapped.is_empty() {
                wrapped.push(if room > word.len() { ' ' } else { '\n' });
            }
            room = if wrapped.ends_with('\n') || wrapped.is_empty() { width } else { room - 1 } - word.len();
            wrapped.push_str(word);
        }
        wrapped
    }

    const PARAGRAPH: &str = "The harbour board met on Tuesday to hear that the ferry needs a new boiler, \
        that the boiler needs a new shed, and that the shed, which the board sold in March, is now a café. \
        Members asked for the café to be bought back before the summer timetable begins.";

    #[test]
    fn wrapped_text_has_a_measure() {
        let text = format!("{}\n\n", wrap(PARAGRAPH, 72)).repeat(6);
        let found = measure(&lines(&text));
        assert!(found.is_some_and(|width| (66..=72).contains(&width)), "{found:?}");
    }

    #[test]
    fn paragraphs_and_columns_of_print_have_none() {
        assert_eq!(measure(&lines(&format!("{PARAGRAPH}\n\n").repeat(9))), None);
        assert_eq!(measure(&lines(&format!("{}\n\n", wrap(PARAGRAPH, 34)).repeat(9))), None);
        assert_eq!(measure(&lines("one\ntwo\n")), None);
        assert_eq!(measure(&[]), None);
    }

    #[test]
    fn a_line_with_room_for_the_next_word_is_an_end() {
        let text = "The ferry sails at nine from the old quay, and\nagain at ten.\nTimes may change.\n";
        let lines = lines(text);
        assert!(is_full(&lines[0], &lines[1], 50));
        assert!(!is_full(&lines[1], &lines[2], 50));
    }
}
