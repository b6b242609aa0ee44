//! Acronyms and their long forms, learned from a text that introduces them: *Senior Pay Panel (SPP)*.
//!
//! Algorithm: Ariel Schwartz and Marti Hearst, A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical
//! Text, Pacific Symposium on Biocomputing 2003: the letters of the short form are looked for from right to left in the
//! words before the bracket, and its first letter must begin a word. Stricter here: short forms have a capital for every
//! second letter at least, and the long form no more words than letters and one in two, so that names and asides in
//! brackets are rarely taken for acronyms. And where every letter begins a word, that is it: the paper's shortest match
//! takes the `S` of *Pay Systems* from its end, and loses the *Senior* before. It ends with the last of these words, and
//! begins with no preposition; where letters stand within words, every word but one has one.

use super::is_function_word;

/// A short form and what it stands for, as the text has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acronym<'a> {
    /// `SPP`.
    pub short: &'a str,
    /// `Senior Pay Panel`.
    pub long: &'a str,
}

/// Letters of a short form.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

/// What no long form begins with.
const CONNECTING: [&str; 10] = ["and", "at", "by", "for", "from", "in", "of", "on", "to", "with"];

/// The acronyms that `text` introduces, in order, each time it does. Cost: linear in the text.
///
/// ```
/// use backissue::text::acronyms;
/// let found = acronyms("Evidence went to the Senior Pay Panel (SPP) in May.");
/// assert_eq!((found[0].short, found[0].long), ("SPP", "Senior Pay Panel"));
/// ```
pub fn acronyms(text: &str) -> Vec<Acronym<'_>> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(close) = inside.find([')', '(', '\n']).filter(|&close| inside[close..].starts_with(')'))
        else {
            continue;
        };
        // `(SPP, or the panel)` and `(the SPP)` introduce it as well.
        let inside = inside[..close].split([',', ';']).next().unwrap_or_default().trim();
        let short = inside.strip_prefix("the ").unwrap_or(inside);
        let before = text[..open].trim_end();
        if is_short_form(short) {
            found.extend(long_form(short, before).map(|long| Acronym { short, long }));
        } else if let Some(short) = before.rsplit(|c: char| c.is_whitespace() || c == '(').next() {
            // The other way round: `SPP (Senior Pay Panel)`, where the long form must take up all of the bracket.
            let is_whole = |long: &&str| *long == inside;
            if is_short_form(short) {
                found.extend(long_form(short, inside).filter(is_whole).map(|long| Acronym { short, long }));
            }
        }
    }
    found
}

/// Whether `text` looks like an acronym: one word, mostly capitals.
fn is_short_form(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_ascii_alphabetic()).count();
    let capitals = text.chars().filter(char::is_ascii_uppercase).count();
    LETTERS.contains(&letters)
        && 2 * capitals >= letters
        && capitals >= 2
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && !text.ends_with(['-', '/'])
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '&' | '-' | '.' | '/'))
}

/// The end of `before` that `short` abbreviates: by its words' first letters if that will do.
fn long_form<'a>(short: &str, before: &'a str) -> Option<&'a str> {
    aligned(short, before, true).or_else(|| aligned(short, before, false))
}

/// The last words of `before` in which the letters of `short` stand in order, from right to left as near as can be. With
/// `initials` each begins a word, else only the first.
fn aligned<'a>(short: &str, before: &'a str, initials: bool) -> Option<&'a str> {
    // A plural's `s` begins nothing.
    let letters = short.strip_suffix('s').filter(|_| initials).unwrap_or(short);
    let is_wanted = |b: &u8| b.is_ascii_alphanumeric() || *b == b'&';
    let wanted: Vec<u8> = letters.bytes().filter(is_wanted).map(|b| b.to_ascii_lowercase()).collect();
    // The long form does not reach across the end of a sentence, nor beyond the paper's bound on its words.
    let words_max = (wanted.len() + 5).min(2 * wanted.len());
    let bytes = before.as_bytes();
    let mut at = bytes.len();
    let mut words = 1;
    // Where the letters stand, from right to left.
    let mut places = Vec::new();
    for (i, letter) in wanted.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            if matches!(bytes[at], b'.' | b'!' | b'?' | b';' | b':' | b')') {
                return None;
            }
            words += usize::from(bytes[at] == b' ');
            if words > words_max {
                return None;
            }
            let Some((left, right)) = before.split_at_checked(at) else { continue };
            let begins = !left.ends_with(char::is_alphanumeric);
            let is_letter = match letter {
                b'&' => right.starts_with('&') || begins && word(right) == "and",
                letter => bytes[at].to_ascii_lowercase() == *letter,
            };
            // The first letter begins all of a word with hyphens, and no preposition.
            let is_first = || begins && !left.ends_with('-') && !CONNECTING.contains(&word(right));
            if is_letter && if i == 0 { is_first() } else { begins || !initials } {
                places.push(at);
                break;
            }
        }
    }
    let mut end = bytes.len();
    if initials {
        // What follows the last of them is not meant: `Ward Safety Board members (WSB)`.
        end = places[0] + word(&before[places[0]..]).len();
    } else {
        // Letters can be found in anything, so hardly a word may stand idle.
        let (mut start, mut idle) = (at, 0);
        for word in before[at..].split(' ') {
            let place = start..start + word.len();
            let has_letter = places.iter().any(|at| place.contains(at));
            idle += usize::from(!has_letter && !is_function_word(&word.to_lowercase()));
            start = place.end + 1;
        }
        if idle > 1 {
            return None;
        }
    }
    let long = before.get(at..end)?;
    let long = long.trim_end_matches(|c: char| !c.is_alphanumeric());
    let long = long.strip_suffix("'s").or_else(|| long.strip_suffix("’s")).unwrap_or(long);
    // More than one word, and not the acronym over again.
    let is_longer = long.len() > short.len() + 1 && long.contains([' ', '-']);
    (is_longer && !long.split(' ').any(|word| word == short)).then_some(long)
}

