//! What stands in for a word that is nowhere: a correction, or the word cut in two.
//!
//! Searching does without this until a query has words in [`doubt`](super::doubt).

use std::ops::Range;

use super::doubt::{COMMONER, Doubt, RARE, is_fine};
use super::lookup::{List, Lookup, most};
use super::{Correction, Corrector, EDIT, beginnings, splits};
use crate::Result;
use crate::archive::Parts;
use crate::strings;
use crate::text;

/// How many parts of the index are looked at for a correction: few at first, more if what was found is no likely slip
/// ([`LIKELY`]), most if it is more than one slip away or nothing was found.
const PARTS_FIRST: usize = 4;
const PARTS_MORE: usize = 8;
const PARTS_MAX: usize = 16;
/// What no likely slip costs more than.
const LIKELY: u32 = 14;
/// How many words of a query are corrected, and how many parts of the index are looked at for all of them: a page of
/// nonsense must not fetch the whole of a large index, yet a long question with a slip in every word is mended.
const WORDS_MAX: usize = 32;
const PARTS_OF_QUERY_MAX: usize = 64;
/// What the best correction's words count for, and those of the next best, of 256.
const SHARES: [u32; 3] = [230, 140, 100];
/// Next best corrections are searched too if they cost no more than this above the best.
const NEXT_BEST: u32 = 3;
/// What a missing space costs, in [`EDIT`]s of 16: a little more than a wrong letter, because short words are many.
const SPLIT: u32 = 18;

/// What is searched instead of a word.
#[derive(Clone, Debug)]
pub struct Repair {
    /// [`Doubt::clause`].
    pub clause: usize,
    /// The word's place in the query.
    pub range: Range<usize>,
    /// What it is taken for.
    pub instead: String,
    /// Whether the word itself is nowhere. If not, the repair is only suggested.
    pub is_needed: bool,
    /// What to search: any of these counts once.
    pub lists: Vec<List>,
    /// The second of two words, which counts besides.
    pub second: Vec<List>,
    /// What to mark: words with these terms.
    pub terms: Vec<String>,
}

/// Settles the doubts of all queries. False if parts are missing; `parts` knows which.
pub fn settle(parts: &mut Parts) -> Result<bool> {
    let mut complete = true;
    for doubts in parts.doubts().open() {
        let mut lookup = Lookup::new(parts);
        let mut repairs = Vec::new();
        for doubt in doubts.iter() {
            repairs.extend(repair(&mut lookup, doubt)?);
        }
        if lookup.missing {
            complete = false;
        } else {
            parts.doubts().settle(&doubts, repairs);
        }
    }
    Ok(complete)
}

