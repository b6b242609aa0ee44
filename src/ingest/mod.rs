//! Issue text to articles: lines, zones, chains, articles.
