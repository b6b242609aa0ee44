//! The account: where every character of the source went.

use std::collections::BTreeMap;
use std::ops::Range;

use super::zone::Zone;

/// What became of a stretch of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It is in the article of this number, counted from 0.
    Article(usize),
    /// It was left out, as what this zone is.
    Discarded(&'static str),
}

/// Where every byte of the source went that is not white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Stretches of the source with their lines, in the order of the file; they do not overlap.
    pub entries: Vec<Entry>,
}

/// One stretch of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its bytes in the decoded text.
    pub range: Range<usize>,
    /// The line of the source that it begins on, from 1.
    pub line: u32,
    /// What it was found to be.
    pub zone: Zone,
    /// Why.
    pub reason: String,
    /// What became of it.
    pub used: Use,
}

impl Account {
    /// The bytes of `text` that are not white space and that no entry covers: none, if the account is right. `text` is
    /// that of the [source](super::source::Source).
    pub fn missing(&self, text: &str) -> Vec<Range<usize>> {
        let mut missing = Vec::new();
        let mut at = 0;
        let mut check = |range: Range<usize>| {
            if !text.get(range.clone()).is_some_and(|text| text.trim().is_empty()) {
                missing.push(range);
            }
        };
        for entry in &self.entries {
            check(at..entry.range.start.max(at));
            at = at.max(entry.range.end);
        }
        check(at..text.len());
        missing
    }

    /// Characters (white space left out) by what became of them: `articles`, or the zone as which they were left out.
    pub fn totals(&self, text: &str) -> BTreeMap<&'static str, usize> {
        let mut totals = BTreeMap::new();
        for entry in &self.entries {
            let name = match entry.used {
                Use::Article(_) => "articles",
                Use::Discarded(zone) => zone,
            };
            *totals.entry(name).or_default() +=
                text[entry.range.clone()].chars().filter(|c| !c.is_whitespace()).count();
        }
        totals
    }
}
