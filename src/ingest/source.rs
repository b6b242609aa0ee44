//! Bytes to text: what encoding the file is in, and which of the three source forms.

use crate::error::line_at;
use crate::{Error, Fault, Result};

use super::doubt::Doubt;
use super::lines::Line;
use super::{encoding, measure, wrapped};

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

/// The text of a file, decoded, with one way of writing spaces, hyphens and letters that touch. All byte ranges of ingest are
/// ranges of this text; its lines are the file's.
#[derive(Debug)]
pub struct Source {
    /// The file's name, for messages only.
    pub name: String,
    /// The text as UTF-8, without a byte order mark.
    pub text: String,
    /// What had to be done to read it.
    pub doubts: Vec<Doubt>,
}

/// The text in `bytes`: UTF-8; UTF-16 with its byte order mark; or Windows-1252, which is converted with a doubt that
/// says so, as is UTF-8 that was encoded twice.
///
/// # Errors
/// An empty file, a PDF, an office document, a web page, a file with zero bytes in it, or one that is in none of these encodings: the message names the
/// byte.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source> {
    let refuse = |problem: String, remedy: &str| Err(Error::new(Fault::Input, name, problem, remedy));
    if super::pdf::is_pdf(bytes) {
        return refuse("a PDF, not text".into(), "Read it with `backissue ingest ISSUE.pdf`.");
    }
    if let Some((what, remedy)) = other_format(bytes) {
        return refuse(format!("{what}, not text"), remedy);
    }
    let decoded;
    let bytes = match encoding::utf_16(bytes) {
        None => bytes,
        Some(Ok(text)) => {
            decoded = text;
            decoded.as_bytes()
        }
        Some(Err(at)) => {
            return refuse(
                format!("begins as UTF-16 text, and is none at byte {at}"),
                "Save the file as UTF-8.",
            );
        }
    };
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return refuse(format!("a binary file: byte {at} is zero"), "Give the issue's text, saved as UTF-8.");
    }
    let (text, mut doubts) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(error) => {
            let at = error.valid_up_to();
            let line = line_at(bytes, at);
            let Some(text) = encoding::windows_1252(bytes) else {
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
    let mut text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    if let Some((right, at)) = encoding::encoded_twice(&text) {
        doubts.push(Doubt::new(
            line_at(text.as_bytes(), at) as u32,
            "its quotes and accents were encoded twice, and are put right; see whether they are all there",
        ));
        text = right;
    }
    let text = even(&text);
    if text.trim().is_empty() {
        return refuse("the file is empty".into(), "Give the text of an issue.");
    }
    Ok(Source { name: name.to_owned(), text, doubts })
}

/// What a file is that holds text in a form of its own, by how such files begin, and what to do with it.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const OFFICE: &str = "Save it as plain text (.txt, UTF-8) in the program that wrote it.";
    let start = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes).trim_ascii_start();
    let page = ["<!doctype html", "<html", "<?xml"]
        .iter()
        .any(|sign| start.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes())));
    Some(match start {
        // The names in a zip archive tell more, but where they stand differs.
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ("a zip archive, as .docx, .odt and .epub are", OFFICE),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("a Word document", OFFICE),
        [b'{', b'\\', b'r', b't', b'f', ..] => ("rich text (RTF)", OFFICE),
        _ if page => {
            ("a web page or XML", "Give the text that a browser shows of it, saved as plain text (UTF-8).")
        }
        _ => return None,
    })
}

