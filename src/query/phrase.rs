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
    let is_phrase = |atom: &Atom| atom.form == Form::Phrase && atom.words.len() > 1;
    let wanted: Vec<Vec<Needle>> = query
        .wanted
        .iter()
        .filter(|clause| clause.any.iter().all(is_phrase))
        .map(|clause| clause.any.iter().map(needle).collect())
        .collect();
    let unwanted: Vec<Needle> =
        query.unwanted.iter().filter(|atom| atom.form == Form::Phrase).map(needle).collect();
    if wanted.is_empty() && unwanted.is_empty() {
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
        let article = &found.0;
        if wanted.iter().all(|clause| has(article, clause))
            && !unwanted.iter().any(|atom| has(article, std::slice::from_ref(atom)))
        {
            kept.push(*hit);
        }
    }
    if complete {
        ranking.docs = kept;
    }
    Ok(complete)
}

fn needle(atom: &Atom) -> Needle {
    let mut needle = Needle { weight: 1, ..Needle::default() };
    needle.add(atom);
    needle
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
