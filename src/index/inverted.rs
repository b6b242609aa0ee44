//! The index while it is built: every term's postings in memory, a few bytes each, so that 100,000 articles take some
//! 900 MB.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::thread;

use super::part::{FORMS_MAX, Posting, Term};
use crate::bytes::{Cursor, put_number};
use crate::model::Article;
use crate::text::{self, Kind, Lang};

/// How often an article has a term, and in which forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the body.
    pub body: u32,
    /// In the title.
    pub title: u32,
    /// The words, as they are written but for case, accents and apostrophes.
    pub forms: BTreeSet<String>,
    /// Whether it stands there as a word of its own, not only run together with the next.
    pub is_word: bool,
    /// Whether it stands there as a word with hyphens, run together.
    pub is_compound: bool,
}

/// Terms are dealt among so many maps, so that the cores can add to them side by side. What comes out is in order and is the
/// same whatever the number.
const DECKS: usize = 8;

/// Which map a term is in.
fn deck(term: &str) -> usize {
    term.bytes().fold(0usize, |sum, byte| sum + usize::from(byte)) % DECKS
}

/// The terms of one article. Independent of all others, so articles can be counted side by side.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// By term.
    terms: [HashMap<String, Count>; DECKS],
    /// Words of the body, standfirst, kicker and authors.
    pub body_words: u32,
    /// Words of the title.
    pub title_words: u32,
}

impl Counts {
    /// Counts an article.
    pub fn of(article: &Article) -> Self {
        let lang = Lang::of(&article.lang);
        let mut counts = Counts::default();
        counts.add(&article.title, lang, true);
        for text in [&article.kicker, &article.standfirst].into_iter().chain(&article.authors) {
            counts.add(text, lang, false);
        }
        for text in article.texts() {
            counts.add(&text.to_string(), lang, false);
        }
        counts
    }

    fn add(&mut self, text: &str, lang: Lang, is_title: bool) {
        text::tokens(text, lang, &mut |token| {
            let terms = &mut self.terms[deck(token.term)];
            let count = match terms.get_mut(token.term) {
                Some(count) => count,
                None => terms.entry(token.term.to_owned()).or_default(),
            };
            let is_word = token.kind == Kind::Word;
            if is_title {
                count.title += 1;
            } else {
                count.body += 1;
            }
            // What is cut is an address, or nothing that anybody types.
            let is_compound =
                token.kind == Kind::Joined && token.glued && token.written.len() < text::MAX_TERM_BYTES;
            count.is_word |= token.kind != Kind::Joined;
            count.is_compound |= is_compound;
            // As it is written, British or American: these are what is suggested.
            if (is_word || is_compound) && !count.forms.contains(token.written) {
                count.forms.insert(token.written.to_owned());
            }
            if is_word {
                if is_title {
                    self.title_words += 1;
                } else {
                    self.body_words += 1;
                }
            }
        });
    }
}

#[derive(Debug, Default)]
struct List {
    /// For each posting: distance, body count, title count, as numbers.
    bytes: Vec<u8>,
    next: u32,
    forms: BTreeSet<String>,
    is_word: bool,
    is_compound: bool,
}

impl List {
    fn add(&mut self, doc: u32, count: Count) {
        put_number(&mut self.bytes, doc - self.next);
        put_number(&mut self.bytes, count.body.min(0xffff));
        put_number(&mut self.bytes, count.title.min(0xff));
        self.next = doc + 1;
        self.is_word |= count.is_word;
        self.is_compound |= count.is_compound;
        self.forms.extend(count.forms);
    }

    fn postings(&self) -> Vec<Posting> {
        let mut postings = Vec::new();
        let mut cursor = Cursor::new(&self.bytes);
        let mut next = 0;
        while let (Ok(gap), Ok(body), Ok(title)) = (cursor.number(), cursor.number(), cursor.number()) {
            postings.push(Posting { doc: next + gap, body: body as u16, title: title as u8 });
            next += gap + 1;
        }
        postings
    }
}

/// All terms of the articles so far.
#[derive(Debug, Default)]
pub struct Inverted {
    lists: [HashMap<String, List>; DECKS],
}

impl Inverted {
    /// Adds the next documents, which begin with `first`, on all cores.
    pub fn add(&mut self, first: u32, batch: Vec<Counts>) {
        let mut dealt: [Vec<HashMap<String, Count>>; DECKS] = Default::default();
        for counts in batch {
            for (articles, terms) in dealt.iter_mut().zip(counts.terms) {
                articles.push(terms);
            }
        }
        thread::scope(|scope| {
            for (lists, articles) in self.lists.iter_mut().zip(dealt) {
                scope.spawn(move || {
                    for (doc, terms) in (first..).zip(articles) {
                        for (term, count) in terms {
                            lists.entry(term).or_default().add(doc, count);
                        }
                    }
                });
            }
        });
    }

    /// How many documents have a term.
    pub fn df(&self, term: &str) -> usize {
        self.lists[deck(term)].get(term).map_or(0, |list| list.postings().len())
    }

    /// The postings of each word, in the words' order.
    pub fn lists(&self) -> impl Iterator<Item = Vec<Posting>> {
        let mut lists: Vec<(&String, &List)> =
            self.lists.iter().flatten().filter(|(_, list)| list.is_word).collect();
        lists.sort_by(|a, b| a.0.cmp(b.0));
        lists.into_iter().map(|(_, list)| list.postings())
    }

    /// The terms in order. Words that were only ever run together from two are left out, unless they are words with
    /// hyphens and a query for them would not be split into words that are there; `splits` says how it would.
    pub fn into_terms(self, splits: &dyn Fn(&str) -> Vec<[&str; 2]>) -> impl Iterator<Item = Term> + use<> {
        let is_word = |word: &str| {
            let term = text::term(word);
            self.lists[deck(&term)].get(&term).is_some_and(|list| list.is_word)
        };
        let comes_apart = |form: &String| {
            splits(&form.replace('-', "")).iter().any(|halves| halves.iter().all(|half| is_word(half)))
        };
        let is_lost = |list: &List| list.is_compound && !list.is_word && !list.forms.iter().all(comes_apart);
        let lost: HashSet<String> = self
            .lists
            .iter()
            .flatten()
            .filter(|(_, list)| is_lost(list))
            .map(|(term, _)| term.clone())
            .collect();
        let mut lists: Vec<(String, List)> = self
            .lists
            .into_iter()
            .flatten()
            .filter(|(term, list)| list.is_word || lost.contains(term))
            .collect();
        lists.sort_by(|a, b| a.0.cmp(&b.0));
        lists.into_iter().map(|(text, list)| {
            let postings = list.postings();
            let mut forms: Vec<String> = list.forms.into_iter().take(FORMS_MAX).collect();
            if forms == [text.as_str()] {
                forms.clear();
            }
            Term { text, forms, postings }
        })
    }
}
