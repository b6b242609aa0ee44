//! An article, set for reading.

use super::Setting;
use super::facts::{byline, facts, issue, minutes, pages, plain, time};
use super::link::Address;
use super::results::marked;
use super::view::{Attribute, Element, Node, Tag, element, part};
use super::words::Word;
use crate::archive::{Highlight, Place};
use crate::model::{Article, Block, Span, Style, Text};
use std::ops::Range;

/// Below this certainty, in percent, readers are told that the text may be out of order.
const CERTAIN_ENOUGH: u8 = 60;

/// The article with `highlights` marked, as [`crate::archive::Archive::highlights`] gives them.
pub fn article(setting: &Setting, article: &Article, highlights: &[Highlight]) -> Vec<Node> {
    let last = article.blocks.iter().rposition(|block| matches!(block, Block::Paragraph(_)));
    let mut walk = Walk { setting, highlights, next: 0 };
    let (mut body, mut endnotes) = (Vec::new(), Vec::new());
    for (place, block) in article.blocks.iter().enumerate() {
        let view = walk.block(block, Some(place) == last);
        // What follows the body in print may stand anywhere in the blocks.
        if matches!(block, Block::Endnote(_)) { endnotes.push(view) } else { body.push(view) }
    }
    let own = |view| setting.own(&article.lang, view);
    let footer = (!endnotes.is_empty()).then(|| own(part(Tag::Footer, "endnotes")).children(endnotes));
    let header = header(setting, article, highlights);
    let body = own(part(Tag::Div, "body")).children(body);
    vec![part(Tag::Article, "article").child(header).child(body).children(footer).into()]
}

/// Where to mark the text at `place`.
fn ranges(highlights: &[Highlight], place: Place) -> &[Range<u32>] {
    match highlights.binary_search_by_key(&place, |highlight| highlight.place) {
        Ok(found) => &highlights[found].ranges,
        Err(_) => &[],
    }
}

fn header(setting: &Setting, article: &Article, highlights: &[Highlight]) -> Element {
    let words = setting.words;
    let own = |view| setting.own(&article.lang, view);
    let kicker = part(Tag::Paragraph, "kicker");
    let kicker = match (article.kicker.as_str(), words.section(&article.section)) {
        ("", "") => None,
        ("", section) => Some(kicker.text(section)),
        (printed, _) => Some(own(kicker).text(printed)),
    };
    let headline = part(Tag::Heading(setting.heading), "headline");
    let headline = match article.title.as_str() {
        "" => headline.text(words.title("", &article.section)),
        title => own(headline).children(marked(title, ranges(highlights, Place::Title))),
    };
    let standfirst = (!article.standfirst.is_empty()).then(|| {
        let ranges = ranges(highlights, Place::Standfirst);
        own(part(Tag::Paragraph, "standfirst")).children(marked(&article.standfirst, ranges))
    });
    let dateline = facts(
        part(Tag::Paragraph, "dateline"),
        [
            time(words, &article.date).map(Node::from),
            issue(setting, &article.issue).map(Node::from),
            plain(pages(words, &article.pages)),
            plain(minutes(words, article.word_count())),
        ],
    );
    let doubt = (article.certainty < CERTAIN_ENOUGH)
        .then(|| part(Tag::Paragraph, "uncertain").text(words.get(Word::Uncertain)));
    part(Tag::Header, "header")
        .children(kicker)
        .child(headline)
        .children(standfirst)
        .children(byline(setting, &article.authors, part(Tag::Paragraph, "byline")))
        .children(dateline)
        .children(doubt)
}

/// The way through an article's texts, which counts them as [`Article::texts`] does.
struct Walk<'a> {
    setting: &'a Setting<'a>,
    highlights: &'a [Highlight],
    next: u32,
}

