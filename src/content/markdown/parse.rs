//! Markdown to blocks.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::{Address, FENCE, TAGS, judge};
use crate::error::line_at;
use crate::model::{Block, Span, Style, Text};
use crate::{Error, Fault, Result};

/// What a Markdown file says below its front matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The words of a heading of the first level, if that is what the file begins with.
    pub title: Option<String>,
    /// Everything else.
    pub blocks: Vec<Block>,
    /// What begins a paragraph as a tag would and is none, `{endnoet}`: the line of the file, and the words.
    pub unknown: Vec<(usize, String)>,
}

/// Reads Markdown. `place` (a path) and `first_line` (the line of the file that `source` begins on) are for messages.
///
/// # Errors
/// A link that is neither relative nor `http`, `https` or `mailto`; a box that is not closed, or closed but not open.
pub fn parse(source: &str, place: &str, first_line: usize) -> Result<Body> {
    let at = |line: usize| format!("{place}:{line}");
    // CommonMark 2.3: a NUL is read as the replacement character.
    let source = &source.replace('\0', "\u{fffd}");
    let mut body = Body::default();
    // A box is cut out by lines before CommonMark sees it, so that its fences need no blank lines around them.
    let mut open: Option<(usize, Text)> = None;
    let mut piece_start = 0;
    let mut piece_line = first_line;
    let mut offset = 0;
    for (number, line) in source.split_inclusive('\n').enumerate() {
        let line_number = first_line + number;
        let piece = source.get(piece_start..offset).unwrap_or_default();
        offset += line.len();
        let Some(fence) = fence(line) else { continue };
        let (blocks, unknown) = parse_piece(piece, place, piece_line)?;
        body.unknown.extend(unknown);
        match (fence, open.take()) {
            (Fence::Open(title), None) => {
                body.add(blocks);
                open = Some((line_number, parse_inline(title, place, line_number)?));
            }
            (Fence::Close, Some((_, title))) => {
                let blocks = blocks.into_iter().map(|(block, _)| block).collect();
                body.blocks.push(Block::Box { title, blocks });
            }
            (Fence::Open(_), Some((begun, _))) => {
                return Err(Error::new(
                    Fault::Input,
                    at(line_number),
                    format!("a box begins here within the box of line {begun}"),
                    format!("Close the first one with a line {FENCE} before this line."),
                ));
            }
            (Fence::Close, None) => {
                return Err(Error::new(
                    Fault::Input,
                    at(line_number),
                    format!("{FENCE} closes a box, but none is open"),
                    format!("Begin the box with a line '{FENCE} box Title', or remove this line."),
                ));
            }
        }
        piece_start = offset;
        piece_line = line_number + 1;
    }
    if let Some((begun, _)) = open {
        return Err(Error::new(
            Fault::Input,
            at(begun),
            "the box that begins here is never closed",
            format!("Put a line {FENCE} after its last paragraph."),
        ));
    }
    let (blocks, unknown) = parse_piece(source.get(piece_start..).unwrap_or_default(), place, piece_line)?;
    body.add(blocks);
    body.unknown.extend(unknown);
    Ok(body)
}

impl Body {
    fn add(&mut self, blocks: Vec<(Block, bool)>) {
        for (block, is_title) in blocks {
            match block {
                Block::Crosshead(text) if is_title && self.blocks.is_empty() && self.title.is_none() => {
                    self.title = Some(text.to_string());
                }
                block => self.blocks.push(block),
            }
        }
    }
}

enum Fence<'a> {
    Open(&'a str),
    Close,
}

fn fence(line: &str) -> Option<Fence<'_>> {
    let rest = line.strip_prefix(FENCE)?.trim_end_matches(['\n', '\r', ' ', '\t']);
    match rest.trim_start_matches([' ', '\t']) {
        "" => Some(Fence::Close),
        "box" => Some(Fence::Open("")),
        named => named.strip_prefix("box ").map(Fence::Open),
    }
}

