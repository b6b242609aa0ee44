//! A model of words as letters, and the mixer that models are made of.
//!
//! Counters of several contexts each say how probable a decision is; a mixer weighs them in the logistic domain and
//! learns which to trust, after Mahoney's PAQ ("Adaptive Weighing of Context Models for Lossless Data Compression",
//! 2005), in the integer arithmetic of lpaq1.
#![deny(clippy::arithmetic_side_effects)]

use super::coder::{Bit, Coder};

/// `ln(p / (1 - p))` for a probability of 4,096, in 1/256; and its inverse. Tables, as both are asked at each decision.
#[derive(Clone, Debug)]
pub struct Logistic {
    stretch: Vec<i16>,
    /// From -2048 on.
    squash: Vec<u16>,
}

/// The logistic function at -2048, -1920, ... 2048, of 4,096 (lpaq1's table).
const SQUASH: [u16; 33] = [
    1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
    3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
];

fn squash(x: i32) -> i32 {
    let x = x.clamp(-2047, 2047).wrapping_add(2048);
    let (place, part) = ((x >> 7) as usize, x & 127);
    let at = |place: usize| i32::from(SQUASH.get(place).copied().unwrap_or(4094));
    let (below, above) = (at(place), at(place.wrapping_add(1)));
    below.wrapping_mul(128i32.wrapping_sub(part)).wrapping_add(above.wrapping_mul(part)).wrapping_add(64) >> 7
}

impl Default for Logistic {
    fn default() -> Self {
        let (mut stretch, mut squashed) = (vec![0i16; 4096], Vec::new());
        (-2048..2048).for_each(|x| squashed.push(squash(x) as u16));
        let mut next = 0usize;
        for x in -2047i32..=2047 {
            let upto = squash(x) as usize;
            while next <= upto {
                if let Some(slot) = stretch.get_mut(next) {
                    *slot = x as i16;
                }
                next = next.wrapping_add(1);
            }
        }
        for slot in stretch.iter_mut().skip(next) {
            *slot = 2047;
        }
        Logistic { stretch, squash: squashed }
    }
}

impl Logistic {
    fn stretch(&self, p: u16) -> i32 {
        i32::from(self.stretch.get(usize::from(p >> 4)).copied().unwrap_or(0))
    }

    fn squash(&self, x: i32) -> i32 {
        let place = x.clamp(-2047, 2047).wrapping_add(2048) as usize;
        i32::from(self.squash.get(place).copied().unwrap_or(0))
    }
}

/// Most counters that a mixer weighs.
const VOTES_MAX: usize = 4;

/// Weighs the votes of a few counters.
#[derive(Clone, Debug)]
pub struct Mixer {
    weights: [i32; VOTES_MAX],
    rate: i32,
}

impl Mixer {
    /// A mixer that starts with these weights (of 65,536), one for each of its counters, and learns at `rate`.
    pub fn new(weights: [i32; VOTES_MAX], rate: i32) -> Self {
        Mixer { weights, rate }
    }

    /// Codes one decision by the counters at `places` of `table`, and teaches them and the mixer.
    // Nearly all the time of reading goes by here. Loops over places: in wasm, compiled for size, each step of a zipped
    // iterator is two calls.
    #[allow(clippy::needless_range_loop)]
    pub fn code(
        &mut self,
        coder: &mut impl Coder,
        logistic: &Logistic,
        table: &mut [Bit],
        places: &[usize],
        bit: bool,
    ) -> bool {
        let count = places.len().min(VOTES_MAX);
        let mut votes = [0i32; VOTES_MAX];
        let mut sum = 0i64;
        for i in 0..count {
            let Some(counter) = table.get(places[i]) else { continue };
            votes[i] = logistic.stretch(counter.p());
            sum = sum.wrapping_add(i64::from(votes[i]).wrapping_mul(i64::from(self.weights[i])));
        }
        let p = logistic.squash((sum >> 16).clamp(-2047, 2047) as i32);
        let bit = coder.code(bit, (p << 4) as u16);
        let error = (if bit { 4095i32 } else { 0 }).wrapping_sub(p).wrapping_mul(self.rate);
        for i in 0..count {
            self.weights[i] =
                self.weights[i].wrapping_add(votes[i].wrapping_mul(error).wrapping_add(0x8000) >> 16);
            if let Some(counter) = table.get_mut(places[i]) {
                counter.learn(bit);
            }
        }
        bit
    }
}

