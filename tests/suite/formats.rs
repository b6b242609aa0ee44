//! Hostile bytes: whatever an archive holds, opening and asking give an answer or an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use backissue::archive::{Archive, Step};
use backissue::format::PartRef;
use backissue::format::letters::Letters;
use backissue::index::part::{Layout, PartWriter, Posting, Term, TermPart};
use backissue::model::{Article, Block, Span, Style, Text};
use backissue::publish::archive::{Options, write};
use backissue::query::Request;
use backissue::store::columns::{Columns, Kept};
use backissue::store::leaf::Leaf;
use backissue::store::words::{Lexicon, Tally};
use backissue::store::{Vocabulary, article, ids, listing};
use proptest::prelude::*;

/// Everything that can be asked, with parts taken from `files` by name.
fn ask_everything(manifest: &[u8], files: &BTreeMap<String, Vec<u8>>) {
    let Ok(mut archive) = Archive::open(manifest) else { return };
    fn ask<T>(
        archive: &mut Archive,
        files: &BTreeMap<String, Vec<u8>>,
        mut question: impl FnMut(&mut Archive) -> backissue::Result<Step<T>>,
    ) {
        // Three round trips, a directory and two more for corrections are the most that any question takes.
        for _ in 0..8 {
            match question(archive) {
                Ok(Step::Need(parts)) => {
                    for part in parts {
                        match files
                            .get(&archive.part_name(part))
                            .cloned()
                            .map(|bytes| archive.supply(part, bytes))
                        {
                            Some(Ok(())) => {}
                            _ => return,
                        }
                    }
                }
                Ok(Step::Ready(_)) | Err(_) => return,
            }
        }
        panic!("a question went on for ever");
    }
    ask(&mut archive, files, |a| {
        a.search(&Request { query: "pay award \"the rota\" lantrens".into(), ..Request::default() })
    });
    ask(&mut archive, files, |a| {
        a.search(&Request { query: "la".into(), typing: true, ..Request::default() })
    });
    ask(&mut archive, files, |a| a.article("8/lanterns"));
    ask(&mut archive, files, |a| a.related("8/lanterns"));
    ask(&mut archive, files, |a| a.highlights("9/oil", "oil"));
    ask(&mut archive, files, Archive::issues);
    ask(&mut archive, files, |a| a.headlines(&Request { limit: 5, ..Request::default() }));
    ask(&mut archive, files, |a| a.parts_for_issues(&[]));
}

/// Every byte of every part is changed, and the hashes that lead to it mended, as somebody would who means harm. The
/// manifest's own bytes are changed under a right checksum.
#[test]
fn no_changed_byte_makes_the_engine_panic() {
    let dir = tempfile::tempdir().unwrap();
    let (articles, issues) = crate::specimen::magazine();
    write(articles.into_iter().map(Ok), &issues, dir.path(), &Options::default()).unwrap();
    let manifest = fs::read(dir.path().join("manifest.bi")).unwrap();
    let files: BTreeMap<String, Vec<u8>> = fs::read_dir(dir.path().join("parts"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (format!("parts/{}", entry.file_name().to_string_lossy()), fs::read(entry.path()).unwrap())
        })
        .collect();
    let mend = |manifest: &mut Vec<u8>| {
        let end = manifest.len() - 12;
        let digest = backissue::format::sha256::digest(&manifest[..end]);
        manifest.truncate(end);
        manifest.extend(&digest[..12]);
    };
    for at in 0..manifest.len() {
        let mut changed = manifest.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(Archive::open(&changed).is_err(), "the checksum notices");
        mend(&mut changed);
        ask_everything(&changed, &files);
    }
    for (name, bytes) in &files {
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            let (old, new) = (PartRef::of(bytes), PartRef::of(&changed));
            // What names the part names the changed part now, and so on up to the manifest.
            let mut files = files.clone();
            files.remove(name);
            files.insert(new.name(), changed);
            let mut manifest = manifest.clone();
            let mut renamed = vec![(old, new)];
            while let Some((old, new)) = renamed.pop() {
                replace(&mut manifest, &old, &new);
                let naming: Vec<String> = files
                    .iter()
                    .filter(|(_, bytes)| position(bytes, &old.hash).is_some())
                    .map(|(name, _)| name.clone())
                    .collect();
                for name in naming {
                    let mut bytes = files.remove(&name).unwrap();
                    let before = PartRef::of(&bytes);
                    replace(&mut bytes, &old, &new);
                    let after = PartRef::of(&bytes);
                    files.insert(after.name(), bytes);
                    renamed.push((before, after));
                }
            }
            mend(&mut manifest);
            ask_everything(&manifest, &files);
        }
    }
}

/// What nobody writes who means well: entries of the index with spaces where there are none.
#[test]
fn stand_ins_with_any_spaces_do_no_harm() {
    let names = ["spp", "spp ", "spp  ", "spp   ", "spp  lamp ", " spp ", " "];
    for query in ["spp", "spp lamp", "lamp spp", "spp spp"] {
        for typing in [false, true] {
            // Answered, or it would be the archive around the names that is refused.
            assert!(super::hostile::search(&BTreeSet::from(["lamp"]), query, typing), "{query}");
            super::hostile::search(&BTreeSet::from(names), query, typing);
        }
    }
}

fn position(bytes: &[u8], hash: &[u8]) -> Option<usize> {
    bytes.windows(hash.len()).position(|window| window == hash)
}

