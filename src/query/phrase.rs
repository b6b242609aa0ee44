//! Phrases, checked in the texts of the articles that have all their words.
//!
//! Stored positions would cost more bytes than everything else in an archive together; the texts are there anyway.

use std::ops::Range;

use super::meaning::Meaning;
use super::{Atom, Form, Needle, Note, Request, find, rank};
use crate::Result;
use crate::archive::Parts;
use crate::model::Article;
use crate::text::Lang;

/// Most articles whose text is looked at to see whether a phrase is there.
pub const CHECKS_MAX: usize = 100;

/// Leaves out the articles that lack a wanted phrase or have an unwanted one. False if parts are missing.
///
/// Of those that have all the words of the query's phrases the first [`CHECKS_MAX`] in order are looked at; what is left
/// unchecked is left out.
pub fn check(parts: &mut Parts, request: &Request, meaning: &mut Meaning) -> Result<bool> {
    let query = &meaning.query;
    let mut needles = Vec::new();
    // Which needles an article must have one of or, where it says so, must not.
    let mut asked: Vec<(Range<usize>, bool)> = Vec::new();
    for clause in &query.wanted {
        if clause.any.iter().all(|atom| atom.form == Form::Phrase && atom.words.len() > 1) {
            asked.push((add(&clause.any, &mut needles), true));
        }
    }
    for atom in &query.unwanted {
        if atom.form == Form::Phrase {
            asked.push((add(std::slice::from_ref(atom), &mut needles), false));
        }
    }
    if asked.is_empty() {
        return Ok(true);
    }
    let Some(ranking) = rank::rank(parts, meaning, request, CHECKS_MAX)? else { return Ok(false) };
    let mut complete = true;
    let mut kept = vec![false; parts.manifest().docs as usize];
    for hit in ranking.docs.iter().take(CHECKS_MAX) {
        let Some(found) = parts.article(hit.doc)? else {
            complete = false;
            continue;
        };
        let has = has(&found.0, &needles);
        if asked.iter().all(|(these, wanted)| has[these.clone()].contains(&true) == *wanted) {
            kept[hit.doc as usize] = true;
        }
    }
    meaning.kept = Some(kept);
    if ranking.docs.len() > CHECKS_MAX {
        meaning.query.notes.push(Note::Bounded { articles: CHECKS_MAX as u32 });
    }
    Ok(complete)
}

/// Adds needles for `atoms`; gives their places.
fn add(atoms: &[Atom], needles: &mut Vec<Needle>) -> Range<usize> {
    let start = needles.len();
    for atom in atoms {
        let mut needle = Needle { weight: 1, ..Needle::default() };
        needle.add(atom);
        needles.push(needle);
    }
    start..needles.len()
}

/// For each of the needles whether it is in the article. All at once: telling the words of a text takes longest.
fn has(article: &Article, needles: &[Needle]) -> Vec<bool> {
    let lang = Lang::of(&article.lang);
    let mut has = vec![false; needles.len()];
    let mut look = |text: &str| {
        if !has.contains(&false) {
            return;
        }
        for found in find(text, lang, needles) {
            has[found.needle] = true;
        }
    };
    look(&article.title);
    look(&article.standfirst);
    look(&article.kicker);
    article.authors.iter().for_each(|author| look(author));
    article.texts().iter().for_each(|text| look(&text.words()));
    has
}