impl Walk<'_> {
    /// A block of the article itself.
    fn block(&mut self, block: &Block, last: bool) -> Element {
        let below = self.setting.heading.saturating_add(1);
        match block {
            Block::Box { title, blocks } => {
                let heading = self.text(part(Tag::Heading(below), "box-title"), title);
                let mut aside = part(Tag::Aside, "box");
                if !title.is_empty() {
                    aside = aside.with(Attribute::Label(title.words())).child(heading);
                }
                for block in blocks {
                    // A box holds no further box: one that does is passed over, so nesting cannot exhaust the stack.
                    if !matches!(block, Block::Box { .. }) {
                        aside = aside.child(self.simple(block, below.saturating_add(1), false));
                    }
                }
                aside
            }
            block => self.simple(block, below, last),
        }
    }

    /// A block that holds no blocks, with `heading` as the level of a crosshead.
    fn simple(&mut self, block: &Block, heading: u8, last: bool) -> Element {
        match block {
            Block::Paragraph(text) => {
                let end = last.then(|| part(Tag::Span, "end-mark").with(Attribute::Decoration));
                self.text(element(Tag::Paragraph), text).children(end)
            }
            Block::Crosshead(text) => self.text(part(Tag::Heading(heading), "crosshead"), text),
            Block::Question(text) => self.text(part(Tag::Paragraph, "question"), text),
            Block::List { ordered, items } => {
                let list = part(if *ordered { Tag::OrderedList } else { Tag::List }, "list");
                items.iter().fold(list, |list, item| list.child(self.text(element(Tag::Item), item)))
            }
            Block::PullQuote(text) => {
                let quote = self.text(element(Tag::Paragraph), text);
                part(Tag::Blockquote, "pull-quote").child(quote)
            }
            Block::Caption(text) => self.text(part(Tag::Paragraph, "caption"), text),
            Block::Endnote(text) => self.text(part(Tag::Paragraph, "endnote"), text),
            Block::Table(rows) => self.table(rows),
            Block::Box { .. } => element(Tag::Div),
        }
    }

    /// A table in a frame that scrolls by itself, so that a wide one does not widen the page.
    fn table(&mut self, rows: &[Vec<Text>]) -> Element {
        let mut table = element(Tag::Table);
        let mut rows = rows.iter();
        if let Some(head) = rows.next() {
            let row = head.iter().fold(element(Tag::TableRow), |row, cell| {
                let heading = element(Tag::TableHeading).with(Attribute::ColumnScope);
                row.child(self.text(heading, cell))
            });
            table = table.child(element(Tag::TableHead).child(row));
        }
        let body = rows.fold(element(Tag::TableBody), |body, row| {
            body.child(row.iter().fold(element(Tag::TableRow), |row, cell| {
                row.child(self.text(element(Tag::TableCell), cell))
            }))
        });
        part(Tag::Div, "table").with(Attribute::Focusable).child(table.child(body))
    }

    /// The spans of the next text, with the ranges that were found in the whole of it cut to each span: a phrase may run
    /// across italics.
    fn text(&mut self, mut into: Element, text: &Text) -> Element {
        let ranges = ranges(self.highlights, Place::Text(self.next));
        self.next = self.next.saturating_add(1);
        let mut start = 0_u32;
        for Span { text, style } in &text.0 {
            let end = start.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
            let within: Vec<_> = ranges
                .iter()
                .filter(|range| range.start < end && range.end > start)
                .map(|range| range.start.max(start) - start..range.end.min(end) - start)
                .collect();
            let nodes = marked(text, &within);
            let styled = match style {
                Style::Plain => None,
                Style::Emphasis => Some(element(Tag::Emphasis)),
                Style::Strong => Some(element(Tag::Strong)),
                Style::Link(to) => {
                    Address::new(to).map(|to| part(Tag::Anchor, "link").with(Attribute::Href(to)))
                }
            };
            into = match styled {
                Some(styled) => into.child(styled.children(nodes)),
                None => into.children(nodes),
            };
            start = end;
        }
        into
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::render::{html::html, link::Links, words::Words};

    fn render(of: &Article, highlights: &[Highlight]) -> String {
        let (words, links) = (Words::of("en"), Links::default());
        html(&article(&Setting { words: &words, links: &links, heading: 2, lang: "en" }, of, highlights))
    }

    /// Marks `word` wherever it is, counting as the engine counts.
    fn find(of: &Article, word: &str) -> Vec<Highlight> {
        let ranges = |text: &str| {
            text.match_indices(word).map(|(at, _)| at as u32..(at + word.len()) as u32).collect::<Vec<_>>()
        };
        let texts = of.texts().into_iter().enumerate();
        let texts = texts.map(|(n, text)| (Place::Text(n as u32), ranges(&text.to_string())));
        let head = [(Place::Title, ranges(&of.title)), (Place::Standfirst, ranges(&of.standfirst))];
        head.into_iter()
            .chain(texts)
            .filter(|(_, ranges)| !ranges.is_empty())
            .map(|(place, ranges)| Highlight { place, ranges })
            .collect()
    }

    fn span(text: &str, style: Style) -> Span {
        Span { text: text.into(), style }
    }

    #[test]
    fn a_phrase_is_marked_across_italics() {
        let text = Text(vec![
            span("Read Fair ", Style::Plain),
            span("Pay", Style::Emphasis),
            span(" now", Style::Plain),
        ]);
        let article = Article { blocks: vec![Block::Question(text)], certainty: 100, ..Article::default() };
        let html = render(&article, &find(&article, "Fair Pay"));
        assert!(html.contains(r#"Read <mark class="bi-mark" part="mark">Fair </mark><em><mark"#), "{html}");
        assert!(html.contains(">Pay</mark></em> now"), "{html}");
    }

    #[test]
    fn every_kind_of_block_counts_as_the_engine_counts() {
        let nested = Block::Box { title: "pay".into(), blocks: vec![Block::Paragraph("pay".into())] };
        let article = Article {
            title: "pay".into(),
            standfirst: "pay".into(),
            blocks: vec![
                Block::Endnote("pay".into()),
                Block::Box { title: "".into(), blocks: vec![Block::Caption("pay".into()), nested] },
                Block::List { ordered: true, items: vec!["no".into(), "pay".into()] },
                Block::Table(vec![vec!["no".into(), "pay".into()], vec!["pay".into()]]),
                Block::PullQuote("no".into()),
                Block::Crosshead("pay".into()),
                Block::Paragraph("pay".into()),
            ],
            ..Article::default()
        };
        let html = render(&article, &find(&article, "pay"));
        assert_eq!(html.matches(">pay</mark>").count(), 9, "{html}");
        assert_eq!(html.matches("pay").count(), 9, "none unmarked: {html}");
    }

    #[test]
    fn what_an_article_says_is_marked_with_its_language_and_labels_are_not() {
        let article = Article {
            title: "The lamps".into(),
            kicker: "Oil".into(),
            authors: vec!["Bo Ferry".into()],
            lang: "en-GB".into(),
            blocks: vec![Block::Paragraph("Trim the wick.".into())],
            certainty: 100,
            ..Article::default()
        };
        let (welsh, english, links) = (Words::of("cy"), Words::of("en"), Links::default());
        let show = |words| {
            html(&super::article(&Setting { words, links: &links, heading: 2, lang: "cy" }, &article, &[]))
        };
        let shown = show(&welsh);
        assert_eq!(shown.matches(r#" lang="en-GB">"#).count(), 3, "headline, kicker, body: {shown}");
        assert!(shown.contains(r#"part="byline">Gan "#), "{shown}");
        assert!(!show(&english).contains("lang="));
        let nameless = Article { section: "news".into(), title: String::new(), ..article.clone() };
        let setting = Setting { words: &welsh, links: &links, heading: 2, lang: "cy" };
        let shown = html(&super::article(&setting, &nameless, &[]));
        assert!(shown.contains(r#"part="headline">Newyddion"#), "a label stands for a headline: {shown}");
    }

    #[test]
    fn a_link_that_is_not_safe_is_its_words() {
        let text = Text(vec![span("win", Style::Link("javascript:alert(1)".into()))]);
        let article = Article { blocks: vec![Block::Paragraph(text)], ..Article::default() };
        let html = render(&article, &[]);
        assert!(html.contains("<p>win<span") && !html.contains("javascript"), "{html}");
    }

    #[test]
    fn boxes_within_boxes_do_not_exhaust_the_stack() {
        let mut block = Block::Paragraph("inmost".into());
        for _ in 0..1_000 {
            block = Block::Box { title: "b".into(), blocks: vec![Block::Paragraph("kept".into()), block] };
        }
        let article = Article { blocks: vec![block], ..Article::default() };
        let html = render(&article, &[]);
        assert_eq!((html.matches("<aside").count(), html.matches("kept").count()), (1, 1));
    }

    #[test]
    fn the_end_mark_follows_the_last_paragraph_and_endnotes_come_after() {
        let article = Article {
            blocks: vec![
                Block::Paragraph("one".into()),
                Block::Endnote("note".into()),
                Block::Paragraph("two".into()),
                Block::Caption("cap".into()),
            ],
            ..Article::default()
        };
        let html = render(&article, &[]);
        assert!(html.contains(r#"<p>two<span class="bi-end-mark""#), "{html}");
        assert!(html.find("note").unwrap() > html.find("cap").unwrap(), "{html}");
    }
}
