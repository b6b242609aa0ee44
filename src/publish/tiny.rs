//! `tiny.wasm`: a finished engine with the newest headlines appended, so that publishing needs no compiler.

use std::collections::BTreeMap;

use super::headlines::{self, Newest};
use crate::model::{Article, Block, Text};
use crate::tiny::{Entry, SECTION, fold, write};
use crate::{Error, Fault, Result};

/// What every WebAssembly module begins with: the magic and version 1 of the binary format.
const WASM: [u8; 8] = *b"\0asm\x01\0\0\0";

/// How often an article must say a word for the tiny edition to find the article by it: what it is about, it says
/// again. Finding every word would cost thirty articles of the magazine 19 K instead of 6 K, and the edition its budget.
const TELLING: usize = 2;

/// `engine` (the crate compiled with the feature `tiny`) with the newest articles appended. `title` and `address` as in
/// [`headlines::json`]. The same input gives the same bytes.
///
/// # Errors
/// [`Fault::Environment`] if `engine` is no WebAssembly module.
pub fn wasm(
    engine: &[u8],
    title: &str,
    newest: &Newest,
    address: &dyn Fn(&Article) -> String,
) -> Result<Vec<u8>> {
    if !engine.starts_with(&WASM) {
        let remedy = "Build it with `cargo xtask build`, or take tiny_engine_bg.wasm from the package.";
        return Err(Error::new(
            Fault::Environment,
            "",
            "this is no WebAssembly module (it lacks the magic)",
            remedy,
        ));
    }
    let store = headlines::store(title, newest.articles().iter(), address);
    let entries: Vec<Entry> = newest.articles().iter().map(entry).collect();
    Ok(with_section(engine, SECTION, &write(&store, &entries)?))
}

/// The module with a custom section appended: id 0, the length of what follows, the name with its length, the bytes.
/// WebAssembly Core Specification, "Binary format / Modules / Custom Section"; custom sections may stand anywhere.
fn with_section(module: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut section = Vec::with_capacity(name.len() + bytes.len() + 8);
    leb128(name.len(), &mut section);
    section.extend(name.as_bytes());
    section.extend(bytes);
    let mut out = module.to_vec();
    out.push(0);
    leb128(section.len(), &mut out);
    out.extend(section);
    out
}

/// Unsigned LEB128, the lengths of WebAssembly.
fn leb128(mut value: usize, out: &mut Vec<u8>) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
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

    /// The bytes of the only custom section, found as a browser finds it: by walking the sections.
    fn section<'a>(mut wasm: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
        let length = |bytes: &mut &[u8]| {
            let mut value = 0;
            for shift in (0..).step_by(7) {
                let (first, rest) = bytes.split_first().unwrap();
                *bytes = rest;
                value |= usize::from(first & 0x7f) << shift;
                if first & 0x80 == 0 {
                    break;
                }
            }
            value
        };
        wasm = &wasm[8..];
        while let Some((&id, rest)) = wasm.split_first() {
            wasm = rest;
            let bytes = length(&mut wasm);
            let (mut section, rest) = wasm.split_at(bytes);
            wasm = rest;
            if id == 0 {
                let name = length(&mut section);
                let (name, content) = section.split_at(name);
                if name == wanted.as_bytes() {
                    return Some(content);
                }
            }
        }
        None
    }

    #[test]
    fn the_section_can_be_found_and_opened_again() {
        let wasm = wasm(&WASM, "Ward & Way", &newest(), &|_| "7/beds/".into()).unwrap();
        let tiny = Tiny::open(section(&wasm, SECTION).unwrap()).unwrap();
        assert!(tiny.headlines().contains(r#""url":"7/beds/""#), "{}", tiny.headlines());
        for query in ["porters", "quill", "beds", "morning", "lift"] {
            assert_eq!(tiny.search(query, 10), [0], "{query}");
        }
        assert_eq!(tiny.search("says", 10), [0; 0], "said once, in the body only");
    }

    #[test]
    fn a_section_of_any_size_keeps_its_length() {
        for bytes in [0, 1, 100, 127, 128, 16_383, 16_384, 2_100_000] {
            let content = vec![7; bytes];
            assert_eq!(section(&with_section(&WASM, "name", &content), "name"), Some(&content[..]));
        }
    }

    #[test]
    fn what_is_no_wasm_is_refused_with_what_to_do() {
        let error = wasm(b"<!doctype html>", "M", &newest(), &|_| String::new()).unwrap_err();
        assert!(error.to_string().contains("tiny_engine_bg.wasm"), "{error}");
    }
}
