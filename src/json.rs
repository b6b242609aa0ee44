//! JSON that is being written: what a search found, and what went wrong, go to JavaScript as one text.
//!
//! Objects made one by one take a call or two and a text for each field, from both sides: half as many bytes again as this,
//! and several times the time.

use crate::strings::decimal;

/// Text that will be JSON.
#[derive(Default)]
pub struct Json(String);

#[allow(clippy::single_char_add_str)] // One way of adding is fewer bytes than two.
impl Json {
    /// Begins an object or a list, as `bracket` says. What stands in a list has no name.
    pub fn begin(&mut self, name: &str, bracket: &str) {
        self.name(name);
        self.0.push_str(bracket);
    }

    /// Ends it.
    pub fn end(&mut self, bracket: &str) {
        self.0.push_str(bracket);
    }

    /// Writes a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quote(text);
    }

    /// Writes a number.
    #[inline(never)] // Like those below: called for every field.
    pub fn number(&mut self, name: &str, number: u32) {
        self.name(name);
        self.0.push_str(&decimal(number));
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[')) {
            self.0.push(',');
        }
        if !name.is_empty() {
            self.quote(name);
            self.0.push(':');
        }
    }

    #[inline(never)]
    fn quote(&mut self, text: &str) {
        self.0.push('"');
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.0.push_str(&text[written..at]);
            written = at + 1;
            self.0.push_str("\\u00");
            for digit in [byte >> 4, byte & 15] {
                self.0.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
            }
        }
        self.0.push_str(&text[written..]);
        self.0.push('"');
    }
}

impl From<Json> for String {
    fn from(json: Json) -> String {
        json.0
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read(json: Json) -> Value {
        serde_json::from_str(&String::from(json)).unwrap()
    }

    #[test]
    fn commas_stand_between_what_follows_each_other_and_nowhere_else() {
        let mut out = Json::default();
        out.begin("", "{");
        out.begin("none", "[");
        out.end("]");
        out.begin("texts", "[");
        out.text("", "one");
        out.text("", "");
        out.end("]");
        out.begin("objects", "[");
        for number in [0, u32::MAX] {
            out.begin("", "{");
            out.number("number", number);
            out.end("}");
        }
        out.end("]");
        out.begin("inner", "{");
        out.end("}");
        out.text("last", "{");
        out.number("end", 7);
        out.end("}");
        let inside = json!([{ "number": 0 }, { "number": u32::MAX }]);
        let all = json!({ "none": [], "texts": ["one", ""], "objects": inside, "inner": {}, "last": "{", "end": 7 });
        assert_eq!(read(out), all);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>(), name in "[a-z]{1,5}") {
            let every: String = (0..0xa0u8).map(char::from).chain(['\u{2028}', '\u{2029}', '\u{feff}', '\u{10ffff}']).collect();
            for text in [&text, &every] {
                let mut out = Json::default();
                out.begin("", "{");
                out.text(&name, text);
                out.end("}");
                prop_assert_eq!(&read(out)[&name], &Value::from(&text[..]));
            }
        }
    }
}
