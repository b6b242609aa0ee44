//! Archives: what goes in comes out, whatever is wrong is refused, and a refusal harms nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use backissue::archive::{self, Archive, PartId, Step};
use backissue::format::{MANIFEST_NAME, Manifest, VERSION};
use backissue::model::{Article, Block, Event, Issue, Span, Style, Text};
use backissue::publish::archive::{Options, Report, write};
use backissue::query::{Note, Page, Request, Snippet, Sort};
use backissue::{Fault, Result};

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

fn built(out: &Path) -> Report {
    let (articles, issues) = magazine();
    write(articles.into_iter().map(Ok), &issues, out, &Options::default()).unwrap()
}

fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| &hit.id[..]).collect()
}

fn files(dir: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let parts = fs::read_dir(dir.join("parts")).unwrap().map(|entry| entry.unwrap().path());
    parts
        .chain([dir.join("manifest.bi")])
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn articles_and_issues_come_back_as_they_went_in() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let (articles, issues) = magazine();
    let mut archive = archive::local::open(dir.path()).unwrap();
    for article in &articles {
        assert_eq!(&archive.article(&article.id).unwrap(), article);
    }
    let summaries = archive.issues().unwrap();
    let keys: Vec<&str> = summaries.iter().map(|summary| &summary.issue.key[..]).collect();
    assert_eq!(keys, ["9", "8", "0"], "newest first");
    for issue in &issues {
        let summary = summaries.iter().find(|summary| summary.issue.key == issue.key).unwrap();
        assert_eq!(&summary.issue, issue);
        let listed: Vec<&str> = summary.articles.iter().map(|line| &line.id[..]).collect();
        let of_issue: Vec<&str> =
            articles.iter().filter(|a| a.issue == issue.key).map(|a| &a.id[..]).collect();
        assert_eq!(listed, of_issue);
    }
    let line = &summaries[1].articles[0];
    assert_eq!(
        (&line.kicker[..], &line.section[..], &line.pages[..]),
        ("Night work", "feature", &[4, 5, 9][..])
    );
    assert_eq!(archive.ask(|archive| archive.issue("8")).unwrap(), summaries[1]);
    assert_eq!(archive.ask(|archive| archive.issue("0")).unwrap(), summaries[2]);
    archive.verify().unwrap();
}

#[test]
fn every_line_and_hit_says_its_language() {
    let dir = tempfile::tempdir().unwrap();
    let languages = |lang: &str, said: &[(&str, &str)]| {
        let (mut articles, issues) = magazine();
        for (id, own) in said {
            articles.iter_mut().find(|article| article.id == *id).unwrap().lang = (*own).into();
        }
        let mut options = Options::default();
        options.lang = lang.into();
        write(articles.into_iter().map(Ok), &issues, dir.path(), &options).unwrap();
        let mut archive = archive::local::open(dir.path()).unwrap();
        archive.verify().unwrap();
        let lines: Vec<String> = archive
            .headlines(&Request { limit: 9, ..Request::default() })
            .unwrap()
            .into_iter()
            .map(|line| line.id + " " + &line.lang)
            .collect();
        let issues = archive.issues().unwrap().into_iter().flat_map(|summary| summary.articles);
        let mut listed: Vec<String> = issues.map(|line| line.id + " " + &line.lang).collect();
        let page = archive.search(&Request { sort: Sort::Newest, ..Request::default() }).unwrap();
        let hits: Vec<String> = page.hits.into_iter().map(|hit| hit.id + " " + &hit.lang).collect();
        listed.sort_by_key(|line| lines.iter().position(|other| other == line));
        assert_eq!((&lines, &lines), (&listed, &hits));
        let manifest = Manifest::read(&fs::read(dir.path().join(MANIFEST_NAME)).unwrap()).unwrap();
        (lines, manifest.extras.iter().filter(|(kind, _)| *kind == 2).count())
    };
    let (lines, parts) = languages("", &[("8/lanterns", "")]);
    assert!(lines.iter().all(|line| line.ends_with(" en")) && parts == 0, "{lines:?}");
    let (lines, parts) = languages("cy", &[("8/lanterns", "en-GB"), ("9/oil", "cy-GB")]);
    let expected = ["9/pay cy", "9/oil cy-GB", "8/lanterns en-GB", "8/rota cy", "8/letter cy"];
    assert_eq!((lines, parts), (expected.map(str::to_owned).to_vec(), 1));
}

