//! What a word in doubt was probably meant to be.
//!
//! A noisy channel, after Kernighan, Church and Gale (1990): the likelier the slip and the commoner the word, the better
//! the candidate. Slips are counted in sixteenths of an edit, so that likely ones (a letter left out, a letter doubled,
//! neighbours on the keyboard, letters that sound or print alike) cost less than a whole one.
//!
//! The dictionary comes in parts that may have to be fetched, so nothing here looks anything up: [`beginnings`] says
//! where to look, the caller offers the words that it finds there to a [`Corrector`], which keeps the best.

use super::doubt::{LETTERS_MIN, can_be_misspelt};
use crate::text;

/// The cost of one edit.
pub const EDIT: u32 = 16;
/// From this many letters on, two edits may have happened.
const LETTERS_TWO: usize = 8;
/// How much a candidate's commonness counts: every doubling of the articles that have it outweighs this much of an edit.
const DOUBLING: u32 = 1;
/// How many candidates are kept.
const KEPT: usize = 8;

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// As it was offered.
    pub word: String,
    /// How far it is from what was typed, in sixteenths of an edit ([`EDIT`]).
    pub cost: u32,
    /// How many articles have it.
    pub documents: u32,
}

/// What a correction is worth that costs so much and that so many articles have: smaller is better. Offset so as to stay positive.
pub(super) fn worth(cost: u32, documents: u32) -> u32 {
    1000 + cost - DOUBLING * documents.max(1).ilog2()
}

/// Looks for corrections of one word among those it is offered. Cost of an offer: a row of at most seven cells for each
/// letter that the word does not share with the one offered before, so offers in sorted order are cheapest.
///
/// ```
/// use backissue::query::Corrector;
/// let mut corrector = Corrector::new("managment").unwrap();
/// for (word, documents) in [("manage", 30), ("management", 90), ("mangement", 1)] {
///     corrector.offer(word, documents);
/// }
/// assert_eq!(corrector.best()[0].word, "management");
/// ```
#[derive(Clone, Debug)]
pub struct Corrector {
    typed: Vec<u8>,
    /// For each letter typed, what it and the one before are [`alike`].
    alike: Vec<u8>,
    /// The most that a correction may cost.
    limit: u32,
    /// The letters of the word at hand for which there are rows.
    word: Vec<u8>,
    /// Row i, column j: the cost of typing the first j letters typed for the first i letters of the word.
    rows: Vec<u32>,
    /// The least of each row.
    least: Vec<u32>,
    best: Vec<Correction>,
}

/// Columns this far off the diagonal are not looked at: as many letters left out or typed too many.
const BAND: usize = 3;
const FAR: u32 = 1 << 16;

impl Corrector {
    /// For `word`, folded and not stemmed ([`crate::query::Word::word`]). `None` if such a word is not corrected: too
    /// short, or with digits in it.
    pub fn new(word: &str) -> Option<Self> {
        if !can_be_misspelt(word) {
            return None;
        }
        let typed = word.as_bytes().to_vec();
        let limit = match typed.len() {
            ..=4 => EDIT + EDIT / 2,
            5..LETTERS_TWO => EDIT + EDIT * 3 / 4,
            _ => 2 * EDIT + EDIT / 4,
        };
        let mut rows = vec![0; typed.len() + 1];
        for j in 0..typed.len() {
            rows[j + 1] = rows[j] + extra(&typed, j);
        }
        let mut likes = Vec::new();
        for j in 0..typed.len() {
            likes.push(alike(&typed[..=j]));
        }
        Some(Corrector {
            typed,
            alike: likes,
            limit,
            word: Vec::new(),
            rows,
            least: vec![0],
            best: Vec::new(),
        })
    }

    /// Considers `word` (folded, as it is written), which `documents` articles have.
    pub fn offer(&mut self, word: &str, documents: u32) {
        if word.len().abs_diff(self.typed.len()) > BAND || word.len() < LETTERS_MIN {
            return;
        }
        let mut shared = 0;
        while shared < self.word.len().min(word.len()) && self.word[shared] == word.as_bytes()[shared] {
            shared += 1;
        }
        if shared == self.word.len() && shared > 0 && self.is_hopeless() {
            return;
        }
        let width = self.typed.len() + 1;
        self.word.truncate(shared);
        self.rows.truncate((shared + 1) * width);
        self.least.truncate(shared + 1);
        for &letter in &word.as_bytes()[shared..] {
            self.word.push(letter);
            self.step();
            if self.is_hopeless() {
                return;
            }
        }
        let mut cost = self.rows[self.rows.len() - 1];
        if word.ends_with('e') {
            cost = cost.min(self.rows[self.rows.len() - 1 - width] + SILENT);
        }
        if cost <= self.limit {
            self.keep(Correction { word: word.to_owned(), cost, documents });
        }
    }

