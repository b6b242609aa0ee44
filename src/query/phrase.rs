//! Phrases, checked in the texts of the articles that have all their words; one that is nowhere is searched as words.
//!
//! Stored positions would cost more bytes than everything else in an archive together; the texts are there anyway.

use super::lookup::Lookup;
use super::meaning::Meaning;
use super::operators::parse_loosely;
use super::rank::{self, Scorer, Tally};
use super::{Atom, Form, Needle, Note, Request, find};
use crate::Result;
use crate::archive::Parts;
use crate::model::Article;
use crate::text::Lang;

/// Most articles whose text is looked at to see whether a phrase is there.
pub const CHECKS_MAX: usize = 100;
/// Of so many clauses with phrases that are nowhere together each is looked for by itself; further ones are read as words, so that a
/// page of quotations does not fetch a whole archive.
const APART_MAX: u32 = 4;

/// Leaves out the articles that lack a wanted phrase or have an unwanted one. False if parts are missing.
///
/// If that leaves none, the phrases are gone through in order: one that is found in no article beside those before it, whatever
/// else is asked, is read as words. (If that leaves none either, it is filters that do, or what is unwanted or asked of titles.)
pub fn check(parts: &mut Parts, request: &Request, meaning: &mut Meaning) -> Result<bool> {
    if !meaning.query.atoms().chain(&meaning.query.unwanted).any(is_phrase) {
        return Ok(true);
    }
    let Some(mut left) = look(parts, request, meaning)? else { return Ok(false) };
    // Of whatever look, as each decided something.
    let mut is_bounded = left.is_bounded;
    if !left.kept.contains(&true) {
        let read = |loose| parse_loosely(&request.query, request.typing, Some(loose));
        let quoted = read(0).1;
        let (mut loose, mut rest) = (quoted, quoted);
        for _ in 0..APART_MAX.min(quoted.count_ones()) {
            let bit = rest & rest.wrapping_neg();
            rest ^= bit;
            let (mut query, _) = read(loose ^ bit);
            // Phrases alone: none of their words is taken for another.
            query.wanted.retain(|clause| clause.any.iter().any(is_phrase));
            query.unwanted.clear();
            let Some(alone) = look(parts, request, &Meaning { query, kept: None })? else { return Ok(false) };
            is_bounded |= alone.is_bounded;
            if alone.kept.contains(&true) {
                loose ^= bit;
            }
        }
        let mut loosened = Meaning { query: read(loose).0, kept: meaning.kept.take() };
        let Some(again) = look(parts, request, &loosened)? else { return Ok(false) };
        is_bounded |= again.is_bounded;
        if again.kept.contains(&true) {
            left = again;
            std::mem::swap(&mut meaning.query, &mut loosened.query);
        }
    }
    meaning.kept = Some(left.kept);
    if is_bounded {
        meaning.query.notes.push(Note::Bounded { articles: CHECKS_MAX as u32 });
    }
    Ok(true)
}

fn is_phrase(atom: &Atom) -> bool {
    atom.form == Form::Phrase
}

/// What a look at the texts leaves.
struct Left {
    /// For each article whether it may be found.
    kept: Vec<bool>,
    /// Whether there were more to look at than [`CHECKS_MAX`]: what is left unchecked is left out.
    is_bounded: bool,
}

/// The phrases that texts are looked through for, each with others that will do as well.
#[derive(Default)]
struct Sought {
    needles: Vec<Needle>,
    /// For each of them a bit, which alternatives share, and all that is unwanted, and whether it must stand in the title. (There
    /// are enough of them: a phrase has two words, and a query 160.)
    of_needles: Vec<(u128, bool)>,
    bit: u128,
}

impl Sought {
    fn add(&mut self, atom: &Atom) {
        let mut needle = Needle { weight: 1, ..Needle::default() };
        needle.add(atom);
        self.needles.push(needle);
        self.of_needles.push((self.bit, atom.title));
    }

    /// The bits of those that are in the article. All at once: telling the words of a text takes longest.
    fn found(&self, article: &Article) -> u128 {
        let lang = Lang::of(&article.lang);
        let mut bits = 0;
        let mut look = |text: &str, is_title: bool| {
            for found in find(text, lang, &self.needles) {
                let (bit, of_title) = self.of_needles[found.needle];
                bits |= if is_title || !of_title { bit } else { 0 };
            }
        };
        look(&article.title, true);
        look(&article.standfirst, false);
        look(&article.kicker, false);
        article.authors.iter().for_each(|author| look(author, false));
        article.texts().iter().for_each(|text| look(&text.words(), false));
        bits
    }
}

/// Looks at the texts of the articles that have all the words of the query's phrases, the best first. `None` if parts are missing.
fn look(parts: &mut Parts, request: &Request, meaning: &Meaning) -> Result<Option<Left>> {
    let query = &meaning.query;
    let (columns, groups) = (parts.columns()?, parts.groups()?);
    let ranking = rank::rank(parts, meaning, request, 0)?;
    let (Some(columns), Some(groups), Some(ranking)) = (columns, groups, ranking) else { return Ok(None) };
    let scorer = Scorer::of(parts.manifest(), &columns);
    let docs = parts.manifest().docs;
    let mut lookup = Lookup::new(parts);
    let mut sought = Sought { bit: 1, ..Sought::default() };
    // The bits of what an article must have.
    let mut wanted = 0;
    // Articles that need not be looked at for what is wanted, and those that must be for what is not.
    let (mut sure, mut doubtful) = (Tally::new(docs), Tally::new(docs));
    for clause in &query.wanted {
        // Beside other clauses one with single words in it need not be met, or the index tells.
        let is_only = query.wanted.len() == 1 && clause.any.iter().any(is_phrase);
        if is_only || clause.any.iter().all(|atom| is_phrase(atom) && atom.words.len() > 1) {
            for atom in &clause.any {
                sought.add(atom);
                if is_only && atom.words.len() == 1 {
                    scorer.atom(&lookup.atom(atom)?, atom.title, &mut sure);
                }
            }
            wanted |= sought.bit;
            sought.bit <<= 1;
        }
    }
    for atom in query.unwanted.iter().filter(|atom| is_phrase(atom)) {
        sought.add(atom);
        scorer.atom(&lookup.atom(atom)?, atom.title, &mut doubtful);
    }
    let all = wanted | sought.bit;
    if lookup.missing {
        return Ok(None);
    }
    let mut left = Left { kept: vec![false; docs as usize], is_bounded: false };
    let mut unsure = Vec::new();
    for hit in ranking.docs {
        let is_sure = (wanted == 0 || sure.get(hit.doc) > 0) && doubtful.get(hit.doc) == 0;
        left.kept[hit.doc as usize] = is_sure;
        if !is_sure {
            unsure.push(hit);
        }
    }
    rank::order(&mut unsure, CHECKS_MAX, request.sort, &columns, &groups);
    left.is_bounded = unsure.len() > CHECKS_MAX;
    let mut is_complete = true;
    for hit in unsure.iter().take(CHECKS_MAX) {
        match parts.article(hit.doc)? {
            Some(found) => left.kept[hit.doc as usize] = sought.found(&found.0) & all == wanted,
            None => is_complete = false,
        }
    }
    Ok(is_complete.then_some(left))
}
