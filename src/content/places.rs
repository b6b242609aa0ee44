//! Which file each article of a new reading goes to, so that edits and addresses stay with their article when others come,
//! go, move or are retitled.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use super::edits::{Known, Record, hash_of};
use super::identity::{Identity, pair};
use super::read::{entries, file_name, is_article, order, read_article};
use super::{article_id, slug, words_of};
use crate::model::{Article, Issue};

/// Where an article goes.
#[derive(Debug)]
pub(super) struct Place {
    /// The name of its file.
    pub name: String,
    /// The name that its file has now, if there is one or was until it was deleted.
    pub before: Option<String>,
    /// Its id: that of the earlier reading, if there was one.
    pub id: String,
    /// The editor gave the file its name.
    pub named_by_hand: bool,
    /// What to know it by next time.
    pub identity: Identity,
}

/// An article of the folder, as it was written or as it stands there.
#[derive(Debug, Default)]
struct Earlier {
    name: String,
    id: String,
    identity: Identity,
    named_by_hand: bool,
    /// It was so the last time already.
    was_named_by_hand: bool,
    /// The id that its file shows, if an editor had it in hand: it may be another.
    shown: String,
    /// Its file is there.
    there: bool,
    /// It is there and as it was written: if it is no longer an article, it goes.
    ours: bool,
}

/// Places for `articles`, in their order. A file that the editor renamed is entered in `record` under its new name.
pub(super) fn places(folder: &Path, record: &mut Record, issue: &Issue, articles: &[Article]) -> Vec<Place> {
    let earlier = earlier(folder, record, &issue.key);
    let identities: Vec<Identity> = articles.iter().map(Identity::of).collect();
    let known: Vec<Identity> = earlier.iter().map(|earlier| earlier.identity.clone()).collect();
    let found = pair(&known, &identities);

    // What stays in the folder, or was deleted and may come back, keeps its id and name for itself.
    let known_again: BTreeSet<usize> = found.iter().flatten().copied().collect();
    let goes = |at: &usize| earlier[*at].ours && !known_again.contains(at);
    let staying = || (0..earlier.len()).filter(|at| !goes(at)).map(|at| &earlier[at]);
    let mut ids = Taken::new(staying().flat_map(|earlier| [&earlier.id, &earlier.shown]).cloned());
    let mut stems = Taken::new(staying().map(|earlier| words_of(&earlier.name).to_owned()));
    let digits = articles.len().max(10).to_string().len();
    let mut places = Vec::new();
    for ((number, article), (identity, found)) in (1..).zip(articles).zip(identities.into_iter().zip(found)) {
        let numbered = |words: &str| format!("{number:0digits$}-{words}.md");
        places.push(match found.map(|at| &earlier[at]) {
            Some(earlier) => {
                let name = numbered(words_of(&earlier.name));
                let is_free = name == earlier.name || !folder.join(&name).exists();
                let keeps = earlier.named_by_hand || !is_free;
                Place {
                    // A run that was interrupted gave it the name that it gets.
                    named_by_hand: earlier.named_by_hand
                        && (earlier.was_named_by_hand || name != earlier.name),
                    name: if keeps { earlier.name.clone() } else { name },
                    before: Some(earlier.name.clone()),
                    id: earlier.id.clone(),
                    identity,
                }
            }
            None => {
                let last = article.id.rsplit('/').next().unwrap_or_default();
                let words = slug(if last.is_empty() { &article.title } else { last });
                Place {
                    name: numbered(&stems.first_free(&words)),
                    before: None,
                    id: ids.first_free(&article.id),
                    named_by_hand: false,
                    identity,
                }
            }
        });
    }
    places
}

/// Names that are taken.
struct Taken {
    names: BTreeSet<String>,
    /// Of a name that was wanted, the number from which on it may be free: a magazine may call every page `Letters`.
    next: BTreeMap<String, u32>,
}

impl Taken {
    fn new(names: impl Iterator<Item = String>) -> Taken {
        Taken { names: names.collect(), next: BTreeMap::new() }
    }