/// A repair of a word in doubt. `None` if it needs none, there is none, or parts are missing (then `lookup` says so).
fn repair(lookup: &mut Lookup, doubt: &Doubt) -> Result<Option<Repair>> {
    let Doubt { clause, ref word, known } = *doubt;
    let Some(mut corrector) = Corrector::new(&word.written) else { return Ok(None) };
    let is_needed = known == 0;
    let mut repair = Repair {
        clause,
        range: word.range.clone(),
        instead: String::new(),
        is_needed,
        lists: Vec::new(),
        second: Vec::new(),
        terms: Vec::new(),
    };
    if !is_needed {
        // The word's own part is here anyway; no other is fetched for a mere suggestion.
        let forms = match lookup.part(&word.term)? {
            Some(part) => part.find(&word.term).map_or(Vec::new(), |term| term.forms.clone()),
            None => Vec::new(),
        };
        let written = &word.written;
        let mut best = None;
        if !forms.is_empty() && !forms.contains(written) {
            // It is found by its stem, in words that are spelled otherwise.
            forms.iter().for_each(|form| corrector.offer(form, 1));
            let found = corrector.best().first();
            best = found.filter(|best| best.cost <= EDIT && !is_fine(&best.word, written)).cloned();
        }
        if best.is_none() && known <= RARE {
            offer(lookup, &mut corrector, written, 1, &mut Vec::new())?;
            let mut others = corrector.best().iter();
            let other = others.find(|best| best.word != *written && text::term(&best.word) != word.term);
            let is_commoner = |best: &&Correction| best.documents as usize >= COMMONER * known;
            best = other.filter(|best| best.cost <= EDIT).filter(is_commoner).cloned();
        }
        return Ok(best.map(|best| {
            repair.instead = best.word;
            repair
        }));
    }
    lookup.corrections += 1;
    if lookup.corrections > WORDS_MAX || lookup.looked.len() >= PARTS_OF_QUERY_MAX {
        return Ok(None);
    }
    let mut looked = Vec::new();
    let mut most = PARTS_FIRST;
    loop {
        offer(lookup, &mut corrector, &word.written, 1, &mut looked)?;
        for beginning in beginnings(&word.written) {
            if looked.len() >= most {
                break;
            }
            offer(lookup, &mut corrector, &beginning, most - looked.len(), &mut looked)?;
        }
        if lookup.missing {
            return Ok(None);
        }
        most = match (most, corrector.best().first()) {
            (PARTS_FIRST, Some(best)) if best.cost > LIKELY => PARTS_MORE,
            (PARTS_MORE, Some(best)) if best.cost > EDIT => PARTS_MAX,
            (PARTS_FIRST, None) => PARTS_MAX,
            _ => break,
        };
    }
    let cut = split(lookup, &word.written)?;
    if lookup.missing {
        return Ok(None);
    }
    let best = corrector.best().first();
    let worth = |cost: u32, documents: u32| 1000 + cost - documents.max(1).ilog2().min(24);
    if let Some(cut) = cut
        && best.is_none_or(|best| worth(SPLIT, cut.documents) < worth(best.cost, best.documents))
    {
        repair.instead = strings::join(&cut.halves, " ");
        for half in cut.halves {
            repair.terms.push(text::term(half));
        }
        (repair.lists, repair.second) = (cut.first, cut.second);
        return Ok(Some(repair));
    }
    let Some(best) = best else { return Ok(None) };
    repair.instead.push_str(&best.word);
    let mut shares = SHARES.iter();
    for next in corrector.best() {
        if next.cost <= best.cost + NEXT_BEST
            && let Some(&share) = shares.next()
        {
            let term = text::term(&next.word);
            lookup.term(&term, share, &mut repair.lists)?;
            repair.terms.push(term);
        }
    }
    Ok((!lookup.missing).then_some(repair))
}

/// Offers the words of the parts that can hold what begins with `beginning`, at most `most` parts that are not in `looked`.
fn offer(
    lookup: &mut Lookup,
    corrector: &mut Corrector,
    beginning: &str,
    most: usize,
    looked: &mut Vec<u32>,
) -> Result<()> {
    let Some(places) = lookup.parts.term_places(beginning)? else {
        lookup.missing = true;
        return Ok(());
    };
    let mut new = 0;
    for place in places {
        if looked.contains(&place) {
            continue;
        }
        if new == most {
            break;
        }
        new += 1;
        looked.push(place);
        if !lookup.looked.contains(&place) {
            lookup.looked.push(place);
        }
        let Some(part) = lookup.parts.term_part(place)? else {
            lookup.missing = true;
            continue;
        };
        for term in part.terms.iter().filter(|term| !term.is_stand_in()) {
            let documents = term.postings.len() as u32;
            if term.forms.is_empty() {
                corrector.offer(&term.text, documents);
            }
            term.forms.iter().for_each(|form| corrector.offer(form, documents));
        }
    }
    Ok(())
}

/// A word read as two.
struct Cut<'a> {
    halves: [&'a str; 2],
    first: Vec<List>,
    second: Vec<List>,
    /// How many articles have the rarer half.
    documents: u32,
}

/// The best way to read `word` as two.
fn split<'a>(lookup: &mut Lookup, word: &'a str) -> Result<Option<Cut<'a>>> {
    let mut best: Option<Cut> = None;
    for halves in splits(word) {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        // Two words that are there are no guess: they count in full.
        lookup.term(&text::term(halves[0]), 256, &mut first)?;
        // The second half is looked up only if there is a first: most are in parts of their own.
        if first.is_empty() {
            continue;
        }
        lookup.term(&text::term(halves[1]), 256, &mut second)?;
        let documents = most(&first).min(most(&second)) as u32;
        if documents > best.as_ref().map_or(0, |best| best.documents) {
            best = Some(Cut { halves, first, second, documents });
        }
    }
    Ok(best)
}

/// The query with the repairs in their places; empty if there are none.
pub fn suggestion(query: &str, repairs: &[Repair]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for repair in repairs {
        let Some(before) = query.get(from..repair.range.start) else { continue };
        out.push_str(before);
        out.push_str(&repair.instead);
        from = repair.range.end;
    }
    if repairs.is_empty() {
        return String::new();
    }
    out.push_str(query.get(from..).unwrap_or_default());
    out
}
