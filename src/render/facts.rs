//! The small print of views: dates, names, issues, pages, minutes.

use super::Setting;
use super::view::{Attribute, Element, Node, Tag, element, part, text_node};
use super::words::{Word, Words};
use crate::strings::{self, decimal, join};

/// Words a minute of silent reading: 238 is the mean for English non-fiction (Brysbaert 2019), rounded for a phone.
const WORDS_A_MINUTE: u32 = 230;

/// An ISO 8601 date as readers write it: `1 December 2025`, `December 2025`, `2025`. Anything else as it is.
///
/// ```
/// use backissue::render::{date_in_words, words::Words};
/// assert_eq!(date_in_words(&Words::of("en"), "2025-12-01"), "1 December 2025");
/// assert_eq!(date_in_words(&Words::of("cy"), "2025-12"), "Rhagfyr 2025");
/// assert_eq!(date_in_words(&Words::of("en"), "winter"), "winter");
/// ```
pub fn date_in_words(words: &Words, date: &str) -> String {
    let mut fields = strings::split(date, "-");
    let year = fields.next().unwrap_or_default();
    let month = fields.next().and_then(|month| words.month(strings::number(month, 2)? as usize));
    let day = fields.next().map(|day| strings::number(day, 2));
    match (month, day, fields.next()) {
        (Some(month), Some(Some(day)), None) => join(&[&decimal(day), month, year], " "),
        (Some(month), None, _) => join(&[month, year], " "),
        _ => date.to_owned(),
    }
}

/// A date, for people and for machines; nothing for an empty one.
pub(super) fn time(words: &Words, date: &str) -> Option<Element> {
    let machine = || Attribute::Datetime(date.to_owned());
    let shown = part(Tag::Time, "date").with(machine()).text(&date_in_words(words, date));
    (!date.is_empty()).then_some(shown)
}

/// `By Ann Other and Jo Bloggs`, each name a link where there is somewhere to go; nothing without names.
pub(super) fn byline(setting: &Setting, authors: &[String], into: Element) -> Option<Element> {
    if authors.iter().all(String::is_empty) {
        return None;
    }
    let mut line = into.text(setting.words.get(Word::By)).text(" ");
    for (place, name) in authors.iter().enumerate() {
        if place > 0 {
            let last = place + 1 == authors.len();
            line = line.text(if last { setting.words.get(Word::And) } else { ", " });
        }
        line = match setting.links.author(name) {
            Some(address) => line.child(
                part(Tag::Anchor, "author")
                    .with(Attribute::Href(address))
                    .with(Attribute::Author(name.clone()))
                    .text(name),
            ),
            None => line.child(part(Tag::Span, "author").text(name)),
        };
    }
    Some(line)
}

/// `Issue 12`, as a link where there is somewhere to go; nothing for an article of no issue.
pub(super) fn issue(setting: &Setting, key: &str) -> Option<Element> {
    if key.is_empty() {
        return None;
    }
    let name = issue_name(setting.words, key);
    Some(match setting.links.issue(key) {
        Some(address) => part(Tag::Anchor, "issue-link")
            .with(Attribute::Href(address))
            .with(Attribute::IssueKey(key.to_owned()))
            .text(&name),
        None => part(Tag::Span, "issue-link").text(&name),
    })
}

/// `Issue 12`; a key that is no number is a name already.
pub fn issue_name(words: &Words, key: &str) -> String {
    if key.bytes().all(|byte| byte.is_ascii_digit()) { words.fill(Word::Issue, key) } else { key.to_owned() }
}

/// `page 4`, `pages 4–6`, `pages 4, 8`; nothing without pages.
pub(super) fn pages(words: &Words, pages: &[u32]) -> Option<String> {
    let (first, last) = (*pages.first()?, *pages.last()?);
    if pages.len() == 1 {
        return Some(words.fill(Word::Page, &decimal(first)));
    }
    let run = pages.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1));
    let listed = if run {
        join(&[&decimal(first), &decimal(last)], "–")
    } else {
        let mut listed = String::new();
        for (place, &page) in pages.iter().enumerate() {
            listed.push_str(if place > 0 { ", " } else { "" });
            listed.push_str(&decimal(page));
        }
        listed
    };
    Some(words.fill(Word::Pages, &listed))
}

/// `3 min read`; nothing for an article of no known length.
pub(super) fn minutes(words: &Words, word_count: u32) -> Option<String> {
    let minutes = decimal(word_count.div_ceil(WORDS_A_MINUTE));
    (word_count > 0).then(|| words.fill(Word::Minutes, &minutes))
}

/// Puts facts on one line, with a dot between them that is not read out and begins no line.
pub(super) fn facts(line: Element, facts: impl IntoIterator<Item = Option<Node>>) -> Option<Element> {
    let mut line = line;
    let mut first = true;
    for fact in facts.into_iter().flatten() {
        if !first {
            line =
                line.text("\u{a0}").child(element(Tag::Span).with(Attribute::Decoration).text("·")).text(" ");
        }
        first = false;
        line = line.children([fact]);
    }
    (!first).then_some(line)
}

/// A fact that is plain text.
pub(super) fn plain(fact: Option<String>) -> Option<Node> {
    text_node(&fact?)
}

/// `winter 2024` as a cover has it: `Winter 2024`.
pub(super) fn season_and_year(words: &Words, season: &str, year: &str) -> String {
    let season = words.season(season);
    join(&[season, year], if season.is_empty() || year.is_empty() { "" } else { " " })
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::render::{html::html, link::Links};

    #[test]
    fn pages_are_a_run_or_a_list() {
        let words = Words::of("en");
        assert_eq!(pages(&words, &[]), None);
        assert_eq!(pages(&words, &[4]).unwrap(), "page 4");
        assert_eq!(pages(&words, &[4, 5, 6]).unwrap(), "pages 4–6");
        assert_eq!(pages(&words, &[4, 8]).unwrap(), "pages 4, 8");
        assert_eq!(pages(&words, &[u32::MAX, u32::MAX]).unwrap(), "pages 4294967295–4294967295");
    }

    #[test]
    fn a_short_article_takes_a_minute() {
        let words = Words::of("en");
        assert_eq!(minutes(&words, 0), None);
        assert_eq!(minutes(&words, 1).unwrap(), "1 min read");
        assert_eq!(minutes(&words, 231).unwrap(), "2 min read");
    }

    #[test]
    fn odd_dates_stay_as_they_are() {
        let words = Words::of("en");
        for date in ["", "-", "2025-13", "2025-0-1", "2025-12-x", "spring–summer", "2025-12-01T00:00"] {
            assert_eq!(date_in_words(&words, date), date);
        }
        assert_eq!(date_in_words(&words, "2025-02-09"), "9 February 2025");
    }

    #[test]
    fn several_authors_are_joined_as_in_a_sentence() {
        let (words, links) = (Words::of("en"), Links::default());
        let setting = Setting { words: &words, links: &links, heading: 2, lang: "en" };
        let names = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        let line = byline(&setting, &names, element(Tag::Paragraph)).unwrap();
        let text: String =
            html(&[line.into()]).split('<').filter_map(|piece| piece.split_once('>')).map(|p| p.1).collect();
        assert_eq!(text, "By A, B and C");
        assert_eq!(byline(&setting, &[], element(Tag::Paragraph)), None);
    }
}
