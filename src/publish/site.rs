//! Everything that `backissue build` writes, from one pass over the articles.

use std::fs;
use std::path::Path;

use super::archive::{self, Options};
use super::headlines::{self, Newest};
use super::tiny;
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
}

impl Site {
    /// Writes the archive, `headlines.json` and the tiny edition into `out`, which is created if need be. Articles are
    /// read once, as they come; memory is the archive writer's and the newest thirty articles.
    ///
    /// # Errors
    /// What [`archive::write`] gives; [`Fault::Environment`] for a file that cannot be written.
    pub fn write(
        &self,
        articles: impl Iterator<Item = Result<Article>>,
        issues: &[Issue],
        out: &Path,
    ) -> Result<Report> {
        let mut newest = Newest::new();
        let articles = articles.inspect(|article| {
            if let Ok(article) = article {
                newest.push(article);
            }
        });
        let archive = archive::write(articles, issues, out, &self.archive)?;
        let title = if self.title.is_empty() { name(issues) } else { &self.title };
        let headlines = headlines::json(title, &newest, &address);
        save(&out.join("headlines.json"), headlines.as_bytes())?;
        let mut tiny_bytes = 0;
        if let Some(engine) = &self.tiny_engine {
            let wasm = tiny::wasm(engine, title, &newest, &address)?;
            save(&out.join("tiny.wasm"), &wasm)?;
            tiny_bytes = wasm.len() as u64;
        }
        Ok(Report { archive, headlines_bytes: headlines.len() as u64, tiny_bytes })
    }
}

/// The name in the newest issue that has one: a magazine that changed its name goes by the new one.
fn name(issues: &[Issue]) -> &str {
    let named = issues.iter().filter(|issue| !issue.title.is_empty());
    named.max_by(|a, b| a.date.cmp(&b.date)).map_or("", |issue| &issue.title)
}

/// Where an article without an address of its own can be read, relative to the site: a page that holds
/// `<backissue-archive>` understands this, and ids may be anything.
pub fn address(article: &Article) -> String {
    let mut address = String::from("index.html#article=");
    for byte in article.id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => address.push(byte as char),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| {
        let place = path.display().to_string();
        Error::new(Fault::Environment, place, error.to_string(), "Check that the folder can be written to.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_any_id() {
        let article = |id: &str| Article { id: id.into(), ..Article::default() };
        assert_eq!(address(&article("41/the-rota")), "index.html#article=41/the-rota");
        assert_eq!(address(&article("a b&q=\"<é")), "index.html#article=a%20b%26q%3D%22%3C%C3%A9");
    }

    #[test]
    fn a_magazine_goes_by_its_newest_name() {
        let issue =
            |title: &str, date: &str| Issue { title: title.into(), date: date.into(), ..Issue::default() };
        assert_eq!(name(&[issue("New", "2026-01"), issue("Old", "2019-04"), issue("", "2026-04")]), "New");
        assert_eq!(name(&[]), "");
    }
}
