//! Articles, readable one at a time in close to the bytes that a whole stream would take: writer beside reader.
//!
//! Texts are coded word by word ([`words`]) with a vocabulary that the whole archive shares ([`vocabulary`]). An article
//! is one part ([`article`]); what lists and facets need of all articles stands apart ([`columns`], [`listing`]).

pub mod article;
pub mod columns;
pub mod ids;
pub mod languages;
pub mod leaf;
pub mod listing;
pub mod related;
pub mod vocabulary;
pub mod words;

pub use vocabulary::Vocabulary;
