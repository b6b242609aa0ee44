//! The view tree: what can be said about a page, and nothing else.
//!
//! There is no attribute for a style, a script or an event, no tag that loads anything, and no way to put markup in by
//! text. Whoever adds a [`Tag`] or an [`Attribute`] keeps that so.

use super::link::Address;
use crate::strings;

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Characters. Both backends write them as characters.
    Text(String),
    /// An element with what is in it.
    Element(Element),
}

/// An element. It is a pointer, so that what builds views hands on one word instead of seven: a tenth of the wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(Box<Content>);

/// What an element is made of: tag, attributes, children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// What it is.
    pub tag: Tag,
    /// In the order in which they are written.
    pub attributes: Vec<Attribute>,
    /// In order.
    pub children: Vec<Node>,
}

/// The tags that views use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `a`
    Anchor,
    /// `article`
    Article,
    /// `aside`
    Aside,
    /// `blockquote`
    Blockquote,
    /// `div`
    Div,
    /// `em`
    Emphasis,
    /// `footer`
    Footer,
    /// `header`
    Header,
    /// `h1` to `h6`; levels beyond are held at the nearest.
    Heading(u8),
    /// `li`
    Item,
    /// `mark`
    Mark,
    /// `ol`
    OrderedList,
    /// `p`
    Paragraph,
    /// `section`
    Section,
    /// `span`
    Span,
    /// `strong`
    Strong,
    /// `table`
    Table,
    /// `tbody`
    TableBody,
    /// `td`
    TableCell,
    /// `thead`
    TableHead,
    /// `th`
    TableHeading,
    /// `tr`
    TableRow,
    /// `time`
    Time,
    /// `ul`
    List,
}

impl Tag {
    /// As HTML spells it.
    pub fn name(self) -> &'static str {
        match self {
            Tag::Anchor => "a",
            Tag::Article => "article",
            Tag::Aside => "aside",
            Tag::Blockquote => "blockquote",
            Tag::Div => "div",
            Tag::Emphasis => "em",
            Tag::Footer => "footer",
            Tag::Header => "header",
            Tag::Heading(0 | 1) => "h1",
            Tag::Heading(2) => "h2",
            Tag::Heading(3) => "h3",
            Tag::Heading(4) => "h4",
            Tag::Heading(5) => "h5",
            Tag::Heading(_) => "h6",
            Tag::Item => "li",
            Tag::Mark => "mark",
            Tag::OrderedList => "ol",
            Tag::Paragraph => "p",
            Tag::Section => "section",
            Tag::Span => "span",
            Tag::Strong => "strong",
            Tag::Table => "table",
            Tag::TableBody => "tbody",
            Tag::TableCell => "td",
            Tag::TableHead => "thead",
            Tag::TableHeading => "th",
            Tag::TableRow => "tr",
            Tag::Time => "time",
            Tag::List => "ul",
        }
    }
}

/// The attributes that views use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// What styles get hold of: `class="bi-NAME"` in the page's own styles, `part="NAME"` from outside a shadow root.
    Part(&'static str),
    /// `href`, checked when the address was made.
    Href(Address),
    /// `lang`, a BCP 47 tag.
    Lang(String),
    /// `datetime`, an ISO 8601 date.
    Datetime(String),
    /// `aria-label`
    Label(String),
    /// `aria-hidden="true"`: there for the eye only.
    Decoration,
    /// `tabindex="0"`: can be scrolled with the keyboard.
    Focusable,
    /// `scope="col"` of a table's heading.
    ColumnScope,
    /// `data-article`: the article that a link opens, for scripts that open it in place.
    ArticleId(String),
    /// `data-issue`: the issue that a link opens.
    IssueKey(String),
    /// `data-author`: the author whose articles a link lists.
    Author(String),
    /// `data-section`: the section that a heading is of.
    Section(String),
    /// `data-hue`: one of twelve hues, 0 to 11, for a cover without a picture.
    Hue(u8),
}

impl Attribute {
    /// Gives each name and value that the attribute is written as.
    pub fn each(&self, write: &mut dyn FnMut(&str, &str)) {
        match self {
            Attribute::Part(part) => {
                write("class", &strings::join(&["bi-", part], ""));
                write("part", part);
            }
            Attribute::Href(address) => write("href", address.as_str()),
            Attribute::Lang(tag) => write("lang", &clean(tag)),
            Attribute::Datetime(date) => write("datetime", &clean(date)),
            Attribute::Label(label) => write("aria-label", &clean(label)),
            Attribute::Decoration => write("aria-hidden", "true"),
            Attribute::Focusable => write("tabindex", "0"),
            Attribute::ColumnScope => write("scope", "col"),
            Attribute::ArticleId(id) => write("data-article", &clean(id)),
            Attribute::IssueKey(key) => write("data-issue", &clean(key)),
            Attribute::Author(name) => write("data-author", &clean(name)),
            Attribute::Section(name) => write("data-section", &clean(name)),
            Attribute::Hue(hue) => write("data-hue", &strings::decimal(u32::from(*hue % 12))),
        }
    }
}

/// Begins an element.
///
/// ```
/// use backissue::render::{html::html, view::{Attribute, Tag, element}};
/// let view = element(Tag::Paragraph).with(Attribute::Part("kicker")).text("Pay & conditions");
/// assert_eq!(html(&[view.into()]), r#"<p class="bi-kicker" part="kicker">Pay &amp; conditions</p>"#);
/// ```
#[inline(never)] // As `part` below.
pub fn element(tag: Tag) -> Element {
    Element(Box::new(Content { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Begins an element that styles can get hold of.
#[inline(never)] // Like the builders below: views are made of these calls, and copies of them were a third of the wasm.
pub fn part(tag: Tag, name: &'static str) -> Element {
    element(tag).with(Attribute::Part(name))
}

impl Element {
    /// Adds an attribute.
    #[inline(never)]
    pub fn with(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// Adds text; none if it is empty.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        if let Some(text) = text_node(text) {
            self.0.children.push(text);
        }
        self
    }

    /// Adds one element.
    #[inline(never)]
    pub fn child(mut self, child: Element) -> Self {
        self.0.children.push(Node::Element(child));
        self
    }

    /// Adds nodes, or an element that may be there or not.
    pub fn children<T: Into<Node>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        for child in children {
            self.push(child.into());
        }
        self
    }

    #[inline(never)]
    fn push(&mut self, child: Node) {
        self.0.children.push(child);
    }
}

impl std::ops::Deref for Element {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Node::Element(element)
    }
}

/// A text node, or nothing for an empty text.
pub fn text_node(text: &str) -> Option<Node> {
    (!text.is_empty()).then(|| Node::Text(clean(text)))
}

/// Without control characters: an HTML parser drops or replaces them, `createTextNode` does not, and no reader wants them.
pub(super) fn clean(text: &str) -> String {
    let mut clean = text.to_owned();
    clean.retain(|c| c == '\n' || c == '\t' || (c >= ' ' && c != '\x7f'));
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(clean("a\0b\r\n\tc\u{7f}\u{1b}[31m"), "ab\n\tc[31m");
    }

    #[test]
    fn heading_levels_stay_within_html() {
        assert_eq!(Tag::Heading(0).name(), "h1");
        assert_eq!(Tag::Heading(200).name(), "h6");
    }
}
