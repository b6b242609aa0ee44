//! Topics: which of two stories some words speak for.
//!
//! A story is a bag of words. How likely it is to hold a word is its own share of it, smoothed with the share that all
//! stories have, as Zhai and Lafferty do with a Dirichlet prior ("A Study of Smoothing Methods for Language Models",
//! ACM TOIS 22, 2004). The logarithms of the ratios add up to how much likelier a text is in one story than in another.

use std::collections::HashMap;

/// How many words of the common stock each story is given: a quarter of a news story's.
const PRIOR: f32 = 100.0;

/// The words of `text` that say what it is about, as often as it has them.
pub fn words(text: &str) -> Vec<String> {
    super::words::words(text).filter(|word| super::contents::tells(word)).collect()
}

/// The words of one story.
#[derive(Debug, Default)]
pub struct Topic<'a> {
    counts: HashMap<&'a str, f32>,
    total: f32,
}

impl<'a> Topic<'a> {
    /// Counts `words`.
    pub fn new(words: impl Iterator<Item = &'a String>) -> Self {
        let mut topic = Topic::default();
        for word in words {
            *topic.counts.entry(word).or_default() += 1.0;
            topic.total += 1.0;
        }
        topic
    }

    fn count(&self, word: &str) -> f32 {
        self.counts.get(word).copied().unwrap_or(0.0)
    }
}

/// The words of all stories together. It has each word once, so that no list of them all is held.
#[derive(Debug, Default)]
pub struct Spread {
    counts: HashMap<String, f32>,
    total: f32,
}

impl Spread {
    /// Counts `words`.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        let mut spread = Spread::default();
        for word in words {
            *spread.counts.entry(word).or_default() += 1.0;
            spread.total += 1.0;
        }
        spread
    }

    /// How much likelier `words` are in story `first` than in `second`, as a natural logarithm. Time is linear in the
    /// number of words.
    pub fn leaning<'b>(&self, words: impl Iterator<Item = &'b String>, first: &Topic, second: &Topic) -> f32 {
        let share = |topic: &Topic, word: &str| {
            let stock = self.counts.get(word).copied().unwrap_or(0.0).max(1.0) / self.total.max(1.0);
            (topic.count(word) + PRIOR * stock) / (topic.total + PRIOR)
        };
        words.map(|word| (share(first, word) / share(second, word)).ln()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lean_to_the_story_that_has_them() {
        let ferry = words("The ferry needs a boiler, and the boiler of the ferry needs a shed by the quay.");
        let choir = words("The choir sings on Monday, and on Friday the choir sings with the tenors.");
        let all: Vec<String> = ferry.iter().chain(&choir).cloned().collect();
        let spread = Spread::new(all.into_iter());
        let (first, second) = (Topic::new(ferry.iter()), Topic::new(choir.iter()));
        let about = |text: &str| spread.leaning(words(text).iter(), &first, &second);
        assert!(about("a new boiler shed") > 0.1);
        assert!(about("tenors of the choir") < -0.1);
        assert!(about("nobody knows").abs() < 0.05);
    }
}
