//! The façade: open, search, article, issues, headlines. Knows no file system, no network and no JavaScript.
//!
//! The archive asks for parts instead of fetching them: every question gives [`Step::Ready`] or [`Step::Need`]. The
//! caller fetches what is needed (all of it side by side), hands it over with `supply`, and asks again. So the same code
//! runs under a browser's `fetch`, a service worker's cache and a native file, and none of it is asynchronous.

/// The answer to a question, or the parts that it still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// The answer.
    Ready(T),
    /// Fetch these (they can be fetched side by side), supply them, ask again. Never empty.
    Need(Vec<PartId>),
}

/// A part of the archive, by its place in the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartId(
    /// Place in the manifest.
    pub u32,
);
