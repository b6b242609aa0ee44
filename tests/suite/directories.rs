//! Large archives, whose tables name directory parts: the same answers as when a table names every part, however the
//! directories are cut, and from archives of before.

use std::fs;
use std::path::{Path, PathBuf};

use backissue::archive::Archive;
use backissue::archive::local::{self, LocalArchive};
use backissue::format::table::{Entries, Entry};
use backissue::format::{MANIFEST_NAME, Manifest, PartRef, Table};
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::{Page, Request};

/// As many issues of one article as a table has no room for.
const WATCHES: u32 = 330;

/// What each of them says, and what the archive in tests/fixtures/archive-v2-many.pack has of it, which version 2 wrote:
/// `backissue build watches.jsonl --pack`.
fn text(n: u32) -> String {
    format!("Lock {n} counted {} lanterns.", n * n)
}

fn watch(n: u32, text: String) -> Article {
    Article {
        id: format!("watch-{n}"),
        issue: n.to_string(),
        title: format!("Watch {n}"),
        section: "news".into(),
        blocks: vec![Block::Paragraph(text.as_str().into())],
        certainty: 100,
        ..Article::default()
    }
}

/// An archive of the watches in which each has fifty words that no other has: its index has many parts.
fn wordy(folder: &Path) {
    let word = |n: u32| {
        n.wrapping_mul(2_654_435_761)
            .to_string()
            .bytes()
            .map(|b| (b - b'0' + b'a') as char)
            .collect::<String>()
    };
    let articles = (0..WATCHES).map(|n| {
        let words: Vec<String> = (0..50).map(|at| word(n * 50 + at + 1)).collect();
        Ok(watch(n, format!("{} {}", text(n), words.join(" "))))
    });
    write(articles, &[], folder, &Options::default()).unwrap();
}

fn opened(folder: &Path) -> Manifest {
    Manifest::read(&fs::read(folder.join(MANIFEST_NAME)).unwrap()).unwrap()
}

fn part(folder: &Path, bytes: &[u8]) -> PartRef {
    let part = PartRef::of(bytes);
    fs::write(folder.join(part.name()), bytes).unwrap();
    part
}

/// All entries of a table, whether it names them or directory parts.
fn flat(folder: &Path, table: &Table) -> Entries {
    if table.fanout == 0 {
        return table.top.clone();
    }
    let read = |entry: &Entry| {
        let bytes = fs::read(folder.join(entry.part.name())).unwrap();
        Entries::read(&mut backissue::bytes::Cursor::new(&bytes)).unwrap().0
    };
    Entries(table.top.0.iter().flat_map(read).collect())
}

/// Writes the manifest anew with tables whose directory parts have `fanout` entries, or none.
fn cut(folder: &Path, fanout: u8) {
    let mut manifest = opened(folder);
    for table in [&mut manifest.groups, &mut manifest.terms, &mut manifest.ids] {
        let all = flat(folder, table);
        let directory = |entries: &[Entry]| {
            let mut bytes = Vec::new();
            Entries(entries.to_vec()).put(&mut bytes);
            Entry { key: entries[0].key.clone(), part: part(folder, &bytes) }
        };
        *table = Table {
            len: table.len,
            fanout,
            top: match fanout {
                0 => all,
                _ => Entries(all.0.chunks(fanout.into()).map(directory).collect()),
            },
        };
    }
    fs::write(folder.join(MANIFEST_NAME), manifest.write()).unwrap();
}

fn search(archive: &mut LocalArchive, query: &str) -> Page {
    archive.search(&Request { query: query.into(), ..Request::default() }).unwrap()
}

/// Whatever can be asked about some articles among all.
fn everything(archive: &mut LocalArchive) -> String {
    archive.verify().unwrap();
    let mut said = String::new();
    for n in [0, 1, 4, 5, 63, 64, 127, 128, 200, 328, 329] {
        let id = format!("watch-{n}");
        said += &format!("{:?}\n", archive.article(&id).unwrap());
        said += &format!("{:?}\n", archive.ask(|archive| archive.around(&id)).unwrap());
        said += &format!("{:?}\n", archive.ask(|archive| archive.issue(&n.to_string())).unwrap());
        said += &format!("{:?}\n", archive.ask(|archive| archive.related(&id)).unwrap());
        said += &format!("{:?}\n", archive.highlights(&id, "lanterns").unwrap());
        said += &format!("{:?}\n", search(archive, &(n * n).to_string()));
    }
    for query in [
        "lock lanterns",
        "lnaterns",
        "countd",
        "\"lock 77\"",
        "lanterns issue:300",
        "lan",
        "nothing",
        "zzzzz",
        "aaaaa",
    ] {
        said += &format!("{query}: {:?}\n", search(archive, query));
    }
    let typed = Request { query: "b".into(), typing: true, ..Request::default() };
    said += &format!("{:?}\n", archive.search(&typed).unwrap());
    said += &format!("{:?}\n", archive.issues().unwrap());
    said + &format!(
        "{:?}\n",
        archive.headlines(&Request { limit: 40, offset: 30, ..Request::default() }).unwrap()
    )
}

