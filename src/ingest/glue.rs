//! Glued lines: two zones that OCR put on one line, taken apart.

use regex::Regex;

use super::book::Book;
use super::contents::keys;
use super::heads;
use super::piece::Piece;

use super::zone::Label;

/// Splits the pieces that hold two zones: a turn line after the text, a pull quote after the text it interrupts.
pub fn split(book: &mut Book, source: &str) {
    turn_lines(book, source);
    pull_quotes(book, source);
}

/// `... the low fruit like temporary PAGE 16>>`
fn turn_lines(book: &mut Book, source: &str) {
    let words = book.profile.turn_words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
    let Ok(turn) = Regex::new(&format!(r"(?i)\s(?:{words})\s+\d{{1,3}}\s*[-–—]*[^\w\s.,;:!?)”’'\-–—]+$"))
    else {
        return;
    };
    let place = |piece: &Piece| {
        let end = piece.marked.floor_char_boundary(piece.marked.len().saturating_sub(60));
        turn.find(&piece.marked[end..]).map(|found| end + found.start())
    };
    let cuts: Vec<Option<usize>> = book.pieces.iter().map(place).collect();
    cut(book, cuts, source);
}

/// A paragraph that ends a sentence while the next one begins with a small letter holds something that interrupts
/// it. If its last part begins with a capital in mid-sentence and says what another paragraph near it says, that part
/// is a pull quote.
fn pull_quotes(book: &mut Book, source: &str) {
    let place = |at: usize| {
        let (piece, next) = (&book.pieces[at], book.pieces.get(at + 1)?);
        let odd = piece.look.terminal
            && !piece.look.end_mark
            && next.look.lower
            && next.look.words >= 4
            && piece.look.words >= 30;
        let splits = odd && piece.marked.len() < 20_000 && !heads::opens_story(book, at + 1);
        if splits { quote_start(book, at) } else { None }
    };
    let cuts: Vec<Option<usize>> = (0..book.pieces.len()).map(place).collect();
    cut(book, cuts, source);
}

/// Where the pull quote begins in the text of piece `at`.
fn quote_start(book: &Book, at: usize) -> Option<usize> {
    let marked = &book.pieces[at].marked;
    let chars: Vec<(usize, char)> = marked.char_indices().collect();
    let near = (at.saturating_sub(14)..book.pieces.len().min(at + 15)).filter(|&other| other != at);
    let others: Vec<Vec<String>> = near.map(|other| keys(&book.pieces[other].plain)).collect();
    let mut places: Vec<(f32, usize)> = Vec::new();
    let all = marked.matches(' ').count() + 1;
    let mut above = usize::from(marked.starts_with(' ')); // spaces seen: as many words stand before the last of them
    for window in chars.windows(4) {
        let &[(_, before), (space, ' '), (_, first), (_, second)] = window else { continue };
        above += 1;
        let capital = first.is_uppercase() || matches!(first, '“' | '"') && second.is_uppercase();
        if !(before.is_lowercase() || before == ',') || !capital || above < 10 {
            continue;
        }
        if !(8..=70).contains(&(all - above)) {
            continue;
        }
        let tail = &marked[space + 1..];
        if tail.matches('"').count() % 2 == 1 || tail.matches('“').count() != tail.matches('”').count() {
            continue;
        }
        let wanted = keys(tail);
        let said = others
            .iter()
            .map(|keys| wanted.iter().filter(|key| keys.binary_search(key).is_ok()).count())
            .max()
            .unwrap_or(0);
        let share = said as f32 / wanted.len().max(1) as f32;
        if share >= 0.5 {
            places.push((share, space));
        }
    }
    // Names are capitals too, and a later one has a smaller tail: the first place that is nearly as good as the best.
    let most = places.iter().map(|&(share, _)| share).fold(0.0, f32::max);
    places.into_iter().find(|&(share, _)| share >= most - 0.25).map(|(_, from)| from)
}

/// Cuts the pieces in two before the byte of their text that is given for them, all in one pass: a list into whose middle is
/// put, again and again, takes quadratic time. A piece stays whole if the place cannot be found in the source.
fn cut(book: &mut Book, cuts: Vec<Option<usize>>, source: &str) {
    let pieces = std::mem::take(&mut book.pieces);
    for (mut piece, from) in pieces.into_iter().zip(cuts) {
        let second = from.and_then(|from| cut_off(&mut piece, from, source));
        book.pieces.push(piece);
        book.pieces.extend(second);
    }
    book.labels = vec![Label::default(); book.pieces.len()];
}

/// Takes what stands behind byte `from` of its text off a piece.
fn cut_off(first: &mut Piece, from: usize, source: &str) -> Option<Piece> {
    let (head, tail) = (first.marked[..from].trim().to_owned(), first.marked[from..].trim().to_owned());
    let range = first.ranges.last().cloned()?;
    let sign: String = tail.chars().take(16).collect();
    let place = source[range.clone()].rfind(&sign)?;
    if first.ranges.len() != 1 || head.is_empty() || tail.is_empty() {
        return None;
    }
    let middle = range.start + place;
    let mut second = first.clone();
    second.ranges = std::iter::once(middle..range.end).collect();
    (second.gap, second.look.drop_cap, second.look.level, second.look.item) = (1, false, 0, None);
    second.set_text(tail);
    first.ranges = std::iter::once(range.start..middle).collect();
    first.look.end_mark = false;
    first.set_text(head);
    Some(second)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::paragraphs;
    use super::super::profile::Profile;
    use super::super::source::Form;
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let profile = Profile::generic();
        let pieces = paragraphs::pieces(&lines(text), &profile);
        let mut book = Book::new(&profile, Form::Paragraphs, pieces);
        split(&mut book, text);
        for piece in &book.pieces {
            assert!(!text[piece.ranges[0].clone()].trim().is_empty());
        }
        book.pieces.into_iter().map(|piece| piece.plain).collect()
    }

    #[test]
    fn a_turn_line_comes_off_the_text() {
        assert_eq!(parts("The boat turned to the PAGE 16>>\n"), ["The boat turned to the", "PAGE 16>>"]);
        assert_eq!(parts("The boat turned to the page 16->\n"), ["The boat turned to the", "page 16->"]);
        assert_eq!(parts("See the map on page 16.\n"), ["See the map on page 16."]);
        assert_eq!(parts("The case against it is on page 6 –\n"), ["The case against it is on page 6 –"]);
    }

    #[test]
    fn a_pull_quote_comes_off_the_text_it_interrupts() {
        let body = "The harbour master thinks that dredging the estuary would cost more than moving the whole village uphill, she says.";
        let text = format!(
            "{body}\n\nNobody on the council was willing to say which of the several plans for the old quay they would be ready to \
             Dredging the estuary would cost more than moving the whole village uphill.\n\nsupport in public before the vote.\n"
        );
        let found = parts(&text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[1].ends_with("ready to") && found[2].starts_with("Dredging"), "{found:?}");
    }
}
