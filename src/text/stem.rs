//! Porter2, the Snowball project's English stemmer, as of Snowball 3.1.
//!
//! Algorithm: Martin Porter and contributors, <https://snowballstem.org/algorithms/english/stemmer.html>. Written anew
//! on bytes with one routine over tables of endings, because that is a third of the generated code in the wasm.
//! Conforms to Snowball's vocabulary of 42,649 words (`tests/suite/text.rs`).

use crate::strings::{has_letter, key, keys, letters};

/// An ending and what stands for it, as [`key`]s (for texts there would be an address and a length each, which pack badly), and the
/// [`letters`] that it must follow, if not just any.
type Rule = (u64, u32, u32);

const fn rule(ending: &str, with: &str, after: &str) -> Rule {
    (key(ending.as_bytes()), key(with.as_bytes()) as u32, letters(after))
}

/// Longest first among those that end alike: the first that fits is the one that is meant.
const STEP_2: [Rule; 25] = [
    rule("ational", "ate", ""),
    rule("ization", "ize", ""),
    rule("fulness", "ful", ""),
    rule("ousness", "ous", ""),
    rule("iveness", "ive", ""),
    rule("tional", "tion", ""),
    rule("biliti", "ble", ""),
    rule("lessli", "less", ""),
    rule("ousli", "ous", ""),
    rule("entli", "ent", ""),
    rule("ation", "ate", ""),
    rule("alism", "al", ""),
    rule("aliti", "al", ""),
    rule("iviti", "ive", ""),
    rule("fulli", "ful", ""),
    rule("ogist", "og", ""),
    rule("enci", "ence", ""),
    rule("anci", "ance", ""),
    rule("abli", "able", ""),
    rule("izer", "ize", ""),
    rule("ator", "ate", ""),
    rule("alli", "al", ""),
    rule("bli", "ble", ""),
    rule("ogi", "og", "l"),
    rule("li", "", "cdeghkmnrt"),
];

const STEP_3: [Rule; 8] = [
    rule("ational", "ate", ""),
    rule("tional", "tion", ""),
    rule("alize", "al", ""),
    rule("icate", "ic", ""),
    rule("iciti", "ic", ""),
    rule("ical", "ic", ""),
    rule("ness", "", ""),
    rule("ful", "", ""),
];

/// What of step 3 is to lie in R2.
const STEP_3_IN_R2: [Rule; 1] = [rule("ative", "", "")];

const STEP_4: [Rule; 18] = [
    rule("ement", "", ""),
    rule("ment", "", ""),
    rule("ance", "", ""),
    rule("ence", "", ""),
    rule("able", "", ""),
    rule("ible", "", ""),
    rule("ant", "", ""),
    rule("ent", "", ""),
    rule("ism", "", ""),
    rule("ate", "", ""),
    rule("iti", "", ""),
    rule("ous", "", ""),
    rule("ive", "", ""),
    rule("ize", "", ""),
    rule("ion", "", "st"),
    rule("al", "", ""),
    rule("er", "", ""),
    rule("ic", "", ""),
];

/// Words that the rules get wrong, with their stems.
const EXCEPTIONS: [(u64, u64); 15] = [
    exception("skis", "ski"),
    exception("skies", "sky"),
    exception("idly", "idl"),
    exception("gently", "gentl"),
    exception("ugly", "ugli"),
    exception("early", "earli"),
    exception("only", "onli"),
    exception("singly", "singl"),
    exception("sky", "sky"),
    exception("news", "news"),
    exception("howe", "howe"),
    exception("atlas", "atlas"),
    exception("cosmos", "cosmos"),
    exception("bias", "bias"),
    exception("andes", "andes"),
];

const fn exception(word: &str, stem: &str) -> (u64, u64) {
    (key(word.as_bytes()), key(stem.as_bytes()))
}

/// Beginnings after which R1 starts, where the rule would conflate too much.
const BEGINNINGS: [&str; 9] =
    ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];

/// Stems `word` (lower case) in place. Words of one or two letters stay; whatever is not an ASCII letter counts as a
/// consonant, so any bytes are safe. Cost: one pass.
///
/// ```
/// let mut word = String::from("consultations");
/// backissue::text::stem(&mut word);
/// assert_eq!(word, "consult");
/// ```
pub fn stem(word: &mut String) {
    if !word.is_ascii() {
        return;
    }
    if word.len() < 3 {
        return;
    }
    let mut stemmer = Stemmer { word: word.as_bytes().to_vec(), r1: 0, r2: 0 };
    // The longest has six letters.
    let whole = if stemmer.word.len() <= 6 { stemmer.tail() } else { 0 };
    match EXCEPTIONS.iter().find(|(word, _)| *word == whole) {
        Some((_, stem)) => {
            stemmer.word.clear();
            stemmer.append(*stem);
        }
        None => stemmer.run(),
    }
    word.clear();
    stemmer.word.make_ascii_lowercase();
    stemmer.word.iter().for_each(|&letter| word.push(char::from(letter)));
}

