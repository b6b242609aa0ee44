//! What filters, facets, sorting and scoring need of every article: issue, section, authors, date, length.
//!
//! One part. Runs cost next to nothing, so a column that an archive does not use costs nothing either.
#![deny(clippy::arithmetic_side_effects)]

use crate::Result;
use crate::bytes::{damaged, text};
use crate::format::coder::{Bit, Coder, Decoder, Encoder, Number, Symbol, fed};
use crate::format::letters::Letters;

/// The columns, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Each issue's key and date, in the order of their first group; an article without an issue has one with an empty
    /// key.
    pub issues: Vec<(String, String)>,
    /// For each group its issue.
    pub group_issue: Vec<u32>,
    /// For each group how many articles it has; empty in an archive before version 3, whose directories tell.
    pub group_len: Vec<u32>,
    /// Section names in the order in which they are first met.
    pub sections: Vec<String>,
    /// Author names likewise.
    pub authors: Vec<String>,
    /// Dates that are not their issue's, likewise.
    pub dates: Vec<String>,
    /// For each document its section.
    pub section: Vec<u32>,
    /// For each document its date: 0 for its issue's, else a place in `dates` and one.
    pub date: Vec<u32>,
    /// For each document the [`length_class`] of its body; empty in an archive whose index has impacts.
    pub length: Vec<u8>,
    /// Where in `author` the authors of each document end.
    pub author_end: Vec<u32>,
    /// Authors of all documents in turn.
    pub author: Vec<u32>,
}

/// Which columns not every archive has.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// [`Columns::group_len`].
    pub group_lens: bool,
    /// [`Columns::length`].
    pub lengths: bool,
}

/// A length rounded down to three bits behind its first, as a class: at most 13% off, and the classes rise.
pub fn length_class(len: u32) -> u8 {
    if len < 8 {
        return len as u8;
    }
    let exponent = len.ilog2();
    let shift = exponent.saturating_sub(3);
    let mantissa = len >> shift & 7;
    exponent.saturating_sub(2).saturating_mul(8).saturating_add(mantissa) as u8
}

/// The middle of a class.
pub fn class_length(class: u8) -> u32 {
    let (exponent, mantissa) = (u32::from(class) >> 3, u32::from(class) & 7);
    if exponent == 0 {
        return mantissa;
    }
    let shift = exponent.saturating_sub(1).min(27);
    let least = (mantissa | 8) << shift;
    least.saturating_add((1u32 << shift) >> 1)
}

/// The group of a document, given where groups start.
pub fn group_of(starts: &[u32], doc: u32) -> usize {
    starts.partition_point(|&start| start <= doc).saturating_sub(1)
}

/// Longest name or date in bytes.
const NAME_BYTES_MAX: usize = 1024;
/// Most authors an article has.
pub const AUTHORS_MAX: usize = 256;

/// A column of ordinals in which the next new one is common, and so is the last one again.
#[derive(Default)]
pub(super) struct Ordinals {
    same: [Bit; 2],
    new: [Bit; 2],
    number: Number,
    last: u32,
    met: u32,
    was_same: bool,
}

impl Ordinals {
    /// Codes a place in a list that is in the order of first use and has `len` items.
    pub(super) fn code(&mut self, coder: &mut impl Coder, value: u32, len: usize) -> Result<u32> {
        let context = usize::from(self.was_same);
        let [same, new] = [&mut self.same, &mut self.new].map(|bits| &mut bits[context & 1]);
        let is_first = self.met == 0;
        let value = if !is_first && same.code(coder, value == self.last) {
            self.was_same = true;
            self.last
        } else {
            self.was_same = false;
            if is_first || new.code(coder, value == self.met) {
                self.met
            } else {
                self.number.code(coder, value)
            }
        };
        fed(coder)?;
        if value as usize >= len {
            return Err(damaged("it names what its lists do not have"));
        }
        self.last = value;
        self.met = self.met.max(value.saturating_add(1));
        Ok(value)
    }
}

/// Codes strings, each in the light of those before.
pub(super) fn names(
    coder: &mut impl Coder,
    letters: &mut Letters,
    names: &[String],
    most: usize,
) -> Result<Vec<String>> {
    let count = Number::default().code(coder, names.len() as u32) as usize;
    if count > most {
        return Err(damaged("it has more names than articles"));
    }
    let mut out = Vec::new();
    for place in 0..count {
        let name = names.get(place).map_or(&[][..], |name| name.as_bytes());
        let name = letters.word(coder, name, 0, NAME_BYTES_MAX);
        fed(coder)?;
        out.push(text(&name)?);
    }
    Ok(out)
}

