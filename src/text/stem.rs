//! Porter2, the Snowball project's English stemmer, as of Snowball 3.1.
//!
//! Algorithm: Martin Porter and contributors, <https://snowballstem.org/algorithms/english/stemmer.html>. Written anew
//! on bytes with one routine over tables of endings, because that is a third of the generated code in the wasm.
//! Conforms to Snowball's vocabulary of 42,649 words (`tests/suite/text.rs`).

/// What an ending must meet before it is replaced.
#[derive(Clone, Copy, PartialEq)]
enum If {
    Always,
    /// Preceded by one of these letters.
    After(&'static [u8]),
    /// The ending lies in R2 (instead of R1).
    InR2,
}

type Rule = (&'static str, &'static str, If);
use If::{After, Always, InR2};

use crate::strings::has_letter;

/// Longest first among those that end alike: the first that fits is the one that is meant.
const STEP_2: [Rule; 25] = [
    ("ational", "ate", Always),
    ("ization", "ize", Always),
    ("fulness", "ful", Always),
    ("ousness", "ous", Always),
    ("iveness", "ive", Always),
    ("tional", "tion", Always),
    ("biliti", "ble", Always),
    ("lessli", "less", Always),
    ("ousli", "ous", Always),
    ("entli", "ent", Always),
    ("ation", "ate", Always),
    ("alism", "al", Always),
    ("aliti", "al", Always),
    ("iviti", "ive", Always),
    ("fulli", "ful", Always),
    ("ogist", "og", Always),
    ("enci", "ence", Always),
    ("anci", "ance", Always),
    ("abli", "able", Always),
    ("izer", "ize", Always),
    ("ator", "ate", Always),
    ("alli", "al", Always),
    ("bli", "ble", Always),
    ("ogi", "og", After(b"l")),
    ("li", "", After(b"cdeghkmnrt")),
];

const STEP_3: [Rule; 9] = [
    ("ational", "ate", Always),
    ("tional", "tion", Always),
    ("alize", "al", Always),
    ("icate", "ic", Always),
    ("iciti", "ic", Always),
    ("ical", "ic", Always),
    ("ness", "", Always),
    ("ful", "", Always),
    ("ative", "", InR2),
];

const STEP_4: [Rule; 18] = [
    ("ement", "", InR2),
    ("ment", "", InR2),
    ("ance", "", InR2),
    ("ence", "", InR2),
    ("able", "", InR2),
    ("ible", "", InR2),
    ("ant", "", InR2),
    ("ent", "", InR2),
    ("ism", "", InR2),
    ("ate", "", InR2),
    ("iti", "", InR2),
    ("ous", "", InR2),
    ("ive", "", InR2),
    ("ize", "", InR2),
    ("ion", "", After(b"st")),
    ("al", "", InR2),
    ("er", "", InR2),
    ("ic", "", InR2),
];

/// Words that the rules get wrong, with their stems.
const EXCEPTIONS: [(&str, &str); 15] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];

/// Beginnings after which R1 starts, where the rule would conflate too much.
const BEGINNINGS: [&str; 9] =
    ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];

/// Stems `word` (lower case) in place. Words of one or two letters stay; whatever is not an ASCII letter counts as a
/// consonant, so any bytes are safe. Cost: one pass, no allocation.
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
    // The longest has six letters.
    if word.len() <= 6
        && let Some((_, to)) = EXCEPTIONS.iter().find(|(from, _)| from == word)
    {
        word.clear();
        word.push_str(to);
        return;
    }
    let mut stemmer = Stemmer { word: std::mem::take(word).into_bytes(), r1: 0, r2: 0 };
    stemmer.run();
    stemmer.word.make_ascii_lowercase();
    *word = String::from_utf8(stemmer.word).unwrap_or_default();
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
        self.replace(&STEP_2);
        self.replace(&STEP_3);
        self.replace(&STEP_4);
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

    fn ends(&self, ending: &str) -> bool {
        // Nearly always it is the last letter that differs, which needs no call.
        self.word.last() == ending.as_bytes().last() && self.word.ends_with(ending.as_bytes())
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
        if let Some(ending) = ["'s'", "'s", "'"].iter().find(|e| self.ends(e)) {
            self.cut(ending.len());
        }
        if self.ends("sses") {
            self.cut(2);
        } else if self.ends("ied") || self.ends("ies") {
            self.cut(if self.word.len() > 4 { 2 } else { 1 });
        } else if self.ends("s")
            && !self.ends("us")
            && !self.ends("ss")
            && self.has_vowel(self.word.len().max(2) - 2)
        {
            self.cut(1);
        }
    }

    /// Step 1b.
    fn past_and_participle(&mut self) {
        let endings = ["eedly", "eed", "ingly", "edly", "ing", "ed"];
        let Some(ending) = endings.iter().find(|e| self.ends(e)) else { return };
        let root = self.word.len() - ending.len();
        if ending.starts_with("ee") {
            if root >= self.r1 && !matches!(&self.word[..root], b"proc" | b"exc" | b"succ") {
                self.word.truncate(root + 2);
            }
            return;
        }
        if *ending == "ing" {
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

    /// Steps 2, 3 and 4: the longest ending decides, whether or not its condition holds.
    fn replace(&mut self, rules: &[Rule]) {
        let Some((ending, with, condition)) = rules.iter().find(|(ending, ..)| self.ends(ending)) else {
            return;
        };
        let root = self.word.len() - ending.len();
        let holds = match condition {
            Always => root >= self.r1,
            InR2 => root >= self.r2,
            // `ion` is a step 4 ending and asks for R2 as well.
            After(letters) => {
                root >= (if *ending == "ion" { self.r2 } else { self.r1 })
                    && root > 0
                    && has_letter(letters, self.word[root - 1])
            }
        };
        if holds {
            self.word.truncate(root);
            self.word.extend(with.as_bytes());
        }
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

    #[test]
    fn a_stem_is_never_longer_than_its_word_by_more_than_a_letter() {
        for word in ["tying", "hoping", "luxuriated", "sized"] {
            assert!(stemmed(word).len() <= word.len() + 1);
        }
    }
}
