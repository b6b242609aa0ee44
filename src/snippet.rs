//! Picks the passages of an article that show most of a query; gives ranges, knows no markup.

use std::ops::Range;

use crate::model::{Article, Block};
use crate::query::{Match, Needle, Snippet, Tokens, marks};
use crate::strings;
use crate::text::Lang;

/// The most characters that a passage has.
pub const MAX_CHARS: usize = 300;

/// Sentences beyond [`MAX_CHARS`] are cut into pieces of about this many characters, so that a passage can begin near
/// what matched.
const PIECE_CHARS: usize = 120;

/// The best `count` passages of `article` in the order of the text, none overlapping; fewer if fewer match. If nothing matches
/// (the query may have been found in the title only, or be empty), the article's beginning.
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
/// let passages = backissue::snippet::passages(&article, &needles(&parse("reps", false)), 3);
/// assert_eq!(passages.len(), 1);
/// assert_eq!((&passages[0].text[..], &passages[0].heading[..]), ("Rotas change. Ask your rep first.", "Nights"));
/// assert_eq!(passages[0].ranges, [23..26]);
/// ```
pub fn passages(article: &Article, needles: &[Needle], count: usize) -> Vec<Snippet> {
    best(&sources(article), needles, count)
}

/// The best `count` passages of these texts, as [`passages`] has them.
pub fn best(sources: &[Source], needles: &[Needle], count: usize) -> Vec<Snippet> {
    let mut passages = Vec::new();
    for source in sources {
        let matches = source.tokens.find(needles);
        // The first text's beginning stands in where nothing matches.
        if !matches.is_empty() || passages.is_empty() {
            candidates(source, &matches, needles, &mut passages);
        }
    }
    for round in 0..count {
        let mut best = 0;
        for (place, passage) in passages.iter().enumerate() {
            // Among equals the earlier one.
            if passage.worth > passages[best].worth {
                best = place;
            }
        }
        let Some(passage) = passages.get_mut(best).filter(|best| round == 0 || best.worth > 0) else { break };
        passage.is_chosen = true;
        // It, and what overlaps it, is not looked at again.
        let (source, range) = (passage.source, passage.range.clone());
        for other in &mut passages {
            if std::ptr::eq(other.source, source)
                && other.range.start < range.end
                && range.start < other.range.end
            {
                other.worth = 0;
            }
        }
    }
    let mut quotes = Vec::new();
    for passage in &passages {
        if passage.is_chosen {
            quotes.push(quote(passage, needles));
        }
    }
    quotes
}

/// A part of a text that could be quoted.
struct Passage<'a> {
    source: &'a Source,
    range: Range<usize>,
    worth: u32,
    is_chosen: bool,
}

/// A text that can be quoted, with its tokens.
#[derive(Debug)]
pub struct Source {
    text: String,
    tokens: Tokens,
    pieces: Vec<Piece>,
    heading: String,
    /// Running text is preferred to what repeats it (a pull quote) or stands beside it.
    is_running: bool,
}

/// What passages are made of: a sentence, or a piece of a long one.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    /// Bytes of the text.
    range: Range<usize>,
    /// The same in characters.
    chars: Range<usize>,
}

