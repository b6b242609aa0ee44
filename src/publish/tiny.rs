//! `tiny.wasm`: a finished engine with the newest headlines appended, so that publishing needs no compiler.

use std::collections::BTreeMap;

use super::headlines::{self, Newest};
use crate::Result;
use crate::format::section;
use crate::model::{Article, Block, Text};
use crate::tiny::{Entry, SECTION, fold, write};

/// How often an article must say a word for the tiny edition to find the article by it: what it is about, it says
/// again. Finding every word would cost thirty articles of the magazine 19 K instead of 6 K, and the edition its budget.
const TELLING: usize = 2;

/// `engine` (the crate compiled with the feature `tiny`) with the newest articles appended. `title` and `address` as in
/// [`headlines::json`]. The same input gives the same bytes.
///
/// # Errors
/// [`Fault::Environment`](crate::Fault::Environment) if `engine` is no WebAssembly module.
pub fn wasm(
    engine: &[u8],
    title: &str,
    newest: &Newest,
    address: &dyn Fn(&Article) -> String,
) -> Result<Vec<u8>> {
    section::check(
        engine,
        "Build it with `cargo xtask build`, or take tiny_engine_bg.wasm from the package.",
    )?;
    let store = headlines::store(title, newest.articles().iter(), address);
    let entries: Vec<Entry> = newest.articles().iter().map(entry).collect();
    let content = write(&store, &entries)?;
    Ok([engine, &section::head(SECTION, content.len() as u64)?, &content].concat())
}

/// What is searched of an article: all that stands above the body, its headings, and the words that it says again.
fn entry(article: &Article) -> Entry {
    let mut words = vec![article.kicker.clone(), article.standfirst.clone(), article.section.clone()];
    words.extend(article.authors.iter().cloned());
    let mut body = String::new();
    gather(&article.blocks, &mut words, &mut body);
    for block in &article.blocks {
        // One level only, as everywhere: a box holds no box.
        if let Block::Box { blocks, .. } = block {
            gather(blocks, &mut words, &mut body);
        }
    }
    let body = fold(&body);
    let mut counts = BTreeMap::<&str, usize>::new();
    for word in body.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    words.extend(counts.into_iter().filter(|&(_, count)| count >= TELLING).map(|(word, _)| word.to_owned()));
    Entry { title: article.title.clone(), words: words.join(" ") }
}

fn gather<'a>(blocks: impl IntoIterator<Item = &'a Block>, headings: &mut Vec<String>, body: &mut String) {
    let mut say = |text: &Text| body.extend([text.to_string().as_str(), " "]);
    for block in blocks {
        match block {
            Block::Crosshead(text) => headings.push(text.to_string()),
            Block::Paragraph(text) | Block::Question(text) | Block::Caption(text) | Block::Endnote(text) => {
                say(text)
            }
            // It repeats the article, and would make any of its words one that is said again.
            Block::PullQuote(_) => {}
            Block::List { items, .. } => items.iter().for_each(&mut say),
            Block::Table(rows) => rows.iter().flatten().for_each(&mut say),
            Block::Box { title, .. } => headings.push(title.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::section::WASM;
    use crate::tiny::Tiny;

    fn newest() -> Newest {
        let article = Article {
            title: "Who moves the beds?".into(),
            standfirst: "A night with the porters".into(),
            authors: vec!["Ines Quill".into()],
            blocks: vec![
                Block::Crosshead("Four in the morning".into()),
                Block::Paragraph("The lift is broken. The lift is always broken, says one of them.".into()),
            ],
            ..Article::default()
        };
        Newest::from_iter([&article])
    }

    #[test]
    fn the_section_can_be_found_and_opened_again() {
        let wasm = wasm(&WASM, "Ward & Way", &newest(), &|_| "7/beds/".into()).unwrap();
        let found = section::find(&mut std::io::Cursor::new(&wasm), SECTION).unwrap().unwrap();
        let tiny = Tiny::open(&wasm[found.start as usize..found.end as usize]).unwrap();
        assert!(tiny.headlines().contains(r#""url":"7/beds/""#), "{}", tiny.headlines());
        for query in ["porters", "quill", "beds", "morning", "lift"] {
            assert_eq!(tiny.search(query, 10), [0], "{query}");
        }
        assert_eq!(tiny.search("says", 10), [0; 0], "said once, in the body only");
    }

    #[test]
    fn what_is_no_wasm_is_refused_with_what_to_do() {
        let error = wasm(b"<!doctype html>", "M", &newest(), &|_| String::new()).unwrap_err();
        assert!(error.to_string().contains("tiny_engine_bg.wasm"), "{error}");
    }
}
