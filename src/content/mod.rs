//! The content folder that an editor corrects: one folder an issue, one Markdown file an article.
//!
//! ```text
//! content/
//!   66/
//!     issue.toml             number, season, date, the noticeboard's events
//!     01-ten-tips.md         front matter and body, in the order of the magazine
//!     02-an-interview.md
//!     .backissue             what was written, by hash: how an edit is recognised
//! ```
//!
//! [`write`] never overwrites a file that was edited since it was written; [`read`] also takes Markdown with front
//! matter that was never ours.

mod read;
mod write;

pub use read::read;
pub use write::{Written, write};

use crate::model::{Article, Issue};

/// What a publisher's archive is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Oldest first.
    pub issues: Vec<Issue>,
    /// In the order of the issues and, within one, of the magazine; then articles of no issue.
    pub articles: Vec<Article>,
}