impl Source {
    /// The words of the text.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// The standfirst and the texts of the body, with the heading that each stands under; and the title.
pub fn sources(article: &Article) -> Vec<Source> {
    let mut out = Vec::new();
    add(&mut out, "", article.standfirst.clone(), true);
    gather(&article.blocks, None, &mut out);
    let lang = Lang::of(&article.lang);
    for source in &mut out {
        source.tokens = Tokens::of(&source.text, lang);
        source.pieces = pieces(&source.text);
    }
    // Without pieces: looked at, and never quoted.
    let (tokens, pieces) = (Tokens::of(&article.title, lang), Vec::new());
    out.push(Source { text: String::new(), tokens, pieces, heading: String::new(), is_running: false });
    out
}

fn add(out: &mut Vec<Source>, heading: &str, text: String, is_running: bool) {
    if !strings::trim_start(&text).is_empty() {
        let (tokens, pieces) = (Tokens::default(), Vec::new());
        out.push(Source { text, tokens, pieces, heading: heading.to_owned(), is_running });
    }
}

/// Adds the texts of `blocks`, of a box if it has a title.
fn gather(blocks: &[Block], box_title: Option<String>, out: &mut Vec<Source>) {
    let is_box = box_title.is_some();
    let mut heading = box_title.unwrap_or_default();
    for block in blocks {
        match block {
            Block::Crosshead(text) => heading = text.words(),
            Block::Paragraph(text) | Block::Question(text) => add(out, &heading, text.words(), true),
            Block::List { items, .. } => items.iter().for_each(|item| add(out, &heading, item.words(), true)),
            Block::PullQuote(text) | Block::Caption(text) | Block::Endnote(text) => {
                add(out, &heading, text.words(), false)
            }
            Block::Table(rows) => {
                for row in rows {
                    let mut line = String::new();
                    for (place, cell) in row.iter().enumerate() {
                        line.push_str(if place > 0 { " · " } else { "" });
                        line.push_str(&cell.words());
                    }
                    add(out, &heading, line, false);
                }
            }
            // A box holds no further box: one that does is passed over, so nesting cannot exhaust the stack.
            Block::Box { title, blocks } if !is_box => gather(blocks, Some(title.words()), out),
            Block::Box { .. } => {}
        }
    }
}

/// Adds the passages of `source` that could be quoted, one from each sentence on, with what they are worth.
fn candidates<'a>(
    source: &'a Source,
    matches: &[Match],
    needles: &[Needle],
    candidates: &mut Vec<Passage<'a>>,
) {
    let pieces = &source.pieces;
    let fits = |first: usize, last: usize| pieces[last].chars.end - pieces[first].chars.start <= MAX_CHARS;
    let mut counts = vec![0; needles.len()];
    let (mut last, mut begin) = (0, 0);
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
        let range = pieces[from].range.start..pieces[last].range.end;
        // What ends before this passage ends before the next ones too.
        while matches.get(begin).is_some_and(|found| found.range.end <= range.start) {
            begin += 1;
        }
        let worth = worth(&range, pieces[first].range.end, &matches[begin..], needles, &mut counts);
        // The least that tells running text from the rest, all else being equal.
        let worth = if worth > 0 { worth + u32::from(source.is_running) } else { 0 };
        candidates.push(Passage { source, range, worth, is_chosen: false });
    }
}

/// What a passage is worth whose first sentence ends at `first_end`. `counts` has room for one of each needle.
fn worth(
    passage: &Range<usize>,
    first_end: usize,
    matches: &[Match],
    needles: &[Needle],
    counts: &mut [u32],
) -> u32 {
    counts.fill(0);
    let (mut neighbours, mut begins) = (0u32, false);
    let mut before: Option<&Match> = None;
    for found in matches {
        // Tokens begin in order, and a match ends with one: those that follow end later still.
        if passage.end <= found.range.start {
            break;
        }
        if found.range.start < passage.start || passage.end < found.range.end {
            continue;
        }
        counts[found.needle] += 1;
        // It begins with the sentence that matters.
        begins |= found.range.start < first_end;
        // Words that stand together as they do in the query.
        if let Some(before) = before {
            let gap = found.range.start.saturating_sub(before.range.end);
            neighbours += u32::from(found.needle == before.needle + 1 && gap < 12);
        }
        before = Some(found);
    }
    // Most passages of an article show nothing.
    if before.is_none() {
        return 0;
    }
    let mut worth = 4 * neighbours.min(8) + 2 * u32::from(begins);
    for (needle, &count) in needles.iter().zip(&*counts) {
        // Showing a needle is worth more than any number of repetitions and neighbours.
        if count > 0 {
            worth = worth.saturating_add(needle.weight.saturating_mul(62 + 2 * count.min(3)));
        }
    }
    worth
}

/// Cuts a passage out of its text, with what matches in it and nothing but it.
fn quote(passage: &Passage, needles: &[Needle]) -> Snippet {
    let Range { start, end } = passage.range;
    let mut matches = Vec::new();
    for Match { range, needle } in passage.source.tokens.find(needles) {
        if start <= range.start && range.end <= end {
            matches.push(Match { range: range.start - start..range.end - start, needle });
        }
    }
    Snippet {
        ranges: marks(&matches),
        text: passage.source.text[start..end].to_owned(),
        heading: passage.source.heading.clone(),
    }
}

/// The sentences of `text` without the space between them; those that are too long in pieces.
fn pieces(text: &str) -> Vec<Piece> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for end in sentence_ends(text) {
        let sentence = &text[start..end];
        let inside = strings::trim_start(sentence);
        let at = end - inside.len();
        let inside = strings::trim_end(inside);
        if strings::count(inside) > MAX_CHARS {
            cut(inside, at, &mut ranges);
        } else if !inside.is_empty() {
            ranges.push(at..at + inside.len());
        }
        start = end;
    }
    let (mut pieces, mut at, mut chars) = (Vec::new(), 0, 0);
    for range in ranges {
        let start = chars + strings::count(&text[at..range.start]);
        chars = start + strings::count(&text[range.start..range.end]);
        at = range.end;
        pieces.push(Piece { range, chars: start..chars });
    }
    pieces
}

