//! Named ranking sets: queries that readers would type, with the articles that answer them. A change that makes what they
//! find worse is seen. `tests/ranking/` has the sets; that of the real issues is scored in `corpus.rs`.

use std::collections::HashMap;
use std::path::Path;

use backissue::archive;
use backissue::ingest::{self, Ingested};
use backissue::query::Request;

/// Articles as judgments name them, `66/19`: issue and place in it.
fn named(issues: &[Ingested]) -> HashMap<&str, String> {
    let mut names = HashMap::new();
    for made in issues {
        for (place, article) in (1..).zip(&made.articles) {
            names.insert(&article.id[..], format!("{}/{place}", made.issue.key));
        }
    }
    names
}

/// nDCG@10 (Järvelin and Kekäläinen 2002), the mean over a set's queries as `score.py` has it; prints what falls short.
pub(super) fn score(set: &str, issues: &[Ingested]) -> f64 {
    let dir = tempfile::tempdir().unwrap();
    let articles = issues.iter().flat_map(|made| made.articles.iter().cloned().map(Ok));
    let about: Vec<_> = issues.iter().map(|made| made.issue.clone()).collect();
    backissue::publish::archive::write(articles, &about, dir.path(), &Default::default()).unwrap();
    let mut archive = archive::local::open(dir.path()).unwrap();
    let names = named(issues);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ranking").join(set);
    let text = std::fs::read_to_string(path).unwrap();
    let mut scores = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (query, judged) = line.split_once(" = ").expect("query = judgments");
        let judged: HashMap<&str, f64> = judged
            .split(' ')
            .map(|one| one.rsplit_once(':').map(|(name, grade)| (name, grade.parse().unwrap())).unwrap())
            .collect();
        for name in judged.keys() {
            assert!(names.values().any(|known| known == name), "{query}: there is no article {name}");
        }
        let gain = |grades: &[f64]| -> f64 {
            let ranked = grades.iter().take(10).zip(2..);
            ranked.map(|(grade, rank)| grade / f64::from(rank).log2()).sum()
        };
        let hits = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap().hits;
        let found: Vec<f64> =
            hits.iter().map(|hit| judged.get(&names[&hit.id[..]][..]).copied().unwrap_or(0.0)).collect();
        let mut best: Vec<f64> = judged.into_values().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        scores.push(gain(&found) / gain(&best));
        if scores[scores.len() - 1] < 0.7 {
            eprintln!("{:.2} {query}", scores[scores.len() - 1]);
        }
    }
    assert!(scores.len() >= 20, "{set} has {} queries", scores.len());
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    eprintln!("{set}: nDCG@10 {mean:.3} over {} queries", scores.len());
    mean
}

#[test]
fn readers_of_the_sample_find_what_they_look_for() {
    let issues: Vec<Ingested> = ["issue-41.txt", "issue-42.txt"]
        .iter()
        .map(|name| ingest::issue(name, super::sample::read(name).as_bytes(), None).unwrap())
        .collect();
    assert!(score("sample.txt", &issues) >= 0.93);
}
