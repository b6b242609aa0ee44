//! Writes an archive: any number of articles in, a manifest and immutable parts out.
//!
//! Articles come once and in order. The first pass counts their terms, a batch at a time on all cores, and spools them to
//! a file beside the archive; the second codes them, with a vocabulary chosen from the first. So memory holds the
//! postings (a few bytes each) and one batch of articles, whatever the size of the archive.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::related::related;
use super::spool::Spool;
use super::{impacts, limits, synonyms, unreadable, unwritable};
use crate::archive::Listing;
use crate::format::table::{Entries, Entry, INLINE_MAX};
use crate::format::{MANIFEST_NAME, Manifest, PartRef, Table, VERSION};
use crate::index::inverted::{Counts, Inverted};
use crate::index::part::{MEANT, PartWriter};
use crate::index::{Layout, Term};
use crate::model::{Article, Issue};
use crate::query::doubt::can_be_misspelt;
use crate::query::score::Scale;
use crate::query::splits;
use crate::store::columns::{self, Columns};
use crate::store::languages::{self, Languages};
use crate::store::leaf::{EAGER_DOCS, GROUP_LEN, GROUP_MAX, Leaf};
use crate::store::words::{Lexicon, Tally};
use crate::store::{article, ids, listing, related as related_parts};
use crate::{Error, Fault, Result};

/// What can be chosen when an archive is written. `Default` is right for a magazine.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// BCP 47 tag of the texts that name none themselves; empty for English.
    pub lang: String,
    /// Groups of words and phrases that stand for each other, besides the acronyms that the articles introduce.
    pub synonyms: Vec<Vec<String>>,
    /// Whether the index has impacts instead of counts; `None` if an archive of so many articles is better for it.
    pub impacts: Option<bool>,
}

/// What was written, in bytes and counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Articles in the archive.
    pub articles: u32,
    /// Distinct terms.
    pub terms: u32,
    /// Words and phrases that something else stands for.
    pub synonyms: u32,
    /// Files written that were not there before.
    pub new_parts: u32,
    /// Parts in all.
    pub parts: u32,
    /// The manifest.
    pub manifest_bytes: u64,
    /// Words and postings.
    pub index_bytes: u64,
    /// Dates, sections, authors, lengths.
    pub columns_bytes: u64,
    /// Where texts and ids are.
    pub directory_bytes: u64,
    /// Contents pages and events.
    pub listing_bytes: u64,
    /// Which articles go with each.
    pub related_bytes: u64,
    /// The words that the texts are coded with.
    pub vocabulary_bytes: u64,
    /// The articles themselves.
    pub text_bytes: u64,
}

/// Articles that are counted or coded at a time.
const BATCH: usize = 512;
/// A part of the index is closed once it has this many bytes: what a query fetches for a word, so most of what a further
/// query costs. With half of it a first search takes as much more of the manifest, and more of the files are small; with twice as
/// much it takes 1.2 K to 1.7 K more (corpora A to C).
const PART_BYTES: usize = 1024;
/// Archives of so many articles have impacts in their index. What a search fetches of 10,000 articles is lines and texts above
/// all, and counts are exact; of 100,000 it is what the index says of each.
const IMPACTS_FROM: usize = 1 << 14;
/// Archives of fewer articles have their vocabulary chosen from all.
const TRAINING_MIN: usize = 64;
/// Most articles that the vocabulary is chosen from.
const TRAINING_MAX: usize = 1 << 13;

