//! What is asked of an archive and what it answers: parse (never fails), match, score, facets, suggestions.

mod request;

pub use request::{Facet, Facets, Hit, Note, Page, Request, Snippet, Sort};
