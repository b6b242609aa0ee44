//! From a query to the articles that match it, best first.

use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use super::doubt::Doubt;
use super::lookup::{List, Lists, Lookup, Synonym, most};
use super::meaning::{self, Meaning};
use super::repair::Repair;
use super::score::{Scale, impact_score};
use super::{Atom, Clause, Form, Needle, Note, Pattern, Query, Request, SHORT, Sort, needles};
use crate::Result;
use crate::archive::Parts;
use crate::format::Manifest;
use crate::index::Posting;
use crate::store::columns::{Columns, class_length, group_of};
use crate::strings;

/// An article whose title has every word of a short query is about it: its score is raised by one part in so many.
pub const TITLED: u32 = 2;
/// An article with all words of a short query has its score raised by one part in so many. (Before all others as such it
/// loses much on every collection of short questions, where one word of three is often beside the point.)
pub const COMPLETE: u32 = 4;

/// One article that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The document.
    pub doc: u32,
    /// Larger is better.
    pub score: u32,
    /// What it scores by itself if its score is held below that of any article with all words of a short query, as it has half
    /// of them or fewer; else 0.
    pub held: u32,
}

/// All that match.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// The first of them, as many as were asked to be in order, and all of the whole blocks of [`super::wording`] among these.
    pub docs: Vec<Ranked>,
    /// What was done with the query.
    pub notes: Vec<Note>,
    /// What to mark and quote.
    pub needles: Vec<Needle>,
    /// The query as it was probably meant, or empty.
    pub suggestion: String,
    /// What was searched instead of misspelt words.
    pub repairs: Rc<Vec<Repair>>,
}

/// The scores of the articles that match something, by document.
pub(super) struct Tally {
    score: Vec<u32>,
    /// Which articles have a score at all, in no order.
    pub(super) touched: Vec<u32>,
}

impl Tally {
    pub(super) fn new(docs: u32) -> Self {
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

    pub(super) fn get(&self, doc: u32) -> u32 {
        self.score.get(doc as usize).copied().unwrap_or(0)
    }

    fn clear(&mut self) {
        for &doc in &self.touched {
            if let Some(slot) = self.score.get_mut(doc as usize) {
                *slot = 0;
            }
        }
        self.touched.clear();
    }
}

pub(super) struct Scorer<'a> {
    scale: Scale,
    columns: &'a Columns,
    docs: u32,
}

impl<'a> Scorer<'a> {
    /// Of an archive's articles.
    pub(super) fn of(manifest: &Manifest, columns: &'a Columns) -> Self {
        let words = manifest.body_words.saturating_add(manifest.title_words);
        Scorer { scale: Scale::new(manifest.docs, words), columns, docs: manifest.docs }
    }

    fn score(&self, list: &List, weight: u64, posting: &Posting) -> u32 {
        let (body, title) = (u32::from(posting.body), u32::from(posting.title));
        let score = if list.step > 0 {
            impact_score(weight, list.step, body, title)
        } else {
            let length = self.columns.length.get(posting.doc as usize).copied().unwrap_or(0);
            self.scale.score(weight, body, title, class_length(length))
        };
        (u64::from(score) * u64::from(list.share) / 256) as u32
    }

    /// Any of the lists, the best of them counts.
    fn any(&self, lists: &[List], title: bool, into: &mut Tally) {
        lists.iter().for_each(|list| self.one(list, list.weight, title, into));
    }

    /// One list as if its term weighed so much.
    fn one(&self, list: &List, weight: u64, title: bool, into: &mut Tally) {
        for posting in list.postings() {
            if !title || posting.title > 0 {
                into.raise(posting.doc, self.score(list, weight, posting));
            }
        }
    }

    /// What the lists give is added to what is there.
    pub(super) fn besides(&self, lists: &[List], into: &mut Tally) {
        for list in lists {
            for posting in list.postings() {
                into.add(posting.doc, self.score(list, list.weight, posting));
            }
        }
    }