    /// What was found, best first; a few.
    pub fn best(&self) -> &[Correction] {
        &self.best
    }

    fn keep(&mut self, found: Correction) {
        // Ties go to the word that sorts first, in whatever order they come.
        let key = |c: &Correction| (worth(c.cost, c.documents), c.word.clone());
        let at = self.best.partition_point(|kept| key(kept) < key(&found));
        if self.best.get(at) != Some(&found) {
            self.best.insert(at, found);
            self.best.truncate(KEPT);
        }
    }

    /// Whether no continuation of the letters so far can come within the limit. (Some slips reach back two rows.)
    fn is_hopeless(&self) -> bool {
        self.least.iter().rev().take(2).all(|&least| least > self.limit)
    }

    /// Adds the row of the last letter.
    fn step(&mut self) {
        let (typed, word) = (&self.typed, &self.word);
        let width = typed.len() + 1;
        let i = word.len();
        let (letter, missing, like) = (word[i - 1], missing(word), alike(word));
        let row = self.rows.len();
        self.rows.resize(row + width, FAR);
        if i <= BAND {
            self.rows[row] = self.rows[row - width] + missing;
        }
        for j in i.saturating_sub(BAND).max(1)..=(i + BAND).min(typed.len()) {
            let at = |up: usize, left: usize| self.rows[row + j - up * width - left];
            let hit = typed[j - 1];
            let replaced =
                if letter == hit { 0 } else { replaced(letter, hit) + if i == 1 { FIRST } else { 0 } };
            let mut cost = (at(1, 1) + replaced).min(at(1, 0) + missing).min(at(0, 1) + extra(typed, j - 1));
            if i > 1 && j > 1 && letter == typed[j - 2] && word[i - 2] == hit {
                cost = cost.min(at(2, 2) + SWAPPED);
            }
            if like == hit {
                cost = cost.min(at(2, 1) + ALIKE);
            }
            if self.alike[j - 1] == letter {
                cost = cost.min(at(1, 2) + ALIKE);
            }
            self.rows[row + j] = cost;
        }
        self.least.push(self.rows[row..].iter().copied().min().unwrap_or(FAR));
    }
}

/// What a slip at the first letter costs more: people rarely miss it.
const FIRST: u32 = 5;
/// An `e` at the end that nobody hears, left out or typed too many.
const SILENT: u32 = 8;
const SWAPPED: u32 = 10;
const ALIKE: u32 = 10;
/// A letter in place of one that is like it or beside it.
const REPLACED: u32 = 13;

/// The last letter of `word` was not typed.
fn missing(word: &[u8]) -> u32 {
    match word {
        [.., a, b] if a == b => 7,
        [_] => 10 + FIRST,
        _ => 10,
    }
}

/// The letter `typed[j]` is too many.
fn extra(typed: &[u8], j: usize) -> u32 {
    match j {
        0 => 14 + FIRST,
        _ if typed[j] == typed[j - 1] => 7,
        _ if typed[j] == b'e' && j + 1 == typed.len() => SILENT,
        _ => 14,
    }
}

/// Letters that sound or print alike.
const SIMILAR: [&[u8]; 14] = [
    b"aeiouy", b"ckqs", b"csz", b"fv", b"dt", b"gj", b"mn", b"bp", b"ilt", b"ceo", b"hb", b"nu", b"uvw",
    b"xz",
];
const KEYBOARD: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// For each letter those that sound or print like it and those beside it on the keyboard, a bit for each: asked for nearly
/// every cell.
const LIKE: [u32; 26] = {
    let mut like = [0; 26];
    let mut group = 0;
    while group < SIMILAR.len() {
        let (letters, mut at) = (SIMILAR[group], 0);
        while at < letters.len() {
            let mut other = 0;
            while other < letters.len() {
                like[(letters[at] - b'a') as usize] |= 1 << (letters[other] - b'a');
                other += 1;
            }
            at += 1;
        }
        group += 1;
    }
    let mut key = 0;
    while key < 100 {
        let mut other = 0;
        while other < 100 {
            let ([y, x], [v, u]) = ([key / 10, key % 10], [other / 10, other % 10]);
            let is_there = y < 3 && v < 3 && x < KEYBOARD[y].len() && u < KEYBOARD[v].len();
            if is_there && y.abs_diff(v) <= 1 && x.abs_diff(u) <= 1 {
                like[(KEYBOARD[y][x] - b'a') as usize] |= 1 << (KEYBOARD[v][u] - b'a');
            }
            other += 1;
        }
        key += 1;
    }
    like
};