#[test]
fn searching_finds_filters_sorts_and_counts() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    let mut search = |change: &dyn Fn(&mut Request)| {
        let mut request = Request::default();
        change(&mut request);
        archive.search(&request).unwrap()
    };
    let page = search(&|r| r.query = "pay award".into());
    assert_eq!(ids(&page)[..2], ["9/pay", "9/oil"], "both words before one");
    assert!(page.hits[0].snippet.text.contains("pay award"));
    assert_eq!(page.facets.issue[0].value, "9");
    assert_eq!(ids(&search(&|r| r.query = "\"pay award\"".into())), ["9/pay"]);
    assert_eq!(ids(&search(&|r| r.query = "award -\"pay award\"".into())), ["9/oil"]);
    assert_eq!(ids(&search(&|r| r.query = "award -late".into())), ["9/oil"]);
    assert_eq!(ids(&search(&|r| r.query = "title:rota".into())), ["8/rota"]);
    assert_eq!(ids(&search(&|r| r.query = "rota author:teller".into())), ["8/rota"]);
    assert_eq!(ids(&search(&|r| r.query = "lanterns section:letters".into())), ["8/letter"]);
    let both = search(&|r| r.query = "rota section:letters section:news".into());
    assert_eq!(both.total, 2, "an article has one section, so of two either will do");
    assert_eq!(search(&|r| r.query = "rota section:letters section:news -section:letters".into()).total, 1);
    assert_eq!(search(&|r| r.query = "rota issue:8 issue:9 section:news".into()).total, 1);
    let signs = search(&|r| r.query = "lanterns author:&".into());
    assert!(
        matches!(&signs.notes[..], [Note::Unread { part }, ..] if part == "author:&"),
        "{:?}",
        signs.notes
    );
    let page = search(&|r| {
        r.query = "rota".into();
        r.section = vec!["letters".into(), "news".into()];
        r.issue = vec!["8".into()];
    });
    assert_eq!(page.total, 2);
    let of = |section: &str, author: &str| Request {
        section: vec![section.into()],
        author: vec![author.into()],
        ..Request::default()
    };
    let exact = search(&|r| *r = of("news", "Ravi Teller"));
    let typed = search(&|r| *r = of("NEWS", "ravi teller"));
    assert!(exact.total > 0 && ids(&typed) == ids(&exact), "names in a request are read as in a query");
    let soon = search(&|r| r.query = "rota before:xylophone".into());
    assert_eq!(soon.notes, [Note::Unread { part: "before:xylophone".into() }], "told once");
    let open = search(&|r| r.query = "rota \"xylophone".into());
    assert!(open.notes.contains(&Note::Unknown { word: "xylophone".into() }), "{:?}", open.notes);
    let all = search(&|r| r.sort = Sort::Newest);
    assert_eq!((all.total, ids(&all)[0]), (5, "9/pay"), "an empty query lists everything");
    assert_eq!(ids(&search(&|r| r.sort = Sort::Oldest))[0], "8/lanterns");
    let second = search(&|r| {
        r.sort = Sort::Newest;
        r.limit = 2;
        r.offset = 2;
    });
    assert_eq!(ids(&second), ids(&all)[2..4]);
    assert_eq!(search(&|r| r.from = "2021-04".into()).total, 2);
    assert_eq!(search(&|r| r.to = "2021".into()).total, 5);
    assert_eq!(search(&|r| r.to = "2021-03".into()).total, 3);
    let typed = search(&|r| {
        r.query = "lant".into();
        r.typing = true;
    });
    assert_eq!(typed.total, 2);
}

#[test]
fn slips_are_corrected_and_said() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    let page = archive.search(&Request { query: "lanternz".into(), ..Request::default() }).unwrap();
    assert_eq!(page.suggestion, "lanterns");
    assert!(
        matches!(&page.notes[..], [Note::Corrected { word, .. }] if word == "lanternz"),
        "{:?}",
        page.notes
    );
    assert_eq!(page.total, 2);
    assert!(!page.hits[0].snippet.ranges.is_empty(), "the highlight is on what was found");
    let page = archive.search(&Request { query: "lockkeepers".into(), ..Request::default() }).unwrap();
    assert_eq!(page.suggestion, "lock keepers");
    let page = archive.search(&Request { query: "xylophone".into(), ..Request::default() }).unwrap();
    assert_eq!((page.total, &page.notes[..]), (0, &[Note::Unknown { word: "xylophone".into() }][..]));
}

#[test]
fn questions_side_by_side_are_settled_and_words_that_are_spelt_well_need_nothing_settled() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut local = archive::local::open(dir.path()).unwrap();
    let request = |query: &str| Request { query: query.into(), ..Request::default() };
    let parts = local.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    parts.into_iter().for_each(|part| local.read(part).unwrap());
    let queries = [
        "lanternz",
        "lockkeepers",
        "xylophone lanternz",
        "\"lock keeper\"",
        "lanternz \"lock keeper\"",
        "lantern -keeper",
        "lantern OR xylophone",
        "title:lantern",
        "lantern before:1900",
    ];
    let mut requests = queries.map(request).to_vec();
    requests.push(Request { section: vec!["news".into()], ..request("lantern") });
    requests.push(Request { to: "2020".into(), ..request("") });
    let expected: Vec<_> = requests.iter().map(|request| local.search(request).unwrap()).collect();

    let mut fresh = archive::local::open(dir.path()).unwrap();
    let parts = fresh.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    parts.into_iter().for_each(|part| fresh.read(part).unwrap());
    let archive = fresh.archive();
    for plain in ["lanterns", "", "The lock - keepers?"] {
        assert!(matches!(archive.search_alone(&request(plain)).unwrap(), Step::Ready(_)), "{plain}");
    }
    for (request, expected) in requests.iter().zip(expected) {
        let step = archive.search_alone(request).unwrap();
        assert_eq!(step, Step::Need(vec![PartId::SPECIAL]), "{request:?}");
        assert_eq!(archive.settle().unwrap(), Step::Ready(()));
        // That a word is misspelt may be seen only now.
        if archive.search_alone(request).unwrap() == Step::Need(vec![PartId::SPECIAL]) {
            assert_eq!(archive.settle().unwrap(), Step::Ready(()));
        }
        assert_eq!(archive.search_alone(request).unwrap(), Step::Ready(expected), "{request:?}");
    }
}

#[test]
fn nonsense_does_not_fetch_the_whole_index() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    let ends = |c: char| ["", "q", "x", "z"].map(|end| format!("lantern{c}{end} ")).concat();
    let query: String = "zxqvwbnmkj".chars().map(ends).collect();
    let page = archive.search(&Request { query, ..Request::default() }).unwrap();
    let corrected = page.notes.iter().filter(|note| matches!(note, Note::Corrected { .. })).count();
    let unknown = page.notes.iter().filter(|note| matches!(note, Note::Unknown { .. })).count();
    assert_eq!((corrected, unknown), (32, 8));
}

