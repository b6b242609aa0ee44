//! A part of the index: a range of terms, each with the words it was made of and its postings.
//!
//! For each term: how many bytes it shares with the one before and its other letters; its forms; how many documents have
//! it; then for each document the distance to the one before, whether the title has it, how often the body has it. The
//! distances are coded in the light of how common the term is, which comes to within a few percent of Golomb's bound.
//!
//! In a large archive a posting has an impact instead of a count: what it adds to a score, in steps. It takes half the bits
//! of a common term's counts, and nobody needs the lengths of all articles.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{self, damaged};
use crate::format::coder::{Bit, Coder, Decoder, Encoder, Number, Symbol, fed};
use crate::format::letters::Letters;
use crate::format::{IMPACTS_SINCE, Manifest};
use crate::strings;

/// One document that has a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posting {
    /// The document.
    pub doc: u32,
    /// How often the body has the term (standfirst, kicker and authors count as body). In a part with impacts, how many
    /// [`crate::query::score::step`]s body and title together are worth.
    pub body: u16,
    /// How often the title has it.
    pub title: u8,
}

/// A term with everything that the index knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// As the tokenizer gives it.
    pub text: String,
    /// The words that have this term, written as in the articles but for case, accents and apostrophes; sorted. Empty if the term itself is the only one.
    pub forms: Vec<String>,
    /// By rising document. Empty only of what stands for words, whose forms are single words then: where these are meant, it is.
    pub postings: Vec<Posting>,
}

impl Term {
    /// Whether it stands for words and is none itself.
    pub fn is_stand_in(&self) -> bool {
        self.text.ends_with(STANDS)
    }

    /// The words that have this term: [`Term::forms`], or the term itself.
    pub fn words(&self) -> &[String] {
        if self.forms.is_empty() { std::slice::from_ref(&self.text) } else { &self.forms }
    }
}

/// What the parts of an archive's index hold.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// How many documents there are.
    pub docs: u32,
    /// Whether postings have impacts instead of counts.
    pub impacts: bool,
    /// Whether what stands for words may have no postings of its own.
    pub refers: bool,
}

impl Layout {
    /// Of the archive with this manifest.
    pub fn of(manifest: &Manifest) -> Self {
        let &Manifest { docs, impacts, version, .. } = manifest;
        Layout { docs, impacts, refers: version >= IMPACTS_SINCE }
    }
}

/// A range of terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermPart {
    /// Rising.
    pub terms: Vec<Term>,
}

/// Longest term or form in bytes.
pub const TERM_BYTES_MAX: usize = 255;
/// Most forms that are kept of a term.
pub const FORMS_MAX: usize = 32;

/// Most postings of a part, beside those of its last term: a part is closed after 2,048 bytes, which hold at most 5.8
/// million decisions, two a posting. Without it a part of a megabyte could ask for gigabytes.
const POSTINGS_MAX: usize = 1 << 22;

/// What follows a word in the text of an entry whose documents are those that have the word as what stands for others (*SLIP*, not
/// *slip*). No word of a query has a capital, so nothing else finds it.
pub const MEANT: &str = " A ";

/// What a text ends with that stands for words and is none itself: words of a text have no space.
const STANDS: &str = " ";

/// How common a term is, as the models tell terms apart: the binary logarithm of one document in so many.
fn rarity(df: usize, docs: u32) -> usize {
    (docs as usize).checked_div(df).map_or(0, |ratio| ratio.max(1).ilog2() as usize).min(15)
}

/// The models of a part.
struct Models {
    letters: Letters,
    shared: Symbol<5>,
    has_forms: Bit,
    forms: Number,
    form_shared: Vec<Symbol<5>>,
    counts: Number,
    titled: [Bit; 16],
    gaps: Vec<Number>,
    title: [Bit; 16],
    title_counts: Number,
    bodies: Vec<Number>,
    layout: Layout,
}

impl Models {
    fn new(letters: &Letters, layout: Layout) -> Self {
        Models {
            letters: letters.clone(),
            shared: Symbol::default(),
            has_forms: Bit::default(),
            forms: Number::default(),
            form_shared: vec![Symbol::default(); 16],
            counts: Number::default(),
            titled: [Bit::default(); 16],
            gaps: vec![Number::default(); 16],
            title: [Bit::default(); 16],
            title_counts: Number::default(),
            bodies: vec![Number::default(); 16],
            layout,
        }
    }

    /// A word that shares its beginning with `before`.
    fn word<C: Coder>(&mut self, coder: &mut C, word: &str, before: &[u8], shared: usize) -> Result<String> {
        let known = before.get(..shared).ok_or_else(|| damaged("a word shares more than there is"))?.to_vec();
        let word =
            self.letters.word(coder, if C::READS { &known } else { word.as_bytes() }, shared, TERM_BYTES_MAX);
        fed(coder)?;
        bytes::text(&word)
    }

