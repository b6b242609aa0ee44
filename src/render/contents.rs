//! An issue's contents page: its articles by section, then the dates of its noticeboard.

use super::Setting;
use super::facts::{byline, date_in_words, facts, issue_name, pages, plain, season_and_year};
use super::link::Address;
use super::view::{Attribute, Element, Node, Tag, part};
use super::words::Word;
use crate::archive::{IssueSummary, Listing};
use crate::model::{Event, SECTIONS};
use crate::strings;

/// The contents page.
pub fn contents(setting: &Setting, summary: &IssueSummary) -> Vec<Node> {
    let (words, issue) = (setting.words, &summary.issue);
    let masthead = (!issue.title.is_empty()).then(|| part(Tag::Paragraph, "masthead").text(&issue.title));
    let season = season_and_year(words, &issue.season, &issue.year);
    let season = if season.is_empty() { date_in_words(words, &issue.date) } else { season };
    let season = (!season.is_empty()).then(|| part(Tag::Paragraph, "season").text(&season));
    let header = part(Tag::Header, "issue-header")
        .children(masthead)
        .child(part(Tag::Heading(setting.heading), "issue-title").text(&issue_name(words, &issue.key)))
        .children(season);

    let sections = by_section(&summary.articles).into_iter().map(|articles| {
        let view = part(Tag::Section, "contents-section");
        let section =
            articles.first().map(|article| article.section.as_str()).filter(|name| !name.is_empty());
        let heading = section
            .map(|name| heading(setting, words.section(name)).with(Attribute::Section(name.to_owned())));
        let entries = articles.into_iter().map(|article| entry(setting, article));
        view.children(heading).child(part(Tag::OrderedList, "contents").children(entries))
    });
    let events = (!issue.events.is_empty()).then(|| {
        let events = issue.events.iter().map(|event| event_view(setting, event));
        part(Tag::Section, "events")
            .child(heading(setting, words.get(Word::Events)))
            .child(part(Tag::List, "event-list").children(events))
    });
    vec![part(Tag::Article, "issue").child(header).children(sections).children(events).into()]
}

fn heading(setting: &Setting, text: &str) -> Element {
    part(Tag::Heading(setting.heading.saturating_add(1)), "contents-heading").text(text)
}

/// The articles by section: those that a magazine has in its order, then others by name; within one the archive's order.
fn by_section(articles: &[Listing]) -> Vec<Vec<&Listing>> {
    let rank = |section: &str| SECTIONS.iter().position(|known| *known == section).unwrap_or(SECTIONS.len());
    let mut sorted: Vec<_> = articles.iter().collect();
    crate::sort::sort_by_key(&mut sorted, |article| (rank(&article.section), &article.section));
    sorted.chunk_by(|one, next| one.section == next.section).map(<[_]>::to_vec).collect()
}

/// A headline as a link, with what leads in to the article and who wrote it.
fn entry(setting: &Setting, article: &Listing) -> Element {
    let own = |name, text: &str| {
        (!text.is_empty()).then(|| setting.own(&article.lang, part(Tag::Paragraph, name).text(text)))
    };
    let below = facts(
        part(Tag::Paragraph, "facts"),
        [
            byline(setting, &article.authors, part(Tag::Span, "byline")).map(Node::from),
            plain(pages(setting.words, &article.pages)),
        ],
    );
    part(Tag::Item, "entry")
        .child(title(setting, article, setting.heading.saturating_add(2)))
        .children(own("kicker", &article.kicker))
        .children(own("entry-standfirst", &article.standfirst))
        .children(below)
}

/// An article's headline as heading and link.
pub(super) fn title(setting: &Setting, article: &Listing, level: u8) -> Element {
    let name = setting.words.title(&article.title, &article.section);
    let name = match setting.links.article(&article.id, &article.url) {
        Some(address) => part(Tag::Anchor, "entry-link")
            .with(Attribute::Href(address))
            .with(Attribute::ArticleId(article.id.clone()))
            .text(name),
        None => part(Tag::Span, "entry-link").text(name),
    };
    let heading = part(Tag::Heading(level), "entry-title").child(name);
    if article.title.is_empty() { heading } else { setting.own(&article.lang, heading) }
}

fn event_view(setting: &Setting, event: &Event) -> Element {
    let mut time = part(Tag::Time, "event-date");
    time = match event.date.as_str() {
        "" => time.text(&date_in_words(setting.words, &event.start)),
        printed => setting.own("", time).text(printed),
    };
    if !event.start.is_empty() {
        time = time.with(Attribute::Datetime(event.start.clone()));
    }
    let title = setting.own("", part(Tag::Span, "event-title"));
    let title = match address(&event.url) {
        Some(address) => {
            title.child(part(Tag::Anchor, "link").with(Attribute::Href(address)).text(&event.title))
        }
        None => title.text(&event.title),
    };
    let place = (!event.place.is_empty()).then(|| part(Tag::Span, "event-place").text(&event.place));
    let text = (!event.text.is_empty())
        .then(|| setting.own("", part(Tag::Paragraph, "event-text")).text(&event.text));
    part(Tag::Item, "event").child(time).child(title).children(place).children(text)
}

/// An event's address. Print leaves `https://` out, and a bare host would be a path on the page that shows it.
fn address(printed: &str) -> Option<Address> {
    if printed.is_empty() || printed.contains(':') || printed.starts_with('/') {
        return Address::new(printed);
    }
    Address::new(&strings::join(&["https://", printed], ""))
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::render::{html::html, link::Links, words::Words};

    fn listing(section: &str, title: &str) -> Listing {
        Listing { id: title.into(), section: section.into(), title: title.into(), ..Listing::default() }
    }

    #[test]
    fn sections_come_in_the_magazine_s_order_and_unknown_ones_last() {
        let articles =
            [listing("poems", "p"), listing("feature", "f"), listing("news", "n1"), listing("news", "n2")];
        let sections = by_section(&articles);
        let order: Vec<_> = sections.iter().map(|list| (list[0].section.as_str(), list.len())).collect();
        assert_eq!(order, [("news", 2), ("feature", 1), ("poems", 1)]);
    }

    #[test]
    fn a_printed_address_is_one_on_the_web() {
        assert_eq!(address("example.org/fair").unwrap().as_str(), "https://example.org/fair");
        assert_eq!(address("http://example.org").unwrap().as_str(), "http://example.org");
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address(""), None);
    }

    #[test]
    fn an_empty_issue_is_its_heading() {
        let (words, links) = (Words::of("en"), Links::default());
        let setting = Setting { words: &words, links: &links, heading: 2, lang: "en" };
        let mut summary = IssueSummary::default();
        summary.issue.key = "12".into();
        summary.issue.season = "winter".into();
        summary.issue.year = "2025".into();
        let html = html(&contents(&setting, &summary));
        assert!(html.contains(">Issue 12</h2>") && html.contains(">Winter 2025</p>"), "{html}");
    }
}
