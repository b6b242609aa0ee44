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
        out.lines.push(Listing {
            title: codec.text(&line.title)?,
            kicker: codec.text(&line.kicker)?,
            standfirst: codec.text(&line.standfirst)?,
            id: codec.text(&line.id)?,
            url: codec.text(&line.url)?,
            pages: shape.pages(codec, &line.pages)?,
            words: shape.number(codec, line.words),
            ..Listing::default()
        });
    }
    Ok(out)
}

fn issue<K: Codec>(codec: &mut K, shape: &mut Shape, issue: &Issue) -> Result<Issue> {
    let number = shape.number(codec, issue.number.map_or(0, |number| number.saturating_add(1)));
    let mut out = Issue {
        key: codec.text(&issue.key)?,
        number: number.checked_sub(1),
        season: codec.text(&issue.season)?,
        year: codec.text(&issue.year)?,
        date: codec.text(&issue.date)?,
        title: codec.text(&issue.title)?,
        issn: codec.text(&issue.issn)?,
        events: Vec::new(),
    };
    let nothing = Event::default();
    for place in 0..shape.count(codec, issue.events.len())? as usize {
        let event = issue.events.get(place).unwrap_or(&nothing);
        out.events.push(Event {
            date: codec.text(&event.date)?,
            start: codec.text(&event.start)?,
            end: codec.text(&event.end)?,
            title: codec.text(&event.title)?,
            place: codec.text(&event.place)?,
            url: codec.text(&event.url)?,
            text: codec.text(&event.text)?,
        });
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
