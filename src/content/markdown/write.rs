//! Blocks to Markdown that reads back as the same blocks.
//!
//! Whether a `*` or a `[` in running text needs a backslash depends on what surrounds it, by rules that fill pages of
//! CommonMark. Instead of knowing them all, each block is written plainly, with the backslashes that are usually needed,
//! and read back; if that is not what was written, it is written again with tags for emphasis (stars do not count beside
//! a space or within a word), and if that fails too, with every doubtful character as an entity
//! (`&#42;`). So ordinary prose stays pleasant to edit, and nothing is lost whatever the text holds.

use std::fmt::Write as _;

use super::parse::parse_inline;
use super::{Address, FENCE, judge, parse};
use crate::model::{Block, Span, Style, Text};

/// Writes blocks, with a blank line between them. Text that holds no character is left out, a table's short rows are
/// filled up, NUL becomes U+FFFD, and a link that may not be live keeps its words only.
pub fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut last_list: Option<(bool, bool)> = None;
    for block in blocks {
        let mut other_marker = false;
        last_list = match block {
            // Two lists in a row would be read as one, but for another marker.
            Block::List { ordered, .. } => {
                other_marker = last_list.is_some_and(|(was, other)| was == *ordered && !other);
                Some((*ordered, other_marker))
            }
            _ => None,
        };
        let text = match block {
            Block::Box { title, blocks } => write_box(title, blocks),
            block => write_flat(block, other_marker),
        };
        if !text.is_empty() && !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&text);
    }
    out
}

fn write_box(title: &Text, blocks: &[Block]) -> String {
    let same = |written: &str| {
        // The fence's own line is read without the spaces at its end.
        !written.contains(['\n', '\r'])
            && parse_inline(written.trim_end_matches([' ', '\t']), "", 1).is_ok_and(|read| read == *title)
    };
    let written = |manner| inline_as(title, manner, false, false);
    let title = Manner::GENTLE.map(written).into_iter().find(|written| same(written));
    let title = title.unwrap_or_else(|| written(Manner::Entities));
    let head = format!("{FENCE} box {title}");
    format!("{}\n{}{FENCE}\n", head.trim_end_matches(' '), write(blocks))
}

fn write_flat(block: &Block, other_marker: bool) -> String {
    let same =
        |written: &String| parse(written, "", 1).is_ok_and(|read| read.blocks == std::slice::from_ref(block));
    let written = |manner| render(block, other_marker, manner);
    let gentle = Manner::GENTLE.map(written).into_iter().find(same);
    gentle.unwrap_or_else(|| written(Manner::Entities))
}

/// How text is written: as an editor would, if that reads back as the same; else with less grace.
#[derive(Clone, Copy)]
enum Manner {
    /// Stars for emphasis.
    Stars,
    /// Tags for emphasis: stars do not count beside a space or within a word.
    Tags,
    /// Entities for whatever is no letter or digit.
    Entities,
}

impl Manner {
    /// Those to try first, in this order.
    const GENTLE: [Manner; 2] = [Manner::Stars, Manner::Tags];
}

fn inline_as(text: &Text, manner: Manner, block_start: bool, cell: bool) -> String {
    match manner {
        Manner::Stars => inline(text, &Plain { block_start, cell, tags: false }),
        Manner::Tags => inline(text, &Plain { block_start, cell, tags: true }),
        Manner::Entities => inline(text, &Entities),
    }
}

fn render(block: &Block, other_marker: bool, manner: Manner) -> String {
    let write = |text: &Text, block_start: bool| inline_as(text, manner, block_start, false);
    let line = |before: &str, text: &Text| match text.is_empty() {
        true => String::new(),
        false => format!("{before}{}\n", write(text, before.is_empty())),
    };
    match block {
        Block::Paragraph(text) => line("", text),
        Block::Crosshead(text) => line("## ", text),
        Block::Question(text) => line("{question} ", text),
        Block::PullQuote(text) if text.is_empty() => String::new(),
        Block::PullQuote(text) => format!("> {}\n", write(text, true)),
        Block::Caption(text) => line("{caption} ", text),
        Block::Endnote(text) => line("{endnote} ", text),
        Block::List { ordered, items } => {
            let mut out = String::new();
            for (index, item) in items.iter().filter(|item| !item.is_empty()).enumerate() {
                let marker = match (ordered, other_marker) {
                    (true, false) => format!("{}.", index + 1),
                    (true, true) => format!("{})", index + 1),
                    (false, false) => "-".to_string(),
                    (false, true) => "*".to_string(),
                };
                let _ = writeln!(out, "{marker} {}", write(item, true));
            }
            out
        }
        Block::Table(rows) => table(rows, manner),
        // A box within a box is not in the model's form; its blocks are written one after the other.
        Block::Box { title, blocks } => {
            let mut inner = vec![Block::Crosshead(title.clone())];
            inner.extend(blocks.iter().cloned());
            super::write(&inner)
        }
    }
}

