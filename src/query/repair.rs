//! What was probably meant by a word in [`doubt`](super::doubt): another word, or two. Loaded when a query has one.

use std::ops::Range;

use super::correct::worth;
use super::doubt::{COMMONER, Doubt, RARE};
use super::lookup::{List, Lookup, most};
use super::parse::runs;
use super::{Corrector, EDIT, MAX_WORDS, Word, beginnings, splits};
use crate::Result;
use crate::archive::Parts;
use crate::strings;
use crate::text;

/// How many parts of the index are looked at for a correction: few at first, more if what was found is no likely slip
/// ([`LIKELY`]), many if it is more than one slip away, most if nothing was found: then a letter may be missing at the
/// beginning, and that is any of 26.
const PARTS_FIRST: usize = 4;
const PARTS_MORE: usize = 8;
const PARTS_MANY: usize = 16;
const PARTS_MAX: usize = 48;
/// What no likely slip costs more than.
const LIKELY: u32 = 14;
/// What it costs to write a word that no article has, though some have its stem: then another word was hardly meant unless
/// its slip costs less, given how common both are.
const UNSEEN: u32 = 10;
/// How many rare words of a query are repaired, and how many parts of the index are looked at for all of them: a page of
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
    /// The words of what it is taken for if that is one slip away at most: then they stand for it also where the wording is compared.
    pub near: Vec<Word>,
}

/// Settles the doubts of the question that is under way. False if parts are missing; `parts` knows which.
pub fn settle(parts: &mut Parts) -> Result<bool> {
    let Some(doubts) = parts.doubts.open.take() else { return Ok(true) };
    let mut lookup = Lookup::new(parts);
    let mut repairs = Vec::new();
    let mut missing = false;
    let mut rare = doubts.iter().filter(|doubt| doubt.known <= RARE).count().min(WORDS_MAX);
    let share = PARTS_OF_QUERY_MAX / rare.max(1);
    for doubt in &doubts {
        if doubt.known <= RARE {
            if rare == 0 {
                continue;
            }
            rare -= 1;
        }
        // A word does not wait for the parts of another: what is missing is fetched for all of them at once.
        lookup.missing = false;
        repairs.extend(repair(&mut lookup, doubt, share)?);
        missing |= lookup.missing;
    }
    if missing {
        parts.doubts.open = Some(doubts);
    } else {
        parts.doubts.settle(doubts, repairs);
    }
    Ok(!missing)
}

/// The parts of the index that may be looked at for one word.
struct Allowance {
    /// Those that were, whether or not they are here.
    looked: Vec<u32>,
    /// How many they may be.
    most: usize,
}