    /// An atom: all of its words, their scores added up; or the whole as one word. With `title` of titles alone.
    pub(super) fn atom(&self, lists: &Lists, title: bool, into: &mut Tally) {
        if let [word] = &lists.words[..] {
            self.any(word, title, into);
        } else {
            let mut sum = Tally::new(self.docs);
            for (place, word) in lists.words.iter().enumerate() {
                let mut these = Tally::new(self.docs);
                self.any(word, title, &mut these);
                let mut both = Tally::new(self.docs);
                for &doc in &these.touched {
                    let before = sum.get(doc);
                    if before > 0 || place == 0 {
                        both.raise(doc, before.saturating_add(these.get(doc)));
                    }
                }
                sum = both;
            }
            sum.touched.iter().for_each(|&doc| into.raise(doc, sum.get(doc)));
        }
        self.any(&lists.joined, title, into);
    }
}

/// The terms of an alternative of the first of `clauses` and of the clauses that follow, up to one that is not plain; beside
/// each how many clauses end with it, or 0 inside of a word with hyphens.
fn terms<'a>(clauses: &'a [Clause], first: &'a Atom) -> Vec<(&'a str, usize)> {
    let mut terms = Vec::new();
    let mut next = Some(first);
    let mut count = 0;
    while let Some(Atom { words, form: Form::Word | Form::Glued, title: false }) = next {
        count += 1;
        for word in words {
            terms.push((&word.term[..], 0));
        }
        if let Some(last) = terms.last_mut() {
            last.1 = count;
        }
        next = match (&clauses[0].any[..], clauses.get(count).map(|clause| &clause.any[..])) {
            ([_], Some([only])) => Some(only),
            _ => None,
        };
    }
    terms
}

/// What was typed from `first` on, an alternative of the first of `clauses`.
fn typed(query: &str, clauses: &[Clause], first: &Atom) -> String {
    let last = if let [_, .., last] = clauses { &last.any[0] } else { first };
    let end = last.words.last().map_or(0, |word| word.range.end);
    query.get(first.words[0].range.start..end).unwrap_or_default().to_owned()
}

/// What the index has for one clause of a query.
struct Found<'a> {
    /// The clause's place in the query.
    at: usize,
    clause: &'a Clause,
    /// For each of its alternatives.
    lists: Vec<Lists>,
    /// The second of two words that it is read as.
    second: Vec<List>,
}

impl Found<'_> {
    /// Visits the lists of its words.
    fn each(&self, visit: &mut dyn FnMut(&List)) {
        for lists in &self.lists {
            lists.words.iter().for_each(|word| word.iter().for_each(&mut *visit));
        }
    }
}

/// Everything that the index has for a query.
struct Looked<'a> {
    clauses: Vec<Found<'a>>,
    /// What stands for words that follow each other, by their places: the two run together, an acronym.
    spans: Vec<(Range<usize>, List)>,
    /// Of words that are misspelt.
    repairs: Rc<Vec<Repair>>,
}

impl Looked<'_> {
    /// Adds what was found instead of misspelt words.
    fn mend(&mut self, repairs: Rc<Vec<Repair>>, needles: &mut [Needle]) {
        for repair in repairs.iter() {
            let Some(found) = self.clauses.get_mut(repair.clause) else { continue };
            for term in &repair.terms {
                needles[found.at].patterns.push(Pattern::Term(term.clone()));
            }
            for list in &repair.lists {
                found.lists[0].words[0].push(list.clone());
            }
            for list in &repair.second {
                found.second.push(list.clone());
            }
        }
        self.repairs = repairs;
    }
}