struct Stemmer {
    /// `Y` stands for a y that is a consonant.
    word: Vec<u8>,
    r1: usize,
    r2: usize,
}

pub(super) fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// How many letters a [`key`] has.
fn length(key: u64) -> usize {
    (64 - key.leading_zeros() as usize).div_ceil(8)
}

/// Whether what ends in `tail` ends so, both [`key`]s.
fn ends(tail: u64, ending: u64) -> bool {
    (tail ^ ending) << (64 - 8 * length(ending)) == 0
}

fn is_one_of(set: u32, letter: u8) -> bool {
    letter.is_ascii_lowercase() && set >> (letter & 31) & 1 == 1
}

impl Stemmer {
    fn run(&mut self) {
        if self.word[0] == b'\'' {
            self.word.remove(0);
        }
        let mut before = true;
        for letter in &mut self.word {
            if *letter == b'y' && before {
                *letter = b'Y';
            }
            before = is_vowel(*letter);
        }
        self.r1 = match BEGINNINGS.iter().find(|b| self.word.starts_with(b.as_bytes())) {
            Some(beginning) => beginning.len(),
            None => self.region(0),
        };
        self.r2 = self.region(self.r1);
        self.plural();
        self.past_and_participle();
        self.final_y();
        self.replace(&STEP_2, self.r1);
        if !self.replace(&STEP_3_IN_R2, self.r2) {
            self.replace(&STEP_3, self.r1);
        }
        self.replace(&STEP_4, self.r2);
        self.final_letter();
    }

    /// The region after the first consonant that follows a vowel, from `start` on.
    fn region(&self, start: usize) -> usize {
        let pairs = self.word[start..].windows(2);
        pairs
            .clone()
            .position(|p| is_vowel(p[0]) && !is_vowel(p[1]))
            .map_or(self.word.len(), |at| start + at + 2)
    }

    /// The last letters as a [`key`].
    fn tail(&self) -> u64 {
        key(&self.word[self.word.len().saturating_sub(8)..])
    }

    fn has_vowel(&self, end: usize) -> bool {
        self.word[..end].iter().any(|&letter| is_vowel(letter))
    }

    /// Cuts `len` letters off the end.
    fn cut(&mut self, len: usize) {
        self.word.truncate(self.word.len() - len);
    }

    /// Whether the word up to `end` ends in a short syllable.
    fn is_short(&self, end: usize) -> bool {
        match &self.word[..end] {
            [.., b'p', b'a', b's', b't'] => true,
            [first, second] => is_vowel(*first) && !is_vowel(*second),
            [.., a, b, c] => {
                !is_vowel(*a) && is_vowel(*b) && !is_vowel(*c) && !matches!(c, b'w' | b'x' | b'Y')
            }
            _ => false,
        }
    }

    /// Step 1a.
    fn plural(&mut self) {
        let tail = self.tail();
        if let Some(ending) = [key(b"'s'"), key(b"'s"), key(b"'")].iter().find(|ending| ends(tail, **ending))
        {
            self.cut(length(*ending));
        }
        let tail = self.tail();
        if ends(tail, key(b"sses")) {
            self.cut(2);
        } else if ends(tail, key(b"ied")) || ends(tail, key(b"ies")) {
            self.cut(if self.word.len() > 4 { 2 } else { 1 });
        } else if ends(tail, key(b"s"))
            && !ends(tail, key(b"us"))
            && !ends(tail, key(b"ss"))
            && self.has_vowel(self.word.len().max(2) - 2)
        {
            self.cut(1);
        }
    }

