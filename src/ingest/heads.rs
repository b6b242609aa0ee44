//! Heads: which headings open an article, and what their parts are.
//!
//! Each heading is weighed: everything that speaks for an article (a byline, a standfirst that names a writer, a drop
//! cap below, the contents page, the end mark above) or against one (a sentence above that is not finished, a list
//! below, a signed article still waiting for its end mark) adds or takes weight. What weighs [`THRESHOLD`] or more opens an
//! article; what comes near it is reported as a doubt.

use super::book::Book;
use super::byline::{by, column, is_biography, is_plain_byline};
use super::zone::Zone;
use super::{contents, opening, people, title};

/// Weight from which a heading opens an article. The weights are set by hand: 3 for what decides alone in an issue
/// without damage, 1 for what only supports.
pub const THRESHOLD: f32 = 2.0;

/// Where an article begins, and what its head consists of.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The first piece of the head, or of the text where no headline is printed.
    pub at: usize,
    /// Pieces of the headline, in reading order.
    pub title: Vec<usize>,
    /// The line above it.
    pub kicker: Option<usize>,
    /// A line that names writer or column.
    pub byline: Option<usize>,
    /// The first piece after the head.
    pub text: usize,
    /// The standfirst, where one was found.
    pub standfirst: Option<usize>,
    /// The section that the byline or kicker names, or empty.
    pub section: String,
    /// Writers that the byline names.
    pub writers: Vec<String>,
    /// The weight of the evidence.
    pub weight: f32,
    /// What the evidence is.
    pub reasons: Vec<&'static str>,
}

/// Whether piece `at` is a paragraph that leads in: it names a writer, or stands alone before a drop cap.
pub fn is_standfirst(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if !(8..=95).contains(&piece.look.words)
        || piece.look.item.is_some()
        || piece.look.drop_cap
        || piece.look.end_mark
    {
        return false;
    }
    let next = book.next_unknown(at, at + 8);
    let opens = next.is_some_and(|next| opens_story(book, next));
    let names = !people::writers(&piece.plain, &book.writers, &book.profile.house_names).is_empty();
    let fresh = !piece.look.lower || opens;
    fresh && (names && (piece.look.words <= 70) || opens && piece.look.words >= 12 && piece.look.terminal)
}

/// Whether a line in capitals below a picture stands over another heading: the picture's caption.
fn is_caption_over_heading(book: &Book, at: usize) -> bool {
    book.next_unknown(at, at + 3)
        .is_some_and(|next| book.pieces[next].gap >= 2 && book.pieces[next].is_heading_like())
}

/// Whether the headline at `at` goes on in the next piece, which begins small: no sentence ends there, and below it the
/// text begins afresh.
pub fn runs_over(book: &Book, at: usize) -> bool {
    let Some(second) = book.pieces.get(at + 1).filter(|_| book.is_unknown(at + 1)) else { return false };
    let (first, look) = (&book.pieces[at], &second.look);
    let short = (2..=14).contains(&look.words) && first.look.words + look.words <= 24;
    let open =
        look.terminal && !second.plain.ends_with(['?', '!']) || look.hyphen || second.plain.ends_with(',');
    let text = book.next_unknown(at + 1, at + 5).map(|below| (below, &book.pieces[below].look));
    look.lower
        && short
        && !open
        && !(look.drop_cap || look.end_mark || look.row || look.item.is_some())
        && first.is_heading_like()
        && !first.look.terminal
        && text.is_some_and(|(below, look)| look.words >= 12 && (!look.lower || opens_story(book, below)))
}

/// Whether what looks like a heading at `at` is the start of a sentence that goes on below.
pub fn is_broken_text(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if runs_over(book, at)
        || piece.look.level > 0
        || piece.look.terminal
        || piece.look.words < 3
        || piece.look.bold
        || piece.look.caps
    {
        return false;
    }
    book.next_unknown(at, at + 3).is_some_and(|next| {
        let below = &book.pieces[next];
        let goes_on =
            below.look.lower && below.look.words > 3 && !below.look.drop_cap && !opens_story(book, next);

        // A line with the commas of a sentence, over a heading: the heading's box interrupts it.
        goes_on
            || piece.look.words >= 9
                && piece.plain.contains(", ")
                && below.is_heading_like()
                && below.look.words >= 3
    })
}

