//! Texts as words: symbols of the vocabulary, and what the vocabulary lacks spelled in letters.
//!
//! A text is words and the gaps between them, in turn; a single space between two words is not coded at all. A word at
//! the start of a sentence gets its capital by rule. A symbol is coded as its vocabulary code, bit by bit, each bit by
//! counters in the context of the symbols before, which start even at every article: common words cost what the
//! vocabulary says, words that this article repeats cost less.
#![deny(clippy::arithmetic_side_effects)]

use super::vocabulary::{CODE_BITS_MAX, Vocabulary, symbol};
use crate::Result;
use crate::bytes::{self, damaged};
use crate::format::coder::{Bit, Coder, Number, fed};
use crate::format::letters::{Letters, Logistic, Mixer};
use crate::strings;

const ORDERS: usize = 3;
const TABLE_BITS: u32 = 14;

/// Longest string that is spelled in one piece.
pub const SPELLED_BYTES_MAX: usize = 255;
/// Longest text and most text in an article, in bytes: an article that claims more is refused.
pub const TEXT_BYTES_MAX: usize = 16 << 20;

/// The state of coding one article's texts.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    vocabulary: &'a Vocabulary,
    letters: Letters,
    logistic: &'a Logistic,
    table: Vec<Bit>,
    mixers: Vec<Mixer>,
    before: [u32; 2],
    spelled: Vec<(String, bool)>,
    again: Number,
    bytes: usize,
}

impl<'a> Words<'a> {
    /// The state before an article.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Words {
            vocabulary,
            letters: vocabulary.letters().clone(),
            logistic: vocabulary.letters().logistic(),
            table: vec![Bit::default(); ORDERS << TABLE_BITS],
            mixers: vec![Mixer::new([14_000, 18_000, 20_000, 0], 3); CODE_BITS_MAX],
            before: [symbol::END; 2],
            spelled: Vec::new(),
            again: Number::default(),
            bytes: 0,
        }
    }

    /// Codes one symbol in the context of the two before it.
    fn symbol<C: Coder>(&mut self, coder: &mut C, value: u32) -> Result<u32> {
        let (wanted, wanted_len) =
            if C::READS { (0, 0) } else { self.vocabulary.code(value).unwrap_or((0, 0)) };
        let [last, second] = self.before;
        let contexts = [
            0,
            last.wrapping_add(1).wrapping_mul(0x9e37_79b1),
            last.wrapping_add(1)
                .wrapping_mul(0x85eb_ca6b)
                .rotate_left(13)
                .wrapping_add(second)
                .wrapping_mul(0x9e37_79b1),
        ];
        let mut node = 1u32;
        for len in 1..=CODE_BITS_MAX {
            let mut places = [0usize; ORDERS];
            // Over places, as in the mixer.
            #[allow(clippy::needless_range_loop)]
            for order in 0..ORDERS {
                let slot = contexts[order].wrapping_add(node).wrapping_mul(0x2c1b_3c6d)
                    >> (32u32.wrapping_sub(TABLE_BITS));
                places[order] = order << TABLE_BITS | slot as usize;
            }
            let bit = wanted_len.checked_sub(len).is_some_and(|shift| wanted >> shift & 1 == 1);
            let Some(mixer) = self.mixers.get_mut(len.wrapping_sub(1)) else { break };
            let bit = mixer.code(coder, self.logistic, &mut self.table, &places, bit);
            node = node << 1 | u32::from(bit);
            if let Some(found) = self.vocabulary.symbol(node & (1u32 << len).wrapping_sub(1), len) {
                self.before = [found, last];
                return Ok(found);
            }
        }
        Err(damaged("a text has a code that no word has"))
    }

    /// Codes a string letter by letter and remembers it for this article.
    fn spell(&mut self, coder: &mut impl Coder, text: &str, is_word: bool) -> Result<String> {
        let bytes = self.letters.word(coder, text.as_bytes(), 0, SPELLED_BYTES_MAX);
        fed(coder)?;
        let text = bytes::text(&bytes)?;
        if text.len() > SPELLED_BYTES_MAX {
            return Err(damaged("a spelled word is too long"));
        }
        self.spelled.push((text.clone(), is_word));
        Ok(text)
    }

    /// Reads one text.
    pub fn read<C: Coder>(&mut self, coder: &mut C) -> Result<String> {
        let mut out = String::new();
        let mut state = State::default();
        let mut symbols = 0usize;
        loop {
            fed(coder)?;
            symbols = symbols.saturating_add(1);
            match self.symbol(coder, 0)? {
                symbol::END => break,
                symbol::FLIP => state.flip = true,
                symbol::CAPITALS => state.capitals = true,
                symbol::SPELL_WORD => {
                    let word = self.spell(coder, "", true)?;
                    state.word(&mut out, &word, true);
                }
                symbol::SPELL_GAP => {
                    let gap = self.spell(coder, "", false)?;
                    state.gap(&mut out, &gap);
                }
                symbol::AGAIN => {
                    let back = self.again.code(coder, 0) as usize;
                    let place = self.spelled.len().checked_sub(1).and_then(|last| last.checked_sub(back));
                    let (text, is_word) = place
                        .and_then(|place| self.spelled.get(place))
                        .ok_or_else(|| damaged("a text repeats what it never said"))?;
                    if *is_word { state.word(&mut out, text, true) } else { state.gap(&mut out, text) }
                }
                found => match self.vocabulary.entry(found) {
                    Some((text, true)) => state.word(&mut out, text, false),
                    Some((text, false)) => state.gap(&mut out, text),
                    None => return Err(damaged("a text has a symbol that no word has")),
                },
            }
            // Symbols that add nothing to the text cost time and room too.
            if self.bytes.saturating_add(out.len().max(symbols)) > TEXT_BYTES_MAX {
                return Err(damaged("an article is longer than any may be"));
            }
        }
        self.bytes = self.bytes.saturating_add(out.len().max(symbols));
        Ok(out)
    }
}

