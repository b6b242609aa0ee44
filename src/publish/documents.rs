//! Documents as JSON Lines: one object a line, read one at a time.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use crate::model::{Article, Block};
use crate::{Error, Fault, Result};

/// Longest line, in bytes: a file without line breaks is something else than JSON Lines.
const LINE_BYTES_MAX: u64 = 32 << 20;

/// What a line holds.
#[derive(Deserialize)]
struct Document {
    id: Name,
    title: String,
    text: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    issue: Name,
    #[serde(default)]
    section: String,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    date: String,
    #[serde(default)]
    standfirst: String,
}

/// A string, or a number that is meant as one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(i64),
}

impl Default for Name {
    fn default() -> Self {
        Name::Text(String::new())
    }
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
            return Some(parse(&line).map_err(|error| error.at(place)));
        }
    }))
}

fn parse(line: &[u8]) -> Result<Article> {
    let wrong = |problem: String, remedy: &str| Error::new(Fault::Input, "", problem, remedy);
    let line = std::str::from_utf8(line).map_err(|error| {
        wrong(format!("byte {} of the line is not UTF-8", error.valid_up_to() + 1), "Save the file as UTF-8.")
    })?;
    let document: Document = serde_json::from_str(line.trim_start_matches('\u{feff}')).map_err(|error| {
        // The reader sees one line, so its own `at line 1 column 5` would mislead.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        wrong(
            format!("column {}: {message}", error.column()),
            "Each line is an object with `id`, `title` and `text`, and optionally `url`, `issue`, `section`, \
             `authors`, `date` and `standfirst`.",
        )
    })?;
    if !is_address(&document.url) {
        return Err(wrong(
            format!("the address `{}` is neither http(s) nor relative", document.url),
            "Leave `url` out if the article has no page of its own.",
        ));
    }
    Ok(Article {
        id: document.id.into(),
        issue: document.issue.into(),
        url: document.url,
        title: document.title,
        section: document.section,
        authors: document.authors,
        standfirst: document.standfirst,
        date: document.date,
        blocks: paragraphs(&document.text)
            .map(|paragraph| Block::Paragraph(paragraph.as_str().into()))
            .collect(),
        certainty: 100,
        ..Article::default()
    })
}

/// Whether a link may lead there: no scheme but http and https, so that no address runs as a script.
fn is_address(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    let scheme =
        lower.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    scheme.is_none_or(|scheme| matches!(scheme, "http" | "https")) && !url.chars().any(char::is_control)
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
    fn a_bad_line_says_what_is_wrong() {
        for (line, problem) in [
            (&b"{\"id\": \"a\"}"[..], "missing field `title`"),
            (b"[1, 2", "column"),
            (b"{\"id\": \"a\", \"title\": \"\xff\"}", "not UTF-8"),
            (br#"{"id": "a", "title": "", "text": "", "url": "javascript:alert(1)"}"#, "neither http"),
            (br#"{"id": "a", "title": "", "text": "", "url": "java\nscript:alert(1)"}"#, "neither http"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.problem().contains(problem), "{error}");
            assert!(!error.remedy().is_empty());
        }
    }
}