fn replace(bytes: &mut [u8], old: &PartRef, new: &PartRef) {
    while let Some(at) = position(bytes, &old.hash) {
        bytes[at..at + old.hash.len()].copy_from_slice(&new.hash);
    }
}

fn vocabulary(texts: &[String]) -> Vocabulary {
    let mut tally = Tally::default();
    for text in texts {
        tally.article();
        tally.text(text);
    }
    tally.choose(texts.iter().map(String::as_str)).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-d]{1,3}([ ,.] ?[A-Da-d]{1,3}){0,20}",
        "\\PC{0,40}",
        "(The|the|THE|don't|don’t|£5| |\\. |\\? |, |  |\n|NHS|a){0,30}",
        any::<String>(),
        "[a-z]{0,600}",
    ]
}

fn inline() -> impl Strategy<Value = Text> {
    let style = prop_oneof![
        Just(Style::Plain),
        Just(Style::Emphasis),
        Just(Style::Strong),
        text().prop_map(Style::Link)
    ];
    prop::collection::vec((text(), style).prop_map(|(text, style)| Span { text, style }), 0..4).prop_map(Text)
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        inline().prop_map(Block::Paragraph),
        inline().prop_map(Block::Crosshead),
        inline().prop_map(Block::Question),
        inline().prop_map(Block::PullQuote),
        inline().prop_map(Block::Caption),
        inline().prop_map(Block::Endnote),
        (any::<bool>(), prop::collection::vec(inline(), 0..3))
            .prop_map(|(ordered, items)| Block::List { ordered, items }),
        prop::collection::vec(prop::collection::vec(inline(), 0..3), 0..3).prop_map(Block::Table),
    ];
    prop_oneof![
        6 => leaf.clone(),
        1 => (inline(), prop::collection::vec(leaf, 0..3)).prop_map(|(title, blocks)| Block::Box { title, blocks }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn articles_come_back(
        known in prop::collection::vec(text(), 0..6),
        (id, title, standfirst, url) in (text(), text(), text(), text()),
        blocks in prop::collection::vec(block(), 0..6),
        pages in prop::collection::vec(any::<u32>(), 0..4),
        certainty in 0..=100u8,
    ) {
        let lexicon = Lexicon::new(vocabulary(&known));
        let article = Article { id, title, standfirst, url, blocks, pages, certainty, ..Article::default() };
        let words = article.word_count();
        let bytes = article::write(&article, &lexicon).unwrap();
        prop_assert_eq!(article::read(&bytes, lexicon.vocabulary()).unwrap(), (article, words));
    }

    #[test]
    fn index_parts_come_back(
        docs in 1..300u32,
        (impacts, refers) in any::<(bool, bool)>(),
        terms in prop::collection::btree_map("[a-zé0-9]{1,12} ?", (prop::collection::btree_set("[a-z]{0,14}", 0..5), prop::collection::btree_map(0..300u32, (0..2000u16, 0..4u8), 0..50)), 0..20),
    ) {
        let terms: Vec<Term> = terms
            .into_iter()
            .map(|(text, (forms, postings))| Term {
                text,
                forms: forms.into_iter().collect(),
                postings: postings
                    .into_iter()
                    .filter(|(doc, _)| *doc < docs)
                    // A count is not nothing; an impact may be little.
                    .map(|(doc, (body, title))| (doc, body.max(u16::from(title == 0 && !impacts)), title))
                    .map(|(doc, body, title)| Posting { doc, body, title })
                    .collect(),
            })
            .filter(|term| !term.postings.is_empty() || refers && term.is_stand_in())
            .collect();
        let (letters, layout) = (Letters::default(), Layout { docs, impacts, refers });
        let mut writer = PartWriter::new(&letters, layout);
        terms.iter().for_each(|term| writer.push(term).unwrap());
        let bytes = writer.finish();
        prop_assert_eq!(TermPart::read(&bytes, &letters, layout).unwrap().terms, terms);
    }

    #[test]
    fn any_names_in_the_index_can_be_searched(
        names in prop::collection::btree_set("((a|ab|lamp|é)? {0,3}){1,5}|[ a*\"]{0,6}|\\PC{0,9}", 0..12),
        query in "((a|ab|lamp|é) ){0,4}|\\PC{0,9}",
        typing in any::<bool>(),
    ) {
        super::hostile::search(&names.iter().map(String::as_str).collect(), &query, typing);
    }

    #[test]
    fn ids_come_back(prints in prop::collection::btree_set((any::<u32>(), 0..500u32), 0..200)) {
        let prints: Vec<(u32, u32)> = prints.into_iter().filter(|(print, _)| *print < u32::MAX - 1).collect();
        prop_assert_eq!(ids::read(&ids::write(&prints, 500), 500).unwrap(), prints);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let vocabulary = vocabulary(&["the ward and the rota. The ward, the bed and the oil".into(), "the ward and the bed".into()]);
        let _ = Vocabulary::read(&bytes);
        let _ = article::read(&bytes, &vocabulary);
        let _ = listing::read(&bytes, &vocabulary);
        for one in [false, true] {
            let layout = Layout { docs: 50, impacts: one, refers: one };
            let _ = TermPart::read(&bytes, vocabulary.letters(), layout);
            let _ = Columns::read(&bytes, vocabulary.letters(), 50, 3, Kept { group_lens: one, lengths: !one });
        }
        let _ = Leaf::read(&bytes);
        let _ = ids::read(&bytes, 50);
        let _ = Archive::open(&bytes);
    }
}