/// Where sentences end: after a full stop, question or exclamation mark and closing quotes, before a space and
/// something that can begin a sentence.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    // By bytes: of the marks only the ellipsis has more than one, and none of them is part of another character.
    for (at, mark) in text.bytes().enumerate() {
        let len = match mark {
            b'.' | b'?' | b'!' => 1,
            0xe2 if text.as_bytes()[at..].starts_with("…".as_bytes()) => 3,
            _ => continue,
        };
        let after = &text[at + len..];
        let rest =
            &after[strings::until(after, |c| !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»'))..];
        let next = strings::trim_start(rest);
        let begins = next
            .chars()
            .next()
            .is_some_and(|c| !c.is_ascii_lowercase() && !matches!(c, '.' | ',' | ';' | '–' | '-'));
        if next.len() < rest.len() && begins && !(mark == b'.' && is_abbreviation(&text[..at])) {
            ends.push(text.len() - next.len());
        }
    }
    ends.push(text.len());
    ends
}

/// Words that a full stop belongs to.
const ABBREVIATIONS: &str = "Mr Mrs Ms Mx Dr Prof St Sr Jr Rev Hon No vs e.g i.e cf";

/// Whether a full stop after `text` belongs to its last word.
fn is_abbreviation(text: &str) -> bool {
    let before = strings::last_of(text, b" \t\n\x0c\r(");
    let word = &text[before.map_or(0, |at| at + 1)..];
    // Initials: J. R. Doe.
    strings::has_word(ABBREVIATIONS, word) || word != "I" && matches!(word.as_bytes(), [b'A'..=b'Z'])
}

/// Cuts a long sentence that begins at `start` where it pauses, or at a space, or anywhere if it has none.
fn cut(sentence: &str, start: usize, pieces: &mut Vec<Range<usize>>) {
    let mut rest = sentence;
    let mut at = start;
    while !rest.is_empty() {
        // The last space, and the first one after the last pause.
        let (mut space, mut pause, mut pauses) = (0, 0, false);
        let mut end = rest.len();
        for (place, (at, c)) in rest.char_indices().enumerate() {
            if place == PIECE_CHARS {
                // A pause in the first half would leave too small a piece.
                end = if pause > at / 2 { pause } else { space };
                end = if end > 0 { end } else { at };
                break;
            }
            if matches!(c, ',' | ';' | ':' | '–' | '—') {
                (pause, pauses) = (0, true);
            } else if c == ' ' {
                space = at;
                if pauses {
                    (pause, pauses) = (at, false);
                }
            }
        }
        pieces.push(at..at + strings::trim_end(&rest[..end]).len());
        let next = strings::trim_start(&rest[end..]);
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
    fn several_passages_are_in_the_order_of_the_text_each_with_its_heading() {
        let mut text = article(&["A ballot.", "Nothing."]);
        text.blocks.push(Block::Crosshead("Counting".into()));
        text.blocks.push(Block::Paragraph("The ballot was counted, and the count was counted.".into()));
        text.blocks.push(Block::Paragraph("Ballots are kept.".into()));
        let needles = needles(&parse("ballot count", false));
        let told = |count| {
            let found = passages(&text, &needles, count);
            let told = found.iter().map(|one| format!("{}|{}", one.heading, &one.text[..6]));
            told.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(1), "Counting|The ba");
        assert_eq!(told(2), "|A ball Counting|The ba");
        assert_eq!(told(5), "|A ball Counting|The ba Counting|Ballot");
        assert_eq!(told(0), "");
    }

    /// A passage looks at its own matches: at all of them for each passage, this would take hours.
    #[test]
    fn an_article_of_nothing_but_matches_is_quoted_as_well() {
        let snippet = best("pay", &article(&[&"Pay. ".repeat(200_000)]));
        assert!(snippet.text.starts_with("Pay. Pay.") && snippet.ranges.len() == 60);
        let five = passages(&article(&[&"Pay. ".repeat(200_000)]), &needles(&parse("pay", false)), 5);
        assert_eq!(five.len(), 5);
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
        let sentences: Vec<&str> = pieces(text).into_iter().map(|piece| &text[piece.range]).collect();
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
            let article = article(&[&text, &query]);
            let several = passages(&article, &needles(&parse(&query, false)), 4);
            // Whatever their number, the best is among them.
            assert!(several.contains(&passages(&article, &needles(&parse(&query, false)), 1)[0]));
            // In the order of the text and apart: each is behind the one before.
            let whole = format!("{text}\n{query}");
            let mut rest = &whole[..];
            for snippet in several {
                let at = rest.find(&snippet.text);
                assert!(at.is_some(), "{} in {rest}", snippet.text);
                rest = &rest[at.unwrap_or(0) + snippet.text.len()..];
                assert!(snippet.text.chars().count() <= MAX_CHARS);
                assert!(snippet.ranges.iter().all(|r| snippet.text.get(r.start as usize..r.end as usize).is_some()));
                assert!(snippet.ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
        }
    }
}
