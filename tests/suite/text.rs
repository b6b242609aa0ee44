//! The tokenizer and stemmer on text at large.

use std::io::Read;
use std::path::PathBuf;

/// Snowball's own vocabulary with its stems: `word TAB stem` a line. Lives beside the repository, like the corpus.
fn vocabulary() -> Option<String> {
    let corpus =
        std::env::var_os("BACKISSUE_CORPUS").map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let path = corpus.join("../bench/quality/data/stem/english.tsv.gz");
    let file = std::fs::File::open(path).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).ok()?;
    Some(text)
}

#[test]
fn stems_all_of_snowballs_vocabulary() {
    let Some(vocabulary) = vocabulary() else {
        assert!(std::env::var_os("CI").is_none(), "Snowball's vocabulary is not beside the corpus");
        eprintln!(
            "not checked: Snowball's vocabulary is not at hand (src/text/stem.rs has a table of its own)"
        );
        return;
    };
    let mut words = 0;
    let mut wrong = Vec::new();
    for line in vocabulary.lines() {
        let (word, want) = line.split_once('\t').expect("word TAB stem");
        let mut got = word.to_owned();
        backissue::text::stem(&mut got);
        words += 1;
        if got != want {
            wrong.push(format!("{word}: {got}, not {want}"));
        }
    }
    assert!(words > 40_000, "{words} words");
    assert!(wrong.is_empty(), "{} of {words} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}
