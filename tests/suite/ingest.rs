//! Ingest from the outside: hostile and odd input, the account, invented magazines in the three forms.

use std::time::{Duration, Instant};

use backissue::ingest::{self, Ingested, Profile};
use proptest::prelude::*;

fn take(text: &str) -> Ingested {
    ingest::issue("test.txt", text.as_bytes(), None).unwrap()
}

#[test]
fn a_file_that_is_no_magazine_is_one_article_with_hardly_any_certainty() {
    let made = take("dear diary\n\ntoday nothing happened, and I was glad of it.\n\nthe cat slept.\n");
    assert_eq!(made.articles.len(), 1);
    assert!(made.articles[0].certainty <= 20, "{}", made.articles[0].certainty);
}

#[test]
fn markup_and_scripts_stay_plain_text() {
    let made = take(
        "A headline for the day that was\n\n<script>alert('x')</script> [go](javascript:alert(1)) was said by all who came to the fair.\n",
    );
    let text = format!("{:?}", made.articles);
    assert!(text.contains("<script>alert('x')</script>"), "{text}");
    assert!(!text.contains("Link("), "{text}");
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let text = "Harbour news\n\nThe ferry ran again on Monday, after a month of storms.\n\nA second paragraph of news.\n";
    let plain = take(text);
    let windows =
        ingest::issue("test.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes(), None)
            .unwrap();
    assert_eq!(plain.articles, windows.articles);
}

#[test]
fn a_byte_order_mark_alone_is_an_empty_file() {
    let error = ingest::issue("test.txt", "\u{feff}\n".as_bytes(), None).unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
}

#[test]
fn one_long_line_takes_time_in_proportion() {
    let time = |repeats: usize| {
        let text = "word and more ".repeat(repeats);
        // The best of three: a busy machine makes a run slower, never faster.
        let run = || {
            let start = Instant::now();
            assert_eq!(take(&text).articles.len(), 1);
            start.elapsed().max(Duration::from_millis(5))
        };
        (0..3).map(|_| run()).min().unwrap_or_default()
    };
    // Eight times the text, with room for a busy machine; what is quadratic takes 64 times as long.
    let (small, large) = (time(1 << 14), time(1 << 17));
    assert!(large < small * 30, "{small:?} for 0.2 MB, {large:?} for 1.8 MB");
}

#[test]
fn the_same_text_gives_the_same_articles() {
    let text = "# One thing\n\nText of the one thing, which is long enough.\n\n# Another thing\n\nText of the other thing, too.\n";
    for _ in 0..3 {
        assert_eq!(take(text).articles, take(text).articles);
    }
}

/// Lines such as issues are made of, so that random issues reach the deeper rules.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("# A heading of some words".to_owned()),
        Just("news".to_owned()),
        Just("noticeboard".to_owned()),
        Just("4 July 2031".to_owned()),
        Just("he boat sank and the crew, who were paid by the day, swam to the".to_owned()),
        Just("shore, where they were met by a band. //".to_owned()),
        Just("Ada Moss, Editor".to_owned()),
        Just("ISSN 1234-5678".to_owned()),
        Just("“A quotation of some length that could be pulled out,” she said.".to_owned()),
        Just(" A line that opens a page in a frame dump and is wrap- ".to_owned()),
        Just("ped in the next line ".to_owned()),
        Just("\t» \tAn item".to_owned()),
        Just("a\tb\tc".to_owned()),
        Just("| x | y |".to_owned()),
        Just("PAGE 17->".to_owned()),
        ".{0,60}",
    ]
}

/// `text` as ingest reads it, with one way of writing each space and letter.
fn read(text: &str) -> String {
    ingest::source::read("test.txt", text.as_bytes()).unwrap().text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_is_lost_whatever_the_text(text in "\\PC{1,200}") {
        // A byte order mark is no part of the text.
        let text = text.trim_start_matches('\u{feff}').to_owned();
        prop_assume!(!text.trim().is_empty());
        let made = take(&text);
        prop_assert!(made.account.missing(&read(&text)).is_empty());
    }

    #[test]
    fn nothing_is_lost_of_what_looks_like_an_issue(lines in prop::collection::vec(line(), 1..60)) {
        let text = lines.join("\n");
        let text = text.trim_start_matches('\u{feff}').to_owned();
        prop_assume!(!text.trim().is_empty() && !text.contains('\0'));
        for profile in [Profile::generic(), Profile::named("healthcare-manager").unwrap()] {
            let made = ingest::issue("test.txt", text.as_bytes(), Some(&profile)).unwrap();
            prop_assert!(made.account.missing(&read(&text)).is_empty());
            // No stretch is used twice.
            for pair in made.account.entries.windows(2) {
                prop_assert!(pair[0].range.end <= pair[1].range.start, "{:?} {:?}", pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = ingest::issue("test.txt", &bytes, None);
    }
}
