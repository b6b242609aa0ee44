//! Words that carry grammar and little else.

/// Determiners, prepositions, pronouns, auxiliaries, conjunctions: closed classes of English, folded as the tokenizer
/// folds them. Not a stop list, they are indexed and found; but a passage is not chosen nor a hit marked for their
/// sake, and an article is not worse for lacking them.
const WORDS: &str = " a about after all also am an and any are as at be because been before being between both but by can \
    could did do does doing dont during each for from had has have having he her here hers him his how i if in into is it \
    its itself just may me might more most must my no nor not of on or other our ours out over own same shall she should \
    so some such than that the their theirs them then there these they this those through to too under until up upon us \
    very was we were what when where which while who whom whose why will with would you your yours ";

/// Whether the folded `word` ([`super::Token::word`]) is one of them.
pub fn is_function_word(word: &str) -> bool {
    crate::strings::has_word(WORDS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        assert!(["a", "the", "yours", "would", "dont"].into_iter().all(is_function_word));
        assert!(["th", "nurse", "a about", "", " ", "é"].into_iter().all(|word| !is_function_word(word)));
    }
}
