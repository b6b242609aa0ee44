//! The words that an archive's texts are coded with, each with a code whose length says how common it is.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{self, damaged};
use crate::format::coder::{Coder, Decoder, Encoder, Number, Symbol, fed};
use crate::format::letters::Letters;

/// Symbols with a meaning of their own, before the entries.
pub mod symbol {
    /// Ends a text.
    pub const END: u32 = 0;
    /// A word spelled letter by letter follows.
    pub const SPELL_WORD: u32 = 1;
    /// What stands between words, spelled, follows.
    pub const SPELL_GAP: u32 = 2;
    /// One of the strings spelled in this article before: its number follows.
    pub const AGAIN: u32 = 3;
    /// The next word begins the other way than the rule of capitals has it.
    pub const FLIP: u32 = 4;
    /// The next word is in capitals.
    pub const CAPITALS: u32 = 5;
    /// The first entry of the vocabulary.
    pub const ENTRIES: u32 = 6;
}

/// Longest code in bits.
pub const CODE_BITS_MAX: usize = 20;
/// Most entries: a reader of an archive of any size fetches all of them before the first excerpt.
pub const ENTRIES_MAX: usize = 16_384;
/// Longest entry in bytes.
pub const ENTRY_BYTES_MAX: usize = 64;

/// Words and gaps by symbol, their codes, and a letter model that has seen them all.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    gaps: usize,
    entries: Vec<String>,
    lengths: Vec<u8>,
    /// For each code length: the first code, the number of codes, where in `order` they begin.
    first: [(u32, u32, u32); CODE_BITS_MAX + 1],
    /// Symbols by code.
    order: Vec<u32>,
    letters: Letters,
}

impl Vocabulary {
    /// The vocabulary of these entries: gaps and words, each sorted and without doubles, and a code length for each
    /// symbol ([`symbol::ENTRIES`] of them, then the gaps', then the words').
    pub fn new(gaps: Vec<String>, words: Vec<String>, lengths: Vec<u8>) -> Result<Self> {
        // Writing and reading it back primes the letter model, and is the one way in which a vocabulary comes about.
        let draft = Draft { gaps, words, lengths };
        Vocabulary::read(&draft.write())
    }

    /// Reads what [`Vocabulary::write`] gave.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut decoder = Decoder::new(bytes);
        let mut letters = Letters::default();
        let draft = Draft::default().code(&mut decoder, &mut letters)?;
        decoder.finish()?;
        let (first, order) = codes(&draft.lengths)?;
        let gaps = draft.gaps.len();
        let mut entries = draft.gaps;
        draft.words.into_iter().for_each(|word| entries.push(word));
        Ok(Vocabulary { gaps, entries, lengths: draft.lengths, first, order, letters })
    }

    /// The part's bytes.
    pub fn write(&self) -> Vec<u8> {
        let (gaps, words) = self.entries.split_at(self.gaps.min(self.entries.len()));
        Draft { gaps: gaps.to_vec(), words: words.to_vec(), lengths: self.lengths.clone() }.write()
    }

    /// How many symbols there are.
    pub fn symbols(&self) -> usize {
        self.lengths.len()
    }

    /// The entry of a symbol, and whether it is a word.
    pub fn entry(&self, symbol: u32) -> Option<(&str, bool)> {
        let place = symbol.checked_sub(symbol::ENTRIES)? as usize;
        self.entries.get(place).map(|entry| (entry.as_str(), place >= self.gaps))
    }

    /// How many bits the code of a word has: the binary logarithm of one word in so many. `None` if it is not among them.
    pub fn bits(&self, word: &str) -> Option<u8> {
        let words = self.entries.get(self.gaps..)?;
        let place = words.binary_search_by(|entry| entry.as_str().cmp(word)).ok()?;
        let symbol = place.checked_add(self.gaps)?.checked_add(symbol::ENTRIES as usize)?;
        self.lengths.get(symbol).copied()
    }

    /// The letter model after all the entries: what spelled words and the index's terms start from.
    pub fn letters(&self) -> &Letters {
        &self.letters
    }

    /// The symbol whose code is `code` of `len` bits, if that is a whole code.
    pub fn symbol(&self, code: u32, len: usize) -> Option<u32> {
        let (first, count, start) = *self.first.get(len)?;
        let place = code.checked_sub(first)?;
        if place >= count {
            return None;
        }
        self.order.get(start.wrapping_add(place) as usize).copied()
    }

    /// The code of a symbol and its length in bits.
    pub fn code(&self, symbol: u32) -> Option<(u32, usize)> {
        let len = usize::from(*self.lengths.get(symbol as usize)?);
        let (first, count, start) = *self.first.get(len)?;
        let places = self.order.get(start as usize..start.wrapping_add(count) as usize)?;
        let place = places.binary_search(&symbol).ok()? as u32;
        Some((first.wrapping_add(place), len))
    }
}

