//! What misspelt words were meant to be: fetched when a query has words in doubt.

use super::{Answer, Engine, answer};
use wasm_bindgen::prelude::*;

/// The function that repairs. There are no such things: it is the name that tells the files apart.
#[wasm_bindgen]
pub struct Repairs;

#[wasm_bindgen]
impl Repairs {
    /// Repairs what the last question was in doubt about. Answers like a question: it may need parts.
    pub fn find(engine: &mut Engine) -> Answer {
        answer(engine.archive.repair(), |()| Ok(JsValue::UNDEFINED))
    }
}
