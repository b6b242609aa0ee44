//! Phrases: exact where they are, words where they are not, against a naive oracle that scans the texts.

use backissue::archive;
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::{Note, Request, Sort};
use proptest::prelude::*;

use crate::query::WORDS;
use crate::specimen::{archive_of, built, filler, ids, plain};

/// A word, or several in quotation marks, by their places in [`WORDS`].
#[derive(Clone, Debug)]
struct Alternative {
    words: Vec<usize>,
    is_phrase: bool,
    is_of_title: bool,
}

impl Alternative {
    fn typed(&self) -> String {
        let words = words(&self.words);
        let title = if self.is_of_title { "title:" } else { "" };
        if self.is_phrase { format!("{title}\"{words}\"") } else { title.to_owned() + &words }
    }

    /// Whether one of the texts, of which the first is the title, has the words next to each other.
    fn is_in(&self, texts: &[String; 2]) -> bool {
        let texts = if self.is_of_title { &texts[..1] } else { &texts[..] };
        texts.iter().any(|text| format!(" {text} ").contains(&format!(" {} ", words(&self.words))))
    }
}

fn words(places: &[usize]) -> String {
    places.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ")
}

type Texts = Vec<[String; 2]>;

/// The texts that are found by what is wanted, and not among those `left_out`.
fn scan(texts: &Texts, wanted: &[Vec<Alternative>], left_out: &[bool]) -> Vec<usize> {
    let fits = |text: &[String; 2], any: &[Alternative]| any.iter().any(|one| one.is_in(text));
    let is_required = |any: &[Alternative]| any.iter().all(|one| one.is_phrase || one.is_of_title);
    let is_found = |text: &[String; 2]| {
        wanted.iter().all(|any| !is_required(any) || fits(text, any))
            && (wanted.is_empty() || wanted.iter().any(|any| fits(text, any)))
    };
    (0..texts.len()).filter(|&at| !left_out[at] && is_found(&texts[at])).collect()
}

/// A clause without its quotation marks: `OR` stands between the last word before it and the first behind it.
fn loosened(any: &[Alternative]) -> Vec<Vec<Alternative>> {
    let mut clauses: Vec<Vec<Alternative>> = Vec::new();
    for (place, one) in any.iter().enumerate() {
        for &word in &one.words {
            let word = Alternative { words: vec![word], is_phrase: false, ..one.clone() };
            match clauses.last_mut() {
                Some(clause) if place > 0 => clause.push(word),
                _ => clauses.push(vec![word]),
            }
        }
    }
    clauses
}

/// The same, with phrases that are nowhere beside those before them read as words; and how many phrases these are.
fn oracle(texts: &Texts, wanted: &[Vec<Alternative>], left_out: &[bool]) -> (Vec<usize>, usize) {
    let found = scan(texts, wanted, left_out);
    let has_phrase = |any: &[Alternative]| any.iter().any(|one| one.is_phrase);
    if !found.is_empty() || !wanted.iter().any(|any| has_phrase(any)) {
        return (found, 0);
    }
    let read = |loose: &[bool]| -> Vec<Vec<Alternative>> {
        let clauses = wanted.iter().zip(loose);
        clauses.flat_map(|(any, &loose)| if loose { loosened(any) } else { vec![any.clone()] }).collect()
    };
    let mut loose: Vec<bool> = wanted.iter().map(|any| has_phrase(any)).collect();
    for place in 0..wanted.len() {
        if has_phrase(&wanted[place]) {
            loose[place] = false;
            let mut phrases = read(&loose);
            phrases.retain(|any| has_phrase(any));
            loose[place] = scan(texts, &phrases, &vec![false; texts.len()]).is_empty();
        }
    }
    let phrases = wanted.iter().zip(&loose).filter(|&(_, &loose)| loose).flat_map(|(any, _)| any);
    let found = scan(texts, &read(&loose), left_out);
    let count = if found.is_empty() { 0 } else { phrases.filter(|one| one.is_phrase).count() };
    (found, count)
}