/// One line of inline Markdown. What is no plain paragraph (`# a`) is taken as it stands.
pub(super) fn parse_inline(source: &str, place: &str, line: usize) -> Result<Text> {
    let (mut blocks, _) = parse_piece(source, place, line)?;
    match (blocks.pop(), blocks.is_empty()) {
        (None, _) => Ok(Text::default()),
        (Some((Block::Paragraph(text), _)), true) => Ok(text),
        _ => Ok(Text::plain(source)),
    }
}

/// The blocks of a piece, each with whether it is a heading of the first level, and [`Body::unknown`].
type Piece = (Vec<(Block, bool)>, Vec<(usize, String)>);

/// Markdown without boxes to blocks.
fn parse_piece(source: &str, place: &str, first_line: usize) -> Result<Piece> {
    let mut reader = Reader { source, place, first_line, ..Reader::default() };
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        reader.read(event, range.start)?;
    }
    reader.flush(Block::Paragraph);
    Ok((reader.blocks, reader.unknown))
}

/// The events of one piece, gathered. Containers that the model does not nest (quotes, lists within lists) are levels
/// to count, not to recurse into: however deep the input nests, this does not.
#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    place: &'a str,
    first_line: usize,
    blocks: Vec<(Block, bool)>,
    unknown: Vec<(usize, String)>,
    /// The text being gathered.
    text: Text,
    /// Where the paragraph being gathered begins.
    paragraph: usize,
    emphasis: u32,
    strong: u32,
    link: Option<String>,
    /// Whether the paragraph holds a picture, and anything else.
    picture: (bool, bool),
    pictures_open: u32,
    quotes: u32,
    lists: u32,
    items: Vec<Text>,
    ordered: bool,
    rows: Vec<Vec<Text>>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, event: Event<'a>, offset: usize) -> Result<()> {
        match event {
            Event::Start(tag) => return self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(words)
            | Event::Code(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => {
                self.push(&words);
            }
            Event::Html(words) => self.push(&words),
            Event::InlineHtml(words) => match &*words {
                "<em>" => self.emphasis += 1,
                "</em>" if self.emphasis > 0 => self.emphasis -= 1,
                "<strong>" => self.strong += 1,
                "</strong>" if self.strong > 0 => self.strong -= 1,
                _ => self.push(&words),
            },
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'a>, offset: usize) -> Result<()> {
        match tag {
            Tag::Paragraph => {
                self.paragraph = offset;
                self.picture = (false, false);
            }
            Tag::BlockQuote(_) => {
                self.end_item();
                self.quotes += 1;
            }
            Tag::List(first) => {
                self.end_item();
                if self.lists == 0 {
                    self.ordered = first.is_some();
                }
                self.lists += 1;
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { link_type, dest_url, .. } => self.link = self.address(link_type, dest_url, offset)?,
            Tag::Image { .. } => self.pictures_open += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.picture == (true, false) => self.flush(Block::Caption),
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => {
                self.flush(Block::Crosshead);
                if let Some((Block::Crosshead(_), is_title)) = self.blocks.last_mut() {
                    *is_title = level == HeadingLevel::H1;
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.end_lines();
                self.flush(Block::Paragraph);
            }
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Item => self.end_item(),
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 && !self.items.is_empty() {
                    let items = std::mem::take(&mut self.items);
                    self.blocks.push((Block::List { ordered: self.ordered, items }, false));
                }
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::Image => self.pictures_open = self.pictures_open.saturating_sub(1),
            TagEnd::TableCell => {
                let cell = self.take();
                match self.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => self.rows.push(vec![cell]),
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.rows.push(Vec::new()),
            TagEnd::Table => {
                let mut rows = std::mem::take(&mut self.rows);
                rows.pop_if(|row| row.is_empty());
                self.blocks.push((Block::Table(rows), false));
            }
            _ => {}
        }
    }

    /// The address of a link, if it is to be one.
    fn address(&self, kind: LinkType, url: CowStr<'_>, offset: usize) -> Result<Option<String>> {
        let url = if kind == LinkType::Email { format!("mailto:{url}") } else { url.into_string() };
        match judge(&url) {
            Address::Live => Ok(Some(url)),
            Address::Relative => Ok(None),
            Address::Refused => {
                let line = self.line(offset);
                let shown: String = url.chars().take(80).collect();
                Err(Error::new(
                    Fault::Input,
                    format!("{}:{line}", self.place),
                    format!("a link goes to {shown:?}, but links are http, https or mailto only"),
                    "Correct the address, or keep the words and remove the link.",
                ))
            }
        }
    }

    /// The line of the file that the piece's byte `offset` is on.
    fn line(&self, offset: usize) -> usize {
        self.first_line + line_at(self.source.as_bytes(), offset) - 1
    }

    fn push(&mut self, words: &str) {
        if self.pictures_open > 0 {
            self.picture.0 = true;
        } else if !words.trim().is_empty() {
            self.picture.1 = true;
        }
        if words.is_empty() {
            return;
        }
        let style = match &self.link {
            Some(url) => Style::Link(url.clone()),
            None if self.strong > 0 => Style::Strong,
            None if self.emphasis > 0 => Style::Emphasis,
            None => Style::Plain,
        };
        match self.text.0.last_mut() {
            Some(last) if last.style == style => last.text.push_str(words),
            _ => self.text.0.push(Span { text: words.to_string(), style }),
        }
    }

    /// The text gathered; an unclosed `<em>` ends with it.
    fn take(&mut self) -> Text {
        (self.emphasis, self.strong, self.link) = (0, 0, None);
        std::mem::take(&mut self.text)
    }

    /// Ends a block of text as `make` says, or as the list or quote does that it stands in.
    fn flush(&mut self, make: fn(Text) -> Block) {
        if self.lists > 0 {
            return self.end_item();
        }
        let text = self.take();
        if text.is_empty() {
            return;
        }
        self.blocks.push((if self.quotes > 0 { Block::PullQuote(text) } else { make(text) }, false));
    }

    /// Ends an item of a list, or what stands in it as a piece of its own.
    fn end_item(&mut self) {
        let text = self.take();
        if self.lists > 0 && !text.is_empty() {
            self.items.push(text);
        }
    }

    /// Ends a paragraph, which a tag may make something else. The tag is looked up in the source: `\{caption}` is none.
    fn end_paragraph(&mut self) {
        let source = self.source.get(self.paragraph..).unwrap_or_default();
        let tag = TAGS.into_iter().find(|tag| source.starts_with(tag));
        let Some(tag) = tag.filter(|_| self.lists == 0 && self.quotes == 0) else {
            if tag.is_none()
                && let Some(word) = braced(source)
            {
                self.unknown.push((self.line(self.paragraph), word.to_owned()));
            }
            return self.flush(Block::Paragraph);
        };
        if let Some(first) = self.text.0.first_mut() {
            let rest = first.text.strip_prefix(tag).unwrap_or(&first.text);
            first.text = rest.strip_prefix(' ').unwrap_or(rest).to_string();
            if first.text.is_empty() {
                self.text.0.remove(0);
            }
        }
        self.flush(match tag {
            "{question}" => Block::Question,
            "{caption}" => Block::Caption,
            _ => Block::Endnote,
        });
    }

    /// The lines of code or HTML as running text.
    fn end_lines(&mut self) {
        for span in &mut self.text.0 {
            span.text = span.text.trim_end_matches('\n').replace('\n', " ");
        }
    }
}

/// The letters in braces that `source` begins with, braces and all: what was meant as one of [`TAGS`].
fn braced(source: &str) -> Option<&str> {
    let inside = source.strip_prefix('{')?.split('}').next()?;
    let is_word = !inside.trim().is_empty() && inside.trim().chars().all(char::is_alphabetic);
    source.get(..inside.len() + 2).filter(|_| is_word)
}
