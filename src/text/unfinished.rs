//! The last word of a query while it is being typed: it stands for every word that it begins.

use super::fold::fold;
use super::{spelling, stem::stem};

/// How the terms begin that the unfinished word `typed` may become: folded, with its spelling folded as far as it
/// goes, so that `organiz` begins *organis*.
pub fn partial(typed: &str) -> String {
    let mut word = String::new();
    typed.chars().for_each(|c| {
        fold(c, &mut word);
    });
    if crate::strings::is_plain(&word) {
        spelling::fold(&mut word, true);
    }
    word
}

/// Endings that the stemmer takes off and people type through.
const ENDINGS: [&str; 14] = [
    "ations", "ational", "ings", "ments", "edly", "ingly", "ively", "iveness", "fulness", "ically",
    "alities", "ability", "ances", "ences",
];

/// The terms shorter than `prefix` (as [`partial`] gives it) that it may still become: `consultati` will be *consult*,
/// although no term begins with what was typed. Shortest first, few.
///
/// ```
/// assert_eq!(backissue::text::unfinished("consultati")[0], "consult");
/// ```
pub fn unfinished(prefix: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for ending in ENDINGS {
        for begun in 1..ending.len() {
            if let Some(root) = prefix.strip_suffix(&ending[..begun]) {
                let mut whole = crate::strings::join(&[root, ending], "");
                stem(&mut whole);
                if whole.len() < prefix.len()
                    && whole.len() > 2
                    && prefix.starts_with(&whole)
                    && !terms.contains(&whole)
                {
                    let place = terms.partition_point(|term| term.len() <= whole.len());
                    terms.insert(place, whole);
                }
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_of_a_word_leads_to_its_term() {
        for word in [
            "consultation",
            "manager",
            "managing",
            "redundancies",
            "effectiveness",
            "hospitals",
            "electrically",
        ] {
            let mut term = word.to_owned();
            stem(&mut term);
            for end in 4..=word.len() {
                let prefix = partial(&word[..end]);
                let mut whole = prefix.clone();
                stem(&mut whole);
                let begins =
                    term.starts_with(&prefix) || whole == term || unfinished(&prefix).contains(&term);
                assert!(begins, "{prefix} of {word} ({term}): {:?}", unfinished(&prefix));
            }
        }
    }
}