/// Writes the archive of `articles` into the folder `out` (`out/manifest.bi`, `out/parts/`), creating it if need be.
///
/// An archive that is already there is updated: parts that stay the same are left alone, the manifest is replaced in
/// one step, parts that nothing names any more are removed. `issues` may hold issues without articles and lack issues
/// that articles name. The same input gives the same bytes.
pub fn write(
    articles: impl Iterator<Item = Result<Article>>,
    issues: &[Issue],
    out: &Path,
    options: &Options,
) -> Result<Report> {
    let mut folder = Folder::prepare(out)?;
    let mut spool = Spool::create(out)?;
    let mut counted = count(articles, issues, &mut spool, synonyms::Pairs::new(&options.synonyms))?;
    let docs = counted.docs.len();
    if docs == 0 {
        return Err(Error::new(
            Fault::Input,
            "",
            "there is not a single article in the input",
            "Check that the content folder or the documents file is the right one.",
        ));
    }
    let mut report = Report { articles: docs as u32, ..Report::default() };

    let lexicon = Lexicon::new(vocabulary(&spool, docs)?);
    let letters = lexicon.vocabulary().letters();
    let vocabulary = folder.put(&lexicon.vocabulary().write(), &mut report.vocabulary_bytes)?;

    let groups = texts(&spool, &counted, issues, &lexicon, &mut folder, &mut report)?;

    let total = counted.body_words + counted.title_words;
    let lists = related(&counted.inverted, &counted.columns.length, total, |docs, of| {
        side_by_side(docs, |doc| Ok(of(doc)))
    })?;
    let mut extras = Vec::new();
    for lists in lists.chunks(related_parts::PART_LEN) {
        let part = folder.put(&related_parts::write(lists, docs as u32), &mut report.related_bytes)?;
        extras.push((related_parts::KIND, part));
    }

    if !counted.is_of_one_language(&options.lang) {
        let part = folder.put(&counted.languages.write(letters)?, &mut report.columns_bytes)?;
        extras.push((languages::KIND, part));
    }

    let impacts = options.impacts.unwrap_or(docs >= IMPACTS_FROM);
    let scale = Scale::new(docs as u32, total);
    let lengths = if impacts { std::mem::take(&mut counted.columns.length) } else { Vec::new() };
    let pairs = stand_ins(&spool, std::mem::take(&mut counted.pairs), &counted.inverted, docs as u32)?;
    report.synonyms = pairs.iter().filter(|term| !term.text.ends_with(MEANT)).count() as u32;
    let layout = Layout { docs: docs as u32, impacts, refers: true };
    let mut terms = Entries::default();
    let mut open: Option<(Vec<u8>, PartWriter)> = None;
    let mut before = String::new();
    for mut term in merged(std::mem::take(&mut counted.inverted).into_terms(&halves), pairs) {
        if impacts {
            impacts::weigh(&mut term, &scale, docs as u32, &lengths);
        }
        report.terms += u32::from(!term.is_stand_in());
        // What stands for a word or for a phrase is in the part of its first word.
        let is_next = term.is_stand_in() && term.text.split(' ').next() == before.split(' ').next();
        if let Some((key, part)) = open.take_if(|(_, part)| part.bytes() >= PART_BYTES && !is_next) {
            terms.0.push(Entry { key, part: folder.put(&part.finish(), &mut report.index_bytes)? });
        }
        let (_, part) =
            open.get_or_insert_with(|| (separator(&before, &term.text), PartWriter::new(letters, layout)));
        part.push(&term)?;
        before = term.text;
    }
    if let Some((key, part)) = open {
        terms.0.push(Entry { key, part: folder.put(&part.finish(), &mut report.index_bytes)? });
    }

    let mut prints: Vec<(u32, u32)> =
        counted.docs.iter().zip(0..).map(|(id, doc)| (ids::fingerprint(id), doc)).collect();
    prints.sort_unstable();
    let mut id_parts = Entries::default();
    let mut rest = &prints[..];
    while !rest.is_empty() {
        // Equal fingerprints stay together, so that a lookup reads one part.
        let mut end = rest.len().min(ids::PART_LEN - 8);
        while end < rest.len() && end < ids::PART_LEN && rest[end].0 == rest[end - 1].0 {
            end += 1;
        }
        let (now, later) = rest.split_at(end);
        let part = folder.put(&ids::write(now, docs as u32), &mut report.directory_bytes)?;
        id_parts.0.push(Entry { key: now[0].0.to_be_bytes().to_vec(), part });
        rest = later;
    }

    let manifest = Manifest {
        version: VERSION,
        lang: options.lang.clone(),
        docs: docs as u32,
        body_words: counted.body_words,
        title_words: counted.title_words,
        columns: folder.put(&counted.columns.write(letters)?, &mut report.columns_bytes)?,
        vocabulary,
        groups: table(groups, 10, &mut folder, &mut report.directory_bytes)?,
        terms: table(terms, 2, &mut folder, &mut report.index_bytes)?,
        ids: table(id_parts, 1, &mut folder, &mut report.directory_bytes)?,
        extras,
        impacts,
    };
    let bytes = manifest.write();
    report.manifest_bytes = bytes.len() as u64;
    folder.finish(&bytes, &mut report)?;
    Ok(report)
}

