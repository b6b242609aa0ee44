//! How an edit is recognised: the SHA-256 of every file as it was written, kept beside the files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

/// The file that keeps the hashes, in the form of `sha256sum`.
pub(super) const RECORD: &str = ".backissue";

const HEADING: &str = "# What backissue wrote here, by SHA-256: how it knows which files you have edited since. Keep this file.\n";

/// Before the name of the file that the issue was read from.
const FROM: &str = "# From ";

/// What was written to a folder, and from what.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Hashes by file name.
    pub files: BTreeMap<String, String>,
    /// The file that the issue was read from, with its folder's name; empty if nobody said.
    pub source: String,
}

impl Record {
    /// Reads the record of a folder. Where it is missing or damaged, every file counts as edited: nothing is lost.
    pub fn read(folder: &Path) -> Record {
        let text = std::fs::read_to_string(folder.join(RECORD)).unwrap_or_default();
        let entries = text.lines().filter_map(|line| {
            let (hash, name) = line.split_once("  ")?;
            let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
            (hash.len() == 64 && plain).then(|| (name.to_string(), hash.to_string()))
        });
        let source = text.lines().find_map(|line| line.strip_prefix(FROM)).unwrap_or_default().to_owned();
        Record { files: entries.collect(), source }
    }

    /// The text of the record.
    pub fn text(&self) -> String {
        let mut out = String::from(HEADING);
        if !self.source.is_empty() {
            let _ = writeln!(out, "{FROM}{}", self.source);
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
