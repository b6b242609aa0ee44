//! What ingest was unsure of, told so that an editor finds the place.

/// One thing to check by eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the source, from 1.
    pub line: u32,
    /// What is in doubt, and where there are two readings, which was taken.
    pub what: String,
}

/// How much of a text is quoted: enough to find it by.
const QUOTED_CHARS: usize = 60;

/// How many words show how a text begins.
const LEAD_WORDS: usize = 4;

/// The beginning of `text` in quotation marks, for a message.
pub fn quote(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What quotes already is quoted the other way.
    let (open, close) = if text.contains(['“', '”', '"']) { ('‘', '’') } else { ('“', '”') };
    match text.char_indices().nth(QUOTED_CHARS) {
        None => format!("{open}{text}{close}"),
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{open}{}…{close}", &text[..end])
        }
    }
}

/// The first words of `text` in quotation marks.
pub fn quote_lead(text: &str) -> String {
    quote(&text.split_whitespace().take(LEAD_WORDS).collect::<Vec<_>>().join(" "))
}

impl Doubt {
    /// A doubt about `line`.
    pub fn new(line: u32, what: impl Into<String>) -> Self {
        Doubt { line, what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn a_quotation_ends_with_a_word() {
        assert_eq!(quote(" The  ferry\nruns "), "“The ferry runs”");
        assert_eq!(quote(&"ferry ".repeat(20)), format!("“{}ferry…”", "ferry ".repeat(9)));
        assert_eq!(quote("“Stop” the ferry"), "‘“Stop” the ferry’");
        assert_eq!(quote(&"é".repeat(99)), format!("“{}…”", "é".repeat(60)));
    }
}
