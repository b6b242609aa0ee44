//! Runs: how far lines of one kind go on from any line of an article, found in one pass.
//!
//! Whoever counts them anew from each line takes quadratic time in a file that is one long list.

use super::book::Book;
use super::piece::{Piece, is_address};

/// The runs of an article's pieces that have no zone when it is made. It stays right as long as only pieces are given a
/// zone that nobody asks for any more.
pub struct Runs {
    from: usize,
    /// For each piece where the run of short lines ends that it stands in: itself, if it is none.
    short: Vec<usize>,
    /// The same of lines that look like headings.
    headings: Vec<usize>,
    /// For each piece how many of those above it begin small.
    small: Vec<usize>,
    /// The last piece that can take up a sentence which stopped above a box.
    resumes: Option<usize>,
}

impl Runs {
    /// Those of the pieces `from..end`.
    pub fn new(book: &Book, from: usize, end: usize) -> Runs {
        let ends = |fits: fn(&Piece) -> bool| {
            let mut ends = vec![end; end.saturating_sub(from)];
            let mut run = end;
            for at in (from..end).rev() {
                if !(book.is_unknown(at) && fits(&book.pieces[at])) {
                    run = at;
                }
                ends[at - from] = run;
            }
            ends
        };
        let mut small = vec![0];
        for at in from..end {
            small.push(small[at - from] + usize::from(book.pieces[at].look.lower));
        }
        let (short, headings) = (ends(is_short), ends(is_heading));
        Runs { from, short, headings, small, resumes: last_resuming(book, from, end) }
    }

    /// A run of at least four lines of a few words each from `at`, of which a third begin small: where it ends.
    pub fn short(&self, at: usize) -> Option<usize> {
        let end = *self.short.get(at.checked_sub(self.from)?)?;
        let small = self.small[end - self.from] - self.small[at - self.from];
        (end - at >= 4 && small * 3 >= end - at).then_some(end)
    }

    /// A run of at least five lines that look like headings from `at`: where it ends.
    pub fn headings(&self, at: usize) -> Option<usize> {
        let end = *self.headings.get(at.checked_sub(self.from)?)?;
        (end - at >= 5).then_some(end)
    }

    /// Whether a sentence that stopped above the heading `at` is taken up again somewhere below.
    pub fn box_ends(&self, at: usize) -> bool {
        self.resumes.is_some_and(|last| last > at)
    }
}

fn is_short(piece: &Piece) -> bool {
    piece.look.words <= 6
        && piece.look.item.is_none()
        && !piece.look.row
        && piece.look.level == 0
        && !is_address(&piece.plain)
        && !piece.plain.ends_with(':')
}

fn is_heading(piece: &Piece) -> bool {
    piece.is_heading_like() && piece.look.words <= 14 && piece.look.level == 0
}

/// The last piece that begins small where nothing right above it wants to go on: inside a box a small letter takes up
/// the box's own broken sentence.
fn last_resuming(book: &Book, from: usize, end: usize) -> Option<usize> {
    let mut below: Option<usize> = None;
    for at in (from..end).rev().filter(|&at| book.is_unknown(at)) {
        let piece = &book.pieces[at];
        let open = !piece.look.terminal && piece.look.item.is_none() && !piece.is_heading_like();
        if below.is_some() && !open {
            return below;
        }
        let look = &piece.look;
        let resumes = look.lower && look.words > 1 && look.item.is_none() && !look.row && look.level == 0;
        below = resumes.then_some(at);
    }
    None
}
