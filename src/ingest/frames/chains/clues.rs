//! What the walk asks of the pieces around it before it decides: does a story begin here, does this sentence take up that
//! one, does a piece stand aside.

use super::super::super::book::Book;
use super::super::super::zone::Zone;
use super::super::super::{byline, people, piece, words};
use super::super::shape;
use super::{NEAR, Walk};

/// More words than most captions have.
const CAPTION_WORDS: u32 = 40;

impl Walk<'_, '_> {
    /// Whether `at` opens a story. In the middle of a column, narrow lines may be set beside a picture: there they open
    /// a story only if the page has a headline to spare.
    pub(super) fn opens(&self, at: usize) -> bool {
        let book = self.book;
        if !shape::is_opening(book, at) {
            return false;
        }
        // A standfirst in narrow lines above the opening itself: its own column does not widen.
        let after = shape::whole(book, at).and_then(|last| shape::text_below(book, last));
        let widens = shape::below(book, at)
            .is_some_and(|next| book.pieces[next].width * 100 >= book.pieces[at].width * 105);
        if !widens && after.is_some_and(|after| shape::is_opening(book, after) && self.stands_out(at, after))
        {
            return false;
        }
        if self.begins_fresh(at) {
            return true;
        }
        let finished = self.current.is_none_or(|current| self.parts.chains[current].waits(book).is_none());
        let next = shape::below(book, at).map(|next| &book.pieces[next]);
        let wider = next.is_some_and(|next| {
            next.look.lower && next.rows >= 2 && next.width * 100 >= book.pieces[at].width * 115
        });
        finished && wider && self.spare_titles(book.pieces[at].page) > 0
    }

    /// How many more headlines than openings a page shows. Openings in the middle of a column, which this is asked
    /// for, count once they are found.
    pub(super) fn spare_titles(&self, page: u32) -> usize {
        let book = self.book;
        let first = book.pieces.partition_point(|piece| piece.page < page);
        let openings = (first..book.pieces.len())
            .take_while(|&at| book.pieces[at].page == page)
            .filter(|&at| {
                book.is_unknown(at)
                    && shape::is_opening(book, at)
                    && (self.begins_fresh(at)
                        || self
                            .parts
                            .chains
                            .iter()
                            .any(|chain| chain.opens && chain.pieces.first() == Some(&at)))
            })
            .count();
        let plain = self.parts.chains.iter().rev().take(NEAR).filter(|chain| {
            chain.box_of.is_none()
                && !chain.opens
                && chain.pieces.first().is_some_and(|&first| book.pieces[first].page == page)
        });
        shape::titles(book, page).saturating_sub(openings + plain.count())
    }

    /// Whether `at` stands where a frame of running text begins: at the head of a page, below a display line, or
    /// after the end of a story.
    pub(super) fn begins_fresh(&self, at: usize) -> bool {
        let book = self.book;
        if book.pieces[at].page_start || at == 0 {
            return true;
        }
        let above = at - 1;
        match book.zone(above) {
            Zone::Unknown => {
                shape::is_display(book, above)
                    || shape::is_byline(book, above)
                    || book.pieces[above].look.end_mark
                    || self.parts.asides.iter().rev().take(NEAR).any(|&(aside, _)| aside == above)
                    || self.leads_in(above) && self.below_head(above)
            }
            Zone::PullQuote | Zone::Credit => false,
            _ => true,
        }
    }

    /// Whether `at` begins its page or stands below a display line.
    pub(super) fn below_head(&self, at: usize) -> bool {
        let book = self.book;
        book.pieces[at].page_start
            || shape::above(book, at)
                .is_some_and(|above| shape::is_display(book, above) || shape::is_byline(book, above))
    }

    /// Whether a lone word is none of the sentence that it stands in, but a word of a headline set as artwork: the
    /// issue has the words on either side of it next to each other, and never the word before beside this one.
    pub(super) fn is_stray(&self, at: usize) -> bool {
        let book = self.book;
        let piece = &book.pieces[at];
        let Some(held) = self.waiting_here(at).and_then(|chain| self.parts.chains[chain].waits(book)) else {
            return false;
        };
        let next = book.next_unknown(at, at + 4).filter(|&next| book.pieces[next].look.lower);
        piece.look.words == 1
            && shape::begins_block(book, at)
            && shape::ends_block(book, at)
            && next.is_some_and(|next| pair(book, held, next) >= 2 && pair(book, held, at) == 0)
    }

