//! What stands above an article's body: TOML between `+++` lines (as written here) or YAML between `---` lines.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::error::line_at;
use crate::publish::address;
use crate::publish::documents::{DATE_REMEDY, iso};
use crate::{Error, Fault, Result};

/// The fields of the front matter. Each is empty where the file does not give it.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct FrontMatter {
    /// `None` where the file does not say; `title = ""` says that there is none in print.
    #[serde(deserialize_with = "some_text")]
    pub title: Option<String>,
    #[serde(deserialize_with = "text")]
    pub kicker: String,
    #[serde(deserialize_with = "text", alias = "category")]
    pub section: String,
    #[serde(deserialize_with = "texts", alias = "author")]
    pub authors: Vec<String>,
    #[serde(deserialize_with = "text", alias = "description", alias = "summary", alias = "subtitle")]
    pub standfirst: String,
    pub pages: Vec<u32>,
    #[serde(deserialize_with = "text")]
    pub id: String,
    #[serde(deserialize_with = "text")]
    pub date: String,
    #[serde(deserialize_with = "text", alias = "language")]
    pub lang: String,
    #[serde(deserialize_with = "text")]
    pub url: String,
    pub certainty: Option<u8>,
}

/// The keys that a content folder of ours may use; other people's Markdown may hold any.
const KEYS: [&str; 11] = [
    "title",
    "kicker",
    "section",
    "authors",
    "standfirst",
    "pages",
    "id",
    "date",
    "lang",
    "url",
    "certainty",
];

/// A file cut in two.
#[derive(Debug)]
pub(super) struct Split<'a> {
    pub front: FrontMatter,
    pub body: &'a str,
    /// The line of the file that the body begins on.
    pub body_line: usize,
}

/// Cuts a file into front matter and body. With `strict`, a key that is not known is an error: in a folder of ours it
/// is a misspelt field that would be lost without a word.
pub(super) fn split<'a>(file: &'a str, place: &str, strict: bool) -> Result<Split<'a>> {
    let fence = ["+++", "---"].into_iter().find(|fence| {
        file.strip_prefix(fence).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('\n'))
    });
    let Some(fence) = fence else {
        refuse_open_end(file, place)?;
        return Ok(Split { front: FrontMatter::default(), body: file, body_line: 1 });
    };
    let start = file.find('\n').map_or(file.len(), |at| at + 1);
    let mut end = start;
    for (number, line) in file.get(start..).unwrap_or_default().split_inclusive('\n').enumerate() {
        if line.trim_end() == fence {
            let source = file.get(start..end).unwrap_or_default();
            let body = file.get(end + line.len()..).unwrap_or_default();
            let mut front: FrontMatter = parse(fence, source, place)?;
            settle(&mut front, source, place)?;
            if strict {
                refuse_unknown_keys(&parse(fence, source, place)?, source, place)?;
            }
            return Ok(Split { front, body, body_line: number + 3 });
        }
        end += line.len();
    }
    Err(Error::new(
        Fault::Input,
        format!("{place}:1"),
        format!("the front matter begins with {fence} but does not end"),
        format!("Put a line {fence} between the last field and the body."),
    ))
}

/// The line of `source` with this key, the first if none has it.
pub(super) fn line_of(source: &str, key: &str) -> usize {
    source.lines().position(|line| line.trim_start().starts_with(key)).unwrap_or(0) + 1
}

/// Refuses a date that is none and an address that would run as a script.
fn settle(front: &mut FrontMatter, source: &str, place: &str) -> Result<()> {
    let wrong = |key: &str, problem: String, remedy: &str| {
        Err(Error::new(Fault::Input, format!("{place}:{}", line_of(source, key) + 1), problem, remedy))
    };
    match iso(&front.date) {
        Some(date) => front.date = date.to_owned(),
        None => {
            return wrong("date", format!("the date {:?} is not one of ISO 8601", front.date), DATE_REMEDY);
        }
    }
    if !address::is_fit(&front.url) {
        return wrong("url", address::unfit(&front.url), address::REMEDY);
    }
    Ok(())
}

