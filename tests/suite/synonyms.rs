//! Acronyms that the articles introduce, and an editor's synonyms: either finds the other.

use backissue::model::Article;
use backissue::publish::archive::{Options, write};
use backissue::query::{Note, Request};

use crate::specimen::{archive_of, archive_with, filler, ids, plain};

#[test]
fn an_acronym_and_its_long_form_find_each_other() {
    let mut articles = vec![
        plain("both", "Pay", "Evidence went to the Senior Lantern Panel (SLP) in May."),
        plain("short", "Oil", "The SLP has not met since."),
        plain("long", "Wicks", "A senior lantern panel member resigned."),
        plain("words", "Seniors", "The senior keeper stood at the panel with a lantern."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    let mut ask =
        |query: &str| archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
    let page = ask("SLP");
    let mut found = ids(&page);
    found.sort();
    assert_eq!(found, ["both", "long", "short"]);
    let long = page.hits.iter().find(|hit| hit.id == "long").unwrap();
    assert_eq!(
        long.snippet.ranges,
        std::slice::from_ref(&(2..22)),
        "what was found is marked: {}",
        long.snippet.text
    );
    let also = |word: &str, instead: &str| Note::Also { word: word.into(), instead: instead.into() };
    assert_eq!(page.notes, [also("SLP", "Senior Lantern Panel")]);

    let page = ask("resigned senior lantern panel");
    assert_eq!(page.hits[0].id, "long");
    let page = ask("senior lantern panel");
    assert!(
        ids(&page)[..3].contains(&"short"),
        "all that is meant comes before what has the words: {:?}",
        ids(&page)
    );
    let short = page.hits.iter().find(|hit| hit.id == "short").unwrap();
    assert_eq!(short.snippet.ranges, std::slice::from_ref(&(4..7)));
    assert_eq!(page.notes, [also("senior lantern panel", "SLP")]);

    assert_eq!(ask("\"SLP\"").total, 2, "what is quoted is meant");
    assert_eq!(ask("panel -SLP").total, 2, "and what is unwanted");
    assert!(ask("lantern panel").notes.is_empty(), "half of a long form is not it");
}

#[test]
fn the_articles_of_a_common_acronym_are_not_written_again_for_its_long_form() {
    let mut articles: Vec<Article> =
        (0..300).map(|n| plain(&format!("slp {n}"), "Pay", "The SLP has not met since May.")).collect();
    articles.extend((0..400).map(|n| plain(&format!("oil {n}"), "Oil", "Lamps burn oil.")));
    let index_bytes = |articles: &[Article]| {
        let dir = tempfile::tempdir().unwrap();
        write(articles.iter().cloned().map(Ok), &[], dir.path(), &Options::default()).unwrap().index_bytes
    };
    articles.push(plain("both", "Pay", "Evidence went to the Senior Lantern Panel, or SLP, in May."));
    let before = index_bytes(&articles);
    articles.pop();
    articles.push(plain("both", "Pay", "Evidence went to the Senior Lantern Panel (SLP) in May."));
    let more = index_bytes(&articles).abs_diff(before);
    assert!(more < 60, "{more} bytes");

    let (_dir, mut archive) = archive_of(&articles);
    let mut ask =
        |query: &str| archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
    for query in ["senior lantern panel", "SLP"] {
        let page = ask(query);
        assert_eq!((page.total, page.notes.len()), (301, 1), "{query}: {:?}", page.notes);
        assert!(page.hits.iter().all(|hit| !hit.snippet.ranges.is_empty()), "{query}");
    }
}

#[test]
fn a_common_acronym_is_not_the_word_that_it_is_spelt_like() {
    let mut articles: Vec<Article> =
        (0..300).map(|n| plain(&format!("slip {n}"), "Pay", "The SLIP has not met since May.")).collect();
    articles.extend((0..90).map(|n| plain(&format!("deck {n}"), "Deck", "They slip on the deck.")));
    articles.extend((0..400).map(|n| plain(&format!("oil {n}"), "Oil", "Lamps burn oil.")));
    articles.push(plain("both", "Pay", "Evidence went to the Senior Lantern Inquiry Panel (SLIP) in May."));
    let (_dir, mut archive) = archive_of(&articles);
    archive.verify().unwrap();
    for (query, total) in
        [("senior lantern inquiry panel", 301), ("slip", 391), ("sli", 391), ("slip a", 391)]
    {
        let request = Request { query: query.into(), typing: true, ..Request::default() };
        assert_eq!(archive.search(&request).unwrap().total, total, "{query}");
    }
}

#[test]
fn an_acronym_that_is_a_word_is_left_alone() {
    let mut articles = vec![
        plain("learned", "Acts", "Assertive Canal Towing (ACT) is new."),
        plain("one", "Acts", "They act when they must."),
        plain("two", "Acts", "We act at once."),
    ];
    articles.extend(filler());
    let (_dir, mut archive) = archive_of(&articles);
    let page =
        archive.search(&Request { query: "assertive canal towing".into(), ..Request::default() }).unwrap();
    assert_eq!((ids(&page), &page.notes[..]), (vec!["learned"], &[][..]));
}

#[test]
fn an_editors_synonyms_find_each_other() {
    let mut articles = vec![
        plain("award", "One", "The pay award was late."),
        plain("rise", "Two", "A pay rise came in June."),
        plain("wages", "Three", "Wages went up."),
    ];
    articles.extend(filler());
    let group = ["pay award", "pay rise", "wages"].map(str::to_owned).to_vec();
    let mut options = Options::default();
    options.synonyms = vec![group];
    let (_dir, mut archive) = archive_with(&articles, &options);
    for (query, own) in [("pay award", "award"), ("pay rise", "rise"), ("wages", "wages")] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        assert_eq!(page.total, 3, "{query}: {:?}", ids(&page));
        assert_eq!(page.notes.len(), 2, "{query}: {:?}", page.notes);
        assert!(page.hits.iter().any(|hit| hit.id == own));
        assert!(page.hits.iter().all(|hit| !hit.snippet.ranges.is_empty()), "{query}");
    }
    archive.verify().unwrap();
}

#[test]
fn hyphens_and_alternatives_find_what_stands_for_them() {
    let mut articles = vec![
        plain("keeper", "One", "A lock-keeper came."),
        plain("warden", "Two", "The sluice warden left."),
        plain("plan", "Three", "A long-term plan (LTP) was printed."),
        plain("short", "Four", "The LTP is late."),
    ];
    articles.extend((0..8).map(|n| plain(&format!("filler {n}"), "Oil", "Lamps burn oil.")));
    let mut options = Options::default();
    options.synonyms = vec![["lock-keeper", "sluice warden"].map(str::to_owned).to_vec()];
    let (_dir, mut archive) = archive_with(&articles, &options);
    for (query, found, word) in [
        ("lock-keeper", "warden", "lock-keeper"),
        ("lock keeper", "warden", "lock keeper"),
        ("sluice-warden", "keeper", "sluice-warden"),
        ("long-term plan", "short", "long-term plan"),
        ("long term-plan", "short", "long term-plan"),
        ("LTP", "plan", "LTP"),
        ("LTP OR xylophone", "plan", "LTP"),
        ("xylophone OR lock-keeper", "warden", "lock-keeper"),
    ] {
        let page = archive.search(&Request { query: query.into(), ..Request::default() }).unwrap();
        let hit = page.hits.iter().find(|hit| hit.id == found);
        assert!(hit.is_some_and(|hit| !hit.snippet.ranges.is_empty()), "{query}: {:?}", ids(&page));
        let is_told = |note: &Note| matches!(note, Note::Also { word: typed, .. } if typed == word);
        assert!(page.notes.iter().any(is_told), "{query}: {:?}", page.notes);
    }
}

#[test]
fn all_of_an_editors_list_is_applied() {
    let names: Vec<String> = (0..12).map(|n| format!("lantern{n}x post")).collect();
    let mut articles: Vec<Article> =
        names.iter().map(|name| plain(name, "One", &format!("A {name} and a lamp."))).collect();
    articles.push(plain("wick", "Two", "A wick burns."));
    let mut options = Options::default();
    // Twelve that stand for each other, and one side that nearly all articles say.
    options.synonyms = vec![names.clone(), ["wick", "lamp"].map(str::to_owned).to_vec()];
    let (_dir, mut archive) = archive_with(&articles, &options);
    let mut total = |query: &str| {
        archive.search(&Request { query: query.into(), limit: 1, ..Request::default() }).unwrap().total
    };
    assert_eq!(total(&names[3]), 12);
    assert_eq!(total("wick"), 13);
    assert_eq!(total("lamp"), 13);
}

#[test]
fn what_begins_with_one_word_does_not_grow_a_part_without_bound() {
    let letters = |n: usize| [n / 26, n % 26].map(|n| char::from(b'a' + n as u8)).iter().collect::<String>();
    let mut articles: Vec<Article> = (0..200)
        .map(|n| {
            let [a, b] = letters(n).to_uppercase().chars().collect::<Vec<_>>()[..] else { unreachable!() };
            let text = format!("The National {a}quarium {b}arge (N{a}{b}) is new.");
            plain(&n.to_string(), "One", &text)
        })
        .collect();
    articles.extend((200..600).map(|n| plain(&n.to_string(), "Oil", "Lamps burn oil.")));
    let dir = tempfile::tempdir().unwrap();
    let report = write(articles.into_iter().map(Ok), &[], dir.path(), &Options::default()).unwrap();
    assert!((100..=128).contains(&report.synonyms), "64 pairs, two entries each: {}", report.synonyms);
}