const TABLE_BITS: u32 = 15;
const ORDERS: usize = 4;

/// Codes words byte by byte, each byte in the context of up to three before it.
#[derive(Clone, Debug)]
pub struct Letters {
    logistic: Logistic,
    table: Vec<Bit>,
    mixers: Vec<Mixer>,
}

impl Default for Letters {
    fn default() -> Self {
        Letters {
            logistic: Logistic::default(),
            table: vec![Bit::default(); ORDERS << TABLE_BITS],
            mixers: vec![Mixer::new([12_000, 20_000, 28_000, 28_000], 6); 8],
        }
    }
}

/// Ends a word. A word's own bytes 0 and 1 follow an [`ESCAPE`], raised by two.
const END: u8 = 0;
const ESCAPE: u8 = 1;

impl Letters {
    /// The logistic function, for the mixers of others.
    pub fn logistic(&self) -> &Logistic {
        &self.logistic
    }

    /// Codes one byte after `history` (the last three bytes, newest lowest).
    fn byte(&mut self, coder: &mut impl Coder, value: u8, history: u32, depth: usize) -> u8 {
        let hash = |bytes: u32, order: u32| {
            bytes
                .wrapping_add(order)
                .wrapping_mul(0x9e37_79b1)
                .rotate_left(order.wrapping_mul(5))
                .wrapping_mul(0x85eb_ca6b)
                >> 8
        };
        let contexts =
            [hash(0, 1), hash(history & 0xff, 2), hash(history & 0xffff, 3), hash(history & 0xff_ffff, 4)];
        let mut node = 1u32;
        for shift in (0..8).rev() {
            let mut places = [0usize; ORDERS];
            // Over places, as in the mixer.
            #[allow(clippy::needless_range_loop)]
            for order in 0..ORDERS {
                let slot = contexts[order].wrapping_add(node.wrapping_mul(0x2545_f491))
                    & ((1u32 << TABLE_BITS).wrapping_sub(1));
                places[order] = order << TABLE_BITS | slot as usize;
            }
            let wanted = value >> shift & 1 == 1;
            let Some(mixer) = self.mixers.get_mut(depth.min(7)) else { break };
            let bit = mixer.code(coder, &self.logistic, &mut self.table, &places, wanted);
            node = node << 1 | u32::from(bit);
        }
        node as u8
    }

    /// Codes the rest of a word whose first `known` bytes both sides know already: `word[known..]` and its end. Gives
    /// the whole word. A reader passes the known bytes alone; it gives up at `limit` bytes.
    pub fn word(&mut self, coder: &mut impl Coder, word: &[u8], known: usize, limit: usize) -> Vec<u8> {
        let mut out = word.get(..known).unwrap_or(word).to_vec();
        let mut history = out.iter().fold(0u32, |history, &byte| history << 8 | u32::from(byte));
        let mut escaped = false;
        let mut rest = word.iter().skip(known);
        let mut pending = None;
        loop {
            let wanted = match pending.take() {
                Some(byte) => byte,
                None => match rest.next() {
                    Some(&byte @ (END | ESCAPE)) => {
                        pending = Some(byte.wrapping_add(2));
                        ESCAPE
                    }
                    Some(&byte) => byte,
                    None => END,
                },
            };
            let byte = self.byte(coder, wanted, history, out.len());
            if escaped {
                out.push(byte.wrapping_sub(2));
                escaped = false;
            } else if byte == ESCAPE {
                escaped = true;
            } else if byte == END {
                return out;
            } else {
                out.push(byte);
            }
            if coder.starved() || out.len() > limit {
                return out;
            }
            history = history << 8 | u32::from(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::coder::{Decoder, Encoder};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_come_back(words in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..50)) {
            let mut encoder = Encoder::default();
            let mut letters = Letters::default();
            for word in &words {
                letters.word(&mut encoder, word, word.len() / 3, 100);
            }
            let bytes = encoder.finish();
            let mut decoder = Decoder::new(&bytes);
            let mut letters = Letters::default();
            for word in &words {
                prop_assert_eq!(&letters.word(&mut decoder, &word[..word.len() / 3], word.len() / 3, 100), word);
            }
            decoder.finish().unwrap();
        }
    }

    #[test]
    fn the_logistic_table_inverts_itself() {
        let logistic = Logistic::default();
        for x in (-2000..=2000).step_by(40) {
            assert!((logistic.stretch((squash(x) << 4) as u16) - x).abs() <= 130, "{x}");
        }
    }
}