#[test]
fn what_filters_and_operators_look_up_is_fetched_beside_what_reads_them() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let special = [
        Request { query: "lock keepers".into(), section: vec!["news".into()], ..Request::default() },
        Request { query: "lantern -keeper".into(), ..Request::default() },
        Request { query: "lantern OR lock before:1900 author:pike".into(), ..Request::default() },
    ];
    for request in special {
        let mut local = archive::local::open(dir.path()).unwrap();
        let Step::Need(mut parts) = local.archive().search_alone(&request).unwrap() else {
            panic!("{request:?}")
        };
        assert_eq!(parts.pop(), Some(PartId::SPECIAL), "{request:?}");
        parts.into_iter().for_each(|part| local.read(part).unwrap());
        assert_eq!(local.archive().settle().unwrap(), Step::Ready(()), "{request:?}");
        // What it needs now is what it shows.
        if let Step::Need(parts) = local.archive().search_alone(&request).unwrap() {
            let kinds: Vec<_> = parts.into_iter().map(|part| local.archive().part_kind(part)).collect();
            assert!(kinds.iter().all(|&kind| kind == "texts"), "{request:?}: {kinds:?}");
        }
    }
}

#[test]
fn a_question_that_cannot_be_settled_does_not_fail_others() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut local = archive::local::open(dir.path()).unwrap();
    let request = |query: &str| Request { query: query.into(), limit: 0, ..Request::default() };
    let phrase = request("\"lock keeper\"");
    // The texts in which it is looked for are not there.
    let mut is_gone = false;
    while !is_gone && let Step::Need(parts) = local.archive().search(&phrase).unwrap() {
        for part in parts {
            is_gone |= local.archive().part_kind(part) == "texts";
            if is_gone {
                fs::remove_file(dir.path().join(local.archive().part_name(part))).unwrap();
            } else {
                local.read(part).unwrap();
            }
        }
    }
    assert!(local.search(&phrase).is_err());
    assert!(local.search(&request("lantern -keeper")).is_ok());
}

#[test]
fn any_number_of_special_questions_are_answered_side_by_side() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let queries: Vec<String> = (0..100).map(|n| format!("lantern -keeper{n} lanternz")).collect();
    let request = |query: &String| Request { query: query.clone(), ..Request::default() };
    let expected = archive::local::open(dir.path()).unwrap().search(&request(&queries[0])).unwrap().total;
    let mut local = archive::local::open(dir.path()).unwrap();
    let mut open: Vec<&String> = queries.iter().collect();
    // Each asks once a round and, as a page does, settles what it asked before the next asks.
    for _ in 0..8 {
        open.retain(|query| match local.archive().search(&request(query)).unwrap() {
            Step::Ready(page) => {
                assert_eq!(page.total, expected, "{query}");
                false
            }
            Step::Need(parts) => {
                parts.into_iter().for_each(|part| local.read(part).unwrap());
                true
            }
        });
    }
    assert!(open.is_empty(), "{} wait for ever", open.len());
}

#[test]
fn a_query_of_nonsense_fetches_a_bounded_number_of_parts() {
    // Letters without rule (splitmix64).
    let word = |n: u64, len: usize| -> String {
        let mut mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (0..len).map(|at| char::from(b'a' + (mixed.rotate_left(at as u32 * 7) & 0x7f) as u8 % 26)).collect()
    };
    let articles = |n: u64| (n * 300..n * 300 + 300).map(|n| word(n, 9)).collect::<Vec<_>>().join(" ");
    let asked: Vec<String> = (1..=32).map(|n| word(n + 90_000, 20)).collect();
    // Whatever is asked begins with words that are there, so that each may be two words in many ways.
    let begun: Vec<&str> = asked.iter().flat_map(|word| (3..18).map(move |end| &word[..end])).collect();
    let texts = (0..300).map(articles).chain([begun.join(" ")]).enumerate();
    let articles: Vec<Article> = texts.map(|(n, text)| plain(&n.to_string(), "Words", &text)).collect();
    let (dir, mut archive) = archive_of(&articles, &Options::default());
    let manifest = Manifest::read(&fs::read(dir.path().join(MANIFEST_NAME)).unwrap()).unwrap();
    assert!(manifest.terms.len > 200, "{} parts of the index", manifest.terms.len);
    let request = Request { query: asked.join(" "), limit: 0, ..Request::default() };
    while let Step::Need(parts) = archive.archive().search_alone(&request).unwrap()
        && parts != [PartId::SPECIAL]
    {
        parts
            .into_iter()
            .filter(|part| *part != PartId::SPECIAL)
            .for_each(|part| archive.read(part).unwrap());
    }
    let mut fetched = 0;
    while let Step::Need(parts) = archive.archive().settle().unwrap() {
        fetched += parts.len();
        parts.into_iter().for_each(|part| archive.read(part).unwrap());
    }
    assert!((1..=128).contains(&fetched), "{fetched} parts");
}

