//! Words: how they are told apart, and the evidence of which words exist, from the issue itself and a British list.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// SCOWL's small British list (`words/LICENCE.txt`): 40,000 words, enough to tell a word from half of one.
static BRITISH: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("words/british.txt").lines().collect());

/// How much of an issue is counted: no issue is longer, and a file that is no issue must not fill the memory.
const COUNTED_BYTES: usize = 4 << 20;

/// The words of `text`, lower case, without punctuation: letters and digits, with apostrophes and hyphens inside.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '‐' | '\u{ad}')))
        .map(|word| word.trim_matches(['\'', '’', '-', '‐']))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'").replace(['\u{ad}'], "").replace('‐', "-"))
}

/// The letters and digits of `text`, lower case: what is left when two texts are compared regardless of setting.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which words the issue uses, and which stand side by side.
#[derive(Debug, Default)]
pub struct Lexicon {
    counts: HashMap<String, u32>,
    pairs: HashMap<u64, u32>,
}

impl Lexicon {
    /// Counts the words of `texts`, up to four megabytes of them.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut lexicon = Lexicon::default();
        let mut left = COUNTED_BYTES;
        for text in texts {
            let end = text.floor_char_boundary(text.len().min(left));
            left -= end;
            let mut before: Option<String> = None;
            for word in words(&text[..end]) {
                if let Some(before) = &before {
                    *lexicon.pairs.entry(pair(before, &word)).or_default() += 1;
                }
                *lexicon.counts.entry(word.clone()).or_default() += 1;
                before = Some(word);
            }
            if left == 0 {
                break;
            }
        }
        lexicon
    }

    /// How often the issue has `word` (lower case).
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// How often `second` follows `first` in the issue.
    pub fn pair(&self, first: &str, second: &str) -> u32 {
        self.pairs.get(&pair(first, second)).copied().unwrap_or(0)
    }

    /// Whether the British list has `word`, as it stands, in lower case, or as a simple inflection of a word it has.
    pub fn listed(word: &str) -> bool {
        let has = |word: &str| BRITISH.contains(word);
        let lower = word.to_lowercase().replace('’', "'");
        has(word)
            || has(&lower)
            || lower.strip_suffix("'s").is_some_and(has)
            || lower.strip_suffix('s').is_some_and(|stem| stem.len() > 2 && has(stem))
    }

    /// Whether `word` is a word: listed, or used more than once in the issue.
    pub fn knows(&self, word: &str) -> bool {
        Self::listed(word) || self.count(&word.to_lowercase()) > 1
    }
}

fn pair(first: &str, second: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (first, second).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_inner_hyphens_and_apostrophes() {
        let found: Vec<_> = words("The ‘long-term’ plan: it’s £5 (or 6).").collect();
        assert_eq!(found, ["the", "long-term", "plan", "it's", "5", "or", "6"]);
    }

    #[test]
    fn the_list_knows_inflections() {
        for word in ["colour", "Managers", "organisation's", "re-elected"] {
            assert_eq!(Lexicon::listed(word), word != "re-elected", "{word}");
        }
        assert!(!Lexicon::listed("ganisation"));
    }

    #[test]
    fn pairs_are_counted_in_order() {
        let lexicon = Lexicon::new(["pay rises are pay rises"].into_iter());
        assert_eq!((lexicon.pair("pay", "rises"), lexicon.pair("rises", "pay")), (2, 0));
        assert_eq!(lexicon.count("pay"), 2);
    }
}
