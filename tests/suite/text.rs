//! The tokenizer and stemmer on text at large, and what they are for: every way to write a word finds the others.

use std::io::Read;
use std::path::PathBuf;

use backissue::archive::local::{self, LocalArchive};
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::{Note, Request};

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

/// An archive of these lines, each an article of its own, and of a few that have nothing to do with them.
struct Lines {
    _dir: tempfile::TempDir,
    archive: LocalArchive,
}

impl Lines {
    fn new(lang: &str, lines: &[&str]) -> Self {
        let others = ["The lamps burn oil", "A heron on the weir", "Locks are kept by keepers"];
        let articles = lines.iter().chain(&others).map(|line| {
            Ok(Article {
                id: (*line).into(),
                lang: lang.into(),
                blocks: vec![Block::Paragraph((*line).into())],
                certainty: 100,
                ..Article::default()
            })
        });
        let dir = tempfile::tempdir().unwrap();
        write(articles, &[], dir.path(), &Options::default()).unwrap();
        let archive = local::open(dir.path()).unwrap();
        Lines { _dir: dir, archive }
    }

    /// Which lines a query finds and marks, in order, and what it says of the query.
    fn found(&mut self, query: &str) -> (Vec<String>, Vec<Note>) {
        let page = self.archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        // What is marked shows that the line itself has it, as the query means it.
        let hits = page.hits.into_iter().filter(|hit| !hit.snippet.ranges.is_empty());
        (hits.map(|hit| hit.id).collect(), page.notes)
    }
}

/// Of the ways to write something, those in which it is not found by a query for another.
fn missed(rule: &str, written: &[&str], asked: &[&str], may_say: &dyn Fn(&Note) -> bool) -> Vec<String> {
    let mut missed = Vec::new();
    for line in written {
        // Nothing else in the archive tells how it might be written.
        let mut lines = Lines::new("", &[line]);
        for query in asked {
            let (found, notes) = lines.found(query);
            if found != [*line] || !notes.iter().all(may_say) {
                missed.push(format!("{rule}: {query:?} for {line:?}: {notes:?}"));
            }
        }
    }
    missed
}

/// However it is written, each finds all: `|` between them, one row a rule.
const ALIKE: &[(&str, &str)] = &[
    ("case and accents", "CAFÉ|café|cafe|Cafe\u{301}|ｃａｆé"),
    ("ligatures", "ﬁnance|finance|FINANCE"),
    ("letters of two", "Œuvre|oeuvre|œuvre"),
    ("other scripts", "Москва|МОСКВА|москва"),
    ("Greek", "ΑΘΗΝΑΣ|αθηνας"),
    ("possessives", "nurses’|nurses'|nurse’s|nurse's|nurses|NURSEʼS|nurse‘s|nurse`s|nurse′s"),
    ("apostrophes within", "O’Brien|O'Brien|OʼBrien|OBrien|o‛brien"),
    ("clipped words", "don’t|don't|dont|DON´T"),
    ("soft hyphens", "consul\u{ad}tation|consultation"),
    ("zero-width characters", "consul\u{200b}tation|consultation"),
    ("money", "£22.6bn|£22.6 billion|22.6bn|22.6 billion|£22.6BN"),
    ("smaller money", "£5m|5 million|£5 million|5mn"),
    ("thousands", "£1,500|1500|1,500|£1500"),
    ("percentages", "3.3%|3.3 %|3.3 percent"),
    ("years", "2024-25|2024–25|2024/25|2024-2025|2024 2025"),
    ("the turn of a century", "1999/00|1999-2000"),
    ("initials", "N.H.S.|NHS|nhs|NHS’s"),
    ("signs", "A&E|a&e"),
    ("addresses for letters", "info@ferry.example|INFO@FERRY.EXAMPLE|info ferry example"),
    (
        "addresses",
        "https://www.ferry.example/jobs|www.ferry.example/jobs|ferry.example/jobs|ferry.example jobs",
    ),
    ("organise", "organisation|organization|organisations|Organizations"),
    ("labour", "labour|labor|Labour’s"),
    ("centre", "centre|center|centres"),
    ("paediatrics", "paediatric|pediatric"),
    ("programmes", "programme|program|programmes"),
    ("stems", "negotiate|negotiating|negotiated|negotiates"),
];

