//! Results as nodes of the page, for who does not show them in a way of their own.
//!
//! A file by itself: a page that asks for data only does not load it. Reading shows with the same functions, so the
//! reader's file comes after this one. What JavaScript calls by a name that begins with `results` comes with it.

use super::{Answer, Engine, answer, read_request, text};
use crate::archive::Step;
use crate::query::Page;
use crate::render::{self, Setting, dom, link::Links, view::Node, words::Words};
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

/// What the views say and where their links go.
pub(super) struct Looks {
    words: Words,
    links: Links,
    heading: u8,
}

#[wasm_bindgen]
impl Engine {
    /// Sets what the views say and where their links go, from here on: before anything is shown. `words` has the strings of a language by key.
    #[wasm_bindgen(js_name = resultsSet)]
    pub fn results_set(
        &mut self,
        words: &JsValue,
        article: &JsValue,
        issue: &JsValue,
        author: &JsValue,
        query: &JsValue,
        heading: u8,
    ) {
        let words = Words::new(|key| Reflect::get(words, &key.into()).ok()?.as_string());
        let links =
            Links { article: text(article), issue: text(issue), author: text(author), query: text(query) };
        self.looks = Some(Box::new(Looks { words, links, heading }));
    }

    /// Shows the hits of a search in `into`.
    #[wasm_bindgen(js_name = resultsRender)]
    pub fn results_render(&mut self, into: &web_sys::Element, request: &Array) -> Answer {
        let request = read_request(request);
        let answered = match self.last.take().filter(|(asked, _)| *asked == request) {
            Some((_, page)) => Ok(Step::Ready(page)),
            None => self.archive.search_alone(&request),
        };
        self.show(into, answered, |setting, page: &Page| render::results(setting, page))
    }
}

impl Engine {
    pub(super) fn show<T>(
        &self,
        into: &web_sys::Element,
        answered: crate::Result<Step<T>>,
        view: impl FnOnce(&Setting, &T) -> Vec<Node>,
    ) -> Answer {
        let Some(looks) = &self.looks else { return JsValue::UNDEFINED };
        let Looks { words, links, heading } = &**looks;
        let setting = Setting { words, links, heading: *heading, lang: self.archive.lang() };
        answer(answered, |data| {
            // What the DOM throws is an answer that is thrown then.
            dom::render(into, &view(&setting, &data)).err().unwrap_or(JsValue::UNDEFINED)
        })
    }
}
