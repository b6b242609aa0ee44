//! Searching: what is found, in which order, with which passages, filters and counts.

use std::fs;

use backissue::Fault;
use backissue::archive;
use backissue::format::{MANIFEST_NAME, Manifest};
use backissue::model::Block;
use backissue::publish::archive::{Options, write};
use backissue::query::{Note, Request, Sort};

use crate::specimen::{archive_of, archive_with, built, filler, ids, magazine, plain};

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
    let (_dir, mut archive) = archive_of(&articles);
    let page = archive.search(&Request { query: "heron clergy".into(), ..Request::default() }).unwrap();
    assert_eq!(ids(&page), ["titled", "often"]);
}

#[test]
fn a_title_with_one_word_of_several_is_not_about_them() {
    let text = "The heron clergy met at the lock, and the heron clergy rowed home again before it was dark.";
    let articles = ["Heron clergy", "Clergy of the heron kind", "Coheron days", "Clergy night"]
        .map(|title| plain(title, title, text));
    let (_dir, mut archive) = archive_of(&articles.into_iter().chain(filler()).collect::<Vec<_>>());
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
    let (_dir, mut archive) = archive_of(&articles);
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
            let (_dir, mut archive) = archive_with(&articles, &options);
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
fn an_article_gives_as_many_passages_as_are_asked_for_the_best_among_them() {
    let mut long = plain("long", "Keepers", "The keeper slept.");
    for n in 0..8 {
        long.blocks.push(Block::Crosshead(format!("Night {n}").as_str().into()));
        let text = if n == 5 { "The keeper woke." } else { "A keeper slept on." };
        long.blocks.push(Block::Paragraph(text.into()));
    }
    let (_dir, mut archive) = archive_of(&[long, plain("short", "", "No keeper woke here.")]);
    for (asked, given) in [(1, 0), (2, 2), (5, 5), (u32::MAX, 5)] {
        let request = Request { query: "keeper woke".into(), excerpts: asked, ..Request::default() };
        let hits = archive.search(&request).unwrap().hits;
        let hit = hits.iter().find(|hit| hit.id == "long").unwrap();
        assert_eq!((&hit.snippet.heading[..], &hit.snippet.text[..]), ("Night 5", "The keeper woke."));
        assert_eq!(hit.excerpts.len(), given, "{asked}");
        assert!(given == 0 || hit.excerpts.contains(&hit.snippet));
        assert!(hit.excerpts.windows(2).all(|pair| pair[0].heading < pair[1].heading), "{:?}", hit.excerpts);
    }
    let request = Request { query: "keeper woke".into(), excerpts: 0, ..Request::default() };
    let hits = archive.search(&request).unwrap().hits;
    assert!(hits.len() == 2 && hits.iter().all(|hit| hit.snippet.text.is_empty() && hit.excerpts.is_empty()));
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
    let (_dir, mut archive) = archive_of(&articles);
    for (of, with) in [("heron", "nest"), ("nest", "heron"), ("vote", "count"), ("count", "vote")] {
        let related = archive.ask(|archive| archive.related(of)).unwrap();
        assert_eq!(related[0].id, with, "{of}");
        assert!(related.iter().all(|line| line.id != of));
    }
    assert_eq!(archive.ask(|archive| archive.related("none")).unwrap_err().fault(), Fault::Request);
}

#[test]
fn that_words_lack_is_said_of_the_articles_that_are_found() {
    let mut articles = vec![
        plain("phrase", "One", "The lantern award is late."),
        plain("words", "Two", "By night a lantern is an award."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    for (query, first, lacks) in [
        ("lantern award night", "words", false),
        // The other has all of the words, and not the phrase.
        ("\"lantern award\" night", "phrase", true),
        ("\"lantern award\"", "phrase", false),
        // A word that is nowhere is told by itself.
        ("lantern award zeppelin", "phrase", false),
    ] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        assert_eq!(page.hits[0].id, first, "{query}");
        assert_eq!(page.notes.contains(&Note::Relaxed), lacks, "{query}: {:?}", page.notes);
    }
}