/// What the first pass leaves.
#[derive(Default)]
struct Counted {
    /// The articles' ids.
    docs: Vec<String>,
    columns: Columns,
    languages: Languages,
    inverted: Inverted,
    pairs: synonyms::Pairs,
    body_words: u64,
    title_words: u64,
}

impl Counted {
    /// Whether every article is in the archive's language, as far as they say.
    fn is_of_one_language(&self, lang: &str) -> bool {
        // Of `en-GB` the first part says what is spoken.
        let spoken = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let lang = spoken(if lang.is_empty() { "en" } else { lang });
        self.languages.tags.iter().all(|tag| tag.is_empty() || spoken(tag) == lang)
    }
}

/// The first pass.
fn count(
    articles: impl Iterator<Item = Result<Article>>,
    issues: &[Issue],
    spool: &mut Spool,
    pairs: synonyms::Pairs,
) -> Result<Counted> {
    let issue_dates: HashMap<&str, &str> =
        issues.iter().map(|issue| (issue.key.as_str(), issue.date.as_str())).collect();
    let mut counted = Counted { pairs, ..Counted::default() };
    let mut seen = BTreeSet::new();
    let (mut issue_places, mut sections, mut authors, mut dates, mut tags) =
        (Places::default(), Places::default(), Places::default(), Places::default(), Places::default());
    let mut last_issue: Option<u32> = None;
    let mut articles = articles.peekable();
    while articles.peek().is_some() {
        let batch = articles.by_ref().take(BATCH).collect::<Result<Vec<Article>>>()?;
        let counts = side_by_side(&batch, |article| Ok((Counts::of(article), synonyms::of(article))))?;
        let (first, mut terms) = (counted.docs.len() as u32, Vec::new());
        for (article, (counts, pairs)) in batch.into_iter().zip(counts) {
            counted.pairs.add(pairs);
            let doc = counted.docs.len() as u32;
            limits::article(&article, doc)?;
            if !seen.insert(ids::fingerprint(&article.id)) && counted.docs.contains(&article.id) {
                return Err(Error::new(
                    Fault::Input,
                    "",
                    format!("two articles have the id `{}`", article.id),
                    "Give each its own: addresses and saved links are made of it.",
                ));
            }
            let columns = &mut counted.columns;
            let issue = issue_places.of(&article.issue);
            if issue as usize == columns.issues.len() {
                let date = issue_dates.get(article.issue.as_str()).copied().unwrap_or(&article.date);
                columns.issues.push((article.issue.clone(), date.to_owned()));
            }
            match columns.group_len.last_mut() {
                Some(len) if last_issue == Some(issue) && *len < GROUP_LEN => *len += 1,
                _ => {
                    columns.group_len.push(1);
                    columns.group_issue.push(issue);
                }
            }
            last_issue = Some(issue);
            columns.section.push(sections.of(&article.section));
            let issue_date = &columns.issues[issue as usize].1;
            columns.date.push(if article.date.is_empty() || article.date == *issue_date {
                0
            } else {
                dates.of(&article.date) + 1
            });
            counted.languages.of.push(tags.of(&article.lang));
            columns.length.push(columns::length_class(counts.body_words + counts.title_words));
            for author in &article.authors {
                columns.author.push(authors.of(author));
            }
            columns.author_end.push(columns.author.len() as u32);
            counted.body_words += u64::from(counts.body_words);
            counted.title_words += u64::from(counts.title_words);
            spool.push(&article)?;
            terms.push(counts);
            counted.docs.push(article.id);
        }
        counted.inverted.add(first, terms);
    }
    spool.finish()?;
    limits::issues(issues, |issue| issue_places.places.contains_key(&issue.key))?;
    counted.columns.sections = sections.names;
    counted.columns.authors = authors.names;
    counted.columns.dates = dates.names;
    counted.languages.tags = tags.names;
    if counted.docs.len() <= EAGER_DOCS as usize {
        join_groups(&mut counted.columns);
    }
    Ok(counted)
}

/// Makes one group of neighbours of the same issue, as long as a group may be.
fn join_groups(columns: &mut Columns) {
    let (mut lens, mut issues): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    for (&len, &issue) in columns.group_len.iter().zip(&columns.group_issue) {
        match lens.last_mut() {
            Some(last) if issues.last() == Some(&issue) && *last + len <= GROUP_MAX as u32 => *last += len,
            _ => {
                lens.push(len);
                issues.push(issue);
            }
        }
    }
    (columns.group_len, columns.group_issue) = (lens, issues);
}