impl Allowance {
    /// Whether the part at this place may be looked at; then it counts.
    fn allows(&mut self, place: u32) -> bool {
        if self.looked.contains(&place) {
            return true;
        }
        let allows = self.looked.len() < self.most;
        if allows {
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
        near: Vec::new(),
    };
    // Half of its share is left for reading it as two.
    let mut allowed = share.div_ceil(2);
    let mut is_seen = true;
    if !is_needed {
        if let Some(part) = lookup.part(&word.term)?
            && let Some(term) = part.find(&word.term)
        {
            is_seen = term.words().contains(&word.written);
            if !is_seen {
                // It is found by its stem, in words that are spelled otherwise.
                term.words().iter().for_each(|form| corrector.offer(form, known as u32));
            }
        }
        // One part is here anyway; few are fetched for a mere suggestion.
        allowed = if is_seen || known > RARE { 1 } else { PARTS_FIRST.min(share) };
    }
    let beginnings = likely(lookup, &word.written)?;
    let mut allowance = Allowance { looked: Vec::new(), most: 0 };
    let mut most = PARTS_FIRST;
    loop {
        allowance.most = most.min(allowed);
        look(lookup, &mut corrector, &beginnings, &mut allowance)?;
        if lookup.missing {
            return Ok(None);
        }
        most = match (most, corrector.best().first()) {
            _ if !is_needed => break,
            (PARTS_FIRST, Some(best)) if best.cost > LIKELY => PARTS_MORE,
            (PARTS_MORE, Some(best)) if best.cost > EDIT => PARTS_MANY,
            (PARTS_FIRST, None) => PARTS_MAX,
            _ => break,
        };
    }
    if !is_needed {
        for other in corrector.best() {
            let is_of_stem = term_of(&other.word) == word.term;
            if is_of_stem && (is_seen || is_fine(&other.word, &word.written)) {
                continue;
            }
            let is_likelier = match is_seen {
                true => other.documents as usize >= COMMONER * known,
                false => is_of_stem || other.cost + known.ilog2() < UNSEEN + other.documents.max(1).ilog2(),
            };
            if other.cost <= EDIT && is_likelier {
                repair.instead.push_str(&other.word);
                return Ok(Some(repair));
            }
            break;
        }
        return Ok(None);
    }
    allowance.most = share;
    let cut = split(lookup, &word.written, &mut allowance)?;
    if lookup.missing {
        return Ok(None);
    }
    let best = corrector.best().first();
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
    if best.cost <= EDIT {
        runs(&best.word, 0, MAX_WORDS).iter_mut().for_each(|words| repair.near.append(words));
    }
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

/// Whether two words of one stem differ by endings of their own, or by the spelling of the other side of the Atlantic,
/// neither of which is a slip. But no ending is an `e`, or the last letter once more.
fn is_fine(form: &str, written: &str) -> bool {
    let (one, other) = (text::partial(form), text::partial(written));
    let shared = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (root, one) = one.as_bytes().split_at(shared);
    match [one, &other.as_bytes()[shared..]] {
        [[], ending] | [ending, []] => ending != b"e" && (ending.is_empty() || !root.ends_with(ending)),
        [[b'd' | b'r' | b's'], [b'd' | b'r' | b's']] => true,
        _ => false,
    }
}

/// How the words begin that may have been meant, likeliest first: as it is written, as the likeliest of the common words
/// that the vocabulary has, which are at hand and which most slips are of, then as any slip may have it.
fn likely(lookup: &mut Lookup, written: &str) -> Result<Vec<String>> {
    let mut all = vec![written.to_owned()];
    let vocabulary = lookup.parts.vocabulary()?;
    lookup.missing |= vocabulary.is_none();
    if let (Some(vocabulary), Some(mut common)) = (vocabulary, Corrector::new(written)) {
        for symbol in 0..vocabulary.symbols() as u32 {
            if let Some((word, true)) = vocabulary.entry(symbol) {
                common.offer(&word.to_ascii_lowercase(), 1);
            }
        }
        all.extend(common.best().first().map(|best| term_of(&best.word)));
    }
    all.append(&mut beginnings(written));
    Ok(all)
}

/// Offers the words of the parts that can hold what begins so, as far as may be looked at.
fn look(
    lookup: &mut Lookup,
    corrector: &mut Corrector,
    beginnings: &[String],
    allowance: &mut Allowance,
) -> Result<()> {
    // A directory that is not here yet names a part at least.
    let mut unknown = Vec::new();
    for beginning in beginnings {
        if allowance.looked.len() + unknown.len() >= allowance.most {
            break;
        }
        let Some(places) = lookup.parts.term_places(beginning)? else {
            lookup.missing = true;
            unknown.push(beginning);
            continue;
        };
        for place in places {
            if allowance.looked.contains(&place) {
                continue;
            }
            if !allowance.allows(place) {
                break;
            }
            let Some(part) = lookup.parts.term_part(place)? else {
                lookup.missing = true;
                continue;
            };
            for term in part.terms.iter().filter(|term| !term.is_stand_in()) {
                let documents = term.postings.len() as u32;
                term.words().iter().for_each(|word| corrector.offer(word, documents));
            }
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_no_slips() {
        for (form, written) in [
            ("care", "cares"),
            ("cared", "cares"),
            ("carers", "carer"),
            ("colours", "color"),
            ("claims", "claim"),
            ("organise", "organizes"),
        ] {
            assert!(is_fine(form, written) && is_fine(written, form), "{form} {written}");
        }
        for (form, written) in [("here", "heree"), ("splendid", "splendide"), ("independent", "independant")]
        {
            assert!(!is_fine(form, written) && !is_fine(written, form), "{form} {written}");
        }
    }
}
