//! An issue to files, without losing an edit.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::edits::{RECORD, Record, hash};
use super::{article_id, markdown, slug};
use crate::model::{Article, Event, Issue};
use crate::{Error, Fault, Result};

/// What [`write()`] did, each list in the order of the magazine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The issue's folder.
    pub folder: PathBuf,
    /// New, or changed and never edited: written.
    pub written: Vec<PathBuf>,
    /// Already there, word for word.
    pub unchanged: Vec<PathBuf>,
    /// Edited since, and the reading is the one that was edited: left alone.
    pub kept: Vec<PathBuf>,
    /// Deleted since: not written again.
    pub deleted: Vec<PathBuf>,
    /// Edited since, and the reading has changed: left alone, and the new reading is in this file beside it
    /// (`NAME.md.new`).
    pub beside: Vec<PathBuf>,
    /// Written earlier, no longer an article of the issue, and never edited: removed.
    pub removed: Vec<PathBuf>,
    /// Written earlier and edited, no longer an article of the issue: left for the editor to decide.
    pub orphaned: Vec<PathBuf>,
}

impl Written {
    /// Whether a file was touched, or would have been.
    pub fn changes(&self) -> bool {
        !(self.written.is_empty() && self.beside.is_empty() && self.removed.is_empty())
    }
}

/// How [`write_with`] writes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file that the issue was read from. A folder that was written from one is not written from another.
    pub source: String,
    /// Take it from another file than last time: a better text of the same issue.
    pub new_source: bool,
    /// Write again what was deleted.
    pub restore: bool,
    /// What was left out of the articles, for an editor to take back from: `left-out.txt`.
    pub left_out: String,
    /// Touch no file.
    pub dry: bool,
}

/// Writes an issue and its articles, in the order given, to the folder `dir/KEY`.
///
/// A file that was edited since it was written is never overwritten: what it would have become stands beside it, as
/// `NAME.md.new`, if that is not what was edited. Files are replaced whole, so an interruption loses nothing.
///
/// ```
/// use backissue::{content, model::{Article, Issue}};
/// let dir = tempfile::tempdir().unwrap();
/// let issue = Issue { key: "66".into(), number: Some(66), ..Issue::default() };
/// let article = Article { id: "66/ten-tips".into(), issue: "66".into(), title: "Ten tips".into(), certainty: 100, ..Article::default() };
/// let written = content::write(dir.path(), &issue, std::slice::from_ref(&article)).unwrap();
/// assert!(written.written[1].ends_with("66/01-ten-tips.md"));
/// assert_eq!(content::read(dir.path()).unwrap().articles, [article]);
/// ```
///
/// # Errors
/// [`Fault::Environment`] if a folder or file cannot be made or read.
pub fn write(dir: &Path, issue: &Issue, articles: &[Article]) -> Result<Written> {
    write_with(dir, issue, articles, &Options::default())
}

/// What [`write()`] would do, without touching a file.
///
/// # Errors
/// [`Fault::Environment`] if a file that is there cannot be read.
pub fn check(dir: &Path, issue: &Issue, articles: &[Article]) -> Result<Written> {
    write_with(dir, issue, articles, &Options { dry: true, ..Options::default() })
}

/// [`write()`] with options.
///
/// # Errors
/// Those of [`write()`]; [`Fault::Input`] if the folder was written from another file.
pub fn write_with(dir: &Path, issue: &Issue, articles: &[Article], options: &Options) -> Result<Written> {
    Writing::new(dir, issue, options).run(issue, articles)
}

/// What an editor may take back from. It is no article, so it is in no archive.
const LEFT_OUT: &str = "left-out.txt";

struct Writing<'a> {
    folder: PathBuf,
    options: &'a Options,
    before: Record,
    after: Record,
    report: Written,
}

