//! Cuts text into tokens.

use std::ops::Range;

use super::fold::{Class, fold};
use super::{spelling, stem::stem, welsh};
use crate::strings::{self, key, keys};

/// The language that a text is marked with, as far as the tokenizer tells languages apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English, and everything that is not Welsh: a query does not say its language, so all the rest is treated as
    /// the query will be.
    #[default]
    English,
    /// Welsh: every word also stands for the radicals that it may be a mutation of.
    Welsh,
}

impl Lang {
    /// From a BCP 47 tag: `cy`, `cy-GB`.
    pub fn of(tag: &str) -> Self {
        match tag.as_bytes() {
            [b'c' | b'C', b'y' | b'Y'] | [b'c' | b'C', b'y' | b'Y', b'-' | b'_', ..] => Lang::Welsh,
            _ => Lang::English,
        }
    }
}

/// Why a [`Token`] is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The word itself. Exactly one at each position.
    Word,
    /// This word and the next run together, at the position of the first: `coproduction` for *co-production*. An index
    /// needs to keep such a term only if it is also a [`Kind::Word`] somewhere, or a whole word with hyphens
    /// ([`Token::glued`]) for which a query that is split instead would not find its parts.
    Joined,
    /// A radical that the Welsh word at the same position may be a mutation of.
    Welsh,
}

/// One term at one place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What to highlight: a half-open range of UTF-8 bytes.
    pub range: Range<usize>,
    /// Counts the words of the text from 0. Several tokens may share a position; positions never fall.
    pub position: u32,
    /// The word with case, accents and apostrophes folded, and with the hyphens of a whole word with hyphens: what to suggest, and
    /// what to compare a slip with.
    pub written: &'a str,
    /// The same with its spelling folded as well, not stemmed: what exactness is judged by.
    pub word: &'a str,
    /// What the index holds: the word's stem. At most [`MAX_TERM_BYTES`].
    pub term: &'a str,
    /// Why it is there.
    pub kind: Kind,
    /// Whether nothing but a hyphen, dot or the like stands between this word and the one before, as in
    /// *co-production*, *nhs.uk* or *22.6bn*: a query means them as a phrase. Of what is [`Kind::Joined`] whether it is all of
    /// a word with hyphens.
    pub glued: bool,
}

/// No term has more bytes; longer words are cut. The longest English words in use have some 30 letters.
pub const MAX_TERM_BYTES: usize = 40;

/// A written word with more parts than this is cut: no address has that many, and what has is no address.
const MAX_PARTS: usize = 32;

/// First elements that are often written apart from what they belong to; both then also count as one word.
const COMBINING: [u64; 30] = keys([
    "anti", "co", "cross", "e", "ex", "health", "home", "inter", "intra", "life", "mid", "micro", "multi",
    "non", "on", "post", "pre", "pro", "re", "self", "semi", "sub", "super", "trans", "tele", "ultra", "un",
    "web", "well", "work",
]);

/// Whether the folded `word` is one that is often written apart from what it belongs to.
pub fn is_combining(word: &str) -> bool {
    word.len() <= 8 && COMBINING.contains(&key(word.as_bytes()))
}

/// What a unit behind a number stands for.
const UNITS: [(&str, &str); 7] = [
    ("bn", "billion"),
    ("b", "billion"),
    ("mn", "million"),
    ("m", "million"),
    ("k", "thousand"),
    ("tn", "trillion"),
    ("trn", "trillion"),
];

/// Visits the tokens of `text` in order.
///
/// Words are runs of letters and digits in any script. Case, accents, apostrophes (*don’t*, *NHS’s*) and British or
/// American spelling are folded. Numbers keep their decimal point and lose their thousands commas; a unit behind a
/// number is a word (*£22.6bn* is *22.6 billion*, *3.3%* is *3.3 percent*), a range of years gives both years
/// (*2024-25*), initials with dots are one word (*N.H.S.*). Addresses give their parts, but for how they are fetched
/// and a *www* in front. Cost: one pass; allocates a few buffers, nothing per token.
///
/// ```
/// use backissue::text::{Lang, tokens};
/// let mut terms = Vec::new();
/// tokens("Trusts’ £1,500 awards", Lang::English, &mut |token| terms.push(token.term.to_owned()));
/// assert_eq!(terms, ["trust", "1500", "award"]);
/// ```
pub fn tokens(text: &str, lang: Lang, visit: &mut dyn FnMut(Token<'_>)) {
    let (folded, parts, buffer) = (String::new(), Vec::new(), Buffer::default());
    Tokenizer { text, lang, visit, folded, parts, buffer, position: 0, combining: None }.run();
}

/// The term of a folded word (as [`Token::word`] gives it, or two of them run together).
pub fn term(word: &str) -> String {
    let mut buffer = Buffer::default();
    buffer.fill(word, Lang::English);
    buffer.term
}

/// The terms of the words of `text`, in order.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    tokens(text, Lang::English, &mut |token| {
        if token.kind == Kind::Word {
            terms.push(token.term.to_owned());
        }
    });
    terms
}

