//! Static pages, feeds, headlines and the tiny edition.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use backissue::model::{Article, Block, Issue, Text};
use backissue::publish::pages::Pages;

fn issue(key: &str, date: &str) -> Issue {
    Issue {
        key: key.into(),
        number: key.parse().ok(),
        date: date.into(),
        title: "The Lamplighter".into(),
        ..Issue::default()
    }
}

fn article(id: &str, title: &str) -> Article {
    Article {
        id: id.into(),
        issue: id.split('/').next().unwrap_or_default().into(),
        title: title.into(),
        section: "news".into(),
        date: "2031-03".into(),
        blocks: vec![Block::Paragraph(Text::plain("The lamp went out in May."))],
        certainty: 100,
        ..Article::default()
    }
}

fn write(out: &Path, issues: &[Issue], articles: &[Article]) -> u32 {
    let mut pages = Pages::begin(out, "The Lamplighter", "https://a.example/archive/", "en").unwrap();
    for article in articles {
        pages.article(article).unwrap();
    }
    pages.finish(issues, articles).unwrap()
}

/// Every file of a folder, by its path.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.insert(path, bytes);
        }
    }
    files
}

/// `page/../style.css` without the way up, as a browser resolves it.
fn resolved(from: &Path, href: &str) -> PathBuf {
    let mut path = from.parent().unwrap().to_path_buf();
    for part in Path::new(href).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
    }
    path
}

#[test]
fn every_link_of_every_page_leads_to_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let articles = [
        article("12/lamps", "Lamps"),
        article("12/Odd id?", "Odd"),
        article("13/oil", "Oil"),
        Article { url: "https://elsewhere.example/x".into(), ..article("13/far", "Far") },
        article("note", "A note of no issue"),
    ];
    let count = write(dir.path(), &[issue("12", "2031-03"), issue("13", "2031-06")], &articles);
    assert_eq!(
        count,
        4 + 2 + 1 + 1 + 1,
        "articles that live here, two issues and the one that a note makes, the front page, the headlines"
    );
    let mut files = files(dir.path());
    files.insert(dir.path().join("feed.xml"), Vec::new());
    let mut links = 0;
    for (path, bytes) in
        files.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "html"))
    {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for href in text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            // The empty icon keeps browsers from asking for one that the page's policy bars.
            if !href.starts_with("https://") && href != "data:," {
                links += 1;
                assert!(files.contains_key(&resolved(path, href)), "{}: {href}", path.display());
            }
        }
    }
    assert!(links > 20, "{links}");
}

#[test]
fn an_articles_page_needs_no_script_and_says_where_it_belongs() {
    let dir = tempfile::tempdir().unwrap();
    let article = Article {
        standfirst: "Who \"owns\" <it>?".into(),
        authors: vec!["Ada Flint".into()],
        ..article("12/lamps", "Lamps & <script>alert(1)</script>")
    };
    write(dir.path(), &[issue("12", "2031-03")], &[article]);
    let page = fs::read_to_string(dir.path().join("pages/12/lamps.html")).unwrap();
    insta::assert_snapshot!(page);
    assert!(!page.contains("<script"));
}

#[test]
fn the_same_articles_give_the_same_bytes_and_no_page_stays_behind() {
    let dir = tempfile::tempdir().unwrap();
    let issues = [issue("12", "2031-03")];
    write(dir.path(), &issues, &[article("12/lamps", "Lamps"), article("12/oil", "Oil")]);
    let first = files(dir.path());
    // What an interrupted run leaves behind does no harm.
    fs::create_dir_all(dir.path().join("pages.new")).unwrap();
    fs::write(dir.path().join("pages.new/half.html"), "half").unwrap();
    write(dir.path(), &issues, &[article("12/lamps", "Lamps"), article("12/oil", "Oil")]);
    assert_eq!(files(dir.path()), first);
    write(dir.path(), &issues, &[article("12/lamps", "Lamps")]);
    assert!(!dir.path().join("pages/12/oil.html").exists());
}

#[test]
fn hostile_ids_keys_and_languages_stay_among_the_pages() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("site");
    let hostile =
        Article { lang: "en\" onload=\"x".into(), issue: "../../up".into(), ..article("../../../up", "Up") };
    write(&out, &[issue("../up", "2031")], &[hostile]);
    for (path, bytes) in files(dir.path()) {
        let ours = ["index.html", "headlines.html"].map(|name| out.join(name));
        assert!(path.starts_with(out.join("pages")) || ours.contains(&path), "{}", path.display());
        assert!(!String::from_utf8(bytes).unwrap().contains("\" onload="), "{}", path.display());
    }
}

