//! Queries that take more than words: misspelt ones, phrases, operators and filters, any number of them side by side.

use std::fs;

use backissue::archive::{self, PartId, Step};
use backissue::format::{MANIFEST_NAME, Manifest};
use backissue::model::Article;
use backissue::query::{Note, Request};

use crate::specimen::{archive_of, built, filler, plain};

#[test]
fn slips_are_corrected_and_said() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    let page = archive.search(&Request { query: "lanternz".into(), ..Request::default() }).unwrap();
    assert_eq!(page.suggestion, "lanterns");
    assert!(
        matches!(&page.notes[..], [Note::Corrected { word, .. }] if word == "lanternz"),
        "{:?}",
        page.notes
    );
    assert_eq!(page.total, 2);
    assert!(!page.hits[0].snippet.ranges.is_empty(), "the highlight is on what was found");
    let page = archive.search(&Request { query: "lockkeepers".into(), ..Request::default() }).unwrap();
    assert_eq!(page.suggestion, "lock keepers");
    let page = archive.search(&Request { query: "xylophone".into(), ..Request::default() }).unwrap();
    assert_eq!((page.total, &page.notes[..]), (0, &[Note::Unknown { word: "xylophone".into() }][..]));
}

#[test]
fn a_slip_with_another_words_stem_is_told_from_an_ending_that_nobody_used_yet() {
    let text = "Ferries carry salt and scarce coal; others were carrying oats, and scarcely sank.";
    let mut articles: Vec<Article> = (0..8).map(|n| plain(&n.to_string(), "Ferries", text)).collect();
    let text = "Cars scared crews, though here and there a splendid boat advanced. The tapes ran.";
    articles.push(plain("cars", "Cars", text));
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    for (typed, meant) in [
        // Stems of *car*, *scare*, *here*, *splendid*.
        ("carring", "carrying"),
        ("scarely", "scarcely"),
        ("heree", "here"),
        ("splendide", "splendid"),
        // As it should be, though no article has it.
        ("advances", ""),
        ("advancing", ""),
        ("taped", ""),
        ("boats", ""),
        // While it is typed it may become anything.
        ("car", ""),
    ] {
        let page = archive.search(&Request { query: typed.into(), ..Request::default() }).unwrap();
        assert_eq!(&page.suggestion[..], meant, "{typed}");
        assert!(page.total > 0, "{typed}: what was typed is searched all the same");
        let typing = Request { query: typed.into(), typing: true, ..Request::default() };
        assert_eq!(archive.search(&typing).unwrap().suggestion, "", "{typed}, while it is typed");
    }
}

#[test]
fn what_is_suggested_is_spelled_as_the_articles_are() {
    let mut articles = vec![plain(
        "one",
        "Paint",
        "The co-producers' colours and the behaviour of lamps; an independent judgement.",
    )];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    for (typed, meant) in [
        ("behavour", "behaviour"),
        ("colurs", "colours"),
        ("judgment", ""),
        ("coproducers", ""),
        ("coprodusers", "co-producers"),
        ("color", ""),
        // Found by its stem, and still not how it is written.
        ("independant", "independent"),
    ] {
        let page = archive.search(&Request { query: typed.into(), ..Request::default() }).unwrap();
        assert_eq!((&page.suggestion[..], page.hits[0].id.as_str()), (meant, "one"), "{typed}");
    }
}