/// Whether the paragraph at `at` shows a drop cap, set apart or lost.
pub fn opens_story(book: &Book, at: usize) -> bool {
    let piece = &book.pieces[at];
    if piece.look.words < 8 {
        return false;
    }
    let restore = if below_head(book, at) { opening::restore_below_head } else { opening::restore };
    piece.look.drop_cap
        || restore(&piece.plain, &book.lexicon).is_some_and(|(_, sure)| sure >= 0.5)
            && (piece.look.lower || !piece.plain.starts_with(['“', '"']))
}

/// Whether no sentence can go on at `at`, since a heading stands above it: below a finished sentence, or in two parts as
/// only stories have it, a short line above a long one.
fn below_head(book: &Book, at: usize) -> bool {
    let above = (0..at).rev().take(5).find(|&above| !book.pieces[above].is_heading_like());
    if at == 0 || above == Some(at - 1) {
        return false;
    }
    let finished = |above: usize| book.pieces[above].look.terminal || book.pieces[above].look.end_mark;
    let headline = &book.pieces[at - 1];
    let parts = at >= 2 && book.pieces[at - 2].is_heading_like() && book.pieces[at - 2].look.words <= 4;
    above.is_none_or(finished) || parts && headline.look.words >= 6 && !headline.look.quoted
}

/// Whether text that stops at `before` goes on at `after`: a small letter, a hyphen, or two words that the issue has
/// side by side.
pub fn goes_on(book: &Book, before: usize, after: usize) -> bool {
    let (first, second) = (&book.pieces[before], &book.pieces[after]);
    if first.look.terminal && !first.look.hyphen {
        return false;
    }
    if first.look.hyphen || second.look.lower {
        return true;
    }
    let tail = &first.plain[first.plain.floor_char_boundary(first.plain.len().saturating_sub(40))..];
    let last = super::words::words(tail).last();
    let next = super::words::words(&second.plain[..second.plain.floor_char_boundary(40)]).next();
    // Words that begin sentences stand after anything; side by side they prove nothing.
    let proves = |word: &String| !SENTENCE_STARTS.contains(&word.as_str());
    matches!((last, next), (Some(last), Some(next)) if proves(&last) && proves(&next) && book.lexicon.pair(&last, &next) > 0)
}

/// Words that sentences often begin with.
pub const SENTENCE_STARTS: [&str; 60] = [
    "a", "after", "all", "also", "although", "an", "and", "as", "at", "before", "but", "by", "even", "for",
    "from", "he", "her", "here", "his", "how", "i", "if", "in", "it", "it's", "its", "like", "many", "more",
    "most", "my", "no", "not", "now", "of", "on", "one", "only", "our", "she", "so", "some", "that", "the",
    "their", "there", "these", "they", "this", "those", "to", "under", "we", "what", "when", "where",
    "while", "why", "with", "you",
];