#[test]
fn the_front_page_has_the_newest_issue_first_whoever_described_it() {
    let dir = tempfile::tempdir().unwrap();
    let undated =
        ["9", "10", "1", "8"].map(|key| Article { date: String::new(), ..article(&format!("{key}/a"), "A") });
    let dated = [("4", "2030-02"), ("3", "2031-05")]
        .map(|(key, date)| Article { date: date.into(), ..article(&format!("{key}/a"), "A") });
    write(dir.path(), &[issue("2", "2031-01")], &[&undated[..], &dated[..]].concat());
    let page = fs::read_to_string(dir.path().join("index.html")).unwrap();
    let (_, shelf) = page.split_once("All issues").unwrap();
    let order: Vec<&str> =
        shelf.match_indices("href=\"pages/").map(|(at, _)| shelf[at..].split('/').nth(1).unwrap()).collect();
    assert_eq!(order, ["3", "2", "4", "10", "9", "8", "1"]);
}

#[test]
fn headlines_stand_by_themselves_for_a_frame_or_a_page_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[issue("12", "2031-03")], &[article("12/lamps", "Lamps & oil")]);
    let page = fs::read_to_string(dir.path().join("headlines.html")).unwrap();
    assert!(page.contains("<base target=\"_top\">") && !page.contains("<script"));
    let (_, main) = page.split_once("<main>").unwrap();
    assert!(main.contains("Lamps &amp; oil") && main.contains("pages/12/lamps.html"), "{main}");
}

#[test]
fn pages_say_which_language_their_words_are_in() {
    let dir = tempfile::tempdir().unwrap();
    let page = |lang: &'static str, article: Article| {
        let mut pages = Pages::begin(dir.path(), "Lampau", "", lang).unwrap();
        pages.article(&article).unwrap();
        pages.finish(&[issue("12", "2031-03")], &[article]).unwrap();
        ["pages/12/lamps.html", "pages/12/index.html", "index.html"]
            .map(|name| fs::read_to_string(dir.path().join(name)).unwrap())
    };
    // A language that there are no labels in: they are English, and said to be.
    for html in page("de-AT", article("12/lamps", "Lampen")) {
        assert!(html.contains("<html lang=\"de-AT\">") && html.contains("<body lang=\"en\">"), "{html}");
        assert!(html.contains(" lang=\"de-AT\">") && html.contains("Lampen"), "{html}");
    }
    // An article in another language than the magazine's.
    let [own, contents, front] =
        page("en", Article { lang: "cy".into(), ..article("12/lamps", "Lampau ac olew") });
    assert!(own.contains("<html lang=\"cy\">") && own.contains("<body lang=\"en\">"), "{own}");
    for html in [&own, &contents, &front] {
        let (before, _) =
            html.split_once("Lampau ac olew<").or(html.split_once("Lampau ac olew</h1>")).unwrap();
        assert!(before.rfind(" lang=\"cy\"").unwrap() > before.rfind("<body").unwrap(), "{html}");
    }
    assert!(contents.contains("<html lang=\"en\">") && contents.contains("<body>"), "{contents}");
    // One language throughout needs no marks.
    for html in page("en", article("12/lamps", "Lamps")) {
        assert_eq!(html.matches(" lang=").count(), 1, "{html}");
    }
}

#[test]
fn a_welsh_magazine_has_welsh_pages() {
    let dir = tempfile::tempdir().unwrap();
    let mut pages = Pages::begin(dir.path(), "", "", "cy").unwrap();
    let issue = Issue { key: "Special 12".into(), ..Issue::default() };
    pages.article(&article("Special 12/lamps", "Lampau")).unwrap();
    pages.finish(&[issue], &[article("Special 12/lamps", "Lampau")]).unwrap();
    let front = fs::read_to_string(dir.path().join("index.html")).unwrap();
    assert!(
        front.contains(r#"<html lang="cy">"#) && front.contains(r#"<h1 class="site-title">Rhifynnau"#),
        "{front}"
    );
    assert!(
        !["Newest", "All issues", "Archive", "Feed"].iter().any(|english| front.contains(english)),
        "{front}"
    );
}