#[test]
fn a_slip_of_a_common_word_costs_few_parts_of_a_large_index() {
    // Syllables in turn, so that the index has some hundred parts.
    let word = |n: usize| [n % 17, n / 17 % 17, n / 289 % 17, n / 4913 % 17].map(|at| SYLLABLES[at]).concat();
    const SYLLABLES: [&str; 17] = [
        "ba", "co", "di", "fe", "gu", "ha", "jo", "ka", "li", "mo", "nu", "pe", "ro", "sa", "tu", "ve", "wo",
    ];
    let text = |n: usize| (n * 250..n * 250 + 250).map(word).collect::<Vec<_>>().join(" ") + " management";
    let articles: Vec<Article> = (0..330).map(|n| plain(&n.to_string(), "Words", &text(n))).collect();
    let (dir, mut archive) = archive_of(&articles, &Options::default());
    let manifest = Manifest::read(&fs::read(dir.path().join(MANIFEST_NAME)).unwrap()).unwrap();
    assert!(manifest.terms.len > 60, "{} parts of the index", manifest.terms.len);
    for typed in ["nanagement", "anagement", "mnaagement", "managzment"] {
        let page = archive.search(&Request { query: typed.into(), limit: 0, ..Request::default() }).unwrap();
        assert_eq!((&page.suggestion[..], page.total), ("management", 330), "{typed}");
    }
    let fetched = archive.fetched().kinds["index"].0;
    assert!(fetched <= 24, "{fetched} parts for four words");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    built(one.path());
    built(two.path());
    assert_eq!(files(one.path()), files(two.path()));
}

#[test]
fn an_update_keeps_what_stays_and_removes_what_goes() {
    let dir = tempfile::tempdir().unwrap();
    let first = built(dir.path());
    assert_eq!(first.new_parts, first.parts);
    let before = files(dir.path());
    let again = built(dir.path());
    assert_eq!((again.new_parts, files(dir.path())), (0, before));
    let (mut articles, issues) = magazine();
    articles.pop();
    let report = write(articles.into_iter().map(Ok), &issues, dir.path(), &Options::default()).unwrap();
    assert_eq!(files(dir.path()).len(), report.parts as usize + 1, "nothing stays behind");
    archive::local::open(dir.path()).unwrap().verify().unwrap();
}

#[test]
fn a_new_issue_leaves_old_texts_as_they_are() {
    let article = |n: usize| Article {
        id: format!("{n}"),
        issue: format!("{}", n / 20),
        title: format!("Report {n}"),
        blocks: vec![Block::Paragraph(
            format!("Ward {n} has {} beds and {} nurses on the rota.", n * 7, n % 9).as_str().into(),
        )],
        certainty: 100,
        ..Article::default()
    };
    let dir = tempfile::tempdir().unwrap();
    write((0..100).map(|n| Ok(article(n))), &[], dir.path(), &Options::default()).unwrap();
    let report = write((0..120).map(|n| Ok(article(n))), &[], dir.path(), &Options::default()).unwrap();
    // The new issue's 20 texts, its listing and leaf; index, ids and columns anew.
    assert!(report.new_parts < 30, "{report:?}");
}

#[test]
fn what_is_asked_wrongly_is_an_error_and_harms_nothing() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    assert_eq!(archive.article("8/nothing").unwrap_err().fault(), Fault::Request);
    assert_eq!(archive.ask(|archive| archive.issue("77")).unwrap_err().fault(), Fault::Request);
    assert_eq!(
        archive.ask(|archive| archive.parts_for_issues(&["77".into()])).unwrap_err().fault(),
        Fault::Request
    );
    let long = "lantern ".repeat(2000);
    assert!(archive.search(&Request { query: long, ..Request::default() }).unwrap().total > 0);
    assert_eq!(archive.article("8/rota").unwrap().title, "The new rota");
}

#[test]
fn a_wrong_part_is_refused_and_the_right_one_then_taken() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = Archive::open(&fs::read(dir.path().join("manifest.bi")).unwrap()).unwrap();
    let request = Request { query: "lantern".into(), ..Request::default() };
    loop {
        match archive.search(&request).unwrap() {
            Step::Ready(page) => {
                assert_eq!(page.total, 2);
                break;
            }
            Step::Need(parts) => {
                for part in parts {
                    let bytes = fs::read(dir.path().join(archive.part_name(part))).unwrap();
                    assert_eq!(archive.part_bytes(part), bytes.len() as u64);
                    let mut wrong = bytes.clone();
                    wrong.push(0);
                    assert_eq!(archive.supply(part, wrong).unwrap_err().fault(), Fault::Archive);
                    assert!(archive.supply(part, Vec::new()).is_err() || bytes.is_empty());
                    archive.supply(part, bytes).unwrap();
                }
            }
        }
    }
    assert!(archive.supply(PartId(9999), Vec::new()).is_err());
}

