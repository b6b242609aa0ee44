//! A large archive's index has impacts instead of counts: it finds the same, and scores it as nearly as it says.

use backissue::model::{Article, Block};
use backissue::publish::archive::Options;
use backissue::query::score::{EXACT, ONE};
use backissue::query::{Page, Request};
use proptest::prelude::*;

use crate::specimen::{archive_with, filler, plain};

const WORDS: [&str; 8] = ["lamp", "oil", "wick", "lock", "keeper", "tide", "canal", "rota"];

fn article(place: usize, title: &[usize], body: &[usize]) -> Article {
    let text = |words: &[usize]| words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ");
    let blocks = vec![Block::Paragraph(text(body).as_str().into())];
    Article { id: format!("1/{place}"), title: text(title), blocks, ..Article::default() }
}

fn options(impacts: bool) -> Options {
    let mut options = Options::default();
    options.impacts = Some(impacts);
    options
}

/// The first hundred hits of the same search with counts and with impacts.
fn both(articles: &[Article], query: &str) -> [Page; 2] {
    [false, true].map(|impacts| {
        let (_dir, mut archive) = archive_with(articles, &options(impacts));
        archive.verify().unwrap();
        archive.search(&Request { query: query.into(), limit: 100, ..Request::default() }).unwrap()
    })
}

fn scores(page: &Page) -> Vec<(&str, u32)> {
    let mut scores: Vec<_> = page.hits.iter().map(|hit| (&hit.id[..], hit.score)).collect();
    scores.sort_unstable();
    scores
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn impacts_find_the_same_and_score_it_alike(
        texts in prop::collection::vec(
            (prop::collection::vec(0..8usize, 0..4), prop::collection::vec(0..8usize, 1..60)), 1..40),
        asked in prop::collection::vec(0..8usize, 1..4),
    ) {
        let articles: Vec<Article> =
            texts.iter().enumerate().map(|(place, (title, body))| article(place, title, body)).collect();
        let query: Vec<&str> = asked.iter().map(|&word| WORDS[word]).collect();
        let [counts, impacts] = both(&articles, &query.join(" "));
        prop_assert_eq!((counts.total, &counts.facets, &counts.notes), (impacts.total, &impacts.facets, &impacts.notes));
        // A quarter of a point a word; a title, all words and their wording raise a score by at most a half, a quarter and a half.
        let most = asked.len() as f64 * EXACT as f64 * 1.5 * 1.25 * 1.5 + 16.0;
        for ((id, exact), (same, near)) in scores(&counts).into_iter().zip(scores(&impacts)) {
            prop_assert_eq!(id, same);
            prop_assert!(f64::from(exact.abs_diff(near)) <= most, "{} {} {}, at most {}", id, exact, near, most);
        }
    }
}

#[test]
fn impacts_rank_what_says_more_of_a_word_first() {
    let mut articles: Vec<Article> = filler().collect();
    for (place, count) in [1, 6, 2, 12].into_iter().enumerate() {
        articles.push(article(place, &[], &[vec![2; count], vec![3; 20 - count]].concat()));
    }
    for page in both(&articles, "wick") {
        let found: Vec<&str> = page.hits.iter().map(|hit| &hit.id[..]).collect();
        assert_eq!(found, ["1/3", "1/1", "1/2", "1/0"]);
        assert!(page.hits[0].score > page.hits[1].score + ONE / 8);
    }
}

#[test]
fn what_is_looked_for_in_titles_alone_is_found_by_impacts() {
    let articles = [
        plain("tide", "Tides", "The lamp."),
        plain("lamp", "Lamps", "A tide came."),
        plain("oil", "Oil", "Oil."),
    ];
    for page in both(&articles, "title:tides") {
        assert_eq!(page.hits.iter().map(|hit| &hit.id[..]).collect::<Vec<_>>(), ["tide"]);
    }
}