#[test]
fn every_way_to_write_a_word_finds_every_other() {
    let mut all = Vec::new();
    for (rule, row) in ALIKE {
        let ways: Vec<&str> = row.split('|').collect();
        all.extend(missed(rule, &ways, &ways, &|_| false));
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// What has hyphens, in texts and in queries.
const COMPOUNDS: &[(&str, &str)] = &[
    (
        "night-shift|night\u{2010}shift|night\u{2011}shift|night\u{2012}shift|night–shift|night\u{2212}shift",
        "night-shift|night–shift|night shift|nightshift",
    ),
    ("nightshift", "night-shift|night–shift|night shift|nightshift"),
    (
        "co-production|Co\u{2011}Production|coproduction",
        "co-production|coproduction|co production|Co–Production",
    ),
    ("well-being|wellbeing", "well-being|wellbeing|well being"),
    ("e-mail|email", "e-mail|email|e mail"),
    ("re-use|reuse", "re-use|reuse|re use"),
    ("COVID-19|covid 19", "covid-19|covid 19"),
    ("COVID-19|covid19", "covid-19|covid19"),
    ("not-for-profit", "not-for-profit|not for profit|notforprofit"),
    ("notforprofit", "not-for-profit|notforprofit"),
    ("up-to-date", "up-to-date|up to date|uptodate"),
    ("face-to-face", "face-to-face|face to face|facetoface"),
    ("drop-in", "drop-in|drop in|dropin"),
    ("mother-in-law’s", "mother-in-law|mother in law|motherinlaw"),
];

#[test]
fn words_with_hyphens_are_found_joined_apart_and_hyphenated() {
    let mut all = Vec::new();
    for (written, asked) in COMPOUNDS {
        let [written, asked] = [written, asked].map(|row| row.split('|').collect::<Vec<_>>());
        // A word that is nowhere may be read as two, which is said.
        let is_apart = |note: &Note| matches!(note, Note::Corrected { word, instead } if instead.replace(' ', "") == *word);
        all.extend(missed("hyphens", &written, &asked, &is_apart));
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// Which must not be found for which.
const APART: &[(&str, &str)] = &[
    ("3.3%", "33 or 3"),
    ("22.6bn", "226 billion"),
    ("10-15", "1015"),
    ("£1,500", "£1 and 500 men"),
    ("organisation", "An organ plays"),
    ("A&E", "An apple and eggs"),
];

#[test]
fn what_only_looks_alike_stays_apart() {
    for (query, line) in APART {
        let (found, _) = Lines::new("", &[query, line]).found(query);
        assert_eq!(found.first().map(String::as_str), Some(*query));
        assert!(!found.iter().any(|id| id == line), "{query:?} finds {line:?}");
    }
}

#[test]
fn welsh_mutations_find_each_other_in_welsh_articles() {
    // After the table of any grammar: radical, soft, nasal, aspirate.
    for row in [
        "pen|ben|mhen|phen",
        "tad|dad|nhad|thad",
        "cath|gath|nghath|chath",
        "bwrdd|fwrdd|mwrdd",
        "dyn|ddyn|nyn",
        "gardd|ardd|ngardd",
        "llyfr|lyfr",
        "mam|fam",
        "rhaglen|raglen",
        "ysgol|hysgol",
        "Tŷ|tŷ|dŷ|ty|nhy",
    ] {
        let forms: Vec<&str> = row.split('|').collect();
        // The radical finds every mutation, and every mutation the radical.
        let (all, _) = Lines::new("cy", &forms).found(forms[0]);
        let missed: Vec<_> = forms.iter().filter(|form| !all.iter().any(|id| id == *form)).collect();
        assert!(missed.is_empty(), "{:?} does not find {missed:?}", forms[0]);
    }
    let (found, _) = Lines::new("en", &["mam", "fam"]).found("mam");
    assert_eq!(found, ["mam"], "an English article has no mutations");
}
