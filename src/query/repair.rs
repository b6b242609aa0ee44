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
const PARTS_FIRST: usize = 8;
const PARTS_MORE: usize = 16;
const PARTS_MAX: usize = 32;
/// What no likely slip costs more than.
const LIKELY: u32 = 14;
/// How many words of a query are repaired, and how many parts of the index are looked at for all of them: a page of
/// nonsense must not fetch the whole of a large index, yet a long question with a slip in every word is mended. Each word
/// has the same share, so that none depends on what comes of the others, nor on which parts are here already.
const WORDS_MAX: usize = 32;
const PARTS_OF_QUERY_MAX: usize = 128;
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

/// Settles the doubts of the question that is under way. False if parts are missing; `parts` knows which.
pub fn settle(parts: &mut Parts) -> Result<bool> {
    let mut complete = true;
    for doubts in parts.doubts().open() {
        let mut lookup = Lookup::new(parts);
        let mut repairs = Vec::new();
        let mut missing = false;
        let mut unknown = doubts.iter().filter(|doubt| doubt.known == 0).count().min(WORDS_MAX);
        let share = PARTS_OF_QUERY_MAX / unknown.max(1);
        for doubt in doubts.iter() {
            if doubt.known == 0 {
                if unknown == 0 {
                    continue;
                }
                unknown -= 1;
            }
            // A word does not wait for the parts of another: what is missing is fetched for all of them at once.
            lookup.missing = false;
            repairs.extend(repair(&mut lookup, doubt, share)?);
            missing |= lookup.missing;
        }
        if missing {
            complete = false;
        } else {
            parts.doubts().settle(doubts, repairs);
        }
    }
    Ok(complete)
}

/// The parts of the index that may be looked at for one word.
struct Allowance {
    /// Those that were, whether or not they are here.
    looked: Vec<u32>,
    /// How many they may be.
    most: usize,
}

impl Allowance {
    fn of(most: usize) -> Self {
        Allowance { looked: Vec::new(), most }
    }

    /// Whether the part at this place may be looked at; then it counts.
    fn allows(&mut self, place: u32) -> bool {
        let is_known = self.looked.contains(&place);
        let allows = is_known || self.looked.len() < self.most;
        if allows && !is_known {
            self.looked.push(place);
        }
        allows
    }
}

/// A repair of a word in doubt, for which `share` parts of the index may be looked at. `None` if it needs none, there is
/// none, or parts are missing (then `lookup` says so).
fn repair(lookup: &mut Lookup, doubt: &Doubt, share: usize) -> Result<Option<Repair>> {
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
            offer(lookup, &mut corrector, written, &mut Allowance::of(1), 1)?;
            let mut others = corrector.best().iter();
            let other = others.find(|best| best.word != *written && term_of(&best.word) != word.term);
            let is_commoner = |best: &&Correction| best.documents as usize >= COMMONER * known;
            best = other.filter(|best| best.cost <= EDIT).filter(is_commoner).cloned();
        }
        return Ok(best.map(|best| {
            repair.instead = best.word;
            repair
        }));
    }
    // Half of its share is left for reading it as two.
    let mut allowance = Allowance::of(0);
    let mut most = PARTS_FIRST;
    loop {
        allowance.most = most.min(share.div_ceil(2));
        // A directory that is not here yet names a part at least.
        let mut unknown = usize::from(!offer(lookup, &mut corrector, &word.written, &mut allowance, 1)?);
        for beginning in beginnings(&word.written) {
            if allowance.looked.len() + unknown >= allowance.most {
                break;
            }
            unknown += usize::from(!offer(lookup, &mut corrector, &beginning, &mut allowance, usize::MAX)?);
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
    allowance.most = share;
    let cut = split(lookup, &word.written, &mut allowance)?;
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
            let term = term_of(&next.word);
            lookup.term(&term, share, &mut repair.lists)?;
            repair.terms.push(term);
        }
    }
    Ok((!lookup.missing).then_some(repair))
}

/// Offers the words of the parts that can hold what begins with `beginning`, at most `new` of them that were not looked at.
/// False if the directory that names them is missing.
fn offer(
    lookup: &mut Lookup,
    corrector: &mut Corrector,
    beginning: &str,
    allowance: &mut Allowance,
    mut new: usize,
) -> Result<bool> {
    let Some(places) = lookup.parts.term_places(beginning)? else {
        lookup.missing = true;
        return Ok(false);
    };
    for place in places {
        if allowance.looked.contains(&place) {
            continue;
        }
        if new == 0 || !allowance.allows(place) {
            break;
        }
        new -= 1;
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
    Ok(true)
}

/// The term of a word as it is written, which may have hyphens.
fn term_of(form: &str) -> String {
    let mut word = String::new();
    for c in form.chars() {
        if c != '-' {
            word.push(c);
        }
    }
    text::term(&word)
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
fn split<'a>(lookup: &mut Lookup, word: &'a str, allowance: &mut Allowance) -> Result<Option<Cut<'a>>> {
    // The second half is looked up only if there is a first: most are in parts of their own.
    let mut begun = Vec::new();
    for halves in splits(word) {
        let first = half(lookup, halves[0], allowance)?;
        if !first.is_empty() {
            begun.push((halves, first));
        }
    }
    let mut best: Option<Cut> = None;
    // What is asked for next must not depend on which parts have come.
    if lookup.missing {
        return Ok(best);
    }
    for (halves, first) in begun {
        let second = half(lookup, halves[1], allowance)?;
        let documents = most(&first).min(most(&second)) as u32;
        if documents > best.as_ref().map_or(0, |best| best.documents) {
            best = Some(Cut { halves, first, second, documents });
        }
    }
    Ok(best)
}

/// What there is of half a word, if its part may be looked at.
fn half(lookup: &mut Lookup, half: &str, allowance: &mut Allowance) -> Result<Vec<List>> {
    let mut lists = Vec::new();
    let term = text::term(half);
    match lookup.parts.term_place(&term)? {
        Some(place) if !allowance.allows(place) => {}
        // Two words that are there are no guess: they count in full.
        _ => lookup.term(&term, 256, &mut lists)?,
    }
    Ok(lists)
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
