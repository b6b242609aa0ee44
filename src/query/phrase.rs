//! Phrases, checked in the texts of the articles that have all their words.
//!
//! Stored positions would cost more bytes than everything else in an archive together; the texts are there anyway.

use std::ops::Range;

use super::rank::{PHRASE_CHECKS_MAX, Ranking};
use super::{Atom, Form, Needle, Note, Query, find};
use crate::Result;
use crate::archive::Parts;
use crate::model::Article;
use crate::text::Lang;

/// Leaves out the articles that lack a wanted phrase or have an unwanted one. False if texts are missing.
///
/// The first [`PHRASE_CHECKS_MAX`] articles are looked at; what is left unchecked is left out, and a note says so.
pub fn check(parts: &mut Parts, query: &Query, ranking: &mut Ranking) -> Result<bool> {
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
    if ranking.docs.len() > PHRASE_CHECKS_MAX {
        ranking.docs.truncate(PHRASE_CHECKS_MAX);
        ranking.notes.push(Note::Bounded { articles: PHRASE_CHECKS_MAX as u32 });
    }
    let mut complete = true;
    let mut kept = Vec::new();
    for hit in &ranking.docs {
        let Some(found) = parts.article(hit.doc)? else {
            complete = false;
            continue;
        };
        let has = has(&found.0, &needles);
        if asked.iter().all(|(these, wanted)| has[these.clone()].contains(&true) == *wanted) {
            kept.push(*hit);
        }
    }
    if complete {
        ranking.docs = kept;
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
