//! What lists show of a group of articles: an issue's own data, if the group begins one, and a line for each article.
#![deny(clippy::arithmetic_side_effects)]

use super::Vocabulary;
use super::article::{Codec, Reader, Shape, item};
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

fn code<K: Codec>(codec: &mut K, group: &mut Group) -> Result<()> {
    let mut shape = Shape::default();
    for place in 0..shape.count(codec, group.issues.len())? as usize {
        issue(codec, &mut shape, item(&mut group.issues, place))?;
    }
    for place in 0..shape.count(codec, group.lines.len())? as usize {
        let line = item(&mut group.lines, place);
        let Listing { title, kicker, standfirst, id, url, .. } = line;
        codec.texts(&mut [title, kicker, standfirst, id, url])?;
        shape.pages(codec, &mut line.pages)?;
        line.words = shape.number(codec, line.words);
    }
    Ok(())
}

fn issue<K: Codec>(codec: &mut K, shape: &mut Shape, issue: &mut Issue) -> Result<()> {
    let number = issue.number.map_or(0, |number| number.saturating_add(1));
    issue.number = shape.number(codec, number).checked_sub(1);
    let Issue { key, season, year, date, title, issn, .. } = issue;
    codec.texts(&mut [key, season, year, date, title, issn])?;
    for place in 0..shape.count(codec, issue.events.len())? as usize {
        let Event { date, start, end, title, place, url, text } = item(&mut issue.events, place);
        codec.texts(&mut [date, start, end, title, place, url, text])?;
    }
    Ok(())
}

/// Reads a group's part.
pub fn read(bytes: &[u8], vocabulary: &Vocabulary) -> Result<Group> {
    let mut reader = Reader::new(bytes, vocabulary);
    let mut group = Group::default();
    code(&mut reader, &mut group)?;
    reader.finish()?;
    Ok(group)
}

/// Writes a group's part.
#[cfg(feature = "build")]
pub fn write(group: &Group, lexicon: &super::words::Lexicon) -> Result<Vec<u8>> {
    let mut writer = super::article::Writer::new(lexicon);
    code(&mut writer, &mut group.clone())?;
    Ok(writer.finish())
}