fn parse<T: de::DeserializeOwned>(fence: &str, source: &str, place: &str) -> Result<T> {
    // Both parsers count lines from the one after the fence.
    let broken = |line: usize, message: String| {
        // What a program calls a number says nothing to an editor.
        let message = message.replace("u32", "page number").replace("u8", "number from 0 to 100");
        let message = message.split(", set DuplicateKeyPolicy").next().unwrap_or_default();
        Error::new(
            Fault::Input,
            format!("{place}:{}", line + 1),
            format!("the front matter cannot be read: {message}"),
            "Correct that line; a text with a colon or quotation mark in it needs quotation marks around it.",
        )
    };
    if fence == "+++" {
        return toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            broken(line_at(source.as_bytes(), at), error.message().replace('\n', "; "))
        });
    }
    if source.trim().is_empty() {
        return toml::from_str("").map_err(|error| broken(1, error.to_string()));
    }
    serde_saphyr::from_str(source).map_err(|error| {
        let error = error.without_snippet();
        let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        // It names its own line, counted from the fence.
        broken(line, message.split(" at line ").next().unwrap_or_default().to_string())
    })
}

/// Refuses a file that has fields and the fence below them, and lacks the one above: all of it would be published as text.
/// Of YAML's fence, which is also a rule below a paragraph, only if it closes two fields of ours or more.
fn refuse_open_end(file: &str, place: &str) -> Result<()> {
    let blank = file.lines().take_while(|line| line.trim().is_empty()).count();
    let mut lines = file.lines().skip(blank).map(str::trim_end);
    let first = lines.next().unwrap_or_default();
    let is_field = |line: &str, sign: char| {
        let key = line.split(sign).next().unwrap_or_default();
        key.len() < line.len() && KEYS.contains(&key.trim())
    };
    let fence = if first == "+++" && lines.clone().any(|line| line == "+++")
        || is_field(first, '=') && lines.clone().any(|line| line == "+++")
    {
        "+++"
    } else if is_field(first, ':')
        && lines.clone().take_while(|line| is_field(line, ':')).count() > 0
        && lines.find(|line| !is_field(line, ':')) == Some("---")
    {
        "---"
    } else {
        return Ok(());
    };
    let (problem, remedy) = match first == fence {
        true => (
            format!("the front matter does not begin on the first line with {fence}"),
            "Remove what stands above it.".to_owned(),
        ),
        false => (
            format!("the front matter does not begin with {fence}"),
            format!("Put a line {fence} above the first field."),
        ),
    };
    Err(Error::new(Fault::Input, format!("{place}:{}", blank + 1), problem, remedy))
}

fn refuse_unknown_keys(fields: &BTreeMap<String, IgnoredAny>, source: &str, place: &str) -> Result<()> {
    let Some(unknown) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) else { return Ok(()) };
    Err(Error::new(
        Fault::Input,
        format!("{place}:{}", line_of(source, unknown) + 1),
        format!("{unknown:?} is not a field of the front matter"),
        format!("The fields are {}.", KEYS.join(", ")),
    ))
}

/// [`text`], of a field that the file may lack.
fn some_text<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<Option<String>, D::Error> {
    text(source).map(Some)
}

