//! The mark that closes a story, where the profile does not know it: every house has its own, and the font that it was set in
//! often gives it back as a letter.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::lines::Line;
use super::piece::ends_sentence;
use super::profile::Profile;

/// How many lines must close with a mark for it to be one. Issues have fewer signed articles than this seldom, and what
/// stands behind a sentence by chance does so once or twice.
const FEWEST: u32 = 4;

/// How many words stand between two ends of stories at least, for most: a greeting or an item of a list has fewer.
const SHORTEST: usize = 60;

/// What stands before `mark` in a `text` that it closes. A sign may follow the last word of a heading, and a letter only the
/// end of a sentence.
pub fn before<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let before = text.trim_end().strip_suffix(mark)?;
    let is_free = before.is_empty() || before.ends_with([' ', '.', '!', '?', '”', '"', '’', '*', ')']);
    let is_closed = !mark.contains(char::is_alphanumeric) || ends_sentence(before);
    (is_free && is_closed && !before.ends_with(':')).then_some(before)
}

/// A mark that the profile does not know and that closes at least [`FEWEST`] lines of `lines`, each behind the end of a sentence,
/// and stands nowhere else as often. Stories lie between them: what closes
/// greetings and items of a list is none.
pub fn unknown(lines: &[Line], profile: &Profile) -> Option<String> {
    let mut uses: BTreeMap<&str, (u32, u32)> = BTreeMap::new(); // closes a sentence, stands anywhere else
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new(); // behind how many words it closes a sentence
    let mut words = 0;
    for line in lines {
        let text = line.text.trim();
        words += text.split(' ').count();
        let last = text.rsplit_once(' ');
        if let Some((before, mark)) = last.filter(|(_, mark)| could_be(mark)) {
            let (closes, other) = uses.entry(mark).or_default();
            let is_closed = ends_sentence(before.trim_end());
            *if is_closed { closes } else { other } += 1;
            if is_closed {
                places.entry(mark).or_default().push(words);
            }
        }
        // A bullet stands before a line, or between two words.
        let rest = last.map_or(text, |(before, _)| before);
        for word in rest.split(' ').filter(|word| could_be(word)) {
            uses.entry(word).or_default().1 += 1;
        }
    }
    let known = |mark: &str| profile.end_marks.iter().any(|known| known == mark);
    let closes_stories = |mark: &str| places.get(mark).is_some_and(|at| usual_stretch(at) >= SHORTEST);
    uses.into_iter()
        .filter(|&(mark, (closes, other))| closes >= FEWEST && other * 4 <= closes && !known(mark))
        .filter(|&(mark, _)| closes_stories(mark))
        .max_by_key(|&(_, (closes, _))| closes)
        .map(|(mark, _)| mark.to_owned())
}

/// How many words there usually are between one of `places`, each a number of words from the beginning, and the next.
fn usual_stretch(places: &[usize]) -> usize {
    let mut stretches: Vec<usize> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    stretches.sort_unstable();
    stretches.get(stretches.len() / 2).copied().unwrap_or(0)
}

/// Whether `word` could be a mark: a sign that is no punctuation, or a small letter that is neither a word nor a kiss.
fn could_be(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    let is_sign = !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !PUNCTUATION.contains(c);
    is_sign && !PICTURES.iter().any(|range| range.contains(&c))
        || c.is_ascii_lowercase() && !matches!(c, 'a' | 'o' | 'x')
}

/// What is not ASCII and belongs to sentences, sums and lists.
const PUNCTUATION: &str = "‘’‚‛“”„‟«»‹›…–—‐‑‒―•·●◦‣¡¿£€¥¢©®™°×÷±−´`†‡▶►▸◀◄★☆";

/// Arrows, faces, hearts, ticks, emoji: what turns a page, ends a greeting or ticks a list. Stars and flowers close stories.
const PICTURES: [RangeInclusive<char>; 7] = [
    '\u{2190}'..='\u{21ff}',
    '\u{2639}'..='\u{263b}',
    '\u{2661}'..='\u{2665}',
    '\u{2713}'..='\u{2718}',
    '\u{2763}'..='\u{2765}',
    '\u{2794}'..='\u{27bf}',
    '\u{1f000}'..='\u{1faff}',
];

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    const STORY: &str = "The ferry sails at nine, and at ten, and whenever the tide and the crew agree that it can be done \
        without harm to the boat, which is old. Nobody has seen the new one, though the board says each spring that it has \
        been built, paid for and painted, and that it lies in a harbour whose name it may not give before the summer, or \
        before the autumn if the summer should be wet.";

    fn found(text: &str) -> Option<String> {
        unknown(&lines(text), &Profile::generic())
    }

    #[test]
    fn what_closes_several_stories_is_their_end_mark() {
        for mark in ["◊", "❖", "¶", "✦", "❧", "n"] {
            let text = format!("A new ferry\n\n{STORY}\n\nIt is late. {mark}\n\n").repeat(4);
            assert_eq!(found(&text).as_deref(), Some(mark));
        }
    }

    #[test]
    fn bullets_letters_and_what_the_profile_knows_are_none() {
        for text in [
            "◊ It is late. ◊\n",
            "It is late •\n",
            "It is late. ■\n",
            "See section b\n",
            "Plan a, plan b. c\n",
        ] {
            let mixed = format!("{STORY}\n{text}Take c or b, ◊ as ◊ you like.\n").repeat(5);
            assert_eq!(found(&mixed), None, "{text}");
        }
        assert_eq!(found(&format!("A ferry\n\n{STORY}\n\nIt is late. ◊\n").repeat(3)), None);
    }

    #[test]
    fn kisses_ticks_and_arrows_close_no_story() {
        for mark in ["x", "✓", "†", "►", "→", "❤", "🌊"] {
            let text = format!("Ferry news\n\n{STORY}\n\nWe miss you. {mark}\n\n").repeat(6);
            assert_eq!(found(&text), None, "{mark}");
        }
        for mark in ["◊", "n"] {
            let text = format!("We miss you all, on deck and below. {mark}\n\n").repeat(6);
            assert_eq!(found(&text), None, "{mark}");
        }
    }
}
