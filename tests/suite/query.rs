//! Matching and scores against a naive oracle that scans the texts.

use backissue::archive;
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::Request;
use backissue::query::rank::{COMPLETE, TITLED};
use backissue::query::score::{B, K1, TITLE};
use backissue::query::wording::{BLOCK, RAISE};
use backissue::store::columns::{class_length, length_class};
use backissue::text::{Kind, Lang, term, tokens};
use proptest::prelude::*;

/// Words that stem to themselves and are no function words, so that the oracle is plain counting.
pub const WORDS: [&str; 12] =
    ["ward", "bed", "rota", "lamp", "oil", "lock", "canal", "keep", "fund", "bank", "vote", "ballot"];

pub fn articles(texts: &[(Vec<usize>, Vec<usize>)]) -> Vec<Article> {
    let words = |words: &[usize]| words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ");
    texts
        .iter()
        .enumerate()
        .map(|(n, (title, body))| Article {
            id: n.to_string(),
            title: words(title),
            blocks: vec![Block::Paragraph(words(body).as_str().into())],
            certainty: 100,
            ..Article::default()
        })
        .collect()
}

fn body(article: &Article) -> String {
    article.texts()[0].to_string()
}

/// For one word what it weighs, and for each article its part of the score (BM25 in floating point, over the texts themselves,
/// with lengths as coarse as the archive's) and whether the title has it. `None` if no article has it.
pub fn bm25(articles: &[Article], word: &str) -> Option<(f64, Vec<(f64, bool)>)> {
    let word = term(word);
    let count = |text: &str| {
        let mut found = 0.0;
        tokens(text, Lang::English, &mut |token| {
            found += f64::from(u8::from(token.kind == Kind::Word && token.term == word));
        });
        found
    };
    let len = |text: &str| text.split_whitespace().count() as f64;
    // As coarse as the archive keeps it, so that scores can be compared closely.
    let coarse = |length: f64| f64::from(class_length(length_class(length as u32)));
    let total: f64 = articles.iter().map(|a| len(&a.title) + len(&body(a))).sum();
    let average = total / articles.len() as f64;
    let tf = |a: &Article| (count(&a.title), count(&body(a)));
    let df = articles.iter().filter(|a| tf(a) != (0.0, 0.0)).count() as f64;
    if df == 0.0 {
        return None;
    }
    let idf = ((articles.len() as f64 + 1.0) / (df + 0.5)).log2();
    let score = |article: &Article| {
        let (title, text) = tf(article);
        if title + text == 0.0 {
            return (0.0, false);
        }
        let length = coarse(len(&article.title) + len(&body(article)));
        let [k1, b, share] = [K1, B, TITLE].map(|of_256| of_256 as f64 / 256.0);
        let norm = k1 * (1.0 - b + b * length / average);
        let whole = (title + text) * (k1 + 1.0) / (title + text + norm);
        (idf * (whole + share * title * (k1 + 1.0) / (title + k1)), title > 0.0)
    };
    Some((idf, articles.iter().map(score).collect()))
}

/// What a query finds: the document, its score, how many of the words it has that are anywhere, and how many these are.
fn oracle(articles: &[Article], query: &[&str]) -> Vec<(usize, f64, usize, usize)> {
    let mut scores = vec![(0.0, 0usize, 0usize); articles.len()];
    let mut known = 0;
    for (_, parts) in query.iter().filter_map(|word| bm25(articles, word)) {
        known += 1;
        for ((part, is_titled), score) in parts.into_iter().zip(&mut scores) {
            score.0 += part;
            score.1 += usize::from(part > 0.0);
            score.2 += usize::from(is_titled);
        }
    }
    for (score, has, titled) in &mut scores {
        *score *= if *titled == known { 1.0 + 1.0 / f64::from(TITLED) } else { 1.0 };
        *score *= if *has == known { 1.0 + 1.0 / f64::from(COMPLETE) } else { 1.0 };
    }
    let least = scores.iter().filter(|s| s.1 == known).map(|s| s.0).min_by(f64::total_cmp);
    // Every word is there in the very form; of the query's neighbours that are both there, some are neighbours there.
    let worded = |article: &Article| {
        let texts = [article.title.clone(), body(article)];
        let has = |word: &str| texts.iter().any(|text| text.split(' ').any(|found| found == word));
        let is_next = |pair: &[&str]| {
            texts.iter().any(|text| format!(" {text} ").contains(&format!(" {} {} ", pair[0], pair[1])))
        };
        let both: Vec<&[&str]> = query.windows(2).filter(|pair| has(pair[0]) && has(pair[1])).collect();
        let next = both.iter().filter(|pair| is_next(pair)).count() as f64;
        1.0 + (1.0 + next / both.len().max(1) as f64) / f64::from(RAISE)
    };
    let found = scores.iter().enumerate().filter(|(_, s)| s.1 > 0);
    let score = |(doc, s): (usize, &(f64, usize, usize))| match least {
        Some(least) if s.1 < known && s.1 * 2 <= known => (doc, s.0.min(least), s.1, known),
        _ => (doc, s.0 * worded(&articles[doc]), s.1, known),
    };
    found.map(score).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn totals_and_scores_are_those_of_a_scan(
        texts in prop::collection::vec(
            (prop::collection::vec(0..WORDS.len(), 0..3), prop::collection::vec(0..WORDS.len(), 1..30)), 1..40),
        query in prop::collection::btree_set(0..WORDS.len(), 1..4),
    ) {
        let articles = articles(&texts);
        let dir = tempfile::tempdir().unwrap();
        write(articles.iter().cloned().map(Ok), &[], dir.path(), &Options::default()).unwrap();
        let mut archive = archive::local::open(dir.path()).unwrap();
        let words: Vec<&str> = query.iter().map(|&word| WORDS[word]).collect();
        let request = Request { query: words.join(" "), limit: 100, ..Request::default() };
        let (found, total) = archive.ask(|archive| archive.rank(&request)).unwrap();
        let expected = oracle(&articles, &words);
        if !expected.is_empty() {
            prop_assert_eq!(total as usize, expected.len());
            let mut has_few_begun = false;
            let mut before = u32::MAX;
            for (place, (doc, score)) in found.into_iter().enumerate() {
                // Blocks are in order among themselves by what they score without their texts.
                if place % BLOCK == 0 { before = u32::MAX }
                let &(_, exact, has, known) = expected.iter().find(|e| e.0 == doc as usize).unwrap();
                let score_is_near = (f64::from(score) / 65_536.0 - exact).abs() <= exact * 0.004 + 0.004;
                prop_assert!(score_is_near, "{} {}", f64::from(score) / 65_536.0, exact);
                if has < known { has_few_begun |= has * 2 <= known } else { prop_assert!(!has_few_begun) }
                prop_assert!(score <= before, "in falling order");
                before = score;
            }
        }
    }
}

