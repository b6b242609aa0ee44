//! What the parts of an archive say: each getter reads its part, once it is here, and keeps what is worth keeping.

use std::ops::Range;
use std::rc::Rc;

use super::{Kind, Parts, ReadAhead};
use crate::Result;
use crate::archive::PartId;
use crate::archive::numbers::{COLUMNS, VOCABULARY};
use crate::bytes::{Cursor, damaged};
use crate::format::GROUP_LENS_SINCE;
use crate::format::table::Entries;
use crate::index::{Layout, TermPart};
use crate::model::Article;
use crate::snippet::{self, Source};
use crate::store::columns::{Columns, Kept};
use crate::store::languages::{self, Languages};
use crate::store::leaf::{EAGER_DOCS, GROUP_LEN, GROUP_MAX, Leaf};
use crate::store::{Vocabulary, article, ids, listing, related};

/// An article with the number of its words, and what can be quoted of it.
type Quotable = (Rc<(Article, u32)>, Rc<Vec<Source>>);

/// Reads listings ahead.
struct Listings;

impl ReadAhead for Listings {
    fn read(&self, parts: &mut Parts, group: u32) -> Result<()> {
        parts.listing(group).map(drop)
    }
}

impl Parts {
    /// The vocabulary.
    pub fn vocabulary(&mut self) -> Result<Option<Rc<Vocabulary>>> {
        if self.vocabulary.is_none() {
            let Some(bytes) = self.raw(VOCABULARY) else { return Ok(None) };
            let read = Vocabulary::read(bytes).map_err(|error| error.at(self.named(VOCABULARY)))?;
            self.vocabulary = Some(Rc::new(read));
            self.raw.insert(VOCABULARY, Vec::new());
        }
        Ok(self.vocabulary.clone())
    }

    /// The columns.
    pub fn columns(&mut self) -> Result<Option<Rc<Columns>>> {
        if self.columns.is_none() {
            let vocabulary = self.vocabulary()?;
            let (docs, groups) = (self.manifest.docs as usize, self.manifest.groups.len as usize);
            let kept = Kept {
                group_lens: self.manifest.version >= GROUP_LENS_SINCE,
                lengths: !self.manifest.impacts,
            };
            let (Some(bytes), Some(vocabulary)) = (self.raw(COLUMNS), vocabulary) else { return Ok(None) };
            let read = Columns::read(bytes, vocabulary.letters(), docs, groups, kept)
                .map_err(|error| error.at(self.named(COLUMNS)))?;
            self.columns = Some(Rc::new(read));
            self.raw.insert(COLUMNS, Vec::new());
        }
        Ok(self.columns.clone())
    }

    /// What articles say of their languages; nothing in an archive of one language.
    pub fn languages(&mut self) -> Result<Option<Languages>> {
        let mut extras = (0u32..).zip(&self.manifest.extras);
        let Some((extra, _)) = extras.find(|(_, extra)| extra.0 == languages::KIND) else {
            return Ok(Some(Languages::default()));
        };
        let (id, docs) = (self.base.extras + extra, self.manifest.docs as usize);
        let vocabulary = self.vocabulary()?;
        let (Some(bytes), Some(vocabulary)) = (self.raw(id), vocabulary) else { return Ok(None) };
        let read = Languages::read(bytes, vocabulary.letters(), docs);
        read.map(Some).map_err(|error| error.at(self.named(id)))
    }

    /// A directory part.
    fn directory(&mut self, kind: Kind, place: usize) -> Result<Option<Rc<Entries>>> {
        let (table, span) = self.table(kind);
        let id = span.directories + place as u32;
        let fanout = usize::from(table.fanout);
        let left = (table.len as usize).saturating_sub(place * fanout).min(fanout);
        if self.directories.get(id).is_none() {
            let Some(bytes) = self.raw(id) else { return Ok(None) };
            let mut cursor = Cursor::new(bytes);
            let read = Entries::read(&mut cursor).and_then(|entries| {
                cursor.finish()?;
                if entries.0.len() == left { Ok(entries) } else { Err(damaged("a directory has gaps")) }
            });
            let entries = read.map_err(|error| error.at(self.named(id)))?;
            self.directories.insert(id, Rc::new(entries));
        }
        Ok(self.directories.get(id).cloned())
    }

