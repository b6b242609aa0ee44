//! What an opened archive has of its parts, where the rest is, and what a question still wants.
//!
//! Every getter gives `None` and notes the want if something is missing, so a question is asked by simply running it:
//! either it comes to its end, or [`Parts::step`] has the list of what to fetch.

use std::ops::Range;
use std::rc::Rc;

use super::kept::Kept;
use super::numbers::{Bases, COLUMNS, Span, VOCABULARY};
use super::settled::Settled;
use super::{PartId, Step};
use crate::Result;
use crate::bytes::{Cursor, damaged};
use crate::format::table::Entries;
use crate::format::{GROUP_LENS_SINCE, Manifest, PartRef, Table};
use crate::index::TermPart;
use crate::model::Article;
use crate::query::doubt::Doubt;
use crate::query::meaning::{Meaning, Riddle};
use crate::query::phrase::CHECKS_MAX;
use crate::query::repair::Repair;
use crate::snippet::{self, Source};
use crate::store::columns::{Columns, group_of};
use crate::store::languages::{self, Languages};
use crate::store::leaf::{GROUP_LEN, GROUP_MAX, Leaf};
use crate::store::{Vocabulary, article, ids, listing, related};

/// Parsed parts of the index that are kept from one question to the next.
const TERM_PARTS_KEPT: usize = 128;
/// Read articles that are kept likewise, with what can be quoted of them: more than a question shows or looks at for a
/// phrase, which would be read twice.
const ARTICLES_KEPT: usize = CHECKS_MAX + 28;
/// Archives of so few have all their leaves fetched with a search's first parts, 7 K at most, which saves a round trip.
const EAGER_DOCS: u32 = 512;

/// An article with the number of its words, and what can be quoted of it.
type Quotable = (Rc<(Article, u32)>, Rc<Vec<Source>>);

/// The archive's parts.
#[derive(Debug)]
pub struct Parts {
    manifest: Manifest,
    pub(super) base: Bases,
    pub(super) raw: Kept<Vec<u8>>,
    wanted: Vec<PartId>,
    /// What the last question waits for, and whether it will quote the articles among it.
    awaited: Vec<PartId>,
    will_quote: bool,
    vocabulary: Option<Rc<Vocabulary>>,
    columns: Option<Rc<Columns>>,
    directories: Kept<Rc<Entries>>,
    leaves: Kept<Rc<Leaf>>,
    terms: Kept<Rc<TermPart>>,
    pub(super) articles: Kept<Rc<(Article, u32)>>,
    /// What can be quoted of articles, which takes longer to tell than to search.
    pub(super) sources: Kept<Rc<Vec<Source>>>,
    /// Whether among the articles are some of which there are only headline and standfirst.
    pub(super) has_stand_ins: bool,
    /// The first document of each group, and the number of documents at the end.
    starts: Option<Rc<Vec<u32>>>,
    /// The words in doubt.
    pub(crate) doubts: Settled<Vec<Doubt>, Vec<Repair>>,
    /// The requests whose meaning is asked for.
    pub(crate) riddles: Settled<Riddle, Meaning>,
}

/// One of the manifest's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ids,
    Terms,
    Groups,
}

impl Parts {
    /// Of an archive with this manifest.
    pub fn new(manifest: Manifest) -> Result<Self> {
        let base = Bases::of(&manifest)?;
        Ok(Parts {
            manifest,
            base,
            raw: Kept::default(),
            wanted: Vec::new(),
            awaited: Vec::new(),
            will_quote: false,
            vocabulary: None,
            columns: None,
            directories: Kept::default(),
            leaves: Kept::default(),
            terms: Kept::default(),
            articles: Kept::default(),
            sources: Kept::default(),
            has_stand_ins: false,
            starts: None,
            doubts: Settled::default(),
            riddles: Settled::default(),
        })
    }

    /// What the manifest says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The language of an article that says this of its own: what it says, or else the archive, or English.
    pub fn lang<'a>(&'a self, own: &'a str) -> &'a str {
        let archive = &self.manifest.lang;
        if !own.is_empty() {
            own
        } else if archive.is_empty() {
            "en"
        } else {
            archive
        }
    }

