//! The view tree and its two backends.
//!
//! The same specimens, hostile text among them, are rendered here as HTML and in a browser as DOM nodes
//! (`tests/browser/render.test.mjs`), from an archive that the first test writes below `target/tmp/render/`. The browser
//! parses the HTML and compares: what a reader of the static pages gets is what a reader of the widget gets.

use backissue::archive::{self, Step};
use backissue::model::{Article, Block, Event, Issue, Span, Style, Text};
use backissue::publish::archive::{Options, write};
use backissue::query::Request;
use backissue::render::{self, Setting, html::html, link::Links, words::Words};
use std::path::Path;

const HOSTILE: &str =
    "<script>alert(\"1\")</script> & ' \u{202e}<img src=x onerror=alert(1)>\u{a0}</p><b>lantern";

fn span(text: &str, style: Style) -> Span {
    Span { text: text.into(), style }
}

/// Every kind of block, a hostile text in each place that takes one.
fn specimens() -> (Vec<Issue>, Vec<Article>) {
    let issue = Issue {
        key: "7".into(),
        number: Some(7),
        season: "autumn".into(),
        year: "2031".into(),
        date: "2031-10".into(),
        title: "The Tidal Post & Others".into(),
        events: vec![
            Event {
                date: "4–5 May".into(),
                start: "2031-05-04".into(),
                title: HOSTILE.into(),
                place: "Eelmouth".into(),
                url: "tides.example/4".into(),
                ..Event::default()
            },
            Event {
                start: "2031-06".into(),
                title: "A walk".into(),
                url: "javascript:alert(1)".into(),
                ..Event::default()
            },
        ],
        ..Issue::default()
    };
    let inline = Text(vec![
        span("Every lantern ", Style::Plain),
        span("keeper", Style::Emphasis),
        span(" who ", Style::Plain),
        span("signs", Style::Strong),
        span(" here: ", Style::Plain),
        span("sign", Style::Link("https://tides.example/?a=1&b=\"2\"".into())),
        span(" or here", Style::Link("javascript:alert(1)".into())),
    ]);
    let article = Article {
        id: "7/the-lantern".into(),
        issue: "7".into(),
        title: "The second lantern".into(),
        kicker: "Safety".into(),
        section: "feature".into(),
        authors: vec!["Ann O’Marsh".into(), "Bo <Ferry>".into()],
        standfirst: "One keeper, one lantern: the case for two.".into(),
        date: "2031-10".into(),
        lang: "en".into(),
        pages: vec![4, 5],
        blocks: vec![
            Block::Paragraph(inline),
            Block::Crosshead("Who holds the lantern".into()),
            Block::Question("Did you see it?".into()),
            Block::Paragraph(HOSTILE.into()),
            Block::List { ordered: true, items: vec!["Trim the wick.".into(), HOSTILE.into()] },
            Block::List { ordered: false, items: vec!["Oil".into()] },
            Block::PullQuote("Two lanterns, or none of us goes.".into()),
            Block::Box {
                title: "If the lantern fails".into(),
                blocks: vec![Block::Paragraph("Ring the bell.".into())],
            },
            Block::Caption(HOSTILE.into()),
            Block::Table(vec![vec!["Tide".into(), "Lanterns".into()], vec!["Ebb".into(), "2".into()]]),
            Block::Paragraph("That is all.".into()),
            Block::Endnote("Ann O’Marsh keeps the north gate.".into()),
        ],
        certainty: 40,
        ..Article::default()
    };
    let hostile = Article {
        id: "7/hostile \"?&#".into(),
        issue: "7".into(),
        title: HOSTILE.into(),
        kicker: HOSTILE.into(),
        section: "news".into(),
        authors: vec![HOSTILE.into()],
        standfirst: HOSTILE.into(),
        date: "2031-10-09".into(),
        lang: "\" onload=\"alert(1)".into(),
        blocks: vec![Block::Paragraph(HOSTILE.into())],
        certainty: 100,
        ..Article::default()
    };
    (vec![issue], vec![article, hostile])
}

/// The HTML of every view of the specimens, by the name that the browser test knows it by.
fn views(folder: &Path) -> serde_json::Value {
    let mut archive = archive::local::open(folder).expect("the archive opens");
    let words = Words::of("en");
    let links = Links {
        article: "#article={}&q={q}".into(),
        issue: "#issue={}".into(),
        author: "#author={}".into(),
        query: "lantern".into(),
    };
    let setting = Setting { words: &words, links: &links, heading: 2, lang: "en" };
    let page = archive.search(&Request { query: "lantern".into(), ..Request::default() }).expect("a page");
    let mut views = serde_json::Map::new();
    views.insert("results".into(), html(&render::results(&setting, &page)).into());
    for (name, id) in [("article", "7/the-lantern"), ("hostile", "7/hostile \"?&#")] {
        let article = archive.article(id).expect("an article");
        let highlights = archive.highlights(id, "lantern").expect("highlights");
        views.insert(name.into(), html(&render::article(&setting, &article, &highlights)).into());
    }
    let issues = archive.issues().expect("issues");
    views.insert("issue".into(), html(&render::contents(&setting, &issues[0])).into());
    views.insert("shelf".into(), html(&render::shelf(&setting, &issues)).into());
    let headlines = archive.headlines(&Request { limit: 5, ..Request::default() }).expect("headlines");
    views.insert("headlines".into(), html(&render::headlines(&setting, &headlines, true)).into());
    views.into()
}

#[test]
fn specimens_are_rendered_as_html_that_holds_no_markup_of_theirs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("render");
    let (issues, articles) = specimens();
    write(articles.into_iter().map(Ok), &issues, &folder, &Options::default())
        .expect("the archive is written");
    let views = views(&folder);
    std::fs::write(folder.join("views.json"), views.to_string()).expect("the views are written");

    for (name, view) in views.as_object().expect("an object") {
        let html = view.as_str().expect("HTML");
        for markup in ["<script", "<img", "<b>", "javascript:", "onload=\"", "onerror=\""] {
            assert!(!html.contains(markup), "{name} holds {markup}: {html}");
        }
    }
    let readable = |name: &str| views[name].as_str().unwrap_or_default().replace("><", ">\n<");
    insta::assert_snapshot!("article", readable("article"));
    insta::assert_snapshot!("issue", readable("issue"));
    insta::assert_snapshot!("results", readable("results"));
}

#[test]
fn a_needed_part_is_no_answer() {
    // The browser's engine answers with numbers for parts: they must never be empty, or asking again would never end.
    let folder = tempfile::tempdir().expect("a folder");
    let (issues, articles) = specimens();
    write(articles.into_iter().map(Ok), &issues, folder.path(), &Options::default())
        .expect("the archive is written");
    let manifest = std::fs::read(folder.path().join("manifest.bi")).expect("the manifest");
    let mut archive = archive::Archive::open(&manifest).expect("the archive opens");
    match archive.search(&Request { query: "lantern".into(), ..Request::default() }) {
        Ok(Step::Need(parts)) => assert!(!parts.is_empty()),
        Ok(Step::Ready(page)) => assert_eq!(page.total, 2, "a small archive may be all manifest"),
        Err(error) => panic!("{error}"),
    }
}