/// `text` with one way of writing each: a space is a space whatever its width, letters that touch are letters, a hyphen is
/// one whether or not it may end a line, and one that shows only at the end of a line is there or is not. So what reads lines
/// need not know of the others. Lines stay the file's: a line separator within one (U+2028, U+2029) is a space.
fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        match c {
            '\n' | '\r' | '\t' | '\x0c' => out.push(c),
            '\u{ad}' => {
                // Blanks may wrap the line.
                let rest = after.trim_start_matches(|c: char| c.is_whitespace() && !matches!(c, '\n' | '\r'));
                if rest.starts_with(['\n', '\r']) {
                    out.push('-');
                }
            }
            '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2010}' | '\u{2011}' => out.push('-'),
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            ' ' if out.ends_with(|c: char| !c.is_whitespace()) && is_typed_twice(after) => {}
            c if c.is_whitespace() => out.push(' '),
            '\u{300}'..='\u{36f}' => {
                let letter = out.pop();
                match letter.and_then(|letter| encoding::composed(letter, c)) {
                    Some(whole) => out.push(whole),
                    None => out.extend(letter.into_iter().chain([c])),
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether one more space stands before the next word of the line: more are a gap between columns, or wrap it.
fn is_typed_twice(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
}

/// Which form `text` is in, the `lines` of which these are. Markdown shows by its headings and bold; frames by lines that stop in mid-sentence at
/// one width, and by the blanks that a dump leaves behind them or before a page; what shows neither is read as paragraphs.
pub fn form(text: &str, lines: &[Line]) -> Form {
    let is_heading = |line: &&Line| {
        let text = line.text.trim();
        ["# ", "## ", "### "].iter().any(|mark| text.starts_with(mark))
            && !super::frames::reader::is_page_mark(text)
    };
    let marks = lines.iter().take(100_000).filter(is_heading).count();
    if marks * 100 >= lines.len().min(100_000) && marks >= 3 {
        Form::Markdown
    } else if wrapped::is_wrapped(lines)
        && super::frames::reader::is_dump(text, lines)
        && measure::measure(lines).is_none()
    {
        Form::Frames
    } else {
        Form::Paragraphs
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn utf8_keeps_its_text_and_loses_its_byte_order_mark() {
        let source = read("a.txt", b"\xef\xbb\xbfCaf\xc3\xa9 news\r\n").unwrap();
        assert_eq!(source.text, "Café news\r\n");
        assert!(source.doubts.is_empty());
    }

    #[test]
    fn utf_16_and_what_was_encoded_twice_are_read() {
        let source = read("a.txt", b"\xff\xfeC\0a\0f\0\xe9\0").unwrap();
        assert_eq!((&source.text[..], source.doubts.len()), ("Café", 0));
        let source = read("a.txt", "One.\nItâ€™s, theyâ€™re, weâ€™re".as_bytes()).unwrap();
        assert_eq!(source.text, "One.\nIt’s, they’re, we’re");
        assert_eq!(source.doubts[0].line, 2);
    }

    #[test]
    fn spaces_hyphens_and_letters_are_written_in_one_way() {
        let text = "\u{2003}The\u{a0}ferry  ran   on  \n\u{2009}com\u{ad}pa\u{ad}\r\nny\u{200b} oﬃce, ﬁgures ﬂy\t\x0c\n";
        let source = read("a.txt", text.as_bytes()).unwrap();
        assert_eq!(source.text, " The ferry ran   on  \n compa-\r\nny office, figures fly\t\x0c\n");
    }

    #[test]
    fn a_hyphen_is_one_whether_it_shows_or_not() {
        for (text, even) in [
            ("com\u{ad} \npany", "com- \npany"),
            ("com\u{ad}\u{a0}\t\r\npany", "com- \t\r\npany"),
            ("com\u{ad}pany", "company"),
            ("a co\u{2011}op and a re\u{2010}count", "a co-op and a re-count"),
            ("One\u{2028}two\nthree", "One two\nthree"),
            ("cafe\u{301}, W\u{302}yn; x\u{301} and \u{301}", "café, Ŵyn; x\u{301} and \u{301}"),
        ] {
            assert_eq!(read("a.txt", text.as_bytes()).unwrap().text, even);
        }
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
            (b"PK\x03\x04\x14\0\x06\0", ".docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word"),
            (b"{\\rtf1\\ansi The ferry", "rich text"),
            (b"\n<!DOCTYPE html><p>The ferry", "web page"),
            (b"\xff\xfea\0b", "UTF-16"),
            (b"\xff\xfe \0", "empty"),
        ] {
            let error = read("a.txt", bytes).unwrap_err();
            assert!(error.problem().contains(word), "{error}");
            assert!(!error.remedy().is_empty());
            assert_eq!(error.fault(), Fault::Input);
        }
    }

    #[test]
    fn the_form_shows_in_the_lines() {
        let form = |text: &str| form(text, &lines(text));
        let wrapped =
            "The council met on \na wet evening and \nagreed nothing at \nall, members say.\n\n".repeat(5);
        assert_eq!(form(&wrapped), Form::Frames);
        // Without the dump's blanks the lines may be any columns.
        let trimmed = wrapped.replace(" \n", "\n");
        assert_eq!(form(&trimmed), Form::Paragraphs);
        // Pages that only begin may be a dump's; those that end are a program's that puts columns in order.
        assert_eq!(form(&format!("{trimmed}\x0c{trimmed}")), Form::Frames);
        assert_eq!(form(&format!("{trimmed}\x0c{trimmed}\x0c")), Form::Paragraphs);
        let long = format!("{}\n\n", "One long paragraph of the kind that OCR writes. ".repeat(6)).repeat(5);
        assert_eq!(form(&long), Form::Paragraphs);
        assert_eq!(form(&format!("# One\n\n{long}## Two\n\n{long}### Three\n")), Form::Markdown);
    }
}