fn alternative() -> impl Strategy<Value = Alternative> {
    let phrase = (prop::collection::vec(0..WORDS.len(), 2..4), prop::bool::weighted(0.2));
    let phrase = phrase.prop_map(|(words, is_of_title)| Alternative { words, is_phrase: true, is_of_title });
    let word = (0..WORDS.len()).prop_map(|word| Alternative {
        words: vec![word],
        is_phrase: false,
        is_of_title: false,
    });
    prop_oneof![2 => phrase, 1 => word]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_phrases_find_is_what_a_scan_finds(
        texts in prop::collection::vec(
            (prop::collection::vec(0..WORDS.len(), 0..4), prop::collection::vec(0..WORDS.len(), 1..30)), 1..30),
        wanted in prop::collection::vec(prop::collection::vec(alternative(), 1..3), 0..4),
        unwanted in prop::collection::vec(alternative(), 0..2),
        section in 0..4usize,
    ) {
        let mut articles = crate::query::articles(&texts);
        // Every word is somewhere, so that none is taken for another.
        articles.push(Article {
            id: "all".into(),
            blocks: WORDS.iter().map(|&word| Block::Paragraph(word.into())).collect(),
            certainty: 100,
            ..Article::default()
        });
        for (place, article) in articles.iter_mut().enumerate() {
            article.section = ["news", "tips"][place % 2].into();
        }
        let mut scanned: Texts = texts.iter().map(|(title, body)| [words(title), words(body)]).collect();
        scanned.push([String::new(), WORDS.join(" | ")]);
        let filter = ["", "", "section:news", "section:tips"][section];
        let left_out: Vec<bool> = articles.iter().zip(&scanned).map(|(article, text)| {
            unwanted.iter().any(|one| one.is_in(text))
                || !filter.is_empty() && filter != format!("section:{}", article.section)
        }).collect();

        let dir = tempfile::tempdir().unwrap();
        write(articles.into_iter().map(Ok), &[], dir.path(), &Options::default()).unwrap();
        let clause = |any: &Vec<Alternative>| any.iter().map(Alternative::typed).collect::<Vec<_>>().join(" OR ");
        let mut query: Vec<String> = wanted.iter().map(clause).collect();
        query.extend(unwanted.iter().map(|one| format!("-{}", one.typed())));
        query.push(filter.into());
        let request = Request { query: query.join(" "), limit: 100, ..Request::default() };
        let page = archive::local::open(dir.path()).unwrap().search(&request).unwrap();
        let mut found: Vec<usize> =
            page.hits.iter().map(|hit| hit.id.parse().unwrap_or(texts.len())).collect();
        found.sort();
        let (expected, loosened) = oracle(&scanned, &wanted, &left_out);
        // An alternative that is no more than words beside others finds what has all of these as well.
        let is_mixed = |any: &Vec<Alternative>| any.iter().any(|one| one.is_phrase) && !any.iter().all(|one| one.is_phrase || one.is_of_title);
        if wanted.len() > 1 && wanted.iter().any(is_mixed) {
            prop_assert!(expected.iter().all(|one| found.contains(one)), "{:?}: {:?}, not {:?}", request.query, found, expected);
        } else {
            prop_assert_eq!(&found, &expected, "{:?}", request.query);
            let said = page.notes.iter().filter(|note| matches!(note, Note::Apart { .. })).count();
            prop_assert_eq!(said, loosened, "{:?}", request.query);
        }
    }
}

#[test]
fn a_quotation_with_a_word_changed_finds_what_it_is_of_and_says_so() {
    let text = "Nobody who has kept a lock at night would ever call the work easy, said the oldest of the wardens. \
        The barge had gone.";
    let mut articles = vec![plain("quoted", "Wardens", text), plain("easy", "Work", "The work was easy.")];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    let mut search = |query: &str| {
        let request = Request { query: query.into(), ..Request::default() };
        (archive.search(&request).unwrap(), archive.highlights("quoted", query).unwrap())
    };
    let (exact, _) = search("\"has kept a lock at night would ever call the work easy\"");
    assert_eq!((ids(&exact), &exact.notes[..]), (vec!["quoted"], &[][..]));
    let (page, marked) = search("\"has kept a lock at night would gladly call the work easy\"");
    assert_eq!(ids(&page)[0], "quoted");
    let part = "has kept a lock at night would gladly call the work easy".to_owned();
    assert!(page.notes.contains(&Note::Apart { part }), "{:?}", page.notes);
    let hit = &page.hits[0].snippet;
    let shown: Vec<&str> =
        hit.ranges.iter().map(|range| &hit.text[range.start as usize..range.end as usize]).collect();
    assert_eq!(shown, ["kept", "lock", "night", "call", "work easy"]);
    // Opened, the article has the same words marked.
    let letters = |ranges: &[std::ops::Range<u32>]| ranges.iter().map(|range| range.len()).sum::<usize>();
    let opened: usize = marked.iter().map(|highlight| letters(&highlight.ranges)).sum();
    assert_eq!(opened + 1, letters(&hit.ranges), "{marked:?}");
    // With a slip in it, it is searched as it was meant, and offered so.
    let (page, _) = search("\"kept a lokc at night\"");
    assert_eq!((ids(&page)[0], &page.suggestion[..]), ("quoted", "\"kept a lock at night\""));
    // A single word that is nowhere is a word.
    let (page, _) = search("\"wardenz\"");
    assert_eq!((ids(&page), &page.suggestion[..]), (vec!["quoted"], "\"wardens\""));
    assert!(!page.notes.iter().any(|note| matches!(note, Note::Apart { .. })), "{:?}", page.notes);
    let (page, _) = search("wardenz -\"barge lamps\"");
    assert_eq!(ids(&page), ["quoted"]);
    // A whole page pasted.
    let (page, _) = search(&format!("\"{} {}\"", text.repeat(3), "and so on"));
    assert_eq!(ids(&page)[0], "quoted");
}

