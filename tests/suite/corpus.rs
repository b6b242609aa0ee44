//! The real issues, where they are at hand: `$BACKISSUE_CORPUS` or `../shared/corpus`, gold and scorer beside it.
//! In CI a missing corpus is a failure; elsewhere the test says that it was skipped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use backissue::ingest;
use backissue::text::acronyms;

use super::sample::{GoldArticle, own_text, pair};

/// The folder with the issues, or nothing outside CI.
fn corpus() -> Option<PathBuf> {
    let given = std::env::var_os("BACKISSUE_CORPUS").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if folder.join("issue-66.txt").exists() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the corpus is not at {}; set BACKISSUE_CORPUS",
        folder.display()
    );
    eprintln!("SKIPPED: the corpus is not at {}", folder.display());
    None
}

/// The scorer's figures for one issue.
fn score(corpus: &Path, number: u32) -> serde_json::Value {
    let source = corpus.join(format!("issue-{number}.txt"));
    let made = ingest::issue("issue", &std::fs::read(&source).unwrap(), None).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let predicted = dir.path().join("predicted.json");
    std::fs::write(&predicted, ingest::json::json(&made).to_string()).unwrap();
    let output = Command::new("python3")
        .arg(corpus.join("../tools/score_ingest.py"))
        .arg(corpus.join(format!("../gold/issue-{number}.json")))
        .args([&source, &predicted])
        .arg("--json")
        .output()
        .expect("python3 runs the scorer");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["scores"].clone()
}

/// Floors a little under what is reached, so that a change that makes ingest worse is seen.
const FLOORS: [(u32, &[(&str, f64)]); 3] = [
    (
        59,
        &[
            ("seg_f1", 0.95),
            ("seg_iou", 0.96),
            ("title_exact", 0.95),
            ("author_f1", 0.95),
            ("standfirst", 0.95),
            ("opening", 0.95),
            ("closing", 0.95),
            ("joins", 0.95),
            ("hyphens", 0.98),
            ("clean", 0.98),
            ("asides", 0.95),
            ("event_f1", 0.99),
        ],
    ),
    (
        66,
        &[
            ("seg_f1", 0.95),
            ("seg_iou", 0.95),
            ("title_exact", 0.95),
            ("author_f1", 0.95),
            ("section", 0.95),
            ("standfirst", 0.95),
            ("opening", 0.95),
            ("closing", 0.95),
            ("joins", 0.87),
            ("order", 0.95),
            ("clean", 0.98),
            ("asides", 0.8),
            ("event_f1", 0.99),
        ],
    ),
    (
        68,
        &[
            ("seg_f1", 0.95),
            ("seg_iou", 0.98),
            ("title_exact", 0.92),
            ("author_f1", 0.95),
            ("section", 0.95),
            ("standfirst", 0.95),
            ("opening", 0.95),
            ("closing", 0.95),
            ("joins", 0.95),
            ("order", 0.94),
            ("clean", 0.98),
            ("asides", 0.95),
            ("event_f1", 0.99),
        ],
    ),
];

