//! Issue text to articles.
