//! The book: all that is known of one issue while it is being taken apart.

use super::doubt::Doubt;
use super::piece::Piece;
use super::profile::{Phrases, Profile};
use super::source::Form;
use super::words::Lexicon;
use super::zone::{Label, Zone};

/// One issue at work: its pieces, what each was found to be, and which article has it.
#[derive(Debug)]
pub struct Book<'a> {
    /// The house profile.
    pub profile: &'a Profile,
    /// Its phrases, ready for comparison.
    pub phrases: HousePhrases,
    /// The source form.
    pub form: Form,
    /// In the order of the file.
    pub pieces: Vec<Piece>,
    /// One a piece.
    pub labels: Vec<Label>,
    /// Which words the issue has.
    pub lexicon: Lexicon,
    /// The contents page.
    pub contents: Vec<super::contents::Entry>,
    /// Writers named by the contents page and the imprint.
    pub writers: Vec<String>,
    /// What to check by eye.
    pub doubts: Vec<Doubt>,
    /// Whether the magazine closes its signed articles with end marks, as far as the pieces show: three have one.
    pub prints_end_marks: bool,
}

/// The profile's phrase lists, by use.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct HousePhrases {
    pub running_heads: Phrases,
    pub imprint: Phrases,
    pub adverts: Phrases,
    pub contents: Phrases,
    pub noticeboard: Phrases,
    pub noticeboard_heads: Phrases,
    pub noticeboard_closers: Phrases,
    pub credits: Phrases,
    pub endnotes: Phrases,
    /// What the articles of a section close with, all sections together.
    pub closers: Phrases,
}

impl<'a> Book<'a> {
    /// A book of `pieces`, none of which has a zone yet.
    pub fn new(profile: &'a Profile, form: Form, pieces: Vec<Piece>) -> Self {
        let lexicon = Lexicon::new(pieces.iter().map(|piece| piece.plain.as_str()));
        let phrases = HousePhrases {
            running_heads: Phrases::new(&profile.running_heads),
            imprint: Phrases::new(&profile.imprint),
            adverts: Phrases::new(&profile.adverts),
            contents: Phrases::new(&profile.contents),
            noticeboard: Phrases::new(&profile.noticeboard),
            noticeboard_heads: Phrases::new(&profile.noticeboard_heads),
            noticeboard_closers: Phrases::new(&profile.noticeboard_closers),
            credits: Phrases::new(&profile.credits),
            endnotes: Phrases::new(&profile.endnotes),
            closers: Phrases::new(
                &profile.sections.iter().flat_map(|section| section.closers.clone()).collect::<Vec<_>>(),
            ),
        };
        Book {
            profile,
            phrases,
            form,
            labels: vec![Label::default(); pieces.len()],
            prints_end_marks: pieces.iter().filter(|piece| piece.look.end_mark).count() >= 3,
            pieces,
            lexicon,
            contents: Vec::new(),
            writers: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Gives piece `at` a zone.
    pub fn set(&mut self, at: usize, zone: Zone, reason: impl Into<String>) {
        self.labels[at] = Label { zone, reason: reason.into() };
    }

    /// Gives piece `at` a zone unless it has one.
    pub fn set_if_unknown(&mut self, at: usize, zone: Zone, reason: &str) {
        if self.labels[at].zone == Zone::Unknown {
            self.set(at, zone, reason);
        }
    }

    /// The zone of piece `at`.
    pub fn zone(&self, at: usize) -> Zone {
        self.labels[at].zone
    }

    /// Whether piece `at` has no zone yet.
    pub fn is_unknown(&self, at: usize) -> bool {
        self.labels[at].zone == Zone::Unknown
    }

    /// Notes a doubt about piece `at`.
    pub fn doubt(&mut self, at: usize, what: impl Into<String>) {
        let line = self.pieces.get(at).map_or(0, |piece| piece.first);
        self.doubts.push(Doubt::new(line, what));
    }

    /// Whether piece `at` is what the house, or every house, closes an article with.
    pub fn is_closer(&self, at: usize) -> bool {
        let folded = &self.pieces[at].folded;
        self.phrases.endnotes.fit(folded) || self.phrases.closers.fit(folded)
    }

    /// The first piece after `at` without a zone, before `end`.
    pub fn next_unknown(&self, at: usize, end: usize) -> Option<usize> {
        (at + 1..end.min(self.pieces.len())).find(|&next| self.is_unknown(next))
    }
}
