//! Initial mutations of Welsh: *pen*, *ben*, *mhen* and *phen* are one word.
//!
//! A mutated word does not tell its radical (*fen* may be *pen*'s neighbour *ben* or *men*), so a word stands for every
//! radical that it may come from, two or three of them; two words are the same if they share one.
//! After Gareth King, Modern Welsh: A Comprehensive Grammar, section 3 to 12.

use super::stem::is_vowel;

/// What a mutated beginning may come from; the longest beginning that fits is meant.
const MUTATIONS: [(&str, &[&str]); 19] = [
    ("ngh", &["c"]),
    ("mh", &["p"]),
    ("nh", &["t"]),
    ("ng", &["g"]),
    ("ph", &["p"]),
    ("th", &["t"]),
    ("ch", &["c"]),
    ("dd", &["d"]),
    ("ll", &[]),
    ("rh", &[]),
    ("b", &["p"]),
    ("d", &["t"]),
    ("g", &["c"]),
    ("f", &["b", "m"]),
    ("m", &["b"]),
    ("n", &["d"]),
    ("l", &["ll", "gl"]),
    ("r", &["rh", "gr"]),
    ("w", &["gw"]),
];

/// Calls `visit` with each radical that the folded `word` may stand for, itself first. At most four.
pub(crate) fn radicals(word: &str, visit: &mut dyn FnMut(&str)) {
    visit(word);
    let mut give = |from: &str, rest: &str| visit(&crate::strings::join(&[from, rest], ""));
    if let Some((beginning, from)) = MUTATIONS.iter().find(|(beginning, _)| word.starts_with(beginning)) {
        from.iter().for_each(|from| give(from, &word[beginning.len()..]));
    } else if word.as_bytes().first() == Some(&b'h') {
        let rest = &word[1..];
        // *ei hysgol*: an h before a vowel.
        if begins_with_vowel(rest) {
            give("", rest);
            give("g", rest);
        }
    } else if begins_with_vowel(word) {
        // Soft mutation drops a g: *gardd*, *ardd*.
        give("g", word);
    }
}

/// Whether the folded `word` begins as only a mutated Welsh word does, so that it is worth looking for its radicals in
/// a query that does not say its language.
pub fn is_mutated(word: &str) -> bool {
    ["ngh", "mh", "nh"].iter().any(|beginning| word.starts_with(beginning))
}

fn begins_with_vowel(word: &str) -> bool {
    word.as_bytes().first().is_some_and(|&letter| is_vowel(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Vec<String> {
        let mut all = Vec::new();
        radicals(word, &mut |radical| all.push(radical.to_owned()));
        all
    }

    #[test]
    fn every_mutation_finds_its_radical() {
        let table = "pen ben mhen phen|tad dad nhad thad|cath gath nghath chath|bod fod mod|dyn ddyn nyn|\
            gardd ardd ngardd|gwaith waith ngwaith|llyfr lyfr|rhaglen raglen|mam fam|ysgol hysgol|glan lan|gras ras";
        for row in table.split('|') {
            let mut forms = row.split_whitespace();
            let radical = forms.next().unwrap();
            assert_eq!(of(radical)[0], radical);
            for form in forms {
                assert!(of(form).iter().any(|r| r == radical), "{form} {radical} {:?}", of(form));
            }
        }
    }

    #[test]
    fn words_that_share_no_radical_stay_apart() {
        let (pen, men) = (of("pen"), of("men"));
        assert!(!pen.iter().any(|r| men.contains(r)));
    }
}
