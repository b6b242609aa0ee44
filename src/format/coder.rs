//! An adaptive binary arithmetic coder, and the simple models over it.
//!
//! The coder is the carryless one of Mahoney's lpaq (2007): 32-bit bounds, a 16-bit probability a decision. The models
//! are counters that adapt fast at first and slowly later, so that even a part of a few kilobytes learns its own
//! statistics. All of it is integer arithmetic: the same bytes on every machine.
//!
//! A structure is one function over [`Coder`]: given an [`Encoder`] it writes the values it is passed and returns them,
//! given a [`Decoder`] it ignores what it is passed and returns what it reads.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{Cursor, damaged};

/// Half of the probability range: a decision that nothing is known about.
pub const EVEN: u16 = 1 << 15;

/// The least probability that a counter or mixer claims, of 65,536. It bounds what a hostile part can make a reader do:
/// a decision costs at least 1/356 of a bit, so a byte holds at most 2,850 decisions.
const LEAST: u16 = 128;

/// Most decisions that a reader makes of a part, and how many more for each of its bytes. Long runs honestly cost next to
/// nothing, so a short part gets many; what says something costs bits, so a long part needs few a byte. The columns of
/// 2^24 articles and 16 MB of spelled text stay below, and a hostile part is given up after seconds instead of hours.
const DECISIONS_MAX: u32 = 1 << 28;
const DECISIONS_A_BYTE: u32 = 32;

/// Codes one decision; the same face for writing and reading.
pub trait Coder {
    /// Writes `bit`, or reads one and ignores the argument; `p` is the probability of `true`, of 65,536.
    fn code(&mut self, bit: bool, p: u16) -> bool;

    /// Whether this reader has run far past the end of its bytes, or has made more decisions than any part holds: what it
    /// gives is noise then, and whoever loops over it must stop. Always false when writing.
    fn starved(&self) -> bool {
        false
    }

    /// Whether this is a reader.
    const READS: bool;
}

/// Writes decisions.
#[derive(Debug)]
pub struct Encoder {
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Encoder { low: 0, high: u32::MAX, out: Vec::new() }
    }
}

/// Where the interval `low..=high` is cut: the lower piece means `true`.
fn middle(low: u32, high: u32, p: u16) -> u32 {
    let range = u64::from(high.wrapping_sub(low));
    let p = u64::from(p.clamp(LEAST, u16::MAX.wrapping_sub(LEAST)));
    low.wrapping_add((range.wrapping_mul(p) >> 16) as u32)
}

impl Coder for Encoder {
    fn code(&mut self, bit: bool, p: u16) -> bool {
        let middle = middle(self.low, self.high, p);
        if bit {
            self.high = middle;
        } else {
            self.low = middle.wrapping_add(1);
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
        bit
    }

    const READS: bool = false;
}

impl Encoder {
    /// How many bytes are settled so far.
    pub fn bytes(&self) -> usize {
        self.out.len()
    }

    /// The bytes. A reader sees zeros behind them, so one byte settles the last interval.
    pub fn finish(mut self) -> Vec<u8> {
        if self.low > 0 {
            // The first bytes of `low` and `high` differ, so this is at most `high`.
            self.out.push(((self.low >> 24) as u8).wrapping_add(1));
        }
        self.out
    }
}

/// Reads decisions.
#[derive(Debug)]
pub struct Decoder<'a> {
    low: u32,
    high: u32,
    at: u32,
    bytes: Cursor<'a>,
    past: u32,
    /// Decisions that may still be made.
    left: u32,
}

impl<'a> Decoder<'a> {
    /// A decoder of what [`Encoder::finish`] gave.
    pub fn new(bytes: &'a [u8]) -> Self {
        let left = DECISIONS_MAX.saturating_add((bytes.len() as u32).saturating_mul(DECISIONS_A_BYTE));
        let mut decoder = Decoder { low: 0, high: u32::MAX, at: 0, bytes: Cursor::new(bytes), past: 0, left };
        for _ in 0..4 {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        let byte = self.bytes.byte().unwrap_or_else(|_| {
            self.past = self.past.saturating_add(1);
            0
        });
        self.at = self.at << 8 | u32::from(byte);
    }

    /// That the bytes were used up and no more was wanted than they held.
    pub fn finish(&self) -> Result<()> {
        if self.starved() || self.bytes.left() > 0 {
            Err(damaged("its coded data does not add up"))
        } else {
            Ok(())
        }
    }
}

impl Coder for Decoder<'_> {
    fn code(&mut self, _: bool, p: u16) -> bool {
        let middle = middle(self.low, self.high, p);
        let bit = self.at <= middle;
        self.left = self.left.saturating_sub(1);
        if bit {
            self.high = middle;
        } else {
            self.low = middle.wrapping_add(1);
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
            self.shift();
        }
        bit
    }

