//! Inline marks: what OCR and editors write into a line (Markdown, a few HTML tags, LaTeX), as styled spans.

use crate::model::{Span, Style, Text};

/// `marked` as styled text. Marks that are not closed are dropped; a link keeps its label, and is live only if its
/// address is http, https or mailto. Everything else, markup and scripts among it, is plain text. Linear.
pub fn text(marked: &str) -> Text {
    let mut spans: Vec<Span> = Vec::new();
    let mut push = |text: &str, style: &Style| {
        if text.is_empty() {
            return;
        }
        match spans.last_mut() {
            Some(last) if last.style == *style => last.text.push_str(text),
            _ => spans.push(Span { text: text.to_owned(), style: style.clone() }),
        }
    };
    // Whether `**` or `*` is followed anywhere by another is all that is asked of the rest: counting keeps it linear.
    let mut strong_left = marked.matches("**").count();
    let mut single_left = marked.matches('*').count() - 2 * strong_left;
    let mut style = Style::Plain;
    let mut rest = marked;
    while let Some(at) = rest.find(['*', '[', '\\']) {
        push(&rest[..at], &style);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("**") {
            strong_left -= 1;
            style = match style {
                Style::Strong => Style::Plain,
                _ if strong_left > 0 => Style::Strong,
                other => other,
            };
            rest = after;
        } else if rest.starts_with("* ") && marked[..marked.len() - rest.len()].ends_with(' ') {
            push("*", &style);
            rest = &rest[1..];
        } else if let Some(after) = rest.strip_prefix('*') {
            single_left = single_left.saturating_sub(1);
            style = match style {
                Style::Emphasis => Style::Plain,
                Style::Plain if single_left > 0 => Style::Emphasis,
                other => other,
            };
            rest = after;
        } else if let Some((label, address, after)) = link(rest) {
            let lower = address.to_ascii_lowercase();
            if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
                push(&label.replace(['*'], ""), &Style::Link(address.to_owned()));
            } else {
                push(label, &style);
            }
            rest = after;
        } else {
            let mark = usize::from(
                rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()),
            );
            let one = rest[mark..].chars().next().map_or(0, char::len_utf8);
            push(&rest[mark..mark + one], &style);
            rest = &rest[mark + one..];
        }
    }
    push(rest, &style);
    Text(tidy(spans))
}

/// Spans whose bold and italic ends at words: spaces stand outside it, and what only a space parts is one span. Text set
/// so is easier to edit, and reads back from Markdown as it was.
pub fn tidy(spans: Vec<Span>) -> Vec<Span> {
    let mut tidied: Vec<Span> = Vec::with_capacity(spans.len());
    let mut space = false; // taken off the end of the span before
    for span in spans {
        let styled = matches!(span.style, Style::Strong | Style::Emphasis);
        let inner = if styled { span.text.trim() } else { span.text.as_str() };
        let led = space || styled && span.text.starts_with(' ');
        space = styled && (span.text.ends_with(' ') && !inner.is_empty() || inner.is_empty() && led);
        if inner.is_empty() {
            continue;
        }
        let led = led && !tidied.is_empty() && !inner.starts_with(' ');
        match tidied.last_mut() {
            Some(last) if last.style == span.style => {
                last.text.push_str(if led { " " } else { "" });
                last.text.push_str(inner);
                continue;
            }
            Some(last) if led && last.style == Style::Plain && !last.text.ends_with(' ') => {
                last.text.push(' ')
            }
            Some(last) if led && styled && last.style != Style::Plain => {
                tidied.push(Span { text: " ".to_owned(), style: Style::Plain });
            }
            _ => {}
        }
        let text = if led && !styled { format!(" {inner}") } else { inner.to_owned() };
        tidied.push(Span { text, style: span.style });
    }
    tidied
}

/// The words of `marked` without its marks.
pub fn plain(marked: &str) -> String {
    if marked.contains(['*', '[', '\\']) { text(marked).to_string() } else { marked.to_owned() }
}

/// `[label](address)` at the start of `text`: label, address, what follows. Labels of more than 400 bytes are none,
/// which bounds the search.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let near = &text[..text.floor_char_boundary(1000)];
    let body = near.strip_prefix('[')?;
    let middle = body.find("](")?;
    let label = &body[..middle];
    let address = &body[middle + 2..];
    let end = address.find(')')?;
    if label.len() > 400 || label.contains('[') || address[..end].contains(char::is_whitespace) {
        return None;
    }
    Some((label, &address[..end], &text[1 + middle + 2 + end + 1..]))
}

/// A line without noise that is neither words nor inline marks: LaTeX that OCR wraps around a headline, underline
/// and line break tags, pictures, private characters. White space becomes single spaces.
pub fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let latex = line.matches('$').count() >= 2 && line.contains('\\');
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let mut skip = c.len_utf8();
        match c {
            '<' => match tag(rest) {
                Some(bytes) => skip = bytes,
                None => out.push('<'),
            },
            '!' if rest.starts_with("![") => match link(&rest[1..]) {
                Some((label, _, after)) => {
                    skip = rest.len() - after.len();
                    // One word is a file's name, or says that it is an image.
                    out.push_str(if label.trim().contains(' ') { label } else { "" });
                }
                None => out.push('!'),
            },
            '$' if latex => {}
            '\\' if latex => {
                // `\ ` and `\,` are spaces, `\%` is a per cent sign, `\text` and the like are instructions.
                let word: usize = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                if word > 0 {
                    skip = 1 + word;
                } else if let Some(next) = rest[1..].chars().next() {
                    skip = 1 + next.len_utf8();
                    out.push(if matches!(next, ' ' | ',' | ';' | ':') { ' ' } else { next });
                }
            }
            '{' | '}' if latex => {}
            c if c.is_control() || c.is_whitespace() => out.push(' '),
            c if ('\u{e000}'..='\u{f8ff}').contains(&c) => out.push(' '),
            c => out.push(c),
        }
        rest = &rest[skip..];
    }
    let mut single = String::with_capacity(out.len());
    for word in out.split(' ').filter(|word| !word.is_empty()) {
        if !single.is_empty() {
            single.push(' ');
        }
        single.push_str(word);
    }
    single
}

