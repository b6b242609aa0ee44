//! `issue.toml`: what an issue is called, its date, and the events of its noticeboard.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::model::Issue;
use crate::publish::documents::{DATE_REMEDY, iso};
use crate::{Error, Fault, Result};

/// The fields of the file, and those of an event: the model's, which takes any other without a word.
const FIELDS: [&str; 8] = ["key", "number", "season", "year", "date", "title", "issn", "events"];
const EVENT_FIELDS: [&str; 7] = ["date", "start", "end", "title", "place", "url", "text"];

/// What stands where in the file.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    date: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    events: Vec<BTreeMap<Spanned<String>, IgnoredAny>>,
}

/// Reads the file; `place` is its path.
///
/// # Errors
/// [`Fault::Input`] with its line: what is no TOML, a misspelt field, which would be lost without a word, and a date that
/// is none, by which the issue would be sorted.
pub(super) fn parse(text: &str, place: &str) -> Result<Issue> {
    let wrong = |at: usize, problem: String, remedy: String| {
        let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
        Error::new(Fault::Input, format!("{place}:{line}"), problem, remedy)
    };
    let broken = |error: toml::de::Error| {
        wrong(
            error.span().map_or(0, |span| span.start),
            format!("the issue cannot be read: {}", error.message().replace('\n', "; ")),
            "Correct that line; texts stand in quotation marks.".into(),
        )
    };
    let mut issue: Issue = toml::from_str(text).map_err(broken)?;
    let fields: BTreeMap<Spanned<String>, IgnoredAny> = toml::from_str(text).map_err(broken)?;
    let places: Places = toml::from_str(text).map_err(broken)?;
    let own = fields.keys().filter(|field| !FIELDS.contains(&field.get_ref().as_str()));
    let events = places.events.iter().flat_map(BTreeMap::keys);
    let of_events = events.filter(|field| !EVENT_FIELDS.contains(&field.get_ref().as_str()));
    for (mut unknown, of, known) in
        [(own.collect::<Vec<_>>(), "an issue", &FIELDS[..]), (of_events.collect(), "an event", &EVENT_FIELDS)]
    {
        unknown.sort_by_key(|field| field.span().start);
        if let Some(field) = unknown.first() {
            return Err(wrong(
                field.span().start,
                format!("{:?} is not a field of {of}", field.get_ref()),
                format!("The fields are {}.", known.join(", ")),
            ));
        }
    }
    match iso(&issue.date) {
        Some(date) => issue.date = date.to_owned(),
        None => {
            let at = places.date.map_or(0, |date| date.span().start);
            return Err(wrong(
                at,
                format!("the date {:?} is not one of ISO 8601", issue.date),
                DATE_REMEDY.into(),
            ));
        }
    }
    Ok(issue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_or_sort_the_issue_wrongly_is_refused_with_its_line() {
        for (text, place, problem) in [
            ("key = \"7\"\ndate = \"October\"\n", "i:2", "the date \"October\" is not one of ISO 8601"),
            ("key = \"7\"\n\nnummer = 41\n", "i:3", "\"nummer\" is not a field of an issue"),
            (
                "[[events]]\ntitle = \"Regatta\"\nplce = \"Hull\"\n",
                "i:3",
                "\"plce\" is not a field of an event",
            ),
            ("key = 7\n", "i:1", "the issue cannot be read"),
        ] {
            let error = parse(text, "i").unwrap_err();
            assert_eq!(error.place(), place, "{error}");
            assert!(error.problem().contains(problem) && !error.remedy().is_empty(), "{error}");
        }
        assert_eq!(parse("date = \"2031-03-05T10:00\"", "i").unwrap().date, "2031-03-05");
    }

    #[test]
    fn every_field_of_the_model_is_one_of_the_file() {
        let event = crate::model::Event::default();
        let issue = Issue { number: Some(1), events: vec![event], ..Issue::default() };
        assert_eq!(parse(&toml::to_string(&issue).unwrap(), "i").unwrap(), issue);
        let names = |value: serde_json::Value| value.as_object().unwrap().len();
        assert_eq!(names(serde_json::to_value(&issue).unwrap()), FIELDS.len());
        assert_eq!(names(serde_json::to_value(&issue.events[0]).unwrap()), EVENT_FIELDS.len());
    }
}
