//! The integration suite: one module a capability. Run it with `cargo test --test suite`.
#![allow(missing_docs)]

mod alike;
mod archive;
mod beside;
mod cli;
mod content;
mod corpus;
mod directories;
mod editing;
mod formats;
mod hostile;
mod impacts;
mod ingest;
mod linear;
mod moving;
mod pack;
mod pdf;
mod phrases;
mod publish;
mod query;
mod ranking;
mod render;
mod sample;
mod saved;
mod search;
mod serve;
mod special;
mod specimen;
mod synonyms;
mod text;
mod typeset;
