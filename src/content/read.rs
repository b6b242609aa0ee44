//! A content folder to a [`Collection`].

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::write::is_reading;
use super::{Collection, ISSUE_FILE, article_id, front_matter, issue_file, markdown, synonyms};
use crate::error::line_at;
use crate::model::{Article, Issue};
use crate::{Error, Fault, Result};

/// Longer than a whole issue by far; a file beyond it is a mistake, and is refused before it fills the memory.
const FILE_BYTES: u64 = 16 << 20;

/// How deep folders of Markdown may nest: deeper is a folder that holds itself through a link.
const DEPTH: usize = 16;

/// Reads a content folder, one issue's folder, or any folder of Markdown files with front matter (then an article's id is
/// its path, and it belongs to no issue). Hidden files and `README.md` are left out, and so, with a warning, is a new
/// reading that waits beside an edited file.
///
/// # Errors
/// [`Fault::Input`] with `file:line` for a file that cannot be understood, for two articles of one id or two issues of one
/// key, and for a folder without an article; [`Fault::Environment`] for what cannot be read.
pub fn read(dir: &Path) -> Result<Collection> {
    let mut found = Found::default();
    if dir.join(ISSUE_FILE).is_file() {
        found.issue(dir)?;
    } else {
        found.folder(dir, "", 0)?;
    }
    if found.issues.is_empty() && found.loose.is_empty() {
        return Err(Error::new(
            Fault::Input,
            dir.display().to_string(),
            "there is no article in this folder: no issue.toml and no Markdown file",
            "Give the folder that `backissue ingest` wrote, or a folder of Markdown files.",
        ));
    }
    found.issues.sort_by(|(a, _), (b, _)| (&a.date, a.number, &a.key).cmp(&(&b.date, b.number, &b.key)));
    let mut collection = Collection { warnings: found.warnings, ..Collection::default() };
    let list = dir.join(synonyms::FILE);
    if list.is_file() {
        collection.synonyms = synonyms::parse(&read_text(&list)?, &list.display().to_string())?;
    }
    let mut files: Vec<(Article, PathBuf)> = Vec::new();
    for (issue, articles) in found.issues {
        collection.issues.push(issue);
        files.extend(articles);
    }
    files.extend(found.loose);
    refuse_twins(&files)?;
    collection.articles = files.into_iter().map(|(article, _)| article).collect();
    Ok(collection)
}

