//! Reader of the two OCR forms: lines to pieces, one paragraph a line, plain or Markdown.

use super::join;
use super::lines::Line;
use super::measure;
use super::piece::Piece;
use super::profile::Profile;
use super::words::Lexicon;

/// Pieces of `lines` in the order of the file.
///
/// A line is a piece, with three exceptions: bold or italic that is not closed goes on in the next line; a line
/// directly below (no blank line between) that begins with a small letter was wrapped beside a picture or drop cap; and
/// in a text that was wrapped at one [width](measure) every full line goes on.
pub fn pieces(lines: &[Line], profile: &Profile) -> Vec<Piece> {
    let measure = measure::measure(lines);
    let most = if measure.is_some() || lines.iter().any(|line| line.goes_on) { MOST_LINES } else { 12 };
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut page) = (0, 0);
    while at < lines.len() {
        let (level, text) = heading(lines[at].text.trim());
        let mut marked = text.to_owned();
        let mut end = at + 1;
        while end < lines.len() && lines[end].gap == 0 && end - at < most {
            let next = lines[end].text.trim();
            let open = marked.matches("**").count() % 2 == 1
                && !next.starts_with("**")
                && bold_closes(&lines[end..]);
            let table = marked.contains('\t') || next.contains('\t') || marked.starts_with('|');
            let wrapped = level == 0
                && !table
                && next.starts_with(char::is_lowercase)
                && !marked.ends_with(['.', '!', '?', ':', ';'])
                && !super::piece::is_address(next.split(' ').next().unwrap_or(""));
            let full = lines[end].goes_on
                || !table
                    && !begins_block(next)
                    && measure.is_some_and(|width| measure::is_full(&lines[end - 1], &lines[end], width));
            // A heading set in two lines, the second of which begins small.
            let headed = (1..=6).contains(&level)
                && end == at + 1
                && next.starts_with(char::is_lowercase)
                && next.split(' ').count() <= 12
                && !next.ends_with('.')
                && lines.get(end + 1).is_none_or(|below| below.gap > 0);
            if !(open || wrapped || full || headed) || !full && is_second_half(lines, end) {
                break;
            }
            match super::wrapped::drop_cap(&marked) {
                Some(cap) if lines[end].goes_on => set_cap(&mut marked, cap, next),
                _ => append(&mut marked, next),
            }
            end += 1;
        }
        let mut piece = Piece::new(&lines[at..end], &marked, level, profile);
        page += u32::from(lines[at].page);
        (piece.page, piece.page_start) = (page, lines[at].page);
        if end == at + 1 && text.contains('\t') {
            piece.look.row = true;
            piece.set_text(text.split('\t').map(str::trim).collect::<Vec<_>>().join("\t"));
        }
        if !piece.plain.is_empty() {
            pieces.push(piece);
        } else if let Some(last) = pieces.last_mut() {
            // An end mark alone on its line closes the text above it.
            last.look.end_mark |= piece.look.end_mark && last.look.terminal;
            // A line of marks alone: its bytes stay with the piece above, so that they are accounted for.
            last.ranges.extend(piece.ranges);
        } else {
            pieces.push(piece);
        }
        at = end;
    }
    pieces
}

/// Whether line `at` begins with the end of a word that another line near it broke off with a hyphen, but not the one
/// above: the lines of a narrow column are out of order.
fn is_second_half(lines: &[Line], at: usize) -> bool {
    let tail = lines[at].text.trim();
    !lines[at - 1].text.trim_end().ends_with('-')
        && (at.saturating_sub(4)..lines.len().min(at + 6))
            .any(|other| other != at && join::completes(lines[other].text, tail))
}

/// How many lines a paragraph of wrapped text has at most: what is longer is no paragraph.
const MOST_LINES: usize = 120;

/// Whether a line begins something of its own in any text: a heading, a list item, a row.
pub fn begins_block(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    ["# ", "## ", "### ", "- ", "* ", "• ", "» ", "|"].iter().any(|mark| line.starts_with(mark))
        || (1..=2).contains(&digits)
            && line[digits..].starts_with([')', '.'])
            && line[digits + 1..].starts_with(' ')
}

/// Puts a line behind the one it was wrapped from. A hyphen at the edge goes if the word without it is one.
fn append(marked: &mut String, line: &str) {
    let broken = marked.strip_suffix('-').filter(|before| before.ends_with(char::is_alphabetic));
    if let Some(before) = broken.filter(|_| line.starts_with(char::is_lowercase)) {
        let head = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let tail = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        if Lexicon::listed(&format!("{head}{tail}")) {
            marked.pop();
        }
    } else {
        marked.push(' ');
    }
    marked.push_str(line);
}

/// Puts a line behind its drop cap, which is marked as one.
fn set_cap(marked: &mut String, cap: char, line: &str) {
    marked.truncate(marked.len() - cap.len_utf8());
    let word = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let next = line[word.len()..].trim_start().split(' ').next().unwrap_or("");
    let alone =
        matches!(cap, 'A' | 'I') && Lexicon::listed(word) && !(cap == 'A' && is_one_with_a(word, next));
    *marked = format!("{marked}**{cap}**{}{line}", if alone { " " } else { "" });
}