/// The starts of the articles among the pieces that have no zone yet, from `from` on.
pub fn find(book: &mut Book, from: usize) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let mut ended = true; // the article above is closed, or there is none
    let mut signed = false; // the article above is one that its end mark will close
    let mut news = true; // no signed article yet: the short stories at the front
    let mut last: Option<usize> = None; // the piece of running text above
    let first_signed = first_signed(book, from);
    let marked = has_end_marks(book, from);
    let spots = contents::announced_spots(book, from);
    let mut noted = false; // a note closes the article above, as far as no text follows
    let mut words = 0; // of running text since the last start
    let mut at = from;
    while at < book.pieces.len() {
        if !book.is_unknown(at) {
            at += 1;
            continue;
        }
        let begun = starts.last().is_some_and(|start| start.standfirst.is_some()) && words < BEGUN;
        let fits_entry = spots.iter().any(|&spot| spot.abs_diff(at) <= 2);
        let state = Above { ended, signed: signed && marked, marked, news, last, begun, noted, fits_entry };
        if let Some(start) = weigh(book, at, &state) {
            let next = start.text;
            if start.weight >= THRESHOLD {
                news &= !leaves_news(book, &start)
                    && !first_signed.is_some_and(|signed| (at..next).contains(&signed));
                let waits = !news && (has_signed_head(book, &start) || ends_before_next(book, next));
                (ended, signed, last, noted, words) = (false, waits, None, false, 0);
                if start.weight < THRESHOLD + 1.0 && !starts.is_empty() {
                    book.doubt(
                        at,
                        "taken for the start of an article; could be a heading inside the one above",
                    );
                }
                starts.push(start);
                at = next;
                continue;
            }
            if start.reasons.contains(&MANY) {
                at = start.text.max(at + 1);
                continue;
            }
            if start.weight > THRESHOLD - 1.0 && !start.title.is_empty() {
                book.doubt(at, "taken for a heading inside an article; could be the start of one");
            }
        }
        let piece = &book.pieces[at];
        if piece.look.end_mark {
            ended = true;
        }
        words += piece.look.words;
        noted = !marked && !news && (book.is_closer(at) || noted && piece.look.words <= 20);
        // Rows and items are no running text: they stop without a full stop and leave no sentence open.
        if !piece.is_heading_like() && piece.look.words > 3 && !piece.look.row && piece.look.item.is_none() {
            last = Some(at);
        }
        at += 1;
    }
    starts
}

/// The heading of the first article that an end mark closes: the last heading above that mark which is as long as a
/// headline. With it the short stories end.
fn first_signed(book: &Book, from: usize) -> Option<usize> {
    let end = (from..book.pieces.len()).find(|&at| book.is_unknown(at) && book.pieces[at].look.end_mark)?;
    (from..end).rev().take(70).find(|&at| {
        let piece = &book.pieces[at];
        let plain = book.is_unknown(at) && piece.is_heading_like() && !is_broken_text(book, at);
        plain
            && (piece.look.words >= 6
                || book.next_unknown(at, at + 3).is_some_and(|next| is_standfirst(book, next)))
    })
}

const MANY: &str = "many short lines: a list";

/// A signed article has more words than this before the next one begins.
const BEGUN: u32 = 220;

/// Whether the signed articles of the issue have end marks: at least one for every two that the contents page
/// announces, and two at all. Recognition loses small marks, some houses print none; then nothing waits for one.
fn has_end_marks(book: &Book, from: usize) -> bool {
    let marks = (from..book.pieces.len()).filter(|&at| book.is_unknown(at) && book.pieces[at].look.end_mark);
    let announced = book.contents.iter().filter(|entry| !book.profile.is_brief(&entry.section)).count();
    marks.count() >= (announced / 2).max(2)
}

/// Whether an article with this head is one of the signed ones, which follow the news.
pub fn leaves_news(book: &Book, start: &Start) -> bool {
    let signed = start.standfirst.is_some_and(|at| {
        !people::writers(&book.pieces[at].plain, &book.writers, &book.profile.house_names).is_empty()
    });
    signed || !start.section.is_empty() && !book.profile.is_brief(&start.section)
}

/// Whether a head has what only signed articles have, whoever signs: a standfirst, a byline or a column's name.
pub fn has_signed_head(book: &Book, start: &Start) -> bool {
    start.standfirst.is_some() || start.byline.is_some() || leaves_news(book, start)
}

/// Whether the text from `from` on comes to an end mark before the next headline over a drop cap: short stories have
/// none, wherever in the book they stand.
fn ends_before_next(book: &Book, from: usize) -> bool {
    let heads_story = |at: usize| {
        let piece = &book.pieces[at];
        let below = || book.next_unknown(at, at + 3).is_some_and(|next| book.pieces[next].look.drop_cap);
        piece.is_heading_like() && piece.look.words >= 4 && below()
    };
    let near = from..book.pieces.len().min(from + 200);
    let stop =
        near.filter(|&at| book.is_unknown(at)).find(|&at| book.pieces[at].look.end_mark || heads_story(at));
    stop.is_none_or(|at| book.pieces[at].look.end_mark)
}

