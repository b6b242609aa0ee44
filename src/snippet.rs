//! Picks the passages of an article that show most of a query; gives ranges, knows no markup.

use std::ops::Range;

use crate::model::{Article, Block};
use crate::query::{Match, Needle, Snippet, find, marks};
use crate::strings;
use crate::text::Lang;

/// The most characters that a passage has.
pub const MAX_CHARS: usize = 300;

/// Sentences beyond [`MAX_CHARS`] are cut into pieces of about this many characters, so that a passage can begin near
/// what matched.
const PIECE_CHARS: usize = 120;

/// The best `count` passages of `article`, best first, none overlapping; fewer if fewer match. If nothing matches (the
/// query may have been found in the title only, or be empty), the article's beginning.
///
/// A passage is a run of whole sentences from one paragraph, at most [`MAX_CHARS`] characters of it. It counts how many
/// of the needles it shows, by weight, then how often, then whether they stand together. Cost: one pass over the text.
///
/// ```
/// use backissue::model::{Article, Block};
/// use backissue::query::{needles, parse};
/// let article = Article {
///     blocks: vec![Block::Crosshead("Nights".into()), Block::Paragraph("Rotas change. Ask your rep first.".into())],
///     ..Article::default()
/// };
/// let best = &backissue::snippet::passages(&article, &needles(&parse("reps", false)), 1)[0];
/// assert_eq!((&best.text[..], &best.heading[..]), ("Rotas change. Ask your rep first.", "Nights"));
/// assert_eq!(best.ranges, [23..26]);
/// ```
pub fn passages(article: &Article, needles: &[Needle], count: usize) -> Vec<Snippet> {
    let lang = Lang::of(&article.lang);
    let texts = texts(article);
    let mut windows = Vec::new();
    for (at, source) in texts.iter().enumerate() {
        let matches = find(&source.text, lang, needles);
        // The first text's beginning stands in where nothing matches.
        if !matches.is_empty() || at == 0 {
            let of_this = candidates(source, &matches, needles).into_iter();
            windows.extend(of_this.map(|(score, range)| (score, at, range)));
        }
    }
    // Best first; among equals the earlier, so the order does not depend on how they were found.
    crate::sort::sort_by_key(&mut windows, |(score, at, range)| {
        (std::cmp::Reverse(*score), *at, range.start)
    });
    let mut chosen: Vec<(usize, Range<usize>)> = Vec::new();
    for (score, at, range) in windows {
        let is_apart =
            chosen.iter().all(|(other, r)| *other != at || r.end <= range.start || range.end <= r.start);
        if chosen.len() < count && is_apart && (score > 0 || chosen.is_empty()) {
            chosen.push((at, range));
        }
    }
    chosen.into_iter().map(|(at, range)| quote(&texts[at], range, lang, needles)).collect()
}

/// A text that can be quoted.
struct Source {
    text: String,
    heading: String,
    /// Running text is preferred to what repeats it (a pull quote) or stands beside it.
    is_running: bool,
}

/// The standfirst and the texts of the body, with the heading that each stands under.
fn texts(article: &Article) -> Vec<Source> {
    let mut out = vec![Source { text: article.standfirst.clone(), heading: String::new(), is_running: true }];
    gather(&article.blocks, None, &mut out);
    out.retain(|source| !source.text.trim().is_empty());
    out
}

/// Adds the texts of `blocks`, of a box if it has a title.
fn gather(blocks: &[Block], box_title: Option<String>, out: &mut Vec<Source>) {
    let is_box = box_title.is_some();
    let mut heading = box_title.unwrap_or_default();
    for block in blocks {
        let mut push =
            |text: String, is_running| out.push(Source { text, heading: heading.clone(), is_running });
        match block {
            Block::Crosshead(text) => heading = text.to_string(),
            Block::Paragraph(text) | Block::Question(text) => push(text.to_string(), true),
            Block::List { items, .. } => items.iter().for_each(|item| push(item.to_string(), true)),
            Block::PullQuote(text) | Block::Caption(text) | Block::Endnote(text) => {
                push(text.to_string(), false)
            }
            Block::Table(rows) => {
                for row in rows {
                    let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                    push(strings::join(&cells, " · "), false);
                }
            }
            // A box holds no further box: one that does is passed over, so nesting cannot exhaust the stack.
            Block::Box { title, blocks } if !is_box => gather(blocks, Some(title.to_string()), out),
            Block::Box { .. } => {}
        }
    }
}