fn refuse_twins(files: &[(Article, PathBuf)]) -> Result<()> {
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for (article, path) in files {
        if let Some(first) = seen.insert(&article.id, path) {
            return Err(Error::new(
                Fault::Input,
                path.display().to_string(),
                format!("has the id {:?}, which {} has too", article.id, first.display()),
                "Rename one of the files, or give one of them an id of its own in its front matter.",
            ));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    issues: Vec<(Issue, Vec<(Article, PathBuf)>)>,
    loose: Vec<(Article, PathBuf)>,
    /// The files that say which issue it is, by its key.
    keys: BTreeMap<String, PathBuf>,
    warnings: Vec<Error>,
}

impl Found {
    /// Everything below a folder that is no issue itself. `prefix` is its path from the top, with a slash after it.
    fn folder(&mut self, dir: &Path, prefix: &str, depth: usize) -> Result<()> {
        for path in entries(dir)? {
            let name = file_name(&path);
            if path.is_dir() && path.join(ISSUE_FILE).is_file() {
                self.issue(&path)?;
            } else if path.is_dir() && depth < DEPTH {
                self.folder(&path, &format!("{prefix}{name}/"), depth + 1)?;
            } else if is_article(&name) {
                let mut article = read_article(&path, None)?;
                if article.id.is_empty() {
                    article.id = format!("{prefix}{}", stem(&name));
                }
                if article.title.is_empty() {
                    article.title = stem(&name).to_string();
                }
                self.loose.push((article, path));
            }
        }
        Ok(())
    }

    fn issue(&mut self, dir: &Path) -> Result<()> {
        let path = dir.join(ISSUE_FILE);
        let mut issue = issue_file::parse(&read_text(&path)?, &path.display().to_string())?;
        if issue.key.is_empty() {
            issue.key = file_name(dir);
        }
        if let Some(first) = self.keys.insert(issue.key.clone(), path.clone()) {
            return Err(Error::new(
                Fault::Input,
                path.display().to_string(),
                format!("has the key {:?}, which {} has too", issue.key, first.display()),
                "Give one of the two issues a key of its own, or move one folder out of here.",
            ));
        }
        let mut articles = Vec::new();
        for path in entries(dir)? {
            let name = file_name(&path);
            if is_reading(&name) {
                self.warnings.push(Error::new(
                    Fault::Input,
                    path.display().to_string(),
                    "is a new reading that waits beside your edits, and is not published",
                    "Take from it what you want, then delete it.",
                ));
            }
            if !is_article(&name) {
                continue;
            }
            let mut article = read_article(&path, Some(&mut self.warnings))?;
            article.issue.clone_from(&issue.key);
            if article.id.is_empty() {
                article.id = article_id(&issue.key, &name);
            }
            if article.date.is_empty() {
                article.date.clone_from(&issue.date);
            }
            articles.push((article, path));
        }
        self.issues.push((issue, articles));
        Ok(())
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

pub(super) fn is_article(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown")) && !name.eq_ignore_ascii_case("readme.md")
}

/// What is in a folder, without hidden files, in the order of the numbers that names begin with, then of the names.
pub(super) fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| {
        let remedy = match dir.is_file() {
            true => "Give a folder: the one that `backissue ingest` wrote, or one of Markdown files.",
            false => "Check the name, and that you may read it.",
        };
        Error::new(
            Fault::Environment,
            dir.display().to_string(),
            format!("the folder cannot be read: {error}"),
            remedy,
        )
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !file_name(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort_by_cached_key(|path| order(&file_name(path)));
    Ok(paths)
}

/// What files are in the order of: the number that a name begins with, then the name.
pub(super) fn order(name: &str) -> (u64, String) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let number = name.get(..digits).and_then(|number| number.parse().ok());
    (number.unwrap_or(u64::MAX), name.to_owned())
}

fn read_text(path: &Path) -> Result<String> {
    let place = path.display().to_string();
    let unreadable = |error: std::io::Error| {
        Error::new(
            Fault::Environment,
            place.clone(),
            format!("cannot be read: {error}"),
            "Check that you may read it.",
        )
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    // A pipe waits for whoever writes to it, and some devices never end.
    if !metadata.is_file() {
        return Err(Error::new(
            Fault::Input,
            place,
            "is no file with text in it, but a folder, a pipe or a device",
            "Move it out of the content folder.",
        ));
    }
    let length = metadata.len();
    if length > FILE_BYTES {
        return Err(Error::new(
            Fault::Input,
            place,
            format!("has {length} bytes, more than an article can have ({FILE_BYTES})"),
            "Cut it into articles, or move it out of the content folder.",
        ));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n")),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let byte = bytes.get(at).copied().unwrap_or_default();
            Err(Error::new(
                Fault::Input,
                format!("{place}:{}", line_at(bytes, at)),
                format!("byte 0x{byte:02x} is not UTF-8"),
                "Save the file as UTF-8.",
            ))
        }
    }
}

/// Reads an article. With `warnings` the file is one of ours, which says what it means: what an editor should look at in it
/// is added to them.
pub(super) fn read_article(path: &Path, warnings: Option<&mut Vec<Error>>) -> Result<Article> {
    let text = read_text(path)?;
    let place = path.display().to_string();
    let split = front_matter::split(&text, &place, warnings.is_some())?;
    let front = split.front;
    let body = markdown::parse(split.body, &place, split.body_line)?;
    let has_title = front.title.is_some() || body.title.is_some();
    let title = front.title.filter(|title| !title.is_empty()).or(body.title).unwrap_or_default();
    if let Some(warnings) = warnings {
        let mut warn = |line: usize, problem: String, remedy: &str| {
            warnings.push(Error::new(Fault::Input, format!("{place}:{line}"), problem, remedy));
        };
        if title.is_empty() && front.standfirst.is_empty() && body.blocks.is_empty() {
            warn(1, "the article has no words".into(), "Delete the file if it is to be none.");
        } else if !has_title {
            warn(
                1,
                "the article has no title".into(),
                "Give it one; title = \"\" says that it has none in print.",
            );
        }
        for (line, word) in body.unknown {
            let problem =
                format!("{word} is not one of {}, and is published as text", markdown::TAGS.join(", "));
            warn(line, problem, "Correct it, or write \\{ where a brace is meant.");
        }
    }
    Ok(Article {
        id: front.id,
        issue: String::new(),
        url: front.url,
        title,
        kicker: front.kicker,
        section: front.section,
        authors: front.authors,
        standfirst: front.standfirst,
        date: front.date,
        lang: front.lang,
        pages: front.pages,
        blocks: body.blocks,
        certainty: front.certainty.unwrap_or(100).min(100),
    })
}
