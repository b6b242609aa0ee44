//! A page of results as plain JavaScript data, written field by field.
//!
//! Everything else that is answered goes through serde, which is compiled anew for each type and keeps the names of fields
//! in a hash table: for a page's six types 8 K of the file that every search waits for (1.3 K as sent), against 2 K here. Both
//! give the same objects; `tests/browser` compares them with what the command line prints.

use crate::query::{Facet, Facets, Hit, Note, Page, Snippet};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The page. (The structures are taken apart by name, so that none of their fields is forgotten.)
pub fn page(page: &Page) -> JsValue {
    let Page { query, total, hits, facets, suggestion, notes } = page;
    let (out, shown, noted) = (Plain::new(), Array::new(), Array::new());
    hits.iter().map(hit).for_each(|hit| _ = shown.push(&hit));
    notes.iter().map(note).for_each(|note| _ = noted.push(&note));
    out.text("query", query);
    out.number("total", *total);
    out.set("hits", &shown);
    let Facets { section, issue, author, year } = facets;
    let counts = Plain::new();
    for (name, facets) in [("section", section), ("issue", issue), ("author", author), ("year", year)] {
        counts.set(name, &values(facets));
    }
    out.set("facets", &counts.0);
    out.text("suggestion", suggestion);
    out.set("notes", &noted);
    out.0.into()
}

fn hit(hit: &Hit) -> JsValue {
    let Hit { id, title, url, section, authors, date, lang, issue, pages, words, score, snippet, excerpts } =
        hit;
    let (out, names, folios, quotes) = (Plain::new(), Array::new(), Array::new(), Array::new());
    authors.iter().for_each(|author| _ = names.push(&author.as_str().into()));
    pages.iter().for_each(|&page| _ = folios.push(&page.into()));
    out.text("id", id);
    out.text("title", title);
    out.text("url", url);
    out.text("section", section);
    out.set("authors", &names);
    out.text("date", date);
    out.text("lang", lang);
    out.text("issue", issue);
    out.set("pages", &folios);
    out.number("words", *words);
    out.number("score", *score);
    out.set("snippet", &quote(snippet));
    excerpts.iter().for_each(|excerpt| _ = quotes.push(&quote(excerpt)));
    out.set("excerpts", &quotes);
    out.0.into()
}

fn quote(snippet: &Snippet) -> JsValue {
    let Snippet { text, ranges, heading } = snippet;
    let (quoted, marked) = (Plain::new(), Array::new());
    for range in ranges {
        let mark = Plain::new();
        mark.number("start", snippet.utf16(range.start));
        mark.number("end", snippet.utf16(range.end));
        marked.push(&mark.0);
    }
    quoted.text("text", text);
    quoted.set("ranges", &marked);
    quoted.text("heading", heading);
    quoted.0.into()
}

fn values(facets: &[Facet]) -> Array {
    let out = Array::new();
    for Facet { value, count } in facets {
        let one = Plain::new();
        one.text("value", value);
        one.number("count", *count);
        out.push(&one.0);
    }
    out
}

fn note(note: &Note) -> JsValue {
    let out = Plain::new();
    let kind = match note {
        Note::Corrected { word, instead } => {
            out.text("word", word);
            out.text("instead", instead);
            "corrected"
        }
        Note::Also { word, instead } => {
            out.text("word", word);
            out.text("instead", instead);
            "also"
        }
        Note::Unknown { word } => {
            out.text("word", word);
            "unknown"
        }
        Note::Relaxed => "relaxed",
        Note::Unsaved => "unsaved",
        Note::Unread { part } => {
            out.text("part", part);
            "unread"
        }
        Note::Bounded { articles } => {
            out.number("articles", *articles);
            "bounded"
        }
        Note::Cut { words } => {
            out.number("words", *words);
            "cut"
        }
    };
    out.text("kind", kind);
    out.0.into()
}

/// An object that is being written.
struct Plain(Object);

impl Plain {
    fn new() -> Self {
        Plain(Object::new())
    }

    #[inline(never)] // Like those below: called for every field.
    fn set(&self, name: &str, value: &JsValue) {
        // Setting a field of an object made a moment ago does not fail.
        let _ = Reflect::set(&self.0, &name.into(), value);
    }

    #[inline(never)]
    fn text(&self, name: &str, value: &str) {
        self.set(name, &value.into());
    }

    #[inline(never)]
    fn number(&self, name: &str, value: u32) {
        self.set(name, &value.into());
    }
}
