//! Looks the words of a query up in the index.

use std::rc::Rc;

use super::{Atom, Word, score};
use crate::Result;
use crate::archive::Parts;
use crate::index::part::MEANT;
use crate::index::{Posting, Term, TermPart};
use crate::{sort, strings, text};

/// Most terms that an unfinished word stands for, and most parts of the index that are fetched for them.
const EXPANSIONS_MAX: usize = 64;
const EXPANSION_PARTS_MAX: usize = 8;
/// What an article counts for that has what a whole word may become, not the word; of 256.
const MAY_BECOME: u32 = 48;

/// Whether a word that is written like this begins like that, once its spelling is folded.
fn begins(form: &str, prefix: &str) -> bool {
    let share = strings::shared(form, prefix);
    share == prefix.len() || share > 1 && text::partial(form).starts_with(prefix)
}

/// The postings of a term, and what it weighs.
#[derive(Clone, Debug)]
pub struct List {
    part: Rc<TermPart>,
    place: usize,
    /// As [`score::weight`] gives it.
    pub weight: u64,
    /// Of 256: less for what is only like what was asked.
    pub share: u32,
    /// The [`score::step`] of its impacts; 0 if its postings have counts.
    pub step: u64,
}

impl List {
    /// The documents that have the term.
    pub fn postings(&self) -> &[Posting] {
        self.part.terms.get(self.place).map_or(&[], |term| &term.postings)
    }
}

/// How many documents the commonest of these terms has.
pub fn most(lists: &[List]) -> usize {
    lists.iter().fold(0, |most, list| most.max(list.postings().len()))
}

/// Something else that stands for words of the query: an acronym for its long form.
pub struct Synonym {
    /// The articles that have it.
    pub list: List,
    /// For how many clauses it stands.
    pub clauses: usize,
    /// As the articles have it.
    pub forms: Vec<String>,
}

/// What is looked up for one atom: for each of its words, the lists any of which will do.
pub struct Lists {
    /// Word by word.
    pub words: Vec<Vec<List>>,
    /// Lists of the whole written as one word.
    pub joined: Vec<List>,
}

/// Looks terms up, noting which parts are missing.
pub struct Lookup<'a> {
    /// Where to look.
    pub parts: &'a mut Parts,
    /// How many documents there are.
    pub docs: u32,
    /// Whether something was not here, so that what was found is not all.
    pub missing: bool,
}

impl<'a> Lookup<'a> {
    /// Of one query.
    pub fn new(parts: &'a mut Parts) -> Self {
        let docs = parts.manifest().docs;
        Lookup { parts, docs, missing: false }
    }

    fn list(&self, part: &Rc<TermPart>, place: usize, share: u32) -> Option<List> {
        let df = part.terms.get(place)?.postings.len() as u32;
        let weight = score::weight(df, self.docs);
        let step = if self.parts.manifest().impacts { score::step(weight) } else { 0 };
        Some(List { part: part.clone(), place, weight, share, step })
    }

    /// The part of the index that has `term` if any has.
    pub fn part(&mut self, term: &str) -> Result<Option<Rc<TermPart>>> {
        let part = match self.parts.term_place(term)? {
            Some(place) => self.parts.term_part(place)?,
            None => None,
        };
        self.missing |= part.is_none();
        Ok(part)
    }

    /// Adds the list of a term, if it is there.
    pub fn term(&mut self, term: &str, share: u32, out: &mut Vec<List>) -> Result<()> {
        if let Some(part) = self.part(term)? {
            let place = part.terms.binary_search_by(|entry| entry.text.as_str().cmp(term));
            if let Some(list) = place.ok().and_then(|place| self.list(&part, place, share)) {
                out.push(list);
            }
        }
        Ok(())
    }

