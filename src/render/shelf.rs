//! The shelf: every issue as a cover set from the issue itself.

use super::Setting;
use super::facts::{issue_name, season_and_year};
use super::view::{Attribute, Element, Node, Tag, part};
use crate::archive::{IssueSummary, Listing};
use crate::model::Issue;

/// How many headlines a cover carries.
const COVER_LINES: usize = 3;

/// One cover an issue, in the order given.
pub fn shelf(setting: &Setting, issues: &[IssueSummary]) -> Vec<Node> {
    let covers = issues.iter().filter(|summary| !summary.issue.key.is_empty());
    vec![part(Tag::List, "shelf").children(covers.map(|summary| cover(setting, summary))).into()]
}

/// The whole cover is what can be clicked, but only the issue's name is the link (styles stretch it).
fn cover(setting: &Setting, summary: &IssueSummary) -> Element {
    let (words, issue) = (setting.words, &summary.issue);
    let name = issue_name(words, &issue.key);
    let link = match setting.links.issue(&issue.key) {
        Some(address) => part(Tag::Anchor, "cover-link")
            .with(Attribute::Href(address))
            .with(Attribute::IssueKey(issue.key.clone()))
            .text(&name),
        None => part(Tag::Span, "cover-link").text(&name),
    };
    let season = season_and_year(words, &issue.season, &issue.year);
    let season = (!season.is_empty()).then(|| part(Tag::Paragraph, "cover-season").text(&season));
    let masthead = (!issue.title.is_empty())
        .then(|| part(Tag::Paragraph, "cover-masthead").with(Attribute::Decoration).text(&issue.title));
    let number = part(Tag::Paragraph, "cover-number").with(Attribute::Decoration).text(&issue.key);
    let lines = lines(summary)
        .into_iter()
        .map(|article| setting.own(&article.lang, part(Tag::Item, "cover-line")).text(&article.title));
    part(Tag::Item, "cover")
        .with(Attribute::Hue(hue(issue)))
        .child(part(Tag::Heading(setting.heading), "cover-title").child(link))
        .children(season)
        .children(masthead)
        .child(number)
        .child(part(Tag::List, "cover-lines").children(lines))
}

/// What a cover would shout: features first, then whatever has a headline; a longest line is no cover line.
fn lines(summary: &IssueSummary) -> Vec<&Listing> {
    let rank = |section: &str| match section {
        "feature" | "interview" => 0,
        "analysis" | "column" => 1,
        "news" => 2,
        _ => 3,
    };
    let mut articles: Vec<_> = summary
        .articles
        .iter()
        .filter(|article| !article.title.is_empty() && article.title.len() <= 60)
        .collect();
    crate::sort::sort_by_key(&mut articles, |article| rank(&article.section));
    articles.truncate(COVER_LINES);
    articles
}

/// One of twelve hues. Five steps at a time, because five and twelve have no common factor: neighbours on the shelf look
/// apart, and all twelve come before one comes again.
fn hue(issue: &Issue) -> u8 {
    let count = issue.number.unwrap_or_else(|| issue.key.bytes().map(u32::from).sum());
    (count % 12 * 5 % 12) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_issues_have_twelve_hues() {
        let hues: std::collections::BTreeSet<_> =
            (60..72).map(|number| hue(&Issue { number: Some(number), ..Issue::default() })).collect();
        assert_eq!(hues.len(), 12);
        assert!(hue(&Issue { number: Some(u32::MAX), ..Issue::default() }) < 12);
    }
}