/// How many of so many articles the vocabulary is chosen from, the first ones: a power of two or half as much again, so
/// that it stays the same for some time, and a new issue leaves the old issues' texts as they are. (Chosen from three
/// quarters, texts take 1.5% more.)
fn training(docs: usize) -> usize {
    if docs < TRAINING_MIN {
        return docs;
    }
    let power = 1 << docs.ilog2();
    let half_more = power / 2 * 3;
    if half_more <= docs { half_more } else { power }.min(TRAINING_MAX)
}

/// The vocabulary, chosen from the first articles.
fn vocabulary(spool: &Spool, docs: usize) -> Result<crate::store::Vocabulary> {
    let mut tally = Tally::default();
    let mut texts = Vec::new();
    for read in spool.read()?.take(training(docs)) {
        let article = read?;
        tally.article();
        let mut add = |text: &str| {
            tally.text(text);
            texts.push(text.to_owned());
        };
        add(&article.title);
        add(&article.standfirst);
        article.texts().iter().flat_map(|text| &text.0).for_each(|span| add(&span.text));
    }
    tally.choose(texts.iter().map(String::as_str))
}

/// What stands for each other in the articles, as entries of the index.
fn stand_ins(spool: &Spool, pairs: synonyms::Pairs, inverted: &Inverted, docs: u32) -> Result<Vec<Term>> {
    let mut members = synonyms::Members::new(pairs);
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let mut articles = spool.read()?.peekable();
    let mut doc = 0;
    while articles.peek().is_some() {
        let batch = articles.by_ref().take(BATCH).collect::<Result<Vec<_>>>()?;
        for found in side_by_side(&batch, |article| Ok(members.find(article)))? {
            members.add(doc, found);
            doc += 1;
        }
    }
    Ok(members.into_terms(docs, &|term| inverted.df(term)))
}

/// The ways in which a query for a word that is nowhere is read as two.
fn halves(word: &str) -> Vec<[&str; 2]> {
    if can_be_misspelt(word) { splits(word) } else { Vec::new() }
}

/// Two sorted runs of terms as one.
fn merged(terms: impl Iterator<Item = Term>, more: Vec<Term>) -> impl Iterator<Item = Term> {
    let (mut terms, mut more) = (terms.peekable(), more.into_iter().peekable());
    std::iter::from_fn(move || match (terms.peek(), more.peek()) {
        (Some(one), Some(other)) if other.text < one.text => more.next(),
        (Some(_), _) => terms.next(),
        (None, _) => more.next(),
    })
}

/// The second pass: every article's part and every group's.
fn texts(
    spool: &Spool,
    counted: &Counted,
    issues: &[Issue],
    lexicon: &Lexicon,
    folder: &mut Folder,
    report: &mut Report,
) -> Result<Entries> {
    let columns = &counted.columns;
    let mut entries = Entries::default();
    let mut spooled = spool.read()?;
    let mut first = 0u32;
    let mut begun = vec![false; columns.issues.len()];
    for (group, &len) in columns.group_len.iter().enumerate() {
        let batch = spooled.by_ref().take(len as usize).collect::<Result<Vec<_>>>()?;
        let parts = side_by_side(&batch, |article| article::write(article, lexicon))?;
        let mut texts = Vec::new();
        for part in parts {
            texts.push(folder.put(&part, &mut report.text_bytes)?);
        }
        let issue = columns.group_issue[group] as usize;
        let mut of_group = listing::Group::default();
        if !std::mem::replace(&mut begun[issue], true) {
            let key = &columns.issues[issue].0;
            of_group.issues.extend(issues.iter().find(|issue| issue.key == *key).cloned());
        }
        if group + 1 == columns.group_len.len() {
            let has_articles = |issue: &Issue| columns.issues.iter().any(|(key, _)| *key == issue.key);
            of_group.issues.extend(issues.iter().filter(|issue| !has_articles(issue)).cloned());
        }
        of_group.lines = batch
            .into_iter()
            .map(|article| Listing {
                words: article.word_count(),
                id: article.id,
                url: article.url,
                title: article.title,
                kicker: article.kicker,
                standfirst: article.standfirst,
                pages: article.pages,
                ..Listing::default()
            })
            .collect();
        let leaf = Leaf {
            listing: folder.put(&listing::write(&of_group, lexicon)?, &mut report.listing_bytes)?,
            texts,
        };
        let part = folder.put(&leaf.write(), &mut report.directory_bytes)?;
        entries.0.push(Entry { key: first.to_be_bytes().to_vec(), part });
        first += len;
    }
    Ok(entries)
}

