//! BM25 over two fields, in integers: the order of hits is the same on every machine.
//!
//! A word's part of the score is that of Robertson's BM25 over the whole text, and a quarter of the same over the title
//! alone; weights and constants as the test collections have them best (`bench/quality`, one setting for all).

/// BM25's `k1`: how soon repetition stops to count. Of 256, like the next two.
pub const K1: u64 = 358;
/// How much longer articles are held against themselves.
pub const B: u64 = 179;
/// What the title's part counts.
pub const TITLE: u64 = 64;

/// A score of one: 1/65,536 parts.
pub const ONE: u32 = 1 << 16;

/// How much of a score an impact leaves open, of [`ONE`].
pub const EXACT: u64 = 1 << 14;
/// However little a term weighs, its impacts are no coarser: an article's lies between 0 and 2.4.
const COARSEST: u64 = 1 << 14;

/// The binary logarithm of `value / 65,536`, of 65,536; `value` is at least 65,536.
fn log2(value: u64) -> u64 {
    let value = value.max(1 << 16);
    let whole = u64::from(value.ilog2() - 16);
    // The mantissa in [1, 2), of 2^31; each squaring gives a bit of the fraction.
    let mut mantissa =
        if value.ilog2() >= 31 { value >> (value.ilog2() - 31) } else { value << (31 - value.ilog2()) };
    let mut out = whole;
    for _ in 0..16 {
        mantissa = (mantissa * mantissa) >> 31;
        out <<= 1;
        if mantissa >> 32 == 1 {
            mantissa >>= 1;
            out |= 1;
        }
    }
    out
}

/// How much a term says that is in `df` of `docs` articles, of [`ONE`]: log2(1 + (docs - df + 0.5) / (df + 0.5)).
pub fn weight(df: u32, docs: u32) -> u64 {
    let (df, docs) = (u64::from(df), u64::from(docs.max(df)));
    // 1 + (N - df + 1/2) / (df + 1/2) = (N + 1) / (df + 1/2)
    log2(((docs + 1) << 17) / (2 * df + 1))
}

/// Everything that the score of an archive's articles depends on besides the postings.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The average length in words, of 256; at least 1.
    average: u64,
}

impl Scale {
    /// For an archive of so many articles with so many words in all.
    pub fn new(docs: u32, words: u64) -> Self {
        Scale { average: (words.saturating_mul(256) / u64::from(docs.max(1))).max(1) }
    }

    /// The score of one term in one article: `weight` as [`weight`] gives it, the article's `length` in words.
    pub fn score(&self, weight: u64, body: u32, title: u32, length: u32) -> u32 {
        let whole = self.whole(body + title, length);
        ((weight * (whole + titled(title))) >> 16).min(u64::from(u32::MAX / 256)) as u32
    }

    /// The part of it that is not the title's, of a term that weighs [`ONE`].
    pub fn whole(&self, tf: u32, length: u32) -> u64 {
        // k1 * (1 - b + b * length / average), of 256.
        let norm = K1 * (256 - B + (u64::from(length) * 256 * B / self.average).min(1 << 20)) / 256;
        saturated(tf.into(), norm)
    }
}

/// The same of a term of which the index has impacts: so many steps of [`step`].
pub fn impact_score(weight: u64, step: u64, impact: u32, title: u32) -> u32 {
    // The middle of what it is known to be in.
    let whole = ((2 * u64::from(impact) + 1) * step / 2).min(1 << 24);
    ((weight * (whole + titled(title))) >> 16).min(u64::from(u32::MAX / 256)) as u32
}

/// How exact the impacts of a term are that weighs so much, in the unit of [`Scale::whole`]: as much as a score may be off, so
/// common terms, which have most of the postings, are told coarsely. (Uniform quantisation of what a term adds to a score: Anh,
/// de Kretser and Moffat, SIGIR 2001.)
pub fn step(weight: u64) -> u64 {
    ((EXACT << 16) / weight.max(1)).clamp(1, COARSEST)
}

/// The title's part of a score.
fn titled(title: u32) -> u64 {
    if title > 0 { saturated(u64::from(title), K1) * TITLE / 256 } else { 0 }
}

/// tf * (k1 + 1) / (tf + norm), of 65,536.
fn saturated(tf: u64, norm: u64) -> u64 {
    ((tf * (K1 + 256)) << 16) / (tf * 256 + norm).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_right() {
        for value in [65_536u64, 65_537, 100_000, 131_072, 1 << 20, 123_456_789_012] {
            let exact = (value as f64 / 65_536.0).log2() * 65_536.0;
            assert!((log2(value) as f64 - exact).abs() < 2.0, "{value}: {} {exact}", log2(value));
        }
    }

    #[test]
    fn the_score_is_bm25() {
        let scale = Scale::new(1000, 500_000);
        let exact = |tf: f64, length: f64| {
            let (k1, b) = (K1 as f64 / 256.0, B as f64 / 256.0);
            (1001.0f64 / 10.5).log2() * tf * (k1 + 1.0) / (tf + k1 * (1.0 - b + b * length / 500.0))
        };
        for (tf, length) in [(1, 500), (3, 200), (20, 4000)] {
            let score = f64::from(scale.score(weight(10, 1000), tf, 0, length)) / f64::from(ONE);
            let exact = exact(f64::from(tf), f64::from(length));
            assert!((score / exact - 1.0).abs() < 0.002, "{tf} {length}: {score}, not {exact}");
        }
    }

    #[test]
    fn hostile_numbers_do_not_overflow() {
        for length in [0, u32::MAX / 2] {
            for tf in [0, 65_535] {
                Scale::new(1, 0).score(weight(1, 1 << 24), tf, 255, length);
                Scale::new(1 << 24, u64::MAX).score(weight(1 << 24, 1 << 24), tf, 255, length);
            }
        }
    }
}