/// The passages of `source` that could be quoted, one from each sentence on, with what they are worth.
fn candidates(source: &Source, matches: &[Match], needles: &[Needle]) -> Vec<(u32, Range<usize>)> {
    let pieces = pieces(&source.text);
    let fits = |first: usize, last: usize| {
        strings::count(&source.text[pieces[first].start..pieces[last].end]) <= MAX_CHARS
    };
    let mut last = 0;
    let mut candidates = Vec::new();
    for first in 0..pieces.len() {
        last = last.max(first);
        while last + 1 < pieces.len() && fits(first, last + 1) {
            last += 1;
        }
        // Room that is left at the end of a paragraph goes to what leads up to it.
        let mut from = first;
        while from > 0 && fits(from - 1, last) {
            from -= 1;
        }
        let range = pieces[from].start..pieces[last].end;
        let worth = worth(&range, pieces[first].end, matches, needles);
        // The least that tells running text from the rest, all else being equal.
        candidates.push((if worth > 0 { worth + u32::from(source.is_running) } else { 0 }, range));
    }
    candidates
}

/// What a passage is worth whose first sentence ends at `first_end`.
fn worth(passage: &Range<usize>, first_end: usize, matches: &[Match], needles: &[Needle]) -> u32 {
    let inside: Vec<&Match> =
        matches.iter().filter(|m| passage.start <= m.range.start && m.range.end <= passage.end).collect();
    let mut worth = 0_u32;
    for (i, needle) in needles.iter().enumerate() {
        let count = inside.iter().filter(|m| m.needle == i).count().min(3) as u32;
        // Showing a needle is worth more than any number of repetitions and neighbours.
        worth =
            worth.saturating_add(needle.weight.saturating_mul(if count > 0 { 62 + 2 * count } else { 0 }));
    }
    // Words that stand together as they do in the query.
    let neighbours = inside.windows(2).filter(|pair| {
        let gap = pair[1].range.start.saturating_sub(pair[0].range.end);
        pair[1].needle == pair[0].needle + 1 && gap < 12
    });
    worth = worth.saturating_add(4 * neighbours.count().min(8) as u32);
    // It begins with the sentence that matters.
    worth.saturating_add(u32::from(inside.iter().any(|m| m.range.start < first_end)) * 2)
}

/// Cuts `range` out of its text, with what matches in it and nothing but it.
fn quote(source: &Source, range: Range<usize>, lang: Lang, needles: &[Needle]) -> Snippet {
    let text = &source.text[range];
    Snippet {
        ranges: marks(&find(text, lang, needles)),
        text: text.to_owned(),
        heading: source.heading.clone(),
    }
}

/// The sentences of `text` without the space between them; those that are too long in pieces.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in sentence_ends(text) {
        let sentence = &text[start..end];
        let inside = sentence.trim();
        let at = start + (sentence.len() - sentence.trim_start().len());
        if strings::count(inside) > MAX_CHARS {
            cut(inside, at, &mut pieces);
        } else if !inside.is_empty() {
            pieces.push(at..at + inside.len());
        }
        start = end;
    }
    pieces
}

/// Where sentences end: after a full stop, question or exclamation mark and closing quotes, before a space and
/// something that can begin a sentence.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!' | '…')) {
        let after = &text[at + mark.len_utf8()..];
        let rest = after.trim_start_matches(['"', '\'', '”', '’', ')', ']', '»']);
        let next = rest.trim_start();
        let begins =
            next.starts_with(|c: char| !c.is_ascii_lowercase() && !matches!(c, '.' | ',' | ';' | '–' | '-'));
        if next.len() < rest.len() && begins && !(mark == '.' && is_abbreviation(&text[..at])) {
            ends.push(text.len() - next.len());
        }
    }
    ends.push(text.len());
    ends
}