/// The shortest string above `before` and at most `first`: what tells two neighbouring parts apart.
fn separator(before: &str, first: &str) -> Vec<u8> {
    let shared = before.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
    first.as_bytes()[..(shared + 1).min(first.len())].to_vec()
}

/// A table of these entries, with directory parts once they are many. A search looks up so many: it fetches the manifest's
/// entries and that many directory parts, which together are the least where each part has the square root of
/// (entries / lookups).
fn table(entries: Entries, lookups: usize, folder: &mut Folder, bytes: &mut u64) -> Result<Table> {
    let len = entries.0.len() as u32;
    if entries.0.len() <= INLINE_MAX {
        return Ok(Table { len, top: entries, fanout: 0 });
    }
    let fanout = (entries.0.len() / lookups).isqrt().clamp(2, 255) as u8;
    let mut top = Entries::default();
    for chunk in entries.0.chunks(fanout.into()) {
        let mut part = Vec::new();
        Entries(chunk.to_vec()).put(&mut part);
        top.0.push(Entry { key: chunk[0].key.clone(), part: folder.put(&part, bytes)? });
    }
    Ok(Table { len, top, fanout })
}

/// `work` on every item, on all cores, in the items' order.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(share)
            .map(|items| scope.spawn(|| items.iter().map(&work).collect::<Result<Vec<R>>>()))
            .collect();
        let mut out = Vec::with_capacity(items.len());
        for thread in threads {
            out.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(out)
    })
}

/// Names in the order in which they are first met.
#[derive(Default)]
struct Places {
    names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Places {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}

/// The folder that is written.
struct Folder {
    out: PathBuf,
    named: BTreeSet<PartRef>,
    new_parts: u32,
}

impl Folder {
    /// A folder that may be written: new, empty, claimed for the site, or with an archive of ours in it.
    fn prepare(out: &Path) -> Result<Self> {
        match fs::read_dir(out) {
            Ok(mut entries) => {
                if entries.next().is_some() && !super::site::is_ours(out) {
                    return Err(Error::new(
                        Fault::Environment,
                        out.display().to_string(),
                        "the folder is not empty, and what is in it is not an archive",
                        "Name a new or empty folder, or one that `backissue build` wrote.",
                    ));
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(out, &error)),
        }
        let parts = out.join("parts");
        fs::create_dir_all(&parts).map_err(|error| unwritable(&parts, &error))?;
        Ok(Folder { out: out.to_owned(), named: BTreeSet::new(), new_parts: 0 })
    }

    /// Writes a part, unless it is there already, and counts its bytes.
    fn put(&mut self, part: &[u8], bytes: &mut u64) -> Result<PartRef> {
        let reference = PartRef::of(part);
        if self.named.insert(reference) {
            *bytes += part.len() as u64;
            let path = self.out.join(reference.name());
            let is_there = fs::read(&path).is_ok_and(|old| old == part);
            if !is_there {
                fs::write(&path, part).map_err(|error| unwritable(&path, &error))?;
                self.new_parts += 1;
            }
        }
        Ok(reference)
    }

    /// Puts the manifest in its place in one step, then removes what no longer belongs.
    fn finish(self, manifest: &[u8], report: &mut Report) -> Result<()> {
        let (draft, path) = (self.out.join(".manifest.bi"), self.out.join(MANIFEST_NAME));
        fs::write(&draft, manifest).map_err(|error| unwritable(&draft, &error))?;
        fs::rename(&draft, &path).map_err(|error| unwritable(&path, &error))?;
        report.parts = self.named.len() as u32;
        report.new_parts = self.new_parts;
        let names: BTreeSet<String> = self.named.iter().map(PartRef::name).collect();
        let parts = self.out.join("parts");
        for entry in fs::read_dir(&parts).map_err(|error| unreadable(&parts, &error))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_part = name
                .strip_suffix(".bi")
                .is_some_and(|hash| hash.len() == 24 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
            if is_part && !names.contains(&format!("parts/{name}")) {
                // A part that stays behind costs room and nothing else.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}
