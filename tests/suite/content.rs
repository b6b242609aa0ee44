//! The content folder: round trips, edits kept, damaged files refused.

use std::fs;
use std::path::Path;

use backissue::content::{self, Collection};
use backissue::model::{Article, Block, Event, Issue, Text};
use proptest::prelude::*;

fn issue() -> Issue {
    Issue {
        key: "12".into(),
        number: Some(12),
        season: "spring".into(),
        year: "2031".into(),
        date: "2031-03".into(),
        title: "The Lamplighter".into(),
        issn: String::new(),
        events: vec![Event {
            date: "4–5 May 2031".into(),
            start: "2031-05-04".into(),
            end: "2031-05-05".into(),
            title: "Wick trimmers’ weekend".into(),
            place: "Online".into(),
            url: "https://wicks.example/".into(),
            text: "Bring \"gloves\".\nAnd oil.".into(),
        }],
    }
}

fn article(slug: &str, words: &str) -> Article {
    Article {
        id: format!("12/{slug}"),
        issue: "12".into(),
        title: words.into(),
        section: "news".into(),
        date: "2031-03".into(),
        blocks: vec![Block::Paragraph(Text::plain(words))],
        certainty: 80,
        ..Article::default()
    }
}

fn names(paths: &[std::path::PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn text(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap()
}

#[test]
fn an_article_is_a_file_that_is_pleasant_to_correct() {
    let dir = tempfile::tempdir().unwrap();
    let article = Article {
        title: "Who trims the wick?".into(),
        kicker: "Lamps & law".into(),
        authors: vec!["Ada Flint".into(), "Bo Tinder".into()],
        standfirst: "Nobody owns the lamp at the corner – yet everyone’s \"furious\".".into(),
        pages: vec![4, 5],
        blocks: vec![
            Block::Paragraph("The lamp went out in May.".into()),
            Block::Crosshead("What the council says".into()),
            Block::PullQuote("We were in the dark".into()),
            Block::Box {
                title: "In figures".into(),
                blocks: vec![Block::List { ordered: false, items: vec!["12 lamps".into()] }],
            },
            Block::Endnote("Ada Flint is a lamplighter.".into()),
        ],
        ..article("who-trims-the-wick", "")
    };
    content::write(dir.path(), &issue(), &[article]).unwrap();
    insta::assert_snapshot!(text(dir.path(), "12/01-who-trims-the-wick.md"), @r#"
    +++
    title = "Who trims the wick?"
    kicker = "Lamps & law"
    section = "news"
    authors = ["Ada Flint", "Bo Tinder"]
    standfirst = 'Nobody owns the lamp at the corner – yet everyone’s "furious".'
    pages = [4, 5]
    certainty = 80
    +++

    The lamp went out in May.

    ## What the council says

    > We were in the dark

    ::: box In figures
    - 12 lamps
    :::

    {endnote} Ada Flint is a lamplighter.
    "#);
    insta::assert_snapshot!(text(dir.path(), "12/issue.toml"), @r#"
    key = "12"
    number = 12
    title = "The Lamplighter"
    season = "spring"
    year = "2031"
    date = "2031-03"
    issn = ""

    [[events]]
    title = "Wick trimmers’ weekend"
    date = "4–5 May 2031"
    start = "2031-05-04"
    end = "2031-05-05"
    place = "Online"
    url = "https://wicks.example/"
    text = """
    Bring "gloves".
    And oil."""
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_is_read_back(
        words in prop::collection::vec("[^\0]{0,12}", 8),
        pages in prop::collection::vec(any::<u32>(), 0..4),
        certainty in 0u8..=100,
        count in 1usize..12,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut issue = issue();
        issue.title.clone_from(&words[0]);
        issue.events[0].text.clone_from(&words[1]);
        let articles: Vec<Article> = (0..count)
            .map(|n| Article {
                id: format!("12/{}{n}", words[2]),
                title: words[3].clone(),
                kicker: words[4].clone(),
                standfirst: words[5].clone(),
                authors: vec![words[6].clone()],
                lang: words[7].clone(),
                url: format!("https://lamps.example/{n}"),
                pages: pages.clone(),
                certainty,
                ..article("", "The body.")
            })
            .collect();
        content::write(dir.path(), &issue, &articles).unwrap();
        let read = content::read(dir.path()).unwrap();
        prop_assert_eq!(read, Collection { issues: vec![issue], articles, ..Collection::default() });
    }
}

#[test]
fn writing_twice_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let articles = [article("one", "One."), article("two", "Two.")];
    let first = content::write(dir.path(), &issue(), &articles).unwrap();
    assert_eq!(names(&first.written), ["issue.toml", "01-one.md", "02-two.md"]);
    let again = content::write(dir.path(), &issue(), &articles).unwrap();
    assert_eq!(names(&again.unchanged), ["issue.toml", "01-one.md", "02-two.md"]);
    assert!(again.written.is_empty() && again.beside.is_empty());
}

#[test]
fn an_edit_survives_and_a_new_reading_stands_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("12");
    content::write(dir.path(), &issue(), &[article("one", "One."), article("two", "Two.")]).unwrap();
    let edited = text(&folder, "01-one.md").replace("One.", "Won.");
    fs::write(folder.join("01-one.md"), &edited).unwrap();

    // The same reading: nothing to tell.
    let same =
        content::write(dir.path(), &issue(), &[article("one", "One."), article("two", "Two.")]).unwrap();
    assert_eq!(names(&same.kept), ["01-one.md"]);
    assert!(!folder.join("01-one.md.new").exists());

    // A better reading: the unedited file takes it, the edited one has it beside it.
    let better = [article("one", "One!"), article("two", "Two!")];
    let preview = content::check(dir.path(), &issue(), &better).unwrap();
    assert!(!folder.join("01-one.md.new").exists());
    let report = content::write(dir.path(), &issue(), &better).unwrap();
    assert_eq!(preview, report);
    assert_eq!(names(&report.beside), ["01-one.md.new"]);
    assert_eq!(names(&report.written), ["02-two.md"]);
    assert_eq!(text(&folder, "01-one.md"), edited);
    assert!(text(&folder, "01-one.md.new").contains("One!"));
    assert_eq!(content::read(dir.path()).unwrap().articles[0].title, "Won.");

    // The editor takes the new reading: from now on it is ours again.
    fs::rename(folder.join("01-one.md.new"), folder.join("01-one.md")).unwrap();
    let best = [article("one", "One?"), article("two", "Two!")];
    let report = content::write(dir.path(), &issue(), &best).unwrap();
    assert_eq!(names(&report.written), ["01-one.md"]);
}

#[test]
fn a_deleted_article_stays_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let articles = [article("one", "One."), article("two", "Two.")];
    content::write(dir.path(), &issue(), &articles).unwrap();
    fs::remove_file(dir.path().join("12/02-two.md")).unwrap();
    let report = content::write(dir.path(), &issue(), &articles).unwrap();
    assert_eq!(names(&report.deleted), ["02-two.md"]);
    assert_eq!(content::read(dir.path()).unwrap().articles.len(), 1);
}

#[test]
fn files_of_an_earlier_reading_go_unless_they_were_edited() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("12");
    content::write(dir.path(), &issue(), &[article("one", "1"), article("two", "2"), article("six", "6")])
        .unwrap();
    fs::write(folder.join("02-two.md"), "mine").unwrap();
    let report = content::write(dir.path(), &issue(), &[article("one", "1")]).unwrap();
    assert_eq!(
        (names(&report.removed), names(&report.orphaned)),
        (vec!["03-six.md".into()], vec!["02-two.md".into()])
    );
    assert_eq!(text(&folder, "02-two.md"), "mine");
}