#[test]
fn an_issue_saved_offline_is_read_without_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut whole = archive::local::open(dir.path()).unwrap();
    let parts = whole.ask(|archive| archive.parts_for_issues(&["8".into()])).unwrap();
    let all = whole.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    assert!(parts.len() < all.len());
    let saved = tempfile::tempdir().unwrap();
    fs::create_dir(saved.path().join("parts")).unwrap();
    fs::copy(dir.path().join("manifest.bi"), saved.path().join("manifest.bi")).unwrap();
    for part in parts {
        let name = whole.archive().part_name(part);
        fs::copy(dir.path().join(&name), saved.path().join(&name)).unwrap();
    }
    let mut archive = archive::local::open(saved.path()).unwrap();
    let request = Request { query: "lanterns".into(), issue: vec!["8".into()], ..Request::default() };
    assert_eq!(archive.search(&request).unwrap().total, 2);
    assert_eq!(archive.article("8/letter").unwrap().section, "letters");
    assert!(archive.article("9/pay").is_err());
    // What there is besides is known.
    assert_eq!(archive.issues().unwrap(), whole.issues().unwrap());
    assert!(archive.ask(|archive| archive.issue("8")).is_ok());

    // And found as far as lists tell.
    let mut found = |query: &str| {
        let request = Request { query: query.into(), ..Request::default() };
        let all = whole.search(&request).unwrap();
        let page = ask_partly(saved.path(), |archive| archive.search(&request)).unwrap();
        (page, all)
    };
    let (page, all) = found("lamp oil");
    assert_eq!((ids(&page), ids(&all)), (vec!["9/oil", "8/lanterns"], vec!["9/oil", "8/lanterns"]));
    assert_eq!((&page.facets, page.total, &page.notes[..]), (&all.facets, all.total, &[Note::Unsaved][..]));
    let (hit, of_all) = (&page.hits[0], &all.hits[0]);
    assert_eq!((&hit.title, &hit.authors, hit.words), (&of_all.title, &of_all.authors, of_all.words));
    assert_eq!(hit.snippet, Snippet::default(), "it has no standfirst");
    assert_eq!(page.hits[1], all.hits[1], "what is saved is shown as ever");
    let (page, all) = found("rota");
    assert_eq!((&page.notes, &page.hits), (&all.notes, &all.hits), "nothing stands in where nothing lacks");
    // So is what is like a passage of an article, though it is not saved itself.
    let like = |archive: &mut Archive| archive.more_like("The lamp oil of the lanterns.", "9/oil", 5);
    let page = ask_partly(saved.path(), like).unwrap();
    assert!(ids(&page).contains(&"8/lanterns") && !ids(&page).contains(&"9/oil"), "{page:?}");
    // Whether a phrase is in a text that is not here nobody knows.
    let (page, all) = found("\"pay award\" OR \"the rota\"");
    assert!(all.total > page.total && page.total > 0 && page.notes.contains(&Note::Unsaved), "{page:?}");
}

/// Asks a folder that lacks texts, as a page without a network does.
fn ask_partly(folder: &Path, question: impl Fn(&mut Archive) -> Result<Step<Page>>) -> Result<Page> {
    let mut archive = Archive::open(&fs::read(folder.join("manifest.bi")).unwrap())?;
    let supply = |archive: &mut Archive, parts: &[PartId]| {
        for &part in parts {
            if let Ok(bytes) = fs::read(folder.join(archive.part_name(part))) {
                archive.supply(part, bytes).unwrap();
            }
        }
    };
    for round in 0..20 {
        let needed = match question(&mut archive)? {
            Step::Ready(page) => return Ok(page),
            Step::Need(parts) => parts,
        };
        supply(&mut archive, &needed);
        while let Step::Need(parts) = archive.stand_in(needed.clone())? {
            supply(&mut archive, &parts);
        }
        // Reading waits for the text itself; the search that is under way meanwhile asks again.
        if round < 10
            && let Step::Ready(_) = archive.article("9/oil")?
        {
            panic!("a headline is read for the article");
        }
    }
    panic!("a question does not end")
}

#[test]
fn nothing_stands_in_for_what_is_no_text() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = Archive::open(&fs::read(dir.path().join("manifest.bi")).unwrap()).unwrap();
    let request = Request { query: "oil".into(), ..Request::default() };
    let Step::Need(parts) = archive.search(&request).unwrap() else { panic!("it has no index yet") };
    assert_eq!(archive.stand_in(parts).unwrap(), Step::Ready(false));
    assert_eq!(archive.stand_in([PartId::SPECIAL]).unwrap(), Step::Ready(false));
}

#[test]
fn searches_side_by_side_end_though_more_texts_lack_than_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let words = ["ferry", "tide"];
    let articles = (0..180).map(|number| {
        let blocks = vec![Block::Paragraph(words[number % 2].into())];
        Ok(Article { id: format!("1/{number}"), title: "Note".into(), blocks, ..Article::default() })
    });
    write(articles, &[], dir.path(), &Options::default()).unwrap();
    let mut archive = Archive::open(&fs::read(dir.path().join("manifest.bi")).unwrap()).unwrap();
    let texts = archive.part_count() - 180;
    let requests = words.map(|word| Request { query: word.into(), limit: 90, ..Request::default() });
    let mut ended = [false; 2];
    for _ in 0..20 {
        for (request, ended) in requests.iter().zip(&mut ended).filter(|(_, ended)| !**ended) {
            let supply = |archive: &mut Archive, parts: &[PartId]| {
                for &part in parts.iter().filter(|part| part.0 < texts) {
                    archive
                        .supply(part, fs::read(dir.path().join(archive.part_name(part))).unwrap())
                        .unwrap();
                }
            };
            match archive.search(request).unwrap() {
                Step::Ready(page) => {
                    assert_eq!((page.hits.len(), &page.notes[..]), (90, &[Note::Unsaved][..]));
                    *ended = true;
                }
                Step::Need(parts) => {
                    supply(&mut archive, &parts);
                    while let Step::Need(parts) = archive.stand_in(parts.clone()).unwrap() {
                        supply(&mut archive, &parts);
                    }
                }
            }
        }
    }
    assert_eq!(ended, [true; 2]);
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
    let (articles, issues) = magazine();
    let error = write(articles.into_iter().map(Ok), &issues, dir.path(), &Options::default()).unwrap_err();
    assert_eq!(error.fault(), Fault::Environment);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_published_is_refused() {
    let refused = |articles: Vec<Article>| {
        let dir = tempfile::tempdir().unwrap();
        write(articles.into_iter().map(Ok), &[], dir.path(), &Options::default()).unwrap_err()
    };
    let (articles, _) = magazine();
    assert!(refused(vec![]).problem().contains("not a single article"));
    assert!(refused(vec![articles[0].clone(), articles[0].clone()]).problem().contains("two articles"));
    assert_eq!(refused(vec![Article::default()]).place(), "article 1");
    let failing: Vec<Result<Article>> =
        vec![Ok(articles[0].clone()), Err(backissue::Error::new(Fault::Input, "x:2", "bad", ""))];
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let before = files(dir.path());
    assert_eq!(write(failing.into_iter(), &[], dir.path(), &Options::default()).unwrap_err().place(), "x:2");
    assert_eq!(files(dir.path()), before, "a failed build loses nothing");
}

