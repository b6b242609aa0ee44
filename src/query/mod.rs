//! What is asked of an archive and what it answers: parse (never fails), match, score, facets, suggestions.

mod parse;
mod request;

pub use parse::{Atom, Clause, Field, Filter, Form, MAX_WORDS, Query, Word, parse};
pub use request::{Facet, Facets, Hit, Note, Page, Request, Snippet, Sort};