fn code(
    coder: &mut impl Coder,
    letters: &mut Letters,
    columns: &Columns,
    docs: usize,
    groups: usize,
    kept: Kept,
) -> Result<Columns> {
    let mut out = Columns::default();
    let (mut keys, mut dates) = (Vec::new(), Vec::new());
    for (key, date) in &columns.issues {
        keys.push(key.clone());
        dates.push(date.clone());
    }
    let keys = names(coder, letters, &keys, groups)?;
    let dates = names(coder, letters, &dates, groups)?;
    if keys.len() != dates.len() {
        return Err(damaged("it dates more issues than it has"));
    }
    let mut dates = dates.into_iter();
    for key in keys {
        out.issues.push((key, dates.next().unwrap_or_default()));
    }
    out.sections = names(coder, letters, &columns.sections, docs)?;
    out.authors = names(coder, letters, &columns.authors, docs.saturating_mul(AUTHORS_MAX))?;
    out.dates = names(coder, letters, &columns.dates, docs)?;
    let mut ordinals = Ordinals::default();
    for group in 0..groups {
        let value = columns.group_issue.get(group).copied().unwrap_or(0);
        out.group_issue.push(ordinals.code(coder, value, out.issues.len())?);
    }
    let mut lens = Number::default();
    for group in 0..if kept.group_lens { groups } else { 0 } {
        let value = columns.group_len.get(group).copied().unwrap_or(0);
        out.group_len.push(lens.code(coder, value));
        fed(coder)?;
    }
    let mut ordinals = Ordinals::default();
    for doc in 0..docs {
        let value = columns.section.get(doc).copied().unwrap_or(0);
        out.section.push(ordinals.code(coder, value, out.sections.len())?);
    }
    let mut ordinals = Ordinals::default();
    for doc in 0..docs {
        let value = columns.date.get(doc).copied().unwrap_or(0);
        out.date.push(ordinals.code(coder, value, out.dates.len().saturating_add(1))?);
    }
    let mut lengths = Symbol::<8>::default();
    for doc in 0..if kept.lengths { docs } else { 0 } {
        let value = columns.length.get(doc).copied().unwrap_or(0);
        out.length.push(lengths.code(coder, u32::from(value)) as u8);
        fed(coder)?;
    }
    let (mut counts, mut ordinals) = (Number::default(), Ordinals::default());
    for doc in 0..docs {
        let authors = columns.authors_of(doc);
        let count = counts.code(coder, authors.len() as u32);
        fed(coder)?;
        if count as usize > AUTHORS_MAX {
            return Err(damaged("an article has more authors than any may have"));
        }
        for place in 0..count as usize {
            let value = authors.get(place).copied().unwrap_or(0);
            out.author.push(ordinals.code(coder, value, out.authors.len())?);
        }
        out.author_end.push(out.author.len() as u32);
    }
    Ok(out)
}

impl Columns {
    /// The first document of each group.
    pub fn group_starts(&self) -> Vec<u32> {
        let mut next = 0u32;
        let mut starts = Vec::new();
        for &len in &self.group_len {
            starts.push(next);
            next = next.saturating_add(len);
        }
        starts
    }

    /// The authors of a document, as places in `authors`.
    pub fn authors_of(&self, doc: usize) -> &[u32] {
        let start = doc.checked_sub(1).and_then(|before| self.author_end.get(before)).copied().unwrap_or(0);
        let end = self.author_end.get(doc).copied().unwrap_or(start);
        self.author.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The names of a document's authors.
    pub fn author_names(&self, doc: usize) -> impl Iterator<Item = &str> {
        self.authors_of(doc)
            .iter()
            .filter_map(|&author| self.authors.get(author as usize))
            .map(String::as_str)
    }

    /// The section of a document.
    pub fn section_of(&self, doc: usize) -> &str {
        self.section.get(doc).and_then(|&section| self.sections.get(section as usize)).map_or("", |name| name)
    }

    /// The issue's key and the date of a document in `group`.
    pub fn issue_and_date(&self, doc: usize, group: usize) -> (&str, &str) {
        let issue = self.group_issue.get(group).and_then(|&issue| self.issues.get(issue as usize));
        let (key, date) = issue.map_or(("", ""), |(key, date)| (key.as_str(), date.as_str()));
        let own = self
            .date
            .get(doc)
            .and_then(|date| date.checked_sub(1))
            .and_then(|own| self.dates.get(own as usize));
        (key, own.map_or(date, |own| own.as_str()))
    }

    /// Reads the part of an archive with so many documents and groups. `letters` is the vocabulary's model.
    pub fn read(bytes: &[u8], letters: &Letters, docs: usize, groups: usize, kept: Kept) -> Result<Self> {
        let mut decoder = Decoder::new(bytes);
        let columns = code(&mut decoder, &mut letters.clone(), &Columns::default(), docs, groups, kept)?;
        decoder.finish()?;
        Ok(columns)
    }

    /// The part's bytes; without lengths if there are none.
    pub fn write(&self, letters: &Letters) -> Result<Vec<u8>> {
        let mut encoder = Encoder::default();
        let kept = Kept { group_lens: true, lengths: !self.length.is_empty() };
        code(&mut encoder, &mut letters.clone(), self, self.section.len(), self.group_issue.len(), kept)?;
        Ok(encoder.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_classes_rise_and_are_close() {
        let mut before = 0;
        for len in 0..100_000u32 {
            let class = length_class(len);
            assert!(class >= before);
            before = class;
            let near = class_length(class);
            assert!(near.abs_diff(len) * 100 <= len * 7, "{len} {near}");
        }
    }
}
