//! Archives: what goes in comes out, whatever is wrong is refused, and a refusal harms nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use backissue::archive::{self, Archive, PartId, Step};
use backissue::format::VERSION;
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::Request;
use backissue::{Fault, Result};

use crate::specimen::{built, magazine, plain};

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
        let mut options = Options::default();
        options.impacts = Some(true);
        write(articles.into_iter().map(Ok), &issues, &frozen, &options).unwrap();
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