    /// `wanted`, or with a number behind it the first that is free; taken from then on.
    fn first_free(&mut self, wanted: &str) -> String {
        let number = self.next.entry(wanted.to_owned()).or_insert(1);
        loop {
            let name = if *number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
            *number = number.saturating_add(1);
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The articles of the folder: those of the record, in the order of their files, and those that an editor put there.
fn earlier(folder: &Path, record: &mut Record, key: &str) -> Vec<Earlier> {
    let mut all: Vec<Earlier> = Vec::new();
    // What cannot be read is not as it was written.
    let hash_now = |name: &str| hash_of(&folder.join(name)).ok().flatten();
    for (name, hash_then) in record.files.iter().filter(|(name, _)| is_article(name)) {
        let there = folder.join(name).exists();
        let ours = there && hash_now(name).as_ref() == Some(hash_then);
        // Records of earlier versions do not say what an article is; then its file does.
        let known = record.articles.get(name).map(Earlier::from);
        let seen = if known.is_none() || !ours { by_sight(folder, name, key) } else { Earlier::default() };
        let shown = seen.shown.clone();
        let known = known.unwrap_or(seen);
        let named_by_hand = known.named_by_hand && record.articles.contains_key(name);
        all.push(Earlier { shown, there, ours, named_by_hand, ..known });
    }
    let mut unrecorded: Vec<Earlier> = Vec::new();
    for path in entries(folder).unwrap_or_default() {
        let name = file_name(&path);
        // A name that is no text, or would break a line of the record, is none of ours.
        let fit = path.to_str().is_some() && !name.contains(char::is_control);
        if fit && is_article(&name) && path.is_file() && !record.files.contains_key(&name) {
            unrecorded.push(by_sight(folder, &name, key));
        }
    }
    // A file that is gone and one that has come may be one that was renamed: by its id, its bytes or its text.
    let hashes: Vec<_> = unrecorded.iter().map(|new| hash_now(&new.name).unwrap_or_default()).collect();
    let gone: Vec<usize> = (0..all.len()).filter(|&at| !all[at].there).collect();
    let mut by_id: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    let mut by_hash: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for &at in &gone {
        by_id.entry(all[at].id.clone()).or_default().push_back(at);
        by_hash
            .entry(record.files.get(&all[at].name).cloned().unwrap_or_default())
            .or_default()
            .push_back(at);
    }
    let identities =
        |some: &mut dyn Iterator<Item = &Earlier>| some.map(|one| one.identity.clone()).collect::<Vec<_>>();
    let alike = pair(&identities(&mut gone.iter().map(|&at| &all[at])), &identities(&mut unrecorded.iter()));
    for ((new, now), alike) in unrecorded.into_iter().zip(hashes).zip(alike) {
        let same = [by_id.get_mut(&new.id), by_hash.get_mut(&now)].into_iter().flatten();
        let same = same.filter_map(|places| first_gone(places, &all)).min();
        let alike = alike.map(|at| gone[at]).filter(|&at| !all[at].there);
        match same.or(alike) {
            Some(at) => rename(&mut all[at], record, key, &new.name, &now),
            None => all.push(new),
        }
    }
    all.sort_by_cached_key(|earlier| order(&earlier.name));
    all
}

/// The first of these files that is still gone; none before it is asked for again.
fn first_gone(places: &mut VecDeque<usize>, all: &[Earlier]) -> Option<usize> {
    while places.front().is_some_and(|&at| all[at].there) {
        places.pop_front();
    }
    places.front().copied()
}

/// An article's file has another name. Its address goes with the name, unless it was given one.
fn rename(renamed: &mut Earlier, record: &mut Record, key: &str, name: &str, now: &str) {
    if renamed.id == article_id(key, &renamed.name) {
        renamed.id = article_id(key, name);
    }
    let then = record.files.remove(&renamed.name).unwrap_or_default();
    record.articles.remove(&renamed.name);
    (renamed.there, renamed.ours, renamed.named_by_hand) = (true, then == now, true);
    renamed.name = name.to_owned();
    record.files.insert(renamed.name.clone(), then);
}

/// What a file shows of itself: one that an editor made or changed, or whose record was lost.
fn by_sight(folder: &Path, name: &str, key: &str) -> Earlier {
    let mut article = read_article(&folder.join(name), None).unwrap_or_default();
    if article.title.is_empty() {
        // Its name was made of its headline.
        article.title = words_of(name).to_owned();
    }
    let id = if article.id.is_empty() { article_id(key, name) } else { article.id.clone() };
    Earlier {
        shown: id.clone(),
        id,
        identity: Identity::of(&article),
        name: name.to_owned(),
        named_by_hand: true,
        was_named_by_hand: false,
        there: true,
        ours: false,
    }
}

impl From<&Known> for Earlier {
    fn from(known: &Known) -> Earlier {
        Earlier {
            name: known.file.clone(),
            id: known.id.clone(),
            identity: Identity::from_hex(&known.is),
            named_by_hand: known.named_by_hand,
            was_named_by_hand: known.named_by_hand,
            ..Earlier::default()
        }
    }
}

impl Place {
    /// What the record keeps of it.
    pub fn known(&self) -> Known {
        Known {
            file: self.name.clone(),
            id: self.id.clone(),
            is: self.identity.hex(),
            named_by_hand: self.named_by_hand,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_thousand_of_one_name_are_numbered_one_after_the_other() {
        // Trying every number anew for each would be five thousand million names.
        let mut taken = Taken::new(["letters".to_owned(), "letters-3".to_owned()].into_iter());
        let found: Vec<String> = (0..100_000).map(|_| taken.first_free("letters")).collect();
        assert_eq!(found[..3], ["letters-2", "letters-4", "letters-5"]);
        assert_eq!(found.last().map(String::as_str), Some("letters-100002"));
        assert_eq!(taken.first_free("letters-2"), "letters-2-2");
        assert_eq!(taken.first_free("news"), "news");
    }
}