/// The terms of the Welsh radicals that a folded word may be a mutation of, itself left out.
pub fn radicals(word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    welsh::radicals(word, &mut |radical| terms.push(term(radical)));
    terms.split_off(1)
}

/// Part of a written word: what stands between hyphens, dots and the like.
struct Part {
    /// In the text.
    range: Range<usize>,
    /// In the tokenizer's `folded`.
    folded: Range<usize>,
    /// Stands between the part before and this one.
    separator: char,
}

/// The forms of the token at hand.
#[derive(Default)]
struct Buffer {
    written: String,
    word: String,
    term: String,
}

impl Buffer {
    /// Works out word and term of the folded `part`.
    fn fill(&mut self, part: &str, lang: Lang) {
        let Buffer { written, word, term } = self;
        written.clear();
        written.push_str(part);
        without_apostrophes(written, lang);
        cut(written);
        word.clone_from(written);
        let is_plain = strings::is_plain(word);
        if is_plain {
            spelling::fold(word, false);
            cut(word);
        }
        term.clone_from(word);
        if is_plain {
            stem(term);
        }
    }
}

struct Tokenizer<'a, 'v> {
    text: &'a str,
    lang: Lang,
    visit: &'v mut dyn FnMut(Token<'_>),
    /// The written word at hand, folded, and its parts.
    folded: String,
    parts: Vec<Part>,
    buffer: Buffer,
    position: u32,
    /// The last word and its place in the text, if it is one of [`COMBINING`].
    combining: Option<(String, Range<usize>)>,
}

impl Tokenizer<'_, '_> {
    fn run(&mut self) {
        let text = self.text;
        // The class of the character before, where it belongs to the part that is still growing.
        let mut open: Option<Class> = None;
        let mut characters = text.char_indices();
        while let Some((at, c)) = characters.next() {
            let end = at + c.len_utf8();
            let from = self.folded.len();
            let class = fold(c, &mut self.folded);
            match class {
                Class::Letter | Class::Digit => {
                    match (open, self.parts.last_mut()) {
                        (Some(_), Some(part)) => {
                            part.range.end = end;
                            part.folded.end = self.folded.len();
                        }
                        _ => self.begin(at..end, from, '\0'),
                    }
                    open = Some(class);
                }
                Class::Nothing => {}
                Class::Single => {
                    self.folded.truncate(from);
                    self.finish();
                    fold(c, &mut self.folded);
                    self.begin(at..end, 0, '\0');
                    self.finish();
                    open = None;
                }
                Class::Apostrophe | Class::Hyphen | Class::Other => {
                    let rest = characters.as_str();
                    match (open, self.connection(open, class, c, rest)) {
                        (Some(_), Some(Connection::Within(c))) => self.folded.extend(c),
                        (Some(_), Some(Connection::Part)) => {
                            // The next character is a letter or digit and begins the next part.
                            let Some((at, next)) = characters.next() else { break };
                            let from = self.folded.len();
                            open = Some(fold(next, &mut self.folded));
                            self.begin(at..at + next.len_utf8(), from, c);
                        }
                        _ => {
                            // How an address is fetched is no word.
                            if c == ':' && rest.starts_with("//") && self.parts.len() == 1 {
                                self.parts.clear();
                                self.folded.clear();
                            }
                            self.finish();
                            open = None;
                            if c == '%' {
                                self.percent(at);
                            }
                        }
                    }
                }
            }
        }
        self.finish();
    }

    fn begin(&mut self, range: Range<usize>, from: usize, separator: char) {
        self.parts.push(Part { range, folded: from..self.folded.len(), separator });
    }