/// An archive of each format version, opened by every later engine. If this fails, the format has changed: raise
/// `format::VERSION`, update FORMAT.md, and freeze a new archive beside the old ones
/// (`BACKISSUE_FREEZE=1 cargo test --test suite frozen`).
#[test]
fn the_frozen_archives_open() {
    let frozen = |version: u8| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/archive-v{version}"))
    };
    let pair = [
        plain("both", "Pay", "Evidence went to the Senior Lantern Panel (SLP) in May."),
        plain("long", "Wicks", "A senior lantern panel member resigned."),
    ];
    if std::env::var_os("BACKISSUE_FREEZE").is_some() {
        let frozen = frozen(VERSION);
        let _ = fs::remove_dir_all(&frozen);
        let (mut articles, issues) = magazine();
        articles.extend(pair.clone());
        write(articles.into_iter().map(Ok), &issues, &frozen, &Options::default()).unwrap();
    }
    for version in 1..=VERSION {
        let mut archive = archive::local::open(&frozen(version)).unwrap();
        archive.verify().unwrap();
        for article in magazine().0.iter().chain(pair.iter().filter(|_| version > 1)) {
            assert_eq!(&archive.article(&article.id).unwrap(), article);
        }
        let mut ask =
            |query: &str| archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        assert_eq!(ask("lamp oil").hits[0].id, "9/oil");
        assert_eq!(ask("SLP").hits.iter().any(|hit| hit.id == "long"), version > 1);
    }
}

/// An article of one paragraph.
fn plain(id: &str, title: &str, text: &str) -> Article {
    Article {
        id: id.into(),
        title: title.into(),
        blocks: vec![Block::Paragraph(text.into())],
        certainty: 100,
        ..Article::default()
    }
}

fn archive_of(articles: &[Article], options: &Options) -> (tempfile::TempDir, archive::local::LocalArchive) {
    let dir = tempfile::tempdir().unwrap();
    write(articles.iter().cloned().map(Ok), &[], dir.path(), options).unwrap();
    let archive = archive::local::open(dir.path()).unwrap();
    (dir, archive)
}

fn filler() -> impl Iterator<Item = Article> {
    (0..8).map(|n| plain(&format!("filler {n}"), "Oil", "Lamps burn oil, and the lock keeper fills them."))
}

