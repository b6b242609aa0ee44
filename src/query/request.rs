//! The question and the answer as plain data: what `archive.search` takes and gives in every language.

use std::ops::Range;

/// A search. `Default` asks for the first ten by relevance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// As typed: words, "phrases", `-not`, `OR`, `author:`, `section:`, `issue:`, `title:`, `before:`, `after:`.
    pub query: String,
    /// How many hits to give, at most 100.
    pub limit: u32,
    /// How many hits to leave out before the first.
    pub offset: u32,
    /// Only these sections; empty for all. Within a list any, between lists all.
    pub section: Vec<String>,
    /// Only these issues ([`crate::model::Issue::key`]); empty for all.
    pub issue: Vec<String>,
    /// Only these authors; empty for all.
    pub author: Vec<String>,
    /// Not before this date (ISO 8601, `2025`, `2025-06` or `2025-06-30`); empty for no bound.
    pub from: String,
    /// Not after this date, to its end: `2025` includes December. Empty for no bound.
    pub to: String,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether the last word may be unfinished, as while typing: it then also matches words that it begins.
    pub typing: bool,
    /// How many passages of each article to give, at most [`EXCERPTS_MAX`]; with 0 not even the one that shows most.
    pub excerpts: u32,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: String::new(),
            limit: 10,
            offset: 0,
            section: Vec::new(),
            issue: Vec::new(),
            author: Vec::new(),
            from: String::new(),
            to: String::new(),
            sort: Sort::Relevance,
            typing: false,
            excerpts: 1,
        }
    }
}

/// Most passages of an article that a search gives.
pub const EXCERPTS_MAX: u32 = 5;

/// The order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first; ties newest first, then in the archive's order.
    #[default]
    Relevance,
    /// Newest first; ties by relevance.
    Newest,
    /// Oldest first; ties by relevance.
    Oldest,
}

/// One page of results.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Page {
    /// The query that was asked.
    pub query: String,
    /// How many articles match, of which `hits` are a part.
    pub total: u32,
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// Counts over all that match.
    pub facets: Facets,
    /// The whole query as it was probably meant, if a word in it is misspelt; empty otherwise.
    pub suggestion: String,
    /// What was done with the query that its writer may not expect.
    pub notes: Vec<Note>,
}

/// One article found.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Hit {
    /// As in [`crate::model::Article`], like the fields below.
    pub id: String,
    /// The headline.
    pub title: String,
    /// Empty where the embedding page shows the article itself.
    pub url: String,
    /// The section, or empty.
    pub section: String,
    /// The authors.
    pub authors: Vec<String>,
    /// ISO 8601, or empty.
    pub date: String,
    /// The language of its words, as a BCP 47 tag.
    pub lang: String,
    /// The issue's key, or empty.
    pub issue: String,
    /// Printed pages, where known.
    pub pages: Vec<u32>,
    /// How many words the article has, for a reading time (some 230 a minute).
    pub words: u32,
    /// Relevance: larger is better, comparable within one page only.
    pub score: u32,
    /// The passage that shows most of the query; empty if none was asked for.
    pub snippet: Snippet,
    /// The best passages, that one among them, in the order of the text, none overlapping; fewer than asked for if fewer
    /// match. Empty unless more than one was asked for.
    pub excerpts: Vec<Snippet>,
}

/// A passage of an article, with what matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Snippet {
    /// At most 300 characters of plain text.
    pub text: String,
    /// What matched: half-open UTF-8 byte ranges of `text`, rising, apart. (JavaScript gets UTF-16 units.)
    pub ranges: Vec<Range<u32>>,
    /// The crosshead or box title that the passage stands under, or empty.
    pub heading: String,
}

impl Snippet {
    /// A byte's place in the text in UTF-16 units, which is how JavaScript counts.
    ///
    /// ```
    /// use backissue::query::Snippet;
    /// let snippet = Snippet { text: "𝄞 tâl".into(), ranges: vec![5..9], ..Snippet::default() };
    /// assert_eq!([5, 9].map(|place| snippet.utf16(place)), [3, 6]);
    /// ```
    pub fn utf16(&self, place: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let before = bytes.get(..place as usize).unwrap_or(bytes);
        let mut units = 0;
        for &byte in before {
            // One for each character's first byte, one more for a character of four bytes.
            units += u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0);
        }
        units
    }
}

/// Counts under the current query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Facets {
    /// By section, most first.
    pub section: Vec<Facet>,
    /// By issue, newest first.
    pub issue: Vec<Facet>,
    /// By author, most first.
    pub author: Vec<Facet>,
    /// By year, newest first.
    pub year: Vec<Facet>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Facet {
    /// As it is given back in a filter.
    pub value: String,
    /// How many articles.
    pub count: u32,
}

/// What was done with a query that its writer may not expect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(tag = "kind", rename_all = "snake_case"))]
pub enum Note {
    /// The word is nowhere; `instead` was searched.
    Corrected {
        /// As typed.
        word: String,
        /// As found.
        instead: String,
    },
    /// Something else stands for the word or words, and was searched as well: an acronym for its long form.
    Also {
        /// As typed.
        word: String,
        /// As the articles have it.
        instead: String,
    },
    /// The word is nowhere and nothing is like it; it was left out.
    Unknown {
        /// As typed.
        word: String,
    },
    /// None of the articles that were found has all the words. Others may, which a phrase or a filter leaves out.
    Relaxed,
    /// The part of the query could not be read as meant (a quotation mark that is never closed, `before:soon`) and was
    /// searched as words.
    Unread {
        /// As typed.
        part: String,
    },
    /// No article that fits has this phrase; its words were searched, as if it had no quotation marks.
    Apart {
        /// As typed.
        part: String,
    },
    /// So many articles have all the words of a phrase that only the best were looked at.
    Bounded {
        /// How many were looked at.
        articles: u32,
    },
    /// The text of some articles is out of reach: there is no network, and they were not saved. They were looked for, and
    /// are shown, by headline and standfirst alone.
    Unsaved,
    /// The query was cut: it had more words than are searched.
    Cut {
        /// How many words were searched.
        words: u32,
    },
}
