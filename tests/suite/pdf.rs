//! A PDF as input: the sample magazine, typeset in two columns, comes back through Poppler.

use std::path::Path;
use std::process::Command;

use backissue::ingest::{self, pdf};
use backissue::model::{Article, Block};

use super::sample::{Score, gold, ingested, own_text, pair, read, score};
use super::typeset;

const TEXT: &str = "forms/issue-41-markdown.txt";
const GOLD: &str = "gold/issue-41-markdown.json";

/// The sample's articles as their writers meant them: the gold's facts, ingest's bodies.
fn meant() -> Vec<Article> {
    let source = read(TEXT);
    let lines: Vec<&str> = source.lines().collect();
    let made = ingested(TEXT);
    let of = |wanted: super::sample::GoldArticle| {
        let mut article = pair(&own_text(&wanted, &lines), &made.articles).0.clone();
        // What strayed from a broken headline into the text stands in the headline again.
        article.blocks.retain(
            |block| !matches!(block, Block::Paragraph(text) if wanted.title.ends_with(&text.to_string())),
        );
        article.title = wanted.title;
        article.standfirst = wanted.standfirst.unwrap_or_default();
        article
    };
    gold(GOLD).articles.into_iter().map(of).collect()
}

fn typeset(dir: &Path) -> std::path::PathBuf {
    let cover = ["The Long Pound", "No. 41 • October 2026", "ISSN 2999-0416"];
    let path = dir.join("-issue 41;.pdf");
    std::fs::write(&path, typeset::issue(&cover, &meant(), "the long pound • october 2026")).unwrap();
    path
}

#[test]
fn a_magazine_in_two_columns_comes_back_from_its_pdf() {
    let dir = tempfile::tempdir().unwrap();
    let text = pdf::text(&typeset(dir.path())).unwrap();
    let made = ingest::issue("issue-41.pdf", text.as_bytes(), None).unwrap();
    assert!(made.account.missing(&text).is_empty());
    assert_eq!((made.issue.number, &*made.issue.date), (Some(41), "2026-10"));
    let found = score(&made, &read(TEXT), GOLD);
    println!("SCORE | issue 41 as a PDF in two columns {}", found.row());
    let floor = Score { cut: 12, titles: 11, authors: 11, sections: 12, openings: 12, events: 6 };
    // There is no contents page to say who is a writer, so some authors stay unknown.
    assert!(found.reaches(&floor), "{found:?}, want at least {floor:?}");
}

/// What `pdftotext` makes of the same PDF.
fn pdftotext(dir: &Path, options: &[&str]) -> Score {
    let out = dir.join("issue-41.txt");
    let ran = Command::new("pdftotext").args(options).arg(typeset(dir)).arg(&out).status().unwrap();
    assert!(ran.success());
    let text = std::fs::read(out).unwrap();
    let made = ingest::issue("issue-41.txt", &text, None).unwrap();
    let source = ingest::source::read("issue-41.txt", &text).unwrap();
    assert!(made.account.missing(&source.text).is_empty());
    // No page is left as it is, and that columns were taken apart is said once.
    let said = |what: &str| made.doubts.iter().filter(|doubt| doubt.what.contains(what)).count();
    let taken_apart = usize::from(options.contains(&"-layout"));
    assert_eq!([said("read across"), said("one after the other")], [0, taken_apart], "{:?}", made.doubts);
    let found = score(&made, &read(TEXT), GOLD);
    println!("SCORE | issue 41 as pdftotext {options:?} writes it {}", found.row());
    found
}

#[test]
fn columns_side_by_side_are_taken_apart() {
    let dir = tempfile::tempdir().unwrap();
    let found = pdftotext(dir.path(), &["-layout"]);
    let floor = Score { cut: 10, titles: 9, authors: 8, sections: 8, openings: 10, events: 2 };
    assert!(found.reaches(&floor), "{found:?}, want at least {floor:?}");
}

#[test]
fn wrapped_columns_are_put_together() {
    let dir = tempfile::tempdir().unwrap();
    let found = pdftotext(dir.path(), &[]);
    let floor = Score { cut: 9, titles: 8, authors: 8, sections: 8, openings: 9, events: 0 };
    assert!(found.reaches(&floor), "{found:?}, want at least {floor:?}");
}

fn backissue(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_backissue")).current_dir(dir).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_takes_a_pdf_whatever_its_name() {
    let dir = tempfile::tempdir().unwrap();
    typeset(dir.path());
    let (code, _, said) = backissue(dir.path(), &["ingest", "-o", "content", "--", "-issue 41;.pdf"]);
    assert_eq!(code, 0, "{said}");
    assert!(dir.path().join("content/41/issue.toml").is_file(), "{said}");
}

#[test]
fn what_is_no_pdf_inside_is_refused_with_popplers_own_words() {
    let dir = tempfile::tempdir().unwrap();
    let whole = std::fs::read(typeset(dir.path())).unwrap();
    for (name, bytes) in
        [("cut.pdf", &whole[..200]), ("junk.pdf", b"%PDF-1.7\n\xff\xff\0\0 nothing of the kind")]
    {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let (code, _, said) = backissue(dir.path(), &["ingest", name, "-o", "content"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(name) && said.contains("`pdftotext` cannot read it, and says: "), "{said}");
        assert!(!dir.path().join("content").exists());
    }
}

#[test]
fn a_pdf_of_pictures_is_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("scan.pdf"), typeset::issue(&[], &[], "")).unwrap();
    let (code, _, said) = backissue(dir.path(), &["ingest", "scan.pdf", "-o", "content"]);
    assert!(code == 1 && said.contains("its pages are pictures") && said.contains("OCR"), "{said}");
}

#[test]
fn without_poppler_the_package_is_named() {
    let dir = tempfile::tempdir().unwrap();
    typeset(dir.path());
    let output = Command::new(env!("CARGO_BIN_EXE_backissue"))
        .current_dir(dir.path())
        .args(["ingest", "-o", "content", "--", "-issue 41;.pdf"])
        .env("PATH", dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("apt install poppler-utils"), "{said}");
}
