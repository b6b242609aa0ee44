//! From a query to the articles that match it, best first.

use std::cmp::Reverse;
use std::rc::Rc;

use super::filter::Filters;
use super::score::{self, Scale};
use super::{Atom, Form, Note, Query, Request, Sort, Word, needles};
use crate::Result;
use crate::archive::Parts;
use crate::index::{Posting, Term, TermPart};
use crate::query::Needle;
use crate::store::columns::{Columns, class_length};
use crate::text;

/// In queries of so many words that say something, an article with all of them comes before any that lacks one.
const SHORT: usize = 4;
/// Most terms that an unfinished word stands for, and most parts of the index that are fetched for them.
const EXPANSIONS_MAX: usize = 64;
const EXPANSION_PARTS_MAX: u32 = 4;
/// Most articles whose text is looked at to see whether a phrase is there.
pub const PHRASE_CHECKS_MAX: usize = 100;

/// One article that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The document.
    pub doc: u32,
    /// Larger is better.
    pub score: u32,
    /// Whether it has everything that was asked.
    pub full: bool,
}

/// All that match.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Only the first `offset + limit` are in order.
    pub docs: Vec<Ranked>,
    /// What was done with the query.
    pub notes: Vec<Note>,
    /// What to mark and quote.
    pub needles: Vec<Needle>,
}

/// The postings of a term, and what it weighs.
struct List {
    part: Rc<TermPart>,
    place: usize,
    weight: u64,
    /// Of 256: less for what is only like what was asked.
    share: u32,
}

impl List {
    fn postings(&self) -> &[Posting] {
        self.part.terms.get(self.place).map_or(&[], |term| &term.postings)
    }
}

/// What is looked up for one atom: for each of its words, the lists any of which will do.
struct Lists {
    words: Vec<Vec<List>>,
    /// Lists of the whole written as one word.
    joined: Vec<List>,
}

/// Looks terms up, noting which parts are missing.
struct Lookup<'a> {
    parts: &'a mut Parts,
    docs: u32,
    missing: bool,
}

impl Lookup<'_> {
    fn list(&self, part: &Rc<TermPart>, place: usize, share: u32) -> Option<List> {
        let df = part.terms.get(place)?.postings.len() as u32;
        Some(List { part: part.clone(), place, weight: score::weight(df, self.docs), share })
    }

    fn part(&mut self, term: &str) -> Result<Option<Rc<TermPart>>> {
        let part = match self.parts.term_place(term)? {
            Some(place) => self.parts.term_part(place)?,
            None => None,
        };
        self.missing |= part.is_none();
        Ok(part)
    }

    fn term(&mut self, term: &str, share: u32, out: &mut Vec<List>) -> Result<()> {
        if let Some(part) = self.part(term)? {
            let place = part.terms.binary_search_by(|entry| entry.text.as_str().cmp(term));
            out.extend(place.ok().and_then(|place| self.list(&part, place, share)));
        }
        Ok(())
    }

    /// The terms that an unfinished word may become: those that begin with `prefix`, or have a form that does.
    fn prefix(&mut self, prefix: &str, out: &mut Vec<List>) -> Result<()> {
        let Some(first) = self.parts.term_place(prefix)? else {
            self.missing = true;
            return Ok(());
        };
        let begins = |term: &Term| {
            term.text.starts_with(prefix) || term.forms.iter().any(|form| form.starts_with(prefix))
        };
        let mut found = Vec::new();
        for place in first..self.parts.term_parts().min(first + EXPANSION_PARTS_MAX) {
            let Some(part) = self.parts.term_part(place)? else {
                self.missing = true;
                break;
            };
            found.extend(
                (0..part.terms.len()).filter(|&at| begins(&part.terms[at])).map(|at| (part.clone(), at)),
            );
            // Terms are sorted: once one is past the prefix, so are all that follow.
            if part.terms.last().is_some_and(|last| *last.text > *prefix && !last.text.starts_with(prefix)) {
                break;
            }
        }
        crate::sort::sort_by_key(&mut found, |(part, at)| Reverse(part.terms[*at].postings.len()));
        out.extend(found.iter().take(EXPANSIONS_MAX).filter_map(|(part, at)| self.list(part, *at, 200)));
        Ok(())
    }

    fn word(&mut self, word: &Word) -> Result<Vec<List>> {
        let mut lists = Vec::new();
        self.term(&word.term, 256, &mut lists)?;
        for radical in text::radicals(&word.word) {
            self.term(&radical, 256, &mut lists)?;
        }
        if !word.prefix.is_empty() {
            for term in text::unfinished(&word.prefix) {
                self.term(&term, 200, &mut lists)?;
            }
            self.prefix(&word.prefix, &mut lists)?;
        }
        Ok(lists)
    }

    fn atom(&mut self, atom: &Atom) -> Result<Lists> {
        let words = atom.words.iter().map(|word| self.word(word)).collect::<Result<Vec<_>>>()?;
        let mut joined = Vec::new();
        if atom.form == Form::Glued {
            let whole: String = atom.words.iter().map(|word| &word.word[..]).collect();
            self.term(&text::term(&whole), 256, &mut joined)?;
        }
        Ok(Lists { words, joined })
    }
}

