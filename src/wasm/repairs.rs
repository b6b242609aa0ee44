//! What misspelt words were meant to be: fetched when a query has words in doubt, with what JavaScript calls by
//! a name that begins with `repairs`.

use super::{Answer, Engine, answer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Repairs what the last question was in doubt about. Answers like a question: it may need parts.
    #[wasm_bindgen(js_name = repairsFind)]
    pub fn repairs_find(&mut self) -> Answer {
        answer(self.archive.repair(), |()| Ok(JsValue::UNDEFINED))
    }
}
