//! Folios: lines at the head or foot of pages that give the page, whatever else they say. They are told by their numbers,
//! which rise through the book, so neither the house's words nor page breaks have to be known.

use std::collections::HashMap;

use super::book::Book;
use super::piece::Piece;
use super::zone::Zone;

/// On how many pages a line must stand. Left and right pages have lines of their own.
const FEWEST: usize = 3;

/// Labels lines that are alike but for a number at an edge, if the numbers rise and the lines are spread over a quarter of
/// the book. Numbered tips and steps rise as well, but within an article.
pub fn mark(book: &mut Book) {
    let mut alike: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (at, piece) in book.pieces.iter().enumerate().filter(|&(at, _)| book.is_unknown(at)) {
        if let Some((words, page)) = folio(piece) {
            alike.entry(words).or_default().push((at, page));
        }
    }
    for lines in alike.into_values() {
        let rises = lines.windows(2).all(|pair| pair[0].1 < pair[1].1);
        let spread = lines.first().zip(lines.last()).map_or(0, |(first, last)| last.0 - first.0);
        if lines.len() >= FEWEST && rises && spread * 4 >= book.pieces.len() {
            for (at, _) in lines {
                book.set(at, Zone::RunningHead, "like lines on other pages, with a page number that rises");
            }
        }
    }
}

/// What `piece` says beside the number at its edge, and the number.
fn folio(piece: &Piece) -> Option<(String, u32)> {
    if !(2..=12).contains(&piece.look.words) || piece.look.terminal {
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
}