/// Whether a full stop after `text` belongs to its last word.
fn is_abbreviation(text: &str) -> bool {
    const KNOWN: [&str; 16] = [
        "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "St", "Sr", "Jr", "Rev", "Hon", "No", "vs", "e.g", "i.e", "cf",
    ];
    let word = text.rsplit(|c: char| c.is_ascii_whitespace() || c == '(').next().unwrap_or_default();
    // Initials: J. R. Doe.
    KNOWN.contains(&word) || word.len() == 1 && word != "I" && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Cuts a long sentence that begins at `start` where it pauses, or at a space, or anywhere if it has none.
fn cut(sentence: &str, start: usize, pieces: &mut Vec<Range<usize>>) {
    let mut rest = sentence;
    let mut at = start;
    while !rest.is_empty() {
        let limit = rest.char_indices().nth(PIECE_CHARS).map_or(rest.len(), |(limit, _)| limit);
        let head = &rest[..limit];
        let pause =
            head.rfind([',', ';', ':', '–', '—']).and_then(|p| head[p..].find(' ').map(|space| p + space));
        let space = || head.rfind(' ');
        let end = match limit == rest.len() {
            true => limit,
            // A pause in the first half would leave too small a piece.
            false => pause.filter(|&p| p > limit / 2).or_else(space).filter(|&end| end > 0).unwrap_or(limit),
        };
        pieces.push(at..at + rest[..end].trim_end().len());
        let next = rest[end..].trim_start();
        at += rest.len() - next.len();
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{needles, parse};

    fn article(paragraphs: &[&str]) -> Article {
        let blocks = paragraphs.iter().map(|&text| Block::Paragraph(text.into())).collect();
        Article { blocks, ..Article::default() }
    }

    fn best(query: &str, article: &Article) -> Snippet {
        passages(article, &needles(&parse(query, false)), 1).remove(0)
    }

    /// A sentence of about a hundred characters, that no test query matches.
    const PADDING: &str = "Nothing here concerns anybody who came to this page with a question in mind about the matter at hand.";

    #[test]
    fn the_passage_with_most_of_the_query_wins() {
        let text = article(&["A rota here.", "Of pay and rota both.", "Pay, pay, pay and more pay."]);
        assert_eq!(best("rota pay", &text).text, "Of pay and rota both.");
        assert_eq!(best("pay", &text).text, "Pay, pay, pay and more pay.");
    }

    #[test]
    fn passages_are_whole_sentences_and_bounded() {
        let long =
            format!("{PADDING} {PADDING} {PADDING} The ballot opens soon. {PADDING} {PADDING} {PADDING}");
        let snippet = best("ballot", &article(&[&long]));
        assert!(snippet.text.starts_with("The ballot opens soon. Nothing"), "{}", snippet.text);
        assert!(snippet.text.ends_with("at hand.") && snippet.text.chars().count() <= MAX_CHARS);
        assert_eq!(&snippet.text[4..10], "ballot");
        assert_eq!((snippet.ranges[0].start, snippet.ranges[0].end, snippet.ranges.len()), (4, 10, 1));
    }

    #[test]
    fn a_sentence_beyond_the_bound_is_cut_at_pauses() {
        let long = format!(
            "{} the ballot opens soon, {}",
            "and on it goes, ".repeat(30),
            "and on it goes, ".repeat(30)
        );
        let snippet = best("ballot", &article(&[&long]));
        assert!(snippet.text.contains("the ballot opens") && snippet.text.chars().count() <= MAX_CHARS);
        let unbroken = "ü".repeat(2000);
        assert!(best("x", &article(&[&unbroken])).text.chars().count() <= MAX_CHARS);
    }

    #[test]
    fn several_passages_do_not_overlap() {
        let long = format!(
            "One ballot. {PADDING} {PADDING} {PADDING} Two ballots. {PADDING} {PADDING} {PADDING} {PADDING}"
        );
        let both = passages(&article(&[&long, "No vote."]), &needles(&parse("ballot", false)), 5);
        assert_eq!(both.len(), 2, "{both:?}");
        assert!(both[0].text.starts_with("One") && both[1].text.starts_with("Two"));
    }

    #[test]
    fn without_a_match_it_is_the_beginning() {
        let mut text = article(&["The body."]);
        assert_eq!(best("elsewhere", &text).text, "The body.");
        text.standfirst = "The lead.".into();
        assert_eq!(best("elsewhere", &text).text, "The lead.");
        assert_eq!(passages(&Article::default(), &[], 3), []);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "Dr. J. Doe saw 3.5 cases (e.g. Mine). “Really?” she said. “Yes.” Then 2 left… Gone!";
        let sentences: Vec<&str> = pieces(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            sentences,
            [
                "Dr. J. Doe saw 3.5 cases (e.g. Mine).",
                "“Really?” she said.",
                "“Yes.”",
                "Then 2 left…",
                "Gone!"
            ]
        );
    }

    #[test]
    fn headings_are_crossheads_and_box_titles() {
        let inner = vec![
            Block::Paragraph("Inside.".into()),
            Block::Crosshead("Lower".into()),
            Block::Paragraph("Below.".into()),
        ];
        let mut text = article(&["Before."]);
        text.blocks.push(Block::Crosshead("Upper".into()));
        text.blocks.push(Block::PullQuote("After.".into()));
        text.blocks.push(Block::Box { title: "Tips".into(), blocks: inner });
        text.blocks.push(Block::Paragraph("After.".into()));
        for (query, heading) in [("before", ""), ("after", "Upper"), ("inside", "Tips"), ("below", "Lower")] {
            assert_eq!(best(&format!("\"{query}\""), &text).heading, heading, "{query}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_quoted(text in "(\\PC{0,9}|[a-c]{1,4}|[.!?] |\\. ?A){0,80}", query in "[a-c]{1,4}( [a-c]{1,4}){0,2}") {
            for snippet in passages(&article(&[&text]), &needles(&parse(&query, false)), 3) {
                assert!(snippet.text.chars().count() <= MAX_CHARS);
                assert!(snippet.ranges.iter().all(|r| snippet.text.get(r.start as usize..r.end as usize).is_some()));
                assert!(snippet.ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
        }
    }
}
