//! What stands for each other: acronyms and their long forms, as the articles introduce them, and an editor's list. Found
//! in the texts while building, so that whoever searches for one finds the other at the cost of a few bytes.
//!
//! A pair becomes two entries of the index. The entry of *SPP* is named `spp` and a space, its postings are the articles
//! that have *Senior Pay Panel*, its form is that long form; the entry of the long form, `senior pay panel` and a space,
//! has those with *SPP*. In the order of terms each stands right behind its first word, so a reader comes upon it when it
//! looks that word up.

use std::collections::{BTreeMap, HashMap};

use crate::index::part::MEANT;
use crate::index::part::{FORMS_MAX, TERM_BYTES_MAX};
use crate::index::{Posting, Term};
use crate::model::Article;
use crate::text::{self, Kind, Lang, terms};

/// Most pairs; the ones that most articles introduce are kept.
const PAIRS_MAX: usize = 4096;
/// Words of a member.
const WORDS_MAX: usize = 12;
/// Members that one word or phrase stands for, as the articles say; an acronym with more is none.
const PARTNERS_MAX: usize = 8;
/// More postings than this are looked up where the word itself stands, with a round trip more for who asks for all that it
/// stands for; fewer are given at once.
const POSTINGS_MAX: usize = 256;
/// Pairs that the articles introduce whose members begin with one word, since whoever looks that word up fetches them all.
const PAIRS_OF_WORD_MAX: usize = 64;
/// Members that an editor's list may name for one.
pub const LISTED_MAX: usize = FORMS_MAX;

/// What the articles and the editor say stands for each other.
#[derive(Debug, Default)]
pub struct Pairs {
    /// By the terms of the short and of the long form: as first met, and how many articles introduce them.
    learned: BTreeMap<[Vec<String>; 2], ([String; 2], u32)>,
    listed: Vec<[String; 2]>,
}

/// Why a member can stand for nothing, if so.
pub fn fault(member: &str) -> Option<&'static str> {
    let terms = terms(member);
    if terms.is_empty() {
        Some("has no word in it")
    } else if terms.len() > WORDS_MAX {
        Some("has more than 12 words")
    } else if member.len().max(terms.iter().map(|term| term.len() + 1).sum()) > TERM_BYTES_MAX {
        Some("is longer than 255 bytes")
    } else if terms.len() == 1 && text::is_function_word(&terms[0]) {
        Some("is a word that no search looks for")
    } else {
        None
    }
}

impl Pairs {
    /// With an editor's groups: in each, all stand for all others.
    pub fn new(groups: &[Vec<String>]) -> Self {
        let mut listed = Vec::new();
        for group in groups {
            for (place, one) in group.iter().enumerate() {
                listed.extend(group[place + 1..].iter().map(|other| [one.clone(), other.clone()]));
            }
        }
        Pairs { learned: BTreeMap::new(), listed }
    }

    /// Adds what [`of`] found in an article.
    pub fn add(&mut self, found: Vec<[String; 2]>) {
        for pair in found {
            let key = [terms(&pair[0]), terms(&pair[1])];
            self.learned.entry(key).or_insert((pair, 0)).1 += 1;
        }
    }
}

/// The acronyms that an article introduces, each once, with their long forms.
pub fn of(article: &Article) -> Vec<[String; 2]> {
    let mut found: Vec<[String; 2]> = Vec::new();
    let mut add = |text: &str| {
        found.extend(text::acronyms(text).iter().map(|pair| [pair.short.to_owned(), pair.long.to_owned()]));
    };
    add(&article.standfirst);
    article.texts().iter().for_each(|text| add(&text.to_string()));
    found.sort();
    found.dedup();
    found
}

/// A word or phrase with others that stand for it.
#[derive(Debug)]
struct Member {
    /// As it was met.
    text: String,
    terms: Vec<String>,
    /// A learned acronym counts only where it stands in capitals.
    is_acronym: bool,
    /// Places of those that it stands for; the first so many of them an editor listed.
    partners: Vec<usize>,
    listed: usize,
    /// In how many articles the acronym stands without its capitals, and with them.
    lower: u32,
    upper: u32,
    postings: Vec<Posting>,
}

/// All members, and what has been found of them.
#[derive(Debug)]
pub struct Members {
    members: Vec<Member>,
    /// Numbers of the words that any of them has.
    words: HashMap<String, u32>,
    /// The members by the number of their first word, with the numbers of all their words.
    starts: HashMap<u32, Vec<(usize, Vec<u32>)>>,
}

/// How often members are in an article: which, in the body, in the title; and acronyms without capitals.
pub type Found = Vec<(usize, Posting, bool)>;

