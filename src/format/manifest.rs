//! The manifest: where everything is, in a few hundred bytes.
#![deny(clippy::arithmetic_side_effects)]

use super::sha256;
use super::table::{HASH_BYTES, PartRef, Table};
use super::{IMPACTS_SINCE, MAGIC, VERSION};
use crate::bytes::{Cursor, damaged, put_number, put_text};
use crate::strings::{self, decimal};
use crate::{Error, Fault, Result};

/// What the first bytes of an archive say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The format's version that it was read as; what is written is of [`VERSION`].
    pub version: u8,
    /// BCP 47 tag of the texts that name none themselves; empty for English.
    pub lang: String,
    /// Articles.
    pub docs: u32,
    /// Words of all bodies, for the average length.
    pub body_words: u64,
    /// Words of all titles.
    pub title_words: u64,
    /// [`crate::store::columns`].
    pub columns: PartRef,
    /// [`crate::store::vocabulary`].
    pub vocabulary: PartRef,
    /// Groups of articles, keyed by their first document (four bytes, highest first): [`crate::store::leaf`].
    pub groups: Table,
    /// Ranges of terms, keyed by a string at or below the first: [`crate::index::part`].
    pub terms: Table,
    /// Ranges of fingerprints, keyed by the first (four bytes, highest first): [`crate::store::ids`].
    pub ids: Table,
    /// Parts that a reader may do without, by kind. A reader passes over kinds it does not know.
    pub extras: Vec<(u8, PartRef)>,
    /// Whether the index has impacts, so that nobody needs the articles' lengths, instead of counts.
    pub impacts: bool,
}

/// No archive has more articles.
pub const DOCS_MAX: u32 = 1 << 24;

impl Manifest {
    /// The bytes, which end with the start of the SHA-256 of all before.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(VERSION);
        put_text(&mut out, &self.lang);
        put_number(&mut out, self.docs);
        for words in [self.body_words, self.title_words] {
            out.extend_from_slice(&words.to_be_bytes());
        }
        self.columns.put(&mut out);
        self.vocabulary.put(&mut out);
        self.groups.put(&mut out);
        self.terms.put(&mut out);
        self.ids.put(&mut out);
        put_number(&mut out, self.extras.len() as u32);
        for (kind, part) in &self.extras {
            out.push(*kind);
            part.put(&mut out);
        }
        out.push(self.impacts.into());
        let digest = sha256::digest(&out);
        out.extend(digest.iter().take(HASH_BYTES));
        out
    }

    /// Reads them.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        let not_ours = |problem: &str| {
            Error::new(Fault::Archive, "", problem, "Point `src` at a folder that `backissue build` wrote.")
        };
        if cursor.array::<4>().ok() != Some(MAGIC) {
            return Err(not_ours("this is not a backissue archive"));
        }
        let version = cursor.byte()?;
        // What the first versions lack is passed over where it would be.
        if version == 0 || version > VERSION {
            return Err(Error::new(
                Fault::Archive,
                "",
                strings::join(
                    &[
                        "the archive is of format",
                        &decimal(version.into()),
                        "and this engine reads",
                        &decimal(VERSION.into()),
                    ],
                    " ",
                ),
                "Publish the archive and the engine from the same version of backissue.",
            ));
        }
        let Some((body, digest)) = bytes.split_at_checked(bytes.len().saturating_sub(HASH_BYTES)) else {
            return Err(damaged("it ends too early"));
        };
        if sha256::digest(body).get(..HASH_BYTES) != Some(digest) {
            return Err(damaged("the manifest does not match its own checksum"));
        }
        let lang = cursor.text()?;
        let docs = cursor.number()?;
        if docs > DOCS_MAX {
            return Err(damaged("it counts more articles than any archive may hold"));
        }
        let body_words = u64::from_be_bytes(cursor.array()?);
        let title_words = u64::from_be_bytes(cursor.array()?);
        let columns = PartRef::read(&mut cursor)?;
        let vocabulary = PartRef::read(&mut cursor)?;
        let groups = Table::read(&mut cursor)?;
        let terms = Table::read(&mut cursor)?;
        let ids = Table::read(&mut cursor)?;
        let count = cursor.count(HASH_BYTES.saturating_add(2))?;
        let mut extras = Vec::new();
        for _ in 0..count {
            extras.push((cursor.byte()?, PartRef::read(&mut cursor)?));
        }
        let impacts = match version {
            IMPACTS_SINCE.. => cursor.byte()?,
            _ => 0,
        };
        if impacts > 1 {
            return Err(damaged("its index is of a kind that nobody knows"));
        }
        cursor.take(HASH_BYTES)?;
        cursor.finish()?;
        Ok(Manifest {
            version,
            lang,
            docs,
            body_words,
            title_words,
            columns,
            vocabulary,
            groups,
            terms,
            ids,
            extras,
            impacts: impacts > 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back() {
        let part = PartRef::of(b"x");
        let manifest = Manifest {
            version: VERSION,
            lang: "en".into(),
            docs: 7,
            body_words: 1 << 40,
            columns: part,
            vocabulary: part,
            extras: vec![(9, part)],
            impacts: true,
            ..Manifest::default()
        };
        assert_eq!(Manifest::read(&manifest.write()).unwrap(), manifest);
    }

    #[test]
    fn another_version_says_what_to_do() {
        let mut bytes = Manifest::default().write();
        bytes[4] = 200;
        let error = Manifest::read(&bytes).unwrap_err();
        assert!(error.problem().contains("200") && !error.remedy().is_empty(), "{error}");
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let bytes = Manifest { docs: 3, ..Manifest::default() }.write();
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            assert!(Manifest::read(&bytes).is_err(), "{at}");
        }
        for len in 0..bytes.len() {
            assert!(Manifest::read(&bytes[..len]).is_err(), "{len}");
        }
    }
}
