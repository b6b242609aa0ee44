//! PDF to text: Poppler finds the words and where they stand, this puts them in reading order.
//!
//! 1. [`poppler`]: the program `pdftotext` is run, within limits, and says of every word in which box it stands.
//! 2. [`bbox`]: what it says, read without trusting it.
//! 3. [`columns`]: the lines of a page in the order in which people read them.
//! 4. [`flow`]: lines to paragraphs, one a line of the text, larger ones marked as headings as Markdown does.
//!
//! The result is what OCR to Markdown would have given, so the rest of ingest needs to know nothing of PDFs. Poppler's
//! own text would do for one column. For magazines it will not: `-raw` has no paragraphs, `-layout` sets columns side by
//! side, and none of its modes tells a headline from a line of text.

use std::path::Path;

use crate::{Error, Fault, Result};

pub mod bbox;
pub mod columns;
pub mod flow;
pub mod poppler;

/// How a PDF begins.
pub const SIGN: &[u8] = b"%PDF-";

/// Whether `bytes` are a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGN)
}

/// The text of the PDF at `path`: a paragraph a line, blank lines between, a form feed before each page but the first.
///
/// # Errors
/// Poppler is not installed, fails, takes too long or writes too much; or the PDF has no text in it.
pub fn text(path: &Path) -> Result<String> {
    let pages = bbox::read(&poppler::words(path)?);
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(Error::new(
            Fault::Input,
            path.display().to_string(),
            "has no text in it: its pages are pictures",
            "Recognise the text first (OCR, for instance with `ocrmypdf`).",
        ));
    }
    Ok(flow::text(pages))
}

/// The lines of a text of [`text`] on which its pages begin, but the first.
pub fn page_starts(text: &str) -> Vec<u32> {
    let lines = (1..).zip(text.split('\n'));
    lines.flat_map(|(number, line)| line.matches('\x0c').map(move |_| number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_begin_where_a_form_feed_stands() {
        assert_eq!(page_starts("one\n\n\x0c\ntwo\n\n\x0cthree\n"), [3, 6]);
    }
}