/// A string, however the file spells it: quoted or not, a number (`title: 1984`), a date (`date = 2025-06-30`), nothing.
fn text<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<String, D::Error> {
    source.deserialize_any(TextVisitor)
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> std::result::Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> std::result::Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> std::result::Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> std::result::Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> std::result::Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<String, E> {
        Ok(String::new())
    }

    /// TOML gives a date as a map of one entry.
    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> std::result::Result<String, M::Error> {
        match map.next_entry::<String, String>()? {
            Some((key, value)) if key.starts_with("$__toml_private") => Ok(value),
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }
}

/// A list of strings, or one string.
fn texts<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<Vec<String>, D::Error> {
    source.deserialize_any(TextsVisitor)
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> std::result::Result<Vec<String>, E> {
        Ok(vec![value.to_string()])
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> std::result::Result<Vec<String>, S::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element::<String>()? {
            texts.push(text);
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(file: &str) -> FrontMatter {
        split(file, "x.md", false).unwrap().front
    }

    #[test]
    fn toml_and_yaml_say_the_same() {
        let toml = "+++\ntitle = \"Ten: tips\"\nauthors = [\"Jo\", \"Al\"]\ndate = 2025-06-30\npages = [4, 5]\n+++\nBody";
        let yaml =
            "---\ntitle: \"Ten: tips\"\nauthors:\n  - Jo\n  - Al\ndate: 2025-06-30\npages: [4, 5]\n---\nBody";
        assert_eq!(front(toml), front(yaml));
        assert_eq!(front(toml).date, "2025-06-30");
        assert_eq!(split(toml, "x.md", true).unwrap().body_line, 7);
    }

    #[test]
    fn other_peoples_front_matter_is_read_leniently() {
        let file = "---\ntitle: 1984\nauthor: Jo\nkicker:\ntags: [a, b]\nlayout: post\n---\nBody";
        let split = split(file, "x.md", false).unwrap();
        assert_eq!(
            (split.front.title.as_deref(), split.front.authors, split.body),
            (Some("1984"), vec!["Jo".into()], "Body")
        );
        assert_eq!(split.front.kicker, "");
    }

    #[test]
    fn none_at_all_and_an_empty_one_are_fine() {
        assert_eq!(split("Body", "x.md", true).unwrap().body, "Body");
        assert_eq!(split("---\n---\nBody", "x.md", true).unwrap().body, "Body");
        assert_eq!(split("--- \n\nBody", "x.md", true).map(|_| ()).unwrap_err().place(), "x.md:1");
        assert_eq!(split("---", "x.md", true).unwrap().body, "---");
    }

    #[test]
    fn one_that_lost_its_first_fence_is_refused_and_a_text_with_rules_is_none() {
        for (file, place) in [
            ("title = \"Lamps\"\nkicker = \"\"\n+++\n\nBody", "x.md:1"),
            ("\n\ntitle = \"Lamps\"\nauthors = [\n  \"Jo\",\n]\n+++\nBody", "x.md:3"),
            ("\n+++\ntitle = \"Lamps\"\n+++\nBody", "x.md:2"),
            ("title: Lamps\ndate: 2031\n---\nBody", "x.md:1"),
        ] {
            for strict in [true, false] {
                let error = split(file, "x.md", strict).map(|_| ()).unwrap_err();
                assert_eq!(error.place(), place, "{error}");
                assert!(error.problem().contains("does not begin"), "{error}");
            }
        }
        for text in [
            "title = \"Lamps\" is how one writes it.",
            "Date: in May\n\nText\n\n---\n",
            "title: a line\n---\nText",
            "Text\n+++\n",
            "+++",
        ] {
            assert_eq!(split(text, "x.md", true).unwrap().body, text);
        }
    }

    #[test]
    fn a_broken_one_is_refused_with_its_line() {
        for (file, place) in [
            ("+++\ntitle = \"a\"\nkicker = b\n+++\n", "x.md:3"),
            ("+++\ntitle = \"a\"\npages = \"b\"\n+++\n", "x.md:3"),
            ("+++\ntitle = [\"a\"]\n+++\n", "x.md:2"),
            ("---\ntitle: a\npages: [\n---\n", "x.md:3"),
            ("---\ntitle: a: b\n---\n", "x.md:2"),
            ("+++\ntitle = \"a\"\nautors = [\"b\"]\n+++\n", "x.md:3"),
            ("---\ntitle: a\n\nautors: b\n---\n", "x.md:4"),
            ("---\ntitle: a\ndate: yesterday\n---\n", "x.md:3"),
            ("+++\nurl = \"javascript:x\"\n+++\n", "x.md:2"),
            ("+++\ncertainty = 300\n+++\n", "x.md:2"),
        ] {
            let error = split(file, "x.md", true).map(|split| split.front).unwrap_err();
            assert_eq!(error.place(), place, "{file} {error}");
        }
    }

    #[test]
    fn yaml_that_multiplies_itself_is_refused() {
        let mut file = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(9);
            file.push_str(&format!("a{level}: &a{level} [{before}x]\n"));
        }
        file.push_str("---\n");
        let outcome = std::panic::catch_unwind(|| split(&file, "x.md", true).map(|_| ()));
        assert!(outcome.unwrap().is_err());
    }
}
