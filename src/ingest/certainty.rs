//! Certainty: how sure it is that an article is cut right, by what could have gone wrong with it.
//!
//! Each step gives a draft the certainty that its own evidence allows. Here that is capped by what only the whole tells:
//! whether the source keeps its pages apart, whether an article ends as the others of its issue do, whether it is far
//! longer than they are.

use super::book::Book;
use super::doubt::Doubt;
use super::draft::Draft;
use super::source::Form;
use super::zone::Zone;

/// What the words of a magazine's page hardly exceed.
const PAGE_WORDS: u32 = 1_500;

/// Caps the certainty of `drafts`.
pub fn settle(book: &mut Book, drafts: &mut [Draft]) {
    let source = source(book);
    let signed: Vec<bool> = drafts.iter().map(|draft| is_signed(book, draft)).collect();
    let ended: Vec<bool> = drafts.iter().map(|draft| has_end_mark(book, draft)).collect();
    let words: Vec<u32> = drafts.iter().map(|draft| words(book, draft)).collect();
    let among = |of: &[bool]| signed.iter().zip(of).filter(|(signed, has)| **signed && **has).count();
    let (all, marked) = (among(&signed), among(&ended));
    let marks_tell = all >= 3 && marked * 3 >= all * 2;
    let mut lengths: Vec<u32> = (0..drafts.len()).filter(|&at| signed[at]).map(|at| words[at]).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(u32::MAX / 4);
    // One text without a mark, a name or lead-in: whoever dumps a file that is no magazine gets this.
    let is_magazine = drafts.len() != 1 || signed[0] || ended[0] || book.form != Form::Frames;
    for (at, draft) in drafts.iter_mut().enumerate() {
        let mut cap = if is_magazine { source } else { 0.1 };
        let mut doubts = Vec::new();
        if signed[at] && !ended[at] && marks_tell {
            cap = cap.min(0.85);
            doubts.push(
                "the article ends here without the end mark that others have; its end may be elsewhere",
            );
        }
        if signed[at] && !ended[at] && words[at] > 2 * usual {
            cap = cap.min(0.75);
            doubts.push("the article is as long as two others; another may begin in it");
        }
        if !ended[at] && breaks_off(book, draft) {
            cap = cap.min(0.85);
            doubts.push("the article ends here in mid-sentence; its end may be elsewhere");
        }
        draft.certainty = draft.certainty.min(cap);
        let last = draft.pieces.last().copied().unwrap_or(draft.start.at);
        doubts.into_iter().for_each(|what| book.doubt(last, what));
    }
    if source < 1.0 {
        book.doubts.push(Doubt::new(1, if source < 0.8 {
            "no mark in the text parts its pages; where articles begin and end is a guess throughout"
        } else {
            "nothing in the text tells a wrapped line from the end of a paragraph; paragraphs are a guess throughout"
        }));
    }
}

/// How sure a reading can be in this source: a frame dump that does not keep its pages apart, or has lost the spaces
/// that tell a wrapped line from the end of a paragraph, is guessed at.
fn source(book: &Book) -> f32 {
    if book.form != Form::Frames {
        return 1.0;
    }
    let words: u32 = book.pieces.iter().map(|piece| piece.look.words).sum();
    let pages = book.pieces.iter().filter(|piece| piece.page_start).count() as u32;
    // Where wrapped lines are marked, some frame of a magazine ends with a full line and a full stop.
    let wraps_show = book.pieces.iter().any(|piece| piece.runs_on);
    match (pages.saturating_mul(PAGE_WORDS) >= words, wraps_show) {
        (false, _) => 0.6,
        (true, false) => 0.85,
        (true, true) => 1.0,
    }
}

fn is_signed(book: &Book, draft: &Draft) -> bool {
    draft.pieces.iter().any(|&at| matches!(book.zone(at), Zone::Standfirst | Zone::Byline))
}

fn has_end_mark(book: &Book, draft: &Draft) -> bool {
    draft.pieces.iter().any(|&at| book.pieces[at].look.end_mark)
}

fn words(book: &Book, draft: &Draft) -> u32 {
    draft.pieces.iter().map(|&at| book.pieces[at].look.words).sum()
}

/// Whether the running text stops in mid-sentence.
fn breaks_off(book: &Book, draft: &Draft) -> bool {
    let last = draft.pieces.iter().rev().find(|&&at| matches!(book.zone(at), Zone::Body | Zone::List));
    last.is_some_and(|&at| {
        let look = &book.pieces[at].look;
        book.zone(at) == Zone::Body && !look.terminal && look.words > 4
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_story_that_breaks_off_is_not_sure() {
        let paragraph = "The ferry ran again on Monday, after a month of storms that nobody in the town had expected. It ran on time.";
        let whole = format!("Ferry sails again after the winter storms\n\n{paragraph}\n\n{paragraph}\n");
        let sure = |text: &str| {
            let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
            made.articles[0].certainty
        };
        let broken = format!("{whole}\nThe harbour master said on Tuesday that the second boat would\n");
        assert!(sure(&broken) <= 85 && sure(&broken) <= sure(&whole), "{} {}", sure(&broken), sure(&whole));
    }
}
