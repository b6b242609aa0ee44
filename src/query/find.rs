//! Finds in a text what the search found in the index, for marking it and for choosing what to quote.

use std::ops::Range;

use super::wording::{Asked, EXACT, HAS, NEXT};
use super::{Atom, Form, Query, Word};
use crate::text::{self, Kind, Lang};

/// One thing that was searched: a clause of the query, with whatever else counts as it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    /// Any of these is a match. Corrections, long forms of acronyms and the like are added here.
    pub patterns: Vec<Pattern>,
    /// What finding it is worth, compared to the other needles. With 0 it is neither marked nor quoted.
    pub weight: u32,
}

/// What a place in a text must look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A token with this term.
    Term(String),
    /// A word that begins like this.
    Prefix(String),
    /// Words next to each other.
    Sequence {
        /// In order: folded words if `exact`, terms if not. The last one may be followed by `*`.
        words: Vec<String>,
        /// Whether the words must be these, not only share their stems.
        exact: bool,
    },
}

/// A place where a needle was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// UTF-8 bytes of the text.
    pub range: Range<usize>,
    /// Which of the needles.
    pub needle: usize,
}

/// The needles of a query, one for each of its clauses, in order. What is unwanted has none. Function words weigh
/// nothing, unless there are no others.
pub fn needles(query: &Query) -> Vec<Needle> {
    let mut needles = Vec::new();
    for clause in &query.wanted {
        let mut needle = Needle::default();
        for atom in &clause.any {
            needle.add(atom);
            needle.weight |= u32::from(!atom.is_function_word());
        }
        needles.push(needle);
    }
    if needles.iter().all(|needle| needle.weight == 0) {
        needles.iter_mut().for_each(|needle| needle.weight = 1);
    }
    needles
}

impl Needle {
    /// Makes whatever matches `atom` a match.
    pub fn add(&mut self, atom: &Atom) {
        match (&atom.words[..], atom.form) {
            ([word], Form::Word) => self.add_word(word),
            (words, form) => {
                let exact = form == Form::Phrase;
                let unfinished = words.last().is_some_and(|last| !last.prefix.is_empty());
                let mut sequence = Vec::new();
                for word in words {
                    sequence.push(if exact { word.word.clone() } else { word.term.clone() });
                }
                if let (true, Some(last)) = (unfinished, sequence.last_mut()) {
                    last.push('*');
                }
                self.patterns.push(Pattern::Sequence { words: sequence, exact });
                // Written solid: the whole, or two of its parts.
                let whole = atom.whole();
                if !whole.is_empty() {
                    self.patterns.push(Pattern::Term(whole));
                    self.add_joined(words);
                }
            }
        }
    }

    /// Makes these words, next to each other, a match.
    pub fn add_words(&mut self, text: &str) {
        let words = text::terms(text);
        if !words.is_empty() {
            self.patterns.push(Pattern::Sequence { words, exact: false });
        }
    }

    /// Makes the words of its phrases a match, each by itself; false if it has none.
    pub fn loosen(&mut self) -> bool {
        let mut terms = Vec::new();
        for pattern in &mut self.patterns {
            if let Pattern::Sequence { words, exact: exact @ true } = pattern {
                *exact = false;
                for word in &*words {
                    if !text::is_function_word(word) {
                        terms.push(Pattern::Term(text::term(word)));
                    }
                }
            }
        }
        let is_loosened = !terms.is_empty();
        self.patterns.append(&mut terms);
        is_loosened
    }

    fn add_word(&mut self, word: &Word) {
        self.patterns.push(Pattern::Term(word.term.clone()));
        if !word.prefix.is_empty() {
            for term in text::unfinished(&word.prefix) {
                self.patterns.push(Pattern::Term(term));
            }
            self.patterns.push(Pattern::Prefix(word.prefix.clone()));
        }
        self.add_joined(std::slice::from_ref(word));
    }

    fn add_joined(&mut self, words: &[Word]) {
        for Word { joined, .. } in words {
            if !joined.is_empty() {
                self.patterns.push(Pattern::Term(joined.clone()));
            }
        }
    }
}

/// Finds `needles` in `text`, in order of where a match ends. Cost: one pass over the text, each token compared with
/// each pattern.
///
/// ```
/// use backissue::query::{find, needles, parse};
/// use backissue::text::Lang;
/// let found = find("Nurses were balloted.", Lang::English, &needles(&parse("nurse ballots", false)));
/// assert_eq!(found.iter().map(|m| m.range.clone()).collect::<Vec<_>>(), [0..6, 12..20]);
/// ```
pub fn find(text: &str, lang: Lang, needles: &[Needle]) -> Vec<Match> {
    Tokens::of(text, lang).find(needles)
}

/// The tokens of a text, kept: telling the words of a text takes far longer than looking for some among them.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Kept>,
    /// Words and terms one after another.
    letters: String,
}

