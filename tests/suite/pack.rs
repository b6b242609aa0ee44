//! An archive in one file, or carried by an engine: the same answers as from the folder, and nothing wrong is taken.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use backissue::archive::{PartId, local};
use backissue::format::pack::{Head, PACK_VERSION, SECTION, head};
use backissue::format::section::{self, WASM};
use backissue::publish::pack::{BUNDLE_NAME, Engine, PACK_NAME, bundle, pack};
use backissue::publish::site::Site;
use backissue::query::Request;
use backissue::{Error, Fault, Result};

use crate::specimen::magazine;

/// A site with everything, in a folder that goes away.
fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (articles, issues) = magazine();
    let mut site = Site::default();
    site.pack = true;
    site.bundle = Some(Engine { search: WASM.into(), pieces: std::array::from_fn(|_| WASM.into()) });
    site.write(articles.into_iter().map(Ok), &issues, dir.path()).unwrap();
    dir
}

/// The first thing that is wrong with the hash of any part, or with the file as a whole.
fn check(path: &Path) -> Result<()> {
    let mut archive = local::open(path)?;
    let parts = archive.ask(|archive| archive.parts_for_issues(&[]))?;
    parts.into_iter().try_for_each(|part| archive.read(part))
}

#[test]
fn one_file_and_a_bundle_answer_as_the_folder_does() {
    let dir = site();
    let mut folder = local::open(dir.path()).unwrap();
    for name in [PACK_NAME, BUNDLE_NAME] {
        let mut file = local::open(&dir.path().join(name)).unwrap();
        assert_eq!(file.verify().unwrap(), folder.verify().unwrap(), "{name}");
        for query in ["lanterns", "pay award", "lantren", "\"the keepers\"", "author:quill", "nowhere"] {
            let request = Request { query: query.into(), ..Request::default() };
            assert_eq!(file.search(&request).unwrap(), folder.search(&request).unwrap(), "{name}: {query}");
        }
        for article in magazine().0 {
            assert_eq!(file.article(&article.id).unwrap(), article);
        }
        assert_eq!(file.issues().unwrap(), folder.issues().unwrap());
    }
}

#[test]
fn the_same_archive_is_packed_to_the_same_bytes() {
    let (one, other) = (site(), site());
    for name in [PACK_NAME, BUNDLE_NAME] {
        let read = |dir: &tempfile::TempDir| fs::read(dir.path().join(name)).unwrap();
        assert_eq!(read(&one), read(&other), "{name}");
    }
    let names: Vec<PathBuf> = fs::read_dir(one.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(names.iter().all(|name| name.extension().is_none_or(|ending| ending != "draft")), "{names:?}");
}

#[test]
fn what_is_not_asked_for_any_more_does_not_stay_with_old_articles() {
    let dir = site();
    let has = |name: &str| dir.path().join(name).exists();
    fs::write(dir.path().join("tiny.wasm"), "of last year").unwrap();
    let again = |no_pages: bool| {
        let (articles, issues) = magazine();
        let mut site = Site::default();
        site.no_pages = no_pages;
        site.write(articles.into_iter().map(Ok), &issues, dir.path()).unwrap();
    };
    again(false);
    assert!(
        !has(PACK_NAME) && !has(BUNDLE_NAME) && !has("tiny.wasm") && has("pages") && has("headlines.html")
    );
    fs::write(dir.path().join("index.html"), "the editor's own").unwrap();
    again(true);
    assert!(!has("pages") && !has("headlines.html") && has("index.html"));
}

#[test]
fn any_changed_byte_is_noticed() {
    let dir = site();
    let path = dir.path().join(PACK_NAME);
    let whole = fs::read(&path).unwrap();
    let parts = Head::read(&mut &whole[..], whole.len() as u64).unwrap().parts;
    let refused = |error: Error, at: usize| {
        assert!(error.place().contains(PACK_NAME) && !error.remedy().is_empty(), "byte {at}: {error}");
    };
    let change = |at: usize| {
        let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(at as u64)).unwrap();
        file.write_all(&[whole[at] ^ 1 << (at % 8)]).unwrap();
        file
    };
    let restore = |at: usize, mut file: fs::File| {
        file.seek(SeekFrom::Start(at as u64)).unwrap();
        file.write_all(&whole[at..=at]).unwrap();
    };
    for at in 0..parts[0].start as usize {
        let file = change(at);
        refused(check(&path).expect_err(&format!("byte {at}")), at);
        restore(at, file);
    }
    // Of the rest each byte is a part's, which is held against its hash whenever it is read.
    check(&path).unwrap();
    let mut archive = local::open(&path).unwrap();
    let ids = archive.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    ids.iter().for_each(|part| archive.read(*part).unwrap());
    let mut next = parts[0].start as usize;
    for (range, part) in parts.iter().zip(0..).filter(|(range, _)| range.start < range.end) {
        for at in range.start as usize..range.end as usize {
            assert_eq!(at, next, "no byte lies between the parts");
            next += 1;
            let file = change(at);
            refused(archive.read(PartId(part)).expect_err(&format!("byte {at}")), at);
            restore(at, file);
        }
    }
    assert_eq!(next, whole.len());
    check(&path).unwrap();
}