/// Looks a query up; adds to `needles` and `notes` what else is searched. If parts are missing, it is not all.
fn look_up<'a>(
    lookup: &mut Lookup,
    text: &str,
    query: &'a Query,
    needles: &mut [Needle],
    notes: &mut Vec<Note>,
) -> Result<Looked<'a>> {
    let mut looked = Looked { clauses: Vec::new(), spans: Vec::new(), repairs: Rc::default() };
    let mut doubts = Vec::new();
    for (at, clause) in query.wanted.iter().enumerate() {
        // Function words have no weight unless there are no others: they are not even fetched.
        if needles[at].weight == 0 {
            continue;
        }
        let mut found = Found { at, clause, lists: Vec::new(), second: Vec::new() };
        for atom in &clause.any {
            found.lists.push(lookup.atom(atom)?);
            if let ([word], Form::Word) = (&atom.words[..], atom.form)
                && !word.joined.is_empty()
            {
                let mut joined = Vec::new();
                lookup.term(&word.joined, 256, &mut joined)?;
                for list in joined {
                    looked.spans.push((at..at + 2, list));
                }
            }
            let mut synonyms = Vec::new();
            lookup.synonyms(&terms(&query.wanted[at..], atom), &mut synonyms)?;
            for Synonym { list, clauses, forms } in synonyms {
                let end = at + clauses;
                for form in forms {
                    needles[at..end].iter_mut().for_each(|needle| needle.add_words(&form));
                    let word = typed(text, &query.wanted[at..end], atom);
                    notes.push(Note::Also { word, instead: form });
                }
                looked.spans.push((at..end, list));
            }
        }
        if let (false, [Atom { words, form: Form::Word, .. }], [of_word]) =
            (lookup.missing, &clause.any[..], &found.lists[..])
        {
            let mut known = most(&of_word.words[0]);
            for (span, list) in &looked.spans {
                if span.contains(&at) {
                    known = known.max(list.postings().len());
                }
            }
            if let Some(doubt) = Doubt::about(lookup, looked.clauses.len(), &words[0], known)? {
                doubts.push(doubt);
            }
        }
        looked.clauses.push(found);
    }
    if !lookup.missing {
        match lookup.parts.repairs(doubts) {
            Some(repairs) => looked.mend(repairs, needles),
            None => lookup.missing = true,
        }
    }
    Ok(looked)
}

/// Wants the parts in which these words will be looked up, if they are what is searched.
pub fn fetch(parts: &mut Parts, text: &str, query: &Query) -> Result<()> {
    // What is looked up with something missing is fetched, and nothing concluded from it.
    let mut lookup = Lookup { missing: true, ..Lookup::new(parts) };
    look_up(&mut lookup, text, query, &mut needles(query), &mut Vec::new())?;
    Ok(())
}

/// The needles of a query with all that else is searched, by which an article is marked that the search found. `None` if
/// parts are missing; `parts` knows which.
pub fn meant(parts: &mut Parts, text: &str) -> Result<Option<Vec<Needle>>> {
    let request = Request { query: text.to_owned(), ..Request::default() };
    let Some(meaning) = meaning::of(parts, &request, false)? else { return Ok(None) };
    let mut needles = needles(&meaning.query);
    let mut lookup = Lookup::new(parts);
    look_up(&mut lookup, text, &meaning.query, &mut needles, &mut Vec::new())?;
    Ok((!lookup.missing).then_some(needles))
}

