//! The façade: open, search, article, issues, headlines. Knows no file system, no network and no JavaScript.
//!
//! The archive asks for parts instead of fetching them: every question gives [`Step::Ready`] or [`Step::Need`]. The
//! caller fetches what is needed (all of it side by side), hands it over with [`Archive::supply`], and asks again. So
//! the same code runs under a browser's `fetch`, a service worker's cache and a native file, and none of it is
//! asynchronous.

mod alike;
mod kept;
#[cfg(feature = "build")]
pub mod local;
mod numbers;
mod page;
mod parts;
mod settled;
mod stand_ins;

use std::ops::Range;
use std::rc::Rc;

pub use parts::Parts;

use crate::bytes::damaged;
use crate::format::{MANIFEST_NAME, Manifest};
use crate::model::{Article, Issue};
use crate::query::rank::Ranking;
use crate::query::wording::BLOCK;
use crate::query::{Match, Needle, Page, Request, Sort, find, marks, meaning, rank, repair, wording};
use crate::store::columns::{Columns, group_of};
use crate::store::related;
use crate::strings;
use crate::text::Lang;
use crate::{Error, Fault, Result};

/// The answer to a question, or the parts that it still needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// The answer.
    Ready(T),
    /// Fetch these (they can be fetched side by side), supply them, ask again. Never empty.
    Need(Vec<PartId>),
}

/// A part of the archive. Ids are stable for one opened archive, and say nothing about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartId(
    /// The part's ordinal.
    pub u32,
);

impl PartId {
    /// No part: the query has more than words in it, or words that may be misspelt, which [`Archive::settle`] sees to. Given
    /// only by what says so.
    pub const SPECIAL: PartId = PartId(u32::MAX);
}

/// What a list shows of an article without its text: an issue's contents page, a list of headlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Listing {
    /// As in [`Article`], like the fields below.
    pub id: String,
    /// The [`Issue::key`], or empty.
    pub issue: String,
    /// Empty where the embedding page shows the article itself.
    pub url: String,
    /// The headline; may be empty.
    pub title: String,
    /// The line above the headline, or empty.
    pub kicker: String,
    /// The section, or empty.
    pub section: String,
    /// The authors.
    pub authors: Vec<String>,
    /// The paragraph that leads in, or empty.
    pub standfirst: String,
    /// ISO 8601, or empty.
    pub date: String,
    /// The language of the words above, as a BCP 47 tag.
    pub lang: String,
    /// Printed pages, where known.
    pub pages: Vec<u32>,
    /// How many words the article has.
    pub words: u32,
}

/// An issue with the list of its articles in the order of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize))]
pub struct IssueSummary {
    /// The issue with its events. Articles that belong to no issue come under an issue whose key is empty.
    pub issue: Issue,
    /// Its articles.
    pub articles: Vec<Listing>,
}

/// Where in an [`Article`] a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// [`Article::title`].
    Title,
    /// [`Article::standfirst`].
    Standfirst,
    /// The nth of [`Article::texts`].
    Text(u32),
}

/// Where the query matches in one text of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Which text.
    pub place: Place,
    /// Half-open UTF-8 byte ranges of that text, rising, apart, never empty.
    pub ranges: Vec<Range<u32>>,
}

/// An opened archive.
#[derive(Debug)]
pub struct Archive {
    parts: Parts,
}

/// Documents with their scores, best first, and how many there are in all.
pub type Scores = (Vec<(u32, u32)>, u32);

/// Most hits that a search gives at once.
pub const LIMIT_MAX: u32 = 100;

/// How many articles on either side of one [`Archive::around`] looks for, by whole groups.
const AROUND: u32 = 32;

impl Archive {
    /// Opens an archive by its manifest ([`crate::format::MANIFEST_NAME`]), a few hundred bytes for a small archive.
    pub fn open(manifest: &[u8]) -> Result<Archive> {
        let manifest = Manifest::read(manifest).map_err(|error| error.at(MANIFEST_NAME))?;
        Ok(Archive { parts: Parts::new(manifest)? })
    }

    /// How many articles there are.
    pub fn articles(&self) -> u32 {
        self.parts.manifest().docs
    }

    /// How many parts there are: their ids are the numbers below.
    #[cfg(feature = "build")]
    pub fn part_count(&self) -> u32 {
        self.parts.count()
    }

