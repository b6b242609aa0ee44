//! How an edit is recognised: the SHA-256 of every file as it was written, kept beside the files, and what article each is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The file that keeps the hashes, in the form of `sha256sum`, which takes the rest for comments.
pub(super) const RECORD: &str = ".backissue";

const HEADING: &str = "# What backissue wrote here, by SHA-256: how it knows which files you have edited since. Keep this file.\n";

/// Before the name of the file that the issue was read from.
const FROM: &str = "# From ";

/// Before what is known of an article.
const ARTICLE: &str = "# Article ";

/// What was written to a folder, and from what.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Hashes by file name.
    pub files: BTreeMap<String, String>,
    /// What the files are that are articles, by file name.
    pub articles: BTreeMap<String, Known>,
    /// The file that the issue was read from, with its folder's name; empty if nobody said.
    pub source: String,
}

/// An article as it was last written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Known {
    /// Its file.
    pub file: String,
    /// Its id.
    pub id: String,
    /// What it is, as [`super::identity::Identity::hex`] has it.
    pub is: String,
    /// The file's name is the editor's: it is not numbered anew.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub named_by_hand: bool,
}

impl Record {
    /// Reads the record of a folder. Where it is missing or damaged, every file counts as edited: nothing is lost.
    pub fn read(folder: &Path) -> Record {
        let text = std::fs::read_to_string(folder.join(RECORD)).unwrap_or_default();
        let mut record = Record::default();
        for line in text.lines() {
            if let Some(known) = line.strip_prefix(ARTICLE) {
                let known = serde_json::from_str::<Known>(known).unwrap_or_default();
                record.articles.insert(known.file.clone(), known);
            } else if let Some(source) = line.strip_prefix(FROM) {
                record.source = source.to_owned();
            } else if let Some((hash, name)) = line.split_once("  ") {
                let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
                if hash.len() == 64 && plain {
                    record.files.insert(name.to_owned(), hash.to_owned());
                }
            }
        }
        // What has no hash was not written here.
        record.articles.retain(|name, _| record.files.contains_key(name));
        record
    }

    /// The text of the record.
    pub fn text(&self) -> String {
        let mut out = String::from(HEADING);
        if !self.source.is_empty() {
            let _ = writeln!(out, "{FROM}{}", self.source);
        }
        for known in self.articles.values() {
            let known = serde_json::to_string(known).unwrap_or_default();
            let _ = writeln!(out, "{ARTICLE}{known}");
        }
        for (name, hash) in &self.files {
            let _ = writeln!(out, "{hash}  {name}");
        }
        out
    }
}

/// The hash of a file's bytes, in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The hash of a file as it is now, if it is there.
pub(super) fn hash_of(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(hash(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