fn replaced(letter: u8, typed: u8) -> u32 {
    // Past the alphabet there are no bits.
    let bit = 1u32.checked_shl(u32::from(typed.wrapping_sub(b'a'))).unwrap_or(0);
    let place = usize::from(letter.wrapping_sub(b'a'));
    if LIKE.get(place).is_some_and(|letters| letters & bit != 0) { REPLACED } else { EDIT }
}

/// The letter that the last two of `letters` sound or print like; if there is none, what no letter is.
fn alike(letters: &[u8]) -> u8 {
    const PAIRS: [&[u8; 3]; 12] =
        [b"rnm", b"nnm", b"vvw", b"cld", b"lih", b"iin", b"phf", b"ckk", b"ksx", b"quk", b"ghg", b"wrr"];
    let [.., a, b] = letters else { return u8::MAX };
    PAIRS.iter().find(|pair| pair[0] == *a && pair[1] == *b).map_or(u8::MAX, |pair| pair[2])
}

/// Letters, commonest first.
const LETTERS: &[u8; 26] = b"eaiorntslcudpmhgbyfvkwzxqj";

/// How the words begin that `word` may have been meant to be, likeliest first: where in the dictionary to look. The first
/// letters are rarely wrong, so the first few cover most slips.
pub fn beginnings(word: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let typed: Vec<char> = word.chars().collect();
    let [a, b, c, ref rest @ ..] = typed[..] else { return all };
    let mut push = |letters: &[char]| all.push(letters.iter().collect());
    // Right so far, the longest first: in a large dictionary many words share two letters.
    for len in (2..typed.len().min(7)).rev() {
        push(&typed[..len]);
    }
    // Two swapped, one too many, one typed twice or once. Three letters where there are as many: two slips at the beginning
    // are rare, and so are parts to be fetched for them.
    let (d, len) = rest.first().map_or((c, 2), |&d| (d, 3));
    for letters in [[b, a, c], [a, c, b], [a, c, d], [b, c, d]] {
        push(&letters[..len]);
    }
    // One in place of one that is like it, then one left out; the second letter before the first.
    for slip in 0..4 {
        for &letter in LETTERS {
            let other = char::from(letter);
            let (typed, letters) = match slip {
                0 => (b, [a, other, c]),
                1 => (a, [other, b, c]),
                2 => ('\0', [a, other, b]),
                _ => ('\0', [other, a, b]),
            };
            if typed == '\0' || replaced(letter, typed as u8) < EDIT {
                push(&letters);
            }
        }
    }
    all
}

