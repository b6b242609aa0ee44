//! The numbers of the parts, which the order in the manifest gives them. FORMAT.md ("One file") names the same order.

use crate::Result;
use crate::bytes::damaged;
use crate::format::{Manifest, Table};

/// The first id of each kind of part.
#[derive(Clone, Debug, Default)]
pub struct Bases {
    /// Of the extras.
    pub extras: u32,
    /// Of the ids' parts.
    pub ids: Span,
    /// Of the index.
    pub terms: Span,
    /// Of the leaves.
    pub groups: Span,
    /// Of the listings, by group.
    pub listings: u32,
    /// Of the articles, by document.
    pub texts: u32,
    /// How many parts there are.
    pub end: u32,
}

/// The ids of a table's parts: its directory parts, then the parts themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// Its first directory part.
    pub directories: u32,
    /// Its first part.
    pub bottom: u32,
}

/// The columns' number.
pub const COLUMNS: u32 = 0;
/// The vocabulary's number.
pub const VOCABULARY: u32 = 1;

impl Bases {
    /// Of an archive with this manifest.
    pub fn of(manifest: &Manifest) -> Result<Self> {
        let mut bases = Bases { extras: 2, ..Bases::default() };
        let mut next = 2u32;
        let mut take = |count: u32| {
            let first = next;
            next = next.checked_add(count).ok_or_else(|| damaged("it names more parts than there can be"))?;
            Ok::<u32, crate::Error>(first)
        };
        take(manifest.extras.len() as u32)?;
        let mut span = |table: &Table| {
            let directories = take(if table.fanout > 0 { table.top.0.len() as u32 } else { 0 })?;
            Ok::<Span, crate::Error>(Span { directories, bottom: take(table.len)? })
        };
        bases.ids = span(&manifest.ids)?;
        bases.terms = span(&manifest.terms)?;
        bases.groups = span(&manifest.groups)?;
        bases.listings = take(manifest.groups.len)?;
        bases.texts = take(manifest.docs)?;
        bases.end = next;
        Ok(bases)
    }

    /// What kind of part has this number.
    #[cfg(feature = "build")]
    pub fn kind(&self, id: u32) -> &'static str {
        let kinds = [
            (self.end, "none"),
            (self.texts, "texts"),
            (self.listings, "contents pages"),
            (self.groups.bottom, "where the texts are"),
            (self.groups.directories, "directories"),
            (self.terms.bottom, "index"),
            (self.terms.directories, "directories"),
            (self.ids.bottom, "ids"),
            (self.ids.directories, "directories"),
            (self.extras, "extras"),
            (VOCABULARY, "vocabulary"),
        ];
        kinds.iter().find(|(first, _)| id >= *first).map_or("columns", |(_, kind)| kind)
    }
}