    /// The language of articles that name none, as a BCP 47 tag.
    pub fn lang(&self) -> &str {
        self.parts.lang("")
    }

    /// The file name of a part below the archive's folder: `parts/6f1e….bi`. Empty for an id that was never given out.
    pub fn part_name(&self, id: PartId) -> String {
        self.parts.reference(id).map_or_else(String::new, |part| part.name())
    }

    /// How long a part is, in bytes; 0 for an id that was never given out.
    pub fn part_bytes(&self, id: PartId) -> u64 {
        self.parts.reference(id).map_or(0, |part| u64::from(part.bytes))
    }

    /// What kind of part this is, in a word or two.
    #[cfg(feature = "build")]
    pub fn part_kind(&self, id: PartId) -> &'static str {
        self.parts.kind(id)
    }

    /// Hands over a part that was asked for. A part whose length or hash is wrong is refused, and the archive stays as
    /// it was: fetch it again.
    pub fn supply(&mut self, id: PartId, bytes: Vec<u8>) -> Result<()> {
        self.parts.supply(id, bytes)
    }

    /// Searches: what is found, with a passage of each article.
    pub fn search(&mut self, request: &Request) -> Result<Step<Page>> {
        self.settled(&mut |archive| archive.search_alone(request))
    }

    /// Searches likewise, but leaves it to the caller to settle what only special queries ask: among what it needs may be
    /// [`PartId::SPECIAL`]. For who has not loaded yet what settles that.
    pub fn search_alone(&mut self, request: &Request) -> Result<Step<Page>> {
        self.parts.begin();
        let page = self.page(request)?;
        self.parts.step(page)
    }

    /// The documents that a search finds and their scores, in order, and how many there are in all: the search without
    /// excerpts and with any limit, for measuring.
    pub fn rank(&mut self, request: &Request) -> Result<Step<Scores>> {
        self.settled(&mut |archive| archive.rank_alone(request))
    }

    fn rank_alone(&mut self, request: &Request) -> Result<Step<Scores>> {
        self.parts.begin();
        let ranking = self.ranking(request, request.limit as usize)?;
        let ranked = ranking.map(|ranking| {
            let total = ranking.docs.len() as u32;
            let shown = ranking.docs.iter().skip(request.offset as usize).take(request.limit as usize);
            (shown.map(|hit| (hit.doc, hit.score)).collect(), total)
        });
        self.parts.step(ranked)
    }

    /// Finds out what the last question left to be settled: what misspelt words were meant to be, and what operators and
    /// filters mean. Then it is asked again.
    pub fn settle(&mut self) -> Result<Step<()>> {
        // To see where a phrase is its words are searched, which may be misspelt in their turn.
        let is_understood = meaning::settle(&mut self.parts)?;
        let is_repaired = repair::settle(&mut self.parts)?;
        let Step::Need(mut needed) = self.parts.step((is_understood && is_repaired).then_some(()))? else {
            return Ok(Step::Ready(()));
        };
        needed.pop_if(|part| *part == PartId::SPECIAL);
        Ok(if needed.is_empty() { Step::Ready(()) } else { Step::Need(needed) })
    }

    /// Asks, and settles what is left to be settled, until there is an answer or parts are needed.
    fn settled<T>(&mut self, ask: &mut dyn FnMut(&mut Self) -> Result<Step<T>>) -> Result<Step<T>> {
        loop {
            let mut needed = match ask(self)? {
                Step::Need(parts) => parts,
                ready => return Ok(ready),
            };
            if needed.pop_if(|part| *part == PartId::SPECIAL).is_some()
                && let Step::Need(parts) = self.settle()?
            {
                needed.extend(parts);
                needed.sort_unstable();
                needed.dedup();
            }
            if !needed.is_empty() {
                return Ok(Step::Need(needed));
            }
        }
    }

    /// What is found, with the `limit` hits behind the first `request.offset` in order.
    fn ranking(&mut self, request: &Request, limit: usize) -> Result<Option<Ranking>> {
        let Some(meaning) = meaning::of(&mut self.parts, request, true)? else { return Ok(None) };
        let (offset, end) = (request.offset as usize, (request.offset as usize).saturating_add(limit));
        // Blocks are whole, whatever part of them is shown.
        let ordered = end.div_ceil(BLOCK).saturating_mul(BLOCK);
        let Some(mut ranking) = rank::rank(&mut self.parts, &meaning, request, ordered)? else {
            return Ok(None);
        };
        let query = &meaning.query;
        let is_complete = wording::order(&mut self.parts, query, request.sort, &mut ranking, offset, end)?;
        Ok(is_complete.then_some(ranking))
    }

    /// One whole article by its id.
    pub fn article(&mut self, id: &str) -> Result<Step<Article>> {
        self.parts.begin();
        let found = self.find(id)?;
        self.parts.step(found.map(|found| found.0.clone()))
    }

    /// The article with this id, for which nothing stands in.
    fn find(&mut self, id: &str) -> Result<Option<Rc<(Article, u32)>>> {
        self.parts.dismiss_stand_ins();
        match self.place(id)? {
            Some(doc) => self.parts.article(doc),
            None => Ok(None),
        }
    }

    /// The document with this id.
    fn place(&mut self, id: &str) -> Result<Option<u32>> {
        let Some(candidates) = self.parts.candidates(id)? else { return Ok(None) };
        let mut complete = true;
        for doc in candidates {
            match self.parts.article(doc)? {
                Some(found) if found.0.id == id => return Ok(Some(doc)),
                Some(_) => {}
                None => complete = false,
            }
        }
        if complete { Err(unknown("article", id)) } else { Ok(None) }
    }

    /// Where `query` matches in an article, in reading order: its words, and whatever else a search for it finds.
    pub fn highlights(&mut self, id: &str, query: &str) -> Result<Step<Vec<Highlight>>> {
        self.settled(&mut |archive| archive.highlights_alone(id, query))
    }

    /// To [`Archive::highlights`] what [`Archive::search_alone`] is to [`Archive::search`].
    pub fn highlights_alone(&mut self, id: &str, query: &str) -> Result<Step<Vec<Highlight>>> {
        self.parts.begin();
        let found = self.find(id)?;
        let needles = rank::meant(&mut self.parts, query)?;
        self.parts.step(found.zip(needles).map(|(found, mut needles)| highlights(&found.0, &mut needles)))
    }

    /// Every issue with its list of articles, newest first.
    pub fn issues(&mut self) -> Result<Step<Vec<IssueSummary>>> {
        self.parts.begin();
        let mut groups = Vec::new();
        (0..self.parts.manifest().groups.len).for_each(|group| groups.push(group));
        let mut issues = self.summaries(&groups)?;
        if let Some(issues) = &mut issues {
            crate::sort::sort_by(issues, |a, b| b.issue.date.cmp(&a.issue.date));
        }
        self.parts.step(issues)
    }

    /// One issue with its list of articles; an unknown key is an error.
    pub fn issue(&mut self, key: &str) -> Result<Step<IssueSummary>> {
        self.parts.begin();
        let issue = self.issue_with(key)?;
        self.parts.step(issue)
    }

    fn issue_with(&mut self, key: &str) -> Result<Option<IssueSummary>> {
        let Some(columns) = self.parts.columns()? else { return Ok(None) };
        let mut groups = groups_of(&columns, key);
        if groups.is_empty() {
            // The last group also has the issues without articles.
            groups.extend(self.parts.manifest().groups.len.checked_sub(1));
        }
        let Some(issues) = self.summaries(&groups)? else { return Ok(None) };
        let issue = issues.into_iter().find(|summary| summary.issue.key == key);
        Ok(Some(issue.ok_or_else(|| unknown("issue", key))?))
    }

    /// The issue that an article is of, with the list of the articles around it: of an issue of usual size all of them, but
    /// never more than a few dozen, however many articles an issue has or are of none.
    pub fn around(&mut self, id: &str) -> Result<Step<IssueSummary>> {
        self.parts.begin();
        let around = match self.place(id)? {
            Some(doc) => self.around_doc(doc)?,
            None => None,
        };
        self.parts.step(around)
    }

    fn around_doc(&mut self, doc: u32) -> Result<Option<IssueSummary>> {
        let (Some(columns), Some(starts)) = (self.parts.columns()?, self.parts.groups()?) else {
            return Ok(None);
        };
        let group = group_of(&starts, doc);
        let issue = columns.group_issue.get(group).copied().unwrap_or(0);
        // Articles come in any order, so groups of an issue may stand apart, and be of one article each.
        let (mut own, mut at) = (Vec::new(), 0);
        for (other, &of) in columns.group_issue.iter().enumerate() {
            if of == issue {
                if other < group {
                    at += 1;
                }
                own.push(other);
            }
        }
        let len = |place: usize| match (starts.get(own[place]), starts.get(own[place] + 1)) {
            (Some(&start), Some(&end)) => end.saturating_sub(start),
            _ => 0,
        };
        let (mut first, mut last) = (at, at);
        let mut articles = 0;
        while first > 0 && articles < AROUND {
            first -= 1;
            articles += len(first);
        }
        articles = 0;
        while last + 1 < own.len() && articles < AROUND {
            last += 1;
            articles += len(last);
        }
        let mut groups = Vec::new();
        for (place, &other) in own.iter().enumerate() {
            // The first has the issue's own data.
            if place == 0 || (first..=last).contains(&place) {
                groups.push(other as u32);
            }
        }
        let Some(mut issues) = self.summaries(&groups)? else { return Ok(None) };
        Ok(Some(issues.swap_remove(issue as usize)))
    }

    /// The issues, in the order of the columns, with what the listings of these groups have of them. Issues without articles
    /// come behind them.
    fn summaries(&mut self, groups: &[u32]) -> Result<Option<Vec<IssueSummary>>> {
        let (Some(columns), Some(starts), Some(languages)) =
            (self.parts.columns()?, self.parts.groups()?, self.parts.languages()?)
        else {
            return Ok(None);
        };
        let mut out = Vec::new();
        for (key, date) in &columns.issues {
            let issue = Issue { key: key.clone(), date: date.clone(), ..Issue::default() };
            out.push(IssueSummary { issue, articles: Vec::new() });
        }
        let mut complete = true;
        for &group in groups {
            let Some(listing) = self.parts.listing(group)? else {
                complete = false;
                continue;
            };
            let place = group as usize;
            let (Some(&of), Some(&first)) = (columns.group_issue.get(place), starts.get(place)) else {
                continue;
            };
            let of = of as usize;
            for issue in &listing.issues {
                // One of them begins here. The others have no articles: there may be any number.
                match out.get_mut(of) {
                    Some(summary) if summary.issue.key == issue.key => summary.issue = issue.clone(),
                    _ => out.push(IssueSummary { issue: issue.clone(), articles: Vec::new() }),
                }
            }
            for (doc, line) in (first..).zip(&listing.lines) {
                let doc = doc as usize;
                let lang = self.parts.lang(languages.of(doc));
                out[of].articles.push(fill(line, &columns, doc, place, lang));
            }
        }
        Ok(complete.then_some(out))
    }

    /// The newest of the articles that a request's filters leave, whatever its words and its order.
    pub fn headlines(&mut self, request: &Request) -> Result<Step<Vec<Listing>>> {
        self.settled(&mut |archive| archive.headlines_alone(request))
    }

    /// To [`Archive::headlines`] what [`Archive::search_alone`] is to [`Archive::search`].
    pub fn headlines_alone(&mut self, request: &Request) -> Result<Step<Vec<Listing>>> {
        self.parts.begin();
        let newest = Request { query: String::new(), sort: Sort::Newest, ..request.clone() };
        let (offset, limit) = (request.offset as usize, request.limit.min(LIMIT_MAX) as usize);
        let lines = match self.ranking(&newest, limit)? {
            Some(ranking) => {
                let mut docs = Vec::new();
                ranking.docs.iter().skip(offset).take(limit).for_each(|hit| docs.push(hit.doc));
                self.lines(&docs)?
            }
            None => None,
        };
        self.parts.step(lines)
    }

    /// The lines of these documents.
    fn lines(&mut self, docs: &[u32]) -> Result<Option<Vec<Listing>>> {
        let (Some(columns), Some(starts), Some(languages)) =
            (self.parts.columns()?, self.parts.groups()?, self.parts.languages()?)
        else {
            return Ok(None);
        };
        let mut out = Vec::new();
        let mut complete = true;
        for &doc in docs {
            let group = group_of(&starts, doc);
            match self.parts.listing(group as u32)? {
                Some(listing) => {
                    let line = &listing.lines[(doc - starts[group]) as usize];
                    let lang = self.parts.lang(languages.of(doc as usize));
                    out.push(fill(line, &columns, doc as usize, group, lang));
                }
                None => complete = false,
            }
        }
        Ok(complete.then_some(out))
    }

    /// The articles that go with an article, best first; a few, or none.
    pub fn related(&mut self, id: &str) -> Result<Step<Vec<Listing>>> {
        self.parts.begin();
        let lines = match self.place(id)? {
            Some(doc) => match self.parts.related(doc)? {
                Some(docs) => self.lines(&docs)?,
                None => None,
            },
            None => None,
        };
        self.parts.step(lines)
    }

    /// Every part that searching and reading these issues takes (all issues if none is named), for saving them offline.
    /// What is already here is included.
    pub fn parts_for_issues(&mut self, issues: &[String]) -> Result<Step<Vec<PartId>>> {
        self.parts.begin();
        let parts = self.parts_of(issues)?;
        self.parts.step(parts)
    }

    /// Reads everything once, which must all be here, as verifying does.
    pub fn read_all(&mut self) -> Result<()> {
        let (docs, groups) = (self.parts.manifest().docs, self.parts.manifest().groups.len);
        let missing = || damaged("a part is missing");
        self.parts.columns()?.ok_or_else(missing)?;
        self.parts.languages()?.ok_or_else(missing)?;
        for group in 0..groups {
            self.parts.listing(group)?.ok_or_else(missing)?;
        }
        for doc in (0..docs).step_by(related::PART_LEN) {
            self.parts.related(doc)?.ok_or_else(missing)?;
        }
        for place in 0..self.parts.manifest().terms.len {
            self.parts.begin();
            self.parts.term_part(place)?.ok_or_else(missing)?;
        }
        for doc in 0..docs {
            self.parts.begin();
            let found = self.parts.article(doc)?.ok_or_else(missing)?;
            let candidates = self.parts.candidates(&found.0.id)?.ok_or_else(missing)?;
            if !candidates.contains(&doc) {
                return Err(damaged("an article cannot be found by its id"));
            }
        }
        Ok(())
    }

    fn parts_of(&mut self, issues: &[String]) -> Result<Option<Vec<PartId>>> {
        if issues.is_empty() {
            return self.parts.all(None);
        }
        let Some(columns) = self.parts.columns()? else { return Ok(None) };
        let mut groups = Vec::new();
        for key in issues {
            let of = groups_of(&columns, key);
            if of.is_empty() {
                return Err(unknown("issue", key));
            }
            groups.extend(of);
        }
        self.parts.all(Some(&groups))
    }
}

