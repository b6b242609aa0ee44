//! Lists of articles: the newest, and what stands beside one that is read. They take what they show and no more.

use std::fs;
use std::path::Path;

use backissue::Result;
use backissue::archive::{self, Archive, Listing, Step};
use backissue::model::{Article, Issue};
use backissue::publish::archive::{Options, write};
use backissue::query::{Request, Sort};

/// Two hundred articles of one issue, as many of none, and forty issues of one article.
fn magazine() -> Vec<Article> {
    let article = |n: u32| Article {
        id: format!("a/{n}"),
        issue: match n {
            0..200 => "12".into(),
            200..400 => String::new(),
            _ => (n - 300).to_string(),
        },
        title: format!("Title {n}"),
        section: if n.is_multiple_of(2) { "news" } else { "feature" }.into(),
        date: format!("{}", 1600 + n),
        authors: vec![if n % 100 == 7 { "Oona Pike" } else { "Ravi Teller" }.into()],
        ..Article::default()
    };
    (0..440).map(article).collect()
}

fn built(folder: &Path) {
    let issue = Issue { key: "12".into(), title: "The Annual".into(), ..Issue::default() };
    let pilot = Issue { key: "0".into(), title: "Pilot".into(), ..Issue::default() };
    write(magazine().into_iter().map(Ok), &[issue, pilot], folder, &Options::default()).unwrap();
}

/// How many parts an archive that has none needs for an answer.
fn needs<T>(folder: &Path, ask: impl Fn(&mut Archive) -> Result<Step<T>>) -> usize {
    let mut archive = Archive::open(&fs::read(folder.join("manifest.bi")).unwrap()).unwrap();
    let mut count = 0;
    while let Step::Need(parts) = ask(&mut archive).unwrap() {
        for part in parts {
            count += 1;
            archive.supply(part, fs::read(folder.join(archive.part_name(part))).unwrap()).unwrap();
        }
    }
    count
}

fn ids(lines: &[Listing]) -> Vec<&str> {
    lines.iter().map(|line| &line.id[..]).collect()
}

#[test]
fn headlines_are_the_newest_of_those_that_the_filters_leave() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path());
    let mut archive = archive::local::open(folder.path()).unwrap();
    let mut newest = magazine();
    newest.reverse();
    let mut check = |change: &dyn Fn(&mut Request), keep: &dyn Fn(&Article) -> bool| {
        let mut request = Request::default();
        change(&mut request);
        let kept = newest.iter().filter(|article| keep(article));
        let shown = kept.skip(request.offset as usize).take(request.limit as usize);
        let expected: Vec<&str> = shown.map(|article| &article.id[..]).collect();
        assert_eq!(ids(&archive.headlines(&request).unwrap()), expected, "{request:?}");
    };
    check(&|_| (), &|_| true);
    check(&|r| (r.offset, r.limit) = (37, 5), &|_| true);
    check(&|r| (r.offset, r.limit) = (435, 50), &|_| true);
    check(&|r| r.section = vec!["news".into()], &|a| a.section == "news");
    check(&|r| r.author = vec!["Oona Pike".into()], &|a| a.authors[0] == "Oona Pike");
    check(&|r| r.issue = vec!["12".into()], &|a| a.issue == "12");
    check(&|r| r.section = vec!["sport".into()], &|_| false);
    // Neither words nor another order.
    check(&|r| (r.query, r.sort) = ("zzqx".into(), Sort::Oldest), &|_| true);
}

#[test]
fn around_an_article_stand_those_before_and_behind_it_in_its_issue() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path());
    let mut archive = archive::local::open(folder.path()).unwrap();
    let articles = magazine();
    for n in [0, 1, 31, 32, 63, 64, 100, 199, 200, 231, 232, 399, 400, 439] {
        let of = &articles[n];
        let around = archive.ask(|archive| archive.around(&of.id)).unwrap();
        assert_eq!(around.issue.key, of.issue);
        assert_eq!(around.issue.title, if of.issue == "12" { "The Annual" } else { "" });
        let lines = ids(&around.articles);
        let at = lines.iter().position(|id| *id == of.id).unwrap();
        let in_issue = |n: Option<usize>| {
            let other = n.and_then(|n| articles.get(n)).filter(|other| other.issue == of.issue);
            other.map(|other| &other.id[..])
        };
        assert_eq!(at.checked_sub(1).map(|at| lines[at]), in_issue(n.checked_sub(1)), "{n}");
        assert_eq!(lines.get(at + 1).copied(), in_issue(Some(n + 1)), "{n}");
    }
    assert!(archive.ask(|archive| archive.around("a/999")).is_err());
}

#[test]
fn around_an_article_stand_its_issues_others_though_articles_of_several_come_in_turns() {
    let folder = tempfile::tempdir().unwrap();
    let article = |n: u32| Article {
        id: format!("a/{n}"),
        issue: (n % 3).to_string(),
        title: format!("Title {n}"),
        ..Article::default()
    };
    write((0..90).map(|n| Ok(article(n))), &[], folder.path(), &Options::default()).unwrap();
    let mut archive = archive::local::open(folder.path()).unwrap();
    for n in [0, 1, 44, 88, 89] {
        let around = archive.ask(|archive| archive.around(&format!("a/{n}"))).unwrap();
        let of: Vec<String> = (0..30).map(|at| format!("a/{}", at * 3 + n % 3)).collect();
        assert_eq!(ids(&around.articles), of, "{n}");
    }
}

#[test]
fn an_issue_is_listed_whole_whatever_it_has() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path());
    let mut archive = archive::local::open(folder.path()).unwrap();
    let articles = magazine();
    let issues = archive.issues().unwrap();
    assert_eq!(issues.len(), 43);
    for summary in &issues {
        let key = &summary.issue.key;
        let of: Vec<&str> = articles.iter().filter(|a| a.issue == *key).map(|a| &a.id[..]).collect();
        assert_eq!(ids(&summary.articles), of, "{key}");
        assert_eq!(archive.ask(|archive| archive.issue(key)).unwrap(), *summary);
    }
    assert!(archive.ask(|archive| archive.issue("none")).is_err());
}

#[test]
fn what_stands_beside_an_article_takes_a_few_parts_however_many_there_are() {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path());
    let folder = folder.path();
    let read = needs(folder, |archive| archive.article("a/100"));
    // A leaf and a listing for each of its own group and the two beside it; its own leaf was there.
    assert_eq!(needs(folder, |archive| archive.around("a/100")), read + 5);
    assert_eq!(needs(folder, |archive| archive.around("a/420")), read + 1);
    // Vocabulary, columns, and a leaf and a listing for each group.
    assert_eq!(needs(folder, |archive| archive.issue("120")), 2 + 2);
    assert_eq!(needs(folder, |archive| archive.issue("0")), 2 + 2);
    let by_her = Request { author: vec!["Oona Pike".into()], limit: 3, ..Request::default() };
    assert_eq!(needs(folder, |archive| archive.headlines(&by_her)), 2 + 3 * 2);
    assert!(needs(folder, Archive::issues) > 90);
}