    /// What stands for the word whose term is the first of `terms`, or for it and some of the words that follow. Beside each
    /// term stands how many clauses end with it; what stands for half a clause is passed over.
    pub fn synonyms(&mut self, terms: &[(&str, usize)], out: &mut Vec<Synonym>) -> Result<()> {
        let Some(&(first, _)) = terms.first() else { return Ok(()) };
        let Some(part) = self.part(first)? else { return Ok(()) };
        // Entries of these names stand right behind the term: it, a space, the other terms with a space behind each.
        let (Ok(at) | Err(at)) = part.terms.binary_search_by(|entry| entry.text.as_str().cmp(first));
        for (place, entry) in part.terms.iter().enumerate().skip(at) {
            let Some(rest) = entry.text.strip_prefix(first) else { break };
            let mut words = strings::split(rest, " ");
            if words.next() != Some("") {
                break;
            }
            for (len, word) in words.enumerate() {
                if word.is_empty() {
                    let clauses = terms[len].1;
                    if clauses > 0 {
                        self.synonym(&part, place, clauses, out)?;
                    }
                    // Whatever a hostile entry has behind it: no more words than the query has.
                    break;
                } else if terms.get(len + 1).is_none_or(|(term, _)| *term != word) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What an entry says that stands for so many clauses.
    fn synonym(
        &mut self,
        part: &Rc<TermPart>,
        place: usize,
        clauses: usize,
        out: &mut Vec<Synonym>,
    ) -> Result<()> {
        let Some(entry) = part.terms.get(place) else { return Ok(()) };
        if let (false, Some(list)) = (entry.postings.is_empty(), self.list(part, place, 256)) {
            out.push(Synonym { list, clauses, forms: entry.forms.clone() });
            return Ok(());
        }
        let mut before: Vec<String> = Vec::new();
        for form in &entry.forms {
            let mut lists = Vec::new();
            // Once: a hostile entry could name a long list again and again.
            if let [term] = &text::terms(form)[..]
                && !before.contains(term)
            {
                self.term(&strings::join(&[term, MEANT], ""), 256, &mut lists)?;
                if lists.is_empty() {
                    self.term(term, 256, &mut lists)?;
                }
                before.push(term.clone());
            }
            for list in lists {
                out.push(Synonym { list, clauses, forms: vec![form.clone()] });
            }
        }
        Ok(())
    }

    /// The terms that an unfinished word may become: those that begin with `prefix`, or have a form that does.
    fn prefix(&mut self, prefix: &str, share: u32, out: &mut Vec<List>) -> Result<()> {
        let Some(places) = self.parts.term_places(prefix)? else {
            self.missing = true;
            return Ok(());
        };
        let is_begun = |term: &Term| {
            !term.is_stand_in()
                && (term.text.starts_with(prefix) || term.forms.iter().any(|form| begins(form, prefix)))
        };
        let mut found: Vec<List> = Vec::new();
        for place in places.take(EXPANSION_PARTS_MAX) {
            let Some(part) = self.parts.term_part(place)? else {
                self.missing = true;
                continue;
            };
            for (at, term) in part.terms.iter().enumerate() {
                if is_begun(term)
                    && let Some(list) = self.list(&part, at, share)
                {
                    found.push(list);
                }
            }
        }
        let mut commonest = |a: usize, b: usize| found[b].postings().len().cmp(&found[a].postings().len());
        for place in sort::places(found.len(), EXPANSIONS_MAX, &mut commonest) {
            out.push(found[place].clone());
        }
        Ok(())
    }

    /// Everything that counts as this word.
    fn word(&mut self, word: &Word) -> Result<Vec<List>> {
        let mut lists = Vec::new();
        self.term(&word.term, 256, &mut lists)?;
        if text::is_mutated(&word.word) {
            for radical in text::radicals(&word.word) {
                self.term(&radical, 256, &mut lists)?;
            }
        }
        if !word.prefix.is_empty() {
            // A word that is there is probably meant; what it may become counts for little.
            let share = if lists.is_empty() { 256 } else { MAY_BECOME };
            let mut ends = Vec::new();
            for term in text::unfinished(&word.prefix) {
                self.term(&term, share, &mut ends)?;
            }
            self.prefix(&word.prefix, share, &mut ends)?;
            // Together they are one thing that is asked, as common as all of them: none counts for being rare.
            let documents: usize = ends.iter().map(|list| list.postings().len()).sum();
            let weight = score::weight((documents as u32).min(self.docs), self.docs);
            ends.iter_mut().for_each(|list| list.weight = weight);
            lists.append(&mut ends);
        }
        Ok(lists)
    }

    /// Everything that counts as this atom.
    pub fn atom(&mut self, atom: &Atom) -> Result<Lists> {
        let mut words = Vec::new();
        for word in &atom.words {
            words.push(self.word(word)?);
        }
        let mut joined = Vec::new();
        let whole = atom.whole();
        if !whole.is_empty() {
            self.term(&whole, 256, &mut joined)?;
        }
        Ok(Lists { words, joined })
    }
}
