//! The boundary to JavaScript: convert, call, map errors. `www/archive.js` is its only caller.
//!
//! What is here is loaded to search. The modules below come in files of their own, each when it is needed: [`special`]
//! for queries that are not just words, or misspelt, [`results`] to show what was found, [`reader`] after that one to read.
//!
//! A question that still needs parts answers with their ids as a `Uint32Array`, which no answer is; the caller fetches
//! them, supplies them and asks again. One of the ids may be [`PartId::SPECIAL`]: then [`special`] is asked first. What
//! fails is thrown as an `Error` with `fault`, `place`, `problem` and `remedy`.

mod page;
mod reader;
mod results;
mod special;

use crate::archive::{Archive, PartId, Step};
use crate::query::{Page, Request, Sort};
use crate::render::{link::Links, words::Words};
use crate::{Error, Fault};
use js_sys::{Array, JsString, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

type Answer = Result<JsValue, JsValue>;

/// Two-level segregated fit, in half the bytes of the standard library's allocator.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// An archive that is open.
#[wasm_bindgen]
pub struct Engine {
    archive: Archive,
    /// The last search and what it found: most is shown at once, and not searched again for that.
    last: Option<(Request, Page)>,
    words: Words,
    links: Links,
    heading: u8,
}

#[wasm_bindgen]
impl Engine {
    /// Opens an archive by its manifest.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &Uint8Array) -> Result<Engine, JsValue> {
        #[cfg(feature = "panic-messages")]
        console_error_panic_hook::set_once();
        let archive = Archive::open(&manifest.to_vec()).map_err(thrown)?;
        Ok(Engine { archive, last: None, words: Words::new(|_| None), links: Links::default(), heading: 2 })
    }

    /// A part's file name below the archive's folder.
    #[wasm_bindgen(js_name = partName)]
    pub fn part_name(&self, id: u32) -> JsString {
        self.archive.part_name(PartId(id)).into()
    }

    /// A part's length in bytes.
    #[wasm_bindgen(js_name = partBytes)]
    pub fn part_bytes(&self, id: u32) -> f64 {
        self.archive.part_bytes(PartId(id)) as f64
    }

    /// Hands over a part. Throws, and stays as it was, if it is not the part that the manifest names.
    pub fn supply(&mut self, id: u32, bytes: &Uint8Array) -> Result<(), JsValue> {
        self.archive.supply(PartId(id), bytes.to_vec()).map_err(thrown)
    }

    /// Searches; the ranges of the answer are in UTF-16 units.
    pub fn search(&mut self, request: &JsValue) -> Answer {
        let request = read_request(request);
        answer(self.archive.search_alone(&request), |page| {
            let plain = page::page(&page);
            self.last = Some((request, page));
            Ok(plain)
        })
    }
}

fn answer<T>(answered: crate::Result<Step<T>>, ready: impl FnOnce(T) -> Answer) -> Answer {
    match answered.map_err(thrown)? {
        Step::Ready(data) => ready(data),
        Step::Need(parts) => Ok(needed(&parts)),
    }
}

fn needed(parts: &[PartId]) -> JsValue {
    let mut ids = Vec::new();
    parts.iter().for_each(|part| ids.push(part.0));
    Uint32Array::from(ids.as_slice()).into()
}

/// Plain JavaScript data: objects, arrays, strings, numbers.
fn plain(data: &impl Serialize) -> Answer {
    Ok(serde_wasm_bindgen::to_value(data)?)
}

/// The text that this is, or none. (A method that takes text as text has JavaScript write it to memory, and tidy up, in code of
/// its own.)
fn text(given: &JsValue) -> String {
    given.as_string().unwrap_or_default()
}

/// The texts of an array. One that is no array is a list of itself.
fn texts(given: &JsValue) -> Vec<String> {
    let mut texts = Vec::new();
    let items = if Array::is_array(given) { Array::from(given) } else { Array::of1(given) };
    for item in items {
        let text = text(&item);
        if !text.is_empty() {
            texts.push(text);
        }
    }
    texts
}

/// Reads a request field by field: what is missing or of another type is as in [`Request::default`]. (Deserialising
/// through serde would bring in its error messages, and with them the printing of floats: 12 K.)
fn read_request(request: &JsValue) -> Request {
    let field = |name: &str| Reflect::get(request, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let text = |name| text(&field(name));
    let count = |name, usual: u32| field(name).as_f64().map_or(usual, |count| count as u32);
    let list = |name| texts(&field(name));
    let usual = Request::default();
    Request {
        query: text("query"),
        limit: count("limit", usual.limit),
        offset: count("offset", usual.offset),
        section: list("section"),
        issue: list("issue"),
        author: list("author"),
        from: text("from"),
        to: text("to"),
        sort: match text("sort").as_str() {
            "newest" => Sort::Newest,
            "oldest" => Sort::Oldest,
            _ => Sort::Relevance,
        },
        typing: field("typing").is_truthy(),
        excerpts: count("excerpts", usual.excerpts),
    }
}

/// The error as JavaScript throws it.
fn thrown(error: Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.message());
    let fault = match error.fault() {
        Fault::Input => "input",
        Fault::Archive => "archive",
        Fault::Request => "request",
        Fault::Environment => "environment",
    };
    let fields = [
        ("fault", fault),
        ("place", error.place()),
        ("problem", error.problem()),
        ("remedy", error.remedy()),
    ];
    for (name, value) in fields {
        // Setting a field of an object made a moment ago does not fail.
        let _ = Reflect::set(&thrown, &name.into(), &value.into());
    }
    thrown.into()
}
