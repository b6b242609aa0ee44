//! Wrapped text: lines of narrow columns back to paragraphs, where nothing but their shape tells where one ends. That is
//! what `pdftotext` writes, and what is left of columns that stood side by side ([`super::layout`]).
//!
//! Text that was wrapped at one width is told by [`super::measure`], and needs no more than that. Columns of print have many
//! widths, and proportional type fills a line with more or fewer letters. So a line is compared with those around it, and
//! what it says weighs as much as its length: a sentence that stops goes on below.

use super::lines::Line;
use super::piece::is_address;

/// How many lines above and below tell how wide a column is.
const NEAR: usize = 8;

/// Names, notices and figures are set as narrow as this; no text is.
const NARROW: usize = 22;

/// Whether `lines` are mostly text that stops in mid-sentence at the end of a line.
pub fn is_wrapped(lines: &[Line]) -> bool {
    let (mut count, mut wrapped, mut long) = (0usize, 0usize, 0usize);
    let mut open = false; // whether the line directly above is text that did not end a sentence
    for line in lines.iter().take(100_000) {
        let text = line.text.trim();
        count += 1;
        long += usize::from(text.len() > 120);
        wrapped += usize::from(open && line.gap == 0 && text.starts_with(char::is_lowercase));
        open = !text.ends_with(['.', '!', '?', ':', '”', '"']);
    }
    count >= 8 && wrapped * 4 >= count && long * 10 < count
}

/// Tells of every line whether the paragraph of the line above goes on in it, if `lines` are wrapped in columns.
pub fn mend(lines: &mut [Line]) {
    if !is_wrapped(lines) {
        return;
    }
    let goes_on: Vec<bool> = (0..lines.len()).map(|at| at > 0 && goes_on(lines, at)).collect();
    lines.iter_mut().zip(goes_on).for_each(|(line, goes_on)| line.goes_on = goes_on);
    // A drop cap is in a frame of its own.
    for at in 1..lines.len() {
        let small = lines[at].text.trim_start().starts_with(char::is_lowercase);
        if small && !lines[at].page && lines[at].gap <= CAP_GAP && drop_cap(lines[at - 1].text).is_some() {
            (lines[at].gap, lines[at].goes_on) = (0, true);
        }
    }
}

/// How many empty lines stand below a drop cap at most.
const CAP_GAP: u32 = 2;

/// The capital in `T`, `“T`, alone on a line.
pub fn drop_cap(text: &str) -> Option<char> {
    let mut letters = text.trim().trim_start_matches(['“', '"', '‘', '\'']).chars();
    letters.next().filter(|c| c.is_uppercase() && letters.next().is_none())
}

/// Whether line `at` goes on with the paragraph of the line above.
fn goes_on(lines: &[Line], at: usize) -> bool {
    let (above, line) = (&lines[at - 1], &lines[at]);
    let (before, text) = (above.text.trim(), line.text.trim());
    if line.gap > 0 || line.page || super::paragraphs::begins_block(text) || text.contains('\t') {
        return false;
    }
    let word = text.split(' ').next().unwrap_or("");
    let small = text.starts_with(char::is_lowercase) && !is_address(word);
    let stops = super::piece::ends_sentence(before);
    if small && !stops {
        return true;
    }
    let column = Column::around(lines, at);
    let wanted = width(above) + 1 + word.chars().count();
    // Wide letters leave room for a tenth; so does a line that only half of a word would have filled.
    let full = wanted * 10 >= column.width * 9;
    let indented = lead(line) > column.lead && lead(above) == column.lead;
    full && column.is_text && (small || !indented)
}

/// The column that a line stands in.
struct Column {
    /// How many characters most of its full lines have.
    width: usize,
    /// How many blanks stand before most of its lines.
    lead: usize,
    /// Whether it is text, and no list of names or titles.
    is_text: bool,
}

impl Column {
    fn around(lines: &[Line], at: usize) -> Column {
        let from =
            (at.saturating_sub(NEAR)..at).rev().find(|&above| lines[above].gap > 0 || lines[above].page);
        let from = from.unwrap_or(at.saturating_sub(NEAR));
        let to =
            (at + 1..lines.len().min(at + NEAR)).find(|&below| lines[below].gap > 0 || lines[below].page);
        let near = &lines[from..to.unwrap_or(lines.len().min(at + NEAR))];
        let mut widths: Vec<usize> = near.iter().map(width).collect();
        widths.sort_unstable();
        // Above the middle, for the last lines of paragraphs are short; below the widest, for `pdftotext` puts two lines
        // together where a word was broken.
        let width = widths.get(widths.len() * 3 / 4).copied().unwrap_or(0);
        let lead = near.iter().map(lead).min().unwrap_or(0);
        let small = near.iter().skip(1).filter(|line| line.text.trim_start().starts_with(char::is_lowercase));
        Column { width, lead, is_text: width >= NARROW && small.count() * 3 >= near.len() - 1 }
    }
}

