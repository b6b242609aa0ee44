//! An issue to files, without losing an edit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::edits::{RECORD, Record, hash, hash_of};
use super::places::places;
use super::texts;
use crate::model::{Article, Issue};
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
    /// Articles that have another place in the magazine.
    pub moved: Vec<Moved>,
}

/// A file that has another name, with all edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its name so far.
    pub from: PathBuf,
    /// Its name from now on.
    pub to: PathBuf,
    /// Whether an editor has changed it since it was written.
    pub edited: bool,
}

impl Written {
    /// Whether a file was touched, or would have been.
    pub fn changes(&self) -> bool {
        !(self.written.is_empty()
            && self.beside.is_empty()
            && self.removed.is_empty()
            && self.moved.is_empty())
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
/// Articles are known again by headline, opening and words, not by place. One that was there keeps its id, whatever it is
/// called now, and its file, with all edits, under the number of its new place; one that an editor renamed keeps its name.
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

/// What the name of a new reading beside an edited file ends with.
const NEW: &str = ".new";

/// Whether a file is a new reading beside an edited article: `NAME.md.new`, `NAME.md.new2`.
pub(super) fn is_reading(name: &str) -> bool {
    name.rsplit_once(NEW).is_some_and(|(article, count)| {
        super::read::is_article(article) && count.bytes().all(|byte| byte.is_ascii_digit())
    })
}

struct Writing<'a> {
    folder: PathBuf,
    options: &'a Options,
    before: Record,
    after: Record,
    report: Written,
    /// The readings that stood beside files when the run began, by name.
    readings: BTreeMap<String, PathBuf>,
}

impl<'a> Writing<'a> {
    fn new(dir: &Path, issue: &Issue, options: &'a Options) -> Writing<'a> {
        let folder = super::folder(dir, issue);
        let report = Written { folder: folder.clone(), ..Written::default() };
        let (before, after, readings) = (Record::read(&folder), Record::default(), BTreeMap::new());
        Writing { folder, options, before, after, report, readings }
    }

    fn run(mut self, issue: &Issue, articles: &[Article]) -> Result<Written> {
        self.after.source = self.source()?;
        if !self.options.dry {
            fs::create_dir_all(&self.folder).map_err(|error| cannot("made", &self.folder, &error))?;
            let found = super::read::entries(&self.folder)?.into_iter();
            let found = found.map(|path| (super::read::file_name(&path), path));
            self.readings = found.filter(|(name, _)| is_reading(name)).collect();
        }
        self.file(super::ISSUE_FILE, None, &texts::issue(issue))?;
        let places = places(&self.folder, &mut self.before, issue, articles);
        for (place, article) in places.iter().zip(articles) {
            let article = Article { id: place.id.clone(), ..article.clone() };
            let text = texts::article(issue, &article, &place.name);
            self.file(&place.name, place.before.as_deref(), &text)?;
            self.after.articles.insert(place.name.clone(), place.known());
        }
        if !self.options.left_out.is_empty() {
            let text = &self.options.left_out;
            self.file(LEFT_OUT, None, text)?;
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

    /// Writes one file, or leaves it alone. `before` is the name that it has so far, if it had one.
    fn file(&mut self, name: &str, before: Option<&str>, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        let new = hash(text.as_bytes());
        let before = before.unwrap_or(name);
        let recorded = self.before.files.remove(before);
        let there = self.hash_of(before)?;
        if before != name && there.is_some() {
            self.rename(before, name, there != recorded)?;
        }
        if there.as_ref() == Some(&new) {
            self.report.unchanged.push(path);
        } else if there.is_none() && recorded.is_some() && !self.options.restore {
            self.report.deleted.push(path);
        } else if there.is_none() || there == recorded {
            // As it was written, or not there.
            self.replace(&path, text)?;
            self.report.written.push(path);
        } else if recorded.as_ref() == Some(&new) {
            self.report.kept.push(path);
        } else {
            let beside = self.beside(name, before, recorded.as_ref(), &new)?;
            self.replace(&beside, text)?;
            self.report.beside.push(beside);
        }
        self.after.files.insert(name.to_string(), new);
        Ok(())
    }

    /// Where a new reading goes beside the file `name`: to `NAME.md.new`, or, if that is an earlier reading that the editor
    /// has begun to work in, to the next that is free.
    fn beside(&self, name: &str, before: &str, recorded: Option<&String>, new: &String) -> Result<PathBuf> {
        let mut count = 1;
        loop {
            let ending = if count == 1 { NEW.to_owned() } else { format!("{NEW}{count}") };
            // Without --check the file has moved already, and what is beside it too.
            let at = if self.options.dry { before } else { name };
            let there = self.hash_of(&format!("{at}{ending}"))?;
            if there.is_none() || there.as_ref() == recorded || there.as_ref() == Some(new) {
                return Ok(self.folder.join(format!("{name}{ending}")));
            }
            count += 1;
        }
    }

    /// The hash of a file of the folder, if it is there.
    fn hash_of(&self, name: &str) -> Result<Option<String>> {
        let path = self.folder.join(name);
        hash_of(&path).map_err(|error| cannot("read", &path, &error))
    }

    /// Gives a file, and the readings beside it, the name of its new place.
    fn rename(&mut self, before: &str, name: &str, edited: bool) -> Result<()> {
        let (from, to) = (self.folder.join(before), self.folder.join(name));
        if !self.options.dry {
            fs::rename(&from, &to).map_err(|error| cannot("renamed", &from, &error))?;
            let first = format!("{before}{NEW}");
            for (found, path) in
                self.readings.range(first.clone()..).take_while(|(found, _)| found.starts_with(&first))
            {
                let to = self.folder.join(format!("{name}{}", &found[before.len()..]));
                fs::rename(path, &to).map_err(|error| cannot("renamed", path, &error))?;
            }
        }
        self.report.moved.push(Moved { from, to, edited });
        Ok(())
    }

    /// Deals with the files of earlier readings that this one has not.
    fn stale(&mut self) -> Result<()> {
        for (name, recorded) in std::mem::take(&mut self.before.files) {
            if self.after.files.contains_key(&name) {
                continue;
            }
            let path = self.folder.join(&name);
            let known = self.before.articles.remove(&name);
            match self.hash_of(&name)? {
                Some(there) if there == recorded => {
                    if !self.options.dry {
                        fs::remove_file(&path).map_err(|error| cannot("removed", &path, &error))?;
                    }
                    self.report.removed.push(path);
                    continue;
                }
                Some(_) => self.report.orphaned.push(path),
                // Deleted by the editor: should it be an article again, it stays deleted.
                None if known.is_some() => {}
                None => continue,
            }
            self.after.articles.extend(known.map(|known| (name.clone(), known)));
            self.after.files.insert(name, recorded);
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