#[test]
fn the_pages_of_a_phrase_query_hold_each_hit_once_and_in_order() {
    // All have both words, so all are candidates; every third, of differing lengths, has them as a phrase.
    let articles = (0..60usize).map(|n| {
        let words = if n % 3 == 0 { "canal lock" } else { "lock canal" };
        let text = format!("{words}{}", " rota".repeat(n * 7 % 60));
        let block = Block::Paragraph(text.as_str().into());
        Ok(Article { id: n.to_string(), blocks: vec![block], certainty: 100, ..Article::default() })
    });
    let dir = tempfile::tempdir().unwrap();
    write(articles, &[], dir.path(), &Options::default()).unwrap();
    let mut archive = archive::local::open(dir.path()).unwrap();
    let mut page = |offset: u32, limit: u32| {
        let request = Request { query: "\"canal lock\"".into(), offset, limit, ..Request::default() };
        let page = archive.ask(|archive| archive.search(&request)).unwrap();
        assert_eq!(page.total, 20);
        page.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let whole = page(0, 100);
    assert_eq!(whole.len(), 20);
    let paged: Vec<String> = [0, 5, 10, 15].into_iter().flat_map(|offset| page(offset, 5)).collect();
    assert_eq!(paged, whole);
}

/// An archive of these texts, and the hits for a query by their places.
fn found(texts: &[&str], query: &str) -> Vec<String> {
    let articles = texts.iter().enumerate().map(|(n, &text)| {
        let blocks = vec![Block::Paragraph(text.into())];
        Ok(Article { id: n.to_string(), blocks, certainty: 100, ..Article::default() })
    });
    let dir = tempfile::tempdir().unwrap();
    write(articles, &[], dir.path(), &Options::default()).unwrap();
    let request = Request { query: query.into(), ..Request::default() };
    let page = archive::local::open(dir.path()).unwrap().search(&request).unwrap();
    page.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn the_very_form_that_was_typed_is_preferred() {
    let texts = ["managed wards keep on", "manager wards keep on", "managing wards keep on"];
    assert_eq!(found(&texts, "manager")[0], "1");
    assert_eq!(found(&texts, "managing")[0], "2");
    // British or American is no other form.
    assert_eq!(found(&["organized lock", "organised lock"], "organised"), ["0", "1"]);
}

#[test]
fn neighbours_are_preferred() {
    let texts = ["award and pay for wards", "pay for wards and award", "wards for pay award and"];
    assert_eq!(found(&texts, "pay award")[0], "2");
}

#[test]
fn a_stop_ends_a_word_that_is_being_typed() {
    let texts = ["wardens of lock", "ward of lock"];
    let typed = |query: &str| {
        let query = backissue::query::parse(query, true);
        query.atoms().last().unwrap().words[0].prefix.clone()
    };
    assert_eq!([typed("lock ward"), typed("lock ward?"), typed("lock ward.")], ["ward", "", ""]);
    assert_eq!(found(&texts, "ward.")[0], "1");
}

#[test]
fn a_slip_is_ordered_by_what_was_meant() {
    let texts = ["wardens by the canal keep on", "canal wardens keep on by the"];
    assert_eq!(found(&texts, "cannal wardens")[0], "1");
    let texts = ["managed wards keep on", "manager wards keep on", "managing wards keep on"];
    assert_eq!(found(&texts, "wards mnaager")[0], "1");
}
