//! Which article is which, from one run of ingest to the next: by headline, opening and words, whatever its place.
//!
//! Words are compared by a bottom-k sketch (Broder, *On the resemblance and containment of documents*, 1997): of the
//! hashes of all pairs of neighbouring words the smallest are kept, and the share that two sketches have in common
//! estimates the share that the texts have. Two articles of a magazine share a pair of words in thirty or so; a better
//! text of one article shares most with the worse.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::Article;

/// How many hashes are kept: some 100 letters of the record for each article, and an estimate within a tenth.
const KEPT: usize = 24;

/// Letters of the opening that are compared: a line of print.
const OPENING: usize = 48;

/// What a headline, an opening and all the words weigh. The article that keeps its headline and opening keeps its name,
/// even where a better cut takes half of its text away and makes an article of it.
const TITLE: u32 = 100;
const START: u32 = 50;
const WORDS: u32 = 100;

/// From here on two are the same: the opening alone, or a quarter of the words.
const SAME: u32 = 25;

/// What more articles than these share tells none of them from another; looking at all would take quadratic time.
const SHARED: usize = 64;

/// What tells an article from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    /// Hash of the headline; 0 if there is none.
    title: u32,
    /// Hash of the first letters of the text; 0 if there is none.
    opening: u32,
    /// The sketch, rising.
    words: Vec<u32>,
}

impl Identity {
    /// That of an article.
    pub fn of(article: &Article) -> Identity {
        let texts: Vec<String> = article.texts().iter().map(|text| text.words()).collect();
        let bare = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let opening: String = texts
            .iter()
            .flat_map(|text| text.chars())
            .filter(|c| c.is_alphanumeric())
            .take(OPENING)
            .collect();
        let mut pairs = BTreeSet::new();
        let mut before = String::new();
        for word in texts.iter().flat_map(|text| text.split_whitespace()).map(bare) {
            if word.is_empty() {
                continue;
            }
            if !before.is_empty() {
                pairs.insert(hash(&format!("{before} {word}")));
                if pairs.len() > KEPT {
                    pairs.pop_last();
                }
            }
            before = word;
        }
        let known = |text: String| if text.is_empty() { 0 } else { hash(&text) };
        Identity {
            title: known(bare(&article.title)),
            opening: known(bare(&opening)),
            words: pairs.into_iter().collect(),
        }
    }

    /// As it stands in the record: hexadecimal, eight digits each.
    pub fn hex(&self) -> String {
        [self.title, self.opening].iter().chain(&self.words).map(|value| format!("{value:08x}")).collect()
    }

    /// What [`Identity::hex`] wrote; nothing is known of what it did not write.
    pub fn from_hex(hex: &str) -> Identity {
        let mut values = hex.as_bytes().chunks(8).filter_map(|digits| {
            std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok())
        });
        let (title, opening) = (values.next().unwrap_or(0), values.next().unwrap_or(0));
        let words: BTreeSet<u32> = values.take(KEPT).collect();
        Identity { title, opening, words: words.into_iter().collect() }
    }

    /// How alike two are.
    fn likeness(&self, other: &Identity) -> u32 {
        let same = |a: u32, b: u32, weight: u32| if a != 0 && a == b { weight } else { 0 };
        let all: BTreeSet<u32> = self.words.iter().chain(&other.words).copied().collect();
        let smallest: Vec<u32> = all.into_iter().take(KEPT).collect();
        let in_both = |value: &&u32| {
            self.words.binary_search(value).is_ok() && other.words.binary_search(value).is_ok()
        };
        let shared = smallest.iter().filter(in_both).count() as u32;
        let text = same(self.opening, other.opening, START) + WORDS * shared / (smallest.len().max(1) as u32);
        // A column has one headline in every number. Where both have a text that could be alike and is not, it says nothing.
        let is_told = self.words.len().min(other.words.len()) == KEPT;
        text + if text == 0 && is_told { 0 } else { same(self.title, other.title, TITLE) }
    }

    /// What two articles that are one have in common, at least one of them.
    fn keys(&self) -> impl Iterator<Item = (u8, u32)> + '_ {
        let words = self.words.iter().map(|word| (2, *word));
        [(0, self.title), (1, self.opening)].into_iter().filter(|(_, value)| *value != 0).chain(words)
    }
}

