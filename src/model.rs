//! Plain data that every other module speaks of: issues, articles, blocks and spans. No behaviour beyond access.

/// One issue of a magazine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(default, deny_unknown_fields))]
pub struct Issue {
    /// What addresses the issue in URLs, filters and ids: its number where it has one (`"66"`), else a slug.
    pub key: String,
    /// The printed number, where there is one.
    pub number: Option<u32>,
    /// As printed, lower case: `winter`. May be empty.
    pub season: String,
    /// As printed: `2024` or `2025-26`. May be empty.
    pub year: String,
    /// ISO 8601, as exact as it is known: `2025-12` or `2025-12-01`. Empty if unknown.
    pub date: String,
    /// The magazine's name.
    pub title: String,
    /// The magazine's ISSN, `1759-9784`, or empty.
    pub issn: String,
    /// The dates of the noticeboard.
    pub events: Vec<Event>,
}

/// A date in the noticeboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(default, deny_unknown_fields))]
pub struct Event {
    /// As printed: `12–13 June 2024`.
    pub date: String,
    /// First day, ISO 8601, or empty if it cannot be told.
    pub start: String,
    /// Last day, ISO 8601; equal to `start` for one day.
    pub end: String,
    /// What it is called.
    pub title: String,
    /// Where it is held, or `Online`.
    pub place: String,
    /// The address that is printed with it, or empty.
    pub url: String,
    /// The rest of the entry.
    pub text: String,
}

/// One article, from an issue or from a document given as JSON Lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(default))]
pub struct Article {
    /// Unique in an archive and stable: `66/mr-brightside`, or the document's own id.
    pub id: String,
    /// The [`Issue::key`] that it belongs to, or empty.
    pub issue: String,
    /// Where the article lives on the publisher's site, or empty: then the page that embeds the archive shows it.
    pub url: String,
    /// The headline; empty for an editor's letter that has none in print.
    pub title: String,
    /// The line above the headline, or empty.
    pub kicker: String,
    /// `news`, `feature`, ... ([`SECTIONS`] for the magazine; any label for other documents), or empty.
    pub section: String,
    /// One name each, as the reader should see it.
    pub authors: Vec<String>,
    /// The paragraph that leads in, or empty.
    pub standfirst: String,
    /// ISO 8601: the issue's, unless the document has its own. Empty if unknown.
    pub date: String,
    /// BCP 47 (`en`, `cy`), or empty for the archive's default.
    pub lang: String,
    /// Printed page numbers (folios), rising, where known.
    pub pages: Vec<u32>,
    /// The body in reading order, with pull quotes, boxes and captions where they stand.
    pub blocks: Vec<Block>,
    /// How sure ingest is that the article is cut right, in percent. 100 where nobody guessed.
    pub certainty: u8,
}

impl Article {
    /// Every text of the body in reading order, boxes, lists and tables opened up: what search looks at, what a
    /// [`crate::archive::Place::Text`] counts.
    pub fn texts(&self) -> Vec<&Text> {
        fn visit<'a>(blocks: &'a [Block], out: &mut Vec<&'a Text>) {
            for block in blocks {
                match block {
                    Block::Paragraph(text)
                    | Block::Crosshead(text)
                    | Block::Question(text)
                    | Block::PullQuote(text)
                    | Block::Caption(text)
                    | Block::Endnote(text) => out.push(text),
                    Block::List { items, .. } => items.iter().for_each(|item| out.push(item)),
                    Block::Box { title, blocks } => {
                        out.push(title);
                        // A box holds no further box: one that does is passed over, so nesting cannot exhaust the stack.
                        for inner in blocks {
                            if !matches!(inner, Block::Box { .. }) {
                                visit(std::slice::from_ref(inner), out);
                            }
                        }
                    }
                    Block::Table(rows) => {
                        rows.iter().for_each(|row| row.iter().for_each(|cell| out.push(cell)));
                    }
                }
            }
        }
        let mut out = Vec::new();
        visit(&self.blocks, &mut out);
        out
    }

    /// Words of running text, between white space, as a reader would count them: for a reading time, in the article and
    /// wherever it is listed.
    pub fn word_count(&self) -> u32 {
        word_count(&self.blocks)
    }
}

fn word_count(blocks: &[Block]) -> u32 {
    let count = |text: &Text| {
        let words = text.0.iter().map(|span| span.text.split_ascii_whitespace().count() as u32);
        words.fold(0, u32::saturating_add)
    };
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(text) | Block::Crosshead(text) | Block::Question(text) => count(text),
            Block::List { items, .. } => items.iter().map(count).fold(0, u32::saturating_add),
            Block::Box { blocks, .. } => word_count(blocks),
            Block::Table(_) | Block::PullQuote(_) | Block::Caption(_) | Block::Endnote(_) => 0,
        })
        .fold(0, u32::saturating_add)
}

/// The sections of the fixed interface, in the order in which a magazine carries them.
pub const SECTIONS: [&str; 13] = [
    "editorial",
    "news",
    "analysis",
    "column",
    "feature",
    "interview",
    "legal",
    "tips",
    "reps",
    "letters",
    "noticeboard",
    "notice",
    "other",
];

/// A piece of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(rename_all = "snake_case"))]
pub enum Block {
    /// Running text.
    Paragraph(Text),
    /// A heading within the article.
    Crosshead(Text),
    /// What the interviewer asks, in an article of questions and answers.
    Question(Text),
    /// A list; each item is one text.
    List {
        /// Numbered (tips, steps) or not.
        ordered: bool,
        /// In order.
        items: Vec<Text>,
    },
    /// A sentence of the article, or about it, set large. Not part of the running text.
    PullQuote(Text),
    /// The words below or on a picture, or its credit. Not part of the running text.
    Caption(Text),
    /// A story of its own beside the article: title (may be empty) and blocks, which hold no further box.
    Box {
        /// Its heading.
        title: Text,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// Rows of cells; the first row is the heading.
    Table(Vec<Vec<Text>>),
    /// What follows the body: biography, contact, disclaimer.
    Endnote(Text),
}

/// A run of text with inline marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(transparent))]
pub struct Text(
    /// In order; neighbours differ in style.
    pub Vec<Span>,
);

/// Text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The words, without markup.
    pub text: String,
    /// How they are set.
    pub style: Style,
}

/// How a [`Span`] is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(any(feature = "build", target_arch = "wasm32"), serde(rename_all = "snake_case"))]
pub enum Style {
    /// As the text around it.
    #[default]
    Plain,
    /// Italic.
    Emphasis,
    /// Bold.
    Strong,
    /// A link to this address: `http`, `https` or `mailto` only; whoever makes one checks that.
    Link(String),
}

impl Text {
    /// Text in one plain span.
    ///
    /// ```
    /// use backissue::model::Text;
    /// assert_eq!(Text::plain("Ten tips").to_string(), "Ten tips");
    /// ```
    pub fn plain(text: impl Into<String>) -> Self {
        Text(vec![Span { text: text.into(), style: Style::Plain }])
    }

    /// The words alone.
    pub fn words(&self) -> String {
        let mut words = String::new();
        self.0.iter().for_each(|span| words.push_str(&span.text));
        words
    }

    /// Whether there is no character in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }
}

/// [`Text::words`].
impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::plain(text)
    }
}
