//! Writers over a run of issues: one person, one name.
//!
//! A name is printed in many ways: with a title, with initials, in capitals, with a slip of the pen. What one issue leaves
//! open, others settle; where they do not, names stay apart, since two people in one are worse than one person in two.

use std::collections::BTreeMap;

use super::{Ingested, people};
use crate::model::Block;

/// Titles before a name, which are no part of it.
const TITLES: [&str; 12] =
    ["dr", "prof", "professor", "sir", "dame", "lord", "lady", "baroness", "rev", "mr", "mrs", "ms"];

/// How much oftener the right spelling stands than the slip that is taken for it.
const OFTENER: u32 = 3;

/// A writer, as the issues print them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writer {
    /// The name, in its fullest form that is printed most.
    pub name: String,
    /// What they are, as the biography says: `a gardener`. Empty if none is printed.
    pub role: String,
    /// The biography that is printed last.
    pub biography: String,
    /// Ids of what they wrote, in the order of the issues.
    pub articles: Vec<String>,
}

/// Gives every writer one name in all issues.
pub fn agree(issues: &mut [&mut Ingested]) {
    let mut printed: BTreeMap<String, u32> = BTreeMap::new();
    for name in issues.iter().flat_map(|issue| &issue.articles).flat_map(|article| &article.authors) {
        *printed.entry(name.clone()).or_default() += 1;
    }
    let names = settle(&printed);
    for article in issues.iter_mut().flat_map(|issue| &mut issue.articles) {
        let mut authors: Vec<String> = Vec::new();
        for author in &article.authors {
            let name = names.get(author).unwrap_or(author);
            if !authors.contains(name) {
                authors.push(name.clone());
            }
        }
        article.authors = authors;
    }
}

/// The writers of an issue with what it prints of them, by name.
pub fn writers(issue: &Ingested) -> Vec<Writer> {
    let mut found: BTreeMap<&str, Writer> = BTreeMap::new();
    for article in &issue.articles {
        for name in &article.authors {
            let writer =
                found.entry(name).or_insert_with(|| Writer { name: name.clone(), ..Writer::default() });
            writer.articles.push(article.id.clone());
            let notes = article.blocks.iter().filter_map(|block| match block {
                Block::Endnote(text) => Some(text.to_string()),
                _ => None,
            });
            for note in notes.filter(|note| people::biography(note).is_some_and(|whom| same(&whom, name))) {
                writer.role = role(&note).unwrap_or_default();
                writer.biography = note;
            }
        }
    }
    found.into_values().collect()
}

/// What a biography says that its subject is: `Ada Moss is a gardener in Kew.` says `a gardener in Kew`.
fn role(biography: &str) -> Option<String> {
    let (_, after) = biography.split_once(" is ")?;
    let end = after.find(['.', ',', ';', '–', '—']).unwrap_or(after.len());
    let role = after.get(..end)?.trim();
    let words = role.split(' ').count();
    (role.chars().any(char::is_alphabetic) && words <= 14).then(|| role.to_owned())
}

/// For each printed name the one that stands for it.
fn settle(printed: &BTreeMap<String, u32>) -> BTreeMap<String, String> {
    // First, names that are the same but for title, case and stops.
    let mut people: BTreeMap<Vec<String>, Vec<(&str, u32)>> = BTreeMap::new();
    for (name, count) in printed {
        people.entry(parts(name)).or_default().push((name, *count));
    }
    let total = |forms: &[(&str, u32)]| forms.iter().map(|(_, count)| count).sum::<u32>();
    let keys: Vec<Vec<String>> = people.keys().cloned().collect();
    let mut stands_for: BTreeMap<&Vec<String>, &Vec<String>> = BTreeMap::new();
    for key in &keys {
        // Then initials and slips, if exactly one person can be meant.
        let fits = |other: &&Vec<String>| {
            *other != key
                && (abbreviates(key, other)
                    || is_slip(key, other) && total(&people[*other]) >= OFTENER * total(&people[key]))
        };
        let mut meant = keys.iter().filter(fits);
        if let (Some(one), None) = (meant.next(), meant.next()) {
            stands_for.insert(key, one);
        }
    }
    let mut names = BTreeMap::new();
    for (key, forms) in &people {
        // `A Moss` may be a slip's initials: two steps at most.
        let meant = stands_for.get(key).copied().unwrap_or(key);
        let meant = stands_for.get(meant).copied().unwrap_or(meant);
        let best = people[meant].iter().max_by_key(|(name, count)| (!is_shouted(name), *count, *name));
        for (name, _) in forms {
            names.insert((*name).to_owned(), best.map_or((*name).to_owned(), |(best, _)| untitled(best)));
        }
    }
    names
}