    /// How the sign `c` connects what stands before it to the `rest`, if it does.
    fn connection(&self, open: Option<Class>, class: Class, c: char, rest: &str) -> Option<Connection> {
        let before = open?;
        let next = fold(rest.chars().next()?, &mut String::new());
        if !matches!(next, Class::Letter | Class::Digit) {
            return None;
        }
        let digits = before == Class::Digit && next == Class::Digit;
        match c {
            _ if class == Class::Apostrophe => Some(Connection::Within(Some('\''))),
            '.' if digits => Some(Connection::Within(Some('.'))),
            ',' if digits => {
                let group = strings::until(rest, |c| !c.is_ascii_digit());
                (group == 3).then_some(Connection::Within(None))
            }
            '.' | '/' | '@' | '_' | '&' | ':' if self.parts.len() < MAX_PARTS => {
                (c != ':' || !digits).then_some(Connection::Part)
            }
            _ if class == Class::Hyphen && self.parts.len() < MAX_PARTS => Some(Connection::Part),
            _ => None,
        }
    }

    /// Gives the tokens of the written word at hand.
    fn finish(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let folded = std::mem::take(&mut self.folded);
        if !parts.is_empty() {
            if let Some(initials) = initials(&parts, &folded) {
                let range = parts[0].range.start..parts[parts.len() - 1].range.end;
                self.word(&initials, range, false);
            } else {
                self.written(&parts, &folded);
            }
        }
        // The buffers serve the next word.
        (self.parts, self.folded) = (parts, folded);
        self.parts.clear();
        self.folded.clear();
    }

    fn written(&mut self, parts: &[Part], folded: &str) {
        if let ([part], Some((combining, range))) = (parts, self.combining.take())
            && self.text[range.end..part.range.start] == *" "
        {
            // The token stands at the position of the word before.
            self.position -= 1;
            self.joined(&[&combining, &folded[part.folded.clone()]], range.start..part.range.end, false);
            self.position += 1;
        }
        // What most addresses begin with tells none from the others, and many leave it out.
        let is_www =
            parts.len() > 1 && parts[1].separator == '.' && &folded[parts[0].folded.clone()] == "www";
        let parts = &parts[usize::from(is_www)..];
        for (i, part) in parts.iter().enumerate() {
            let mut word = &folded[part.folded.clone()];
            let mut range = part.range.clone();
            let year;
            if i == 1 && parts.len() == 2 {
                year = last_year(&folded[parts[0].folded.clone()], word, part.separator);
                word = year.as_deref().unwrap_or(word);
            }
            let unit = unit(word);
            if let Some((number, _)) = unit {
                range.end -= word.len() - number.len();
                word = number;
            }
            let begins_with_digit = strings::begins_with_digit(word);
            if begins_with_digit && i == 0 {
                range.start = with_currency(self.text, range.start);
            }
            self.buffer.fill(word, self.lang);
            self.emit(range.clone(), Kind::Word, i > 0);
            self.welsh(range.clone(), i > 0);
            // `co-production` is also one word; `10-15` is not.
            if let Some(next) = parts.get(i + 1)
                && is_hyphen(next.separator)
                && !begins_with_digit
            {
                let is_whole = i == 0 && parts[1..].iter().all(|part| is_hyphen(part.separator));
                let is_pair = parts.len() == 2;
                let end = next.range.end;
                self.joined(&[word, &folded[next.folded.clone()]], range.start..end, is_whole && is_pair);
                if is_whole && !is_pair {
                    self.joined(&texts(parts, folded), range.start..parts[parts.len() - 1].range.end, true);
                }
            }
            self.position += 1;
            if let Some((_, unit)) = unit {
                self.word(unit, range.end..part.range.end, true);
            }
        }
        if let [part] = parts {
            let word = &folded[part.folded.clone()];
            if is_combining(word) {
                self.combining = Some((word.to_owned(), part.range.clone()));
            }
        }
    }

    /// `%` is the word *percent*; glued to its number.
    fn percent(&mut self, at: usize) {
        let glued = self.text.as_bytes()[..at].last().is_some_and(u8::is_ascii_digit);
        self.word("percent", at..at + 1, glued);
    }

    /// One word at a position of its own.
    fn word(&mut self, word: &str, range: Range<usize>, glued: bool) {
        self.combining = None;
        self.buffer.fill(word, self.lang);
        self.emit(range, Kind::Word, glued);
        self.position += 1;
    }