#[derive(Clone, Debug)]
struct Kept {
    /// In the text.
    range: Range<u32>,
    is_word: bool,
    /// Where in `letters` word and term end; the word begins where the token before ends.
    word_end: u32,
    term_end: u32,
}

impl Tokens {
    /// Of a text.
    pub fn of(text: &str, lang: Lang) -> Self {
        let Tokens { mut tokens, mut letters } = Tokens::default();
        text::tokens(text, lang, &mut |token| {
            letters.push_str(token.word);
            let word_end = letters.len() as u32;
            letters.push_str(token.term);
            tokens.push(Kept {
                range: token.range.start as u32..token.range.end as u32,
                is_word: token.kind == Kind::Word,
                word_end,
                term_end: letters.len() as u32,
            });
        });
        Tokens { tokens, letters }
    }

    /// Visits them: where each stands in the text, whether it is a word of it (not one that a word stands for besides), the word
    /// and its term.
    pub fn each(&self, mut visit: impl FnMut(Range<usize>, bool, &str, &str)) {
        let mut from = 0;
        for Kept { range, is_word, word_end, term_end } in &self.tokens {
            let (word, term) = (*word_end as usize, *term_end as usize);
            let range = range.start as usize..range.end as usize;
            visit(range, *is_word, &self.letters[from..word], &self.letters[word..term]);
            from = term;
        }
    }

    /// Adds to `notes` what there is of each of the `asked` words.
    pub fn note(&self, asked: &[Asked], notes: &mut [u8]) {
        let letters = self.letters.as_bytes();
        // A bit for the last five of each first letter's.
        let bit = |letter: Option<&u8>| letter.map_or(0, |letter| 1u32 << (letter & 31));
        let begun = asked.iter().fold(0, |begun, asked| begun | bit(asked.term.as_bytes().first()));
        let (mut from, mut before) = (0, (0, 0));
        for token in &self.tokens {
            let (word, term, end) = (from, token.word_end as usize, token.term_end as usize);
            from = end;
            if !token.is_word {
                continue;
            }
            // Nearly every token ends here.
            if begun & bit(letters.get(term)) != 0 {
                for (asked, note) in asked.iter().zip(&mut *notes) {
                    if *asked.term.as_bytes() == letters[term..end] {
                        *note |= HAS
                            | if *asked.word.as_bytes() == letters[word..term] { EXACT } else { 0 }
                            | if *asked.after.as_bytes() == letters[before.0..before.1] { NEXT } else { 0 };
                    }
                }
            }
            before = (term, end);
        }
    }

    /// Finds `needles`, as [`find`] does.
    pub fn find(&self, needles: &[Needle]) -> Vec<Match> {
        let mut matches = Vec::new();
        let letters = first_letters(needles);
        // The beginnings of the words so far, by position; and how much of each sequence ends at the last of them, a bit
        // for each length (shift-and, after Baeza-Yates and Gonnet 1992).
        let mut places: Vec<u32> = Vec::new();
        let mut begun = vec![0u64; needles.iter().fold(0, |sum, needle| sum + needle.patterns.len())];
        let mut has_begun = false;
        let mut from = 0;
        for token in &self.tokens {
            let is_word = token.is_word;
            let (word, term) = (from as usize, token.word_end as usize);
            from = token.term_end;
            if is_word {
                places.push(token.range.start);
            }
            // Nearly every token ends here. (An empty one has the letter of the next.)
            let is_first = |at: usize| {
                self.letters.as_bytes().get(at).is_none_or(|&letter| letters[usize::from(letter)])
            };
            if !is_first(word) && !is_first(term) {
                if is_word && has_begun {
                    begun.fill(0);
                    has_begun = false;
                }
                continue;
            }
            let found_word = &self.letters[word..term];
            let found_term = &self.letters[term..token.term_end as usize];
            let mut states = begun.iter_mut();
            for (needle, Needle { patterns, weight }) in needles.iter().enumerate() {
                for (pattern, state) in patterns.iter().zip(&mut states) {
                    let start = match pattern {
                        _ if *weight == 0 => None,
                        Pattern::Term(term) => (term == found_term).then_some(token.range.start),
                        Pattern::Prefix(prefix) => {
                            (is_word && found_word.starts_with(&prefix[..])).then_some(token.range.start)
                        }
                        Pattern::Sequence { words, exact } if is_word => {
                            *state = advance(*state, words, if *exact { found_word } else { found_term });
                            has_begun |= *state != 0;
                            let len = words.len().min(64);
                            (*state >> (len - 1) & 1 == 1).then(|| places[places.len() - len])
                        }
                        Pattern::Sequence { .. } => None,
                    };
                    if let Some(start) = start {
                        let found = Match { range: start as usize..token.range.end as usize, needle };
                        if matches.last() != Some(&found) {
                            matches.push(found);
                        }
                    }
                }
            }
        }
        matches
    }
}

