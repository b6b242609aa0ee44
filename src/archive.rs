//! The façade: open, search, article, issues, headlines. Knows no file system, no network and no JavaScript.
//!
//! The archive asks for parts instead of fetching them: every question gives [`Step::Ready`] or [`Step::Need`]. The
//! caller fetches what is needed (all of it side by side), hands it over with [`Archive::supply`], and asks again. So
//! the same code runs under a browser's `fetch`, a service worker's cache and a native file, and none of it is
//! asynchronous.

use std::ops::Range;

use crate::model::{Article, Issue};
use crate::query::{Page, Request};
use crate::{Error, Fault, Result};

/// The answer to a question, or the parts that it still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// The answer.
    Ready(T),
    /// Fetch these (they can be fetched side by side), supply them, ask again. Never empty.
    Need(Vec<PartId>),
}

/// A part of the archive. Ids are stable for one opened archive, and say nothing about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartId(
    /// The part's ordinal.
    pub u32,
);

/// What a list shows of an article without its text: an issue's contents page, a list of headlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Listing {
    /// As in [`Article`], like the fields below.
    pub id: String,
    /// The [`Issue::key`], or empty.
    pub issue: String,
    /// Empty where the embedding page shows the article itself.
    pub url: String,
    /// The headline; may be empty.
    pub title: String,
    /// The line above the headline, or empty.
    pub kicker: String,
    /// The section, or empty.
    pub section: String,
    /// The authors.
    pub authors: Vec<String>,
    /// The paragraph that leads in, or empty.
    pub standfirst: String,
    /// ISO 8601, or empty.
    pub date: String,
    /// Printed pages, where known.
    pub pages: Vec<u32>,
    /// How many words the article has.
    pub words: u32,
}

/// An issue with the list of its articles in the order of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct IssueSummary {
    /// The issue with its events. Articles that belong to no issue come under an issue whose key is empty.
    pub issue: Issue,
    /// Its articles.
    pub articles: Vec<Listing>,
}

/// Where in an [`Article`] a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// [`Article::title`].
    Title,
    /// [`Article::standfirst`].
    Standfirst,
    /// The nth of [`Article::texts`].
    Text(u32),
}

/// Where the query matches in one text of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Which text.
    pub place: Place,
    /// Half-open UTF-8 byte ranges of that text, rising, apart, never empty.
    pub ranges: Vec<Range<u32>>,
}

/// An opened archive.
#[derive(Debug)]
pub struct Archive {}

fn not_built() -> Error {
    Error::new(Fault::Archive, "archive", "not built yet", "")
}

impl Archive {
    /// Opens an archive by its manifest (`manifest.bi`), a few hundred bytes for a small archive.
    pub fn open(manifest: &[u8]) -> Result<Archive> {
        let _ = manifest;
        Err(not_built())
    }

    /// The file name of a part below the archive's folder: `parts/6f1e….bi`.
    pub fn part_name(&self, id: PartId) -> String {
        let _ = id;
        String::new()
    }

    /// How long a part is, in bytes; 0 for an id that was never given out.
    pub fn part_bytes(&self, id: PartId) -> u64 {
        let _ = id;
        0
    }

    /// Hands over a part that was asked for. A part whose length or hash is wrong is refused, and the archive stays as
    /// it was: fetch it again.
    pub fn supply(&mut self, id: PartId, bytes: Vec<u8>) -> Result<()> {
        let _ = (id, bytes);
        Err(not_built())
    }

    /// Searches.
    pub fn search(&mut self, request: &Request) -> Result<Step<Page>> {
        let _ = request;
        Err(not_built())
    }

    /// One whole article by its id.
    pub fn article(&mut self, id: &str) -> Result<Step<Article>> {
        let _ = id;
        Err(not_built())
    }

    /// Where `query` matches in an article, in reading order.
    pub fn highlights(&mut self, id: &str, query: &str) -> Result<Step<Vec<Highlight>>> {
        let _ = (id, query);
        Err(not_built())
    }

    /// Every issue with its list of articles, newest first.
    pub fn issues(&mut self) -> Result<Step<Vec<IssueSummary>>> {
        Err(not_built())
    }

    /// One issue with its list of articles; an unknown key is an error.
    pub fn issue(&mut self, key: &str) -> Result<Step<IssueSummary>> {
        let _ = key;
        Err(not_built())
    }

    /// The newest articles of the archive, of one section or (if it is empty) of all.
    pub fn headlines(&mut self, limit: u32, section: &str) -> Result<Step<Vec<Listing>>> {
        let _ = (limit, section);
        Err(not_built())
    }

    /// Every part that searching and reading these issues takes (all issues if none is named), for saving them offline.
    /// What is already here is included.
    pub fn parts_for_issues(&mut self, issues: &[String]) -> Result<Step<Vec<PartId>>> {
        let _ = issues;
        Err(not_built())
    }
}

#[cfg(feature = "build")]
pub mod dir {
    //! Opens an archive from a folder, natively.

    use super::*;
    use std::path::Path;

    /// An archive in a folder: the same questions, answered at once.
    #[derive(Debug)]
    pub struct DirArchive {}

    /// Opens the archive in `path`, a folder that `backissue build` wrote.
    pub fn open(path: &Path) -> Result<DirArchive> {
        let _ = path;
        Err(not_built())
    }

    impl DirArchive {
        /// [`Archive::search`].
        pub fn search(&mut self, request: &Request) -> Result<Page> {
            let _ = request;
            Err(not_built())
        }
        /// [`Archive::article`].
        pub fn article(&mut self, id: &str) -> Result<Article> {
            let _ = id;
            Err(not_built())
        }
        /// [`Archive::issues`].
        pub fn issues(&mut self) -> Result<Vec<IssueSummary>> {
            Err(not_built())
        }
        /// [`Archive::headlines`].
        pub fn headlines(&mut self, limit: u32, section: &str) -> Result<Vec<Listing>> {
            let _ = (limit, section);
            Err(not_built())
        }
        /// [`Archive::highlights`].
        pub fn highlights(&mut self, id: &str, query: &str) -> Result<Vec<Highlight>> {
            let _ = (id, query);
            Err(not_built())
        }
    }
}