#[test]
fn the_gold_issues_score_at_least_their_floors() {
    let Some(corpus) = corpus() else { return };
    let mut low = Vec::new();
    for (number, floors) in FLOORS {
        let scores = score(&corpus, number);
        for (name, floor) in floors {
            let got = scores[name].as_f64().unwrap();
            if got < *floor {
                low.push(format!("issue {number}: {name} {got:.3} is below {floor}"));
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// What `ingest` tells an editor by its percentages: of articles given 90% or more, 95% are cut right.
#[test]
fn articles_that_are_called_sure_are_cut_right() {
    let Some(corpus) = corpus() else { return };
    let (mut sure, mut right) = (0u32, 0u32);
    for number in [59, 66, 68] {
        let text = std::fs::read_to_string(corpus.join(format!("issue-{number}.txt"))).unwrap();
        let gold = std::fs::read(corpus.join(format!("../gold/issue-{number}.json"))).unwrap();
        let mut gold: serde_json::Value = serde_json::from_slice(&gold).unwrap();
        let gold: Vec<GoldArticle> = serde_json::from_value(gold["articles"].take()).unwrap();
        let made = ingest::issue("issue", text.as_bytes(), None).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let cut: Vec<&str> = gold
            .iter()
            .map(|wanted| pair(&own_text(wanted, &lines), &made.articles))
            .filter(|(_, share)| *share >= 0.75)
            .map(|(article, _)| article.id.as_str())
            .collect();
        let before = sure;
        for article in made.articles.iter().filter(|article| article.certainty >= 90) {
            sure += 1;
            right += u32::from(cut.contains(&article.id.as_str()));
        }
        assert!(sure - before >= 12, "of issue {number} only {} are called sure", sure - before);
    }
    assert!(right * 100 >= sure * 95, "{right} of {sure} are cut right");
}

#[test]
fn every_character_of_the_real_issues_is_accounted_for() {
    let Some(corpus) = corpus() else { return };
    for number in [59, 66, 67, 68] {
        let bytes = std::fs::read(corpus.join(format!("issue-{number}.txt"))).unwrap();
        let source = ingest::source::read("issue", &bytes).unwrap();
        let made = ingest::take_apart(&source, None);
        assert!(made.account.missing(&source.text).is_empty(), "issue {number}");
        assert!(made.articles.len() >= 15, "issue {number} has {} articles", made.articles.len());
        assert_eq!(made.issue.number, Some(number));
    }
}

/// From issue text to answers, with the bytes that the whole costs.
#[test]
fn the_real_issues_become_a_small_archive_that_answers() {
    let Some(corpus) = corpus() else { return };
    let (mut about, mut articles) = (Vec::new(), Vec::new());
    for made in issues(&corpus) {
        about.push(made.issue);
        articles.extend(made.articles);
    }
    let dir = tempfile::tempdir().unwrap();
    let given = articles.iter().cloned().map(Ok);
    backissue::publish::archive::write(given, &about, dir.path(), &Default::default()).unwrap();
    let mut archive = backissue::archive::local::open(dir.path()).unwrap();
    let (_, bytes) = archive.verify().unwrap();
    assert!(bytes <= 170_000, "{bytes}: the budget is 260,000, and 158,000 was reached");
    for article in &articles {
        assert_eq!(archive.article(&article.id).unwrap().blocks, article.blocks);
    }
    for (query, issue) in [("voluntary redundancy clawback", "66"), ("back to office rule", "59")] {
        let request = backissue::query::Request { query: query.into(), ..Default::default() };
        let best = archive.search(&request).unwrap().hits.swap_remove(0);
        assert_eq!((&best.issue[..], &best.section[..]), (issue, "news"), "{query}: {}", best.id);
    }
}

/// All articles of the four issues.
fn issues(corpus: &Path) -> Vec<ingest::Ingested> {
    let read = |number| {
        let source = std::fs::read(corpus.join(format!("issue-{number}.txt"))).unwrap();
        ingest::issue("issue", &source, None).unwrap()
    };
    [59, 66, 67, 68].map(read).into()
}

/// Sixty queries that members would type, judged; `cargo xtask bench ranking` writes the figure.
#[test]
fn members_find_what_they_look_for() {
    let Some(corpus) = corpus() else { return };
    assert!(super::ranking::score("magazine.txt", &issues(&corpus)) >= 0.87);
}

#[test]
fn a_passage_of_the_magazine_finds_its_own_article() {
    let Some(corpus) = corpus() else { return };
    let articles = issues(&corpus).into_iter().flat_map(|made| made.articles).collect();
    let (found, all) = super::alike::found_again(articles);
    assert!(found * 20 >= all * 19, "{found} of {all}");
}

/// The pairs to judge for `docs/benchmarks.md`, with `--nocapture`: which of them are right is for somebody to say.
#[test]
fn the_issues_introduce_acronyms() {
    let Some(corpus) = corpus() else { return };
    let mut pairs = BTreeSet::new();
    for number in [59, 66, 67, 68] {
        let source = std::fs::read(corpus.join(format!("issue-{number}.txt"))).unwrap();
        for article in ingest::issue("issue", &source, None).unwrap().articles {
            let texts = article.texts().into_iter().map(|text| text.to_string());
            for text in texts.chain([article.standfirst.clone()]) {
                let found = acronyms(&text);
                pairs.extend(found.iter().map(|pair| format!("{}\t{}", pair.short, pair.long)));
            }
        }
    }
    pairs.iter().for_each(|pair| eprintln!("{pair}"));
    // Forty-two, by hand: more would be wrong ones.
    assert!((40..=44).contains(&pairs.len()), "{} pairs", pairs.len());
}