    /// The parts run together, at the current position; `is_whole` if they are all of a word with hyphens.
    fn joined(&mut self, parts: &[&str], range: Range<usize>, is_whole: bool) {
        self.buffer.fill(&strings::join(parts, ""), self.lang);
        // Only an index has a use for it.
        #[cfg(feature = "build")]
        if is_whole {
            self.buffer.written = strings::join(parts, "-");
            without_apostrophes(&mut self.buffer.written, self.lang);
        }
        self.emit(range, Kind::Joined, is_whole);
    }

    /// The radicals of the current word, if the text is Welsh.
    fn welsh(&mut self, range: Range<usize>, glued: bool) {
        if self.lang != Lang::Welsh
            || !self.buffer.word.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        {
            return;
        }
        let Buffer { written, word, .. } = &self.buffer;
        let (position, visit) = (self.position, &mut self.visit);
        for term in &radicals(word) {
            visit(Token { range: range.clone(), position, written, word, term, kind: Kind::Welsh, glued });
        }
    }

    fn emit(&mut self, range: Range<usize>, kind: Kind, glued: bool) {
        let Buffer { written, word, term } = &self.buffer;
        (self.visit)(Token { range, position: self.position, written, word, term, kind, glued });
    }
}

/// What a sign within a written word does.
enum Connection {
    /// The part goes on; the sign is kept like this or left out.
    Within(Option<char>),
    /// The next part begins.
    Part,
}

fn is_hyphen(c: char) -> bool {
    fold(c, &mut String::new()) == Class::Hyphen
}

/// `N.H.S.` and `U.S.` as one word; `A&E` and `R&D` with their sign.
fn initials(parts: &[Part], folded: &str) -> Option<String> {
    let short = |part: &Part, sign, bytes| {
        (part.separator == sign || part.separator == '\0')
            && part.folded.len() <= bytes
            && strings::is_plain(&folded[part.folded.clone()])
    };
    let between = match parts {
        [_] => return None,
        parts if parts.iter().all(|part| short(part, '.', 1)) => "",
        parts if parts.iter().all(|part| short(part, '&', 2)) => "&",
        _ => return None,
    };
    Some(strings::join(&texts(parts, folded), between))
}

/// The parts as they are folded.
fn texts<'a>(parts: &[Part], folded: &'a str) -> Vec<&'a str> {
    let mut texts = Vec::new();
    parts.iter().for_each(|part| texts.push(&folded[part.folded.clone()]));
    texts
}

/// The second year of `2024-25` or `1999/00` in full.
fn last_year(first: &str, second: &str, separator: char) -> Option<String> {
    let (first, second) = (strings::number(first, 4)?, strings::number(second, 2)?);
    let later = first / 100 * 100 + second + if first % 100 == 99 { 100 } else { 0 };
    // Not `2024-01`, which is a month.
    let plausible =
        (1600..2200).contains(&first) && later > first && (is_hyphen(separator) || separator == '/');
    plausible.then(|| strings::decimal(later))
}

/// Cuts `22.6bn` into the number and the unit's name.
fn unit(word: &str) -> Option<(&str, &'static str)> {
    let end = strings::until(word, |c| !c.is_ascii_digit() && c != '.');
    let (number, letters) = (&word[..end], &word[end..]);
    let (_, name) = UNITS.iter().find(|(unit, _)| *unit == letters)?;
    (!number.is_empty()).then_some((number, *name))
}

/// Where the number begins, with a currency sign before it.
fn with_currency(text: &str, start: usize) -> usize {
    match text[..start].chars().next_back() {
        Some(sign @ ('£' | '$' | '€' | '¥')) => start - sign.len_utf8(),
        _ => start,
    }
}

/// Takes off `’s` and its like, and the apostrophes within.
fn without_apostrophes(word: &mut String, lang: Lang) {
    let Some(at) = strings::last_of(word, b"'") else { return };
    let clitics = match lang {
        Lang::English => "s ll re ve d m",
        Lang::Welsh => "r n u i w m th ch",
    };
    if at > 0 && strings::has_word(clitics, &word[at + 1..]) {
        word.truncate(at);
    }
    word.retain(|c| c != '\'');
}

