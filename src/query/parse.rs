//! The query language, as a parser that never fails.
//!
//! ```text
//! query   = { item }                         wanted, unless a minus sign stands before it
//! item    = [ "-" ] ( filter | atom ) { "OR" atom }
//! atom    = [ "title:" ] ( word | '"' words '"' ) [ "*" ]
//! filter  = ( "author:" | "section:" | "issue:" | "before:" | "after:" ) ( value | '"' value '"' )
//! ```
//!
//! Whatever does not fit is searched as words, and a [`Note`] says so. `OR` is an operator in capitals only, `AND` is
//! allowed and does nothing: articles with all the words come first anyway. Of several sections or issues any will do, as an
//! article has one; other filters must all be met.

use std::ops::Range;

use super::Note;
use crate::strings;
use crate::text::{self, Kind, Lang};

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What an article should have, in the order typed. A plain word may be missing from an article that has the
    /// others; a phrase, and whatever is asked of the title, may not ([`Atom::is_required`]).
    pub wanted: Vec<Clause>,
    /// What an article must not have.
    pub unwanted: Vec<Atom>,
    /// What an article must be.
    pub filters: Vec<Filter>,
    /// What could not be read as meant.
    pub notes: Vec<Note>,
}

/// One thing wanted: any of its alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// One, or several with `OR` between them. Never empty.
    pub any: Vec<Atom>,
}

/// A word or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// In order; the words of a phrase and of a glued word follow upon each other in the text. Never empty.
    pub words: Vec<Word>,
    /// How they belong together.
    pub form: Form,
    /// Whether they must stand in the title.
    pub title: bool,
}

/// How the words of an [`Atom`] belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A single word, matched by its stem.
    Word,
    /// Several words that were written as one, as `co-production`, `2024-25`, `nhs.uk`: next to each other, matched by
    /// their stems; or run together, where [`Word::joined`] has a term.
    Glued,
    /// What stood in quotation marks, a single word included: next to each other, each exactly ([`Word::word`]).
    Phrase,
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the query, as UTF-8 bytes.
    pub range: Range<usize>,
    /// With case, accents and apostrophes folded: what a slip is compared in.
    pub written: String,
    /// With its spelling folded as well, not stemmed.
    pub word: String,
    /// Its stem, as the index has it.
    pub term: String,
    /// The term that this word makes with the next one run together: `coproduct` for `co-production` and for `co
    /// production`. Empty at the end, across quotation marks, and next to a number or a function word.
    pub joined: String,
    /// If the word may be unfinished, how a term begins that it may become. Empty for a whole word. (Terms that are
    /// shorter than what was typed are in [`crate::text::unfinished`].)
    pub prefix: String,
}

/// What an article must be, whatever its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Which property.
    pub field: Field,
    /// As typed, without quotation marks; a date for [`Field::Before`] and [`Field::After`].
    pub value: String,
    /// Whether articles that fit are left out instead of kept.
    pub not: bool,
}

/// What a [`Filter`] looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Every word of the value is in one author's name.
    Author,
    /// The section.
    Section,
    /// The issue's key.
    Issue,
    /// Dated earlier than the first day of the value (`2025`, `2025-06` or `2025-06-30`).
    Before,
    /// Dated later than the last day of the value.
    After,
}

/// No more words of a query are searched. The longest of the test collections' questions have some 150 words that
/// differ; each may cost a part of the index to fetch.
pub const MAX_WORDS: usize = 160;

/// A query of so many content words is short: an article with all of them comes before any that lacks one.
pub const SHORT: usize = 4;
/// A query of more content words (or phrases) is prose.
const SENTENCE: usize = 8;

const FIELDS: [(&str, Option<Field>); 6] = [
    ("author", Some(Field::Author)),
    ("section", Some(Field::Section)),
    ("issue", Some(Field::Issue)),
    ("before", Some(Field::Before)),
    ("after", Some(Field::After)),
    ("title", None),
];