fn unknown(what: &str, id: &str) -> Error {
    let short: String = id.chars().take(80).collect();
    let problem = strings::join(&["there is no ", what, " `", &short, "` in the archive"], "");
    Error::new(Fault::Request, "", problem, "It may have been renamed or taken out: search for it.")
}

/// The groups of the issue with this key.
fn groups_of(columns: &Columns, key: &str) -> Vec<u32> {
    let mut groups = Vec::new();
    for (group, &issue) in (0u32..).zip(&columns.group_issue) {
        if columns.issues.get(issue as usize).is_some_and(|(of, _)| of == key) {
            groups.push(group);
        }
    }
    groups
}

/// A line with what the columns hold.
fn fill(line: &Listing, columns: &Columns, doc: usize, group: usize, lang: &str) -> Listing {
    let (issue, date) = columns.issue_and_date(doc, group);
    Listing {
        issue: issue.to_owned(),
        date: date.to_owned(),
        section: columns.section_of(doc).to_owned(),
        authors: columns.author_names(doc).map(str::to_owned).collect(),
        lang: lang.to_owned(),
        ..line.clone()
    }
}

fn highlights(article: &Article, needles: &mut [Needle]) -> Vec<Highlight> {
    let lang = Lang::of(&article.lang);
    let mut out = Vec::new();
    let mut is_found = vec![false; needles.len()];
    let mut add = |place: Place, text: &str| {
        let found = find(text, lang, needles);
        let ranges = marks(&found);
        if !ranges.is_empty() {
            out.push(Highlight { place, ranges });
        }
        for Match { needle, .. } in found {
            is_found[needle] = true;
        }
    };
    add(Place::Title, &article.title);
    add(Place::Standfirst, &article.standfirst);
    for (place, text) in (0u32..).zip(article.texts()) {
        add(Place::Text(place), &text.words());
    }
    // Without a phrase it was found by its words.
    let mut is_loosened = false;
    for (needle, is_found) in needles.iter_mut().zip(is_found) {
        is_loosened |= !is_found && needle.loosen();
    }
    if is_loosened { highlights(article, needles) } else { out }
}