/// What stands above a heading.
struct Above {
    ended: bool,
    signed: bool,
    /// Whether the issue closes its articles with end marks.
    marked: bool,
    news: bool,
    last: Option<usize>,
    /// Whether a signed article has just begun.
    begun: bool,
    /// Whether a note stands above, as notes close articles.
    noted: bool,
    /// Whether an entry of the contents page fits here and nowhere else.
    fits_entry: bool,
}

/// The head that begins at `at`, if the piece could begin one, with its weight.
fn weigh(book: &Book, at: usize, above: &Above) -> Option<Start> {
    if is_plain_byline(book, at) {
        return None;
    }
    let mut start = Start { at, ..Start::default() };
    let mut group: Vec<usize> = Vec::new();
    let mut next = at;
    // The run of headings, bylines and what may stand between them.
    while next < book.pieces.len() && next - at < 14 {
        let piece = &book.pieces[next];
        if !book.is_unknown(next) {
            if matches!(book.zone(next), Zone::Credit | Zone::RunningHead | Zone::Fragment)
                && !group.is_empty()
            {
                next += 1;
                continue;
            }
            break;
        }
        if let Some((section, writer)) = column(book, next) {
            if start.byline.is_some() {
                break;
            }
            start.byline = Some(next);
            start.section = section;
            start.writers.extend(writer);
            group.push(next);
        } else if let Some(writer) = by(book, next).filter(|_| !group.is_empty()) {
            start.byline = start.byline.or(Some(next));
            start.writers.push(writer);
        } else if start.byline.is_some() && is_biography(book, next, &start.writers) {
            // Its zone is given when the article is taken apart.
        } else if piece.look.caps && piece.gap >= 2 && group.is_empty() && is_caption_over_heading(book, next)
        {
            return None;
        } else if piece.is_heading_like()
            && !is_standfirst(book, next)
            && (start.byline.is_some() || !is_broken_text(book, next))
            || start.byline.is_some() && start.title.is_empty() && piece.look.quoted && piece.look.words <= 25
            || start.title.last().is_some_and(|&title| title + 1 == next && runs_over(book, title))
        {
            start.title.push(next);
            group.push(next);
        } else {
            break;
        }
        next += 1;
    }
    start.text = next;
    let first = (next..book.pieces.len().min(next + 8)).find(|&text| book.is_unknown(text));
    let leads = first.is_some_and(|text| is_standfirst(book, text));
    if group.is_empty() {
        return headless(book, at, above, start);
    }
    let mut add = |weight: f32, reason: &'static str| {
        start.weight += weight;
        start.reasons.push(reason);
    };
    if above.ended {
        add(3.0, "the story above is closed");
    } else if above.signed {
        add(-3.0, "the signed article above waits for its end mark");
    }
    if above.noted && !above.ended {
        add(1.5, "a note that closes articles stands above");
    }
    if above.begun && !above.ended {
        add(-2.5, "the signed article above has hardly begun");
    }
    if above.news {
        add(1.5, "among the news, where every heading is a story's");
    }
    let text = if leads { first.and_then(|lead| book.next_unknown(lead, lead + 8)) } else { first };
    match first {
        None => add(-3.0, "no text below"),
        Some(first) => {
            let piece = &book.pieces[first];
            let opens = text.is_some_and(|text| opens_story(book, text)) || opens_story(book, first);
            if opens {
                add(3.0, "a drop cap below");
            }
            if leads && !people::writers(&piece.plain, &book.writers, &book.profile.house_names).is_empty() {
                add(if opens { 5.5 } else { 3.0 }, "a standfirst below names a writer");
            }
            if piece.look.item.is_some() || piece.look.row {
                add(-2.5, "a list or table below");
            }
            if piece.look.lower && !opens {
                add(-3.0, "text below begins in mid-sentence");
            } else if !opens && above.last.is_some_and(|last| goes_on(book, last, first)) {
                add(-3.0, "text below goes on where the text above stopped");
            }
        }
    }
    if above.last.is_some_and(|last| !book.pieces[last].look.terminal) && !above.ended {
        add(if above.news { -0.5 } else { -2.0 }, "the sentence above is not finished");
    }
    if start.byline.is_some() {
        start.weight += 4.0;
        start.reasons.push("a column's name and writer");
    }
    title::divide(book, &mut start);
    let words: u32 = start.title.iter().map(|&title| book.pieces[title].look.words).sum();
    let title: String =
        start.title.iter().map(|&title| book.pieces[title].plain.as_str()).collect::<Vec<_>>().join(" ");
    let mut add = |weight: f32, reason: &'static str| {
        start.weight += weight;
        start.reasons.push(reason);
    };
    if group.len() > 5 {
        add(-3.0, MANY);
    }
    if words >= 6 {
        add(1.0, "as long as a headline");
    } else if words <= 3 && start.byline.is_none() {
        add(-1.0, "very short");
    }
    if title.starts_with(|c: char| c.is_ascii_digit())
        && title.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
    {
        add(-4.0, "numbered");
    }
    if book.pieces[at].look.level == 1 {
        add(0.5, "a first-level heading");
    }
    if book.pieces[at].gap >= 2
        && above.last.is_some_and(|last| !book.pieces[last].look.terminal)
        && !above.ended
    {
        add(-1.0, "below a picture, in mid-sentence");
    }
    // Where end marks tell, a letter that names a writer is not taken for the writer's article.
    let by_writer = || {
        !above.marked && above.fits_entry && first.is_some_and(|lead| contents::announces(book, &title, lead))
    };
    if contents::knows(book, &title, first) || by_writer() {
        add(3.0, "on the contents page");
    } else if above.fits_entry && !above.begun {
        add(if above.marked { 1.5 } else { 2.5 }, "fits an entry of the contents page best");
    }
    start.standfirst = first.filter(|_| leads);
    Some(start)
}