/// For each code length: the first code, the number of codes, where in the order they begin.
type Ranges = [(u32, u32, u32); CODE_BITS_MAX + 1];

/// Canonical codes: shorter first, then by symbol. Lengths that leave codes over or run out of them are refused, so a
/// reader that walks down a code always arrives.
fn codes(lengths: &[u8]) -> Result<(Ranges, Vec<u32>)> {
    let mut ranges: Ranges = [(0, 0, 0); CODE_BITS_MAX + 1];
    let mut order = Vec::with_capacity(lengths.len());
    let mut code = 0u32;
    for (len, range) in ranges.iter_mut().enumerate().skip(1) {
        code = code.checked_mul(2).ok_or_else(|| damaged("the vocabulary's codes overflow"))?;
        let start = order.len();
        for (symbol, &of_symbol) in (0u32..).zip(lengths) {
            if usize::from(of_symbol) == len {
                order.push(symbol);
            }
        }
        let count = order.len().saturating_sub(start) as u32;
        *range = (code, count, start as u32);
        code = code
            .checked_add(count)
            .filter(|&code| code <= 1 << len)
            .ok_or_else(|| damaged("the vocabulary's codes overlap"))?;
    }
    if code != 1 << CODE_BITS_MAX || order.len() != lengths.len() {
        return Err(damaged("the vocabulary's codes are not complete"));
    }
    Ok((ranges, order))
}

/// What a vocabulary is made of.
#[derive(Default)]
struct Draft {
    gaps: Vec<String>,
    words: Vec<String>,
    lengths: Vec<u8>,
}

impl Draft {
    fn write(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        // Writing cannot run out of bytes, and what was written as text is text.
        let _ = self.code(&mut encoder, &mut Letters::default());
        encoder.finish()
    }

    /// The numbers of gaps and words; the lengths of the special symbols; then for each entry how many bytes it shares
    /// with the one before, its other letters, and its code's length in the context of its own.
    fn code<C: Coder>(&self, coder: &mut C, letters: &mut Letters) -> Result<Draft> {
        let mut out = Draft::default();
        let mut counts = Number::default();
        let gaps = counts.code(coder, self.gaps.len() as u32) as usize;
        let words = counts.code(coder, self.words.len() as u32) as usize;
        if gaps.saturating_add(words) > ENTRIES_MAX {
            return Err(damaged("the vocabulary has more words than any may have"));
        }
        let mut lengths = self.lengths.iter();
        let mut next = || u32::from(lengths.next().copied().unwrap_or(0));
        let mut special = Symbol::<5>::default();
        for _ in 0..symbol::ENTRIES {
            out.lengths.push(special.code(coder, next()) as u8);
        }
        let mut shares = Symbols::default();
        let mut ranks = Symbols::default();
        for (count, from, to, kind) in
            [(gaps, &self.gaps, &mut out.gaps, 0), (words, &self.words, &mut out.words, 1)]
        {
            let mut before = Vec::new();
            let mut shared_before = 0u32;
            for place in 0..count {
                let word = from.get(place).map_or(&[][..], |word| word.as_bytes());
                let shared = before.iter().zip(word).take_while(|(a, b)| a == b).count();
                let shared =
                    shares.code(coder, kind << 3 | shared_before.min(7) as usize, shared.min(31) as u32)
                        as usize;
                shared_before = shared as u32;
                if C::READS {
                    let known = before
                        .get(..shared)
                        .ok_or_else(|| damaged("a word shares more than there is"))?
                        .to_vec();
                    before = letters.word(coder, &known, shared, ENTRY_BYTES_MAX);
                } else {
                    before = letters.word(coder, word, shared, ENTRY_BYTES_MAX);
                }
                fed(coder)?;
                let text = bytes::text(&before)?;
                out.lengths.push(ranks.code(coder, kind << 4 | before.len().min(15), next()) as u8);
                to.push(text);
            }
        }
        Ok(out)
    }
}

/// A five-bit symbol in one of 32 contexts.
struct Symbols(Vec<Symbol<5>>);

impl Default for Symbols {
    fn default() -> Self {
        Symbols(vec![Symbol::default(); 32])
    }
}

impl Symbols {
    fn code(&mut self, coder: &mut impl Coder, context: usize, value: u32) -> u32 {
        self.0.get_mut(context & 31).map_or(0, |symbol| symbol.code(coder, value))
    }
}
