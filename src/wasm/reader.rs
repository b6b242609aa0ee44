//! What only reading takes: articles, what is like them, contents pages, the shelf, lists of headlines.
//!
//! `xtask-bind` moves what JavaScript calls by a name that begins with `reader`, and whatever only that calls, to a module of
//! their own, which is fetched after that of the results, when something is to be read. So a page that searches does not pay for it.

use super::{Answer, Engine, answer, failed, needed, page, plain, read_request, text};
use crate::archive::{PartId, Step};
use crate::render;
use js_sys::{Array, Uint32Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// One article.
    #[wasm_bindgen(js_name = readerArticle)]
    pub fn reader_article(&mut self, id: &JsValue) -> Answer {
        answer(self.archive.article(&text(id)), |article| plain(&article))
    }

    /// Every issue with the list of its articles.
    #[wasm_bindgen(js_name = readerIssues)]
    pub fn reader_issues(&mut self) -> Answer {
        answer(self.archive.issues(), |issues| plain(&issues))
    }

    /// The issue of an article with the list of the articles around it.
    #[wasm_bindgen(js_name = readerAround)]
    pub fn reader_around(&mut self, id: &JsValue) -> Answer {
        answer(self.archive.around(&text(id)), |issue| plain(&issue))
    }

    /// The newest articles of those that a request's filters leave.
    #[wasm_bindgen(js_name = readerHeadlines)]
    pub fn reader_headlines(&mut self, request: &Array) -> Answer {
        answer(self.archive.headlines_alone(&read_request(request)), |headlines| plain(&headlines))
    }

    /// The articles that go with an article.
    #[wasm_bindgen(js_name = readerRelated)]
    pub fn reader_related(&mut self, id: &JsValue) -> Answer {
        answer(self.archive.related(&text(id)), |lines| plain(&lines))
    }

    /// More like a passage. Of the request there is the `limit`; `except` is the id of the article that it is of.
    #[wasm_bindgen(js_name = readerMoreLike)]
    pub fn reader_more_like(&mut self, passage: &JsValue, request: &Array, except: &JsValue) -> Answer {
        let limit = read_request(request).limit;
        answer(self.archive.more_like(&text(passage), &text(except), limit), |page| page::page(&page).into())
    }

    /// Lets lists stand in for the texts among these parts that are not here; false if another part is not.
    #[wasm_bindgen(js_name = readerStandIn)]
    pub fn reader_stand_in(&mut self, parts: &Uint32Array) -> Answer {
        answer(self.archive.stand_in(parts.to_vec().into_iter().map(PartId)), |known| known.into())
    }

    /// The parts that the issues of a request take (all issues if none is named), as an array of numbers.
    #[wasm_bindgen(js_name = readerPartsForIssues)]
    pub fn reader_parts_for_issues(&mut self, request: &Array) -> Answer {
        answer(self.archive.parts_for_issues(&read_request(request).issue), |parts| {
            plain(&parts.into_iter().map(|part| part.0).collect::<Vec<_>>())
        })
    }

    /// Shows an article in `into`, with what `query` finds in it marked.
    #[wasm_bindgen(js_name = readerRenderArticle)]
    pub fn reader_render_article(
        &mut self,
        into: &web_sys::Element,
        id: &JsValue,
        query: &JsValue,
    ) -> Answer {
        let (id, query) = (text(id), text(query));
        let highlights = if query.is_empty() {
            Vec::new()
        } else {
            match self.archive.highlights_alone(&id, &query) {
                Ok(Step::Need(parts)) => return needed(&parts),
                Ok(Step::Ready(highlights)) => highlights,
                Err(error) => return failed(error),
            }
        };
        let answered = self.archive.article(&id);
        self.show(into, answered, |setting, article| render::article(setting, article, &highlights))
    }

    /// Shows an issue's contents page in `into`.
    #[wasm_bindgen(js_name = readerRenderIssue)]
    pub fn reader_render_issue(&mut self, into: &web_sys::Element, key: &JsValue) -> Answer {
        let answered = self.archive.issue(&text(key));
        self.show(into, answered, render::contents)
    }

    /// Shows every issue as a cover in `into`.
    #[wasm_bindgen(js_name = readerRenderShelf)]
    pub fn reader_render_shelf(&mut self, into: &web_sys::Element) -> Answer {
        let answered = self.archive.issues();
        self.show(into, answered, |setting, issues| render::shelf(setting, issues))
    }

    /// Shows the newest headlines in `into`.
    #[wasm_bindgen(js_name = readerRenderHeadlines)]
    pub fn reader_render_headlines(
        &mut self,
        into: &web_sys::Element,
        request: &Array,
        standfirsts: bool,
    ) -> Answer {
        let answered = self.archive.headlines_alone(&read_request(request));
        self.show(into, answered, |setting, headlines| render::headlines(setting, headlines, standfirsts))
    }
}
