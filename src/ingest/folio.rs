//! Folios: lines at the head or foot of pages that give the page, whatever else they say. They are told by their numbers,
//! which rise through the book, so neither the house's words nor page breaks have to be known.

use std::collections::HashMap;

use super::book::Book;
use super::dates::is_month;
use super::piece::Piece;
use super::zone::Zone;

/// On how many pages a line must stand. Left and right pages have lines of their own.
const FEWEST: usize = 3;

/// How many times more or less than usual may stand between two folios for each page between them.
const UNEVEN: usize = 4;

/// Labels lines that are alike but for a number at an edge, if the numbers rise as pages do and the lines are spread over a
/// quarter of the book. Numbered tips and steps rise as well, but within an article; chapters rise over the whole book, but
/// are named so, begin with the first, or are as long as they please.
pub fn mark(book: &mut Book) {
    let mut alike: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (at, piece) in book.pieces.iter().enumerate().filter(|&(at, _)| book.is_unknown(at)) {
        if let Some((words, page)) = folio(piece) {
            alike.entry(words).or_default().push((at, page));
        }
    }
    for (words, lines) in alike {
        let rises = lines.windows(2).all(|pair| pair[0].1 < pair[1].1);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
        // No cover gives its page, but where every page is told.
        let is_late = first.1 > 1 || words == "page";
        let is_spread = (last.0 - first.0) * 4 >= book.pieces.len();
        if lines.len() >= FEWEST && rises && is_late && is_spread && is_even(&lines) {
            for (at, _) in lines {
                book.set(at, Zone::RunningHead, "like lines on other pages, with a page number that rises");
            }
        }
    }
}

/// Whether about as much stands between one of `lines` (place and page, rising) and the next as their pages say.
fn is_even(lines: &[(usize, u32)]) -> bool {
    // Hundredths, for few pieces make a page.
    let mut each: Vec<usize> = lines
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0) * 100 / (pair[1].1 - pair[0].1).max(1) as usize)
        .collect();
    each.sort_unstable();
    let usual = each.get(each.len() / 2).copied().unwrap_or(0);
    let uneven = each.iter().filter(|&&page| page * UNEVEN < usual || page > usual * UNEVEN).count();
    // One page of small notices, or of a picture, is in many issues.
    uneven * 5 <= each.len()
}

/// What is numbered and is no page.
const NUMBERED: [&str; 47] = [
    "act", "age", "appendix", "article", "box", "case", "chapter", "class", "day", "episode", "example",
    "exhibit", "fact", "fig", "figure", "group", "idea", "lesson", "letter", "level", "month", "motion",
    "myth", "no", "note", "number", "part", "phase", "point", "puzzle", "question", "reason", "recipe",
    "room", "round", "rule", "scene", "section", "stage", "step", "table", "team", "tip", "unit", "volume",
    "week", "year",
];

/// With the months, what diaries number.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What `piece` says beside the number at its edge, and the number.
fn folio(piece: &Piece) -> Option<(String, u32)> {
    // A heading of Markdown may be that of a story.
    if !(2..=12).contains(&piece.look.words) || piece.look.terminal || piece.look.level > 0 {
        return None;
    }
    let plain = piece.plain.trim();
    let number = |word: &str| -> Option<u32> {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        ((1..=3).contains(&word.len())).then(|| word.parse().ok())?
    };
    let (first, after) = plain.split_once(' ')?;
    let (before, last) = plain.rsplit_once(' ')?;
    let (page, words) = number(first).map(|page| (page, after)).or(number(last).map(|page| (page, before)))?;
    let is_name = |word: &str| NUMBERED.contains(&word) || DAYS.contains(&word) || is_month(word);
    let is_named = super::words::words(words).any(|word| is_name(&word));
    if is_named && piece.look.words <= 4 {
        return None;
    }
    let words = super::words::bare(words);
    (words.chars().filter(|c| c.is_alphabetic()).count() >= 3).then_some((words, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running_heads(text: &str) -> usize {
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        made.account.entries.iter().filter(|entry| entry.zone == Zone::RunningHead).count()
    }

    const STORY: &str = "The ferry ran again on Monday, after a month of storms and repairs, and nobody in the town had expected it.";

    #[test]
    fn a_line_with_a_rising_page_is_a_running_head_wherever_it_stands() {
        let page = |page: u32| match page % 2 {
            0 => format!("{page} The Lamplighter | spring 2031"),
            _ => format!("spring 2031 | lamplighter.example {page}"),
        };
        let text: String = (2..9).map(|at| format!("{STORY}\n\n{STORY}\n\n{}\n\n", page(at))).collect();
        assert_eq!(running_heads(&text), 7);
    }

    #[test]
    fn steps_within_an_article_are_none() {
        let steps: String = (1..6).map(|step| format!("Step {step}\n\nLight the lamp.\n\n")).collect();
        let text = format!("{0}{steps}{0}", format!("{STORY}\n\n").repeat(20));
        assert_eq!(running_heads(&text), 0);
    }

    #[test]
    fn pages_may_be_told_by_lines_of_their_own_and_not_in_contents() {
        let text: String = (1..7).map(|at| format!("Page {at}\n\n{STORY}\n\n{STORY}\n\n")).collect();
        assert_eq!(running_heads(&text), 6);
        let contents: String = [12, 4, 7, 20].map(|at| format!("Letters\n\nPage {at}\n\n")).concat();
        assert_eq!(running_heads(&format!("{contents}{}", format!("{STORY}\n\n").repeat(40))), 0);
    }

    #[test]
    fn headings_that_are_numbered_are_none() {
        let part = format!("{STORY}\n\n").repeat(6);
        for head in ["# Chapter", "Chapter", "Motion", "Day", "Lamp", "# Lighting lamps", "Friday", "May"] {
            for step in [1, 3] {
                let text: String = (0..4).map(|at| format!("{head} {}\n\n{part}", at * step + 1)).collect();
                assert_eq!(running_heads(&text), 0, "{head} by {step}");
            }
        }
        // Numbers that rise, but not as the places do.
        let text: String = [(4, 1), (7, 60), (12, 1), (13, 60), (40, 2)]
            .map(|(number, length)| format!("Lamp {number}\n\n{}", format!("{STORY}\n\n").repeat(length)))
            .concat();
        assert_eq!(running_heads(&text), 0);
    }
}