#[test]
fn a_file_that_is_cut_or_extended_or_counts_wrongly_is_refused() {
    let dir = site();
    let path = dir.path().join(PACK_NAME);
    let whole = fs::read(&path).unwrap();
    let refused = |bytes: &[u8], says: &str| {
        fs::write(&path, bytes).unwrap();
        let error = check(&path).unwrap_err();
        assert_eq!(error.fault(), Fault::Archive);
        assert!(error.to_string().contains(says), "{says}: {error}");
    };
    for len in [0, 3, 12, 13, 40, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..len], if len < 200 { "ends too early" } else { "not whole" });
    }
    refused(&[&whole[..], b"more"].concat(), "not whole");
    refused(b"<!doctype html><title>Not found</title>", "--pack");

    let read = Head::read(&mut &whole[..], whole.len() as u64).unwrap();
    let mut lengths: Vec<u32> = read.parts.iter().map(|part| (part.end - part.start) as u32).collect();
    let content = &whole[read.parts[0].start as usize..];
    let with = |lengths: &[u32]| [&head(&read.manifest, lengths).unwrap(), content].concat();
    // Parts that begin within others, which the directory cannot say, would be these lengths.
    lengths[0] += 1;
    lengths[1] -= 1;
    refused(&with(&lengths), "parts/");
    lengths.push(0);
    refused(&with(&lengths), "as many parts as its manifest");
}

#[test]
fn an_engine_without_an_archive_or_that_is_none_says_so() {
    let dir = site();
    let path = dir.path().join("engine.wasm");
    fs::write(&path, WASM).unwrap();
    assert!(local::open(&path).unwrap_err().remedy().contains("--bundle"));
    let engine = Engine { search: WASM.into(), ..Engine::default() };
    let error = bundle(dir.path(), &engine).unwrap_err();
    assert!(error.to_string().contains("engine_bg.wasm"), "{error}");
    let whole = fs::read(dir.path().join(BUNDLE_NAME)).unwrap();
    let twice = Engine { search: whole.clone(), pieces: std::array::from_fn(|_| WASM.into()) };
    assert!(bundle(dir.path(), &twice).unwrap_err().problem().contains("carries an archive already"));
    let found = section::find(&mut std::io::Cursor::new(&whole), SECTION).unwrap().unwrap();
    assert_eq!(found.end, whole.len() as u64, "what a later tool appends stands behind it");
    fs::write(&path, [&whole[..], &section::head("more", 3).unwrap(), b"abc"].concat()).unwrap();
    check(&path).unwrap();
}

/// A packed archive of each version of the packing, opened by every later program: freeze a new one with
/// `BACKISSUE_FREEZE=1 cargo test --test suite frozen`.
#[test]
fn the_frozen_packs_open() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    if std::env::var_os("BACKISSUE_FREEZE").is_some() {
        let dir = tempfile::tempdir().unwrap();
        let (articles, issues) = magazine();
        Site::default().write(articles.into_iter().map(Ok), &issues, dir.path()).unwrap();
        pack(dir.path()).unwrap();
        fs::copy(dir.path().join(PACK_NAME), fixtures.join(format!("pack-v{PACK_VERSION}.pack"))).unwrap();
    }
    for version in 1..=PACK_VERSION {
        let mut archive = local::open(&fixtures.join(format!("pack-v{version}.pack"))).unwrap();
        archive.verify().unwrap();
        for article in magazine().0 {
            assert_eq!(archive.article(&article.id).unwrap(), article);
        }
    }
}