/// Reads `query`. With `typing` its last word may be unfinished, and so may its last quotation.
///
/// Cost: linear in the query up to [`MAX_WORDS`] words; the rest is not looked at.
///
/// ```
/// use backissue::query::{Field, parse};
/// let query = parse("\"agenda for change\" pay -pensions author:doe", false);
/// assert_eq!(query.wanted.len(), 2);
/// assert_eq!(query.wanted[0].any[0].words[2].word, "change");
/// assert_eq!(query.unwanted[0].words[0].term, "pension");
/// assert_eq!(query.filters[0].field, Field::Author);
/// assert!(query.notes.is_empty());
/// ```
pub fn parse(query: &str, typing: bool) -> Query {
    let mut parser = Parser { text: query, at: 0, typing, words: 0, or: false, parsed: Query::default() };
    parser.run();
    parser.parsed
}

impl Atom {
    /// Whether an article without it is no answer, however much else it has.
    pub fn is_required(&self) -> bool {
        self.title || self.form == Form::Phrase
    }

    /// The term of the whole of a glued word run together. Empty where none is: `10-15` is not `1015`.
    pub fn whole(&self) -> String {
        let mut whole = String::new();
        if self.form == Form::Glued && !self.words[0].word.starts_with(|c: char| c.is_ascii_digit()) {
            self.words.iter().for_each(|word| whole.push_str(&word.word));
            whole = text::term(&whole);
        }
        whole
    }

    /// Whether it is a single word that says nothing by itself.
    pub fn is_function_word(&self) -> bool {
        self.form == Form::Word && text::is_function_word(&self.words[0].word)
    }
}

