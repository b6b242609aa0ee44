//! Bytes to text: what encoding the file is in, and which of the three source forms.

use crate::error::line_at;
use crate::{Error, Fault, Result};

use super::doubt::Doubt;
use super::measure;

/// How the text of an issue was made, which decides how its lines are read ([`super::paragraphs`], [`super::frames`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// OCR that wrote one paragraph a line, with blank lines between.
    Paragraphs,
    /// OCR that wrote Markdown: headings, bold, links.
    Markdown,
    /// A dump of a PDF's text frames: hard-wrapped columns, frame after frame in the order of the file.
    Frames,
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::Paragraphs => "one paragraph a line",
            Form::Markdown => "Markdown",
            Form::Frames => "text frames",
        })
    }
}

/// The text of a file, decoded. All byte ranges of ingest are ranges of this text.
#[derive(Debug)]
pub struct Source {
    /// The file's name, for messages only.
    pub name: String,
    /// The text as UTF-8, without a byte order mark.
    pub text: String,
    /// What had to be done to read it.
    pub doubts: Vec<Doubt>,
}

/// The text in `bytes`: UTF-8, or Windows-1252, which is converted with a doubt that says so.
///
/// # Errors
/// An empty file, a PDF, UTF-16, a file with zero bytes in it, or one that is neither UTF-8 nor Windows-1252: the
/// message names the byte.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source> {
    let refuse = |problem: String, remedy: &str| Err(Error::new(Fault::Input, name, problem, remedy));
    if super::pdf::is_pdf(bytes) {
        return refuse("a PDF, not text".into(), "Read it with `backissue ingest ISSUE.pdf`.");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refuse("UTF-16 text, where UTF-8 was expected".into(), "Save the file as UTF-8.");
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return refuse(format!("a binary file: byte {at} is zero"), "Give the issue's text, saved as UTF-8.");
    }
    let (text, doubts) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(error) => {
            let at = error.valid_up_to();
            let line = line_at(bytes, at);
            let Some(text) = windows_1252(bytes) else {
                return Err(Error::new(
                    Fault::Input,
                    format!("{name}:{line}"),
                    format!("byte {at} (0x{:02x}) is neither UTF-8 nor Windows-1252", bytes[at]),
                    "Save the file as UTF-8.",
                ));
            };
            (
                text,
                vec![Doubt::new(
                    line as u32,
                    "not UTF-8: read as Windows-1252; see whether the accents and pound signs are right",
                )],
            )
        }
    };
    // Old Macs end a line so. Within other line ends it is white space.
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    if text.trim().is_empty() {
        return refuse("the file is empty".into(), "Give the text of an issue.");
    }
    Ok(Source { name: name.to_owned(), text, doubts })
}

/// `bytes` read as Windows-1252, unless they cannot be that: a byte that it does not define, a control character, or
/// multi-byte UTF-8 elsewhere in the file (then the file is UTF-8 with damage, and converting would garble the rest).
fn windows_1252(bytes: &[u8]) -> Option<String> {
    // The code points of 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); zero where undefined.
    const HIGH: [u16; 32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0, 0x017e, 0x0178,
    ];
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for &byte in bytes {
        match byte {
            0x80..=0x9f => match HIGH[usize::from(byte - 0x80)] {
                0 => return None,
                code => text.push(char::from_u32(u32::from(code))?),
            },
            0x00..=0x08 | 0x0e..=0x1f | 0x7f => return None,
            _ => text.push(char::from(byte)),
        }
    }
    Some(text)
}

/// Which form `text` is in. Markdown shows by its headings and bold, frames by lines that stop in mid-sentence at one
/// width; what shows neither is read as one paragraph a line.
pub fn form(text: &str) -> Form {
    let (mut lines, mut wrapped, mut marks, mut long) = (0u32, 0u32, 0u32, 0u32);
    let mut before_lower: Option<bool> = None; // whether the line just above is text that did not end a sentence
    for line in text.lines().take(100_000) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            before_lower = None;
            continue;
        }
        lines += 1;
        if trimmed.starts_with("# ") || trimmed.starts_with("## ") || trimmed.starts_with("### ") {
            marks += 1;
        }
        if trimmed.len() > 120 {
            long += 1;
        }
        if before_lower == Some(true) && trimmed.starts_with(char::is_lowercase) {
            wrapped += 1;
        }
        before_lower = Some(!trimmed.ends_with(['.', '!', '?', ':', '”', '"']));
    }
    if marks * 100 >= lines.max(1) && marks >= 3 {
        Form::Markdown
    } else if wrapped * 4 >= lines
        && long * 10 < lines
        && lines >= 8
        && measure::measure(&super::lines::lines(text)).is_none()
    {
        Form::Frames
    } else {
        Form::Paragraphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_keeps_its_text_and_loses_its_byte_order_mark() {
        let source = read("a.txt", b"\xef\xbb\xbfCaf\xc3\xa9 news\r\n").unwrap();
        assert_eq!(source.text, "Café news\r\n");
        assert!(source.doubts.is_empty());
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        assert_eq!(read("a.txt", b"One\r\rTwo").unwrap().text, "One\n\nTwo");
        assert_eq!(read("a.txt", b"One\rTwo\n").unwrap().text, "One\rTwo\n");
    }

    #[test]
    fn windows_1252_is_converted_and_said() {
        let source = read("a.txt", b"first\nthe \x93caf\xe9\x94 costs \x80 5").unwrap();
        assert_eq!(source.text, "first\nthe “café” costs € 5");
        assert_eq!(source.doubts[0].line, 2);
    }

    #[test]
    fn damaged_utf8_is_refused_at_the_byte() {
        let error = read("a.txt", b"caf\xc3\xa9\nand \xff here").unwrap_err();
        assert_eq!(error.place(), "a.txt:2");
        assert!(error.problem().contains("byte 10 (0xff)"), "{error}");
    }

    #[test]
    fn empty_binary_pdf_and_utf16_files_are_refused_with_a_remedy() {
        for (bytes, word) in [
            (&b" \n\t\r\n"[..], "empty"),
            (b"", "empty"),
            (b"ab\0cd", "binary"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"\xff\xfea\0b\0", "UTF-16"),
        ] {
            let error = read("a.txt", bytes).unwrap_err();
            assert!(error.problem().contains(word), "{error}");
            assert!(!error.remedy().is_empty());
            assert_eq!(error.fault(), Fault::Input);
        }
    }

    #[test]
    fn the_form_shows_in_the_lines() {
        let wrapped =
            "The council met on\na wet evening and\nagreed nothing at\nall, members say.\n\n".repeat(5);
        assert_eq!(form(&wrapped), Form::Frames);
        let long = format!("{}\n\n", "One long paragraph of the kind that OCR writes. ".repeat(6)).repeat(5);
        assert_eq!(form(&long), Form::Paragraphs);
        assert_eq!(form(&format!("# One\n\n{long}## Two\n\n{long}### Three\n")), Form::Markdown);
    }
}