    /// The place of the part of `key` in a table.
    fn find(&mut self, kind: Kind, key: &[u8]) -> Result<Option<u32>> {
        let (table, _) = self.table(kind);
        let (top, fanout) = (table.top.find(key), usize::from(table.fanout));
        if fanout == 0 {
            return Ok(Some(top as u32));
        }
        let Some(directory) = self.directory(kind, top)? else { return Ok(None) };
        Ok(Some((top * fanout + directory.find(key)) as u32))
    }

    /// The number of the part at `place` of a table, if what names it is here.
    fn bottom(&mut self, kind: Kind, place: u32) -> Result<Option<u32>> {
        let (table, span) = self.table(kind);
        let (id, directory) = (span.bottom + place, place.checked_div(table.fanout.into()));
        if let Some(directory) = directory
            && self.directory(kind, directory as usize)?.is_none()
        {
            return Ok(None);
        }
        Ok(Some(id))
    }

    /// All directory parts of a table; `None` if some are missing.
    fn all_directories(&mut self, kind: Kind) -> Result<Option<()>> {
        let (table, _) = self.table(kind);
        let count = if table.fanout > 0 { table.top.0.len() } else { 0 };
        let mut complete = Some(());
        for place in 0..count {
            if self.directory(kind, place)?.is_none() {
                complete = None;
            }
        }
        Ok(complete)
    }

    /// The place of the index part that has `term`, if there is an index at all and the directory is here.
    pub fn term_place(&mut self, term: &str) -> Result<Option<u32>> {
        self.find(Kind::Terms, term.as_bytes())
    }

    /// The places of the index parts that can hold what begins with `beginning`, if the directory is here.
    pub fn term_places(&mut self, beginning: &str) -> Result<Option<Range<u32>>> {
        // Behind every term that begins so, before every other that is greater: no text has this byte.
        let mut end = beginning.as_bytes().to_vec();
        end.push(0xff);
        let (first, last) = (self.term_place(beginning)?, self.find(Kind::Terms, &end)?);
        Ok(first.zip(last).map(|(first, last)| first..(last + 1).min(self.manifest.terms.len)))
    }

    /// The index part at `place`.
    pub fn term_part(&mut self, place: u32) -> Result<Option<Rc<TermPart>>> {
        if place >= self.manifest.terms.len {
            return Ok(Some(Rc::new(TermPart::default())));
        }
        if let Some(part) = self.terms.get(place) {
            return Ok(Some(part.clone()));
        }
        let Some(id) = self.bottom(Kind::Terms, place)? else { return Ok(None) };
        let vocabulary = self.vocabulary()?;
        let layout = Layout::of(&self.manifest);
        let (Some(bytes), Some(vocabulary)) = (self.raw(id), vocabulary) else { return Ok(None) };
        let read = TermPart::read(bytes, vocabulary.letters(), layout);
        let part = Rc::new(read.map_err(|error| error.at(self.named(id)))?);
        self.terms.insert(place, part.clone());
        Ok(Some(part))
    }

    /// The first document of each group as an archive before version 3 has them: in all the directories.
    fn starts_by_key(&mut self) -> Result<Option<Vec<u32>>> {
        if self.all_directories(Kind::Groups)?.is_none() {
            return Ok(None);
        }
        let (table, span) = self.table(Kind::Groups);
        let mut starts = Vec::new();
        let directories = (0..table.top.0.len() as u32).filter(|_| table.fanout > 0);
        let directories = directories.filter_map(|place| self.directories.get(span.directories + place));
        let flat = Some(&table.top).filter(|_| table.fanout == 0);
        for entry in directories.map(|entries| &**entries).chain(flat).flat_map(|entries| &entries.0) {
            let key = entry.key.as_slice().try_into();
            starts.push(u32::from_be_bytes(key.map_err(|_| damaged("a group has no number"))?));
        }
        Ok(Some(starts))
    }