/// The scores of the articles that match something, by document.
struct Tally {
    score: Vec<u32>,
    /// Which articles have a score at all, in no order.
    touched: Vec<u32>,
}

impl Tally {
    fn new(docs: u32) -> Self {
        Tally { score: vec![0; docs as usize], touched: Vec::new() }
    }

    /// Raises the article's score to `score`, which is at least one.
    fn raise(&mut self, doc: u32, score: u32) {
        if let Some(slot) = self.score.get_mut(doc as usize) {
            if *slot == 0 {
                self.touched.push(doc);
            }
            *slot = (*slot).max(score.max(1));
        }
    }

    fn add(&mut self, doc: u32, score: u32) {
        if let Some(slot) = self.score.get_mut(doc as usize) {
            if *slot == 0 {
                self.touched.push(doc);
            }
            *slot = slot.saturating_add(score.max(1));
        }
    }

    fn get(&self, doc: u32) -> u32 {
        self.score.get(doc as usize).copied().unwrap_or(0)
    }

    fn clear(&mut self) {
        for doc in self.touched.drain(..) {
            if let Some(slot) = self.score.get_mut(doc as usize) {
                *slot = 0;
            }
        }
    }
}

struct Scorer<'a> {
    scale: Scale,
    columns: &'a Columns,
    docs: u32,
}

impl Scorer<'_> {
    fn score(&self, list: &List, posting: &Posting) -> u32 {
        let length = class_length(self.columns.length.get(posting.doc as usize).copied().unwrap_or(0));
        let score = self.scale.score(list.weight, u32::from(posting.body), u32::from(posting.title), length);
        (u64::from(score) * u64::from(list.share) / 256) as u32
    }

    /// Any of the lists, the best of them counts.
    fn any(&self, lists: &[List], title: bool, into: &mut Tally) {
        for list in lists {
            for posting in list.postings() {
                if !title || posting.title > 0 {
                    into.raise(posting.doc, self.score(list, posting));
                }
            }
        }
    }

    /// An atom: all of its words, their scores added up; or the whole as one word.
    fn atom(&self, atom: &Atom, lists: &Lists, into: &mut Tally) {
        if let [word] = &lists.words[..] {
            self.any(word, atom.title, into);
        } else {
            let mut sum: Option<Tally> = None;
            for word in &lists.words {
                let mut these = Tally::new(self.docs);
                self.any(word, atom.title, &mut these);
                sum = Some(match sum {
                    None => these,
                    Some(before) => {
                        let mut both = Tally::new(self.docs);
                        for &doc in &these.touched {
                            if before.get(doc) > 0 {
                                both.raise(doc, before.get(doc).saturating_add(these.get(doc)));
                            }
                        }
                        both
                    }
                });
            }
            for (doc, score) in sum.iter().flat_map(|sum| sum.touched.iter().map(|&doc| (doc, sum.get(doc))))
            {
                into.raise(doc, score);
            }
        }
        self.any(&lists.joined, atom.title, into);
    }
}

