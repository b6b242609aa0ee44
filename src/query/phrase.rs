//! Phrases, checked in the texts of the articles that have all their words.
//!
//! Stored positions would cost more bytes than everything else in an archive together; the texts are there anyway.

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
    // Lists of which an article must have one or, where it says so, must not.
    let mut asked: Vec<(Vec<Needle>, bool)> = Vec::new();
    for clause in &query.wanted {
        if clause.any.iter().all(|atom| atom.form == Form::Phrase && atom.words.len() > 1) {
            asked.push((needles(&clause.any), true));
        }
    }
    for atom in &query.unwanted {
        if atom.form == Form::Phrase {
            asked.push((needles(std::slice::from_ref(atom)), false));
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
        if asked.iter().all(|(needles, wanted)| has(&found.0, needles) == *wanted) {
            kept.push(*hit);
        }
    }
    if complete {
        ranking.docs = kept;
    }
    Ok(complete)
}

fn needles(atoms: &[Atom]) -> Vec<Needle> {
    let mut needles = Vec::new();
    for atom in atoms {
        let mut needle = Needle { weight: 1, ..Needle::default() };
        needle.add(atom);
        needles.push(needle);
    }
    needles
}

/// Whether any of the needles is in the article.
fn has(article: &Article, needles: &[Needle]) -> bool {
    let lang = Lang::of(&article.lang);
    let is_in = |text: &str| !find(text, lang, needles).is_empty();
    is_in(&article.title)
        || is_in(&article.standfirst)
        || is_in(&article.kicker)
        || article.authors.iter().any(|author| is_in(author))
        || article.texts().iter().any(|text| is_in(&text.words()))
}