#[test]
fn a_phrase_stays_exact_where_filters_and_other_words_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    for query in [
        "\"pay award\" section:letters",
        "\"pay award\" before:1990",
        "\"pay award\" -late",
        "\"award pay\" section:letters",
        "\"pay award\" title:rota",
    ] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        assert_eq!((page.total, &page.notes[..]), (0, &[][..]), "{query}");
    }
    // What is nowhere is searched as words among those that the filter leaves.
    let page =
        archive.search(&Request { query: "\"award pay\" issue:9".into(), ..Request::default() }).unwrap();
    assert_eq!(ids(&page)[0], "9/pay");
    assert!(matches!(&page.notes[..], [Note::Apart { part }] if part == "award pay"), "{:?}", page.notes);
    assert_eq!(page.facets.issue.iter().map(|facet| facet.count).sum::<u32>(), page.total);
    let second = Request { query: "\"award pay\" issue:9".into(), offset: 1, limit: 1, ..Request::default() };
    let next = archive.search(&second).unwrap();
    assert_eq!((ids(&next), next.total, &next.notes), (ids(&page)[1..2].to_vec(), page.total, &page.notes));
}

#[test]
fn a_phrase_of_the_title_stands_in_the_title() {
    let mut articles = vec![
        plain("title", "Night shift", "The wardens slept."),
        plain("body", "Shift by night", "The night shift began at nine."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    let mut search =
        |query: &str| archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
    assert_eq!(ids(&search("title:\"night shift\"")), ["title"]);
    assert_eq!(ids(&search("-title:\"night shift\" shift")), ["body"]);
    let loose = search("title:\"shift night\"");
    assert_eq!((loose.total, loose.notes.len()), (2, 1), "{:?}", loose.notes);
}

#[test]
fn an_unwanted_phrase_takes_the_texts_of_those_only_that_have_its_words() {
    let mut articles: Vec<Article> = (0..150)
        .map(|n| plain(&format!("heron-{n}"), "Herons", "A heron stood on the sluice all the long day."))
        .collect();
    articles.push(plain("phrase", "One", "The heron barge sank."));
    articles.push(plain("words", "Two", "The barge of the heron sank."));
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    let request = Request {
        query: "heron -\"heron barge\"".into(),
        limit: 0,
        sort: Sort::Newest,
        ..Request::default()
    };
    let page = archive.search(&request).unwrap();
    assert_eq!((page.total, &page.notes[..]), (151, &[][..]));
}

#[test]
fn a_page_of_quotations_is_answered_and_takes_a_bounded_number_of_texts() {
    let word =
        |n: usize| [["heron", "barge", "ferry", "sluice"][n % 4], &"abcdefghij"[n / 4..n / 4 + 1]].concat();
    let article = |n: usize| {
        let text = format!(
            "{} beside {}, and {} too. The wherry sank.",
            word(n % 40),
            word((n + 1) % 40),
            word(n * 7 % 40)
        );
        plain(&n.to_string(), "Log", &text)
    };
    let articles: Vec<Article> = (0..1200).map(article).collect();
    let (_dir, mut archive) = archive_of(&articles);
    // None of them is anywhere, and each has a slip.
    let quotations: Vec<String> =
        (0..40).map(|n| format!("\"{} {} wherri\"", word((n + 1) % 40), word(n))).collect();
    let request = Request { query: quotations.join(" "), limit: 10, ..Request::default() };
    let page = archive.search(&request).unwrap();
    assert!(page.total > 0);
    let (texts, _) = archive.fetched().kinds["texts"];
    assert!(texts <= 510, "{texts} texts");
}

#[test]
fn what_is_left_out_is_left_out_however_many_phrases_there_are() {
    let (_dir, mut archive) = archive_of(&[
        plain("fog", "One", "The brass bell was rung twice in fog."),
        plain("clear", "Two", "The brass bell hung still."),
    ]);
    for count in [0, 61, 62, 63, 64, 65, 75] {
        let fillers: String = (0..count).map(|n| format!(" -\"heron{n} barge{n}\"")).collect();
        let query = format!("\"brass bell\"{fillers} -\"in fog\"");
        let page = archive.search(&Request { query, ..Request::default() }).unwrap();
        assert_eq!(page.hits.iter().map(|hit| &hit.id[..]).collect::<Vec<_>>(), ["clear"], "{count}");
    }
}

#[test]
fn where_not_all_articles_were_looked_at_it_is_said() {
    let mut articles: Vec<Article> =
        (0..150).map(|n| plain(&n.to_string(), "Bells", "A bell of brass.")).collect();
    let long = format!("The brass bell hung still. {}", "Lamps burn oil. ".repeat(80));
    articles.push(plain("last", "Log", &long));
    let (_dir, mut archive) = archive_of(&articles);
    let mut notes = |query: &str| {
        let request = Request { query: query.into(), ..Request::default() };
        archive.search(&request).unwrap().notes
    };
    let apart = Note::Apart { part: "brass bell".into() };
    assert_eq!(notes("\"brass bell\""), [apart, Note::Bounded { articles: 100 }]);
    assert_eq!(notes("\"the brass bell\""), []);
}
