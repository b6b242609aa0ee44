//! What an opened archive has of its parts, where the rest is, and what a question still wants.
//!
//! Every getter (`parts/read.rs`) gives `None` and notes the want if something is missing, so a question is asked by simply
//! running it: either it comes to its end, or [`Parts::step`] has the list of what to fetch.

mod read;

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::kept::Kept;
use super::numbers::{Bases, COLUMNS, Span, VOCABULARY};
use super::settled::Settled;
use super::{PartId, Step};
use crate::Result;
use crate::bytes::damaged;
use crate::format::table::Entries;
use crate::format::{Manifest, PartRef, Table};
use crate::index::TermPart;
use crate::model::Article;
use crate::query::doubt::Doubt;
use crate::query::meaning::{Meaning, Riddle};
use crate::query::phrase::CHECKS_MAX;
use crate::query::repair::Repair;
use crate::snippet::Source;
use crate::store::Vocabulary;
use crate::store::columns::{Columns, group_of};
use crate::store::leaf::Leaf;

/// Parsed parts of the index that are kept from one question to the next.
const TERM_PARTS_KEPT: usize = 128;
/// Read listings that are kept likewise: those of all issues, as the shelf takes them, of a magazine of a century.
const LISTINGS_KEPT: usize = 1_024;
/// Read articles that are kept likewise, with what can be quoted of them: more than a question shows or looks at for a
/// phrase, which would be read twice.
const ARTICLES_KEPT: usize = CHECKS_MAX + 28;
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
    /// What lists were made of: an `Rc<`[`Group`](crate::store::listing::Group)`>` each, which only what reads them needs to know.
    /// To drop them is in its file too.
    listings: Kept<Rc<Box<dyn Any>>>,
    /// What reads listings as they come, once a list was asked for.
    read_listing: Option<&'static dyn ReadAhead>,
    /// Whether among the articles are some of which there are only headline and standfirst.
    pub(super) has_stand_ins: bool,
    /// The first document of each group, and the number of documents at the end.
    starts: Option<Rc<Vec<u32>>>,
    /// The words in doubt.
    pub(crate) doubts: Settled<Vec<Doubt>, Vec<Repair>>,
    /// The requests whose meaning is asked for.
    pub(crate) riddles: Settled<Riddle, Meaning>,
}

/// What reads a part as it comes that no search takes. An object, so that a page that only searches does without its code: the
/// table of an object's methods goes to the wasm file of who makes it (`xtask/bind/src/statics.rs`).
pub trait ReadAhead {
    /// Reads what such a part has of a group.
    fn read(&self, parts: &mut Parts, group: u32) -> Result<()>;
}

impl fmt::Debug for dyn ReadAhead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadAhead")
    }
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
            listings: Kept::default(),
            read_listing: None,
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
        if self.listings.len() > LISTINGS_KEPT {
            self.listings.clear();
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

    /// The group of a document and its first document, once the groups are known.
    fn group_of(&self, doc: u32) -> Option<(u32, u32)> {
        let starts = self.starts.as_ref()?;
        let group = group_of(starts, doc);
        Some((group as u32, *starts.get(group)?))
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
        } else if let Some(group) = id.checked_sub(self.base.listings) {
            if let Some(read) = self.read_listing {
                read.read(self, group)?;
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
    fn the_groups_of_a_few_articles_are_as_long_as_issues_and_those_of_many_short() {
        // Issues of 30, and one that is longer than a group may be.
        for (issues, lens) in [(3, vec![30, 30, 64, 16]), (20, vec![16, 14, 16, 14])] {
            let folder = tempfile::tempdir().unwrap();
            let len = |issue| if issue == 2 { 80 } else { 30 };
            let of = (0..issues).flat_map(|issue| (0..len(issue)).map(move |place| (issue, place)));
            let articles = of.map(|(issue, place)| {
                let (id, issue) = (format!("{issue}/{place}"), issue.to_string());
                Ok(Article { id, issue, title: "Notes".into(), ..Article::default() })
            });
            write(articles, &[], folder.path(), &Options::default()).unwrap();
            let mut archive = Archive::open(&fs::read(folder.path().join(MANIFEST_NAME)).unwrap()).unwrap();
            rounds(folder.path(), &mut archive, &Request { query: "notes".into(), ..Request::default() });
            let starts = archive.parts.groups().unwrap().unwrap();
            let found: Vec<u32> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert_eq!(found[..4], lens);
        }
    }

    #[test]
    fn listings_are_read_one_by_one_as_they_come_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let articles = (0..90).map(|place| {
            let (id, issue) = (format!("{}/{place}", place / 30), (place / 30).to_string());
            Ok(Article { id, issue, title: "Notes".into(), ..Article::default() })
        });
        write(articles, &[], folder.path(), &Options::default()).unwrap();
        let mut archive = Archive::open(&fs::read(folder.path().join(MANIFEST_NAME)).unwrap()).unwrap();
        let groups = archive.parts.manifest.groups.len as usize;
        assert!(groups > 2, "{groups}");
        let mut read = 0;
        while let Step::Need(parts) = archive.issues().unwrap() {
            for part in parts {
                let is_listing = archive.parts.base.listings <= part.0 && part.0 < archive.parts.base.texts;
                let bytes = fs::read(folder.path().join(archive.part_name(part))).unwrap();
                archive.supply(part, bytes).unwrap();
                read += usize::from(is_listing);
                assert_eq!(archive.parts.listings.len(), read);
            }
        }
        assert_eq!(read, groups);
        for group in 0..groups {
            archive.parts.raw.insert(archive.parts.base.listings + group as u32, Vec::new());
        }
        assert!(matches!(archive.issues().unwrap(), Step::Ready(issues) if issues[0].articles.len() == 30));
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
