//! What only reading takes: articles, what is like them, contents pages, the shelf, lists of headlines.
//!
//! `xtask-bind` moves what is exported of the class [`Reader`], and whatever only that calls, to a module of
//! their own, which is fetched after that of the results, when something is to be read. So a page that searches does not pay for it.

use super::{Answer, Engine, answer, needed, page, plain, read_request, thrown};
use crate::archive::Step;
use crate::render;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// The functions for reading. There are no readers: it is the name that tells the modules apart.
#[wasm_bindgen]
pub struct Reader;

#[wasm_bindgen]
impl Reader {
    /// One article.
    pub fn article(engine: &mut Engine, id: &str) -> Answer {
        answer(engine.archive.article(id), |article| plain(&article))
    }

    /// Every issue with the list of its articles.
    pub fn issues(engine: &mut Engine) -> Answer {
        answer(engine.archive.issues(), |issues| plain(&issues))
    }

    /// The issue of an article with the list of the articles around it.
    pub fn around(engine: &mut Engine, id: &str) -> Answer {
        answer(engine.archive.around(id), |issue| plain(&issue))
    }

    /// The newest articles of those that a request's filters leave.
    pub fn headlines(engine: &mut Engine, request: &JsValue) -> Answer {
        answer(engine.archive.headlines(&read_request(request)), |headlines| plain(&headlines))
    }

    /// The articles that go with an article.
    pub fn related(engine: &mut Engine, id: &str) -> Answer {
        answer(engine.archive.related(id), |lines| plain(&lines))
    }

    /// More like a passage. Of `options` there is the `limit`, and `except`, the id of the article that it is of.
    #[wasm_bindgen(js_name = moreLike)]
    pub fn more_like(engine: &mut Engine, passage: &str, options: &JsValue) -> Answer {
        let limit = read_request(options).limit;
        let except = Reflect::get(options, &"except".into())?.as_string().unwrap_or_default();
        answer(engine.archive.more_like(passage, &except, limit), |page| Ok(page::page(&page)))
    }

    /// The parts that these issues take (all issues if none is named), as an array of numbers.
    #[wasm_bindgen(js_name = partsForIssues)]
    pub fn parts_for_issues(engine: &mut Engine, issues: Vec<String>) -> Answer {
        answer(engine.archive.parts_for_issues(&issues), |parts| {
            plain(&parts.into_iter().map(|part| part.0).collect::<Vec<_>>())
        })
    }

    /// Shows an article in `into`, with what `query` finds in it marked.
    #[wasm_bindgen(js_name = renderArticle)]
    pub fn render_article(engine: &mut Engine, into: &web_sys::Element, id: &str, query: &str) -> Answer {
        let highlights = if query.is_empty() {
            Vec::new()
        } else {
            match engine.archive.highlights_as_spelt(id, query).map_err(thrown)? {
                Step::Need(parts) => return Ok(needed(&parts)),
                Step::Ready(highlights) => highlights,
            }
        };
        let answered = engine.archive.article(id);
        engine.show(into, answered, |setting, article| render::article(setting, article, &highlights))
    }

    /// Shows an issue's contents page in `into`.
    #[wasm_bindgen(js_name = renderIssue)]
    pub fn render_issue(engine: &mut Engine, into: &web_sys::Element, key: &str) -> Answer {
        let answered = engine.archive.issue(key);
        engine.show(into, answered, render::contents)
    }

    /// Shows every issue as a cover in `into`.
    #[wasm_bindgen(js_name = renderShelf)]
    pub fn render_shelf(engine: &mut Engine, into: &web_sys::Element) -> Answer {
        let answered = engine.archive.issues();
        engine.show(into, answered, |setting, issues| render::shelf(setting, issues))
    }

    /// Shows the newest headlines in `into`.
    #[wasm_bindgen(js_name = renderHeadlines)]
    pub fn render_headlines(
        engine: &mut Engine,
        into: &web_sys::Element,
        request: &JsValue,
        standfirsts: bool,
    ) -> Answer {
        let answered = engine.archive.headlines(&read_request(request));
        engine.show(into, answered, |setting, headlines| render::headlines(setting, headlines, standfirsts))
    }
}