/// More bytes than a formatting tag's attributes have.
const MOST_ATTRIBUTES: usize = 200;

/// The length of an inline formatting tag at the start of `text`, if there is one, with its attributes. Words between
/// angle brackets are words: `<I was there>`.
fn tag(text: &str) -> Option<usize> {
    const TAGS: [&str; 10] = ["u", "b", "i", "em", "strong", "sup", "sub", "br", "span", "img"];
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    let after = &inner[name..];
    let known = TAGS.iter().any(|tag| inner[..name].eq_ignore_ascii_case(tag));
    let end = after.bytes().take(MOST_ATTRIBUTES).position(|byte| matches!(byte, b'>' | b'<'))?;
    let closes = after[end..].starts_with('>') && (end == 0 || after.starts_with([' ', '/']));
    (known && closes && are_attributes(&after[..end])).then(|| text.len() - after.len() + end + 1)
}

/// Whether `text` is what may stand behind a tag's name: any number of `name=value`, and a stroke.
fn are_attributes(text: &str) -> bool {
    let mut rest = text.trim_start();
    while !matches!(rest, "" | "/") {
        let Some((name, value)) = rest.split_once('=') else { return false };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_');
        if name.is_empty() || !name.bytes().all(is_name) {
            return false;
        }
        let after = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map(|(_, after)| after),
            _ => Some(value.trim_start_matches(|c: char| !c.is_whitespace())),
        };
        let Some(after) = after else { return false };
        rest = after.trim_start();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(marked: &str) -> String {
        let mut out = String::new();
        for span in text(marked).0 {
            out += &match span.style {
                Style::Plain => span.text,
                Style::Emphasis => format!("<i {}>", span.text),
                Style::Strong => format!("<b {}>", span.text),
                Style::Link(to) => format!("<a {to} {}>", span.text),
            };
        }
        out
    }

    #[test]
    fn bold_emphasis_and_links_become_spans() {
        assert_eq!(show("a **bold** and *soft* word"), "a <b bold> and <i soft> word");
        assert_eq!(show("see [our site](https://a.example/x)."), "see <a https://a.example/x our site>.");
        assert_eq!(show("mail [us](mailto:a@b.example)"), "mail <a mailto:a@b.example us>");
    }

    #[test]
    fn spaces_stand_outside_bold_and_italic() {
        for (marked, shown) in [
            ("a** bold **word", "a <b bold> word"),
            ("a ** bold** word", "a <b bold> word"),
            ("**one** **two**", "<b one> <b two>"),
            ("**one ****two**", "<b one two>"),
            ("**one ***two* three", "<b one> <i two> three"),
            ("** **a** **b", "a b"),
            ("*one *[two](https://a.example)", "<i one><a https://a.example two>"),
        ] {
            let written = text(marked).to_string();
            assert!(!written.contains("  "), "{marked}: {written}");
            let shown_as = show(marked);
            assert!(shown_as.replace(' ', "") == shown.replace(' ', ""), "{marked}: {shown_as}");
            for span in
                text(marked).0.iter().filter(|span| matches!(span.style, Style::Strong | Style::Emphasis))
            {
                assert_eq!(span.text.trim(), span.text, "{marked}");
            }
        }
    }

    #[test]
    fn only_safe_addresses_are_live() {
        assert_eq!(show("[click](javascript:alert)"), "click");
        assert_eq!(show("[click](JavaScript:alert) [b](data:x)"), "click b");
        assert_eq!(show("<script>alert(1)</script>"), "<script>alert(1)</script>");
    }

    #[test]
    fn stray_marks_are_dropped_and_brackets_kept() {
        assert_eq!(show("**never closed"), "never closed");
        assert_eq!(show("2 * 3, [sic] and \\* star"), "2 * 3, [sic] and * star");
    }

    #[test]
    fn latex_and_tags_are_cleaned() {
        assert_eq!(clean("$Cuts\\ ahead\\ --\\ page\\ 4$"), "Cuts ahead -- page 4");
        assert_eq!(clean("$\\text{Up }5\\%$"), "Up 5%");
        assert_eq!(clean("<u>village</u>  postal<br/> <span id=\"page-3\"></span>"), "village postal");
        assert_eq!(
            clean("![](a.jpg) ![img-3.jpeg](img-3.jpeg) ![Ada on the quay](q.png) Help![1]"),
            "Ada on the quay Help![1]"
        );
        assert_eq!(clean("a<br />b <SPAN class=big id='p 3'>c</SPAN> <img src=\"q.png\"/>d"), "ab c d");
        for words in [
            "costs $5 or $6, a < b",
            "a <I was there when it sank> b",
            "x <b and c> d",
            "<Span of the bridge>",
            "<b so=called c>",
            "<i a=\"b>",
        ] {
            assert_eq!(clean(words), words);
        }
    }
}