/// The articles that match, the first `shown` of them in order. `None` if parts are missing; `parts` knows which.
pub fn rank(
    parts: &mut Parts,
    meaning: &Meaning,
    request: &Request,
    shown: usize,
) -> Result<Option<Ranking>> {
    let Meaning { query, kept } = meaning;
    let columns = parts.columns()?;
    let groups = parts.groups()?;
    let mut needles = needles(query);
    let mut notes = query.notes.clone();
    let mut lookup = Lookup::new(parts);
    let looked = look_up(&mut lookup, &request.query, query, &mut needles, &mut notes)?;
    if lookup.missing {
        return Ok(None);
    }
    let (Some(columns), Some(groups)) = (columns, groups) else { return Ok(None) };

    let scorer = Scorer::of(parts.manifest(), &columns);
    let docs = scorer.docs;
    let suggestion = suggestion(&request.query, &looked.repairs);
    for repair in looked.repairs.iter() {
        if repair.is_needed {
            let word = request.query.get(repair.range.clone()).unwrap_or_default().to_owned();
            notes.push(Note::Corrected { word, instead: repair.instead.clone() });
        }
    }
    let mut total = Tally::new(docs);
    let mut has = vec![0u16; docs as usize];
    let mut lacks = vec![false; docs as usize];
    // How many of the words so far the title has, if it has all of them.
    let mut titled = vec![0u16; docs as usize];
    let mut count = 0u16;
    let mut of_clause = Tally::new(docs);
    for found in &looked.clauses {
        of_clause.clear();
        for (atom, lists) in found.clause.any.iter().zip(&found.lists) {
            scorer.atom(lists, atom.title, &mut of_clause);
        }
        // What stands for several words counts for each of them, and for no more than the word itself.
        let mut weight = None;
        found.each(&mut |list| weight = weight.max(Some(list.weight)));
        for (span, list) in &looked.spans {
            if span.contains(&found.at) {
                scorer.one(list, list.weight.min(weight.unwrap_or(u64::MAX)), false, &mut of_clause);
            }
        }
        scorer.besides(&found.second, &mut of_clause);
        let is_required = found.clause.any.iter().all(Atom::is_required);
        if of_clause.touched.is_empty() && !is_required {
            for atom in &found.clause.any {
                for word in &atom.words {
                    let typed = request.query.get(word.range.clone()).unwrap_or(&word.word);
                    if !is_of_unread(&notes, typed) {
                        notes.push(Note::Unknown { word: typed.to_owned() });
                    }
                }
            }
            continue;
        }
        count += 1;
        for &doc in &of_clause.touched {
            total.add(doc, of_clause.get(doc));
            has[doc as usize] += 1;
        }
        if is_required {
            for doc in 0..docs {
                lacks[doc as usize] |= of_clause.get(doc) == 0;
            }
        }
        // Of a title too all words of an alternative are wanted, or the whole as one word.
        if usize::from(count) <= SHORT {
            of_clause.clear();
            found.lists.iter().for_each(|lists| scorer.atom(lists, true, &mut of_clause));
            for &doc in &of_clause.touched {
                let titled = &mut titled[doc as usize];
                if *titled + 1 == count {
                    *titled = count;
                }
            }
        }
    }

    let is_short = usize::from(count) <= SHORT;
    let mut ranked = Vec::new();
    // The least score of an article with all words of a short query.
    let mut least = u32::MAX;
    if query.wanted.is_empty() {
        total.touched.extend(0..docs);
    }
    for &doc in &total.touched {
        let place = doc as usize;
        let is_kept = kept.as_ref().is_none_or(|kept| kept.get(place) == Some(&true));
        if is_kept && !lacks[place] {
            let score = total.get(doc);
            let is_titled = count > 0 && is_short && titled[place] == count;
            let score = if is_titled { score.saturating_add(score / TITLED) } else { score };
            let is_complete = is_short && has[place] >= count;
            let score = if is_complete { score.saturating_add(score / COMPLETE) } else { score };
            if is_complete {
                least = least.min(score);
            }
            ranked.push(Ranked { doc, score, held: 0 });
        }
    }
    if least < u32::MAX {
        for hit in &mut ranked {
            let has = has[hit.doc as usize];
            if has < count && has * 2 <= count {
                hit.held = hit.score;
                hit.score = hit.score.min(least.saturating_sub(1));
            }
        }
    } else if is_short && !ranked.is_empty() {
        notes.push(Note::Relaxed);
    }
    order(&mut ranked, shown, request.sort, &columns, &groups);
    Ok(Some(Ranking { docs: ranked, notes, needles, suggestion, repairs: looked.repairs }))
}

/// The query with the repairs in their places; empty if there are none.
fn suggestion(query: &str, repairs: &[Repair]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for repair in repairs {
        let Some(before) = query.get(from..repair.range.start) else { continue };
        out.push_str(before);
        out.push_str(&repair.instead);
        from = repair.range.end;
    }
    if from > 0 {
        out.push_str(query.get(from..).unwrap_or_default());
    }
    out
}

/// Puts the first `count` hits in their places. Ties: the newer first, then in the archive's order.
pub(super) fn order(ranked: &mut [Ranked], count: usize, sort: Sort, columns: &Columns, groups: &[u32]) {
    let date = |hit: &Ranked| {
        let group = group_of(groups, hit.doc);
        columns.issue_and_date(hit.doc as usize, group).1
    };
    let relevance = |hit: &Ranked| (Reverse(hit.score), Reverse(hit.held));
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

/// Whether a word is of a filter that could not be read (`before:soon`): all of that was told already.
fn is_of_unread(notes: &[Note], word: &str) -> bool {
    for note in notes {
        if let Note::Unread { part } = note
            && strings::find(part, ":").is_some()
            && strings::find(part, word).is_some()
        {
            return true;
        }
    }
    false
}