/// A name's words as names are compared: no title, no stops, lower case.
fn parts(name: &str) -> Vec<String> {
    let name = untitled(name).to_lowercase().replace('’', "'");
    name.split([' ', '.', '\u{a0}']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A name without the title before it.
fn untitled(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_title = |word: &&&str| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let titles = words.iter().take_while(is_title).count();
    // A title and one word is a name after all: `Dame Edna`.
    let titles = if words.len() - titles >= 2 { titles } else { 0 };
    words[titles..].join(" ")
}

fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// Whether two names are one but for title, case and stops.
fn same(a: &str, b: &str) -> bool {
    parts(a) == parts(b)
}

/// Whether `short` is `long` with initials for given names, or without a middle one.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    let ([first, middle @ .., last], [whole, rest @ .., surname]) = (short, long) else { return false };
    let initial =
        |short: &String, long: &String| short.chars().count() == 1 && long.starts_with(short.as_str());
    if last != surname || !(first == whole || initial(first, whole)) {
        return false;
    }
    let fewer = middle.is_empty() && !rest.is_empty();
    let shorter = middle.len() == rest.len()
        && middle.iter().zip(rest).all(|(short, long)| short == long || initial(short, long));
    fewer || shorter && short != long
}

/// Whether two names differ by one letter of a long surname: `Adeyinka` and `Adeyinca`. Given names that differ by a
/// letter are other people (`Jon`, `Joan`).
fn is_slip(a: &[String], b: &[String]) -> bool {
    let (Some((surname_a, given_a)), Some((surname_b, given_b))) = (a.split_last(), b.split_last()) else {
        return false;
    };
    given_a == given_b
        && !given_a.is_empty()
        && surname_a.chars().count() >= 5
        && one_edit(surname_a, surname_b)
}

/// Whether one letter was changed, lost or added.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short == long {
        return false;
    }
    let alike = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let skip = usize::from(short.len() == long.len());
    short[alike + skip..] == long[alike + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Text};

    /// An issue with an article for each list of authors.
    fn issue(articles: &[&[&str]]) -> Ingested {
        let article = |authors: &&[&str]| Article {
            authors: authors.iter().map(|name| (*name).to_owned()).collect(),
            ..Article::default()
        };
        Ingested { articles: articles.iter().map(article).collect(), ..Ingested::default() }
    }

    /// The names after agreement, in order.
    fn agreed(names: &[&str]) -> Vec<String> {
        let mut issues: Vec<Ingested> = names.iter().map(|name| issue(&[&[name]])).collect();
        agree(&mut issues.iter_mut().collect::<Vec<_>>());
        issues.into_iter().flat_map(|issue| issue.articles[0].authors.clone()).collect()
    }

    #[test]
    fn titles_capitals_and_initials_are_one_person() {
        for variant in ["Dr Ada Moss", "ADA MOSS", "A. Moss", "A Moss", "Professor Ada Moss"] {
            assert_eq!(agreed(&["Ada Moss", variant, "Ada Moss"]), ["Ada Moss"; 3], "{variant}");
        }
        assert_eq!(agreed(&["Ada B. Moss", "Ada Moss"]), ["Ada B. Moss"; 2]);
        assert_eq!(agreed(&["Dr Ada Moss"]), ["Ada Moss"]);
    }

    #[test]
    fn a_slip_is_mended_only_by_much_stronger_evidence() {
        assert_eq!(agreed(&["Ben Hallow", "Ben Hallow", "Ben Hallow", "Ben Halow"]), ["Ben Hallow"; 4]);
        assert_eq!(agreed(&["Ben Hallow", "Ben Halow"]), ["Ben Hallow", "Ben Halow"]);
        let names = ["Jon Hallow", "Jon Hallow", "Jon Hallow", "Joan Hallow"];
        assert_eq!(agreed(&names), names);
    }

    #[test]
    fn initials_that_fit_two_people_stay() {
        let names = ["Ada Moss", "Abel Moss", "A Moss"];
        assert_eq!(agreed(&names), names);
    }

    #[test]
    fn an_author_named_twice_is_one() {
        let mut one = issue(&[&["Ada Moss", "Dr Ada Moss"]]);
        agree(&mut [&mut one]);
        assert_eq!(one.articles[0].authors, ["Ada Moss"]);
    }

    #[test]
    fn role_and_biography_are_told_where_they_are_printed() {
        let mut one = issue(&[&["Ada Moss"], &["Ben Hale"], &["Ada Moss"]]);
        one.articles[0]
            .blocks
            .push(Block::Endnote(Text::plain("Ada Moss is a gardener at Kew, and has a cat.")));
        for (number, article) in one.articles.iter_mut().enumerate() {
            article.id = number.to_string();
        }
        let found = writers(&one);
        assert_eq!((&*found[0].name, &*found[0].role), ("Ada Moss", "a gardener at Kew"));
        assert_eq!(found[0].articles, ["0", "2"]);
        assert!(found[0].biography.ends_with("has a cat.") && found[1].biography.is_empty());
    }
}
