//! An archive whose index anybody could have written: right hashes, right order, any names. The tests make one of the
//! words that a case gives them, and the fuzz target of those that the fuzzer comes upon.

use std::collections::{BTreeMap, BTreeSet};

use backissue::archive::{Archive, Listing, PartId, Step};
use backissue::format::table::{Entries, Entry};
use backissue::format::{Manifest, PartRef, Table};
use backissue::index::part::{Layout, PartWriter, Posting, TERM_BYTES_MAX, Term};
use backissue::model::{Article, Block};
use backissue::query::Request;
use backissue::store::columns::Columns;
use backissue::store::leaf::Leaf;
use backissue::store::words::{Lexicon, Tally};
use backissue::store::{article, ids, listing};

/// The id of the archive's only article.
const ID: &str = "1/lamp";

/// The manifest, and the other files by name. Each of `names` is an entry of the index; its one form is the one before.
pub fn archive(names: &BTreeSet<&str>) -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
    let mut files = BTreeMap::new();
    let mut put = |bytes: Vec<u8>| {
        let part = PartRef::of(&bytes);
        files.insert(part.name(), bytes);
        part
    };
    let mut tally = Tally::default();
    tally.text("The lamp");
    let lexicon = Lexicon::new(tally.choose(["The lamp"].into_iter()).unwrap());
    let letters = lexicon.vocabulary().letters();

    let mut part = PartWriter::new(letters, Layout { docs: 1, impacts: false, refers: true });
    let mut before = "";
    for name in names.iter().filter(|name| name.len() <= TERM_BYTES_MAX) {
        // Half of what stands for words sends whoever asks to its form.
        let refers = name.ends_with(' ') && name.len() % 2 == 0;
        let postings = if refers { Vec::new() } else { vec![Posting { doc: 0, body: 1, title: 0 }] };
        part.push(&Term { text: (*name).into(), forms: vec![before.into()], postings }).unwrap();
        before = name;
    }
    let columns = Columns {
        issues: vec![("1".into(), String::new())],
        group_issue: vec![0],
        group_len: vec![1],
        sections: vec![String::new()],
        section: vec![0],
        date: vec![0],
        length: vec![2],
        author_end: vec![0],
        ..Columns::default()
    };
    let only = Article {
        id: ID.into(),
        blocks: vec![Block::Paragraph("The lamp".into())],
        certainty: 100,
        ..Article::default()
    };
    let lines = vec![Listing { id: only.id.clone(), ..Listing::default() }];
    let leaf = Leaf {
        listing: put(listing::write(&listing::Group { issues: Vec::new(), lines }, &lexicon).unwrap()),
        texts: vec![put(article::write(&only, &lexicon).unwrap())],
    };
    let mut table = |key: &[u8], bytes: Vec<u8>| Table {
        len: 1,
        fanout: 0,
        top: Entries(vec![Entry { key: key.to_vec(), part: put(bytes) }]),
    };
    let print = ids::fingerprint(ID);
    let manifest = Manifest {
        docs: 1,
        body_words: 2,
        groups: table(&[0; 4], leaf.write()),
        terms: table(b"", part.finish()),
        ids: table(&print.to_be_bytes(), ids::write(&[(print, 0)], 1)),
        columns: put(columns.write(letters).unwrap()),
        vocabulary: put(lexicon.vocabulary().write()),
        ..Manifest::default()
    };
    (manifest.write(), files)
}

/// Searches such an archive and marks its article; whatever it holds, there is an answer or an error. Gives whether both
/// were answered.
pub fn search(names: &BTreeSet<&str>, query: &str, typing: bool) -> bool {
    let (manifest, files) = archive(names);
    let mut archive = Archive::open(&manifest).unwrap();
    let request = Request { query: query.into(), typing, ..Request::default() };
    let mut answered = true;
    for marking in [false, true] {
        let ask = |archive: &mut Archive| match marking {
            false => archive.search(&request).map(needed),
            true => archive.highlights(ID, query).map(needed),
        };
        let mut step = ask(&mut archive);
        while let Ok(Some(parts)) = step {
            for part in parts {
                let bytes = files[&archive.part_name(part)].clone();
                archive.supply(part, bytes).unwrap();
            }
            step = ask(&mut archive);
        }
        answered &= step.is_ok();
    }
    answered
}

fn needed<T>(step: Step<T>) -> Option<Vec<PartId>> {
    match step {
        Step::Need(parts) => Some(parts),
        Step::Ready(_) => None,
    }
}
