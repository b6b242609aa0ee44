//! What special queries take: misspelt words, operators and filters. Fetched when a query has them, with what JavaScript calls
//! by a name that begins with `special`.

use super::{Answer, Engine, answer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Settles what the last question left to be settled. Answers like a question: it may need parts. Nothing else is asked between.
    #[wasm_bindgen(js_name = specialSettle)]
    pub fn special_settle(&mut self) -> Answer {
        answer(self.archive.settle(), |()| JsValue::UNDEFINED)
    }
}
