//! Two thousand queries with their answers, one a line: `cargo xtask test --only wasm` runs this natively and as wasm, and
//! compares. Natively (with the feature `build`) it first writes the archive, to the folder that it is given, and beside it what is
//! asked of it as a page asks.

#[cfg(feature = "build")]
mod asked;
mod queries;

use std::io::Write;
use std::path::Path;

use backissue::archive::{Archive, Step};
use backissue::query::Note;
use backissue::{Error, Fault, Result};

/// How many queries are asked.
const QUERIES: u32 = 2000;

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("answers FOLDER")?;
    let folder = Path::new(&folder);
    #[cfg(feature = "build")]
    made::write(folder)?;
    #[cfg(feature = "build")]
    let mut asked = asked::Asked::create(folder)?;
    let mut archive = Archive::open(&std::fs::read(folder.join("manifest.bi"))?)?;

    let mut texts = Vec::new();
    let mut names = queries::Names::default();
    for summary in ask(&mut archive, folder, Archive::issues)? {
        names.issues.push(summary.issue.key);
        for line in summary.articles {
            let article = ask(&mut archive, folder, |archive| archive.article(&line.id))?;
            texts.push(article.title.clone());
            texts.extend(article.texts().iter().map(|text| text.to_string()));
            names.sections.push(article.section);
            names.authors.extend(article.authors);
        }
    }

    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut queries = queries::Queries::new(&texts, names);
    let (mut found, mut kinds) = (0, [0; 9]);
    for _ in 0..QUERIES {
        let request = queries.request();
        let page = ask(&mut archive, folder, |archive| archive.search(&request))?;
        let marked = match page.hits.first() {
            Some(hit) => ask(&mut archive, folder, |archive| archive.highlights(&hit.id, &request.query))?,
            None => Vec::new(),
        };
        writeln!(out, "{request:?}\t{page:?}\t{marked:?}")?;
        #[cfg(feature = "build")]
        asked.search(&request, &page)?;
        found += u32::from(!page.hits.is_empty());
        page.notes.iter().for_each(|note| kinds[kind(note)] += 1);
    }
    #[cfg(feature = "build")]
    {
        asked.reading(&mut backissue::archive::local::open(folder)?)?;
        asked.finish()?;
    }
    // What finds nothing, and what is never noted, would compare nothing.
    if found < QUERIES / 2 || kinds[..8].contains(&0) {
        return Err(format!("{found} of {QUERIES} queries find something; notes by kind: {kinds:?}").into());
    }
    Ok(out.flush()?)
}

/// Which kind of note this is. The last says that texts are out of reach, which none is here.
fn kind(note: &Note) -> usize {
    match note {
        Note::Corrected { .. } => 0,
        Note::Also { .. } => 1,
        Note::Unknown { .. } => 2,
        Note::Relaxed => 3,
        Note::Unread { .. } => 4,
        Note::Bounded { .. } => 5,
        Note::Cut { .. } => 6,
        Note::Apart { .. } => 7,
        Note::Unsaved => 8,
    }
}

/// Asks until there is an answer, reading what is needed.
fn ask<T>(
    archive: &mut Archive,
    folder: &Path,
    mut question: impl FnMut(&mut Archive) -> Result<Step<T>>,
) -> Result<T> {
    loop {
        match question(archive)? {
            Step::Ready(answer) => return Ok(answer),
            Step::Need(parts) => {
                for part in parts {
                    let name = archive.part_name(part);
                    let bytes = std::fs::read(folder.join(&name))
                        .map_err(|error| Error::new(Fault::Environment, name, error.to_string(), ""))?;
                    archive.supply(part, bytes)?;
                }
            }
        }
    }
}

/// The archive: the sample magazine, with articles for what it has none of.
#[cfg(feature = "build")]
mod made {
    use std::path::Path;

    use backissue::ingest;
    use backissue::model::{Article, Block};
    use backissue::publish::archive;

    const WELSH: &str = "Aeth y gath i'r ysbyty yng Nghymru gyda'i phen tost. Mae ei hysgol a fy nhad ym mhentref y gerddi, \
        a Ŵyl y Tŷ Gwyn yng Ngwynedd.";
    const ACRONYM: &str = "The Tidal Ferry Board (TFB) met on the slip to spend £22.6bn, 3.3% of it in 2024-25 on \
        co-production. Coproduction, said the TFB, is no organization’s own.";

    pub fn write(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample");
        let (mut articles, mut issues) = (Vec::new(), Vec::new());
        for name in ["issue-41.txt", "issue-42.txt"] {
            let made = ingest::issue(name, &std::fs::read(sample.join(name))?, None)?;
            issues.push(made.issue);
            articles.extend(made.articles);
        }
        for (id, lang, text) in [("cath", "cy", WELSH), ("ferry", "", ACRONYM)] {
            articles.push(Article {
                id: id.into(),
                lang: lang.into(),
                blocks: vec![Block::Paragraph(text.into())],
                certainty: 100,
                ..Article::default()
            });
        }
        // More articles with all words of a phrase than are looked at.
        for n in 0..400 {
            let text =
                format!("The {} {} rang.", ["ferry bell", "bell ferry"][n % 2], "harbour ".repeat(n % 7));
            articles.push(Article {
                id: format!("bell-{n}"),
                blocks: vec![Block::Paragraph(text.as_str().into())],
                certainty: 100,
                ..Article::default()
            });
        }
        archive::write(articles.into_iter().map(Ok), &issues, folder, &Default::default())?;
        Ok(())
    }
}
