//! Documents as JSON Lines: one object a line, read one at a time.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use super::address;
use crate::model::{Article, Block};
use crate::query::is_partial_date;
use crate::{Error, Fault, Result};

/// Longest line, in bytes: a file without line breaks is something else than JSON Lines.
const LINE_BYTES_MAX: u64 = 32 << 20;

/// What a line holds. `null` is as good as nothing: exports write it.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Document {
    id: Name,
    title: String,
    text: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    issue: Option<Name>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    authors: Option<Names>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    standfirst: Option<String>,
}

/// A list of names, or one.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum Names {
    One(String),
    All(Vec<String>),
}

/// A string, or a number that is meant as one.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a whole number")]
enum Name {
    Text(String),
    Number(i64),
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        match name {
            Name::Text(text) => text,
            Name::Number(number) => number.to_string(),
        }
    }
}

/// Reads `{"id", "title", "text"}` and optionally `url, issue, section, authors, date, standfirst` a line. A line that
/// cannot be used is an error placed at `path:line`; empty lines are passed over.
///
/// Paragraphs of the text are set apart by empty lines; where there are none, every line is a paragraph.
pub fn read(path: &Path) -> Result<impl Iterator<Item = Result<Article>> + use<>> {
    let name = path.display().to_string();
    let unreadable = move |name: &str, error: &std::io::Error| {
        let remedy = match error.kind() {
            std::io::ErrorKind::InvalidData => "Save the file as UTF-8.",
            _ => "Check that the file is there and may be read.",
        };
        Error::new(Fault::Input, name, format!("cannot be read ({error})"), remedy)
    };
    let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(
            Fault::Input,
            name,
            "is a folder, not a file of JSON Lines",
            "Name the file.",
        ));
    }
    let mut lines = BufReader::new(file);
    let mut number = 0u64;
    let mut lines_of: HashMap<String, u64> = HashMap::new();
    Ok(std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            number += 1;
            let place = format!("{name}:{number}");
            match std::io::Read::take(&mut lines, LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(read) if read as u64 == LINE_BYTES_MAX => {
                    return Some(Err(Error::new(
                        Fault::Input,
                        place,
                        "the line is longer than 32 MB",
                        "Write one document a line.",
                    )));
                }
                Ok(_) => {}
                Err(error) => return Some(Err(unreadable(&place, &error))),
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let article =
                parse(&line).and_then(|article| match lines_of.insert(article.id.clone(), number) {
                    None => Ok(article),
                    Some(first) => Err(Error::new(
                        Fault::Input,
                        "",
                        format!("has the id `{}`, which line {first} has too", article.id),
                        "Give each its own: addresses and saved links are made of it.",
                    )),
                });
            return Some(article.map_err(|error| error.at(place)));
        }
    }))
}

fn parse(line: &[u8]) -> Result<Article> {
    let wrong = |problem: String, remedy: &str| Error::new(Fault::Input, "", problem, remedy);
    let line = std::str::from_utf8(line).map_err(|error| {
        wrong(format!("byte {} of the line is not UTF-8", error.valid_up_to() + 1), "Save the file as UTF-8.")
    })?;
    let line = line.trim_start_matches('\u{feff}').trim_end();
    let document: Document = serde_json::from_str(line).map_err(|error| {
        // The reader sees one line, so its own `at line 1 column 5` would mislead.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        wrong(
            format!("column {}: {message}", error.column()),
            "Each line is an object with `id`, `title` and `text`, and optionally `url`, `issue`, `section`, \
             `authors`, `date` and `standfirst`.",
        )
    })?;
    let url = document.url.unwrap_or_default();
    if !address::is_fit(&url) {
        return Err(wrong(address::unfit(&url), address::REMEDY));
    }
    let date = document.date.unwrap_or_default();
    let Some(date) = iso(&date) else {
        return Err(wrong(format!("the date `{date}` is not one of ISO 8601"), DATE_REMEDY));
    };
    let id = String::from(document.id);
    if id.is_empty() {
        return Err(wrong("the id is empty".into(), "Give each document its own: addresses are made of it."));
    }
    Ok(Article {
        id,
        issue: document.issue.map(String::from).unwrap_or_default(),
        url,
        title: document.title,
        section: document.section.unwrap_or_default(),
        authors: match document.authors {
            None => Vec::new(),
            Some(Names::One(name)) => vec![name],
            Some(Names::All(names)) => names,
        },
        standfirst: document.standfirst.unwrap_or_default(),
        date: date.to_owned(),
        blocks: paragraphs(&document.text)
            .map(|paragraph| Block::Paragraph(paragraph.as_str().into()))
            .collect(),
        certainty: 100,
        ..Article::default()
    })
}