#[test]
fn questions_side_by_side_are_settled_and_words_that_are_spelt_well_need_nothing_settled() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut local = archive::local::open(dir.path()).unwrap();
    let request = |query: &str| Request { query: query.into(), ..Request::default() };
    let parts = local.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    parts.into_iter().for_each(|part| local.read(part).unwrap());
    let queries = [
        "lanternz",
        "lockkeepers",
        "xylophone lanternz",
        "\"lock keeper\"",
        "lanternz \"lock keeper\"",
        "lantern -keeper",
        "lantern OR xylophone",
        "title:lantern",
        "lantern before:1900",
    ];
    let mut requests = queries.map(request).to_vec();
    requests.push(Request { section: vec!["news".into()], ..request("lantern") });
    requests.push(Request { to: "2020".into(), ..request("") });
    let expected: Vec<_> = requests.iter().map(|request| local.search(request).unwrap()).collect();

    let mut fresh = archive::local::open(dir.path()).unwrap();
    let parts = fresh.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    parts.into_iter().for_each(|part| fresh.read(part).unwrap());
    let archive = fresh.archive();
    for plain in ["lanterns", "", "The lock - keepers?"] {
        assert!(matches!(archive.search_alone(&request(plain)).unwrap(), Step::Ready(_)), "{plain}");
    }
    for (request, expected) in requests.iter().zip(expected) {
        let step = archive.search_alone(request).unwrap();
        assert_eq!(step, Step::Need(vec![PartId::SPECIAL]), "{request:?}");
        assert_eq!(archive.settle().unwrap(), Step::Ready(()));
        // That a word is misspelt may be seen only now.
        if archive.search_alone(request).unwrap() == Step::Need(vec![PartId::SPECIAL]) {
            assert_eq!(archive.settle().unwrap(), Step::Ready(()));
        }
        assert_eq!(archive.search_alone(request).unwrap(), Step::Ready(expected), "{request:?}");
    }
}

#[test]
fn what_filters_and_operators_look_up_is_fetched_beside_what_reads_them() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let special = [
        Request { query: "lock keepers".into(), section: vec!["news".into()], ..Request::default() },
        Request { query: "lantern -keeper".into(), ..Request::default() },
        Request { query: "lantern OR lock before:1900 author:pike".into(), ..Request::default() },
    ];
    for request in special {
        let mut local = archive::local::open(dir.path()).unwrap();
        let Step::Need(mut parts) = local.archive().search_alone(&request).unwrap() else {
            panic!("{request:?}")
        };
        assert_eq!(parts.pop(), Some(PartId::SPECIAL), "{request:?}");
        parts.into_iter().for_each(|part| local.read(part).unwrap());
        assert_eq!(local.archive().settle().unwrap(), Step::Ready(()), "{request:?}");
        // What it needs now is what it shows.
        if let Step::Need(parts) = local.archive().search_alone(&request).unwrap() {
            let kinds: Vec<_> = parts.into_iter().map(|part| local.archive().part_kind(part)).collect();
            assert!(kinds.iter().all(|&kind| kind == "texts"), "{request:?}: {kinds:?}");
        }
    }
}

#[test]
fn a_question_that_cannot_be_settled_does_not_fail_others() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut local = archive::local::open(dir.path()).unwrap();
    let request = |query: &str| Request { query: query.into(), limit: 0, ..Request::default() };
    let phrase = request("\"lock keeper\"");
    // The texts in which it is looked for are not there.
    let mut is_gone = false;
    while !is_gone && let Step::Need(parts) = local.archive().search(&phrase).unwrap() {
        for part in parts {
            is_gone |= local.archive().part_kind(part) == "texts";
            if is_gone {
                fs::remove_file(dir.path().join(local.archive().part_name(part))).unwrap();
            } else {
                local.read(part).unwrap();
            }
        }
    }
    assert!(local.search(&phrase).is_err());
    assert!(local.search(&request("lantern -keeper")).is_ok());
}

#[test]
fn any_number_of_special_questions_are_answered_side_by_side() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let queries: Vec<String> = (0..100).map(|n| format!("lantern -keeper{n} lanternz")).collect();
    let request = |query: &String| Request { query: query.clone(), ..Request::default() };
    let expected = archive::local::open(dir.path()).unwrap().search(&request(&queries[0])).unwrap().total;
    let mut local = archive::local::open(dir.path()).unwrap();
    let mut open: Vec<&String> = queries.iter().collect();
    // Each asks once a round and, as a page does, settles what it asked before the next asks.
    for _ in 0..8 {
        open.retain(|query| match local.archive().search(&request(query)).unwrap() {
            Step::Ready(page) => {
                assert_eq!(page.total, expected, "{query}");
                false
            }
            Step::Need(parts) => {
                parts.into_iter().for_each(|part| local.read(part).unwrap());
                true
            }
        });
    }
    assert!(open.is_empty(), "{} wait for ever", open.len());
}

