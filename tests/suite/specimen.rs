//! What the tests of archives are made of: a small magazine with everything that the model knows, and plain articles.

use std::path::Path;

use backissue::archive::{self, local::LocalArchive};
use backissue::model::{Article, Block, Event, Issue, Span, Style, Text};
use backissue::publish::archive::{Options, Report, write};
use backissue::query::Page;

fn styled() -> Text {
    Text(vec![
        Span { text: "Write to ".into(), style: Style::Plain },
        Span { text: "the branch".into(), style: Style::Link("mailto:branch@example.org".into()) },
        Span { text: " by ".into(), style: Style::Plain },
        Span { text: "Friday".into(), style: Style::Strong },
        Span { text: ", or else".into(), style: Style::Emphasis },
    ])
}

/// A small magazine with everything that the model knows.
pub fn magazine() -> (Vec<Article>, Vec<Issue>) {
    let article =
        |issue: &str, slug: &str, title: &str, section: &str, authors: &[&str], text: &str| Article {
            id: format!("{issue}/{slug}"),
            issue: issue.into(),
            title: title.into(),
            section: section.into(),
            authors: authors.iter().map(|&author| author.to_owned()).collect(),
            date: if issue == "8" { "2021-03".into() } else { "2021-06".into() },
            blocks: vec![Block::Paragraph(text.into())],
            certainty: 100,
            ..Article::default()
        };
    let mut rich = article(
        "8",
        "lanterns",
        "Lanterns on the canal",
        "feature",
        &["Oona Pike", "Ravi Teller"],
        "The lock keepers’ lanterns were counted twice; £1,250 had gone missing.",
    );
    rich.kicker = "Night work".into();
    rich.standfirst = "Who pays for the light? OONA PIKE asks the keepers.".into();
    rich.url = "https://example.org/lanterns?x=1".into();
    rich.pages = vec![4, 5, 9];
    rich.lang = "en-GB".into();
    rich.certainty = 83;
    rich.blocks.extend([
        Block::Crosshead("A count that does not add up".into()),
        Block::Question("Did anyone look in the boathouse?".into()),
        Block::List { ordered: true, items: vec!["Ask the rep.".into(), styled()] },
        Block::List { ordered: false, items: vec![] },
        Block::PullQuote("“Nobody counts lanterns for fun”".into()),
        Block::Caption("Photo: Ravi Teller\nTaken at dusk".into()),
        Block::Box {
            title: "Know your lantern".into(),
            blocks: vec![
                Block::Paragraph("Wick, oil, glass.".into()),
                Block::Table(vec![vec!["Oil".into(), Text(vec![])], vec![]]),
            ],
        },
        Block::Table(vec![vec!["Year".into(), "Lanterns".into()], vec!["2019".into(), "1,204".into()]]),
        Block::Endnote("Oona Pike keeps the lock at Saltby.".into()),
        Block::Paragraph("ΑΒΓ naïve ﬁsh 🦀 \u{0}\u{1} \"quotes\" don't end…  two  spaces ".into()),
    ]);
    let articles = vec![
        rich,
        article(
            "8",
            "rota",
            "The new rota",
            "news",
            &["Ravi Teller"],
            "The rota for the lock keepers changes in April. Pay does not.",
        ),
        article("8", "letter", "", "letters", &[], "Sir, the rota is a disgrace. Lanterns are dear."),
        article(
            "9",
            "pay",
            "Pay talks open",
            "news",
            &["Oona Pike"],
            "Talks about the keepers’ pay award open on Monday. The pay award is late.",
        ),
        article(
            "9",
            "oil",
            "Oil prices",
            "analysis",
            &["Ines Quill"],
            "Lamp oil costs twice what it did. The award did not rise with the pay of others.",
        ),
    ];
    let issues = vec![
        Issue {
            key: "8".into(),
            number: Some(8),
            season: "spring".into(),
            year: "2021".into(),
            date: "2021-03".into(),
            title: "The Lock Keeper".into(),
            issn: "1234-5679".into(),
            events: vec![Event {
                date: "1–2 May 2021".into(),
                start: "2021-05-01".into(),
                end: "2021-05-02".into(),
                title: "Lantern fair".into(),
                place: "Saltby".into(),
                url: "https://example.org/fair".into(),
                text: "Bring oil.".into(),
            }],
        },
        Issue {
            key: "9".into(),
            number: Some(9),
            season: "summer".into(),
            year: "2021".into(),
            date: "2021-06".into(),
            title: "The Lock Keeper".into(),
            ..Issue::default()
        },
        Issue { key: "0".into(), date: "2020-12".into(), title: "Pilot".into(), ..Issue::default() },
    ];
    (articles, issues)
}

pub fn built(out: &Path) -> Report {
    let (articles, issues) = magazine();
    write(articles.into_iter().map(Ok), &issues, out, &Options::default()).unwrap()
}

pub fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| &hit.id[..]).collect()
}

/// An article of one paragraph.
pub fn plain(id: &str, title: &str, text: &str) -> Article {
    Article {
        id: id.into(),
        title: title.into(),
        blocks: vec![Block::Paragraph(text.into())],
        certainty: 100,
        ..Article::default()
    }
}

/// An archive of these articles, in a folder that goes with the first of the two.
pub fn archive_of(articles: &[Article]) -> (tempfile::TempDir, LocalArchive) {
    archive_with(articles, &Options::default())
}

pub fn archive_with(articles: &[Article], options: &Options) -> (tempfile::TempDir, LocalArchive) {
    let dir = tempfile::tempdir().unwrap();
    write(articles.iter().cloned().map(Ok), &[], dir.path(), options).unwrap();
    let archive = archive::local::open(dir.path()).unwrap();
    (dir, archive)
}

pub fn filler() -> impl Iterator<Item = Article> {
    (0..8).map(|n| plain(&format!("filler {n}"), "Oil", "Lamps burn oil, and the lock keeper fills them."))
}
