//! The mark that closes a story, where the profile does not know it: every house has its own, and the font that it was set in
//! often gives it back as a letter.

use std::collections::BTreeMap;

use super::lines::Line;
use super::piece::ends_sentence;
use super::profile::Profile;

/// How many lines must close with a mark for it to be one. Issues have fewer signed articles than this seldom, and what
/// stands behind a sentence by chance does so once or twice.
const FEWEST: u32 = 4;

/// A mark that the profile does not know and that closes at least [`FEWEST`] lines of `lines`, each behind the end of a sentence,
/// and stands nowhere else as often.
pub fn unknown(lines: &[Line], profile: &Profile) -> Option<String> {
    let mut uses: BTreeMap<&str, (u32, u32)> = BTreeMap::new(); // closes a sentence, stands anywhere else
    for line in lines {
        let text = line.text.trim();
        let last = text.rsplit_once(' ');
        if let Some((before, mark)) = last.filter(|(_, mark)| could_be(mark)) {
            let (closes, other) = uses.entry(mark).or_default();
            *if ends_sentence(before.trim_end()) { closes } else { other } += 1;
        }
        // A bullet stands before a line, or between two words.
        let rest = last.map_or(text, |(before, _)| before);
        for word in rest.split(' ').filter(|word| could_be(word)) {
            uses.entry(word).or_default().1 += 1;
        }
    }
    let known = |mark: &str| profile.end_marks.iter().any(|known| known == mark);
    uses.into_iter()
        .filter(|&(mark, (closes, other))| closes >= FEWEST && other * 4 <= closes && !known(mark))
        .max_by_key(|&(_, (closes, _))| closes)
        .map(|(mark, _)| mark.to_owned())
}

/// Whether `word` could be a mark: a sign that is no punctuation, or a small letter that is no word.
fn could_be(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    let is_sign = !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !PUNCTUATION.contains(c);
    is_sign || c.is_ascii_lowercase() && c != 'a'
}

/// What is not ASCII and belongs to sentences, sums and lists.
const PUNCTUATION: &str = "‘’‚‛“”„‟«»‹›…–—‐‑‒―•·●◦‣¡¿£€¥¢©®™°×÷±−→←´`";

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn found(text: &str) -> Option<String> {
        unknown(&lines(text), &Profile::generic())
    }

    #[test]
    fn what_closes_several_stories_is_their_end_mark() {
        for mark in ["◊", "❖", "¶", "n"] {
            let text = format!("The ferry sails at nine.\n\nIt is late. {mark}\n\n").repeat(4);
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
            let mixed = format!("{text}Take c or b, ◊ as ◊ you like.\n").repeat(5);
            assert_eq!(found(&mixed), None, "{text}");
        }
        assert_eq!(found(&"It is late. ◊\n".repeat(3)), None);
    }
}
