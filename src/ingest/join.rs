//! Joins: paragraphs and words broken by a column, a page or a picture, put together again.

use super::book::Book;
use super::words::Lexicon;

/// As much of a word, in letters, as is looked at for the sake of its hyphen; no dictionary has a longer one.
const LONGEST_WORD: usize = 100;

/// Whether the text at `next` goes on in the paragraph that `last` ends: `last` stops in mid-sentence.
pub fn joins(book: &Book, last: usize, next: usize) -> bool {
    let (above, below) = (&book.pieces[last], &book.pieces[next]);
    !above.look.end_mark
        && (!above.look.terminal || above.look.hyphen || above.open || above.runs_on)
        && below.look.item.is_none()
}

/// `before` and `after` as one text. A hyphen at the end goes or stays as [`keeps_hyphen`] says.
pub fn join(before: &str, after: &str, lexicon: &Lexicon) -> String {
    let mut text = before.to_owned();
    join_onto(&mut text, after, lexicon);
    text
}

/// The same, in place, and onto nothing too: joining a paragraph line by line costs its length once.
pub fn join_onto(text: &mut String, after: &str, lexicon: &Lexicon) {
    let after = after.trim_start();
    text.truncate(text.trim_end().len());
    if let Some(stem) = text.strip_suffix('-')
        && stem.ends_with(char::is_alphanumeric)
        && after.starts_with(char::is_alphanumeric)
    {
        if !keeps_hyphen(stem, after, lexicon) {
            text.pop();
        }
    } else {
        // Nothing, a dash or an address goes on without a space.
        let is_open = text.is_empty() || text.ends_with(['@', '—']) || text.ends_with("www.");
        if !(is_open || text.ends_with('/') && !text.ends_with(" /")) {
            text.push(' ');
        }
    }
    text.push_str(after);
}

/// Whether `before` breaks off a word at its hyphen that `after` completes: neither half is a word, the whole is one.
pub fn completes(before: &str, after: &str) -> bool {
    let letters = |c: &char| c.is_alphabetic();
    let Some(stem) = before.trim_end().strip_suffix('-') else { return false };
    let mut head: Vec<char> = stem.chars().rev().take(LONGEST_WORD).take_while(letters).collect();
    head.reverse();
    let head: String = head.into_iter().collect::<String>().to_lowercase();
    let tail: String = after.trim_start().chars().take(LONGEST_WORD).take_while(letters).collect();
    tail.len() > 1
        && tail.starts_with(char::is_lowercase)
        && !Lexicon::listed(&tail)
        && Lexicon::listed(&format!("{head}{tail}"))
}

/// Whether the hyphen between `stem` and `after` belongs to the word. The evidence, strongest first: the compound or
/// the whole word stands elsewhere in the issue; the British list has the whole word; both halves are words and the
/// whole is none.
pub fn keeps_hyphen(stem: &str, after: &str, lexicon: &Lexicon) -> bool {
    let head: String = {
        let tail: Vec<char> = stem
            .chars()
            .rev()
            .take(LONGEST_WORD)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '’' | '\''))
            .collect();
        tail.into_iter().rev().collect::<String>().to_lowercase()
    };
    let tail: String = after
        .chars()
        .take(LONGEST_WORD)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '’' | '\''))
        .collect();
    if tail.starts_with(char::is_uppercase)
        || head.ends_with(|c: char| c.is_ascii_digit())
        || tail.starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    let tail = tail.to_lowercase().replace('’', "'");
    let head = head.replace('’', "'");
    let (compound, whole) = (format!("{head}-{tail}"), format!("{head}{tail}"));
    let (kept, closed) = (lexicon.count(&compound), lexicon.count(&whole));
    if kept != closed {
        return kept > closed;
    }
    if closed > 0 {
        return false;
    }
    // `performance-enhanc` and `ing`: the word at the break is what follows the last hyphen before it.
    let last = head.rsplit('-').next().unwrap_or(&head);
    let first = tail.split(['-']).next().unwrap_or(&tail).trim_end_matches("'s");
    let piece = format!("{last}{first}");
    if Lexicon::listed(&piece) || lexicon.count(&piece) > 0 {
        return false;
    }
    let words = |word: &str| word.len() > 1 && (Lexicon::listed(word) || lexicon.count(word) > 1);
    const SUFFIXES: [&str; 24] = [
        "ing", "ed", "tion", "tions", "ment", "ments", "ity", "ness", "er", "ers", "ly", "al", "es", "ance",
        "ence", "ive", "able", "ible", "ism", "ist", "ise", "ised", "ion", "ions",
    ];
    // Prefixes that British English writes without a hyphen.
    const PREFIXES: [&str; 8] = ["under", "over", "un", "dis", "mis", "out", "inter", "up"];
    if PREFIXES.contains(&last) && head == last {
        return false;
    }
    words(last) && words(first) && !SUFFIXES.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(before: &str, after: &str) -> String {
        let lexicon =
            Lexicon::new(["a self-help group and a long-term plan, hovercraftful of eels"].into_iter());
        join(before, after, &lexicon)
    }

    #[test]
    fn the_second_half_of_a_word_completes_the_first() {
        assert!(completes("and your crew mem-", "bers too."));
        assert!(!completes("a long-", "term plan"));
        assert!(!completes("crew mem", "bers too."));
    }

    #[test]
    fn hyphens_at_line_ends_go_or_stay_on_evidence() {
        for (before, after, whole) in [
            ("the organi-", "sation met", "the organisation met"),
            ("a self-", "help book", "a self-help book"),
            ("hovercraft-", "ful of", "hovercraftful of"),
            ("a performance-enhanc-", "ing drug", "a performance-enhancing drug"),
            ("the cross-", "party talks", "the cross-party talks"),
            ("in the 1997-", "2010 years", "in the 1997-2010 years"),
            ("the Anglo-", "Irish deal", "the Anglo-Irish deal"),
            ("two twen-", "ty-five", "two twenty-five"),
            ("", " one line alone", "one line alone"),
        ] {
            assert_eq!(joined(before, after), whole);
        }
    }

    #[test]
    fn words_and_dashes_join_with_and_without_a_space() {
        assert_eq!(joined("the end of", "the road"), "the end of the road");
        assert_eq!(joined("an end—", "of sorts"), "an end—of sorts");
    }
}