    /// The first document of each group, and the number of documents at the end.
    pub fn groups(&mut self) -> Result<Option<Rc<Vec<u32>>>> {
        if self.starts.is_none() {
            let read = if self.manifest.version < GROUP_LENS_SINCE {
                self.starts_by_key()?
            } else {
                self.columns()?.map(|columns| columns.group_starts())
            };
            let Some(mut starts) = read else { return Ok(None) };
            starts.push(self.manifest.docs);
            // What follows relies on every group having its documents: from 0, rising, not too many.
            let is_sound = starts.first() == Some(&0)
                && starts.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= GROUP_MAX as u32);
            if !is_sound {
                return Err(damaged("its groups do not add up"));
            }
            self.starts = Some(Rc::new(starts));
        }
        Ok(self.starts.clone())
    }

    /// Where the parts of a group are.
    pub fn leaf(&mut self, group: u32) -> Result<Option<Rc<Leaf>>> {
        if let Some(leaf) = self.leaves.get(group) {
            return Ok(Some(leaf.clone()));
        }
        if group >= self.manifest.groups.len {
            return Err(damaged("it has no such group"));
        }
        let Some(id) = self.bottom(Kind::Groups, group)? else { return Ok(None) };
        // Wanted beside what tells how long the groups are, not after it.
        self.raw(id);
        let Some(starts) = self.groups()? else { return Ok(None) };
        let len = match (starts.get(group as usize), starts.get(group as usize + 1)) {
            (Some(start), Some(end)) => end.saturating_sub(*start) as usize,
            _ => return Err(damaged("it has no such group")),
        };
        let Some(bytes) = self.raw(id) else { return Ok(None) };
        let leaf = Leaf::read(bytes)
            .and_then(
                |leaf| if leaf.texts.len() == len { Ok(leaf) } else { Err(damaged("a group has gaps")) },
            )
            .map_err(|error| error.at(self.named(id)))?;
        let leaf = Rc::new(leaf);
        self.leaves.insert(group, leaf.clone());
        Ok(Some(leaf))
    }

    /// Wants what a search will want in its next steps, as far as it is little.
    pub fn hasten(&mut self) -> Result<()> {
        self.vocabulary()?;
        self.columns()?;
        let groups = self.manifest.groups.len;
        if groups <= EAGER_DOCS / GROUP_LEN && self.manifest.docs <= EAGER_DOCS {
            for group in 0..groups {
                self.leaf(group)?;
            }
        }
        Ok(())
    }

    /// A group's listing.
    pub fn listing(&mut self, group: u32) -> Result<Option<Rc<listing::Group>>> {
        if let Some(listing) = self.listings.get(group).and_then(|kept| kept.downcast_ref::<Rc<_>>()) {
            return Ok(Some(Rc::clone(listing)));
        }
        self.read_listing = Some(&Listings);
        let vocabulary = self.vocabulary()?;
        let Some(leaf) = self.leaf(group)? else { return Ok(None) };
        let id = self.base.listings + group;
        let (Some(bytes), Some(vocabulary)) = (self.raw(id), vocabulary) else { return Ok(None) };
        let read = listing::read(bytes, &vocabulary)
            .and_then(|group| {
                if group.lines.len() == leaf.texts.len() {
                    Ok(group)
                } else {
                    Err(damaged("a listing has gaps"))
                }
            })
            .map_err(|error| error.at(self.named(id)))?;
        let listing = Rc::new(read);
        self.listings.insert(group, Rc::new(Box::new(listing.clone())));
        Ok(Some(listing))
    }

    /// An article, complete, and its number of words.
    pub fn article(&mut self, doc: u32) -> Result<Option<Rc<(Article, u32)>>> {
        if let Some(article) = self.articles.get(doc) {
            return Ok(Some(article.clone()));
        }
        let vocabulary = self.vocabulary()?;
        let columns = self.columns()?;
        let Some(_) = self.groups()? else { return Ok(None) };
        let Some((group, _)) = self.group_of(doc).filter(|_| doc < self.manifest.docs) else {
            return Err(damaged("it has no such article"));
        };
        let Some(_) = self.leaf(group)? else { return Ok(None) };
        let id = self.base.texts + doc;
        let (Some(bytes), Some(vocabulary), Some(columns)) = (self.raw(id), vocabulary, columns) else {
            return Ok(None);
        };
        let (mut article, words) =
            article::read(bytes, &vocabulary).map_err(|error| error.at(self.named(id)))?;
        let place = doc as usize;
        let (issue, date) = columns.issue_and_date(place, group as usize);
        article.issue = issue.to_owned();
        article.date = date.to_owned();
        article.section = columns.section_of(place).to_owned();
        columns.author_names(place).for_each(|name| article.authors.push(name.to_owned()));
        let article = Rc::new((article, words));
        self.articles.insert(doc, article.clone());
        Ok(Some(article))
    }

    /// An article, as [`Parts::article`] gives it, and what can be quoted of it.
    pub fn quotable(&mut self, doc: u32) -> Result<Option<Quotable>> {
        self.will_quote = true;
        let Some(article) = self.article(doc)? else { return Ok(None) };
        let sources = match self.sources.get(doc) {
            Some(sources) => sources.clone(),
            None => {
                let sources = Rc::new(snippet::sources(&article.0));
                self.sources.insert(doc, sources.clone());
                sources
            }
        };
        Ok(Some((article, sources)))
    }

    /// The documents that go with this one; none in an archive that does not say.
    pub fn related(&mut self, doc: u32) -> Result<Option<Vec<u32>>> {
        let place = doc as usize / related::PART_LEN;
        let mut extras = (0u32..).zip(&self.manifest.extras).filter(|(_, extra)| extra.0 == related::KIND);
        let Some((extra, _)) = extras.nth(place) else { return Ok(Some(Vec::new())) };
        let docs = self.manifest.docs;
        let len = (docs as usize).saturating_sub(place * related::PART_LEN).min(related::PART_LEN);
        let id = self.base.extras + extra;
        let Some(bytes) = self.raw(id) else { return Ok(None) };
        let mut lists = related::read(bytes, len, docs).map_err(|error| error.at(self.named(id)))?;
        Ok(Some(lists.swap_remove(doc as usize % related::PART_LEN)))
    }

    /// The documents whose id may be `id`.
    pub fn candidates(&mut self, id: &str) -> Result<Option<Vec<u32>>> {
        let print = ids::fingerprint(id);
        let Some(place) = self.find(Kind::Ids, &print.to_be_bytes())? else { return Ok(None) };
        if place >= self.manifest.ids.len {
            return Ok(Some(Vec::new()));
        }
        let docs = self.manifest.docs;
        let part = self.base.ids.bottom + place;
        let Some(bytes) = self.raw(part) else { return Ok(None) };
        let read = ids::read(bytes, docs).map_err(|error| error.at(self.named(part)))?;
        Ok(Some(read.into_iter().filter(|&(found, _)| found == print).map(|(_, doc)| doc).collect()))
    }

    /// Every part of the archive, or the texts of these groups with all that searching takes and the listings of all, from
    /// which an archive says what it has; `None` if directories are missing.
    pub fn all(&mut self, groups: Option<&[u32]>) -> Result<Option<Vec<PartId>>> {
        let mut complete = true;
        for kind in [Kind::Ids, Kind::Terms, Kind::Groups] {
            complete &= self.all_directories(kind)?.is_some();
        }
        let Some(starts) = self.groups()? else { return Ok(None) };
        let every: Vec<u32> = (0..self.manifest.groups.len).collect();
        let groups = groups.unwrap_or(&every);
        for &group in &every {
            complete &= self.leaf(group)?.is_some();
        }
        if !complete {
            return Ok(None);
        }
        // Everything below the texts: columns, vocabulary, extras, directories, index, ids, leaves, listings.
        let mut parts: Vec<PartId> = (0..self.base.texts).map(PartId).collect();
        for &group in groups {
            let (Some(&start), Some(&end)) = (starts.get(group as usize), starts.get(group as usize + 1))
            else {
                continue;
            };
            parts.extend((start..end).map(|doc| PartId(self.base.texts + doc)));
        }
        Ok(Some(parts))
    }
}