    /// Step 1b.
    fn past_and_participle(&mut self) {
        const ENDINGS: [u64; 6] = keys(["eedly", "eed", "ingly", "edly", "ing", "ed"]);
        let tail = self.tail();
        let Some(place) = ENDINGS.iter().position(|ending| ends(tail, *ending)) else { return };
        let root = self.word.len() - length(ENDINGS[place]);
        if place < 2 {
            if root >= self.r1 && !matches!(&self.word[..root], b"proc" | b"exc" | b"succ") {
                self.word.truncate(root + 2);
            }
            return;
        }
        if place == 4 {
            match &self.word[..root] {
                [letter, b'y'] if !is_vowel(*letter) => {
                    self.word.truncate(1);
                    return self.word.extend(b"ie");
                }
                b"inn" | b"out" | b"cann" | b"herr" | b"earr" | b"even" => return,
                _ => {}
            }
        }
        if !self.has_vowel(root) {
            return;
        }
        self.word.truncate(root);
        match self.word[..] {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.word.push(b'e'),
            // Not `add`, `egg`, `odd`.
            [b'a' | b'e' | b'o', a, b] if a == b => {}
            [.., a, b] if a == b && has_letter(b"bdfgmnprt", a) => self.cut(1),
            _ if root == self.r1 && self.is_short(root) => self.word.push(b'e'),
            _ => {}
        }
    }

    /// Step 1c.
    fn final_y(&mut self) {
        if let [_, .., before, last @ (b'y' | b'Y')] = &mut self.word[..]
            && !is_vowel(*before)
        {
            *last = b'i';
        }
    }

    /// Steps 2, 3 and 4: the longest ending decides, and only if it lies in `region` and follows what it must, it is replaced.
    /// Whether one was there.
    fn replace(&mut self, rules: &[Rule], region: usize) -> bool {
        let tail = self.tail();
        let Some((ending, with, after)) = rules.iter().find(|(ending, ..)| ends(tail, *ending)) else {
            return false;
        };
        let root = self.word.len() - length(*ending);
        if root >= region && (*after == 0 || root > 0 && is_one_of(*after, self.word[root - 1])) {
            self.word.truncate(root);
            self.append(u64::from(*with));
        }
        true
    }

    /// Appends the letters of a [`key`].
    fn append(&mut self, key: u64) {
        let bytes = key.to_be_bytes();
        self.word.extend_from_slice(&bytes[bytes.len() - length(key)..]);
    }

    /// Step 5.
    fn final_letter(&mut self) {
        let root = self.word.len().saturating_sub(1);
        let drops = match self.word.last() {
            Some(b'e') => root >= self.r2 || root >= self.r1 && !self.is_short(root),
            Some(b'l') => root >= self.r2 && root > 0 && self.word[root - 1] == b'l',
            _ => false,
        };
        if drops {
            self.cut(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut word = word.to_owned();
        stem(&mut word);
        word
    }

    /// Words of our own choice that pass through every rule, with the stems that Snowball 3.1 gives.
    #[test]
    fn stems_like_snowball() {
        let table = "consultation consult|consulting consult|managers manag|management manag|nursing nurs|nurses nurs|\
            happily happili|happy happi|cries cri|ties tie|tied tie|skis ski|dying die|vying vie|evening evening|\
            proceed proceed|agreed agre|hopping hop|hoping hope|falling fall|adding add|egged egg|generously generous|\
            generation generat|community communiti|communism communism|arsenic arsenic|past past|pasted paste|internal internal|interval interval|\
            university universiti|universal universal|lateral lateral|emergency emergenc|organisation organis|\
            organization organiz|relational relat|conditional condit|valency valenc|possibly possibl|gently gentl|\
            apology apolog|geologist geolog|usefulness use|callousness callous|decisiveness decis|formality formal|\
            electrical electr|goodness good|hopeful hope|formative format|duplicate duplic|triplicate triplic|revival reviv|allowance allow|\
            inference infer|irritant irrit|replacement replac|adjustment adjust|dependent depend|adoption adopt|\
            activate activ|angularity angular|effective effect|bowdlerize bowdler|rate rate|cease ceas|controll control|\
            roll roll|say say|by by|sky sky|news news|youth youth|boy's boy|gas gas|this this|kiwis kiwi|bias bias";
        for pair in table.split('|') {
            let (word, want) = pair.trim().split_once(' ').unwrap();
            assert_eq!(stemmed(word), want, "{word}");
        }
    }

    #[test]
    fn anything_is_safe() {
        for word in [
            "", "a", "'", "''", "'s'", "'''", "yyy", "é", "ing", "eed", "s", "ied", "ion", "22s", "ll",
            "ytying",
        ] {
            stemmed(word);
        }
    }

    /// What is no letter is none of those that an ending must follow, whatever its bits.
    #[test]
    fn an_ending_follows_letters_only() {
        assert_eq!([stemmed("goodli"), stemmed("good2li")], ["good", "good2li"]);
    }

    #[test]
    fn a_stem_is_never_longer_than_its_word_by_more_than_a_letter() {
        for word in ["tying", "hoping", "luxuriated", "sized"] {
            assert!(stemmed(word).len() <= word.len() + 1);
        }
    }
}
