//! A page of results: an ordered list of articles, each with its headline as heading and link.

use super::Setting;
use super::facts::{byline, facts, issue, minutes, pages, plain, time};
use super::view::{Attribute, Element, Node, Tag, part, text_node};
use crate::query::{Hit, Page, Snippet};
use std::ops::Range;

/// The hits of a page. Their count, the filters and the way to more are the shell's: it knows what the reader can do.
pub fn results(setting: &Setting, page: &Page) -> Vec<Node> {
    let hits = page.hits.iter().map(|hit| hit_view(setting, hit));
    vec![part(Tag::OrderedList, "results").children(hits).into()]
}

fn hit_view(setting: &Setting, hit: &Hit) -> Element {
    let words = setting.words;
    let section = (!hit.section.is_empty())
        .then(|| part(Tag::Span, "section").text(words.section(&hit.section)).into());
    let above = facts(part(Tag::Paragraph, "hit-line"), [section, time(words, &hit.date).map(Node::from)]);

    let title = words.title(&hit.title, &hit.section);
    let title = match setting.links.article(&hit.id, &hit.url) {
        Some(address) => part(Tag::Anchor, "hit-link")
            .with(Attribute::Href(address))
            .with(Attribute::ArticleId(hit.id.clone()))
            .text(title),
        None => part(Tag::Span, "hit-link").text(title),
    };
    let heading = part(Tag::Heading(setting.heading), "hit-title").child(title);
    let heading = if hit.title.is_empty() { heading } else { setting.own(&hit.lang, heading) };

    let below = facts(
        part(Tag::Paragraph, "facts"),
        [
            byline(setting, &hit.authors, part(Tag::Span, "byline")).map(Node::from),
            place(setting, hit),
            plain(minutes(words, hit.words)),
        ],
    );

    let quotes = if hit.excerpts.is_empty() { std::slice::from_ref(&hit.snippet) } else { &hit.excerpts };
    // The heading comes first, so that what follows it belongs to it for those who go from heading to heading; styles put
    // the line with section and date above it.
    part(Tag::Item, "hit")
        .child(heading)
        .children(above)
        .children(quotes.iter().filter_map(excerpt).map(|excerpt| setting.own(&hit.lang, excerpt)))
        .children(below)
}

/// `Issue 12, page 4`: a citation, so one fact.
fn place(setting: &Setting, hit: &Hit) -> Option<Node> {
    let pages = pages(setting.words, &hit.pages);
    match (issue(setting, &hit.issue), pages) {
        (Some(issue), Some(pages)) => {
            Some(part(Tag::Span, "place").child(issue).text(", ").text(&pages).into())
        }
        (Some(issue), None) => Some(issue.into()),
        (None, pages) => plain(pages),
    }
}

/// The passage with what matched, and an ellipsis where it begins or ends within a sentence.
fn excerpt(snippet: &Snippet) -> Option<Element> {
    if snippet.text.is_empty() {
        return None;
    }
    let mut line = part(Tag::Paragraph, "excerpt");
    if !snippet.heading.is_empty() {
        line = line.child(part(Tag::Span, "excerpt-heading").text(&snippet.heading)).text(" ");
    }
    if snippet.text.starts_with(|c: char| c.is_ascii_lowercase()) {
        line = line.text("… ");
    }
    line = line.children(marked(&snippet.text, &snippet.ranges));
    if snippet.text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ',') {
        line = line.text(" …");
    }
    Some(line)
}

/// `text` with `ranges` (UTF-8, half-open) marked. A range that is out of order, out of bounds or within a character is
/// left out: they come from an archive.
pub(super) fn marked(text: &str, ranges: &[Range<u32>]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut done = 0;
    for range in ranges {
        let (start, end) = (range.start as usize, range.end as usize);
        if start < done || start >= end {
            continue;
        }
        if let (Some(before), Some(hit)) = (text.get(done..start), text.get(start..end)) {
            nodes.extend(text_node(before));
            nodes.push(part(Tag::Mark, "mark").text(hit).into());
            done = end;
        }
    }
    nodes.extend(text_node(&text[done..]));
    nodes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init)] // One range is a list of ranges here.

    use super::marked;
    use crate::render::html::html;
    use proptest::prelude::*;

    const MARK: &str = "<mark class=\"bi-mark\" part=\"mark\">";

    #[test]
    fn ranges_are_marked_in_place() {
        assert_eq!(html(&marked("tea & pay", &[6..9])), ["tea &amp; ", MARK, "pay</mark>"].concat());
        assert_eq!(html(&marked("tâl", &[1..3])), ["t", MARK, "â</mark>l"].concat());
    }

    #[test]
    fn wrong_ranges_are_left_out() {
        assert_eq!(html(&marked("tâl", &[2..3, 1..2, 9..12])), "tâl");
        #[allow(clippy::reversed_empty_ranges)]
        let backwards = 3..1;
        assert_eq!(html(&marked("abcdef", &[2..4, 1..3, backwards])), ["ab", MARK, "cd</mark>ef"].concat());
    }

    proptest! {
        #[test]
        fn marking_neither_loses_nor_adds_text(text in "[a-zâ€ ]{0,40}", cuts in prop::collection::vec((0u32..60, 0u32..60), 0..6)) {
            let ranges: Vec<_> = cuts.into_iter().map(|(start, end)| start..end).collect();
            let plain = html(&marked(&text, &ranges)).replace(MARK, "").replace("</mark>", "");
            prop_assert_eq!(plain, text);
        }
    }
}