/// How a date is mended.
pub(crate) const DATE_REMEDY: &str = "Write it as 2027, 2027-01 or 2027-01-31, or leave it out.";

/// The date in `text` without a time of day behind it, if it is `2027`, `2027-01` or `2027-01-31`, or nothing.
pub(crate) fn iso(text: &str) -> Option<&str> {
    let date = text.trim().split(['T', 't', ' ']).next().unwrap_or_default();
    (date.is_empty() || is_partial_date(date)).then_some(date)
}

fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let has_gaps = text.trim().contains("\n\n");
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        match out.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open && has_gaps => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {
                out.push(line.to_owned());
                open = true;
            }
        }
    }
    out.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_an_article() {
        let article = parse(
            br#"{"id": 7, "title": "T", "text": "One\ntwo.\n\nThree.", "issue": "9", "date": "2025-06"}"#,
        )
        .unwrap();
        assert_eq!((&article.id[..], &article.issue[..], &article.date[..]), ("7", "9", "2025-06"));
        assert_eq!(
            article.texts().iter().map(|text| text.to_string()).collect::<Vec<_>>(),
            ["One two.", "Three."]
        );
    }

    #[test]
    fn what_exports_write_is_taken() {
        let line = br#"{"id": "a", "title": "T", "text": "x", "section": null, "authors": "Ada", "date": "2027-01-31T09:00:00Z", "tags": []}"#;
        let article = parse(line).unwrap();
        assert_eq!((&article.section[..], &article.date[..]), ("", "2027-01-31"));
        assert_eq!(article.authors, ["Ada"]);
    }

    #[test]
    fn dates_are_years_months_or_days() {
        for good in ["", "2027", "2027-01", "2027-12-31", "2027-01-31 09:00", " 2027 "] {
            assert!(iso(good).is_some(), "{good}");
        }
        for bad in [
            "yesterday",
            "27",
            "2027-13",
            "2027-1",
            "2027-00",
            "2027-01-32",
            "2027-01-01-01",
            "+027",
            "31/01/2027",
        ] {
            assert!(iso(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn two_of_one_id_are_named_with_both_lines() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.jsonl");
        let line = r#"{"id": "a", "title": "T", "text": "x"}"#;
        std::fs::write(&path, format!("{line}\n\n{line}\n")).unwrap();
        let error = read(&path).unwrap().find_map(Result::err).unwrap();
        assert!(error.place().ends_with("d.jsonl:3") && error.problem().contains("line 1"), "{error}");
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        for (line, problem) in [
            (&b"{\"id\": \"a\"}"[..], "missing field `title`"),
            (b"[1, 2", "column"),
            (b"{\"id\": \"a\", \"title\": \"\xff\"}", "not UTF-8"),
            (br#"{"id": "a", "title": "", "text": "", "url": "javascript:alert(1)"}"#, "neither http"),
            (br#"{"id": "a", "title": "", "text": "", "url": "java\nscript:alert(1)"}"#, "neither http"),
            (br#"{"id": "a", "title": "", "text": "", "date": "yesterday"}"#, "not one of ISO 8601"),
            (br#"{"id": "", "title": "", "text": ""}"#, "the id is empty"),
            (br#"{"id": 1.5, "title": "", "text": ""}"#, "a text or a whole number"),
            (br#"{"id": "a", "title": "", "text": "", "authors": 5}"#, "a text or a list of texts"),
            (b"[1]", "expected an object"),
            (b"{\"id\": \"a\"\n", "column 10: EOF"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.problem().contains(problem), "{error}");
            assert!(!error.remedy().is_empty());
        }
    }
}
