//! What recurs from issue to issue: adverts and house notices are set again and again, stories are written once.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Entry, Use};
use super::profile::fold;
use super::zone::Zone;
use super::{Ingested, Profile};

/// Fewer words may recur by chance or by habit: a kicker, a name, a rubric.
const WORDS: usize = 8;

/// How many issues print what was taken for a story's text in all of them, for it to be an advert after all.
const ISSUES: usize = 3;

/// An issue and its text.
pub type Read<'a> = (&'a Ingested, &'a str);

/// A text that is an advert by its recurring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advert {
    /// Its words.
    pub words: String,
    /// The keys of the issues that print it.
    pub issues: BTreeSet<String>,
}

/// Texts that recur in several issues and stand in an article of one of them: known for an advert or imprint in another, or
/// printed in three. A note that closes stories recurs too, and is none.
pub fn adverts(reads: &[Read]) -> Vec<Advert> {
    let mut found: BTreeMap<String, Seen> = BTreeMap::new();
    for (issue, text) in reads {
        // The lines of a piece have its first line's number.
        for piece in issue.account.entries.chunk_by(|above, below| above.line == below.line) {
            let lines: Vec<&str> = piece.iter().map(|entry| text[entry.range.clone()].trim()).collect();
            let words = lines.join(" ");
            if let Some(entry) = piece.first()
                && words.split_whitespace().count() >= WORDS
            {
                found.entry(fold(&words)).or_default().add(&issue.issue.key, entry, &words);
            }
        }
    }
    let adverts = found.into_values().filter(Seen::is_advert);
    adverts.map(|seen| Advert { words: seen.words, issues: seen.issues }).collect()
}

/// `profile` with such texts among its adverts.
pub fn with<'a>(profile: &Profile, adverts: impl IntoIterator<Item = &'a Advert>) -> Profile {
    let mut profile = profile.clone();
    // Three points stand for more words in a profile's phrase; here the words are whole.
    profile.adverts.extend(adverts.into_iter().map(|advert| advert.words.trim_matches('.').to_owned()));
    profile
}

/// Where one text stands.
#[derive(Default)]
struct Seen {
    words: String,
    issues: BTreeSet<String>,
    told: bool,
    in_article: bool,
    standing: bool,
}

impl Seen {
    fn add(&mut self, issue: &str, entry: &Entry, words: &str) {
        if self.words.is_empty() {
            self.words = words.to_owned();
        }
        self.issues.insert(issue.to_owned());
        self.told |= matches!(entry.zone, Zone::Advert | Zone::Imprint);
        self.in_article |= matches!(entry.used, Use::Article(_));
        // Biographies, contacts and disclaimers below stories, and dates that are announced twice.
        self.standing |= matches!(entry.zone, Zone::Endnote | Zone::Event | Zone::Standfirst);
    }

    fn is_advert(&self) -> bool {
        let recurs = self.issues.len() >= 2 && self.told || self.issues.len() >= ISSUES;
        self.in_article && recurs && !self.standing
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Profile, issue};
    use super::*;

    const ROPES: &str = "Ropes of all lengths, spliced while you wait, from Moss and Daughters on the quay.";

    /// An issue whose two stories have the advert between them.
    fn number(number: u32, story: &str) -> String {
        format!(
            "No. {number} • May 2031\n\n# The ferry runs again\n\n{story}\n\n{ROPES}\n\nIt was late, and nobody had told captain number {number} of it. ■\n"
        )
    }

    fn read(texts: &[String]) -> Vec<Ingested> {
        texts.iter().map(|text| issue("a.txt", text.as_bytes(), Some(&Profile::generic())).unwrap()).collect()
    }

    fn found(texts: &[String]) -> Vec<String> {
        let made = read(texts);
        let reads: Vec<Read> = made.iter().zip(texts.iter().map(String::as_str)).collect();
        adverts(&reads).into_iter().map(|advert| advert.words).collect()
    }

    fn numbers() -> Vec<String> {
        ["The ferry ran on Monday.", "A boat sank in June, slowly.", "In July there was no wind at all."]
            .iter()
            .zip(7..)
            .map(|(story, at)| number(at, story))
            .collect()
    }

    #[test]
    fn what_three_issues_print_is_an_advert() {
        let texts = numbers();
        assert_eq!(found(&texts), [ROPES]);
        let advert = Advert { words: ROPES.to_owned(), issues: BTreeSet::new() };
        let profile = with(&Profile::generic(), [&advert]);
        let made = issue("a.txt", texts[0].as_bytes(), Some(&profile)).unwrap();
        let text = format!("{:?}", made.articles);
        assert!(!text.contains("spliced") && text.contains("told captain"), "{text}");
        assert!(made.account.missing(&texts[0]).is_empty());
    }

    #[test]
    fn two_issues_or_one_issue_thrice_prove_nothing() {
        let texts = numbers();
        assert!(found(&texts[..2]).is_empty());
        assert!(found(&[texts[0].clone(), texts[0].clone(), texts[0].clone()]).is_empty());
    }
}