    fn starved(&self) -> bool {
        // The decoder looks four bytes ahead, so a sound stream is overrun by four.
        self.past > 4 || self.left == 0
    }

    const READS: bool = true;
}

/// An error if the coder is a reader that has run past its bytes. Every loop over coded items asks this.
pub fn fed(coder: &impl Coder) -> Result<()> {
    if coder.starved() { Err(damaged("its coded data ends too early")) } else { Ok(()) }
}

/// A binary counter: the probability of `true`, and how often it was asked.
#[derive(Clone, Copy, Debug)]
pub struct Bit {
    p: u16,
    seen: u16,
}

impl Default for Bit {
    fn default() -> Self {
        Bit { p: EVEN, seen: 0 }
    }
}

/// After so many decisions a counter adapts no slower: it forgets what is some sixty decisions old.
const SLOWEST: u16 = 60;

/// How far a counter moves after n decisions, of 65,536: 1/(n + 1.5). A table, as a division a decision would be half of
/// what reading costs.
const STEPS: [u16; SLOWEST as usize + 1] = {
    let mut steps = [0; SLOWEST as usize + 1];
    let mut seen = 0;
    while seen < steps.len() {
        #[allow(clippy::arithmetic_side_effects)]
        {
            steps[seen] = (131_072 / (2 * seen + 3)) as u16;
            seen += 1;
        }
    }
    steps
};

impl Bit {
    /// The probability of `true`, of 65,536.
    pub fn p(self) -> u16 {
        self.p
    }

    /// Learns that `bit` came: moves by 1/(n + 1.5) of the error, the estimate of Krichevsky and Trofimov at first.
    #[inline(always)] // Up to four times a decision: a call would cost as much as what it does.
    pub fn learn(&mut self, bit: bool) {
        let target = if bit { i32::from(u16::MAX) } else { 0 };
        let error = target.wrapping_sub(i32::from(self.p));
        // At most 65,535 x 43,690, which is why it is done in 64 bits.
        let step = STEPS.get(usize::from(self.seen)).copied().unwrap_or(0);
        let step = (i64::from(error).wrapping_mul(i64::from(step)) >> 16) as i32;
        // Less than the whole error, so it stays a probability.
        self.p = i32::from(self.p).wrapping_add(step) as u16;
        if self.seen < SLOWEST {
            self.seen = self.seen.wrapping_add(1);
        }
    }

    /// Codes one decision and learns from it.
    pub fn code(&mut self, coder: &mut impl Coder, bit: bool) -> bool {
        let bit = coder.code(bit, self.p);
        self.learn(bit);
        bit
    }
}

/// A symbol below `1 << BITS`, coded from its highest bit down a tree of counters.
#[derive(Clone, Debug)]
pub struct Symbol<const BITS: u32> {
    nodes: Vec<Bit>,
}

impl<const BITS: u32> Default for Symbol<BITS> {
    fn default() -> Self {
        Symbol { nodes: vec![Bit::default(); 1 << BITS] }
    }
}

impl<const BITS: u32> Symbol<BITS> {
    /// Codes `value`, which is below `1 << BITS`.
    pub fn code(&mut self, coder: &mut impl Coder, value: u32) -> u32 {
        let mut node = 1u32;
        for shift in (0..BITS).rev() {
            let wanted = value >> shift & 1 == 1;
            let bit = match self.nodes.get_mut(node as usize) {
                Some(counter) => counter.code(coder, wanted),
                None => coder.code(wanted, EVEN),
            };
            node = node << 1 | u32::from(bit);
        }
        node & (1u32 << BITS).wrapping_sub(1)
    }
}

/// A number of any size, small ones cheaper: Exp-Golomb whose length and two leading bits are learned.
#[derive(Clone, Debug)]
pub struct Number {
    length: [Bit; 32],
    lead: [[Bit; 4]; 32],
}