/// Keeps the bound on terms.
fn cut(word: &mut String) {
    let mut end = word.len().min(MAX_TERM_BYTES);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `term@position`, with `+` for joined forms, `<` for glued words.
    fn shown(text: &str, lang: Lang) -> String {
        let mut all = Vec::new();
        tokens(text, lang, &mut |token| {
            let mark = match (token.kind, token.glued) {
                (Kind::Joined, _) => "+",
                (_, true) => "<",
                _ => "",
            };
            all.push(format!("{mark}{}@{}", token.term, token.position));
        });
        all.join(" ")
    }

    fn english(text: &str) -> String {
        shown(text, Lang::English)
    }

    #[test]
    fn words() {
        assert_eq!(english("The Nurses’ café, naïve—or not?"), "the@0 nurs@1 cafe@2 naiv@3 or@4 not@5");
        assert_eq!(
            english("NHS's don't I'll O’Brien rock 'n' roll"),
            "nhs@0 dont@1 i@2 obrien@3 rock@4 n@5 roll@6"
        );
        assert_eq!(english("co\u{ad}operate ﬁne"), "cooper@0 fine@1");
        assert_eq!(english("語学 Привет"), "語@0 学@1 привет@2");
        assert_eq!(english(" \u{a0}•–…"), "");
    }

    #[test]
    fn numbers() {
        assert_eq!(english("£22.6bn"), "22.6@0 <billion@1");
        assert_eq!(english("£22.6 billion"), "22.6@0 billion@1");
        assert_eq!(english("3.3% or 3.3 percent"), "3.3@0 <percent@1 or@2 3.3@3 percent@4");
        assert_eq!(english("1,500,000 and 10,20"), "1500000@0 and@1 10@2 20@3");
        assert_eq!(english("2024-25 2024–2025 1999/00"), "2024@0 <2025@1 2024@2 <2025@3 1999@4 <2000@5");
        assert_eq!(english("2024-01 2024-06-30"), "2024@0 <01@1 2024@2 <06@3 <30@4");
        assert_eq!(
            english("10-15% 5m B12 COVID-19"),
            "10@0 <15@1 <percent@2 5@3 <million@4 b12@5 covid@6 +covid19@6 <19@7"
        );
    }

    #[test]
    fn hyphens() {
        assert_eq!(english("co-production"), "co@0 +coproduct@0 <product@1");
        assert_eq!(english("co production"), "co@0 +coproduct@0 product@1");
        assert_eq!(english("coproduction"), "coproduct@0");
        assert_eq!(
            english("not-for-profit"),
            "not@0 +notfor@0 +notforprofit@0 <for@1 +forprofit@1 <profit@2"
        );
        assert_eq!(english("co\nproduction"), "co@0 product@1");
    }

    #[test]
    fn addresses_and_initials() {
        assert_eq!(english("info@nhs.uk, www.nhs.uk/jobs"), "info@0 <nhs@1 <uk@2 nhs@3 <uk@4 <job@5");
        assert_eq!(english("by https://nhs.uk www nhs.uk://"), "by@0 nhs@1 <uk@2 www@3 nhs@4 <uk@5");
        assert_eq!(english("N.H.S. U.S. A&E Q&A"), "nhs@0 us@1 a&e@2 q&a@3");
        assert_eq!(english("and/or Smith&Jones"), "and@0 <or@1 smith@2 <jone@3");
    }

    #[test]
    fn ranges_are_what_to_highlight() {
        let text = "For £22.6bn, co-production’s";
        let mut shown = Vec::new();
        tokens(text, Lang::English, &mut |token| shown.push(&text[token.range]));
        assert_eq!(shown, ["For", "£22.6", "bn", "co", "co-production’s", "production’s"]);
    }

    #[test]
    fn welsh_words_stand_for_their_radicals() {
        assert_eq!(shown("o'r Ŵyl", Lang::Welsh), "o@0 go@0 wyl@1 gwyl@1");
        assert_eq!(english("o'r"), "or@0");
    }

    #[test]
    fn long_words_are_cut() {
        let text = "é".repeat(500) + &"x-".repeat(500);
        tokens(&text, Lang::English, &mut |token| assert!(token.term.len() <= MAX_TERM_BYTES));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC{0,60}", welsh in proptest::bool::ANY) {
            let (mut position, mut start) = (0, 0);
            let lang = if welsh { Lang::Welsh } else { Lang::English };
            tokens(&text, lang, &mut |token| {
                assert!(text.get(token.range.clone()).is_some_and(|cut| !cut.is_empty()), "{token:?}");
                assert!(token.position >= position && token.range.start >= start || token.kind == Kind::Joined);
                assert!(!token.term.is_empty() && !token.word.is_empty(), "{token:?}");
                (position, start) = (token.position, token.range.start);
            });
        }
    }
}