/// The ways to read `word` as two words run together; each is worth a look in the dictionary. Halves have three letters
/// or more: shorter ones are in any dictionary, so that every second slip could be read as two words.
pub fn splits(word: &str) -> Vec<[&str; 2]> {
    let mut splits = Vec::new();
    for (at, _) in word.char_indices() {
        let (one, two) = word.split_at(at);
        if one.len() >= LETTERS_MIN
            && two.len() >= LETTERS_MIN
            && !(text::is_function_word(one) && text::is_function_word(two))
        {
            splits.push([one, two]);
        }
    }
    splits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best of `words` for `typed`; each is in ten articles, or in as many as stand behind it.
    fn best(typed: &str, words: &str) -> String {
        let mut corrector = Corrector::new(typed).unwrap();
        for word in words.split(' ') {
            let (word, documents) = word.split_once(':').unwrap_or((word, "10"));
            corrector.offer(word, documents.parse().unwrap());
        }
        corrector.best().first().map(|best| best.word.clone()).unwrap_or_default()
    }

    #[test]
    fn slips_that_people_make() {
        assert_eq!(best("recieve", "receive relieve recite"), "receive");
        assert_eq!(best("accomodation", "accommodation"), "accommodation");
        assert_eq!(best("mangement", "management manage"), "management");
        assert_eq!(best("consutlation", "consultation consolation"), "consultation");
        assert_eq!(best("anagement", "management agreement"), "management");
        assert_eq!(best("pensoins", "pension pensions"), "pensions");
        assert_eq!(best("govemment", "government"), "government");
        assert_eq!(best("redundnacyy", "redundancy"), "redundancy");
    }

    #[test]
    fn commonness_decides_between_equals() {
        assert_eq!(best("pey", "pay:90 pen:2 pew:1"), "pay");
        assert_eq!(best("wark", "work:50 ward:50 bark:1"), "work");
    }

    #[test]
    fn what_is_too_far_is_no_correction() {
        assert_eq!(best("nurse", "horse curtsy nightingale"), "");
        assert_eq!(best("consultation", "conversation"), "");
        assert!(["ab", "b12", "2024", "a&e", ""].into_iter().all(|word| Corrector::new(word).is_none()));
    }

    #[test]
    fn halves_are_words() {
        assert!(splits("payaward").iter().any(|halves| halves == &["pay", "award"]));
        assert!(splits("thenurses").iter().any(|halves| halves == &["the", "nurses"]));
        assert!(!splits("whatwas").iter().any(|halves| halves == &["what", "was"]));
        assert_eq!(splits("ééé").len() + splits("abcde").len(), 0);
    }

    #[test]
    fn the_likeliest_beginnings_come_first() {
        let all = beginnings("anagement");
        assert_eq!(all[..5], ["anagem", "anage", "anag", "ana", "an"]);
        assert!(all.contains(&"man".to_owned()), "{all:?}");
        assert!(all.len() < 120);
        assert!(beginnings("ab").is_empty());
    }

    #[test]
    fn letters_are_like_those_of_their_groups_and_those_beside_them() {
        let place = |c: u8| {
            KEYBOARD.iter().enumerate().find_map(|(y, row)| Some((row.iter().position(|&k| k == c)?, y)))
        };
        for (one, other) in (0..=255u8).flat_map(|one| (0..=255u8).map(move |other| (one, other))) {
            let is_similar = SIMILAR.iter().any(|group| group.contains(&one) && group.contains(&other));
            let is_near = match (place(one), place(other)) {
                (Some((x, y)), Some((u, v))) => x.abs_diff(u) <= 1 && y.abs_diff(v) <= 1,
                _ => false,
            };
            let expected = if is_similar || is_near { REPLACED } else { EDIT };
            assert_eq!(replaced(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn any_text_may_be_typed_and_offered() {
        for typed in ["\0\0\0\0", "é\0abc", "rn\0m", "\u{7f}xyz"] {
            let mut corrector = Corrector::new(typed).unwrap();
            for word in ["\0\0\0", "\0abc", "é\0\0", "rnm", "\u{10ffff}"] {
                corrector.offer(word, 1);
            }
            corrector.offer(typed, 1);
            assert_eq!(corrector.best()[0].word, typed);
        }
    }

    /// Without weights: insert, delete, replace, swap neighbours, by the textbook.
    fn edits(a: &[u8], b: &[u8]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a @ ..], [y, b @ ..]) if x == y => edits(a, b),
            ([x, p @ ..], [y, q @ ..]) => {
                let swapped = match (p, q) {
                    ([z, p @ ..], [w, q @ ..]) if x == w && y == z => edits(p, q),
                    _ => usize::MAX - 1,
                };
                1 + edits(p, q).min(edits(a, q)).min(edits(p, b)).min(swapped)
            }
        }
    }

    proptest::proptest! {
        /// Whatever is one edit away is found, at the cost of no more than one edit of the first letter.
        #[test]
        fn one_edit_is_always_found(typed in "[a-e]{4,9}", words in proptest::collection::vec("[a-e]{3,10}", 1..20)) {
            for word in &words {
                let mut corrector = Corrector::new(&typed).unwrap();
                corrector.offer(word, 1);
                let near = edits(word.as_bytes(), typed.as_bytes()) <= 1;
                assert!(!near || corrector.best().first().is_some_and(|best| best.cost <= EDIT + FIRST), "{word}");
            }
        }

        /// Rows that are kept from the word before change nothing.
        #[test]
        fn the_order_of_offers_does_not_matter(typed in "[a-c]{3,10}", mut words in proptest::collection::vec("[a-c]{2,9}", 1..40)) {
            let offered = |words: &[String]| {
                let mut corrector = Corrector::new(&typed).unwrap();
                words.iter().for_each(|word| corrector.offer(word, 1));
                corrector.best().to_vec()
            };
            let before = offered(&words);
            words.sort();
            proptest::prop_assert_eq!(before, offered(&words));
        }
    }
}