#[test]
fn without_its_record_every_file_counts_as_edited() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("12");
    content::write(dir.path(), &issue(), &[article("one", "One.")]).unwrap();
    fs::write(folder.join(".backissue"), "\u{0}nonsense\n").unwrap();
    let report = content::write(dir.path(), &issue(), &[article("one", "One!")]).unwrap();
    assert_eq!(names(&report.beside), ["01-one.md.new"]);
}

#[test]
fn hostile_keys_and_ids_stay_in_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    let issue = Issue { key: "../../out".into(), ..Issue::default() };
    let articles = [
        Article { id: "../../../x".into(), ..article("", "X") },
        Article { id: "..".into(), ..article("", "Y") },
    ];
    let report = content::write(&content, &issue, &articles).unwrap();
    assert!(report.written.iter().all(|path| path.starts_with(content.join("out"))), "{report:?}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(content::read(&content).unwrap().articles[0].id, "../../../x");
}

fn refused(files: &[(&str, &[u8])]) -> String {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let error = content::read(dir.path()).unwrap_err().to_string();
    error.replace(&format!("{}/", dir.path().display()), "").replace(&dir.path().display().to_string(), "DIR")
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_no_article() {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.path().join("endless.md")).unwrap();
    let error = content::read(dir.path()).unwrap_err().to_string();
    assert!(error.contains("endless.md: is no file"), "{error}");
    fs::remove_file(dir.path().join("endless.md")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(dir.path().join("pipe.md")).status().unwrap();
    assert!(
        made.success() && content::read(dir.path()).unwrap_err().to_string().contains("pipe.md: is no file")
    );
}

#[test]
fn damaged_files_are_refused_with_file_and_line() {
    for (file, bytes, expected) in [
        (
            "12/01-a.md",
            &b"+++\ntitle = \"A\"\nkicker = oops\n+++\n"[..],
            "12/01-a.md:3: the front matter cannot be read",
        ),
        (
            "12/01-a.md",
            b"+++\ntitle = \"A\"\n",
            "12/01-a.md:1: the front matter begins with +++ but does not end",
        ),
        ("12/01-a.md", b"+++\nautor = \"A\"\n+++\n", "12/01-a.md:2: \"autor\" is not a field"),
        (
            "12/01-a.md",
            b"+++\n+++\n\nOne.\n\n[x](javascript:x)",
            "12/01-a.md:6: a link goes to \"javascript:x\"",
        ),
        ("12/01-a.md", b"+++\n+++\n\n:::\n", "12/01-a.md:4: ::: closes a box"),
        ("12/01-a.md", b"+++\n+++\n\nCaf\xe9\n", "12/01-a.md:4: byte 0xe9 is not UTF-8"),
        (
            "12/issue.toml",
            b"key = \"12\"\nnumber = \"twelve\"\n",
            "12/issue.toml:2: the issue cannot be read",
        ),
    ] {
        let message = refused(&[("12/issue.toml", b"key = \"12\""), (file, bytes)]);
        assert!(message.starts_with(expected), "{message}");
    }
    let twins = refused(&[("a/issue.toml", b""), ("a/01-x.md", b"X"), ("a/02-x.md", b"X")]);
    assert!(twins.starts_with("a/02-x.md: has the id \"a/x\", which a/01-x.md has too"), "{twins}");
    assert!(refused(&[("note.txt", b"x")]).starts_with("DIR: there is no article in this folder"));
}

#[test]
fn two_issues_of_one_key_are_refused_by_their_own_files() {
    let twins = refused(&[("a/issue.toml", b"key = \"12\""), ("b/issue.toml", b"key = \"12\"")]);
    assert!(twins.starts_with("b/issue.toml: has the key \"12\", which a/issue.toml has too"), "{twins}");
}

#[test]
fn what_an_editor_should_look_at_is_told_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("issue.toml", "key = \"12\""),
        (
            "01-marks.md",
            "+++\ntitle = \"Marks\"\n+++\n\nText.\n\n{endnoet} Bo\n\n\\{endnoet} Bo\n\n{endnote} Bo\n\n::: box\n{captoin} A lamp\n:::\n",
        ),
        ("02-empty.md", ""),
        ("03-untitled.md", "+++\nsection = \"news\"\n+++\n\nText.\n"),
        ("04-letter.md", "+++\ntitle = \"\"\n+++\n\nDear readers, {so to speak}.\n"),
        ("05-heading.md", "# Lamps\n\nText.\n"),
        ("04-letter.md.new", "+++\ntitle = \"\"\n+++\n\nDear all.\n"),
        ("04-letter.md.new2", "+++\ntitle = \"\"\n+++\n\nDear everyone.\n"),
        ("04-letter.md.news", "What the editor heard.\n"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let collection = content::read(dir.path()).unwrap();
    let said: Vec<String> = collection
        .warnings
        .iter()
        .map(|warning| {
            format!("{}: {}", warning.place(), warning.problem())
                .split_off(dir.path().display().to_string().len() + 1)
        })
        .collect();
    assert_eq!(
        said,
        [
            "01-marks.md:7: {endnoet} is not one of {question}, {caption}, {endnote}, and is published as text",
            "01-marks.md:14: {captoin} is not one of {question}, {caption}, {endnote}, and is published as text",
            "02-empty.md:1: the article has no words",
            "03-untitled.md:1: the article has no title",
            "04-letter.md.new: is a new reading that waits beside your edits, and is not published",
            "04-letter.md.new2: is a new reading that waits beside your edits, and is not published",
        ]
    );
    assert_eq!(collection.articles.len(), 5);
}

#[test]
fn any_folder_of_markdown_is_a_collection() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("2030/.git")).unwrap();
    for (name, text) in [
        ("README.md", "# How to"),
        (
            "2030/2-lamps.md",
            "---\ntitle: Lamps\nauthor: Ada Flint\ndate: 2030-06-01\ntags: [a]\n---\nLit\r\nlate.",
        ),
        ("2030/10-oil.markdown", "# Oil\n\nDear."),
        ("2030/.git/x.md", "hidden"),
        ("2030/2-lamps.md.new", "beside"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let read = content::read(dir.path()).unwrap();
    let shown: Vec<_> = read
        .articles
        .iter()
        .map(|a| (a.id.as_str(), a.title.as_str(), a.date.as_str(), a.authors.join(","), a.blocks.len()))
        .collect();
    assert_eq!(
        shown,
        [
            ("2030/2-lamps", "Lamps", "2030-06-01", "Ada Flint".to_string(), 1),
            ("2030/10-oil", "Oil", "", String::new(), 1)
        ]
    );
}
