//! What `www/tiny.js` calls. Convert, call, hand errors over as messages: nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

use super::Tiny;

/// The tiny edition in JavaScript.
#[wasm_bindgen]
pub struct TinyEdition(Tiny);

#[wasm_bindgen]
impl TinyEdition {
    /// Opens the content of the custom section. Throws the message, as a string, if it is damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<TinyEdition, String> {
        Tiny::open(bytes).map(TinyEdition).map_err(|error| error.to_string())
    }

    /// The headlines as JSON.
    pub fn headlines(&self) -> String {
        self.0.headlines().to_owned()
    }

    /// Places in the headlines of what matches, best first.
    pub fn search(&self, query: &str, limit: usize) -> Vec<u32> {
        self.0.search(query, limit)
    }
}
