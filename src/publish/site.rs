//! Everything that `backissue build` writes, from one pass over the articles.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::address;
use super::archive::{self, Options};
use super::feeds::Feed;
use super::headlines::{self, Newest};
use super::pack::{self, BUNDLE_NAME, Engine, PACK_NAME};
use super::pages::{self, Pages};
use super::{tiny, unwritable};
use crate::format::{MAGIC, MANIFEST_NAME};
use crate::model::{Article, Issue};
use crate::{Error, Fault, Result};

/// What goes into a site beside the articles.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Site {
    /// The magazine's name, for the headlines' heading; empty for the newest issue's.
    pub title: String,
    /// The finished engine of the tiny edition (`tiny_engine_bg.wasm` of the package); without it there is no tiny edition.
    pub tiny_engine: Option<Vec<u8>>,
    /// Whether the archive is also written as one file, [`PACK_NAME`].
    pub pack: bool,
    /// The finished engine that is to carry the archive in a copy of it, [`BUNDLE_NAME`]; without it there is none.
    pub bundle: Option<Engine>,
    /// Where the site will be served, `https://union.example/archive/`: for canonical links and feeds. May be empty.
    pub base: String,
    /// Whether to leave out the static pages (for measuring, and for documents that have pages elsewhere).
    pub no_pages: bool,
    /// How the archive is written.
    pub archive: Options,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The archive.
    pub archive: archive::Report,
    /// `headlines.json`.
    pub headlines_bytes: u64,
    /// `tiny.wasm`, or 0 if there is none.
    pub tiny_bytes: u64,
    /// The archive in one file, or 0 if there is none.
    pub pack_bytes: u64,
    /// The engine that carries it, or 0 if there is none.
    pub bundle_bytes: u64,
    /// Static pages.
    pub pages: u32,
    /// Files that an earlier run wrote and this one was not asked for, so that they would say something else: removed.
    pub removed: Vec<&'static str>,
}

/// The name of the tiny edition in a site.
pub const TINY_NAME: &str = "tiny.wasm";

/// Says whose folder it is, so that a later run may replace what is in it.
const MARK: &str = ".backissue";

const MARK_TEXT: &str =
    "`backissue build` wrote this folder, and replaces what is in it when it runs again.\n";

impl Site {
    /// Writes everything into `out`, which is created if need be: the archive, `headlines.json`, the tiny edition, feeds
    /// and static pages. Articles are read once, as they come; memory is the archive writer's, the newest thirty articles
    /// and a listing for each article of an issue.
    ///
    /// # Errors
    /// A folder that holds something else ([`Fault::Request`]) or cannot be written to ([`Fault::Environment`]); a base
    /// that is no web address; what [`archive::write`] and the articles give.
    pub fn write(
        &self,
        articles: impl Iterator<Item = Result<Article>>,
        issues: &[Issue],
        out: &Path,
    ) -> Result<Report> {
        let base = base(&self.base)?;
        if !self.archive.lang.is_empty() && !pages::is_lang(&self.archive.lang) {
            return Err(Error::new(
                Fault::Request,
                "",
                format!("{:?} is not the tag of a language", self.archive.lang),
                "Give a BCP 47 tag: en, cy, en-GB.",
            ));
        }
        claim(out)?;
        let title = if self.title.is_empty() { name(issues) } else { &self.title };
        let name = pages::site_name(title, &self.archive.lang);
        let mut pages = match self.no_pages {
            true => {
                pages::remove(out)?;
                None
            }
            false => Some(Pages::begin(out, title, &base, &self.archive.lang)?),
        };
        let mut newest = Newest::new(pages::lang_or_english(&self.archive.lang));
        let articles = articles.map(|article| {
            let article = article?;
            newest.push(&article);
            if let Some(pages) = &mut pages {
                pages.article(&article)?;
            }
            Ok(article)
        });
        let archive = archive::write(articles, issues, out, &self.archive)?;
        let mut removed = Vec::new();
        let (mut pack_bytes, mut bundle_bytes) = (0, 0);
        match self.pack {
            true => pack_bytes = pack::pack(out)?,
            false => removed.extend(remove(out, PACK_NAME)?),
        }
        match &self.bundle {
            Some(engine) => bundle_bytes = pack::bundle(out, engine)?,
            None => removed.extend(remove(out, BUNDLE_NAME)?),
        }

        let headlines = headlines::json(title, &newest, &address::article);
        save(&out.join("headlines.json"), headlines.as_bytes())?;
        let mut tiny_bytes = 0;
        match &self.tiny_engine {
            Some(engine) => {
                let wasm = tiny::wasm(engine, title, &newest, &address::article)?;
                save(&out.join(TINY_NAME), &wasm)?;
                tiny_bytes = wasm.len() as u64;
            }
            None => removed.extend(remove(out, TINY_NAME)?),
        }
        let feed = Feed { title: &name, base: &base, address: &address::article };
        save(&out.join("feed.xml"), feed.atom(&newest).as_bytes())?;
        save(&out.join("feed.json"), feed.json(&newest).as_bytes())?;
        let pages = pages.map_or(Ok(0), |pages| pages.finish(issues, newest.articles()))?;
        Ok(Report {
            archive,
            headlines_bytes: headlines.len() as u64,
            tiny_bytes,
            pack_bytes,
            bundle_bytes,
            pages,
            removed,
        })
    }
}