    /// Whether the capitalised piece `at` takes up the sentence that stopped at `held`: no later piece does so better.
    pub(super) fn takes_up(&self, chain: usize, held: usize, at: usize) -> bool {
        let book = self.book;
        let piece = &book.pieces[at];
        if piece.look.item.is_some() || piece.look.row {
            return false;
        }
        let begun = &self.parts.chains[chain];
        let only_opening = begun.opens
            && begun.pieces.iter().all(|&other| book.pieces[other].block == book.pieces[held].block);
        if book.pieces[held].look.hyphen || only_opening && self.heading.is_none() {
            return true;
        }
        let turned = piece.page != book.pieces[held].page;
        let alike = turned || shape::difference(book, at, self.parts.chains[chain].width(book)) <= 0.2;
        let whole = shape::whole(book, at).is_some();
        let lead = shape::is_crosshead(book, at);
        // What takes it up with a small letter, on this page or at the head of the next.
        let page = book.pieces[held].page;
        let until =
            (at + 1..book.pieces.len().min(at + 40)).take_while(|&next| book.pieces[next].page <= page + 1);
        let mut owed = usize::from(piece.open && !piece.look.terminal);
        let mut better = false;
        for next in until {
            let later = &book.pieces[next];
            let beside = shape::is_byline(book, next) || shape::is_display(book, next);
            if !book.is_unknown(next) || later.look.item.is_some() || beside {
                continue;
            }
            if later.look.lower && later.look.words > 1 && shape::begins_block(book, next) {
                if owed == 0 {
                    better = true;
                    break;
                }
                owed -= 1;
            }
            owed += usize::from(later.open && !later.look.terminal);
        }
        let owes = usize::from(piece.open);
        if owes > 0 && !lead {
            return alike;
        }
        if book.pieces[held].look.terminal {
            return alike && !lead;
        }
        let stands_aside = whole && (better || self.aside_weight(chain, at) >= 4.0);
        alike && !lead && !stands_aside
    }

    /// Whether the first text of a page is a story's, because a display line on its page wants one.
    pub(super) fn fresh_page(&self, at: usize) -> bool {
        let book = self.book;
        let page = book.pieces[at].page;
        let closed = self.current.is_none_or(|current| self.parts.chains[current].ended);
        self.spare_titles(page) > 0 && (closed || self.brief(self.current))
    }

    /// Whether a chain is a short story that ends without a mark.
    pub(super) fn brief(&self, chain: Option<usize>) -> bool {
        chain.is_some_and(|chain| {
            let words: u32 =
                self.parts.chains[chain].pieces.iter().map(|&at| self.book.pieces[at].look.words).sum();
            words < 700 && self.parts.chains[chain].waits(self.book).is_none()
        })
    }

    /// Whether a whole paragraph before the text of a page leads in: a heading, a byline or an opening stands beside it.
    pub(super) fn leads_in(&self, at: usize) -> bool {
        let book = self.book;
        let Some(last) = shape::whole(book, at) else { return false };
        let side = |other: Option<usize>| {
            other.is_some_and(|other| shape::is_byline(book, other) || shape::is_display(book, other))
        };
        let below = shape::below(book, last);
        // A headline that is a sentence, over the paragraph that leads in.
        let second = below.filter(|&below| book.pieces[at].page_start && !shape::is_opening(book, below));
        let second = second.and_then(|below| shape::below(book, shape::whole(book, below)?));
        let opens = |below: Option<usize>| {
            below.is_some_and(|below| shape::is_opening(book, below) && self.stands_out(at, below))
        };
        side(below)
            || side(shape::above(book, at))
            || opens(below)
            || opens(second)
            || below.is_none() && book.pieces[at].page_start
    }

    /// Whether no running text follows `last` in its column: a display line, a note or an opening does, or nothing.
    pub(super) fn closes(&self, last: usize) -> bool {
        let book = self.book;
        shape::below(book, last).is_none_or(|next| {
            shape::is_display(book, next)
                || shape::is_byline(book, next)
                || shape::is_endnote(book, next)
                || shape::is_caption(book, next)
                || shape::is_opening(book, next)
        })
    }

    /// The words of the text from `at` to the foot of its page.
    pub(super) fn words_below(&self, at: usize) -> u32 {
        let pieces = &self.book.pieces;
        let rest = (at..pieces.len()).take_while(|&next| pieces[next].page == pieces[at].page);
        rest.filter(|&next| self.book.is_unknown(next)).map(|next| pieces[next].look.words).sum()
    }