/// A start without a headline: the story above is closed, and a paragraph that leads in stands before an opening.
fn headless(book: &Book, at: usize, above: &Above, mut start: Start) -> Option<Start> {
    let piece = &book.pieces[at];
    let closed_above = above.ended && above.last.is_some();
    // Without end marks, a finished sentence may be the end if the contents page announces what follows.
    let by_writer = |lead: usize| {
        let finished = above.last.is_some_and(|last| book.pieces[last].look.terminal);
        !above.marked && above.fits_entry && finished && contents::announces(book, &piece.plain, lead)
    };
    let next_lead = book.next_unknown(at, at + 8).filter(|&next| is_standfirst(book, next));
    let finished = above.last.is_some_and(|last| book.pieces[last].look.terminal);
    let signed = |at: usize| {
        !people::writers(&book.pieces[at].plain, &book.writers, &book.profile.house_names).is_empty()
    };
    let leads = is_standfirst(book, at) && signed(at) || piece.look.quoted && next_lead.is_some_and(signed);
    let fits = above.fits_entry && !above.begun && finished && leads;
    if !(closed_above || fits || piece.look.words <= 30 && next_lead.is_some_and(by_writer))
        || piece.look.words < 8
        || book.phrases.endnotes.fit(&piece.folded)
        || piece.look.italic
        || piece.look.bold
    {
        return None;
    }
    let next = book.next_unknown(at, at + 8)?;
    if book.is_closer(next) || book.pieces[next].look.italic {
        return None;
    }
    let names = !people::writers(&piece.plain, &book.writers, &book.profile.house_names).is_empty();
    // A quotation for a headline: it leads a text that has an end mark of its own.
    let lead = &book.pieces[next];
    let marked = || {
        (next..book.pieces.len().min(next + 80))
            .take_while(|&at| book.is_unknown(at) || book.zone(at) == Zone::Credit)
            .any(|at| book.pieces[at].look.end_mark)
    };
    if piece.look.quoted
        && piece.look.words <= 25
        && (12..=75).contains(&lead.look.words)
        && lead.look.terminal
        && !lead.look.end_mark
        && marked()
    {
        start.title = vec![at];
        start.text = at + 1;
        start.standfirst = Some(next);
        start.weight = 4.0;
        start.reasons = vec!["the story above is closed", "a quotation over a text with its own end mark"];
        return Some(start);
    }
    // A headline that is a whole sentence, with the paragraph that leads in below it.
    if piece.look.words <= 30 && is_standfirst(book, next) {
        start.title = vec![at];
        start.text = at + 1;
        start.standfirst = Some(next);
        start.weight = 4.0;
        start.reasons = vec!["the story above is closed", "a standfirst below"];
        return Some(start);
    }
    let begins = book.pieces[next].look.words >= 15 && !book.pieces[next].look.lower;
    if is_standfirst(book, at) && names && (opens_story(book, next) || begins) {
        start.text = at;
        start.standfirst = Some(at);
        start.weight = 4.0;
        start.reasons = vec!["the story above is closed", "a standfirst without a headline"];
        return Some(start);
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_headline_in_two_parts_is_one() {
        for (head, whole) in [
            (
                "Harbour board buys a boiler\n\nfor the ferry to the islands",
                "Harbour board buys a boiler for the ferry to the islands",
            ),
            ("# Harbour board buys\n\n# a boiler for the ferry", "Harbour board buys a boiler for the ferry"),
            ("Storms, gales &\n\nhigh water", "Storms, gales & high water"),
        ] {
            let text = format!(
                "{head}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\nThe choir needs two tenors by Sunday\n\n{PARAGRAPH}\n"
            );
            let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
            let titles: Vec<_> = made.articles.iter().map(|article| article.title.as_str()).collect();
            assert_eq!(titles, [whole, "The choir needs two tenors by Sunday"]);
        }
    }

    #[test]
    fn short_stories_behind_a_signed_one_wait_for_no_end_mark() {
        let drop = PARAGRAPH.replacen("The", "**T**he", 1);
        let signed = |head: &str| {
            format!("{head}\n\nThe mud is deep. Ada Moss asks why.\n\n{drop}\n\n{PARAGRAPH} //\n\n")
        };
        let text = format!(
            "{}{}{}Harbour board buys a boiler at last\n\n{drop}\n\n{PARAGRAPH}\n\nThe choir needs two tenors by Sunday\n\n{drop}\n\n{PARAGRAPH}\n\n{}",
            signed("Stuck in the silt again"),
            signed("Pumps that nobody has asked for"),
            signed("Knots that hold a wet rope"),
            signed("Tides and how to read them")
        );
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        assert_eq!(made.articles.len(), 6, "{:?}", made.articles);
    }

    const PARAGRAPH: &str = "The boats lie in the mud until the tide comes back, and the crews wait in the old net loft with \
        tea and newspapers. Nobody there has asked for a pump, and nobody has been offered one so far.";

    #[test]
    fn without_end_marks_the_contents_page_tells_where_articles_begin() {
        let text = format!(
            "contents\n\nfeatures\n\nMud: Why the harbour silts up every winter, writes Ada Moss 4\n\n\
             Pumps: The bosun has a plan for the harbour's pumps. Interview by Ben Hale 6\n\n\
             regulars\n\nKnots: Which knot holds a wet rope? Cy Roe explains 8\n\nTides: When to sail this month 9\n\n\
             Contributors: Ada Moss, Ben Hale, Cy Roe\n\n\
             Stuck in the silt again\n\nEvery winter the harbour silts up, and the mud stays. Ada Moss asks why.\n\n\
             {PARAGRAPH}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n\
             Give me two pumps and a dry week.\n\n\
             The bosun has a plan and no pumps. She tells Ben Hale what the harbour lacks.\n\n\
             {PARAGRAPH}\n\n{PARAGRAPH}\n"
        );
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        let found: Vec<_> = made.articles.iter().map(|a| (a.title.as_str(), a.authors.join(", "))).collect();
        assert_eq!(
            found,
            [
                ("Stuck in the silt again", "Ada Moss".to_owned()),
                ("Give me two pumps and a dry week.", "Ben Hale".to_owned())
            ]
        );
    }
}