// Derived, it would be 160 assignments wherever it is used, 2 K of the wasm as sent; this is two loops.
#[allow(clippy::derivable_impls)]
impl Default for Number {
    fn default() -> Self {
        Number { length: [Bit::default(); 32], lead: [[Bit::default(); 4]; 32] }
    }
}

impl Number {
    /// Codes `value`, at most `u32::MAX - 1`.
    pub fn code(&mut self, coder: &mut impl Coder, value: u32) -> u32 {
        let value = value.saturating_add(1);
        let bits = value.ilog2() as usize;
        let mut length = 0usize;
        while length < 31 {
            let Some(counter) = self.length.get_mut(length) else { break };
            if !counter.code(coder, length < bits) {
                break;
            }
            length = length.wrapping_add(1);
        }
        let mut out = 1u32;
        for (done, shift) in (0..length).rev().enumerate() {
            let wanted = value >> shift & 1 == 1;
            let counter = if done < 2 {
                // The two leading bits: nodes 1, 2 and 3 of a tree.
                self.lead.get_mut(length).and_then(|lead| lead.get_mut(out as usize))
            } else {
                None
            };
            let bit = match counter {
                Some(counter) => counter.code(coder, wanted),
                None => coder.code(wanted, EVEN),
            };
            out = out << 1 | u32::from(bit);
        }
        out.wrapping_sub(1)
    }
}

/// Codes the lowest `bits` bits of `value` as they are.
pub fn plain(coder: &mut impl Coder, value: u32, bits: u32) -> u32 {
    (0..bits.min(32))
        .rev()
        .fold(0, |out, shift| out << 1 | u32::from(coder.code(value >> shift & 1 == 1, EVEN)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decisions_come_back(decisions in prop::collection::vec((any::<bool>(), any::<u16>()), 0..2000)) {
            let mut encoder = Encoder::default();
            for &(bit, p) in &decisions {
                encoder.code(bit, p);
            }
            let bytes = encoder.finish();
            let mut decoder = Decoder::new(&bytes);
            for &(bit, p) in &decisions {
                prop_assert_eq!(decoder.code(false, p), bit);
            }
            decoder.finish().unwrap();
        }

        #[test]
        fn numbers_and_symbols_come_back(
            numbers in prop::collection::vec(prop_oneof![0..20u32, any::<u32>().prop_map(|n| n.min(u32::MAX - 1))], 0..300),
        ) {
            let mut encoder = Encoder::default();
            let (mut number, mut symbol) = (Number::default(), Symbol::<5>::default());
            for &n in &numbers {
                number.code(&mut encoder, n);
                symbol.code(&mut encoder, n & 31);
                plain(&mut encoder, n, 32);
            }
            let bytes = encoder.finish();
            let mut decoder = Decoder::new(&bytes);
            let (mut number, mut symbol) = (Number::default(), Symbol::<5>::default());
            for &n in &numbers {
                prop_assert_eq!(number.code(&mut decoder, 0), n);
                prop_assert_eq!(symbol.code(&mut decoder, 0), n & 31);
                prop_assert_eq!(plain(&mut decoder, 0, 32), n);
            }
            decoder.finish().unwrap();
        }
    }

    #[test]
    fn what_is_skewed_costs_little() {
        let mut encoder = Encoder::default();
        let mut counter = Bit::default();
        for i in 0..8000 {
            counter.code(&mut encoder, i % 100 == 0);
        }
        // The entropy is 0.081 bits a decision: 81 bytes.
        let bytes = encoder.finish().len();
        assert!((75..110).contains(&bytes), "{bytes}");
    }

    #[test]
    fn a_reader_of_too_many_decisions_is_starved() {
        let bytes = [0; 64];
        let mut decoder = Decoder { left: 2, ..Decoder::new(&bytes) };
        decoder.code(false, EVEN);
        assert!(fed(&decoder).is_ok());
        decoder.code(false, EVEN);
        assert!(fed(&decoder).is_err() && decoder.finish().is_err());
    }

    #[test]
    fn a_reader_past_its_end_is_starved() {
        let mut decoder = Decoder::new(&[]);
        for _ in 0..100 {
            decoder.code(false, EVEN);
        }
        assert!(decoder.starved() && fed(&decoder).is_err() && decoder.finish().is_err());
    }
}
