//! What special queries take: misspelt words, operators and filters. Fetched when a query has them, with what JavaScript calls
//! by a name that begins with `special`.

use super::{Answer, Engine, answer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Settles what the last questions left to be settled. Answers like a question: it may need parts.
    #[wasm_bindgen(js_name = specialSettle)]
    pub fn special_settle(&mut self) -> Answer {
        answer(self.archive.settle(), |()| Ok(JsValue::UNDEFINED))
    }

    /// Forgets what is left to be settled: settling it failed.
    #[wasm_bindgen(js_name = specialGiveUp)]
    pub fn special_give_up(&mut self) {
        self.archive.give_up();
    }
}
