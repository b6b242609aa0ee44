//! What a request means: which words are searched, and which articles may be found at all.
//!
//! Of words alone both are known at once. What operators and filters mean is found out apart from searching, by what is loaded
//! for special queries only: it writes down which articles may be found, and the search then looks no further into it.

use std::rc::Rc;

use super::filter::Filters;
use super::lookup::Lookup;
use super::rank::{Scorer, Tally};
use super::{Form, Query, Request, operators, phrase, rank, words};
use crate::Result;
use crate::archive::Parts;

/// What a request means.
#[derive(Debug, Default)]
pub struct Meaning {
    /// The words, and how they belong together.
    pub query: Query,
    /// For each article whether it may be found; `None` if any may.
    pub kept: Option<Vec<bool>>,
}

/// A request whose meaning is asked for, and whether articles are to be found by it. If not, its query is to be read.
pub type Riddle = (Request, bool);

/// What a request means by which articles are to be found or, if not, which query is to be read. `None` if it has more than
/// words and nobody has looked yet: then that is wanted, and beside it what will be looked up.
pub fn of(parts: &mut Parts, request: &Request, is_search: bool) -> Result<Option<Rc<Meaning>>> {
    let Request { section, issue, author, from, to, .. } = request;
    let has_filters =
        !(section.is_empty() && issue.is_empty() && author.is_empty() && from.is_empty() && to.is_empty());
    let (query, are_all) = words(&request.query, request.typing);
    if are_all && !has_filters {
        return Ok(Some(Rc::new(Meaning { query, ..Meaning::default() })));
    }
    // Whichever of its hits are shown.
    let mut riddle = request.clone();
    (riddle.limit, riddle.offset, riddle.excerpts) = (0, 0, 0);
    let meaning = parts.meaning((riddle, is_search));
    if meaning.is_none() {
        if is_search {
            parts.columns()?;
            parts.groups()?;
        }
        rank::fetch(parts, &request.query, &query)?;
    }
    Ok(meaning)
}

/// Finds out what the request means that is under way. False if parts are missing; `parts` knows which.
pub fn settle(parts: &mut Parts) -> Result<bool> {
    let Some(riddle) = parts.riddles.open.take() else { return Ok(true) };
    let solved = solve(parts, &riddle)?;
    let is_solved = solved.is_some();
    match solved {
        Some(meaning) => parts.riddles.settle(riddle, meaning),
        None => parts.riddles.open = Some(riddle),
    }
    Ok(is_solved)
}

fn solve(parts: &mut Parts, (request, is_search): &Riddle) -> Result<Option<Meaning>> {
    let query = operators::parse(&request.query, request.typing);
    let mut meaning = Meaning { query, ..Meaning::default() };
    if !is_search {
        return Ok(Some(meaning));
    }
    let docs = parts.manifest().docs;
    let (Some(columns), Some(groups)) = (parts.columns()?, parts.groups()?) else { return Ok(None) };
    let scorer = Scorer::of(parts.manifest(), &columns);
    let mut unwanted = Tally::new(docs);
    let mut lookup = Lookup::new(parts);
    for atom in &meaning.query.unwanted {
        // Whether an unwanted phrase is really there is seen in the text.
        if atom.form != Form::Phrase {
            scorer.atom(&lookup.atom(atom)?, atom.title, &mut unwanted);
        }
    }
    if lookup.missing {
        return Ok(None);
    }
    let filters = Filters::new(request, &meaning.query.filters, &columns, &groups);
    let mut kept = Vec::new();
    for doc in 0..docs {
        kept.push(unwanted.get(doc) == 0 && filters.keep(doc));
    }
    meaning.kept = Some(kept);
    Ok(phrase::check(parts, request, &mut meaning)?.then_some(meaning))
}