fn width(line: &Line) -> usize {
    line.text.trim().chars().count()
}

fn lead(line: &Line) -> usize {
    line.text.len() - line.text.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::super::{lines::lines, paragraphs};
    use super::*;

    /// A column of print, wrapped by the width of its letters.
    const COLUMN: &str = "The harbour board met on a wet Tuesday\nto hear that the ferry needs a new\nboiler, that the boiler needs a new shed\n\
        and that the shed, which was sold in\nMarch, is now a café. Nobody in the\nroom said a word about it, though some\nof them had eaten there.\n\
        Members asked for the café to be bought\nback before the summer timetable, and\nfor the boiler to be lit again, with\ncoal or without.\n";

    fn read(text: &str) -> Vec<String> {
        let mut lines = lines(text);
        mend(&mut lines);
        paragraphs::pieces(&lines, &Profile::generic()).into_iter().map(|piece| piece.plain).collect()
    }

    #[test]
    fn columns_become_paragraphs() {
        let found = read(&format!("Ferry news\n\n{COLUMN}\n").repeat(4));
        assert_eq!(found.len(), 12, "{found:#?}");
        assert!(found[1].ends_with(
            "is now a café. Nobody in the room said a word about it, though some of them had eaten there."
        ));
        assert!(found[2].starts_with("Members asked") && found[2].ends_with("with coal or without."));
    }

    #[test]
    fn an_indent_begins_a_paragraph_and_a_line_of_two_does_not_end_one() {
        let found = read(&COLUMN.replace("Nobody in the\nroom", "\n  Nobody in the\nroom").repeat(3));
        assert!(found.iter().any(|text| text.starts_with("Nobody in the room")), "{found:#?}");
        // `pdftotext` puts the line below behind a line whose last word was broken.
        let found = read(
            &COLUMN
                .replace(
                    "boiler, that the boiler needs a new shed\nand",
                    "boiler, that the boiler needs a new shed and",
                )
                .repeat(3),
        );
        assert!(
            found[0].starts_with("The harbour board met") && found[0].ends_with("eaten there."),
            "{found:#?}"
        );
    }

    #[test]
    fn what_is_set_line_by_line_stays_so() {
        let column = COLUMN.repeat(4);
        for listed in [
            // Verse, a contents page, a committee, prices.
            "The heron stands upon the lock\nAnd watches what the water brings\nA boot, a bottle and a clock\nAnd other unregarded things\n",
            "The boiler and its enemies  4\nWhat the harbour board forgot  8\nLetters from the upper deck  12\nThe crossword and the tides  14\n",
            "Chair: Ada Moss of the northern quay\nTreasurer: Ben Reed of the old shed\nSecretary: Cora Lane of the island\nWarden: Dan Poole of the café\n",
            "Single fare to the island\t£4\t£5\nReturn fare to the island\t£7\t£9\nA bicycle, either way\t£1\t£2\n",
        ] {
            let found = read(&format!("{column}\n{listed}\n{column}"));
            for line in listed.lines() {
                let is_there = |text: &String| text.split_whitespace().eq(line.split_whitespace());
                assert!(found.iter().any(is_there), "{line}: {found:#?}");
            }
        }
    }

    #[test]
    fn a_drop_cap_goes_back_to_its_word() {
        let column = COLUMN.replace("The harbour", "he harbour");
        let first = |text: String| read(&text.repeat(3)).into_iter().next().unwrap_or_default();
        assert!(first(format!("T\n\n{column}\n")).starts_with("The harbour board met"));
        assert!(first(format!("“T\n{column}\n")).starts_with("“The harbour board met"));
        let column = COLUMN.replace("The harbour", "year the harbour");
        assert!(first(format!("A\n\n{column}\n")).starts_with("A year the harbour board"));
        // What begins anew has lost nothing: the letter heads an index.
        assert_eq!(first(format!("T\n\n{COLUMN}\n")), "T");
        assert_eq!(first(format!("T\n\n\n\n{}\n", COLUMN.replace("The h", "h"))), "T");
    }

    #[test]
    fn paragraphs_on_one_line_are_left_alone() {
        let text = format!("{}\n", COLUMN.replace('\n', " ")).repeat(9);
        assert!(!is_wrapped(&lines(&text)));
        assert_eq!(read(&text).len(), 9);
        assert!(!is_wrapped(&[]));
    }
}