    fn term<C: Coder>(&mut self, coder: &mut C, term: &Term, before: &str) -> Result<Term> {
        let Layout { docs, impacts, refers } = self.layout;
        let shared = if C::READS { 0 } else { strings::shared(before, &term.text).min(31) };
        let shared = self.shared.code(coder, shared as u32) as usize;
        let text = self.word(coder, &term.text, before.as_bytes(), shared)?;

        let mut forms = Vec::new();
        if self.has_forms.code(coder, !term.forms.is_empty()) {
            let count = self.forms.code(coder, (term.forms.len() as u32).saturating_sub(1)).saturating_add(1);
            if count as usize > FORMS_MAX {
                return Err(damaged("a term has more forms than any may have"));
            }
            let mut last = text.clone();
            for place in 0..count as usize {
                let form = term.forms.get(place).map_or("", |form| form);
                // Most forms lengthen the term, so what is coded is how far short of it they fall; 31 stands for all.
                let shared = if C::READS { 0 } else { strings::shared(&last, form) };
                let short = last.len().saturating_sub(shared).min(31) as u32;
                let context = last.len().min(15);
                let short = self.form_shared.get_mut(context).map_or(0, |model| model.code(coder, short));
                let shared = if short == 31 { 0 } else { last.len().saturating_sub(short as usize) };
                last = self.word(coder, form, last.as_bytes(), shared)?;
                forms.push(last.clone());
            }
        }

        let least = u32::from(!(refers && text.ends_with(STANDS)));
        let df = (term.postings.len() as u32).saturating_sub(least);
        let df = self.counts.code(coder, df).saturating_add(least);
        if df > docs {
            return Err(damaged("a term is in more articles than there are"));
        }
        let rarity = rarity(df as usize, docs);
        let any_title = term.postings.iter().any(|posting| posting.title > 0);
        let any_title = self.titled.get_mut(rarity).is_some_and(|bit| bit.code(coder, any_title));
        let mut postings = Vec::new();
        let mut next = 0u32;
        for place in 0..df as usize {
            fed(coder)?;
            let posting = term.postings.get(place).copied().unwrap_or_default();
            let gap = posting.doc.wrapping_sub(next).min(u32::MAX.wrapping_sub(1));
            let gap = self.gaps.get_mut(rarity).map_or(0, |model| model.code(coder, gap));
            let doc = next.checked_add(gap).filter(|&doc| doc < docs);
            let doc = doc.ok_or_else(|| damaged("a term is in an article that is not there"))?;
            let titled =
                any_title && self.title.get_mut(rarity).is_some_and(|bit| bit.code(coder, posting.title > 0));
            let title = if titled {
                self.title_counts.code(coder, u32::from(posting.title.saturating_sub(1))).saturating_add(1)
            } else {
                0
            };
            // A term that is not in the title is in the body at least once.
            let least = u32::from(!titled && !impacts);
            let body = u32::from(posting.body).saturating_sub(least);
            let body =
                self.bodies.get_mut(rarity).map_or(0, |model| model.code(coder, body)).saturating_add(least);
            postings.push(Posting { doc, body: body.min(0xffff) as u16, title: title.min(0xff) as u8 });
            next = doc.saturating_add(1);
        }
        Ok(Term { text, forms, postings })
    }
}

impl TermPart {
    /// Reads a part. `letters` is the vocabulary's model.
    pub fn read(bytes: &[u8], letters: &Letters, layout: Layout) -> Result<Self> {
        let mut decoder = Decoder::new(bytes);
        let mut models = Models::new(letters, layout);
        let mut terms: Vec<Term> = Vec::new();
        // Each term is announced by a bit, so a writer need not know how many a part will hold.
        let mut more = Bit::default();
        let nothing = Term::default();
        let mut postings = 0usize;
        while more.code(&mut decoder, false) {
            fed(&decoder)?;
            if postings > POSTINGS_MAX {
                return Err(damaged("it has more postings than any part may have"));
            }
            let before = terms.last().map_or("", |term| &term.text);
            let is_first = terms.is_empty();
            let term = models.term(&mut decoder, &nothing, before)?;
            if !is_first && *term.text <= *before {
                return Err(damaged("its terms do not rise"));
            }
            postings = postings.saturating_add(term.postings.len());
            terms.push(term);
        }
        decoder.finish()?;
        Ok(TermPart { terms })
    }

    /// The place of a term.
    pub fn find(&self, term: &str) -> Option<&Term> {
        self.terms
            .binary_search_by(|entry| entry.text.as_str().cmp(term))
            .ok()
            .and_then(|place| self.terms.get(place))
    }
}

/// Writes a part term by term, until it is as long as it should be.
pub struct PartWriter {
    encoder: Encoder,
    models: Models,
    more: Bit,
    last: String,
}

impl PartWriter {
    /// A part without terms.
    pub fn new(letters: &Letters, layout: Layout) -> Self {
        PartWriter {
            encoder: Encoder::default(),
            models: Models::new(letters, layout),
            more: Bit::default(),
            last: String::new(),
        }
    }

    /// Appends a term, which comes after those before.
    pub fn push(&mut self, term: &Term) -> Result<()> {
        self.more.code(&mut self.encoder, true);
        self.models.term(&mut self.encoder, term, &self.last)?;
        self.last.clone_from(&term.text);
        Ok(())
    }

    /// Bytes so far.
    pub fn bytes(&self) -> usize {
        self.encoder.bytes()
    }

    /// The part.
    pub fn finish(mut self) -> Vec<u8> {
        self.more.code(&mut self.encoder, false);
        self.encoder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_asks_for_more_postings_than_any_has_is_refused() {
        let docs = POSTINGS_MAX as u32 + 1;
        let (letters, layout) = (Letters::default(), Layout { docs, impacts: false, refers: true });
        let mut part = PartWriter::new(&letters, layout);
        let postings: Vec<Posting> = (0..docs).map(|doc| Posting { doc, body: 1, title: 0 }).collect();
        let term = |text: &str, postings| Term { text: text.into(), forms: Vec::new(), postings };
        part.push(&term("lamp", postings.clone())).unwrap();
        part.push(&term("lock", postings[..1].to_vec())).unwrap();
        let bytes = part.finish();
        assert!(bytes.len() < 8192, "small for all it asks for: {}", bytes.len());
        let refused = TermPart::read(&bytes, &letters, layout).unwrap_err();
        assert!(refused.to_string().contains("more postings"), "{refused}");
    }
}