/// The articles that match. `None` if parts are missing; `parts` knows which.
pub fn rank(parts: &mut Parts, query: &Query, request: &Request) -> Result<Option<Ranking>> {
    let manifest = parts.manifest();
    let (docs, words) = (manifest.docs, manifest.body_words.saturating_add(manifest.title_words));
    let columns = parts.columns()?;
    let groups = parts.groups()?;
    let needles = needles(query);
    let mut lookup = Lookup { parts, docs, missing: false };
    // Function words have no weight unless there are no others: they are not even fetched.
    let mut clauses = Vec::new();
    for (clause, needle) in query.wanted.iter().zip(&needles) {
        if needle.weight > 0 {
            let lists = clause.any.iter().map(|atom| lookup.atom(atom)).collect::<Result<Vec<_>>>()?;
            let mut joined = Vec::new();
            for atom in &clause.any {
                if let ([word], Form::Word) = (&atom.words[..], atom.form) {
                    if !word.joined.is_empty() {
                        lookup.term(&word.joined, 256, &mut joined)?;
                    }
                }
            }
            clauses.push((clause, lists, joined));
        }
    }
    let unwanted = query.unwanted.iter().map(|atom| lookup.atom(atom)).collect::<Result<Vec<_>>>()?;
    if lookup.missing {
        return Ok(None);
    }
    let (Some(columns), Some(groups)) = (columns, groups) else { return Ok(None) };

    let scorer = Scorer { scale: Scale::new(docs, words), columns: &columns, docs };
    let mut notes = query.notes.clone();
    let mut total = Tally::new(docs);
    let mut has = vec![0u16; docs as usize];
    let mut lacks = vec![false; docs as usize];
    let mut found = 0u16;
    let mut of_clause = Tally::new(docs);
    // Words that were run together count for both: the first brings the list along for the second.
    let mut carried: Vec<List> = Vec::new();
    for (clause, lists, joined) in clauses {
        of_clause.clear();
        for (atom, lists) in clause.any.iter().zip(&lists) {
            scorer.atom(atom, lists, &mut of_clause);
        }
        scorer.any(&carried, false, &mut of_clause);
        scorer.any(&joined, false, &mut of_clause);
        carried = joined;
        let is_required = clause.any.iter().all(Atom::is_required);
        if of_clause.touched.is_empty() && !is_required {
            for word in clause.any.iter().flat_map(|atom| &atom.words) {
                notes.push(Note::Unknown {
                    word: request.query.get(word.range.clone()).unwrap_or(&word.word).into(),
                });
            }
            continue;
        }
        found += 1;
        for &doc in &of_clause.touched {
            total.add(doc, of_clause.get(doc));
            has[doc as usize] += 1;
        }
        if is_required {
            for doc in 0..docs {
                lacks[doc as usize] |= of_clause.get(doc) == 0;
            }
        }
    }
    let mut excluded = Tally::new(docs);
    for (atom, lists) in query.unwanted.iter().zip(&unwanted) {
        // Whether an unwanted phrase is really there is seen in the text.
        if atom.form != Form::Phrase {
            scorer.atom(atom, lists, &mut excluded);
        }
    }

    let filters = Filters::new(request, &query.filters, &columns, &groups);
    let mut ranked = Vec::new();
    let mut consider = |doc: u32, score: u32| {
        if !lacks[doc as usize] && excluded.get(doc) == 0 && filters.keep(doc) {
            ranked.push(Ranked { doc, score, full: has[doc as usize] >= found });
        }
    };
    if query.wanted.is_empty() {
        (0..docs).for_each(|doc| consider(doc, 0));
    } else {
        total.touched.iter().for_each(|&doc| consider(doc, total.get(doc)));
    }

    let any_full = ranked.iter().any(|hit| hit.full);
    if !any_full && !ranked.is_empty() && usize::from(found) <= SHORT {
        notes.push(Note::Relaxed);
    }
    let full_first = usize::from(found) <= SHORT;
    order(&mut ranked, request, full_first, &columns, &groups);
    Ok(Some(Ranking { docs: ranked, notes, needles }))
}

/// Puts the first `offset + limit` hits in their places. Ties: the newer first, then in the archive's order.
fn order(ranked: &mut [Ranked], request: &Request, full_first: bool, columns: &Columns, groups: &[u32]) {
    let date = |hit: &Ranked| {
        let group = groups.partition_point(|&start| start <= hit.doc).saturating_sub(1);
        columns.issue_and_date(hit.doc as usize, group).1
    };
    let relevance = |hit: &Ranked| (Reverse(hit.full && full_first), Reverse(hit.score));
    let compare = |a: &Ranked, b: &Ranked| {
        let by_date = || date(b).cmp(date(a));
        match request.sort {
            Sort::Relevance => relevance(a).cmp(&relevance(b)).then_with(by_date),
            Sort::Newest => by_date().then_with(|| relevance(a).cmp(&relevance(b))),
            // What has no date is not the oldest.
            Sort::Oldest => date(a)
                .is_empty()
                .cmp(&date(b).is_empty())
                .then_with(|| by_date().reverse())
                .then_with(|| relevance(a).cmp(&relevance(b))),
        }
        .then(a.doc.cmp(&b.doc))
    };
    let shown = (request.offset as usize).saturating_add(request.limit as usize);
    crate::sort::sort_first_by(ranked, shown, compare);
}
