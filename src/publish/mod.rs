//! Content or documents to an archive, static pages and feeds.

pub mod archive;
pub mod documents;
pub mod headlines;
pub mod site;
pub mod tiny;
