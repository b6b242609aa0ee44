//! Archives of which a reader saved a part: what is there is read, and headlines stand in for texts that are not.

use std::fs;
use std::path::Path;

use backissue::Result;
use backissue::archive::{self, Archive, PartId, Step};
use backissue::model::{Article, Block};
use backissue::publish::archive::{Options, write};
use backissue::query::{Note, Page, Request, Snippet};

use crate::specimen::{built, ids};

#[test]
fn an_issue_saved_offline_is_read_without_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut whole = archive::local::open(dir.path()).unwrap();
    let parts = whole.ask(|archive| archive.parts_for_issues(&["8".into()])).unwrap();
    let all = whole.ask(|archive| archive.parts_for_issues(&[])).unwrap();
    assert!(parts.len() < all.len());
    let saved = tempfile::tempdir().unwrap();
    fs::create_dir(saved.path().join("parts")).unwrap();
    fs::copy(dir.path().join("manifest.bi"), saved.path().join("manifest.bi")).unwrap();
    for part in parts {
        let name = whole.archive().part_name(part);
        fs::copy(dir.path().join(&name), saved.path().join(&name)).unwrap();
    }
    let mut archive = archive::local::open(saved.path()).unwrap();
    let request = Request { query: "lanterns".into(), issue: vec!["8".into()], ..Request::default() };
    assert_eq!(archive.search(&request).unwrap().total, 2);
    assert_eq!(archive.article("8/letter").unwrap().section, "letters");
    assert!(archive.article("9/pay").is_err());
    // What there is besides is known.
    assert_eq!(archive.issues().unwrap(), whole.issues().unwrap());
    assert!(archive.ask(|archive| archive.issue("8")).is_ok());

    // And found as far as lists tell.
    let mut found = |query: &str| {
        let request = Request { query: query.into(), ..Request::default() };
        let all = whole.search(&request).unwrap();
        let page = ask_partly(saved.path(), |archive| archive.search(&request)).unwrap();
        (page, all)
    };
    let (page, all) = found("lamp oil");
    assert_eq!((ids(&page), ids(&all)), (vec!["9/oil", "8/lanterns"], vec!["9/oil", "8/lanterns"]));
    assert_eq!((&page.facets, page.total, &page.notes[..]), (&all.facets, all.total, &[Note::Unsaved][..]));
    let (hit, of_all) = (&page.hits[0], &all.hits[0]);
    assert_eq!((&hit.title, &hit.authors, hit.words), (&of_all.title, &of_all.authors, of_all.words));
    assert_eq!(hit.snippet, Snippet::default(), "it has no standfirst");
    assert_eq!(page.hits[1], all.hits[1], "what is saved is shown as ever");
    let (page, all) = found("rota");
    assert_eq!((&page.notes, &page.hits), (&all.notes, &all.hits), "nothing stands in where nothing lacks");
    // So is what is like a passage of an article, though it is not saved itself.
    let like = |archive: &mut Archive| archive.more_like("The lamp oil of the lanterns.", "9/oil", 5);
    let page = ask_partly(saved.path(), like).unwrap();
    assert!(ids(&page).contains(&"8/lanterns") && !ids(&page).contains(&"9/oil"), "{page:?}");
    // Whether a phrase is in a text that is not here nobody knows.
    let (page, all) = found("\"pay award\" OR \"the rota\"");
    assert!(all.total > page.total && page.total > 0 && page.notes.contains(&Note::Unsaved), "{page:?}");
}

/// Asks a folder that lacks texts, as a page without a network does.
fn ask_partly(folder: &Path, question: impl Fn(&mut Archive) -> Result<Step<Page>>) -> Result<Page> {
    let mut archive = Archive::open(&fs::read(folder.join("manifest.bi")).unwrap())?;
    let supply = |archive: &mut Archive, parts: &[PartId]| {
        for &part in parts {
            if let Ok(bytes) = fs::read(folder.join(archive.part_name(part))) {
                archive.supply(part, bytes).unwrap();
            }
        }
    };
    for round in 0..20 {
        let needed = match question(&mut archive)? {
            Step::Ready(page) => return Ok(page),
            Step::Need(parts) => parts,
        };
        supply(&mut archive, &needed);
        while let Step::Need(parts) = archive.stand_in(needed.clone())? {
            supply(&mut archive, &parts);
        }
        // Reading waits for the text itself; the search that is under way meanwhile asks again.
        if round < 10
            && let Step::Ready(_) = archive.article("9/oil")?
        {
            panic!("a headline is read for the article");
        }
    }
    panic!("a question does not end")
}

#[test]
fn nothing_stands_in_for_what_is_no_text() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut archive = Archive::open(&fs::read(dir.path().join("manifest.bi")).unwrap()).unwrap();
    let request = Request { query: "oil".into(), ..Request::default() };
    let Step::Need(parts) = archive.search(&request).unwrap() else { panic!("it has no index yet") };
    assert_eq!(archive.stand_in(parts).unwrap(), Step::Ready(false));
    assert_eq!(archive.stand_in([PartId::SPECIAL]).unwrap(), Step::Ready(false));
}

#[test]
fn searches_side_by_side_end_though_more_texts_lack_than_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let words = ["ferry", "tide"];
    let articles = (0..180).map(|number| {
        let blocks = vec![Block::Paragraph(words[number % 2].into())];
        Ok(Article { id: format!("1/{number}"), title: "Note".into(), blocks, ..Article::default() })
    });
    write(articles, &[], dir.path(), &Options::default()).unwrap();
    let mut archive = Archive::open(&fs::read(dir.path().join("manifest.bi")).unwrap()).unwrap();
    let texts = archive.part_count() - 180;
    let requests = words.map(|word| Request { query: word.into(), limit: 90, ..Request::default() });
    let mut ended = [false; 2];
    for _ in 0..20 {
        for (request, ended) in requests.iter().zip(&mut ended).filter(|(_, ended)| !**ended) {
            let supply = |archive: &mut Archive, parts: &[PartId]| {
                for &part in parts.iter().filter(|part| part.0 < texts) {
                    archive
                        .supply(part, fs::read(dir.path().join(archive.part_name(part))).unwrap())
                        .unwrap();
                }
            };
            match archive.search(request).unwrap() {
                Step::Ready(page) => {
                    assert_eq!((page.hits.len(), &page.notes[..]), (90, &[Note::Unsaved][..]));
                    *ended = true;
                }
                Step::Need(parts) => {
                    supply(&mut archive, &parts);
                    while let Step::Need(parts) = archive.stand_in(parts.clone()).unwrap() {
                        supply(&mut archive, &parts);
                    }
                }
            }
        }
    }
    assert_eq!(ended, [true; 2]);
}