/// For each of `now` which of `before` it is, if any: the most alike first, and of those that are equally alike the
/// nearest by place. Takes time linear in the number of articles.
pub(super) fn pair(before: &[Identity], now: &[Identity]) -> Vec<Option<usize>> {
    let mut found = vec![None; now.len()];
    let mut taken = vec![false; before.len()];
    // What has not changed, in order: of twins the first is the first again.
    let mut unchanged: BTreeMap<&Identity, VecDeque<usize>> = BTreeMap::new();
    for (at, identity) in before.iter().enumerate() {
        unchanged.entry(identity).or_default().push_back(at);
    }
    for (found, identity) in found.iter_mut().zip(now) {
        *found = unchanged.get_mut(identity).and_then(VecDeque::pop_front);
        found.iter().for_each(|&at| taken[at] = true);
    }
    let mut sharing: BTreeMap<(u8, u32), Vec<usize>> = BTreeMap::new();
    for (at, identity) in before.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        identity.keys().for_each(|key| sharing.entry(key).or_default().push(at));
    }
    let mut alike = Vec::new();
    for (place, identity) in now.iter().enumerate().filter(|(place, _)| found[*place].is_none()) {
        let shared =
            identity.keys().filter_map(|key| sharing.get(&key)).filter(|owners| owners.len() <= SHARED);
        for at in shared.flatten().copied().collect::<BTreeSet<usize>>() {
            let likeness = identity.likeness(&before[at]);
            if likeness >= SAME {
                alike.push((std::cmp::Reverse(likeness), place.abs_diff(at), place, at));
            }
        }
    }
    alike.sort_unstable();
    for (_, _, place, at) in alike {
        if found[place].is_none() && !taken[at] {
            (found[place], taken[at]) = (Some(at), true);
        }
    }
    found
}

/// FNV-1a of 64 bits, folded to 32: the same on every machine and in every version, as the record needs it. Never 0.
fn hash(text: &str) -> u32 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ((hash >> 32) as u32 ^ hash as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Text};

    fn identity(title: &str, text: &str) -> Identity {
        let blocks = vec![Block::Paragraph(Text::plain(text))];
        Identity::of(&Article { title: title.into(), blocks, ..Article::default() })
    }

    /// A text of its own for each seed.
    fn text(seed: u64) -> String {
        let word = |n: u64| format!("w{}", (seed * 7919 + n * n * 31 + n * 17) % 997);
        (0..80).map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn it_is_kept_as_text() {
        for some in [identity("Ten tips", &text(1)), identity("", ""), identity("Short", "One word.")] {
            assert_eq!(Identity::from_hex(&some.hex()), some);
        }
        assert_eq!(Identity::from_hex("zz é nonsense"), Identity::default());
    }

    #[test]
    fn an_article_is_known_wherever_it_stands_and_whatever_it_is_called() {
        let before = [identity("One", &text(1)), identity("Two", &text(2)), identity("Three", &text(3))];
        let now = [
            identity("New", &text(9)),
            identity("Three", &text(3)),
            identity("Renamed", &text(1)),
            identity("Two", &text(2).replace("w1", "v1")),
        ];
        assert_eq!(pair(&before, &now), [None, Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn where_one_becomes_two_the_headline_keeps_the_file() {
        let (short, long) = (text(1)[..120].to_owned(), text(2));
        let before = [identity("One", &format!("{short} {long}"))];
        let now = [identity("One", &short), identity("Two", &long)];
        assert_eq!(pair(&before, &now), [Some(0), None]);
        // And back: the whole is the first again.
        assert_eq!(pair(&now, &before), [Some(0)]);
    }

    #[test]
    fn twins_keep_their_order_and_headlines_that_swap_do_not_swap_the_text() {
        let twins = [identity("News", &text(1)), identity("News", &text(1))];
        assert_eq!(pair(&twins, &twins), [Some(0), Some(1)]);
        let before = [identity("One", &text(1)), identity("Two", &text(2))];
        let now = [identity("Two", &text(1)), identity("One", &text(2))];
        assert_eq!(pair(&before, &now), [Some(0), Some(1)]);
    }

    #[test]
    fn a_headline_alone_is_not_enough_where_there_are_texts_to_compare() {
        let some = identity("News in brief", &text(1));
        assert_eq!(pair(std::slice::from_ref(&some), &[identity("News in brief", &text(2))]), [None]);
        assert_eq!(pair(&[some], &[identity("News in brief", "Nothing happened.")]), [Some(0)]);
    }

    #[test]
    fn thousands_of_one_title_do_not_take_quadratic_time() {
        let many = |from: u64| -> Vec<Identity> {
            (from..from + 20_000)
                .map(|seed| identity("Advertisement", &format!("{seed} {}", seed * 3)))
                .collect()
        };
        assert!(pair(&many(0), &many(1_000_000)).iter().all(Option::is_none));
    }
}