/// Prepositions that are words without their *a* as well.
const WITH_A: &[&str] = &["bout", "board", "cross", "long", "mid", "round"];

/// What stands behind a preposition, and behind no adjective or noun.
const BEHIND_PREPOSITION: &[&str] = &[
    "a", "all", "an", "both", "each", "every", "half", "her", "his", "its", "many", "most", "my", "one",
    "our", "that", "the", "their", "these", "this", "those", "your", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty", "forty", "fifty",
];

/// Adverbs that are words without their *a* as well, each with what follows it.
const ADVERBS: &[(&str, &str)] =
    &[("gain", "and"), ("head", "of"), ("long", "with"), ("part", "from"), ("side", "from"), ("way", "from")];

/// Whether a capital `A` before `word` is its first letter, and no article: *Across the harbour*, but *A cross wind*.
fn is_one_with_a(word: &str, next: &str) -> bool {
    let is_behind = || {
        next.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || BEHIND_PREPOSITION.contains(&next)
    };
    WITH_A.contains(&word) && is_behind() || ADVERBS.contains(&(word, next))
}

/// Whether bold that is open before `lines` is closed in one of the lines directly below.
fn bold_closes(lines: &[Line]) -> bool {
    let block = lines.iter().enumerate().take_while(|(index, line)| *index == 0 || line.gap == 0).take(8);
    block
        .map(|(_, line)| line.text.matches("**").count())
        .find(|&marks| marks > 0)
        .is_some_and(|marks| marks % 2 == 1)
}

/// A Markdown heading's level and text.
fn heading(line: &str) -> (u8, &str) {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    match line[level..].strip_prefix(' ') {
        Some(text) if (1..=6).contains(&level) => (level as u8, text.trim().trim_end_matches('#').trim_end()),
        _ => (0, line),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        pieces(&lines(text), &Profile::generic())
            .into_iter()
            .map(|p| format!("{}{}", "#".repeat(p.look.level.into()), p.plain))
            .collect()
    }

    #[test]
    fn a_capital_a_is_a_word_or_the_beginning_of_one() {
        let set = |line: &str| {
            let mut marked = "A".to_owned();
            set_cap(&mut marked, 'A', line);
            marked.replace("**", "")
        };
        for (line, first) in [
            ("round the harbour and back", "Around the"),
            ("cross Ferryhill, lamps are", "Across Ferryhill,"),
            ("bout 300 herons", "About 300"),
            ("long with the boiler", "Along with"),
            ("part from the boiler", "Apart from"),
            ("way from the quay", "Away from"),
            ("head of the vote", "Ahead of"),
            ("fter the storm", "After the"),
            ("year the harbour board", "A year the"),
            ("round of tea for", "A round of"),
            ("long wait for", "A long wait"),
            ("new Ferryhill timetable", "A new Ferryhill"),
            ("part of the quay", "A part of"),
        ] {
            assert!(set(line).starts_with(first), "{}", set(line));
        }
    }

    #[test]
    fn one_line_is_one_piece() {
        assert_eq!(
            read("## Pay news\n\nThe council met.\n\nIt rained.\n"),
            ["##Pay news", "The council met.", "It rained."]
        );
    }

    #[test]
    fn a_heading_may_take_two_lines_and_an_end_mark_its_own() {
        assert_eq!(
            read("## Pay news for\nall of us\n\nThe council met.\n"),
            ["##Pay news for all of us", "The council met."]
        );
        let found = pieces(&lines("The council met.\n\n//\n"), &Profile::generic());
        assert!(found.len() == 1 && found[0].look.end_mark && found[0].ranges.len() == 2, "{found:?}");
    }

    #[test]
    fn text_wrapped_at_one_width_is_read_as_paragraphs() {
        let paragraph = "The harbour board met on Tuesday to hear that the ferry needs\n\
            a new boiler. It agreed to ask members, and to look for money to trans-\n\
            port the old one. Nobody objected.\n";
        let found = read(&format!("Ferry news\n\n{paragraph}\n").repeat(5));
        let whole = "The harbour board met on Tuesday to hear that the ferry needs a new boiler. It agreed to ask \
            members, and to look for money to transport the old one. Nobody objected.";
        assert_eq!(found, ["Ferry news", whole].repeat(5));
    }

    #[test]
    fn lines_wrapped_beside_a_drop_cap_are_one_piece() {
        assert_eq!(
            read("s I walked to the market\nto buy a\nfew pears\n"),
            ["s I walked to the market to buy a few pears"]
        );
        assert_eq!(read("**Gardener\nAda Moss writes.**\n"), ["Gardener Ada Moss writes."]);
        assert_eq!(read("London\nmy.example/path\n"), ["London", "my.example/path"]);
    }
}
