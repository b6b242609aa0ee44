//! An article as one part: its heading, then its blocks, all text through [`super::words`].
//!
//! What [`super::columns`] hold of every article (issue, section, authors, date) is not repeated here.
#![deny(clippy::arithmetic_side_effects)]

use super::Vocabulary;
use super::words::Words;
use crate::Result;
use crate::bytes::damaged;
use crate::format::coder::{Bit, Coder, Decoder, Number, Symbol, fed};
use crate::model::{Article, Block, Style, Text};

/// Something that codes texts as well as decisions: a reader, or (natively) a writer.
pub trait Codec {
    /// The coder beneath.
    type Coder: Coder;
    /// The coder beneath.
    fn coder(&mut self) -> &mut Self::Coder;
    /// Codes a text of words: a reader puts what it reads in its place, a writer leaves it as it is.
    fn text(&mut self, text: &mut String) -> Result<()>;

    /// Codes several texts.
    fn texts(&mut self, texts: &mut [&mut String]) -> Result<()> {
        texts.iter_mut().try_for_each(|text| self.text(text))
    }
}

/// The item of `list` at `place`: a reader, whose list is as long as it has come, begins a new one.
pub(super) fn item<T: Default>(list: &mut Vec<T>, place: usize) -> &mut T {
    if place >= list.len() {
        list.push(T::default());
    }
    let last = list.len().saturating_sub(1);
    &mut list[place.min(last)]
}

/// Reads texts.
#[derive(Debug)]
pub struct Reader<'a> {
    coder: Decoder<'a>,
    words: Words<'a>,
}

impl<'a> Reader<'a> {
    /// A reader of a part that was written with this vocabulary.
    pub fn new(bytes: &'a [u8], vocabulary: &'a Vocabulary) -> Self {
        Reader { coder: Decoder::new(bytes), words: Words::new(vocabulary) }
    }

    /// That the part was used up.
    pub fn finish(&self) -> Result<()> {
        self.coder.finish()
    }
}

impl<'a> Codec for Reader<'a> {
    type Coder = Decoder<'a>;
    fn coder(&mut self) -> &mut Decoder<'a> {
        &mut self.coder
    }
    fn text(&mut self, text: &mut String) -> Result<()> {
        *text = self.words.read(&mut self.coder)?;
        Ok(())
    }
}

/// Most items in any list of an article: blocks, spans, cells. A reader refuses more.
pub const ITEMS_MAX: u32 = 1 << 16;

/// The models of everything in an article but its words.
#[derive(Debug, Default)]
pub struct Shape {
    kinds: [Symbol<4>; 16],
    spans: Number,
    styles: Symbol<2>,
    counts: Number,
    pages: Number,
    numbers: Number,
    certain: Bit,
    certainty: Symbol<7>,
}

mod kind {
    pub const END: u32 = 0;
    pub const PARAGRAPH: u32 = 1;
    pub const CROSSHEAD: u32 = 2;
    pub const QUESTION: u32 = 3;
    pub const LIST: u32 = 4;
    pub const NUMBERED: u32 = 5;
    pub const PULL_QUOTE: u32 = 6;
    pub const CAPTION: u32 = 7;
    pub const BOX: u32 = 8;
    pub const TABLE: u32 = 9;
    pub const ENDNOTE: u32 = 10;
}

impl Shape {
    /// Codes the number of items in a list.
    pub fn count<K: Codec>(&mut self, codec: &mut K, count: usize) -> Result<u32> {
        let count = self.counts.code(codec.coder(), count as u32);
        fed(codec.coder())?;
        if count > ITEMS_MAX { Err(damaged("a list is longer than any may be")) } else { Ok(count) }
    }

    /// Codes a number that may be large: how many words an article has.
    pub fn number<K: Codec>(&mut self, codec: &mut K, value: u32) -> u32 {
        self.numbers.code(codec.coder(), value)
    }

    /// Codes page numbers: how many, and each as its distance from the one before.
    pub fn pages<K: Codec>(&mut self, codec: &mut K, pages: &mut Vec<u32>) -> Result<()> {
        let mut before = 0u32;
        for place in 0..self.count(codec, pages.len())? as usize {
            let page = item(pages, place);
            // Zigzag, as nothing promises that they rise.
            let delta = page.wrapping_sub(before) as i32;
            let folded = self.pages.code(codec.coder(), ((delta << 1) ^ (delta >> 31)) as u32);
            fed(codec.coder())?;
            before = before.wrapping_add((folded >> 1) ^ 0u32.wrapping_sub(folded & 1));
            *page = before;
        }
        Ok(())
    }

    /// Codes a whole article (without what the columns hold) and the number of its words.
    pub fn article<K: Codec>(&mut self, codec: &mut K, article: &mut Article, words: &mut u32) -> Result<()> {
        let Article { title, kicker, standfirst, id, url, lang, .. } = article;
        codec.texts(&mut [title, kicker, standfirst, id, url, lang])?;
        self.pages(codec, &mut article.pages)?;
        *words = self.number(codec, *words);
        article.certainty = if self.certain.code(codec.coder(), article.certainty == 100) {
            100
        } else {
            self.certainty.code(codec.coder(), u32::from(article.certainty.min(127))) as u8
        };
        self.blocks(codec, &mut article.blocks, false)
    }

