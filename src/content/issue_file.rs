//! `issue.toml`: what an issue is called, its date, and the events of its noticeboard.

use crate::error::line_at;
use crate::model::Issue;
use crate::publish::documents::{DATE_REMEDY, iso};
use crate::{Error, Fault, Result};

use super::front_matter::line_of;

/// Reads the file; `place` is its path.
///
/// # Errors
/// [`Fault::Input`] with its line: what is no TOML, a misspelt field, which would be lost without a word, and a date that
/// is none, by which the issue would be sorted.
pub(super) fn parse(text: &str, place: &str) -> Result<Issue> {
    let wrong = |line: usize, problem: String, remedy: &str| {
        Error::new(Fault::Input, format!("{place}:{line}"), problem, remedy)
    };
    let mut issue: Issue = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let problem = format!("the issue cannot be read: {}", error.message().replace('\n', "; "));
        wrong(line_at(text.as_bytes(), at), problem, "Correct that line; texts stand in quotation marks.")
    })?;
    issue.date = iso(&issue.date).map(str::to_owned).ok_or_else(|| {
        let problem = format!("the date {:?} is not one of ISO 8601", issue.date);
        wrong(line_of(text, "date"), problem, DATE_REMEDY)
    })?;
    Ok(issue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_or_sort_the_issue_wrongly_is_refused_with_its_line() {
        for (text, place, problem) in [
            ("key = \"7\"\ndate = \"October\"\n", "i:2", "the date \"October\" is not one of ISO 8601"),
            ("key = \"7\"\n\nnummer = 41\n", "i:3", "unknown field `nummer`"),
            ("[[events]]\ntitle = \"Regatta\"\nplce = \"Hull\"\n", "i:3", "unknown field `plce`"),
            ("key = 7\n", "i:1", "the issue cannot be read"),
        ] {
            let error = parse(text, "i").unwrap_err();
            assert_eq!(error.place(), place, "{error}");
            assert!(error.problem().contains(problem) && !error.remedy().is_empty(), "{error}");
        }
        assert_eq!(parse("date = \"2031-03-05T10:00\"", "i").unwrap().date, "2031-03-05");
    }
}
