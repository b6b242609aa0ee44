//! What is asked of an archive and what it answers: parse (never fails), match, score, facets, suggestions.

pub mod alike;
mod correct;
pub mod doubt;
pub mod filter;
mod find;
mod lookup;
pub mod meaning;
mod operators;
mod parse;
pub mod phrase;
pub mod rank;
pub mod repair;
mod request;
pub mod score;
pub mod wording;

pub use correct::{Correction, Corrector, EDIT, beginnings, splits};
pub use find::{Match, Needle, Pattern, Tokens, find, marks, needles};
#[cfg(feature = "build")]
pub(crate) use operators::is_partial_date;
pub use operators::parse;
pub use parse::{Atom, Clause, Field, Filter, Form, MAX_WORDS, Query, SHORT, Word, words};
pub use request::{EXCERPTS_MAX, Facet, Facets, Hit, Note, Page, Request, Snippet, Sort};