    /// How many parts the archive has.
    #[cfg(feature = "build")]
    pub fn count(&self) -> u32 {
        self.base.end
    }

    /// What kind of part this is.
    #[cfg(feature = "build")]
    pub fn kind(&self, id: PartId) -> &'static str {
        self.base.kind(id.0)
    }

    /// Begins a question: forgets wants that were never met, what the last one left to be settled, and what was kept if it is
    /// too much.
    pub fn begin(&mut self) {
        self.doubts.open = None;
        self.riddles.open = None;
        self.wanted.clear();
        self.will_quote = false;
        if self.terms.len() > TERM_PARTS_KEPT {
            self.terms.clear();
        }
        // Without its stand-ins a search would ask for the same texts again and again.
        if self.articles.len() > ARTICLES_KEPT && !self.has_stand_ins {
            self.articles.clear();
            self.sources.clear();
        }
    }

    /// Ends a question: the answer, or what it wants.
    pub fn step<T>(&mut self, answer: Option<T>) -> Result<Step<T>> {
        let wanted = std::mem::take(&mut self.wanted);
        match answer {
            Some(answer) => Ok(Step::Ready(answer)),
            None if wanted.is_empty() => Err(damaged("a question cannot be answered from it")),
            None => {
                self.awaited.clone_from(&wanted);
                Ok(Step::Need(wanted))
            }
        }
    }

    fn table(&self, kind: Kind) -> (&Table, Span) {
        match kind {
            Kind::Ids => (&self.manifest.ids, self.base.ids),
            Kind::Terms => (&self.manifest.terms, self.base.terms),
            Kind::Groups => (&self.manifest.groups, self.base.groups),
        }
    }

    /// The reference to a part, if what names it is here.
    pub fn reference(&self, id: PartId) -> Option<PartRef> {
        let id = id.0;
        if id == COLUMNS {
            return Some(self.manifest.columns);
        }
        if id == VOCABULARY {
            return Some(self.manifest.vocabulary);
        }
        if id >= self.base.end {
            return None;
        }
        if let Some(doc) = id.checked_sub(self.base.texts) {
            let (group, first) = self.group_of(doc)?;
            return self.leaves.get(group)?.texts.get(doc.checked_sub(first)? as usize).copied();
        }
        if let Some(group) = id.checked_sub(self.base.listings) {
            return self.leaves.get(group).map(|leaf| leaf.listing);
        }
        for kind in [Kind::Groups, Kind::Terms, Kind::Ids] {
            let (table, span) = self.table(kind);
            if let Some(place) = id.checked_sub(span.bottom) {
                let place = place as usize;
                let fanout = usize::from(table.fanout);
                return match place.checked_div(fanout) {
                    Some(directory) => {
                        let directory = self.directories.get(span.directories + directory as u32)?;
                        directory.0.get(place % fanout).map(|entry| entry.part)
                    }
                    None => table.top.0.get(place).map(|entry| entry.part),
                };
            }
            if let Some(place) = id.checked_sub(span.directories) {
                return table.top.0.get(place as usize).map(|entry| entry.part);
            }
        }
        self.manifest.extras.get(id.checked_sub(self.base.extras)? as usize).map(|(_, part)| *part)
    }

    /// Takes a part in, if it is what its reference says.
    pub fn supply(&mut self, id: PartId, bytes: Vec<u8>) -> Result<()> {
        let Some(reference) = self.reference(id) else {
            return Err(damaged("a part was supplied that nobody asked for"));
        };
        if PartRef::of(&bytes) != reference {
            return Err(damaged("the part is not what the manifest says it is").at(reference.name()));
        }
        self.raw.insert(id.0, bytes);
        if self.awaited.binary_search(&id).is_ok() {
            // What is wrong with it is said when it is asked for.
            let _ = self.read_awaited(id.0);
        }
        Ok(())
    }

    /// Reads a part as soon as it comes, if it takes long: parts come one after another, so the work is spread over many
    /// short tasks instead of one that would hold up a page.
    fn read_awaited(&mut self, id: u32) -> Result<()> {
        if id == VOCABULARY {
            self.vocabulary()?;
        } else if id == COLUMNS {
            self.columns()?;
        } else if let Some(doc) = id.checked_sub(self.base.texts) {
            if self.will_quote {
                self.quotable(doc)?;
            } else {
                self.article(doc)?;
            }
        } else if let Some(place) = id.checked_sub(self.base.terms.bottom)
            && place < self.manifest.terms.len
        {
            self.term_part(place)?;
        }
        Ok(())
    }

    /// The bytes of a part that is here; otherwise wants it.
    fn raw(&mut self, id: u32) -> Option<&[u8]> {
        if self.raw.get(id).is_none() {
            self.want(PartId(id));
        }
        self.raw.get(id).map(Vec::as_slice)
    }

    /// Notes that a part is wanted.
    pub(super) fn want(&mut self, id: PartId) {
        if let Err(place) = self.wanted.binary_search(&id) {
            self.wanted.insert(place, id);
        }
    }

    /// Places the name of a part on an error about it.
    fn named(&self, id: u32) -> String {
        self.reference(PartId(id)).map_or_else(String::new, |reference| reference.name())
    }

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
            let has_lens = self.manifest.version >= GROUP_LENS_SINCE;
            let (Some(bytes), Some(vocabulary)) = (self.raw(COLUMNS), vocabulary) else { return Ok(None) };
            let read = Columns::read(bytes, vocabulary.letters(), docs, groups, has_lens)
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
        let docs = self.manifest.docs;
        let (Some(bytes), Some(vocabulary)) = (self.raw(id), vocabulary) else { return Ok(None) };
        let read =
            TermPart::read(bytes, vocabulary.letters(), docs).map_err(|error| error.at(self.named(id)))?;
        let part = Rc::new(read);
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

    /// The group of a document and its first document, once the groups are known.
    fn group_of(&self, doc: u32) -> Option<(u32, u32)> {
        let starts = self.starts.as_ref()?;
        let group = group_of(starts, doc);
        Some((group as u32, *starts.get(group)?))
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
    pub fn listing(&mut self, group: u32) -> Result<Option<listing::Group>> {
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
        Ok(Some(read))
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

#[cfg(all(test, feature = "build"))]
mod tests {
    use std::fs;

    use crate::archive::{Archive, Step};
    use crate::format::MANIFEST_NAME;
    use crate::model::{Article, Block};
    use crate::publish::archive::{Options, write};
    use crate::query::{Request, beginnings, splits};
    use crate::text::term;

    /// An index of many small parts: syllables in fours, so that some beginnings take several parts and most share one.
    fn syllables(folder: &std::path::Path) -> Archive {
        let of =
            |seed: usize| ["ba", "den", "fol", "gri", "kem", "lor", "mun", "pad", "sil", "tov"][seed % 10];
        let mut number = 0;
        let articles = (0..50).map(|place| {
            let words: Vec<String> = (0..200)
                .map(|_| {
                    number += 1;
                    let hash = number * 7919;
                    format!("{}{}{}{}k", of(hash / 1000), of(hash / 100), of(hash / 10), of(hash))
                })
                .collect();
            let blocks = vec![Block::Paragraph(words.join(" ").as_str().into())];
            Ok(Article { id: format!("1/{place}"), title: "Notes".into(), blocks, ..Article::default() })
        });
        write(articles, &[], folder, &Options::default()).unwrap();
        Archive::open(&fs::read(folder.join(MANIFEST_NAME)).unwrap()).unwrap()
    }

    /// Asks until there is an answer; gives the places of the index parts that were fetched for it, round by round.
    fn rounds(folder: &std::path::Path, archive: &mut Archive, request: &Request) -> Vec<Vec<u32>> {
        let mut rounds = Vec::new();
        while let Step::Need(parts) = archive.search(request).unwrap() {
            let bottom = archive.parts.base.terms.bottom;
            let places = parts.iter().filter_map(|part| part.0.checked_sub(bottom));
            rounds.push(places.filter(|&place| place < archive.parts.manifest.terms.len).collect());
            for part in parts {
                let bytes = fs::read(folder.join(archive.part_name(part))).unwrap();
                archive.supply(part, bytes).unwrap();
            }
        }
        rounds
    }

    #[test]
    fn only_parts_that_can_hold_a_beginning_are_fetched_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = syllables(folder.path());
        let len = archive.parts.manifest.terms.len;
        assert!(len > 8, "{len}");
        // Against every term of every part.
        for place in 0..len {
            let id = crate::archive::PartId(archive.parts.base.terms.bottom + place);
            while archive.parts.term_part(place).unwrap().is_none() {
                for id in std::mem::take(&mut archive.parts.wanted).into_iter().chain([id]) {
                    let bytes = fs::read(folder.path().join(archive.part_name(id))).unwrap();
                    archive.supply(id, bytes).unwrap();
                }
            }
        }
        for beginning in ["b", "ba", "den", "denfo", "kemkemkem", "l", "tovz", "zz", "a", ""] {
            let places = archive.parts.term_places(beginning).unwrap().unwrap();
            for place in 0..len {
                let part = archive.parts.term_part(place).unwrap().unwrap();
                let holds = part.terms.iter().any(|term| term.text.starts_with(beginning));
                assert!(!holds || places.contains(&place), "{beginning} is in {place}");
                let is_wanted = holds || place == places.start || place + 1 == places.end;
                assert!(is_wanted || !places.contains(&place), "{beginning} is not in {place}");
            }
        }
        for typed in ["denfolgrikemkk", "dnefolgrikemk", "tobpadsilbak", "munlorkempadq", "silsilxxlbak"] {
            let mut archive = Archive::open(&fs::read(folder.path().join(MANIFEST_NAME)).unwrap()).unwrap();
            let request = Request { query: typed.into(), ..Request::default() };
            let fetched = rounds(folder.path(), &mut archive, &request).concat();
            let mut can: Vec<u32> = Vec::new();
            for beginning in beginnings(typed).into_iter().chain([typed.to_owned()]) {
                can.extend(archive.parts.term_places(&beginning).unwrap().unwrap());
            }
            for half in splits(typed).concat().into_iter().chain([typed]) {
                can.push(archive.parts.term_place(&term(half)).unwrap().unwrap());
            }
            assert!(!fetched.is_empty(), "{typed}");
            let mut cannot = fetched.iter().filter(|place| !can.contains(place));
            assert_eq!(cannot.next(), None, "{typed}: {fetched:?} of {can:?}");
        }
    }

    #[test]
    fn what_an_unfinished_word_may_become_is_asked_for_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = syllables(folder.path());
        let request = Request { query: "mu".into(), typing: true, ..Request::default() };
        let rounds = rounds(folder.path(), &mut archive, &request);
        let with_terms: Vec<_> = rounds.iter().filter(|places| !places.is_empty()).collect();
        assert!(with_terms.len() == 1 && with_terms[0].len() > 1, "{rounds:?}");
    }

    #[test]
    fn what_a_question_waits_for_is_read_as_it_comes_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let blocks = vec![Block::Paragraph("The lock keeper waits for the tide.".into())];
        let article = Article { id: "1/lock".into(), title: "Tides".into(), blocks, ..Article::default() };
        write([Ok(article)].into_iter(), &[], folder.path(), &Options::default()).unwrap();
        let open = || Archive::open(&fs::read(folder.path().join(MANIFEST_NAME)).unwrap()).unwrap();
        let supply = |archive: &mut Archive, parts| {
            for part in parts {
                let bytes = fs::read(folder.path().join(archive.part_name(part))).unwrap();
                archive.supply(part, bytes).unwrap();
            }
        };

        let mut archive = open();
        let request = Request { query: "keeper".into(), ..Request::default() };
        while let Step::Need(parts) = archive.search(&request).unwrap() {
            assert_eq!(archive.parts.sources.len(), 0);
            supply(&mut archive, parts);
        }
        assert_eq!(archive.parts.sources.len(), 1);

        let mut saved = open();
        let all = loop {
            match saved.parts_for_issues(&[]).unwrap() {
                Step::Need(parts) => supply(&mut saved, parts),
                Step::Ready(parts) => break parts,
            }
        };
        supply(&mut saved, all);
        assert_eq!(saved.parts.articles.len() + saved.parts.terms.len(), 0);
        assert!(matches!(saved.search(&request).unwrap(), Step::Ready(_)));
    }
}
