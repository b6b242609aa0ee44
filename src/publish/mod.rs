//! Content or documents to an archive, static pages and feeds.

pub mod address;
pub mod archive;
pub mod documents;
pub mod feeds;
pub mod headlines;
mod limits;
pub mod pack;
pub mod pages;
mod related;
pub mod site;
pub(crate) mod synonyms;
pub mod tiny;