fn table(rows: &[Vec<Text>], manner: Manner) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        out.push('|');
        for column in 0..columns {
            let cell = row.get(column).map(|text| inline_as(text, manner, false, true));
            let _ = write!(out, " {} |", cell.unwrap_or_default());
        }
        out.push('\n');
        if index == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(columns));
        }
    }
    out
}

/// How the characters of a text are set.
trait Setting {
    fn words(&self, words: &str, first: bool, before_link: bool, out: &mut String);
    fn styled(&self, span: &Span, first: bool, out: &mut String);
}

fn inline(text: &Text, setting: &dyn Setting) -> String {
    let mut out = String::new();
    for (index, span) in text.0.iter().enumerate() {
        match &span.style {
            Style::Link(url) if judge(url) != Address::Live => {
                setting.words(&span.text, index == 0, false, &mut out);
            }
            Style::Plain => {
                let before_link =
                    text.0.get(index + 1).is_some_and(|next| matches!(next.style, Style::Link(_)));
                setting.words(&span.text, index == 0, before_link, &mut out);
            }
            _ => setting.styled(span, index == 0, &mut out),
        }
    }
    out
}

/// As an editor would write it.
struct Plain {
    /// Whether the text begins a block, where `#`, `-`, `1.` and `{` mean something.
    block_start: bool,
    /// Whether it stands in a table.
    cell: bool,
    /// Whether emphasis is tags instead of stars.
    tags: bool,
}

impl Setting for Plain {
    fn words(&self, words: &str, first: bool, before_link: bool, out: &mut String) {
        let mut before = None;
        let mut rest = words.chars();
        let mut in_number = self.block_start && first;
        while let Some(c) = rest.next() {
            let after = rest.clone().next();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let space = |c: Option<char>| c == Some(' ');
            let special = match c {
                '\\' | '`' => true,
                '*' => !(space(before) && space(after)),
                '_' => !(word(before) && word(after) || space(before) && space(after)),
                '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
                '&' => word(after) || after == Some('#'),
                '[' => before_link || rest.as_str().contains("]("),
                ']' => before_link || after.is_some_and(|c| "([:".contains(c)),
                '!' => before_link && after.is_none(),
                '|' => self.cell,
                '.' | ')' => in_number && before.is_some(),
                '#' | '>' | '+' | '-' | '=' | '~' | ':' | '{' => {
                    self.block_start && first && before.is_none()
                }
                _ => false,
            };
            if special {
                out.push('\\');
            }
            out.push(c);
            in_number = in_number && c.is_ascii_digit();
            before = Some(c);
        }
    }

    fn styled(&self, span: &Span, first: bool, out: &mut String) {
        let (open, close) = match &span.style {
            Style::Emphasis if self.tags => ("<em>", "</em>"),
            Style::Strong if self.tags => ("<strong>", "</strong>"),
            Style::Emphasis => ("*", "*"),
            Style::Strong => ("**", "**"),
            Style::Link(url) if *url == span.text => {
                let _ = write!(out, "<{url}>");
                return;
            }
            Style::Link(url) => {
                out.push('[');
                self.words(&span.text, false, true, out);
                let _ = write!(out, "]({url})");
                return;
            }
            Style::Plain => ("", ""),
        };
        out.push_str(open);
        self.words(&span.text, first && open.is_empty(), false, out);
        out.push_str(close);
    }
}

/// Nothing but letters, digits, entities and tags: ugly, and never mistaken for markup.
struct Entities;

impl Setting for Entities {
    fn words(&self, words: &str, _first: bool, _before_link: bool, out: &mut String) {
        let mut before = false;
        let mut rest = words.chars();
        while let Some(c) = rest.next() {
            let after = rest.clone().next().is_some_and(char::is_alphanumeric);
            if c.is_alphanumeric() || c == ' ' && before && after {
                out.push(c);
            } else {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            before = c.is_alphanumeric();
        }
    }

    fn styled(&self, span: &Span, first: bool, out: &mut String) {
        let (open, close) = match &span.style {
            Style::Emphasis => ("<em>", "</em>"),
            Style::Strong => ("<strong>", "</strong>"),
            Style::Plain => ("", ""),
            Style::Link(url) => {
                out.push('[');
                self.words(&span.text, first, false, out);
                out.push_str("](<");
                self.words(url, false, false, out);
                out.push_str(">)");
                return;
            }
        };
        out.push_str(open);
        self.words(&span.text, first, false, out);
        out.push_str(close);
    }
}
