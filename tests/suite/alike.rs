//! More like a passage: against a naive scan, within its bounds, and whatever the passage.

use backissue::Fault;
use backissue::archive;
use backissue::model::{Article, Block};
use backissue::query::alike::{LIKENESS, PASSAGE_BYTES_MAX, WORDS_MAX};
use proptest::prelude::*;

use super::query::{WORDS, articles, bm25};
use crate::specimen::archive_of;

fn article(id: &str, text: &str) -> Article {
    let blocks = vec![Block::Paragraph(text.into())];
    Article { id: id.into(), blocks, certainty: 100, ..Article::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_like_a_passage_is_what_a_scan_finds(
        texts in prop::collection::vec(
            (prop::collection::vec(0..WORDS.len(), 0..3), prop::collection::vec(0..WORDS.len(), 1..30)), 1..30),
        passage in prop::collection::vec(0..WORDS.len(), 0..9),
        except in prop::option::of(0usize..30),
    ) {
        let articles = articles(&texts);
        let except = except.filter(|&doc| doc < articles.len());
        let (_dir, mut archive) = archive_of(&articles);
        let words: Vec<&str> = passage.iter().map(|&word| WORDS[word]).collect();
        let name = except.map(|doc| doc.to_string()).unwrap_or_default();
        let page = archive.more_like(&format!("The {}.", words.join(" and ")), &name, 100).unwrap();

        let mut once = words.clone();
        once.sort_unstable();
        once.dedup();
        let (mut scores, mut all, mut by) = (vec![0.0; articles.len()], 0.0, Vec::new());
        for word in once {
            let Some((idf, parts)) = bm25(&articles, word) else { continue };
            // What only the passage's own article says is not searched.
            if !parts.iter().enumerate().any(|(doc, part)| part.0 > 0.0 && Some(doc) != except) {
                continue;
            }
            by.push(word);
            all += idf;
            parts.iter().zip(&mut scores).for_each(|(part, score)| *score += part.0);
        }
        let mut told: Vec<&str> = page.query.split_whitespace().collect();
        told.sort_unstable();
        prop_assert_eq!(told, by);
        let least = all / LIKENESS as f64;
        let mut before = u32::MAX;
        for hit in &page.hits {
            let doc: usize = hit.id.parse().unwrap();
            let near = (f64::from(hit.score) / 65_536.0 - scores[doc]).abs() <= scores[doc] * 0.004 + 0.004;
            prop_assert!(near, "{} {}", f64::from(hit.score) / 65_536.0, scores[doc]);
            prop_assert!(hit.score <= before && Some(doc) != except);
            before = hit.score;
        }
        prop_assert_eq!(page.total as usize, page.hits.len());
        for (doc, &score) in scores.iter().enumerate() {
            let is_found = page.hits.iter().any(|hit| hit.id == doc.to_string());
            // Beside the bound either will do: scores are integers there.
            if (score - least).abs() > least * 0.01 + 0.01 {
                prop_assert_eq!(is_found, score > least && Some(doc) != except, "{} {}", score, least);
            }
        }
    }

    #[test]
    fn any_passage_is_answered(passage in "\\PC{0,300}", kind in 0u8..3) {
        let (_dir, mut archive) = archive_of(&[
            article("tide", "The tide turned and the ferry left without its bell."),
            article("bell", "No ferry has had a bell since the tide took it."),
        ]);
        let passage = match kind {
            0 => passage,
            1 => format!("{passage} ferry\0 \u{feff}bell \"tide\" -author:bell OR {passage}"),
            _ => passage.repeat(400),
        };
        for except in ["", "bell"] {
            let page = archive.more_like(&passage, except, u32::MAX).unwrap();
            prop_assert!(page.hits.iter().all(|hit| hit.id != except));
        }
    }
}

#[test]
fn a_passage_is_told_by_what_others_say_too_and_by_nothing_else() {
    let mut all = vec![
        article("oil", "The warden bought lamp oil for every lamp, and a quokka watched."),
        article("lamp", "Lamps go out when nobody has oil for them."),
        article("quay", "The quay was repaired at last."),
    ];
    all.extend((0..6).map(|n| article(&n.to_string(), "The harbour slept.")));
    let (_dir, mut archive) = archive_of(&all);
    let passage = "The warden bought lamp oil for every lamp, and a quokka watched.";
    let page = archive.more_like(passage, "oil", 10).unwrap();
    // Most telling first, as written; no function words, and none that only its own article has.
    assert_eq!(page.query, "lamp oil");
    assert_eq!(page.hits.iter().map(|hit| &hit.id[..]).collect::<Vec<_>>(), ["lamp"]);
    let snippet = &page.hits[0].snippet;
    let marked: Vec<_> =
        snippet.ranges.iter().map(|range| &snippet.text[range.start as usize..range.end as usize]).collect();
    assert_eq!(marked, ["Lamps", "oil"]);
    // From elsewhere it finds the article that says all of it first.
    let page = archive.more_like(passage, "", 10).unwrap();
    assert_eq!((&page.hits[0].id[..], page.total), ("oil", 2));
    assert_eq!(archive.more_like("Of the and to.", "", 10).unwrap().total, 0);
    assert_eq!(archive.more_like(passage, "none", 10).unwrap_err().fault(), Fault::Request);
}

#[test]
fn a_welsh_passage_finds_what_is_written_without_its_mutations() {
    let welsh = |id: &str, text: &str| Article { lang: "cy".into(), ..article(id, text) };
    let mut all = vec![
        welsh("un", "Daeth y meddyg o Gaerdydd gyda'i phlant."),
        welsh("dau", "Mae Caerdydd yn fawr, ac mae plant yno."),
    ];
    all.extend((0..8).map(|n| article(&n.to_string(), "The harbour slept.")));
    let (_dir, mut archive) = archive_of(&all);
    let page = archive.more_like("o Gaerdydd gyda'i phlant", "un", 10).unwrap();
    assert_eq!(page.hits.iter().map(|hit| &hit.id[..]).collect::<Vec<_>>(), ["dau"]);
}

#[test]
fn a_long_passage_is_looked_up_by_a_few_words_and_read_to_a_bound() {
    // Names that share no beginnings, each in two articles: every one would do, and they lie all over the index.
    let name = |n: usize| {
        let mut hash = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (0..10)
            .map(|_| {
                hash = hash.wrapping_mul(0x5851_f42d_4c95_7f2d).rotate_left(23);
                char::from(b"bcdfghjklmnpqrtv"[(hash >> 60) as usize])
            })
            .chain(['k'])
            .collect::<String>()
    };
    let all: Vec<Article> = (0..125)
        .map(|n| {
            let words: Vec<String> = (n * 120..(n + 2) * 120).map(|word| name(word % 30_000)).collect();
            article(&n.to_string(), &words.join(" "))
        })
        .collect();
    let (_dir, mut archive) = archive_of(&all);
    let count = archive.archive().part_count() as usize;
    assert!(count > all.len() + 2 * WORDS_MAX, "an index of many parts, not {count} of all");
    // Some are said twice, which tells more.
    let words: Vec<String> = (1000..3000).step_by(50).chain(1000..1600).map(name).collect();
    let (mut needed, mut parts) = (0, std::collections::BTreeSet::new());
    let page = archive
        .ask(|archive| {
            let step = archive.more_like(&words.join(" "), "", 0);
            if let Ok(archive::Step::Need(these)) = &step {
                needed += 1;
                parts.extend(these.clone());
            }
            step
        })
        .unwrap();
    assert!(page.query.split(' ').count() <= WORDS_MAX && page.total > 0, "{}", page.query);
    // Beside the index: vocabulary, columns and the groups' directories.
    assert!(parts.len() > WORDS_MAX / 2 && parts.len() <= WORDS_MAX + 10, "{} parts", parts.len());
    assert!(needed <= 3, "{needed} rounds");

    let far = format!("{}{}", "the ".repeat(PASSAGE_BYTES_MAX / 4), name(1000));
    assert_eq!(archive.more_like(&far, "", 5).unwrap().total, 0);
    assert!(archive.more_like(&far[4..], "", 5).unwrap().total == 0, "the bound is in bytes");
    assert!(archive.more_like(&far[4 * 100..], "", 5).unwrap().total > 0);
}

/// Of how many articles a passage of three sentences finds its own first; how many there are.
pub(super) fn found_again(articles: Vec<Article>) -> (usize, usize) {
    let (_dir, mut archive) = archive_of(&articles);
    let (mut found, mut all) = (0, 0);
    for article in &articles {
        let text = article.texts().iter().map(|text| text.to_string()).collect::<Vec<_>>().join(" ");
        let sentences: Vec<&str> = text.split_inclusive(". ").collect();
        if sentences.len() < 6 {
            continue;
        }
        all += 1;
        let passage = sentences[sentences.len() / 4..][..3].concat();
        let page = archive.more_like(&passage, "", 5).unwrap();
        found += usize::from(page.hits.first().is_some_and(|hit| hit.id == article.id));
        let page = archive.more_like(&passage, &article.id, 5).unwrap();
        assert!(page.hits.iter().all(|hit| hit.id != article.id));
    }
    eprintln!("{found} of {all} passages find their own article first");
    (found, all)
}

#[test]
fn a_passage_finds_its_own_article_first() {
    let mut articles: Vec<Article> = Vec::new();
    for name in ["issue-41.txt", "issue-42.txt"] {
        articles.extend(super::sample::ingested(name).articles);
    }
    let (found, all) = found_again(articles);
    assert!(all > 10 && found * 20 >= all * 19, "{found} of {all}");
}

#[test]
fn a_name_that_every_article_has_tells_less_than_a_word_of_few() {
    let mut articles: Vec<Article> = (0..40)
        .map(|n| article(&n.to_string(), "Of the NHS the NHS board said that the NHS will pay."))
        .collect();
    articles.push(article("lamps", "The NHS board bought lanterns, and the lanterns burn."));
    articles.push(article("more", "Lanterns for the NHS: what lanterns cost."));
    let (_dir, mut archive) = archive_of(&articles);
    let page = archive.more_like("The NHS says that the NHS has lanterns.", "lamps", 10).unwrap();
    assert_eq!(page.query, "lanterns NHS");
}