    /// Whether `at` is not set as the text that the opening `below` goes on in is, or names a writer.
    pub(super) fn stands_out(&self, at: usize, below: usize) -> bool {
        let book = self.book;
        let column = shape::below(book, below).map_or(0, |next| book.pieces[next].width);
        shape::difference(book, at, column as f32) > 0.1
            || !people::writers(&shape::whole_text(book, at), &book.writers, &book.profile.house_names)
                .is_empty()
    }

    /// Whether a line that names column or writer stands directly above or below the paragraph `at`.
    pub(super) fn beside_byline(&self, at: usize) -> bool {
        let book = self.book;
        let last = shape::whole(book, at).unwrap_or(at);
        [shape::above(book, at), shape::below(book, last)]
            .into_iter()
            .flatten()
            .any(|side| byline::column(book, side).is_some() && shape::is_byline(book, side))
    }

    /// Whether nothing but display lines and captions stands below `at` on its page.
    pub(super) fn ends_page(&self, at: usize) -> bool {
        let book = self.book;
        let last = shape::whole(book, at).unwrap_or(at);
        let small =
            |next: usize| shape::is_whole(book, next) && book.pieces[next].look.words <= CAPTION_WORDS;
        (last + 1..book.pieces.len()).take_while(|&next| book.pieces[next].page == book.pieces[at].page).all(
            |next| {
                !book.is_unknown(next)
                    || shape::is_display(book, next)
                    || shape::is_byline(book, next)
                    || small(next)
            },
        )
    }

    /// Whether a short whole paragraph stands at the foot of a page below a headline, a credit or another such paragraph,
    /// where captions are.
    pub(super) fn at_foot(&self, at: usize) -> bool {
        let book = self.book;
        let Some(above) = at.checked_sub(1).filter(|_| !book.pieces[at].page_start) else { return false };
        let beside = book.zone(above) == Zone::Credit
            || book.is_unknown(above) && (shape::is_display(book, above) || shape::is_byline(book, above))
            || self.parts.asides.last().is_some_and(|&(aside, _)| aside == above);
        shape::is_whole(book, at)
            && book.pieces[at].look.words <= CAPTION_WORDS
            && beside
            && self.ends_page(at)
    }

    /// How much speaks for `at` standing aside from `chain`.
    pub(super) fn aside_weight(&self, chain: usize, at: usize) -> f32 {
        let book = self.book;
        let piece = &book.pieces[at];
        let Some(last) = shape::whole(book, at) else { return 0.0 };
        // Another page may be set in another measure.
        let begun = &self.parts.chains[chain];
        let turned = begun.pages(book).1 != piece.page;
        let other = if turned { 0.0 } else { shape::difference(book, at, begun.width(book)) };
        let mut weight = match other {
            other if other > 0.25 => 2.0,
            other if other > 0.12 => 1.5,
            _ => 0.0,
        };
        for side in [shape::above(book, at), shape::below(book, last)] {
            weight += match side {
                Some(side) if shape::is_display(book, side) || shape::is_byline(book, side) => 1.0,
                None => 1.0,
                _ => 0.0,
            };
        }
        if self.parts.chains[chain].waits(book).is_some() {
            weight += 2.0;
        }
        if !people::writers(&piece.plain, &[], &book.profile.house_names).is_empty() {
            weight += 0.5;
        }
        if piece.page_start && self.leads_in(at) {
            weight += 1.0;
        }
        weight
    }

    /// An address that stands alone begins small and takes up nothing.
    pub(super) fn is_address_line(&self, at: usize) -> bool {
        piece::is_address(self.book.pieces[at].plain.split(' ').next().unwrap_or(""))
            && self.waiting_here(at).is_none()
    }
}

/// How often the issue has the last word of `first` before the first word of `second`, at most 3.
pub(super) fn pair(book: &Book, first: usize, second: usize) -> u32 {
    let (first, second) = (&book.pieces[first].plain, &book.pieces[second].plain);
    let tail = &first[first.floor_char_boundary(first.len().saturating_sub(40))..];
    let last = words::words(tail).last();
    let next = words::words(&second[..second.floor_char_boundary(40)]).next();
    match (last, next) {
        (Some(last), Some(next)) => book.lexicon.pair(&last, &next).min(3),
        _ => 0,
    }
}