#[test]
fn nonsense_does_not_fetch_the_whole_index() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = archive::local::open(dir.path()).unwrap();
    let ends = |c: char| ["", "q", "x", "z"].map(|end| format!("lantern{c}{end} ")).concat();
    let query: String = "zxqvwbnmkj".chars().map(ends).collect();
    let page = archive.search(&Request { query, ..Request::default() }).unwrap();
    let corrected = page.notes.iter().filter(|note| matches!(note, Note::Corrected { .. })).count();
    let unknown = page.notes.iter().filter(|note| matches!(note, Note::Unknown { .. })).count();
    assert_eq!((corrected, unknown), (32, 8));
}

#[test]
fn a_query_of_nonsense_fetches_a_bounded_number_of_parts() {
    // Letters without rule (splitmix64).
    let word = |n: u64, len: usize| -> String {
        let mut mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (0..len).map(|at| char::from(b'a' + (mixed.rotate_left(at as u32 * 7) & 0x7f) as u8 % 26)).collect()
    };
    let articles = |n: u64| (n * 300..n * 300 + 300).map(|n| word(n, 9)).collect::<Vec<_>>().join(" ");
    let asked: Vec<String> = (1..=32).map(|n| word(n + 90_000, 20)).collect();
    // Whatever is asked begins with words that are there, so that each may be two words in many ways.
    let begun: Vec<&str> = asked.iter().flat_map(|word| (3..18).map(move |end| &word[..end])).collect();
    let texts = (0..300).map(articles).chain([begun.join(" ")]).enumerate();
    let articles: Vec<Article> = texts.map(|(n, text)| plain(&n.to_string(), "Words", &text)).collect();
    let (dir, mut archive) = archive_of(&articles);
    let manifest = Manifest::read(&fs::read(dir.path().join(MANIFEST_NAME)).unwrap()).unwrap();
    assert!(manifest.terms.len > 200, "{} parts of the index", manifest.terms.len);
    let request = Request { query: asked.join(" "), limit: 0, ..Request::default() };
    while let Step::Need(parts) = archive.archive().search_alone(&request).unwrap()
        && parts != [PartId::SPECIAL]
    {
        parts
            .into_iter()
            .filter(|part| *part != PartId::SPECIAL)
            .for_each(|part| archive.read(part).unwrap());
    }
    let mut fetched = 0;
    while let Step::Need(parts) = archive.archive().settle().unwrap() {
        fetched += parts.len();
        parts.into_iter().for_each(|part| archive.read(part).unwrap());
    }
    assert!((1..=128).contains(&fetched), "{fetched} parts");
}

#[test]
fn a_slip_of_a_common_word_costs_few_parts_of_a_large_index() {
    // Syllables in turn, so that the index has some hundred parts.
    let word = |n: usize| [n % 17, n / 17 % 17, n / 289 % 17, n / 4913 % 17].map(|at| SYLLABLES[at]).concat();
    const SYLLABLES: [&str; 17] = [
        "ba", "co", "di", "fe", "gu", "ha", "jo", "ka", "li", "mo", "nu", "pe", "ro", "sa", "tu", "ve", "wo",
    ];
    let text = |n: usize| (n * 250..n * 250 + 250).map(word).collect::<Vec<_>>().join(" ") + " management";
    let articles: Vec<Article> = (0..330).map(|n| plain(&n.to_string(), "Words", &text(n))).collect();
    let (dir, mut archive) = archive_of(&articles);
    let manifest = Manifest::read(&fs::read(dir.path().join(MANIFEST_NAME)).unwrap()).unwrap();
    assert!(manifest.terms.len > 60, "{} parts of the index", manifest.terms.len);
    for typed in ["nanagement", "anagement", "mnaagement", "managzment"] {
        let page = archive.search(&Request { query: typed.into(), limit: 0, ..Request::default() }).unwrap();
        assert_eq!((&page.suggestion[..], page.total), ("management", 330), "{typed}");
    }
    let fetched = archive.fetched().kinds["index"].0;
    assert!(fetched <= 24, "{fetched} parts for four words");
}