impl<'a> Writing<'a> {
    fn new(dir: &Path, issue: &Issue, options: &'a Options) -> Writing<'a> {
        let folder = super::folder(dir, issue);
        let report = Written { folder: folder.clone(), ..Written::default() };
        Writing { before: Record::read(&folder), folder, options, after: Record::default(), report }
    }

    fn run(mut self, issue: &Issue, articles: &[Article]) -> Result<Written> {
        self.after.source = self.source()?;
        if !self.options.dry {
            fs::create_dir_all(&self.folder).map_err(|error| cannot("made", &self.folder, &error))?;
        }
        self.file(super::ISSUE_FILE, &issue_text(issue))?;
        let digits = articles.len().max(10).to_string().len();
        for (index, article) in articles.iter().enumerate() {
            let last = article.id.rsplit('/').next().unwrap_or_default();
            let words = if last.is_empty() { &article.title } else { last };
            let name = format!("{:0digits$}-{}.md", index + 1, slug(words));
            self.file(&name, &article_text(issue, article, &name))?;
        }
        if !self.options.left_out.is_empty() {
            let text = &self.options.left_out;
            self.file(LEFT_OUT, text)?;
        }
        self.stale()?;
        if !self.options.dry {
            replace(&self.folder.join(RECORD), self.after.text().as_bytes())?;
        }
        Ok(self.report)
    }

    /// The file that the folder belongs to.
    fn source(&self) -> Result<String> {
        let (before, now) = (&self.before.source, &self.options.source);
        if before.is_empty() || now.is_empty() || before == now || self.options.new_source {
            return Ok(if now.is_empty() { before.clone() } else { now.clone() });
        }
        Err(Error::new(
            Fault::Input,
            self.folder.display().to_string(),
            format!("was made from {before}, and this is {now}"),
            "If they are two issues, correct the issue line or the file's name, or give another -o; if it is a better \
             text of the same issue, add --new-source.",
        ))
    }

    /// Writes one file, or leaves it alone.
    fn file(&mut self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        let new = hash(text.as_bytes());
        let recorded = self.before.files.get(name);
        let there = match fs::read(&path) {
            Ok(bytes) => Some(hash(&bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(cannot("read", &path, &error)),
        };
        if there.as_ref() == Some(&new) {
            self.report.unchanged.push(path);
        } else if there.is_none() && recorded.is_some() && !self.options.restore {
            self.report.deleted.push(path);
        } else if there.is_none() || there.as_ref() == recorded {
            // As it was written, or not there.
            self.replace(&path, text)?;
            self.report.written.push(path);
        } else if recorded == Some(&new) {
            self.report.kept.push(path);
        } else {
            let beside = self.folder.join(format!("{name}.new"));
            self.replace(&beside, text)?;
            self.report.beside.push(beside);
        }
        self.after.files.insert(name.to_string(), new);
        Ok(())
    }

    /// Deals with the files of earlier readings that this one has not.
    fn stale(&mut self) -> Result<()> {
        let names: BTreeSet<&String> =
            self.before.files.keys().filter(|name| !self.after.files.contains_key(*name)).collect();
        for name in names.into_iter().cloned().collect::<Vec<_>>() {
            let path = self.folder.join(&name);
            let Ok(bytes) = fs::read(&path) else { continue };
            let recorded = self.before.files.get(&name).cloned().unwrap_or_default();
            if hash(&bytes) == recorded {
                if !self.options.dry {
                    fs::remove_file(&path).map_err(|error| cannot("removed", &path, &error))?;
                }
                self.report.removed.push(path);
            } else {
                self.after.files.insert(name, recorded);
                self.report.orphaned.push(path);
            }
        }
        Ok(())
    }

    fn replace(&self, path: &Path, text: &str) -> Result<()> {
        if self.options.dry { Ok(()) } else { replace(path, text.as_bytes()) }
    }
}

/// Replaces a file whole: whoever reads it sees the old or the new one, never half of either.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    fs::write(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| cannot("written", path, &error))
}

fn cannot(be: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Fault::Environment,
        path.display().to_string(),
        format!("cannot be {be}: {error}"),
        "Check that the folder exists, that you may write to it and that the disk is not full.",
    )
}

/// `key = value`, with the value quoted as TOML needs.
fn field(out: &mut String, key: &str, value: impl Into<toml::Value>) {
    let _ = writeln!(out, "{key} = {}", value.into());
}

fn optional(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        field(out, key, value);
    }
}

fn issue_text(issue: &Issue) -> String {
    let mut out = String::new();
    field(&mut out, "key", issue.key.as_str());
    if let Some(number) = issue.number {
        field(&mut out, "number", i64::from(number));
    }
    field(&mut out, "title", issue.title.as_str());
    field(&mut out, "season", issue.season.as_str());
    field(&mut out, "year", issue.year.as_str());
    field(&mut out, "date", issue.date.as_str());
    field(&mut out, "issn", issue.issn.as_str());
    for Event { date, start, end, title, place, url, text } in &issue.events {
        out.push_str("\n[[events]]\n");
        field(&mut out, "title", title.as_str());
        field(&mut out, "date", date.as_str());
        for (key, value) in [("start", start), ("end", end), ("place", place), ("url", url), ("text", text)] {
            optional(&mut out, key, value);
        }
    }
    out
}

fn article_text(issue: &Issue, article: &Article, file_name: &str) -> String {
    let mut out = String::from("+++\n");
    // These always, filled or not: they are what an editor looks for.
    field(&mut out, "title", article.title.as_str());
    field(&mut out, "kicker", article.kicker.as_str());
    field(&mut out, "section", article.section.as_str());
    field(&mut out, "authors", article.authors.clone());
    field(&mut out, "standfirst", article.standfirst.as_str());
    field(&mut out, "pages", article.pages.iter().map(|&page| i64::from(page)).collect::<Vec<_>>());
    if article.id != article_id(&issue.key, file_name) {
        field(&mut out, "id", article.id.as_str());
    }
    if article.date != issue.date {
        optional(&mut out, "date", &article.date);
    }
    optional(&mut out, "lang", &article.lang);
    optional(&mut out, "url", &article.url);
    if article.certainty != 100 {
        field(&mut out, "certainty", i64::from(article.certainty));
    }
    out.push_str("+++\n\n");
    out.push_str(&markdown::write(&article.blocks));
    out
}