    fn blocks<K: Codec>(&mut self, codec: &mut K, blocks: &mut Vec<Block>, boxed: bool) -> Result<()> {
        let mut before = kind::END;
        for place in 0..=ITEMS_MAX as usize {
            let wanted = blocks.get(place).map_or(kind::END, kind_of);
            let found = match self.kinds.get_mut(before as usize) {
                Some(kinds) => kinds.code(codec.coder(), wanted),
                None => kind::END,
            };
            fed(codec.coder())?;
            before = found;
            if found == kind::END {
                return Ok(());
            }
            if place >= blocks.len() {
                blocks.push(empty(found)?);
            }
            match blocks.get_mut(place) {
                Some(Block::Box { .. }) if boxed => return Err(damaged("an article has a box in a box")),
                Some(Block::Box { title, blocks }) => {
                    self.text(codec, title)?;
                    self.blocks(codec, blocks, true)?;
                }
                Some(Block::List { items, .. }) => self.texts(codec, items)?,
                Some(Block::Table(rows)) => {
                    for place in 0..self.count(codec, rows.len())? as usize {
                        self.texts(codec, item(rows, place))?;
                    }
                }
                Some(
                    Block::Paragraph(text)
                    | Block::Crosshead(text)
                    | Block::Question(text)
                    | Block::PullQuote(text)
                    | Block::Caption(text)
                    | Block::Endnote(text),
                ) => self.text(codec, text)?,
                None => {}
            }
        }
        Err(damaged("an article has more blocks than any may have"))
    }

    fn texts<K: Codec>(&mut self, codec: &mut K, texts: &mut Vec<Text>) -> Result<()> {
        for place in 0..self.count(codec, texts.len())? as usize {
            self.text(codec, item(texts, place))?;
        }
        Ok(())
    }

    fn text<K: Codec>(&mut self, codec: &mut K, text: &mut Text) -> Result<()> {
        let count = self.spans.code(codec.coder(), text.0.len() as u32);
        if count > ITEMS_MAX {
            return Err(damaged("a text has more spans than any may have"));
        }
        for place in 0..count as usize {
            let span = item(&mut text.0, place);
            let wanted = match span.style {
                Style::Plain => 0,
                Style::Emphasis => 1,
                Style::Strong => 2,
                Style::Link(_) => 3,
            };
            let found = self.styles.code(codec.coder(), wanted);
            if found != wanted {
                span.style = match found {
                    0 => Style::Plain,
                    1 => Style::Emphasis,
                    2 => Style::Strong,
                    _ => Style::Link(String::new()),
                };
            }
            if let Style::Link(url) = &mut span.style {
                codec.text(url)?;
            }
            codec.text(&mut span.text)?;
            fed(codec.coder())?;
        }
        Ok(())
    }
}

fn kind_of(block: &Block) -> u32 {
    match block {
        Block::Paragraph(_) => kind::PARAGRAPH,
        Block::Crosshead(_) => kind::CROSSHEAD,
        Block::Question(_) => kind::QUESTION,
        Block::List { ordered: false, .. } => kind::LIST,
        Block::List { ordered: true, .. } => kind::NUMBERED,
        Block::PullQuote(_) => kind::PULL_QUOTE,
        Block::Caption(_) => kind::CAPTION,
        Block::Box { .. } => kind::BOX,
        Block::Table(_) => kind::TABLE,
        Block::Endnote(_) => kind::ENDNOTE,
    }
}

/// A block of this kind for a reader to fill.
fn empty(kind: u32) -> Result<Block> {
    let text = Text::default();
    Ok(match kind {
        kind::PARAGRAPH => Block::Paragraph(text),
        kind::CROSSHEAD => Block::Crosshead(text),
        kind::QUESTION => Block::Question(text),
        kind::PULL_QUOTE => Block::PullQuote(text),
        kind::CAPTION => Block::Caption(text),
        kind::ENDNOTE => Block::Endnote(text),
        kind::LIST | kind::NUMBERED => Block::List { ordered: kind == kind::NUMBERED, items: Vec::new() },
        kind::BOX => Block::Box { title: text, blocks: Vec::new() },
        kind::TABLE => Block::Table(Vec::new()),
        _ => return Err(damaged("an article has a block of an unknown kind")),
    })
}

/// Reads an article's part; its issue, section, authors and date are still empty. Gives the number of words too.
pub fn read(bytes: &[u8], vocabulary: &Vocabulary) -> Result<(Article, u32)> {
    let mut reader = Reader::new(bytes, vocabulary);
    let (mut article, mut words) = (Article::default(), 0);
    Shape::default().article(&mut reader, &mut article, &mut words)?;
    reader.finish()?;
    Ok((article, words))
}

#[cfg(feature = "build")]
pub use write::{Writer, write};

#[cfg(feature = "build")]
mod write {
    use super::super::words::Lexicon;
    use super::*;
    use crate::format::coder::Encoder;

    /// Writes texts.
    #[derive(Debug)]
    pub struct Writer<'a> {
        coder: Encoder,
        words: Words<'a>,
        lexicon: &'a Lexicon,
    }

    impl<'a> Writer<'a> {
        /// A writer with the vocabulary of `lexicon`.
        pub fn new(lexicon: &'a Lexicon) -> Self {
            Writer { coder: Encoder::default(), words: Words::new(lexicon.vocabulary()), lexicon }
        }

        /// The part.
        pub fn finish(self) -> Vec<u8> {
            self.coder.finish()
        }
    }

    impl Codec for Writer<'_> {
        type Coder = Encoder;
        fn coder(&mut self) -> &mut Encoder {
            &mut self.coder
        }
        fn text(&mut self, text: &mut String) -> Result<()> {
            self.words.write(&mut self.coder, self.lexicon, text)
        }
    }

    /// Writes an article's part.
    pub fn write(article: &Article, lexicon: &Lexicon) -> Result<Vec<u8>> {
        let mut writer = Writer::new(lexicon);
        let (mut article, mut words) = (article.clone(), article.word_count());
        Shape::default().article(&mut writer, &mut article, &mut words)?;
        Ok(writer.finish())
    }
}
