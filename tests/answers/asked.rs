//! Questions with their answers as JSON, one a line, for `xtask/src/test/split.mjs` to ask as a page does: the name of a method of
//! `www/archive.js`, its arguments, what it gives.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use backissue::archive::local::LocalArchive;
use backissue::query::{Page, Request, Sort};
use serde::Serialize;
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The file that they are written to.
pub struct Asked(BufWriter<File>);

impl Asked {
    /// In the archive's folder.
    pub fn create(folder: &Path) -> Result<Self> {
        Ok(Asked(BufWriter::new(File::create(folder.join("asked.jsonl"))?)))
    }

    /// A search. (Not for what has no section, issue or author: to a page an empty filter is none.)
    pub fn search(&mut self, request: &Request, page: &Page) -> Result<()> {
        let Request { query, limit, offset, section, issue, author, from, to, sort, typing, excerpts } =
            request;
        if [section, issue, author].into_iter().flatten().any(String::is_empty) {
            return Ok(());
        }
        let sort = match sort {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        };
        let options = json!({
            "limit": limit, "offset": offset, "section": section, "issue": issue, "author": author, "from": from, "to": to,
            "sort": sort, "typing": typing, "excerpts": excerpts,
        });
        self.add("search", json!([query, options]), &in_units(page))
    }

    /// What is asked to read: every issue and headline, and each article of an issue with what goes with it.
    pub fn reading(&mut self, archive: &mut LocalArchive) -> Result<()> {
        let issues = archive.issues()?;
        self.add("issues", json!([]), &issues)?;
        let headlines = archive.headlines(&Request { limit: 5, ..Request::default() })?;
        self.add("headlines", json!([]), &headlines)?;
        for id in issues.iter().flat_map(|summary| &summary.articles).map(|line| &line.id) {
            let article = archive.article(id)?;
            self.add("article", json!([id]), &article)?;
            self.add("around", json!([id]), &archive.ask(|archive| archive.around(id))?)?;
            self.add("related", json!([id]), &archive.ask(|archive| archive.related(id))?)?;
            let passage = article.texts().iter().map(|text| text.to_string()).collect::<Vec<_>>().join(" ");
            let like = in_units(&archive.more_like(&passage, id, 10)?);
            self.add("moreLike", json!([passage, { "except": id, "limit": 10 }]), &like)?;
        }
        Ok(())
    }

    /// Writes the rest.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn add(&mut self, method: &str, arguments: Value, answer: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.0, &(method, arguments, answer))?;
        Ok(self.0.write_all(b"\n")?)
    }
}

/// The page with its ranges as JavaScript counts.
fn in_units(page: &Page) -> Page {
    let mut page = page.clone();
    for hit in &mut page.hits {
        for quote in std::iter::once(&mut hit.snippet).chain(&mut hit.excerpts) {
            let ranges = quote.ranges.iter().map(|range| quote.utf16(range.start)..quote.utf16(range.end));
            quote.ranges = ranges.collect();
        }
    }
    page
}