impl Members {
    /// Of these pairs.
    pub fn new(pairs: Pairs) -> Self {
        let mut learned: Vec<_> = pairs.learned.into_iter().collect();
        learned.sort_by(|(a, x), (b, y)| y.1.cmp(&x.1).then_with(|| a.cmp(b)));
        learned.truncate(PAIRS_MAX);
        let mut all = Members { members: Vec::new(), words: HashMap::new(), starts: HashMap::new() };
        let mut places: HashMap<Vec<String>, usize> = HashMap::new();
        let learned = learned.into_iter().map(|(_, (pair, _))| (pair, true));
        let mut of_word: HashMap<String, usize> = HashMap::new();
        for (pair, is_learned) in pairs.listed.into_iter().map(|pair| (pair, false)).chain(learned) {
            let keys = pair.each_ref().map(|member| terms(member));
            if keys[0] == keys[1] || pair.iter().any(|member| fault(member).is_some()) {
                continue;
            }
            if is_learned {
                let counts = keys.each_ref().map(|key| {
                    let count = of_word.entry(key[0].clone()).or_default();
                    *count += 1;
                    *count
                });
                if counts.iter().any(|&count| count > PAIRS_OF_WORD_MAX) {
                    continue;
                }
            }
            let [one, two] = [0, 1].map(|side| {
                *places.entry(keys[side].clone()).or_insert_with(|| {
                    all.members.push(Member {
                        text: pair[side].clone(),
                        terms: keys[side].clone(),
                        is_acronym: is_learned && side == 0,
                        partners: Vec::new(),
                        listed: 0,
                        lower: 0,
                        upper: 0,
                        postings: Vec::new(),
                    });
                    all.members.len() - 1
                })
            });
            if !all.members[one].partners.contains(&two) {
                all.members[one].partners.push(two);
                all.members[two].partners.push(one);
                for place in [one, two] {
                    all.members[place].listed += usize::from(!is_learned);
                }
            }
        }
        for (place, member) in all.members.iter().enumerate() {
            let mut numbers = Vec::new();
            for term in &member.terms {
                let next = all.words.len() as u32 + 1;
                numbers.push(*all.words.entry(term.clone()).or_insert(next));
            }
            all.starts.entry(numbers[0]).or_default().push((place, numbers));
        }
        all
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How often the members are in an article.
    pub fn find(&self, article: &Article) -> Found {
        let lang = Lang::of(&article.lang);
        let mut found: BTreeMap<(usize, bool), Posting> = BTreeMap::new();
        let mut add = |text: &str, is_title: bool| {
            let mut numbers: Vec<(u32, bool)> = Vec::new();
            text::tokens(text, lang, &mut |token| {
                if token.kind == Kind::Word {
                    let capitals = text[token.range.clone()].chars().filter(|c| c.is_uppercase()).count() > 1;
                    numbers.push((self.words.get(token.term).copied().unwrap_or(0), capitals));
                }
            });
            for (at, (first, capitals)) in numbers.iter().enumerate() {
                for (place, wanted) in self.starts.get(first).into_iter().flatten() {
                    let words = numbers[at..].iter().map(|(number, _)| number);
                    if !words.take(wanted.len()).eq(wanted) {
                        continue;
                    }
                    let is_real = !self.members[*place].is_acronym || wanted.len() > 1 || *capitals;
                    let posting = found.entry((*place, is_real)).or_default();
                    if is_title {
                        posting.title = posting.title.saturating_add(1);
                    } else {
                        posting.body = posting.body.saturating_add(1);
                    }
                }
            }
        };
        add(&article.title, true);
        add(&article.kicker, false);
        add(&article.standfirst, false);
        article.texts().iter().for_each(|text| add(&text.to_string(), false));
        found.into_iter().map(|((place, is_real), posting)| (place, posting, is_real)).collect()
    }

    /// Takes in what was found in the next document.
    pub fn add(&mut self, doc: u32, found: Found) {
        for (place, posting, is_real) in found {
            let member = &mut self.members[place];
            if is_real {
                member.upper += 1;
                member.postings.push(Posting { doc, ..posting });
            } else {
                member.lower += 1;
            }
        }
    }

    /// The entries for the index of so many documents, in order. Of what the articles introduce nothing for an acronym that is
    /// more often a word (*ACT*), nor for what half of the articles say: that is no answer to anything. What an editor
    /// lists counts whatever it is. An entry with long postings that stands for single words has none: the commonest acronym would be
    /// there again with each word that a long form begins with. Where not all of the `df` articles that have such a word mean it (*SLIP*,
    /// *slip*), those that do have an entry beside it.
    pub fn into_terms(self, docs: u32, df: &dyn Fn(&str) -> usize) -> Vec<Term> {
        let is_word = |member: &Member| member.is_acronym && member.lower > member.upper;
        let mut out = Vec::new();
        let mut meant = BTreeMap::new();
        for member in self.members.iter().filter(|member| !is_word(member)) {
            let said = |places: &[usize]| -> Vec<&Member> {
                let partners = places.iter().filter_map(|&place| self.members.get(place));
                partners.filter(|partner| !is_word(partner) && !partner.postings.is_empty()).collect()
            };
            let (listed, learned) = member.partners.split_at(member.listed);
            let (mut partners, learned) = (said(listed), said(learned));
            if learned.len() <= PARTNERS_MAX && together(&learned).len() <= docs.div_ceil(2) as usize {
                partners.extend(learned);
            }
            partners.truncate(FORMS_MAX);
            let mut postings = together(&partners);
            if postings.is_empty() {
                continue;
            }
            if postings.len() > POSTINGS_MAX && partners.iter().all(|partner| partner.terms.len() == 1) {
                postings.clear();
                for partner in &partners {
                    let term = &partner.terms[0];
                    if df(term) != partner.postings.len() {
                        meant.insert(format!("{term}{MEANT}"), partner.postings.clone());
                    }
                }
            }
            let mut forms: Vec<String> = partners.iter().map(|partner| partner.text.clone()).collect();
            forms.sort();
            out.push(Term { text: member.terms.join(" ") + " ", forms, postings });
        }
        for (text, postings) in meant {
            out.push(Term { text, forms: Vec::new(), postings });
        }
        out.sort_by(|a, b| a.text.cmp(&b.text));
        out
    }
}

/// The articles that have any of these.
fn together(members: &[&Member]) -> Vec<Posting> {
    let mut postings: BTreeMap<u32, Posting> = BTreeMap::new();
    for found in members.iter().flat_map(|member| &member.postings) {
        let posting = postings.entry(found.doc).or_insert(Posting { doc: found.doc, ..Posting::default() });
        posting.body = posting.body.saturating_add(found.body);
        posting.title = posting.title.saturating_add(found.title);
    }
    postings.into_values().collect()
}
