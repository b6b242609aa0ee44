//! A query, read; and reading one that is words alone, which most are.
//!
//! What else a query may have in it, [`super::operators`] reads, which not every search loads.

use std::ops::Range;

use super::Note;
use crate::strings::{self, begins_with_digit, until};
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

/// A query of so many content words is short: an article with all of them is not beaten by one with half of them or fewer.
pub const SHORT: usize = 4;
/// So much of a query is repeated in a note.
const PART_BYTES_MAX: usize = 80;
/// A query of more content words (or phrases) is prose.
const SENTENCE: usize = 8;

/// Reads the words of a query, and whether they are all there is. If there may be more, it is for
/// [`super::operators::parse`], and the words tell no more than where most of it will be looked up.
pub fn words(query: &str, typing: bool) -> (Query, bool) {
    let mut parser = Parser::new(query, typing);
    let mut are_all = true;
    while parser.goes_on() {
        let start = parser.at;
        let rest = parser.rest();
        let word = &rest[..until(rest, char::is_whitespace)];
        let name = until(word, |c| !c.is_ascii_alphabetic());
        let is_field = word.as_bytes().get(name) == Some(&b':');
        are_all &= !(is_field
            || word.len() > 1 && is_minus(word)
            || matches!(word, "AND" | "OR")
            || until(word, is_quote) < word.len());
        parser.at += word.len();
        if !is_field {
            parser.atoms(start..parser.at, Form::Glued, false, false);
        }
    }
    (parser.finish(), are_all)
}

impl Atom {
    /// Whether an article without it is no answer, however much else it has.
    pub fn is_required(&self) -> bool {
        self.title || self.form == Form::Phrase
    }

    /// The term of the whole of a glued word run together. Empty where none is: `10-15` is not `1015`.
    pub fn whole(&self) -> String {
        let mut whole = String::new();
        if self.form == Form::Glued && !begins_with_digit(&self.words[0].word) {
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

/// A query that is being read.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    /// Where the next item begins.
    pub(super) at: usize,
    pub(super) typing: bool,
    words: usize,
    /// Whether `OR` stands before the next item.
    pub(super) or: bool,
    /// Whether phrases stay what they are however long the query is.
    pub(super) keeps_phrases: bool,
    pub(super) parsed: Query,
}

/// Whether this begins with what stands before what is not wanted.
pub(super) fn is_minus(text: &str) -> bool {
    matches!(text.chars().next(), Some('-' | '−'))
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, typing: bool) -> Self {
        let parsed = Query::default();
        Parser { text, at: 0, typing, words: 0, or: false, keeps_phrases: false, parsed }
    }

    /// Whether there is another item; then it begins here.
    pub(super) fn goes_on(&mut self) -> bool {
        let rest = self.rest();
        self.at += until(rest, |c| !c.is_whitespace());
        if self.at == self.text.len() {
            return false;
        }
        let goes_on = self.words < MAX_WORDS;
        if !goes_on {
            self.parsed.notes.push(Note::Cut { words: self.words as u32 });
        }
        goes_on
    }

    /// The query, once all its items are read.
    pub(super) fn finish(mut self) -> Query {
        self.loosen();
        self.join();
        self.parsed
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
                    if *form == Form::Glued
                        || *form == Form::Phrase && words > SENTENCE && !self.keeps_phrases =>
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

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn unread(&mut self, range: Range<usize>) {
        let part = self.part(range);
        self.parsed.notes.push(Note::Unread { part });
    }

    /// What a note repeats of the query: no more than can be shown.
    pub(super) fn part(&self, range: Range<usize>) -> String {
        let part = &self.text[range];
        part[..part.floor_char_boundary(PART_BYTES_MAX)].to_owned()
    }

    /// Adds the words in `range` of the query.
    pub(super) fn atoms(&mut self, range: Range<usize>, form: Form, title: bool, not: bool) {
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
        for words in runs {
            if words.is_empty() {
                continue;
            }
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
pub(super) fn runs(text: &str, offset: usize, limit: usize) -> Vec<Vec<Word>> {
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