impl Query {
    /// All atoms that are wanted, alternatives included.
    pub fn atoms(&self) -> impl Iterator<Item = &Atom> {
        self.wanted.iter().flat_map(|clause| &clause.any)
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Where the next item begins.
    at: usize,
    typing: bool,
    words: usize,
    /// Whether `OR` stands before the next item.
    or: bool,
    parsed: Query,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Where the first character is that `stop` wants, or the end.
fn until(text: &str, stop: impl Fn(char) -> bool) -> usize {
    text.find(stop).unwrap_or(text.len())
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        loop {
            let rest = self.rest();
            self.at += until(rest, |c| !c.is_whitespace());
            if self.at == self.text.len() {
                break;
            }
            if self.words >= MAX_WORDS {
                self.parsed.notes.push(Note::Cut { words: self.words as u32 });
                break;
            }
            if !self.operator() {
                self.item();
            }
        }
        self.loosen();
        self.join();
    }

    /// A long query is a sentence, ranked as a whole: its compounds are single words there, and so are its quotations
    /// if it is very long, where they are emphasis or a title.
    fn loosen(&mut self) {
        let is_content = |clause: &Clause| clause.any.iter().any(|atom| !atom.is_function_word());
        let words = self.parsed.wanted.iter().filter(|clause| is_content(clause)).count();
        if words <= SHORT {
            return;
        }
        for clause in std::mem::take(&mut self.parsed.wanted) {
            match &clause.any[..] {
                [Atom { words: parts, form, title: false }]
                    if *form == Form::Glued || *form == Form::Phrase && words > SENTENCE =>
                {
                    if *form == Form::Phrase {
                        let (first, last) = (&parts[0].range, &parts[parts.len() - 1].range);
                        self.unread(first.start..last.end);
                    }
                    for word in parts {
                        let atom = Atom { words: vec![word.clone()], form: Form::Word, title: false };
                        self.parsed.wanted.push(Clause { any: vec![atom] });
                    }
                }
                _ => self.parsed.wanted.push(clause),
            }
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Reads `OR` between two things, `AND` anywhere.
    fn operator(&mut self) -> bool {
        let rest = self.rest();
        let word = &rest[..until(rest, char::is_whitespace)];
        let more = !rest[word.len()..].trim_start().is_empty();
        let is_operator = match word {
            "AND" => more,
            "OR" => more && !(self.parsed.wanted.is_empty() && self.parsed.filters.is_empty()) && !self.or,
            _ => false,
        };
        if is_operator {
            self.at += word.len();
            self.or |= word == "OR";
        }
        is_operator
    }

    fn item(&mut self) {
        let start = self.at;
        let not = self.rest().starts_with(['-', '−'])
            && self
                .rest()
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_ascii_alphanumeric() || is_quote(c) || c > '\u{bf}');
        if not {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        let rest = self.rest();
        let name = &rest[..until(rest, |c| !c.is_ascii_alphabetic())];
        let field = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        match field {
            Some((_, field)) if rest[name.len()..].starts_with(':') => {
                self.at += name.len() + 1;
                self.field(*field, not, start);
            }
            _ => {
                let (range, form) = self.value(start);
                self.atoms(range, form, false, not);
            }
        }
        self.or = false;
    }

    /// Takes the word or quotation that begins here; gives the place of its inside.
    fn value(&mut self, start: usize) -> (Range<usize>, Form) {
        let rest = self.rest();
        if let Some(quote) = rest.chars().next().filter(|&c| is_quote(c)) {
            let from = self.at + quote.len_utf8();
            match self.text[from..].char_indices().find(|&(_, c)| is_quote(c)) {
                Some((len, close)) => {
                    self.at = from + len + close.len_utf8();
                    return (from..from + len, Form::Phrase);
                }
                None if self.typing => {
                    self.at = self.text.len();
                    return (from..self.at, Form::Phrase);
                }
                None => {
                    self.unread(start..self.text.len());
                    self.at = from;
                }
            }
        }
        let from = self.at;
        self.at += until(self.rest(), |c| c.is_whitespace() || is_quote(c));
        (from..self.at, Form::Glued)
    }

    fn field(&mut self, field: Option<Field>, not: bool, start: usize) {
        let (range, form) = self.value(start);
        let value = self.text[range.clone()].trim();
        // A value of signs alone would fit every author, or no section.
        let has_words = !runs(value, 0, 1).is_empty();
        let is_date = matches!(field, Some(Field::Before | Field::After));
        match field {
            _ if !has_words || is_date && !is_partial_date(value) => {
                self.unread(start..self.at);
                // The field's name is a word like any other.
                self.atoms(start..self.at, Form::Glued, false, false);
            }
            Some(field) => self.parsed.filters.push(Filter { field, value: value.to_owned(), not }),
            None => self.atoms(range, form, true, not),
        }
    }

    fn unread(&mut self, range: Range<usize>) {
        // A note repeats no more of the query than can be shown.
        let part = self.text[range].chars().take(80).collect();
        self.parsed.notes.push(Note::Unread { part });
    }

    /// Adds the words in `range` of the query.
    fn atoms(&mut self, range: Range<usize>, form: Form, title: bool, not: bool) {
        let is_open = self.text[range.clone()].ends_with('*');
        let mut runs = runs(&self.text[range.clone()], range.start, MAX_WORDS - self.words);
        // A full stop or a question mark behind a word ends it.
        if let Some(last) = runs.last_mut().and_then(|run| run.last_mut())
            && (is_open || self.typing && last.range.end == self.text.len())
        {
            last.prefix = text::partial(&self.text[last.range.clone()]);
        }
        runs.iter().for_each(|run| self.words += run.len());
        if form == Form::Phrase && !runs.is_empty() {
            let mut later = runs.split_off(1);
            later.iter_mut().for_each(|run| runs[0].append(run));
        }
        for words in runs.into_iter().filter(|words| !words.is_empty()) {
            let form = if words.len() == 1 && form == Form::Glued { Form::Word } else { form };
            self.atom(Atom { words, form, title }, not);
        }
    }

    fn atom(&mut self, atom: Atom, not: bool) {
        match self.parsed.wanted.last_mut() {
            _ if not => self.parsed.unwanted.push(atom),
            Some(clause) if self.or => clause.any.push(atom),
            _ => self.parsed.wanted.push(Clause { any: vec![atom] }),
        }
    }
}

/// The words of `text`, which begins at `offset` of the query: those that are glued together in one list. (A run of
/// signs without a space may be several words: `pay,pensions`.)
fn runs(text: &str, offset: usize, limit: usize) -> Vec<Vec<Word>> {
    let mut runs: Vec<Vec<Word>> = Vec::new();
    let mut count = 0;
    text::tokens(text, Lang::English, &mut |token| {
        if token.kind != Kind::Word || count == limit {
            return;
        }
        count += 1;
        let (start, end) = (offset + token.range.start, offset + token.range.end);
        let word = Word {
            range: start..end,
            written: token.written.to_owned(),
            word: token.word.to_owned(),
            term: token.term.to_owned(),
            joined: String::new(),
            prefix: String::new(),
        };
        match runs.last_mut() {
            Some(run) if token.glued => run.push(word),
            _ => runs.push(vec![word]),
        }
    });
    runs
}

impl Parser<'_> {
    /// Works out [`Word::joined`].
    fn join(&mut self) {
        // The word before, if the next one may belong to it.
        let mut before: Option<&mut Word> = None;
        for clause in &mut self.parsed.wanted {
            let alone = clause.any.len() == 1;
            for atom in &mut clause.any {
                if !alone || atom.title || atom.form == Form::Phrase {
                    before = None;
                }
                if atom.form == Form::Phrase {
                    continue;
                }
                for word in &mut atom.words {
                    // `of the` is not *ofthe*; but `not-for-profit` is *notforprofit*, and `well being` *wellbeing*.
                    let is_solid = word.word.chars().all(|c| !c.is_ascii_digit() && c != '&');
                    let is_content = atom.form == Form::Glued || !text::is_function_word(&word.word);
                    if let Some(before) = before
                        && is_solid
                        && (is_content || text::is_combining(&before.word))
                    {
                        before.joined = text::term(&strings::join(&[&before.word, &word.word], ""));
                    }
                    before = (is_solid && is_content).then_some(word);
                }
                if !alone || atom.title {
                    before = None;
                }
            }
        }
    }
}

/// Whether `value` is `2025`, `2025-06` or `2025-06-30`.
pub(crate) fn is_partial_date(value: &str) -> bool {
    let mut parts = value.split('-');
    let mut number = |len: usize, range: std::ops::RangeInclusive<u32>| match parts.next() {
        None => true,
        Some(part) => {
            part.len() == len
                && part.bytes().all(|b| b.is_ascii_digit())
                && part.parse().is_ok_and(|number| range.contains(&number))
        }
    };
    number(4, 0..=9999) && number(2, 1..=12) && number(2, 1..=31) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The query in a notation of its own: `~` glued, quotation marks, `|` alternatives, `*` prefix, `+x` joined.
    fn read_as(query: &str, typing: bool) -> String {
        let parsed = parse(query, typing);
        let atom = |atom: &Atom| {
            let words: Vec<String> = atom
                .words
                .iter()
                .map(|word| {
                    let prefix =
                        if word.prefix.is_empty() { String::new() } else { format!("*{}", word.prefix) };
                    let joined =
                        if word.joined.is_empty() { String::new() } else { format!("+{}", word.joined) };
                    format!(
                        "{}{prefix}{joined}",
                        if atom.form == Form::Phrase { &word.word } else { &word.term }
                    )
                })
                .collect();
            let text = match atom.form {
                Form::Word => words.concat(),
                Form::Glued => words.join("~"),
                Form::Phrase => format!("\"{}\"", words.join(" ")),
            };
            if atom.title { format!("title:{text}") } else { text }
        };
        let mut all: Vec<String> = parsed
            .wanted
            .iter()
            .map(|clause| clause.any.iter().map(atom).collect::<Vec<_>>().join("|"))
            .collect();
        all.extend(parsed.unwanted.iter().map(|unwanted| format!("-{}", atom(unwanted))));
        all.extend(
            parsed
                .filters
                .iter()
                .map(|f| format!("{}{:?}={}", if f.not { "-" } else { "" }, f.field, f.value)),
        );
        all.extend(parsed.notes.iter().map(|note| format!("[{note:?}]")));
        all.join(" ")
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(read_as("Nurses' \"the pay awards\" 3%", false), "nurs \"the pay awards\" 3~percent");
        assert_eq!(read_as("“staff side” «ward»", false), "\"staff side\" \"ward\"");
        assert_eq!(read_as("co-production £22.6bn", false), "co+coproduct~product 22.6~billion");
        assert_eq!(read_as("work force plan", false), "work+workforc forc+forceplan plan");
        assert_eq!(read_as("pay,pensions", false), "pay+paypens pension");
    }

    #[test]
    fn operators() {
        assert_eq!(
            read_as("strike OR ballot -pay -\"zero hours\"", false),
            "strike|ballot -pay -\"zero hours\""
        );
        assert_eq!(read_as("a OR b OR c AND d", false), "a|b|c d");
        assert_eq!(read_as("OR this or that OR", false), "or this or that or");
        assert_eq!(read_as("- -- well-being -", false), "well+wellb~be");
        assert_eq!(read_as("well being with", false), "well+wellb be with");
        assert_eq!(read_as("organi* ballot", false), "organi*organi+organiballot ballot");
    }

    #[test]
    fn fields() {
        assert_eq!(
            read_as("author:\"Jo Doe\" -section:news ISSUE:66 title:rota after:2024-05 before:2025", false),
            "title:rota Author=Jo Doe -Section=news Issue=66 After=2024-05 Before=2025"
        );
        assert_eq!(read_as("section:news OR section:tips rota", false), "rota Section=news Section=tips");
        assert_eq!(read_as("title:\"night shift\" www.nhs.uk", false), "title:\"night shift\" nhs+nhsuk~uk");
    }

    #[test]
    fn what_cannot_be_read_is_words_and_said() {
        assert_eq!(read_as("before:soon", false), "befor+beforesoon~soon [Unread { part: \"before:soon\" }]");
        assert_eq!(read_as("after:2025-13", false), "after~2025~13 [Unread { part: \"after:2025-13\" }]");
        assert_eq!(read_as("author: doe", false), "author+authordo doe [Unread { part: \"author:\" }]");
        assert_eq!(read_as("author:& doe", false), "author+authordo doe [Unread { part: \"author:&\" }]");
        assert_eq!(
            read_as("section:\"…\" rota", false),
            "section+sectionrota rota [Unread { part: \"section:\\\"…\\\"\" }]"
        );
        assert_eq!(
            read_as("pay \"night shift", false),
            "pay+paynight night+nightshift shift [Unread { part: \"\\\"night shift\" }]"
        );
        assert_eq!(read_as("\"\" \"", false), "[Unread { part: \"\\\"\" }]");
    }

    #[test]
    fn while_typing_the_last_word_is_unfinished() {
        assert_eq!(read_as("pay consultat", true), "pay+payconsultat consultat*consultat");
        assert_eq!(read_as("pay organiz", true), "pay+payorganiz organiz*organis");
        assert_eq!(read_as("pay consult ", true), "pay+payconsult consult");
        assert_eq!(read_as("\"pay rev", true), "\"pay rev*rev\"");
        assert_eq!(read_as("\"pay rev\"", true), "\"pay rev\"");
    }

    #[test]
    fn long_queries_are_loosened() {
        assert_eq!(read_as("night-time rota", false), "night+nighttim~time+timerota rota");
        assert_eq!(
            read_as("night-time of a rota ward pay ballot", false),
            "night+nighttim time of a rota+rotaward ward+wardpay pay+payballot ballot"
        );
        assert_eq!(read_as("\"night shift\" a1 a2 a3 a4 a5", false), "\"night shift\" a1 a2 a3 a4 a5");
        assert_eq!(
            read_as("\"night shift\" a1 a2 a3 a4 a5 a6 a7 a8", false),
            "night+nightshift shift a1 a2 a3 a4 a5 a6 a7 a8 [Unread { part: \"night shift\" }]"
        );
    }

    #[test]
    fn long_queries_are_cut_and_it_is_said() {
        let parsed = parse(&"word ".repeat(2000), false);
        assert_eq!(parsed.wanted.len(), MAX_WORDS);
        assert_eq!(parsed.notes, [Note::Cut { words: MAX_WORDS as u32 }]);
        let parsed = parse(&"a.".repeat(5000), false);
        assert!(parsed.atoms().map(|atom| atom.words.len()).sum::<usize>() <= MAX_WORDS);
    }

    proptest::proptest! {
        #[test]
        fn any_query_is_read(query in "(\\PC{0,8}|[-\"“: ]|OR |title:|author:|before:20|[a-z]{1,5}){0,12}", typing in proptest::bool::ANY) {
            let parsed = parse(&query, typing);
            for word in parsed.atoms().chain(&parsed.unwanted).flat_map(|atom| &atom.words) {
                assert!(query.get(word.range.clone()).is_some() && !word.term.is_empty());
            }
        }
    }
}
