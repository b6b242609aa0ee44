//! The contents page: what it says of titles, writers, sections and pages, and who contributed.

use std::collections::VecDeque;
use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::people;
use super::words::{bare, words};
use super::zone::Zone;

/// An entry of the contents page.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What stands before the colon: a column's name or a short title.
    pub label: String,
    /// The rest.
    pub text: String,
    /// The page it gives.
    pub page: Option<u32>,
    /// The section that its label or group shows, or empty.
    pub section: String,
    /// The writers it names.
    pub writers: Vec<String>,
    /// The words that tell it from other entries.
    pub keys: Vec<String>,
}

static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used)]
    Regex::new(r"[\s.…—–\-]*\b(\d{1,3})$").expect("a pattern of the program")
});

/// How many contributors are known of an issue at the most, as every lead-in is searched for each.
const MOST_NAMES: usize = 1000;

/// Reads the pieces that are labelled contents or imprint: entries into [`Book::contents`], names into
/// [`Book::writers`].
pub fn read(book: &mut Book) {
    let (mut names, mut entries) = (Vec::new(), Vec::new());
    let mut group = String::new();
    for at in 0..book.pieces.len() {
        let piece = &book.pieces[at];
        if matches!(book.zone(at), Zone::Imprint | Zone::Cover) {
            let text = with_lines_below(book, at);
            let (label, rest) =
                text.split_once(':').unwrap_or(("", text.strip_prefix("Contributors").unwrap_or(&text)));
            let list = rest.split("Opinions").next().unwrap_or("");
            let listed = people::listed(list);
            let shares = listed.len() * 2 > list.split(',').count();
            let follows = at > 0 && book.pieces[at - 1].folded.starts_with("contributors");
            // `Contributors: ...`, or a list of names under any other label.
            let labelled = piece.folded.starts_with("contributors")
                || listed.len() >= 3 && (1..=4).contains(&label.split(' ').count());
            if shares && (follows || labelled) {
                for name in listed {
                    if names.len() < MOST_NAMES && !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        } else if book.zone(at) == Zone::Contents {
            // A short line without a page is the heading of a group, whatever the house calls it.
            let heads =
                piece.look.words <= 4 && !PAGE.is_match(piece.plain.trim()) && !piece.plain.contains(':');
            let numbered = piece.plain.starts_with(|c: char| c.is_ascii_digit());
            if book.phrases.contents.fit(&piece.folded) || heads && !numbered {
                group = piece.plain.to_lowercase();
            } else if let Some(entry) = entry(book, at, &group) {
                entries.push(entry);
            }
        }
    }
    for entry in &mut entries {
        let text = format!("{}: {}", entry.label, entry.text);
        entry.writers = people::writers(&text, &names, &book.profile.house_names);
        for writer in &entry.writers {
            if names.len() < MOST_NAMES && !names.contains(writer) {
                names.push(writer.clone());
            }
        }
        entry.keys = keys(&text);
    }
    book.writers = names;
    book.contents = entries;
}

/// The text of piece `at` of the imprint with the lines set tight below it, up to the next label: a list of names is
/// broken wherever its narrow column ends, within a name too.
fn with_lines_below(book: &Book, at: usize) -> String {
    let mut text = book.pieces[at].plain.trim().to_owned();
    let below = (at + 1..book.pieces.len().min(at + 24)).take_while(|&below| {
        let piece = &book.pieces[below];
        piece.gap == 0 && !piece.plain.contains(':') && book.zone(below) == book.zone(at)
    });
    for below in below {
        text.push(' ');
        text.push_str(book.pieces[below].plain.trim());
    }
    text
}

/// The entry that piece `at` is, in `group`.
fn entry(book: &Book, at: usize, group: &str) -> Option<Entry> {
    let piece = &book.pieces[at];
    let mut text = piece.plain.trim();
    let mut page = None;
    if let Some((number, rest)) = text.split_once(' ')
        && let Ok(number) = number.parse::<u32>()
    {
        (page, text) = (Some(number), rest);
    } else if let Some(found) = PAGE.captures(text) {
        page = found.get(1).and_then(|digits| digits.as_str().parse().ok());
        text = &text[..found.get(0).map_or(text.len(), |whole| whole.start())];
    }
    // A bold label, or what stands before the first colon or question mark.
    let bold = piece.marked.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(label, _)| {
        label
            .split_once(' ')
            .filter(|(page, _)| page.parse::<u32>().is_ok())
            .map_or(label, |(_, label)| label)
            .len()
    });
    let end = bold.or_else(|| text.find(": ").or_else(|| text.find("? ")).map(|end| end + 1));
    let (label, rest) = match end {
        Some(end) if end <= text.len() && text.is_char_boundary(end) => text.split_at(end),
        _ => (text, ""),
    };
    let label = label.trim().trim_end_matches(':');
    if label.is_empty() {
        return None;
    }
    let of_group = || {
        let in_group = |section: &&super::profile::Section| {
            section.groups.iter().any(|known| known.eq_ignore_ascii_case(group))
        };
        book.profile.sections.iter().find(in_group).map(|section| section.section.as_str())
    };
    let section =
        book.profile.section_named(label).or_else(|| book.profile.section_leading(text)).or_else(of_group);
    let section = section.unwrap_or("").to_owned();
    let rest = rest.trim_start_matches([':', ' ']).trim();
    Some(Entry { label: label.to_owned(), text: rest.to_owned(), page, section, ..Entry::default() })
}

/// Words that say nothing of what a text is about.
const COMMON: [&str; 60] = [
    "about",
    "after",
    "again",
    "also",
    "and",
    "are",
    "been",
    "but",
    "can",
    "could",
    "does",
    "explains",
    "explores",
    "for",
    "from",
    "have",
    "has",
    "her",
    "his",
    "how",
    "into",
    "its",
    "new",
    "not",
    "of",
    "our",
    "out",
    "over",
    "practical",
    "reports",
    "says",
    "that",
    "the",
    "their",
    "them",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "under",
    "was",
    "were",
    "what",
    "when",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "would",
    "writes",
    "year",
    "you",
    "your",
    "guide",
    "talks",
    "whose",
];

/// Whether `word` (lower case) says what a text is about: it is neither short nor common.
pub fn tells(word: &str) -> bool {
    word.len() > 2 && !COMMON.contains(&word)
}

/// The words of `text` that say what it is about, each once, sorted.
pub fn keys(text: &str) -> Vec<String> {
    let mut keys: Vec<String> = words(text).filter(|word| tells(word)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// How well an entry fits an article that begins with `words`, 0 to 1: the share of the entry's keys found there.
pub fn fit(entry: &Entry, text_keys: &[String]) -> f32 {
    if entry.keys.len() < 2 {
        return 0.0;
    }
    let hit = entry.keys.iter().filter(|key| text_keys.binary_search(key).is_ok()).count();
    hit as f32 / entry.keys.len() as f32
}

/// Whether the contents page has an entry with this title, or one that the text below fits.
pub fn knows(book: &Book, title: &str, text: Option<usize>) -> bool {
    let mut words = title.to_owned();
    if let Some(text) = text {
        let plain = &book.pieces[text].plain;
        words.push(' ');
        words.push_str(&plain[..plain.floor_char_boundary(500)]);
    }
    let keys = keys(&words);
    let title = bare(title);
    book.contents.iter().any(|entry| {
        let label = bare(&entry.label);
        label.len() > 8 && (label == title || label.contains(&title) && title.len() > 10)
            || fit(entry, &keys) >= 0.6
    })
}

/// Whether the contents page has an entry by the writers whom the paragraph `lead` below `title` names, which shares
/// a third of its words with the two.
pub fn announces(book: &Book, title: &str, lead: usize) -> bool {
    let plain = &book.pieces[lead].plain;
    let plain = &plain[..plain.floor_char_boundary(600)];
    let writers = people::writers(plain, &book.writers, &book.profile.house_names);
    let keys = keys(&format!("{title} {plain}"));
    !writers.is_empty()
        && book.contents.iter().any(|entry| {
            !book.profile.is_brief(&entry.section)
                && writers.iter().any(|writer| entry.writers.contains(writer))
                && fit(entry, &keys) >= 0.34
        })
}

/// The pieces at which the entries of the contents page fit best, each by far better than anywhere else, with the text
/// right below: there the articles begin that they announce.
pub fn announced_spots(book: &Book, from: usize) -> Vec<usize> {
    let entries: Vec<&Entry> = book
        .contents
        .iter()
        .filter(|entry| !book.profile.is_brief(&entry.section) && entry.keys.len() >= 4)
        .take(200)
        .collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let mut peaks: Vec<Peak> = entries.iter().map(|_| Peak::default()).collect();
    for at in (from..book.pieces.len()).filter(|&at| book.is_unknown(at) && book.pieces[at].look.words <= 95)
    {
        let mut text = book.pieces[at].plain.clone();
        let mut next = at;
        while text.len() < 500
            && let Some(below) = book.next_unknown(next, next + 8)
        {
            text.push(' ');
            let plain = &book.pieces[below].plain;
            text.push_str(&plain[..plain.floor_char_boundary(500)]);
            next = below;
        }
        let keys = keys(&text);
        entries.iter().zip(&mut peaks).for_each(|(entry, peak)| peak.see(at, fit(entry, &keys)));
    }
    peaks
        .iter()
        .filter(|peak| peak.best >= 0.34 && peak.best >= 1.3 * peak.second)
        .map(|peak| peak.at)
        .collect()
}

/// Where an entry fits best, and how well it fits elsewhere, as places come one after the other: the words of all places
/// together would take many times the memory of the text.
#[derive(Default)]
struct Peak {
    best: f32,
    at: usize,
    /// The best fit that is not beside the best place.
    second: f32,
    /// The last places, and the best fit above them.
    beside: VecDeque<(usize, f32)>,
    above: f32,
}

impl Peak {
    /// How far around a place its surroundings go, in pieces.
    const BESIDE: usize = 4;

    fn see(&mut self, at: usize, fit: f32) {
        while let Some((_, fit)) = self.beside.pop_front_if(|(other, _)| *other + Peak::BESIDE < at) {
            self.above = self.above.max(fit);
        }
        if fit > self.best {
            (self.best, self.at, self.second) = (fit, at, self.above);
        } else if at > self.at + Peak::BESIDE {
            self.second = self.second.max(fit);
        }
        self.beside.push_back((at, fit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_peak_is_what_comparing_all_places_finds(fits in prop::collection::vec((1usize..4, 0u8..6), 1..40)) {
            let (mut at, mut peak) = (0, Peak::default());
            let mut places = Vec::new();
            for (step, fit) in fits {
                at += step;
                places.push((at, f32::from(fit)));
                peak.see(at, f32::from(fit));
            }
            let best = places.iter().map(|place| place.1).fold(0.0, f32::max);
            let first = places.iter().find(|place| place.1 == best).map_or(0, |place| place.0);
            let far = places.iter().filter(|place| place.0.abs_diff(first) > 4);
            let second = far.map(|place| place.1).fold(0.0, f32::max);
            if best > 0.0 {
                prop_assert_eq!((peak.best, peak.at, peak.second), (best, first, second));
            }
        }
    }
}
