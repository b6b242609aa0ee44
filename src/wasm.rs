//! The boundary to JavaScript: convert, call, map errors. `www/archive.js` is its only caller.
//!
//! What is here is loaded to search. The modules below come in files of their own, each when it is needed: [`special`]
//! for queries that are not just words, or misspelt, [`results`] to show what was found, [`reader`] after that one to read.
//!
//! A question that still needs parts answers with their ids as a `Uint32Array`, which no answer is; the caller fetches
//! them, supplies them and asks again. One of the ids may be [`PartId::SPECIAL`]: then [`special`] is asked first. A text is
//! JSON: the answer, or of what fails a list of fault, place, problem and remedy. (Nothing is thrown but by the constructor,
//! the same list: what may throw takes two functions more, here and there, for each method.)

mod page;
mod reader;
mod results;
mod special;

use crate::archive::{Archive, PartId, Step};
use crate::json::Json;
use crate::query::{Page, Request, Sort};
use crate::strings::number;
use crate::{Error, Fault};
use js_sys::{Array, JsString, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

type Answer = JsValue;

/// Two-level segregated fit, in half the bytes of the standard library's allocator.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// An archive that is open.
#[wasm_bindgen]
pub struct Engine {
    archive: Archive,
    /// The last search and what it found: most is shown at once, and not searched again for that.
    last: Option<(Request, Page)>,
    looks: Option<Box<results::Looks>>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens an archive by its manifest.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &Uint8Array) -> Result<Engine, JsValue> {
        #[cfg(feature = "panic-messages")]
        console_error_panic_hook::set_once();
        let archive = Archive::open(&manifest.to_vec()).map_err(failed)?;
        Ok(Engine { archive, last: None, looks: None })
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

    /// Hands over a part. Says what is wrong, and stays as it was, if it is not the part that the manifest names.
    pub fn supply(&mut self, id: u32, bytes: &Uint8Array) -> Answer {
        match self.archive.supply(PartId(id), bytes.to_vec()) {
            Ok(()) => JsValue::UNDEFINED,
            Err(error) => failed(error),
        }
    }

    /// Searches; the ranges of the answer are in UTF-16 units.
    pub fn search(&mut self, request: &Array) -> Answer {
        let request = read_request(request);
        answer(self.archive.search_alone(&request), |page| {
            let written = page::page(&page);
            self.last = Some((request, page));
            written.into()
        })
    }
}

fn answer<T>(answered: crate::Result<Step<T>>, ready: impl FnOnce(T) -> Answer) -> Answer {
    match answered {
        Ok(Step::Ready(data)) => ready(data),
        Ok(Step::Need(parts)) => needed(&parts),
        Err(error) => failed(error),
    }
}

fn needed(parts: &[PartId]) -> JsValue {
    let mut ids = Vec::new();
    parts.iter().for_each(|part| ids.push(part.0));
    Uint32Array::from(ids.as_slice()).into()
}

/// Plain JavaScript data: objects, arrays, strings, numbers.
fn plain(data: &impl Serialize) -> Answer {
    serde_wasm_bindgen::to_value(data).unwrap_or_else(JsValue::from)
}

/// The text that this is, or none. (A method that takes text as text has JavaScript write it to memory, and tidy up, in code of
/// its own.)
fn text(given: &JsValue) -> String {
    given.as_string().unwrap_or_default()
}

/// Reads a request: names and values by turns, a name again for each value of a list. What is missing or cannot be read is as in
/// [`Request::default`]. (Deserialising through serde would bring in its error messages, and with them the printing of floats: 12 K.)
fn read_request(pairs: &Array) -> Request {
    let mut request = Request::default();
    let mut at = 0;
    while at < pairs.length() {
        let (name, value) = (text(&pairs.get(at)), text(&pairs.get(at + 1)));
        at += 2;
        if value.is_empty() {
            continue;
        }
        // Nine digits fit.
        let count = |usual: u32| number(&value, value.len().min(9)).unwrap_or(usual);
        match name.as_str() {
            "limit" => request.limit = count(request.limit),
            "offset" => request.offset = count(request.offset),
            "excerpts" => request.excerpts = count(request.excerpts),
            "typing" => request.typing = value == "true",
            "sort" => {
                request.sort = match value.as_str() {
                    "newest" => Sort::Newest,
                    "oldest" => Sort::Oldest,
                    _ => Sort::Relevance,
                }
            }
            "from" => request.from = value,
            "to" => request.to = value,
            "section" => request.section.push(value),
            "issue" => request.issue.push(value),
            "author" => request.author.push(value),
            "query" => request.query = value,
            _ => {}
        }
    }
    request
}

/// What went wrong, as JavaScript reads it.
fn failed(error: Error) -> JsValue {
    let fault = match error.fault() {
        Fault::Input => "input",
        Fault::Archive => "archive",
        Fault::Request => "request",
        Fault::Environment => "environment",
    };
    let mut out = Json::default();
    out.begin("", "[");
    for text in [fault, error.place(), error.problem(), error.remedy()] {
        out.text("", text);
    }
    out.end("]");
    String::from(out).into()
}
