//! What lists show of a group of articles: an issue's own data, if the group begins one, and a line for each article.
#![deny(clippy::arithmetic_side_effects)]

use super::Vocabulary;
use super::article::{Codec, Reader, Shape};
use crate::Result;
use crate::archive::Listing;
use crate::model::{Event, Issue};

/// A group's part: the issue that begins here (if one does), and its articles' lines without what the columns hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The issues that begin with this group. (The last group also holds those that have no article.)
    pub issues: Vec<Issue>,
    /// A line for each article.
    pub lines: Vec<Listing>,
}

fn code<K: Codec>(codec: &mut K, group: &Group) -> Result<Group> {
    let mut shape = Shape::default();
    let mut out = Group::default();
    let nothing = Issue::default();
    for place in 0..shape.count(codec, group.issues.len())? as usize {
        out.issues.push(issue(codec, &mut shape, group.issues.get(place).unwrap_or(&nothing))?);
    }
    let nothing = Listing::default();
    for place in 0..shape.count(codec, group.lines.len())? as usize {
        let line = group.lines.get(place).unwrap_or(&nothing);
        let Listing { title, kicker, standfirst, id, url, .. } = line;
        let [title, kicker, standfirst, id, url] = codec.texts([title, kicker, standfirst, id, url])?;
        let pages = shape.pages(codec, &line.pages)?;
        let words = shape.number(codec, line.words);
        out.lines.push(Listing { title, kicker, standfirst, id, url, pages, words, ..Listing::default() });
    }
    Ok(out)
}

fn issue<K: Codec>(codec: &mut K, shape: &mut Shape, issue: &Issue) -> Result<Issue> {
    let number =
        shape.number(codec, issue.number.map_or(0, |number| number.saturating_add(1))).checked_sub(1);
    let Issue { key, season, year, date, title, issn, .. } = issue;
    let [key, season, year, date, title, issn] = codec.texts([key, season, year, date, title, issn])?;
    let mut out = Issue { key, number, season, year, date, title, issn, events: Vec::new() };
    let nothing = Event::default();
    for place in 0..shape.count(codec, issue.events.len())? as usize {
        let Event { date, start, end, title, place, url, text } = issue.events.get(place).unwrap_or(&nothing);
        let [date, start, end, title, place, url, text] =
            codec.texts([date, start, end, title, place, url, text])?;
        out.events.push(Event { date, start, end, title, place, url, text });
    }
    Ok(out)
}

/// Reads a group's part.
pub fn read(bytes: &[u8], vocabulary: &Vocabulary) -> Result<Group> {
    let mut reader = Reader::new(bytes, vocabulary);
    let group = code(&mut reader, &Group::default())?;
    reader.finish()?;
    Ok(group)
}

/// Writes a group's part.
#[cfg(feature = "build")]
pub fn write(group: &Group, lexicon: &super::words::Lexicon) -> Result<Vec<u8>> {
    let mut writer = super::article::Writer::new(lexicon);
    code(&mut writer, group)?;
    Ok(writer.finish())
}