/// Where a text stands: what the next word does with spaces and capitals.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) after_word: bool,
    pub(crate) sentence: bool,
    pub(crate) flip: bool,
    pub(crate) capitals: bool,
}

impl Default for State {
    fn default() -> Self {
        State { after_word: false, sentence: true, flip: false, capitals: false }
    }
}

/// Whether a gap ends a sentence: it has an end mark and more behind it.
pub(crate) fn ends_sentence(gap: &str) -> bool {
    strings::until(gap, |c| matches!(c, '.' | '?' | '!')).saturating_add(1) < gap.len()
}

impl State {
    fn word(&mut self, out: &mut String, word: &str, spelled: bool) {
        if self.after_word {
            out.push(' ');
        }
        if self.capitals {
            out.push_str(&word.to_ascii_uppercase());
        } else if (self.sentence != self.flip) && !spelled {
            let mut chars = word.chars();
            if let Some(first) = chars.next() {
                out.push(first.to_ascii_uppercase());
                out.push_str(chars.as_str());
            }
        } else {
            out.push_str(word);
        }
        *self = State { after_word: true, sentence: false, flip: false, capitals: false };
    }

    fn gap(&mut self, out: &mut String, gap: &str) {
        out.push_str(gap);
        self.sentence = ends_sentence(gap);
        self.after_word = false;
    }
}

#[cfg(feature = "build")]
pub use write::{Lexicon, Tally};

#[cfg(feature = "build")]
mod write {
    //! The writing half: cutting texts into words, choosing a vocabulary.

    use std::collections::{BTreeMap, BinaryHeap, HashMap};

    use super::super::vocabulary::ENTRY_BYTES_MAX;
    use super::*;
    use crate::format::coder::Encoder;

