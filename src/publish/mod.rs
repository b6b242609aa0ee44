//! Content or documents to an archive, static pages and feeds.
