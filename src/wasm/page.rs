//! A page of results as JSON, written field by field.
//!
//! Everything else that is answered goes through serde, which is compiled anew for each type: more than this in the file that
//! every search waits for. Both give the same; `tests/browser` compares them with what the command line prints.

use crate::json::Json;
use crate::query::{Facet, Facets, Hit, Note, Page, Snippet};

/// The page. (The structures are taken apart by name, so that none of their fields is forgotten.)
pub fn page(page: &Page) -> String {
    let Page { query, total, hits, facets, suggestion, notes } = page;
    let mut out = Json::default();
    out.begin("", "{");
    out.text("query", query);
    out.number("total", *total);
    out.begin("hits", "[");
    hits.iter().for_each(|one| hit(&mut out, one));
    out.end("]");
    let Facets { section, issue, author, year } = facets;
    out.begin("facets", "{");
    for (name, facets) in [("section", section), ("issue", issue), ("author", author), ("year", year)] {
        out.begin(name, "[");
        for Facet { value, count } in facets {
            out.begin("", "{");
            out.text("value", value);
            out.number("count", *count);
            out.end("}");
        }
        out.end("]");
    }
    out.end("}");
    out.text("suggestion", suggestion);
    out.begin("notes", "[");
    notes.iter().for_each(|one| note(&mut out, one));
    out.end("]}");
    out.into()
}

fn hit(out: &mut Json, hit: &Hit) {
    let Hit { id, title, url, section, authors, date, lang, issue, pages, words, score, snippet, excerpts } =
        hit;
    out.begin("", "{");
    out.text("id", id);
    out.text("title", title);
    out.text("url", url);
    out.text("section", section);
    out.begin("authors", "[");
    authors.iter().for_each(|author| out.text("", author));
    out.end("]");
    out.text("date", date);
    out.text("lang", lang);
    out.text("issue", issue);
    out.begin("pages", "[");
    pages.iter().for_each(|page| out.number("", *page));
    out.end("]");
    out.number("words", *words);
    out.number("score", *score);
    quote(out, "snippet", snippet);
    out.begin("excerpts", "[");
    excerpts.iter().for_each(|excerpt| quote(out, "", excerpt));
    out.end("]}");
}

fn quote(out: &mut Json, name: &str, snippet: &Snippet) {
    let Snippet { text, ranges, heading } = snippet;
    out.begin(name, "{");
    out.text("text", text);
    out.begin("ranges", "[");
    for range in ranges {
        out.begin("", "{");
        out.number("start", snippet.utf16(range.start));
        out.number("end", snippet.utf16(range.end));
        out.end("}");
    }
    out.end("]");
    out.text("heading", heading);
    out.end("}");
}

fn note(out: &mut Json, note: &Note) {
    out.begin("", "{");
    match note {
        Note::Corrected { word, instead } | Note::Also { word, instead } => {
            out.text("word", word);
            out.text("instead", instead);
        }
        Note::Unknown { word } => out.text("word", word),
        Note::Unread { part } | Note::Apart { part } => out.text("part", part),
        Note::Bounded { articles } => out.number("articles", *articles),
        Note::Cut { words } => out.number("words", *words),
        Note::Relaxed | Note::Unsaved => {}
    }
    let kind = match note {
        Note::Corrected { .. } => "corrected",
        Note::Also { .. } => "also",
        Note::Unknown { .. } => "unknown",
        Note::Relaxed => "relaxed",
        Note::Unsaved => "unsaved",
        Note::Unread { .. } => "unread",
        Note::Apart { .. } => "apart",
        Note::Bounded { .. } => "bounded",
        Note::Cut { .. } => "cut",
    };
    out.text("kind", kind);
    out.end("}");
}