/// What `text` begins with, up to a space.
fn word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        acronyms(text).into_iter().map(|acronym| (acronym.short, acronym.long)).collect()
    }

    #[test]
    fn introductions_are_read() {
        assert_eq!(found("the Ward Safety Board (WSB) met"), [("WSB", "Ward Safety Board")]);
        assert_eq!(found("a Board of Ward Safety (BWS)"), [("BWS", "Board of Ward Safety")]);
        assert_eq!(
            found("integrated rota planning units (IRPUs)"),
            [("IRPUs", "integrated rota planning units")]
        );
        // Not from the `S` at the end of *Systems*, nor from *into*.
        assert_eq!(
            found("the Senior Systems Review Board (SSRB)"),
            [("SSRB", "Senior Systems Review Board")]
        );
        assert_eq!(found("made into inland lock offices (ILOs)"), [("ILOs", "inland lock offices")]);
        assert_eq!(found("Rota & Shift Office (R&SO)"), [("R&SO", "Rota & Shift Office")]);
        assert_eq!(found("the WSB (Ward Safety Board) met"), [("WSB", "Ward Safety Board")]);
        assert_eq!(found("Ward Safety Board (the WSB, since May)"), [("WSB", "Ward Safety Board")]);
        assert_eq!(found("the night lamp keeper (NLK)"), [("NLK", "night lamp keeper")]);
        assert_eq!(found("a lampkeeper of the lock (LKL)"), [("LKL", "lampkeeper of the lock")]);
    }

    #[test]
    fn a_long_form_is_no_more_and_no_less_than_what_is_shortened() {
        for text in [
            "the Ward Safety Board members (WSB)",
            "the Ward Safety Board’s (WSB)",
            "the Ward Safety Boards’ (WSBs)",
            "the “Ward Safety Board” (WSB)",
            "the Ward Safety Board, (WSB)",
        ] {
            assert_eq!(found(text)[0].1.trim_end_matches('s'), "Ward Safety Board", "{text}");
        }
        assert_eq!(found("the Office of Public Lamps (OPL)"), [("OPL", "Office of Public Lamps")]);
        assert_eq!(found("no Non-metal Lamp Makers (NLM)"), [("NLM", "Non-metal Lamp Makers")]);
        assert_eq!(found("Arrivals and Exits (A&E)"), [("A&E", "Arrivals and Exits")]);
        assert_eq!(found("once the night watch sang of oil and mats (TIMETABLES)"), []);
    }

    #[test]
    fn other_brackets_are_left_alone() {
        for text in [
            "Jo Doe (MP) said",
            "the plan (see page 4)",
            "She (JD) left",
            "all wards (UK)",
            "(WSB)",
            "a (b",
            "",
            "It ended. Wards (WSB)",
            "WSB (WSB)",
            "in 2024 (Q3)",
            "the board met (Ward Safety Board)",
            "ward safety board- (WSB-) based",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_safe(text in "(\\PC{0,6}|[A-Za-z. ]{0,8}|\\([A-Z]{1,5}\\)| ){0,20}") {
            for acronym in acronyms(&text) {
                assert!(text.contains(acronym.long) && text.contains(acronym.short));
                assert!(acronym.long.as_bytes()[0].eq_ignore_ascii_case(&acronym.short.as_bytes()[0]));
            }
        }
    }
}
