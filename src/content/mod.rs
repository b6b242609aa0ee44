//! The content folder that an editor corrects: one folder an issue, one Markdown file an article.
//!
//! ```text
//! content/
//!   synonyms.txt             what stands for each other, a line each: pay award = pay rise (if there is such a file)
//!   66/
//!     issue.toml             number, season, date, the noticeboard's events
//!     01-ten-tips.md         front matter and body, in the order of the magazine
//!     02-an-interview.md
//!     left-out.txt           adverts, imprint and the like, with their lines: what can be put back
//!     .backissue             what was written, by hash, and which article each file is: how an edit is recognised
//! ```
//!
//! [`write()`] never overwrites a file that was edited since it was written; [`read()`] also takes Markdown with front
//! matter that was never ours. [`markdown`] says how a body is written.

mod edits;
mod front_matter;
mod identity;
mod issue_file;
pub mod markdown;
mod places;
mod read;
mod synonyms;
mod texts;
mod write;

pub use read::read;
pub use write::{Moved, Options, Written, check, write, write_with};

use std::path::{Path, PathBuf};

use crate::Error;
use crate::model::{Article, Issue};
use crate::text;

/// What a publisher's archive is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Oldest first.
    pub issues: Vec<Issue>,
    /// In the order of the issues and, within one, of the magazine; then articles of no issue.
    pub articles: Vec<Article>,
    /// Groups of words that stand for each other, from `synonyms.txt`.
    pub synonyms: Vec<Vec<String>>,
    /// What an editor should look at, `file:line`: words that look like a mark and are none, an article without words.
    pub warnings: Vec<Error>,
}

/// What makes a folder an issue's.
const ISSUE_FILE: &str = "issue.toml";

/// The longest part of a file name that is made of a title.
const SLUG_BYTES: usize = 60;

/// The folder below `dir` that an issue goes to.
pub fn folder(dir: &Path, issue: &Issue) -> PathBuf {
    dir.join(slug(&issue.key))
}

/// A name for a file or folder, whatever the text: a slug that is never empty, of whole words where there are any.
fn slug(text: &str) -> String {
    let mut out = text::slug(text);
    if out.len() > SLUG_BYTES {
        let place = out[..=SLUG_BYTES].rfind('-').unwrap_or(SLUG_BYTES);
        out.truncate(place);
    }
    if out.is_empty() { "untitled".to_string() } else { out }
}

/// The id of the article in a file that gives none: the issue's key and the file's name without its number.
fn article_id(key: &str, file_name: &str) -> String {
    format!("{key}/{}", words_of(file_name))
}

/// A file's name without its number and ending.
fn words_of(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    if words.is_empty() { stem } else { words }
}

#[cfg(test)]
mod tests {
    use super::{article_id, slug};

    #[test]
    fn a_slug_is_a_safe_file_name() {
        assert_eq!(slug("Mind the Gap: what’s next?"), "mind-the-gap-whats-next");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Y Gymraeg yn ôl: twenty‑minute talks"), "y-gymraeg-yn-ol-twenty-minute-talks");
        assert_eq!(slug("…"), "untitled");
        assert!(slug(&"long ".repeat(50)).len() <= super::SLUG_BYTES);
        assert!(slug(&"longer ".repeat(50)).ends_with("longer"));
        assert_eq!(slug(&"x".repeat(90)).len(), super::SLUG_BYTES);
    }

    #[test]
    fn an_id_does_not_depend_on_the_order() {
        assert_eq!(article_id("66", "01-ten-tips.md"), article_id("66", "12-ten-tips.md"));
        assert_eq!(article_id("66", "2024.md"), "66/2024");
    }
}
