//! The sample magazine, end to end: its gold is sound, ingest restores it, and what one types finds what one means.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The sample's files: number, text, gold.
const FILES: [(u32, &str, &str); 3] = [
    (41, "issue-41.txt", "gold/issue-41.json"),
    (41, "forms/issue-41-markdown.txt", "gold/issue-41-markdown.json"),
    (42, "issue-42.txt", "gold/issue-42.json"),
];

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample")
}

fn read(name: &str) -> String {
    let path = sample().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a careful reader makes of an issue; line ranges are 1-based and inclusive.
#[derive(Deserialize)]
struct Gold {
    articles: Vec<GoldArticle>,
    events: Vec<GoldEvent>,
    not_articles: Vec<Lines>,
}

#[derive(Deserialize)]
struct GoldArticle {
    id: String,
    title: String,
    section: String,
    authors: Vec<String>,
    standfirst: Option<String>,
    lines: Vec<(usize, usize)>,
    first_words: String,
    last_words: String,
    drop_cap: Option<String>,
}

#[derive(Deserialize, PartialEq, Debug)]
struct GoldEvent {
    date: String,
    title: String,
    place: String,
    url: String,
}

#[derive(Deserialize)]
struct Lines {
    lines: (usize, usize),
}

fn gold(name: &str) -> Gold {
    serde_json::from_str(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Letters and digits alone, in lower case: hyphens at line ends, quotes and spaces do not count.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_line_of_the_sample_belongs_to_one_article_or_to_none() {
    for (_, text, gold_name) in FILES {
        let (text, gold) = (read(text), gold(gold_name));
        let lines: Vec<&str> = text.lines().collect();
        let mut owners: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for article in &gold.articles {
            for &(first, last) in &article.lines {
                (first..=last).for_each(|line| owners.entry(line).or_default().push(&article.id));
            }
        }
        for nothing in &gold.not_articles {
            (nothing.lines.0..=nothing.lines.1).for_each(|line| owners.entry(line).or_default().push("-"));
        }
        assert!(
            owners.keys().all(|line| (1..=lines.len()).contains(line)),
            "{gold_name}: a range leaves the file"
        );
        let mut shared = 0;
        for (number, line) in (1..).zip(&lines) {
            let who = owners.get(&number).map_or(0, Vec::len);
            match who {
                0 => assert!(line.trim().is_empty(), "{gold_name}: nobody owns line {number}: {line}"),
                1 => {}
                // A dump glues two frames together in one line, as dumps do.
                _ => shared += usize::from(!line.trim().is_empty()),
            }
        }
        assert!(shared <= 1, "{gold_name}: {shared} lines have two owners");
    }
}

#[test]
fn gold_openings_and_endings_stand_in_the_text() {
    for (_, text, gold_name) in FILES {
        let text = read(text);
        let lines: Vec<&str> = text.lines().collect();
        for article in gold(gold_name).articles {
            let ranges = article.lines.iter().flat_map(|&(first, last)| &lines[first - 1..last]);
            // Links of the Markdown form repeat their label: [label](address).
            let words: Vec<String> =
                ranges.map(|line| bare(line.split("](").next().unwrap_or(line))).collect();
            let body = words.concat();
            let lost = article.drop_cap.as_deref().map_or(0, str::len);
            let opening = bare(&article.first_words);
            let ending = bare(&article.last_words);
            assert!(
                body.contains(&opening[lost..]),
                "{gold_name}: {} does not open so: {opening}",
                article.id
            );
            assert!(body.contains(&ending), "{gold_name}: {} does not end so: {ending}", article.id);
        }
    }
}

#[test]
fn the_sample_is_two_issues_of_a_dozen_articles_worth_reading() {
    for (_, text, gold_name) in FILES {
        let articles = gold(gold_name).articles.len();
        assert!((8..=12).contains(&articles), "{gold_name}: {articles} articles");
        let words = read(text).split_whitespace().count();
        assert!((6_000..=9_000).contains(&words), "{text}: {words} words");
    }
}

#[test]
fn both_forms_of_an_issue_are_the_same_articles() {
    let (ocr, markdown) = (gold(FILES[0].2), gold(FILES[1].2));
    assert_eq!(ocr.events, markdown.events);
    let of = |gold: Gold| -> Vec<_> {
        let facts =
            |a: GoldArticle| (a.id, a.title, a.section, a.authors, a.standfirst, a.first_words, a.last_words);
        gold.articles.into_iter().map(facts).collect()
    };
    assert_eq!(of(ocr), of(markdown));
}
