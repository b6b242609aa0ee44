//! From a query to the articles that match it, best first.

use std::cmp::Reverse;
use std::ops::Range;

use super::filter::Filters;
use super::lookup::{List, Lists, Lookup, Synonym};
use super::repair::{Repair, repair};
use super::score::Scale;
use super::{Atom, Clause, Form, Needle, Note, Query, Request, SHORT, Sort, needles};
use crate::Result;
use crate::archive::Parts;
use crate::index::Posting;
use crate::store::columns::{Columns, class_length};

/// Most articles whose text is looked at to see whether a phrase is there.
pub const PHRASE_CHECKS_MAX: usize = 100;

/// An article whose title has every word of a short query is about it: its score is raised by one part in so many.
pub const TITLED: u32 = 2;

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
    /// The query as it was probably meant, or empty.
    pub suggestion: String,
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

    /// What the lists give is added to what is there.
    fn besides(&self, lists: &[List], into: &mut Tally) {
        for list in lists {
            for posting in list.postings() {
                into.add(posting.doc, self.score(list, posting));
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

/// The term of a clause that is one plain word, or nothing.
fn plain(clause: &Clause) -> &str {
    match &clause.any[..] {
        [Atom { words, form: Form::Word, title: false }] => &words[0].term,
        _ => "",
    }
}

/// What was typed of these clauses, all plain words.
fn typed(query: &str, clauses: &[Clause]) -> String {
    let word = |clause: Option<&Clause>| clause.map_or(0..0, |clause| clause.any[0].words[0].range.clone());
    query.get(word(clauses.first()).start..word(clauses.last()).end).unwrap_or_default().to_owned()
}

/// The articles that match. `None` if parts are missing; `parts` knows which.
pub fn rank(parts: &mut Parts, query: &Query, request: &Request) -> Result<Option<Ranking>> {
    let manifest = parts.manifest();
    let (docs, words) = (manifest.docs, manifest.body_words.saturating_add(manifest.title_words));
    let columns = parts.columns()?;
    let groups = parts.groups()?;
    let mut needles = needles(query);
    let mut lookup = Lookup { parts, docs, missing: false, corrections: 0, looked: Vec::new() };
    // Function words have no weight unless there are no others: they are not even fetched.
    let mut clauses = Vec::new();
    let mut repairs: Vec<Repair> = Vec::new();
    let terms: Vec<&str> = query.wanted.iter().map(plain).collect();
    // What stands for words that follow each other, by their places: the two run together, an acronym.
    let mut spans: Vec<(Range<usize>, List)> = Vec::new();
    let mut notes = query.notes.clone();
    for (at, clause) in query.wanted.iter().enumerate() {
        if needles[at].weight == 0 {
            continue;
        }
        let mut lists = clause.any.iter().map(|atom| lookup.atom(atom)).collect::<Result<Vec<_>>>()?;
        let mut second = Vec::new();
        for atom in &clause.any {
            if let ([word], Form::Word) = (&atom.words[..], atom.form)
                && !word.joined.is_empty()
            {
                let mut joined = Vec::new();
                lookup.term(&word.joined, 256, &mut joined)?;
                spans.extend(joined.into_iter().map(|list| (at..at + 2, list)));
            }
        }
        if !terms[at].is_empty() {
            let mut found = Vec::new();
            lookup.synonyms(&terms[at..], &mut found)?;
            for Synonym { list, words, forms } in found {
                let end = at + words;
                for form in forms {
                    needles[at..end].iter_mut().for_each(|needle| needle.add_words(&form));
                    notes.push(Note::Also {
                        word: typed(&request.query, &query.wanted[at..end]),
                        instead: form,
                    });
                }
                spans.push((at..end, list));
            }
        }
        if let (false, [Atom { words, form: Form::Word, .. }], [of_word]) =
            (lookup.missing, &clause.any[..], &mut lists[..])
        {
            let spans = spans.iter().filter(|(span, _)| span.contains(&at)).map(|(_, list)| list);
            let known = of_word.words.iter().flatten().chain(spans);
            let known = known.map(|list| list.postings().len()).max().unwrap_or(0);
            if let Some(mut repair) = repair(&mut lookup, &words[0], known)? {
                needles[at].patterns.append(&mut repair.patterns);
                of_word.words[0].append(&mut repair.lists);
                second.append(&mut repair.second);
                repairs.push(repair);
            }
        }
        clauses.push((at, clause, lists, second));
    }
    let unwanted = query.unwanted.iter().map(|atom| lookup.atom(atom)).collect::<Result<Vec<_>>>()?;
    if lookup.missing {
        return Ok(None);
    }
    let (Some(columns), Some(groups)) = (columns, groups) else { return Ok(None) };

    let scorer = Scorer { scale: Scale::new(docs, words), columns: &columns, docs };
    let suggestion = super::repair::suggestion(&request.query, &repairs);
    for repair in repairs.iter().filter(|repair| repair.is_needed) {
        let word = request.query.get(repair.range.clone()).unwrap_or_default().to_owned();
        notes.push(Note::Corrected { word, instead: repair.instead.clone() });
    }
    let mut total = Tally::new(docs);
    let mut has = vec![0u16; docs as usize];
    let mut lacks = vec![false; docs as usize];
    // How many of the words so far the title has, if it has all of them.
    let mut titled = vec![0u16; docs as usize];
    let mut found = 0u16;
    let mut of_clause = Tally::new(docs);
    for (at, clause, lists, second) in clauses {
        of_clause.clear();
        for (atom, lists) in clause.any.iter().zip(&lists) {
            scorer.atom(atom, lists, &mut of_clause);
        }
        // What stands for several words counts for each of them, and for no more than the word itself.
        let weight =
            lists.iter().flat_map(|lists| lists.words.iter().flatten()).map(|list| list.weight).max();
        for (_, list) in spans.iter().filter(|(span, _)| span.contains(&at)) {
            scorer.any(&[list.at_most(weight.unwrap_or(u64::MAX))], false, &mut of_clause);
        }
        scorer.besides(&second, &mut of_clause);
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
        for posting in lists.iter().flat_map(|lists| lists.words.iter().flatten()).flat_map(List::postings) {
            let titled = &mut titled[posting.doc as usize];
            if posting.title > 0 && *titled + 1 == found {
                *titled = found;
            }
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
        for &doc in &total.touched {
            let score = total.get(doc);
            let is_titled = found > 0 && usize::from(found) <= SHORT && titled[doc as usize] == found;
            consider(doc, if is_titled { score.saturating_add(score / TITLED) } else { score });
        }
    }

    let any_full = ranked.iter().any(|hit| hit.full);
    if !any_full && !ranked.is_empty() && usize::from(found) <= SHORT {
        notes.push(Note::Relaxed);
    }
    let full_first = usize::from(found) <= SHORT;
    // Which texts are checked for a phrase is decided by rank, so the candidates are in order too, not just the hits shown.
    let mut atoms = query.wanted.iter().flat_map(|clause| &clause.any).chain(&query.unwanted);
    let checked = if atoms.any(|atom| atom.form == Form::Phrase) { PHRASE_CHECKS_MAX } else { 0 };
    let shown = (request.offset as usize).saturating_add(request.limit as usize);
    order(&mut ranked, shown.max(checked), request.sort, full_first, &columns, &groups);
    Ok(Some(Ranking { docs: ranked, notes, needles, suggestion }))
}

/// Puts the first `count` hits in their places. Ties: the newer first, then in the archive's order.
fn order(
    ranked: &mut [Ranked],
    count: usize,
    sort: Sort,
    full_first: bool,
    columns: &Columns,
    groups: &[u32],
) {
    let date = |hit: &Ranked| {
        let group = groups.partition_point(|&start| start <= hit.doc).saturating_sub(1);
        columns.issue_and_date(hit.doc as usize, group).1
    };
    let relevance = |hit: &Ranked| (Reverse(hit.full && full_first), Reverse(hit.score));
    let compare = |a: &Ranked, b: &Ranked| {
        let by_date = || date(b).cmp(date(a));
        match sort {
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
    crate::sort::sort_first_by(ranked, count, compare);
}
