//! Documents as JSON Lines: one object a line, read one at a time.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::address;
use crate::model::{Article, Block};
use crate::query::is_partial_date;
use crate::{Error, Fault, Result};

/// Longest line, in bytes: a file without line breaks is something else than JSON Lines.
const LINE_BYTES_MAX: u64 = 32 << 20;

/// What a line may hold. `author` is another name of `authors`.
pub const FIELDS: [&str; 11] =
    ["id", "title", "text", "url", "issue", "section", "authors", "author", "date", "lang", "standfirst"];

/// Most names of fields that are remembered because nothing is done with them.
const IGNORED_MAX: usize = 50;

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
    author: Option<Author>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    lang: Option<String>,
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

/// The same, or what other programs' exports have under that name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Author {
    Names(Names),
    Other(IgnoredAny),
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

/// Documents that are being read, one a line.
pub struct Documents {
    name: String,
    lines: Box<dyn BufRead>,
    /// The line that was read last.
    number: u64,
    lines_of: HashMap<String, u64>,
    ignored: BTreeMap<String, u64>,
}

/// Reads `{"id", "title", "text"}` and optionally the other [`FIELDS`] a line; `-` is standard input. A line that cannot be
/// used is an error placed at `path:line`; empty lines are passed over.
///
/// Paragraphs of the text are set apart by empty lines; where there are none, every line is a paragraph.
pub fn read(path: &Path) -> Result<Documents> {
    let name = path.display().to_string();
    let of = |name, lines| Documents {
        name,
        lines,
        number: 0,
        lines_of: HashMap::new(),
        ignored: BTreeMap::new(),
    };
    if name == "-" {
        return Ok(of(name, Box::new(BufReader::new(io::stdin()))));
    }
    let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(
            Fault::Input,
            name,
            "is a folder, not a file of JSON Lines",
            "Name the file.",
        ));
    }
    Ok(of(name, Box::new(BufReader::new(file))))
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    let remedy = match error.kind() {
        io::ErrorKind::InvalidData => "Save the file as UTF-8.",
        _ => "Check that the file is there and may be read.",
    };
    Error::new(Fault::Input, name, format!("cannot be read ({error})"), remedy)
}

impl Documents {
    /// Fields of the lines so far that nothing is done with, each with how many lines have it.
    pub fn ignored(&self) -> &BTreeMap<String, u64> {
        &self.ignored
    }

    /// Takes note of the fields of a line that is one. They are read once more for it: what `serde(flatten)` gathers is held
    /// in memory with all values, many times as large, and half a character in one of them would cost the whole line.
    fn note(&mut self, line: &[u8]) {
        let start = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let fields: BTreeMap<String, IgnoredAny> = serde_json::from_slice(start).unwrap_or_default();
        for name in fields.into_keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            if self.ignored.len() < IGNORED_MAX || self.ignored.contains_key(&name) {
                *self.ignored.entry(name).or_default() += 1;
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let number = self.number;
            let place = format!("{}:{number}", self.name);
            match io::Read::take(&mut self.lines, LINE_BYTES_MAX).read_until(b'\n', &mut line) {
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
                parse(&line).and_then(|article| match self.lines_of.insert(article.id.clone(), number) {
                    None => Ok(article),
                    Some(first) => Err(Error::new(
                        Fault::Input,
                        "",
                        format!("has the id `{}`, which line {first} has too", article.id),
                        "Give each its own: addresses and saved links are made of it.",
                    )),
                });
            if article.is_ok() {
                self.note(&line);
            }
            return Some(article.map_err(|error| error.at(place)));
        }
    }
}

/// How JSON is mended that is no document a line, such as what `ingest --json` prints for programs.
const IN_LINES: &str = "Write one document a line: an object with `id`, `title` and `text`. What `backissue ingest` reads of an issue \
    it writes for `build` with -o FOLDER, not with --json.";

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
        let problem = format!("column {}: {message}", error.column());
        match line {
            "{" | "[" => wrong("is JSON over several lines".into(), IN_LINES),
            _ if line.contains("\"articles\":") => wrong(problem, IN_LINES),
            _ => wrong(
                problem,
                &format!(
                    "Each line is an object with `id`, `title` and `text`. The fields are {}.",
                    FIELDS.join(", ")
                ),
            ),
        }
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
        authors: match (document.authors, document.author) {
            (Some(Names::One(name)), _) | (None, Some(Author::Names(Names::One(name)))) => vec![name],
            (Some(Names::All(names)), _) | (None, Some(Author::Names(Names::All(names)))) => names,
            (None, None | Some(Author::Other(_))) => Vec::new(),
        },
        standfirst: document.standfirst.unwrap_or_default(),
        date: date.to_owned(),
        lang: document.lang.unwrap_or_default(),
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
        // Half a character and a number beyond all, where nobody looks.
        let line = br#"{"id": "a", "title": "T", "text": "x", "tags": ["\ud800", 1e999]}"#;
        assert_eq!(parse(line).unwrap().title, "T");
    }

    #[test]
    fn a_line_may_name_its_language_and_one_author_under_either_name() {
        let read = |fields: &str| {
            parse(format!(r#"{{"id": "a", "title": "T", "text": "x", {fields}}}"#).as_bytes()).unwrap()
        };
        assert_eq!(read(r#""lang": "cy""#).lang, "cy");
        assert_eq!(read(r#""author": "Ada""#).authors, ["Ada"]);
        assert_eq!(read(r#""author": "Ada", "authors": ["Bo", "Cy"]"#).authors, ["Bo", "Cy"]);
        assert!(read(r#""author": {"name": "Ada"}"#).authors.is_empty());
    }

    #[test]
    fn fields_that_nothing_is_done_with_are_counted_and_no_more_of_them_than_can_be_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.jsonl");
        let mut text = String::new();
        for number in 0..100 {
            text += &format!(
                "{{\"id\": {number}, \"title\": \"\", \"text\": \"\", \"tags\": [], \"x{number}\": {{}}}}\n"
            );
        }
        std::fs::write(&path, text).unwrap();
        let mut documents = read(&path).unwrap();
        assert_eq!(documents.by_ref().filter(Result::is_ok).count(), 100);
        assert_eq!((documents.ignored()["tags"], documents.ignored().len()), (100, IGNORED_MAX));
        assert!(!documents.ignored().contains_key("title"));
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
            (b"{\n", "several lines"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.problem().contains(problem), "{error}");
            assert!(!error.remedy().is_empty());
        }
    }
}