#[test]
fn a_table_with_directories_answers_as_one_without() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    wordy(folder);
    let written = opened(folder);
    assert_eq!(written.groups.fanout, 5, "the square root of a tenth of the groups");
    assert!(written.terms.len > 20, "{}", written.terms.len);
    let as_written = everything(&mut local::open(folder).unwrap());
    cut(folder, 0);
    let expected = everything(&mut local::open(folder).unwrap());
    assert!(expected.contains("Lock 329 counted 108241 lanterns."));
    assert!(as_written == expected);
    // 1 stands for what version 2 had; 255 leaves the last part of groups with 75.
    for fanout in [2, 64, 255] {
        cut(folder, fanout);
        let answered = everything(&mut local::open(folder).unwrap());
        assert!(answered == expected, "{fanout}");
    }
}

#[test]
fn an_issue_is_saved_with_the_directories_that_lead_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    wordy(folder);
    for fanout in [0, 6, 64] {
        cut(folder, fanout);
        let saved =
            local::open(folder).unwrap().ask(|archive| archive.parts_for_issues(&["77".into()])).unwrap();
        let mut archive = Archive::open(&fs::read(folder.join(MANIFEST_NAME)).unwrap()).unwrap();
        let names: Vec<PathBuf> = {
            let mut archive = local::open(folder).unwrap();
            archive.ask(|archive| archive.parts_for_issues(&["77".into()])).unwrap();
            saved.iter().map(|part| folder.join(archive.archive().part_name(*part))).collect()
        };
        // Only what was saved is at hand.
        let found = loop {
            match archive.article("watch-77").unwrap() {
                backissue::archive::Step::Ready(article) => break article,
                backissue::archive::Step::Need(parts) => {
                    for part in parts {
                        let name = folder.join(archive.part_name(part));
                        assert!(names.contains(&name), "{fanout}: {name:?} was not saved");
                        archive.supply(part, fs::read(name).unwrap()).unwrap();
                    }
                }
            }
        };
        assert_eq!(found.title, "Watch 77");
    }
}

#[test]
fn a_directory_with_too_few_or_too_many_entries_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    wordy(folder);
    cut(folder, 64);
    let manifest = opened(folder);
    for change in [-1, 1] {
        let mut manifest = manifest.clone();
        let entries = flat(folder, &manifest.groups).0;
        let mut bytes = Vec::new();
        Entries(entries[..(64 + change) as usize].to_vec()).put(&mut bytes);
        manifest.groups.top.0[0].part = part(folder, &bytes);
        fs::write(folder.join(MANIFEST_NAME), manifest.write()).unwrap();
        let mut archive = local::open(folder).unwrap();
        let error = archive.article("watch-3").unwrap_err().to_string();
        assert!(error.contains("a directory has gaps"), "{error}");
    }
}

#[test]
fn an_archive_of_version_2_with_directories_opens() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/archive-v2-many.pack");
    let mut archive = local::open(&frozen).unwrap();
    archive.verify().unwrap();
    for n in 0..WATCHES {
        let article = archive.article(&format!("watch-{n}")).unwrap();
        assert_eq!(
            (article.issue, article.blocks),
            (n.to_string(), vec![Block::Paragraph(text(n).as_str().into())])
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let articles = (0..WATCHES).map(|n| Ok(watch(n, text(n))));
    write(articles, &[], folder.path(), &Options::default()).unwrap();
    let mut today = local::open(folder.path()).unwrap();
    for query in ["lock 117", "lanterns", "108241", "lantrens"] {
        let ids = |page: Page| page.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>();
        assert_eq!(ids(search(&mut archive, query)), ids(search(&mut today, query)), "{query}");
    }
    assert_eq!(archive.issues().unwrap().len(), WATCHES as usize);
}