    /// A text's words and gaps in turn.
    fn lex(text: &str) -> impl Iterator<Item = (&str, bool)> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let is_word = first.is_alphanumeric();
            let mut end = rest.len();
            let mut chars = rest.char_indices().peekable();
            while let Some((at, c)) = chars.next() {
                let inner = matches!(c, '\'' | '’')
                    && at > 0
                    && is_word
                    && chars.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
                if (c.is_alphanumeric() || inner) != is_word || at >= SPELLED_BYTES_MAX - 8 {
                    end = at;
                    break;
                }
            }
            let (piece, tail) = rest.split_at(end);
            rest = tail;
            Some((piece, is_word))
        })
    }

    fn lower_first(word: &str) -> Option<String> {
        let first = word.as_bytes().first()?;
        first.is_ascii_uppercase().then(|| {
            let mut lower = word.to_owned();
            lower[..1].make_ascii_lowercase();
            lower
        })
    }

    /// One thing to code.
    enum Token<'t> {
        Symbol(u32),
        Spell(&'t str, bool),
    }

    /// A vocabulary with a way from words to symbols.
    #[derive(Debug)]
    pub struct Lexicon {
        vocabulary: Vocabulary,
        symbols: HashMap<String, u32>,
    }

    impl Lexicon {
        /// For writing with this vocabulary.
        pub fn new(vocabulary: Vocabulary) -> Self {
            let symbols = (symbol::ENTRIES..vocabulary.symbols() as u32)
                .filter_map(|symbol| Some((vocabulary.entry(symbol)?.0.to_owned(), symbol)))
                .collect();
            Lexicon { vocabulary, symbols }
        }

        /// The vocabulary.
        pub fn vocabulary(&self) -> &Vocabulary {
            &self.vocabulary
        }

        /// Calls `emit` for everything that codes `text`, the end included.
        fn tokens<'t>(&self, text: &'t str, mut emit: impl FnMut(Token<'t>)) {
            let mut state = State::default();
            let mut joined = false;
            let mut pieces = lex(text).peekable();
            while let Some((piece, is_word)) = pieces.next() {
                let before = std::mem::replace(&mut joined, is_word);
                if !is_word {
                    let implied =
                        piece == " " && state.after_word && pieces.peek().is_some_and(|&(_, word)| word);
                    if !implied {
                        emit(match self.symbols.get(piece) {
                            Some(&symbol) => Token::Symbol(symbol),
                            None => Token::Spell(piece, false),
                        });
                        state.sentence = ends_sentence(piece);
                        state.after_word = false;
                    }
                    continue;
                }
                // Two pieces of one overlong word stand side by side; an empty gap keeps the space out.
                if before {
                    emit(Token::Spell("", false));
                }
                self.word(piece, state.sentence, &mut emit);
                state.sentence = false;
                state.after_word = true;
            }
            emit(Token::Symbol(symbol::END));
        }

        fn word<'t>(&self, word: &'t str, sentence: bool, emit: &mut impl FnMut(Token<'t>)) {
            // What the reader makes of an entry: with its first letter raised at a sentence's start or after a flip.
            if let Some(&symbol) = self.symbols.get(word) {
                let raised = word.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
                if sentence && raised {
                    emit(Token::Symbol(symbol::FLIP));
                }
                return emit(Token::Symbol(symbol));
            }
            if let Some(&symbol) = lower_first(word).and_then(|lower| self.symbols.get(&lower)) {
                if !sentence {
                    emit(Token::Symbol(symbol::FLIP));
                }
                return emit(Token::Symbol(symbol));
            }
            if word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_lowercase()) {
                let lower = word.to_ascii_lowercase();
                if let Some(&symbol) = self.symbols.get(&lower).filter(|_| lower.to_ascii_uppercase() == word)
                {
                    emit(Token::Symbol(symbol::CAPITALS));
                    return emit(Token::Symbol(symbol));
                }
            }
            emit(Token::Spell(word, true));
        }
    }

    impl Words<'_> {
        /// Writes one text.
        pub fn write(&mut self, coder: &mut Encoder, lexicon: &Lexicon, text: &str) -> Result<()> {
            let mut tokens = Vec::new();
            lexicon.tokens(text, |token| tokens.push(token));
            for token in tokens {
                match token {
                    Token::Symbol(symbol) => {
                        self.symbol(coder, symbol)?;
                    }
                    Token::Spell(text, is_word) => {
                        let said =
                            self.spelled.iter().rev().position(|(old, kind)| old == text && *kind == is_word);
                        match said {
                            Some(back) => {
                                self.symbol(coder, symbol::AGAIN)?;
                                self.again.code(coder, back as u32);
                            }
                            None => {
                                self.symbol(
                                    coder,
                                    if is_word { symbol::SPELL_WORD } else { symbol::SPELL_GAP },
                                )?;
                                self.spell(coder, text, is_word)?;
                            }
                        }
                    }
                }
            }
            Ok(())
        }
    }

    /// Counts the words of the texts that a vocabulary is chosen from.
    #[derive(Debug, Default)]
    pub struct Tally {
        /// For words and gaps: how often, in how many articles, and the last of these.
        counts: HashMap<(String, bool), (u32, u32, u32)>,
        articles: u32,
    }

    impl Tally {
        /// Notes that another article begins.
        pub fn article(&mut self) {
            self.articles = self.articles.saturating_add(1);
        }

        /// Counts a text.
        pub fn text(&mut self, text: &str) {
            let mut sentence = true;
            let mut pieces = lex(text).peekable();
            let mut after_word = false;
            while let Some((piece, is_word)) = pieces.next() {
                if is_word {
                    let key = if sentence { lower_first(piece) } else { None };
                    self.add(key.unwrap_or_else(|| piece.to_owned()), true);
                    sentence = false;
                } else {
                    if !(piece == " " && after_word && pieces.peek().is_some()) {
                        self.add(piece.to_owned(), false);
                    }
                    sentence = ends_sentence(piece);
                }
                after_word = is_word;
            }
        }

        fn add(&mut self, piece: String, is_word: bool) {
            let articles = self.articles;
            let (count, df, last) = self.counts.entry((piece, is_word)).or_default();
            *count = count.saturating_add(1);
            if *last != articles || *df == 0 {
                *df = df.saturating_add(1);
                *last = articles;
            }
        }

        /// Chooses the entries that save a reader more than they cost and gives them codes. `texts` are the same texts
        /// again, for the exact frequencies under the choice.
        // What is counted is text in memory: the counts stay far below their types.
        #[allow(clippy::arithmetic_side_effects)]
        pub fn choose<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Result<Vocabulary> {
            let total: u64 = self.counts.values().map(|&(count, ..)| u64::from(count)).sum::<u64>().max(1);
            let articles = i64::from(self.articles.max(1));
            let read = articles.min(READ);
            let mut chosen: Vec<(i64, &str, bool)> = Vec::new();
            for ((piece, is_word), &(count, df, _)) in &self.counts {
                if piece.len() > ENTRY_BYTES_MAX || df < 2 {
                    continue;
                }
                // In bits: spelled once an article at some 2.6 bits a letter and 5 to say so, 7 for each repetition;
                // against a code of the length that the frequency asks for, and 14 and its letters to stand in the
                // vocabulary, which is fetched once for as many articles as are read.
                let letters = piece.len() as i64;
                let code = (total / u64::from(count)).max(1).ilog2() as i64 + 1;
                let spelled = i64::from(df) * (7 + letters * 26 / 10) + i64::from(count - df) * 9;
                let saved = (spelled - i64::from(count) * code) * read / articles - (14 + letters);
                if saved > 0 {
                    chosen.push((saved, piece, *is_word));
                }
            }
            chosen.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            chosen.truncate(CHOSEN_MAX);
            let mut kinds = [Vec::new(), Vec::new()];
            for &(_, piece, is_word) in &chosen {
                kinds[usize::from(is_word)].push(piece.to_owned());
            }
            let [mut gaps, mut words] = kinds;
            gaps.sort();
            words.sort();
            // Any complete set of codes will do to count with.
            let symbols = symbol::ENTRIES as usize + gaps.len() + words.len();
            let even = code_lengths(&vec![1; symbols]);
            let lexicon = Lexicon::new(Vocabulary::new(gaps.clone(), words.clone(), even)?);
            let mut counts = vec![1u64; symbols];
            for text in texts {
                lexicon.tokens(text, |token| {
                    let symbol = match token {
                        Token::Symbol(symbol) => symbol,
                        Token::Spell(_, true) => symbol::SPELL_WORD,
                        Token::Spell(_, false) => symbol::SPELL_GAP,
                    };
                    counts[symbol as usize] += 1;
                });
            }
            // Of the spelled words some two in five are said again.
            counts[symbol::AGAIN as usize] = counts[symbol::SPELL_WORD as usize] * 2 / 5 + 1;
            counts[symbol::SPELL_WORD as usize] = counts[symbol::SPELL_WORD as usize] * 3 / 5 + 1;
            Vocabulary::new(gaps, words, code_lengths(&counts))
        }
    }

    /// How many articles whoever fetches the vocabulary also fetches: the results of five queries. Of a large archive most
    /// articles are never fetched, so a word that saves bytes in one of a hundred costs a reader more than it saves. (For
    /// all articles of four issues instead of fifty, the vocabulary takes 5.9 K instead of 3.7, ten texts 9.7 instead of
    /// 10.3, all texts 4% less.)
    const READ: i64 = 50;

    /// Most entries that are chosen, so that the first excerpt of a large archive costs no more than of a small one.
    const CHOSEN_MAX: usize = 4096;

    /// Huffman's code lengths, none above [`CODE_BITS_MAX`].
    // What is counted is text in memory: the counts stay far below their types.
    #[allow(clippy::arithmetic_side_effects)]
    fn code_lengths(counts: &[u64]) -> Vec<u8> {
        let mut counts = counts.to_vec();
        loop {
            // Ties by the least symbol of the subtree, so that the lengths are the same everywhere.
            let mut heap: BinaryHeap<std::cmp::Reverse<(u64, usize)>> = counts
                .iter()
                .enumerate()
                .map(|(symbol, &count)| std::cmp::Reverse((count, symbol)))
                .collect();
            let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
            let mut next = counts.len();
            while heap.len() > 1 {
                let (Some(a), Some(b)) = (heap.pop(), heap.pop()) else { break };
                parents.insert(a.0.1, next);
                parents.insert(b.0.1, next);
                heap.push(std::cmp::Reverse((a.0.0 + b.0.0, next)));
                next += 1;
            }
            let lengths: Vec<usize> = (0..counts.len())
                .map(|symbol| std::iter::successors(parents.get(&symbol), |node| parents.get(node)).count())
                .collect();
            if lengths.iter().all(|&length| length <= CODE_BITS_MAX) {
                return lengths.into_iter().map(|length| length as u8).collect();
            }
            counts.iter_mut().for_each(|count| *count = *count / 2 + 1);
        }
    }
}