/// For each byte whether a word or term can begin with it that is, begins or continues a match.
fn first_letters(needles: &[Needle]) -> [bool; 256] {
    let mut letters = [false; 256];
    for needle in needles {
        for pattern in &needle.patterns {
            let words = match pattern {
                Pattern::Term(word) | Pattern::Prefix(word) => std::slice::from_ref(word),
                Pattern::Sequence { words, .. } => words,
            };
            for word in words {
                match word.bytes().next() {
                    None | Some(b'*') => return [true; 256],
                    Some(letter) => letters[usize::from(letter)] = true,
                }
            }
        }
    }
    letters
}

/// The state of a sequence after one more word. Sequences beyond 64 words are matched by their first 64.
fn advance(state: u64, words: &[String], found: &str) -> u64 {
    let fits = words.iter().take(64).enumerate().fold(0, |fits, (i, word)| {
        let is_match = match word.strip_suffix('*') {
            Some(prefix) => found.starts_with(prefix),
            None => word == found,
        };
        fits | u64::from(is_match) << i
    });
    (state << 1 | 1) & fits
}

/// The ranges of `matches`, as [`find`] gives them, to mark: rising, apart, none touching the next.
pub fn marks(matches: &[Match]) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for Match { range, .. } in matches {
        let (mut start, mut end) = (range.start as u32, range.end as u32);
        // No match ends before the last one begins, so whatever it does not touch lies before it.
        while let Some(last) = ranges.pop_if(|last| last.end >= start) {
            (start, end) = (last.start.min(start), last.end.max(end));
        }
        ranges.push(start..end);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// The text with what matches in brackets.
    fn marked(query: &str, text: &str) -> String {
        let needles = needles(&parse(query, query.ends_with('…')));
        let mut shown = text.to_owned();
        for range in marks(&find(text, Lang::English, &needles)).iter().rev() {
            shown.insert(range.end as usize, ']');
            shown.insert(range.start as usize, '[');
        }
        shown
    }

    #[test]
    fn stems_are_found() {
        assert_eq!(marked("manager consult", "Managing a consultation"), "[Managing] a [consultation]");
        assert_eq!(marked("the ward", "The wards of the trust"), "The [wards] of the trust");
        assert_eq!(marked("to be", "to be or not"), "[to] [be] or not");
    }

    #[test]
    fn phrases_are_exact() {
        assert_eq!(marked("\"pay award\"", "pay awards; pay, award"), "pay awards; [pay, award]");
        assert_eq!(
            marked("\"up and up and down\"", "up and up and up and down"),
            "up and [up and up and down]"
        );
        assert_eq!(marked("\"the of\"", "the of"), "[the of]");
    }

    #[test]
    fn compounds_are_found_in_every_spelling() {
        for query in ["co-production", "coproduction", "co production"] {
            for text in ["co-production", "coproduction", "co production", "co\u{2011}production"] {
                assert_eq!(marked(query, text), format!("[{text}]"), "{query}");
            }
        }
        assert_eq!(marked("22.6bn", "some £22.6 billion"), "some [£22.6 billion]");
    }

    #[test]
    fn unfinished_words_are_found() {
        let needles = needles(&parse("night consultati", true));
        let found = find("A consultation, nightly", Lang::English, &needles);
        assert_eq!(found, [Match { range: 2..14, needle: 1 }, Match { range: 16..23, needle: 0 }]);
    }

    #[test]
    fn welsh_mutations_are_found_in_welsh_text() {
        let needles = needles(&parse("ysbyty", false));
        assert_eq!(find("ei hysbyty", Lang::Welsh, &needles).len(), 1);
        assert_eq!(find("ei hysbyty", Lang::English, &needles).len(), 0);
    }

    proptest::proptest! {
        /// Character by character, what is marked is what matches.
        #[test]
        fn marks_cover_what_matches(text in "([ab]{1,2}[ -]){0,20}", query in "(|\")([ab]{1,2}[ -]){1,6}(|\")") {
            let matches = find(&text, Lang::English, &needles(&parse(&query, false)));
            let marks = marks(&matches);
            proptest::prop_assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start));
            for at in 0..text.len() {
                let is_matched = matches.iter().any(|found| found.range.contains(&at));
                let is_marked = marks.iter().any(|range| range.contains(&(at as u32)));
                proptest::prop_assert_eq!(is_marked, is_matched, "{}", at);
            }
        }

        /// A plain scan finds the same phrases.
        #[test]
        fn sequences_agree_with_a_plain_scan(text in "([ab] ){0,20}", phrase in "([ab] ){1,5}") {
            let (text, phrase) = (text.trim_end(), phrase.trim_end());
            let needles = needles(&parse(&format!("\"{phrase}\" zz"), false));
            let found: Vec<usize> = find(text, Lang::English, &needles).iter().map(|m| m.range.start).collect();
            let want: Vec<usize> = (0..text.len()).step_by(2).filter(|&at| text[at..].starts_with(phrase)).collect();
            proptest::prop_assert_eq!(found, want);
        }
    }
}