/// Whether `backissue build` said that the folder is its own. An issue's folder of content has a file of the same name,
/// the record of its edits, so what the file says decides.
fn is_marked(out: &Path) -> bool {
    fs::read(out.join(MARK)).is_ok_and(|text| text.starts_with(MARK_TEXT.as_bytes()))
}

/// Whether what is in the folder may be replaced: it is marked, or is an archive in a folder without any mark.
pub(super) fn is_ours(out: &Path) -> bool {
    let is_archive = || fs::read(out.join(MANIFEST_NAME)).is_ok_and(|bytes| bytes.starts_with(&MAGIC));
    is_marked(out) || !out.join(MARK).exists() && is_archive()
}

/// Makes sure that `out` is a folder to write to, and not one with something else in it.
fn claim(out: &Path) -> Result<()> {
    let refuse =
        |fault, problem: String, remedy: &str| Error::new(fault, out.display().to_string(), problem, remedy);
    let unwritable = |error: std::io::Error| {
        refuse(
            Fault::Environment,
            format!("the output folder cannot be written to: {error}"),
            "Give another folder, or make this one yours to write to.",
        )
    };
    if out.exists() && !out.is_dir() {
        return Err(refuse(Fault::Request, "is a file, not a folder".into(), "Give the name of a folder."));
    }
    fs::create_dir_all(out).map_err(unwritable)?;
    if !is_ours(out) && fs::read_dir(out).map_err(unwritable)?.next().is_some() {
        return Err(refuse(
            Fault::Request,
            "the output folder is not empty, and nothing in it says that backissue wrote it".into(),
            "Give a new or empty folder, so that nothing of yours is overwritten.",
        ));
    }
    fs::write(out.join(MARK), MARK_TEXT).map_err(unwritable)
}

/// The base with a slash at its end.
fn base(given: &str) -> Result<String> {
    let web = given.starts_with("https://") || given.starts_with("http://");
    let plain = !given
        .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>'));
    match given {
        "" => Ok(String::new()),
        _ if web && plain => Ok(format!("{}/", given.trim_end_matches('/'))),
        _ => Err(Error::new(
            Fault::Request,
            "",
            format!("{given:?} is not the address of a site"),
            "Give the address that the folder will have: https://union.example/archive/",
        )),
    }
}

/// The name in the newest issue that has one: a magazine that changed its name goes by the new one.
fn name(issues: &[Issue]) -> &str {
    let named = issues.iter().filter(|issue| !issue.title.is_empty());
    named.max_by(|a, b| a.date.cmp(&b.date)).map_or("", |issue| &issue.title)
}

/// Removes a file that an earlier run wrote; its name, if there was one.
fn remove(out: &Path, name: &'static str) -> Result<Option<&'static str>> {
    match fs::remove_file(out.join(name)) {
        Ok(()) => Ok(Some(name)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unwritable(&out.join(name), &error)),
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| unwritable(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_a_web_address() {
        assert_eq!(base("https://union.example/archive").unwrap(), "https://union.example/archive/");
        assert_eq!(base("").unwrap(), "");
        for bad in ["union.example", "javascript:alert(1)", "https://a b/", "https://a/?q", "/archive/"] {
            assert!(base(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_magazine_goes_by_its_newest_name() {
        let issue =
            |title: &str, date: &str| Issue { title: title.into(), date: date.into(), ..Issue::default() };
        assert_eq!(name(&[issue("New", "2026-01"), issue("Old", "2019-04"), issue("", "2026-04")]), "New");
        assert_eq!(name(&[]), "");
    }

    #[test]
    fn a_site_can_be_written_again_but_not_over_something_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        let article =
            Article { id: "1/a".into(), issue: "1".into(), title: "A".into(), ..Article::default() };
        let write = |out: &Path| Site::default().write([Ok(article.clone())].into_iter(), &[], out);
        assert_eq!(write(&out).unwrap().archive.articles, 1);
        assert_eq!(write(&out).unwrap().archive.new_parts, 0, "the same articles give the same parts");
        fs::write(folder.path().join("letter.txt"), "mine").unwrap();
        assert!(write(folder.path()).is_err());
    }

    #[test]
    fn a_content_folder_is_refused_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let issue = Issue { key: "1".into(), ..Issue::default() };
        let article =
            Article { id: "1/a".into(), issue: "1".into(), title: "A".into(), ..Article::default() };
        crate::content::write(folder.path(), &issue, std::slice::from_ref(&article)).unwrap();
        let out = folder.path().join("1");
        let record = fs::read(out.join(MARK)).unwrap();
        let error = Site::default().write([Ok(article.clone())].into_iter(), &[], &out).unwrap_err();
        assert_eq!(error.fault(), Fault::Request);
        assert!(archive::write([Ok(article)].into_iter(), &[], &out, &Options::default()).is_err());
        assert_eq!(fs::read(out.join(MARK)).unwrap(), record);
        assert_eq!(fs::read_dir(&out).unwrap().count(), 3, "issue, article, record");
    }
}