#[test]
fn an_acronym_and_its_long_form_find_each_other() {
    let mut articles = vec![
        plain("both", "Pay", "Evidence went to the Senior Lantern Panel (SLP) in May."),
        plain("short", "Oil", "The SLP has not met since."),
        plain("long", "Wicks", "A senior lantern panel member resigned."),
        plain("words", "Seniors", "The senior keeper stood at the panel with a lantern."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    let mut ask =
        |query: &str| archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
    let page = ask("SLP");
    let mut found = ids(&page);
    found.sort();
    assert_eq!(found, ["both", "long", "short"]);
    let long = page.hits.iter().find(|hit| hit.id == "long").unwrap();
    assert_eq!(
        long.snippet.ranges,
        std::slice::from_ref(&(2..22)),
        "what was found is marked: {}",
        long.snippet.text
    );
    let also = |word: &str, instead: &str| Note::Also { word: word.into(), instead: instead.into() };
    assert_eq!(page.notes, [also("SLP", "Senior Lantern Panel")]);

    let page = ask("resigned senior lantern panel");
    assert_eq!(page.hits[0].id, "long");
    let page = ask("senior lantern panel");
    assert!(
        ids(&page)[..3].contains(&"short"),
        "all that is meant comes before what has the words: {:?}",
        ids(&page)
    );
    let short = page.hits.iter().find(|hit| hit.id == "short").unwrap();
    assert_eq!(short.snippet.ranges, std::slice::from_ref(&(4..7)));
    assert_eq!(page.notes, [also("senior lantern panel", "SLP")]);

    assert_eq!(ask("\"SLP\"").total, 2, "what is quoted is meant");
    assert_eq!(ask("panel -SLP").total, 2, "and what is unwanted");
    assert!(ask("lantern panel").notes.is_empty(), "half of a long form is not it");
}

#[test]
fn an_acronym_that_is_a_word_is_left_alone() {
    let mut articles = vec![
        plain("learned", "Acts", "Assertive Canal Towing (ACT) is new."),
        plain("one", "Acts", "They act when they must."),
        plain("two", "Acts", "We act at once."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    let page =
        archive.search(&Request { query: "assertive canal towing".into(), ..Request::default() }).unwrap();
    assert_eq!((ids(&page), &page.notes[..]), (vec!["learned"], &[][..]));
}

#[test]
fn an_editors_synonyms_find_each_other() {
    let mut articles = vec![
        plain("award", "One", "The pay award was late."),
        plain("rise", "Two", "A pay rise came in June."),
        plain("wages", "Three", "Wages went up."),
    ];
    articles.extend(filler());
    let group = ["pay award", "pay rise", "wages"].map(str::to_owned).to_vec();
    let mut options = Options::default();
    options.synonyms = vec![group];
    let (_dir, mut archive) = archive_of(&articles, &options);
    for (query, own) in [("pay award", "award"), ("pay rise", "rise"), ("wages", "wages")] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        assert_eq!(page.total, 3, "{query}: {:?}", ids(&page));
        assert_eq!(page.notes.len(), 2, "{query}: {:?}", page.notes);
        assert!(page.hits.iter().any(|hit| hit.id == own));
        assert!(page.hits.iter().all(|hit| !hit.snippet.ranges.is_empty()), "{query}");
    }
    archive.verify().unwrap();
}

#[test]
fn a_slip_with_another_words_stem_is_told_from_an_ending_that_nobody_used_yet() {
    let text = "Ferries carry salt and scarce coal; others were carrying oats, and scarcely sank.";
    let mut articles: Vec<Article> = (0..8).map(|n| plain(&n.to_string(), "Ferries", text)).collect();
    let text = "Cars scared crews, though here and there a splendid boat advanced. The tapes ran.";
    articles.push(plain("cars", "Cars", text));
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    for (typed, meant) in [
        // Stems of *car*, *scare*, *here*, *splendid*.
        ("carring", "carrying"),
        ("scarely", "scarcely"),
        ("heree", "here"),
        ("splendide", "splendid"),
        // As it should be, though no article has it.
        ("advances", ""),
        ("advancing", ""),
        ("taped", ""),
        ("boats", ""),
        // While it is typed it may become anything.
        ("car", ""),
    ] {
        let page = archive.search(&Request { query: typed.into(), ..Request::default() }).unwrap();
        assert_eq!(&page.suggestion[..], meant, "{typed}");
        assert!(page.total > 0, "{typed}: what was typed is searched all the same");
        let typing = Request { query: typed.into(), typing: true, ..Request::default() };
        assert_eq!(archive.search(&typing).unwrap().suggestion, "", "{typed}, while it is typed");
    }
}

#[test]
fn what_is_suggested_is_spelled_as_the_articles_are() {
    let mut articles = vec![plain(
        "one",
        "Paint",
        "The co-producers' colours and the behaviour of lamps; an independent judgement.",
    )];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    for (typed, meant) in [
        ("behavour", "behaviour"),
        ("colurs", "colours"),
        ("judgment", ""),
        ("coproducers", ""),
        ("coprodusers", "co-producers"),
        ("color", ""),
        // Found by its stem, and still not how it is written.
        ("independant", "independent"),
    ] {
        let page = archive.search(&Request { query: typed.into(), ..Request::default() }).unwrap();
        assert_eq!((&page.suggestion[..], page.hits[0].id.as_str()), (meant, "one"), "{typed}");
    }
}

#[test]
fn an_article_whose_title_has_every_word_leads() {
    let text = "The heron watched. A clergy of herons, said the clergy; heron and clergy. ".repeat(3);
    let mut articles = vec![
        plain("often", "Birds", &text),
        plain(
            "titled",
            "Heron clergy",
            "A bird stood on the lock gate all through the long afternoon and nobody minded.",
        ),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    let page = archive.search(&Request { query: "heron clergy".into(), ..Request::default() }).unwrap();
    assert_eq!(ids(&page), ["titled", "often"]);
}

#[test]
fn a_title_with_one_word_of_several_is_not_about_them() {
    let text = "The heron clergy met at the lock, and the heron clergy rowed home again before it was dark.";
    let articles = ["Heron clergy", "Clergy of the heron kind", "Coheron days", "Clergy night"]
        .map(|title| plain(title, title, text));
    let (_dir, mut archive) =
        archive_of(&articles.into_iter().chain(filler()).collect::<Vec<_>>(), &Options::default());
    let mut scores = |query: &str| {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        page.hits.into_iter().map(|hit| (hit.id, hit.score)).collect::<std::collections::BTreeMap<_, _>>()
    };
    let of = scores("\"heron clergy\"");
    assert!(of["Heron clergy"] * 2 > of["Clergy night"] * 3, "{of:?}");
}

#[test]
fn a_title_has_a_glued_word_also_as_one() {
    let text = "The wardens talked of co-production and coproduction until the lamps were lit at the lock.";
    let mut articles: Vec<_> =
        ["Coproduction works", "Production works"].map(|title| plain(title, title, text)).into();
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    let page = archive.search(&Request { query: "co-production".into(), ..Request::default() }).unwrap();
    assert_eq!(ids(&page)[0], "Coproduction works");
}

#[test]
fn an_article_opens_with_what_it_was_found_by_marked() {
    let mut articles = vec![
        plain("both", "Pay", "Evidence went to the Senior Lantern Panel (SLP) in May."),
        plain("long", "Wicks", "A senior lantern panel member resigned."),
        plain("award", "One", "The pay award was late."),
    ];
    articles.extend(filler());
    let mut options = Options::default();
    options.synonyms = vec![["pay award", "wage rise"].map(str::to_owned).to_vec()];
    for (query, id, range) in [
        ("SLP", "long", 2..22),
        ("wage rise", "award", 4..13),
        // A slip, and two words run together.
        ("resignd", "long", 30..38),
        ("lanternpanel", "long", 9..22),
    ] {
        // Asked first of all, as by whoever opens an article's address, or behind a search.
        for is_searched in [false, true] {
            let (_dir, mut archive) = archive_of(&articles, &options);
            if is_searched {
                let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
                let hit = page.hits.iter().find(|hit| hit.id == id).unwrap();
                assert!(
                    hit.snippet.ranges.contains(&range) || query == "lanternpanel",
                    "{query}: {:?}",
                    hit.snippet
                );
            }
            let highlights = archive.highlights(id, query).unwrap();
            let marked = highlights.iter().flat_map(|highlight| &highlight.ranges);
            let (start, end) = marked
                .fold((u32::MAX, 0), |(start, end), range| (start.min(range.start), end.max(range.end)));
            assert_eq!(start..end, range, "{query}: {highlights:?}");
        }
    }
}

#[test]
fn hyphens_and_alternatives_find_what_stands_for_them() {
    let mut articles = vec![
        plain("keeper", "One", "A lock-keeper came."),
        plain("warden", "Two", "The sluice warden left."),
        plain("plan", "Three", "A long-term plan (LTP) was printed."),
        plain("short", "Four", "The LTP is late."),
    ];
    articles.extend((0..8).map(|n| plain(&format!("filler {n}"), "Oil", "Lamps burn oil.")));
    let mut options = Options::default();
    options.synonyms = vec![["lock-keeper", "sluice warden"].map(str::to_owned).to_vec()];
    let (_dir, mut archive) = archive_of(&articles, &options);
    for (query, found, word) in [
        ("lock-keeper", "warden", "lock-keeper"),
        ("lock keeper", "warden", "lock keeper"),
        ("sluice-warden", "keeper", "sluice-warden"),
        ("long-term plan", "short", "long-term plan"),
        ("long term-plan", "short", "long term-plan"),
        ("LTP", "plan", "LTP"),
        ("LTP OR xylophone", "plan", "LTP"),
        ("xylophone OR lock-keeper", "warden", "lock-keeper"),
    ] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        let hit = page.hits.iter().find(|hit| hit.id == found);
        assert!(hit.is_some_and(|hit| !hit.snippet.ranges.is_empty()), "{query}: {:?}", ids(&page));
        let is_told = |note: &Note| matches!(note, Note::Also { word: typed, .. } if typed == word);
        assert!(page.notes.iter().any(is_told), "{query}: {:?}", page.notes);
    }
}

#[test]
fn an_article_gives_as_many_passages_as_are_asked_for_and_the_best_in_any_case() {
    let mut long = plain("long", "Keepers", "The keeper slept.");
    for n in 0..8 {
        long.blocks.push(Block::Crosshead(format!("Night {n}").as_str().into()));
        let text = if n == 5 { "The keeper woke." } else { "A keeper slept on." };
        long.blocks.push(Block::Paragraph(text.into()));
    }
    let (_dir, mut archive) =
        archive_of(&[long, plain("short", "", "No keeper woke here.")], &Options::default());
    for (asked, given) in [(0, 0), (1, 0), (2, 2), (5, 5), (u32::MAX, 5)] {
        let request = Request { query: "keeper woke".into(), excerpts: asked, ..Request::default() };
        let hits = archive.search(&request).unwrap().hits;
        let hit = hits.iter().find(|hit| hit.id == "long").unwrap();
        assert_eq!((&hit.snippet.heading[..], &hit.snippet.text[..]), ("Night 5", "The keeper woke."));
        assert_eq!(hit.excerpts.len(), given, "{asked}");
        assert!(given == 0 || hit.excerpts.contains(&hit.snippet));
        assert!(hit.excerpts.windows(2).all(|pair| pair[0].heading < pair[1].heading), "{:?}", hit.excerpts);
    }
}

#[test]
fn articles_that_share_their_subject_go_together() {
    let mut articles = vec![
        plain("heron", "A heron", "The heron nested in the willow by the sluice, and the willow bent."),
        plain("nest", "Willow", "A willow at the sluice fell with the nest of a heron in it."),
        plain("vote", "Ballots", "The ballot closed at noon; turnout was the lowest since the last ballot."),
        plain("count", "Turnout", "Nobody counted the ballot twice, and turnout fell."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles, &Options::default());
    for (of, with) in [("heron", "nest"), ("nest", "heron"), ("vote", "count"), ("count", "vote")] {
        let related = archive.ask(|archive| archive.related(of)).unwrap();
        assert_eq!(related[0].id, with, "{of}");
        assert!(related.iter().all(|line| line.id != of));
    }
    assert_eq!(archive.ask(|archive| archive.related("none")).unwrap_err().fault(), Fault::Request);
}

#[test]
fn all_of_an_editors_list_is_applied() {
    let names: Vec<String> = (0..12).map(|n| format!("lantern{n}x post")).collect();
    let mut articles: Vec<Article> =
        names.iter().map(|name| plain(name, "One", &format!("A {name} and a lamp."))).collect();
    articles.push(plain("wick", "Two", "A wick burns."));
    let mut options = Options::default();
    // Twelve that stand for each other, and one side that nearly all articles say.
    options.synonyms = vec![names.clone(), ["wick", "lamp"].map(str::to_owned).to_vec()];
    let (_dir, mut archive) = archive_of(&articles, &options);
    let mut total = |query: &str| {
        archive.search(&Request { query: query.into(), limit: 1, ..Request::default() }).unwrap().total
    };
    assert_eq!(total(&names[3]), 12);
    assert_eq!(total("wick"), 13);
    assert_eq!(total("lamp"), 13);
}

#[test]
fn what_begins_with_one_word_does_not_grow_a_part_without_bound() {
    let letters = |n: usize| [n / 26, n % 26].map(|n| char::from(b'a' + n as u8)).iter().collect::<String>();
    let mut articles: Vec<Article> = (0..200)
        .map(|n| {
            let [a, b] = letters(n).to_uppercase().chars().collect::<Vec<_>>()[..] else { unreachable!() };
            let text = format!("The National {a}quarium {b}arge (N{a}{b}) is new.");
            plain(&n.to_string(), "One", &text)
        })
        .collect();
    articles.extend((200..600).map(|n| plain(&n.to_string(), "Oil", "Lamps burn oil.")));
    let dir = tempfile::tempdir().unwrap();
    let report = write(articles.into_iter().map(Ok), &[], dir.path(), &Options::default()).unwrap();
    assert!((100..=128).contains(&report.synonyms), "64 pairs, two entries each: {}", report.synonyms);
}
