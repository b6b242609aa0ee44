//! An article as one part: its heading, then its blocks, all text through [`super::words`].
//!
//! What [`super::columns`] hold of every article (issue, section, authors, date) is not repeated here.
#![deny(clippy::arithmetic_side_effects)]

use super::Vocabulary;
use super::words::Words;
use crate::Result;
use crate::bytes::damaged;
use crate::format::coder::{Bit, Coder, Decoder, Number, Symbol, fed};
use crate::model::{Article, Block, Span, Style, Text};

/// Something that codes texts as well as decisions: a reader, or (natively) a writer.
pub trait Codec {
    /// The coder beneath.
    type Coder: Coder;
    /// The coder beneath.
    fn coder(&mut self) -> &mut Self::Coder;
    /// Codes a text of words; a reader ignores the argument.
    fn text(&mut self, text: &str) -> Result<String>;

    /// Codes several texts.
    fn texts<const N: usize>(&mut self, texts: [&str; N]) -> Result<[String; N]> {
        let mut out = [const { String::new() }; N];
        for (out, text) in out.iter_mut().zip(texts) {
            *out = self.text(text)?;
        }
        Ok(out)
    }
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
    fn text(&mut self, _: &str) -> Result<String> {
        self.words.read(&mut self.coder)
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
    pub fn pages<K: Codec>(&mut self, codec: &mut K, pages: &[u32]) -> Result<Vec<u32>> {
        let count = self.count(codec, pages.len())?;
        let mut out = Vec::new();
        let mut before = 0u32;
        for place in 0..count as usize {
            let page = pages.get(place).copied().unwrap_or(0);
            // Zigzag, as nothing promises that they rise.
            let delta = page.wrapping_sub(before) as i32;
            let folded = self.pages.code(codec.coder(), ((delta << 1) ^ (delta >> 31)) as u32);
            fed(codec.coder())?;
            before = before.wrapping_add((folded >> 1) ^ 0u32.wrapping_sub(folded & 1));
            out.push(before);
        }
        Ok(out)
    }

    /// Codes a whole article (without what the columns hold) and the number of its words.
    pub fn article<K: Codec>(
        &mut self,
        codec: &mut K,
        article: &Article,
        words: u32,
    ) -> Result<(Article, u32)> {
        let Article { title, kicker, standfirst, id, url, lang, .. } = article;
        let [title, kicker, standfirst, id, url, lang] =
            codec.texts([title, kicker, standfirst, id, url, lang])?;
        let pages = self.pages(codec, &article.pages)?;
        let mut out = Article { title, kicker, standfirst, id, url, lang, pages, ..Article::default() };
        let words = self.number(codec, words);
        out.certainty = if self.certain.code(codec.coder(), article.certainty == 100) {
            100
        } else {
            self.certainty.code(codec.coder(), u32::from(article.certainty.min(127))) as u8
        };
        out.blocks = self.blocks(codec, &article.blocks, false)?;
        Ok((out, words))
    }

    fn blocks<K: Codec>(&mut self, codec: &mut K, blocks: &[Block], boxed: bool) -> Result<Vec<Block>> {
        let mut out: Vec<Block> = Vec::new();
        let mut before = kind::END;
        for place in 0usize.. {
            let block = blocks.get(place);
            let wanted = match block {
                None => kind::END,
                Some(Block::Paragraph(_)) => kind::PARAGRAPH,
                Some(Block::Crosshead(_)) => kind::CROSSHEAD,
                Some(Block::Question(_)) => kind::QUESTION,
                Some(Block::List { ordered: false, .. }) => kind::LIST,
                Some(Block::List { ordered: true, .. }) => kind::NUMBERED,
                Some(Block::PullQuote(_)) => kind::PULL_QUOTE,
                Some(Block::Caption(_)) => kind::CAPTION,
                Some(Block::Box { .. }) => kind::BOX,
                Some(Block::Table(_)) => kind::TABLE,
                Some(Block::Endnote(_)) => kind::ENDNOTE,
            };
            let found = match self.kinds.get_mut(before as usize) {
                Some(kinds) => kinds.code(codec.coder(), wanted),
                None => kind::END,
            };
            fed(codec.coder())?;
            before = found;
            let nothing = Text::default();
            let text = match block {
                Some(
                    Block::Paragraph(text)
                    | Block::Crosshead(text)
                    | Block::Question(text)
                    | Block::PullQuote(text)
                    | Block::Caption(text)
                    | Block::Endnote(text)
                    | Block::Box { title: text, .. },
                ) => text,
                _ => &nothing,
            };
            let coded = match found {
                kind::END => return Ok(out),
                kind::PARAGRAPH => Block::Paragraph(self.text(codec, text)?),
                kind::CROSSHEAD => Block::Crosshead(self.text(codec, text)?),
                kind::QUESTION => Block::Question(self.text(codec, text)?),
                kind::PULL_QUOTE => Block::PullQuote(self.text(codec, text)?),
                kind::CAPTION => Block::Caption(self.text(codec, text)?),
                kind::ENDNOTE => Block::Endnote(self.text(codec, text)?),
                kind::LIST | kind::NUMBERED => {
                    let items = if let Some(Block::List { items, .. }) = block { &items[..] } else { &[] };
                    Block::List { ordered: found == kind::NUMBERED, items: self.texts(codec, items)? }
                }
                kind::BOX if !boxed => {
                    let blocks = if let Some(Block::Box { blocks, .. }) = block { &blocks[..] } else { &[] };
                    Block::Box { title: self.text(codec, text)?, blocks: self.blocks(codec, blocks, true)? }
                }
                kind::TABLE => {
                    let rows = if let Some(Block::Table(rows)) = block { &rows[..] } else { &[] };
                    let count = self.count(codec, rows.len())?;
                    let row = |place: usize| rows.get(place).map_or(&[][..], |row| row);
                    Block::Table(
                        (0..count as usize)
                            .map(|place| self.texts(codec, row(place)))
                            .collect::<Result<_>>()?,
                    )
                }
                _ => return Err(damaged("an article has a block of an unknown kind, or a box in a box")),
            };
            out.push(coded);
            if out.len() > ITEMS_MAX as usize {
                break;
            }
        }
        Err(damaged("an article has more blocks than any may have"))
    }

    fn texts<K: Codec>(&mut self, codec: &mut K, texts: &[Text]) -> Result<Vec<Text>> {
        let count = self.count(codec, texts.len())?;
        let nothing = Text::default();
        (0..count as usize).map(|place| self.text(codec, texts.get(place).unwrap_or(&nothing))).collect()
    }

    fn text<K: Codec>(&mut self, codec: &mut K, text: &Text) -> Result<Text> {
        let count = self.spans.code(codec.coder(), text.0.len() as u32);
        if count > ITEMS_MAX {
            return Err(damaged("a text has more spans than any may have"));
        }
        let nothing = Span { text: String::new(), style: Style::Plain };
        let mut out = Vec::new();
        for place in 0..count as usize {
            let span = text.0.get(place).unwrap_or(&nothing);
            let (wanted, url) = match &span.style {
                Style::Plain => (0, ""),
                Style::Emphasis => (1, ""),
                Style::Strong => (2, ""),
                Style::Link(url) => (3, url.as_str()),
            };
            let style = match self.styles.code(codec.coder(), wanted) {
                0 => Style::Plain,
                1 => Style::Emphasis,
                2 => Style::Strong,
                _ => Style::Link(codec.text(url)?),
            };
            out.push(Span { text: codec.text(&span.text)?, style });
            fed(codec.coder())?;
        }
        Ok(Text(out))
    }
}

/// Reads an article's part; its issue, section, authors and date are still empty. Gives the number of words too.
pub fn read(bytes: &[u8], vocabulary: &Vocabulary) -> Result<(Article, u32)> {
    let mut reader = Reader::new(bytes, vocabulary);
    let read = Shape::default().article(&mut reader, &Article::default(), 0)?;
    reader.finish()?;
    Ok(read)
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
        fn text(&mut self, text: &str) -> Result<String> {
            self.words.write(&mut self.coder, self.lexicon, text)?;
            Ok(String::new())
        }
    }

    /// Writes an article's part.
    pub fn write(article: &Article, words: u32, lexicon: &Lexicon) -> Result<Vec<u8>> {
        let mut writer = Writer::new(lexicon);
        Shape::default().article(&mut writer, article, words)?;
        Ok(writer.finish())
    }
}
