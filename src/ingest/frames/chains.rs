//! Chains: running text in reading order, each piece linked to the one in which its sentence goes on.
//!
//! A piece that is open waits for the rest of its sentence. A piece that begins with a small letter is such a rest. What
//! stands between the two is set aside: it is a standfirst, a caption or a box.

mod clues;

use super::super::book::Book;
use super::shape;

/// How many chains or pieces back anything is looked for: more than a spread has, and a bound that keeps the walk
/// linear.
const NEAR: usize = 60;

/// A run of running text.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Its pieces in reading order, crossheads and list items among them.
    pub pieces: Vec<usize>,
    /// Closed by an end mark.
    pub ended: bool,
    /// Begins as a story does.
    pub opens: bool,
    /// The chain that it stands in or beside as a box.
    pub box_of: Option<usize>,
    /// The display line above a box.
    pub heading: Option<usize>,
}

impl Chain {
    /// The last piece, if its sentence goes on elsewhere.
    pub fn waits(&self, book: &Book) -> Option<usize> {
        self.pieces.last().copied().filter(|&last| !self.ended && book.pieces[last].open)
    }

    /// The width of its column, in characters; 0 if it has no full lines.
    pub fn width(&self, book: &Book) -> f32 {
        let mut widths: Vec<u32> = Vec::new();
        for &at in self.pieces.iter().rev().take(NEAR) {
            let piece = &book.pieces[at];
            if piece.rows > 2 {
                widths.extend(std::iter::repeat_n(piece.width, piece.rows.min(200) as usize));
            }
        }
        widths.sort_unstable();
        widths.get(widths.len() / 2).copied().unwrap_or(0) as f32
    }

    /// The pages that it stands on.
    pub fn pages(&self, book: &Book) -> (u32, u32) {
        let page = |at: Option<&usize>| at.map_or(0, |&at| book.pieces[at].page);
        (page(self.pieces.first()), page(self.pieces.last()))
    }
}

/// What the frames of an issue are, before heads are given to chains.
#[derive(Debug, Default)]
pub struct Parts {
    /// Running text.
    pub chains: Vec<Chain>,
    /// Display lines and bylines, in the order of the file.
    pub display: Vec<usize>,
    /// What stands aside, with the chain that was being read: standfirsts, captions, notes.
    pub asides: Vec<(usize, Option<usize>)>,
    /// Words of a headline set as artwork.
    pub strays: Vec<usize>,
}

/// Sorts the pieces that have no zone into running text, display lines and what stands aside.
pub fn find(book: &Book) -> Parts {
    let mut walk =
        Walk { book, parts: Parts::default(), current: None, inside: None, heading: None, until: 0 };
    let mut at = 0;
    while at < book.pieces.len() {
        if book.is_unknown(at) && at >= walk.until {
            walk.take(at);
        }
        at += 1;
    }
    walk.parts
}

/// The walk through the file.
struct Walk<'a, 'b> {
    book: &'a Book<'b>,
    parts: Parts,
    /// The chain that was added to last, boxes left out.
    current: Option<usize>,
    /// The box that is being read.
    inside: Option<usize>,
    /// The display line directly above.
    heading: Option<usize>,
    /// Pieces before this one are done.
    until: usize,
}

impl Walk<'_, '_> {
    fn take(&mut self, at: usize) {
        let book = self.book;
        let piece = &book.pieces[at];
        if piece.page_start {
            (self.inside, self.heading) = (None, None);
        }
        if shape::is_byline(book, at) {
            self.parts.display.push(at);
            self.inside = None;
        } else if let Some(chain) = self.interior(at) {
            self.add(chain, at);
        } else if shape::is_display(book, at) && !self.rests(at) {
            self.parts.display.push(at);
            (self.inside, self.heading) = (None, Some(at));
        } else {
            let heading = self.heading;
            self.text(at);
            // A heading serves the block below it and no other.
            if heading == self.heading && shape::ends_block(book, at) {
                self.heading = None;
            }
        }
    }

    /// Whether a short line is the rest of a sentence and no display line: `says`, alone in its frame.
    fn rests(&self, at: usize) -> bool {
        let piece = &self.book.pieces[at];
        self.waiting_here(at).is_some() && piece.look.lower && !piece.lettered
    }

    /// The chain in which a display line is a heading within the text: it stands between two of its paragraphs, and the
    /// page has more display lines than stories that want one.
    fn interior(&self, at: usize) -> Option<usize> {
        let book = self.book;
        let piece = &book.pieces[at];
        let chain = self.current.filter(|_| self.inside.is_none() && self.heading.is_none())?;
        let held = &self.parts.chains[chain];
        let last = held.pieces.last().copied()?;
        let below = shape::below(book, at).filter(|&below| below == at + 1)?;
        let text = &book.pieces[below];
        let short = piece.rows == 1 && piece.look.words <= 9 && shape::is_display(book, at);
        let between = last + 1 == at && !book.pieces[last].open && !held.ended && !piece.page_start;
        let runs = text.rows >= 3
            && !text.look.lower
            && !shape::is_heading(book, below)
            && !shape::is_opening(book, below)
            && shape::difference(book, below, held.width(book)) <= 0.12;
        (short && between && runs && self.spare_titles(piece.page) > 0).then_some(chain)
    }

    /// The chain that waits for the rest of a sentence, read last and on the page of `at` or the one before.
    fn waiting_here(&self, at: usize) -> Option<usize> {
        let current = self.current?;
        let held = self.parts.chains[current].waits(self.book)?;
        (self.book.pieces[at].page - self.book.pieces[held].page <= 1).then_some(current)
    }

    /// Chains that wait, those read last first.
    fn waiting(&self, at: usize) -> Vec<usize> {
        let page = self.book.pieces[at].page;
        (0..self.parts.chains.len())
            .rev()
            .take(NEAR)
            .filter(|&chain| {
                self.parts.chains[chain]
                    .waits(self.book)
                    .is_some_and(|held| page - self.book.pieces[held].page <= 4)
            })
            .collect()
    }

    fn text(&mut self, at: usize) {
        let book = self.book;
        let piece = &book.pieces[at];
        if !shape::begins_block(book, at)
            && let Some(chain) = self.holder(at - 1)
        {
            let note =
                book.phrases.endnotes.fit(&piece.folded) && shape::ends_block(book, at) && self.closes(at);
            return if note { self.aside(at) } else { self.add(chain, at) };
        }
        let opens_small = piece.look.lower && shape::is_opening(book, at) && self.opens(at);
        if piece.look.lower && piece.look.item.is_none() && !opens_small && !self.is_address_line(at) {
            return self.rest(at);
        }
        if self.opens(at) {
            self.inside = None;
            return self.begin(Chain { opens: true, ..Chain::default() }, at);
        }
        if let Some(inside) = self.inside {
            return self.in_box(inside, at);
        }
        let Some(current) = self.current else {
            return if self.leads_in(at) { self.aside(at) } else { self.begin(Chain::default(), at) };
        };
        let ended = self.parts.chains[current].ended;
        let titled = shape::is_crosshead(book, at) || self.heading.is_some();
        // Below a headline that its page needs, a whole paragraph leads in; below one to spare, it is a box's.
        let last = shape::whole(book, at).unwrap_or(at);
        let opens_below = shape::text_below(book, last).is_some_and(|below| shape::is_opening(book, below));
        let needed = self.heading.is_some()
            && self.spare_titles(piece.page) == 0
            && (opens_below || self.ends_page(at));
        let free = ended && self.heading.is_none() || piece.page_start || needed || self.beside_byline(at);
        if shape::is_caption(book, at) || free && self.leads_in(at) || self.at_foot(at) {
            return self.aside(at);
        }
        if let Some(held) = self.parts.chains[current].waits(book) {
            if self.takes_up(current, held, at) {
                return self.add(current, at);
            }
            if piece.page_start && self.fresh_page(at) {
                return self.begin(Chain::default(), at);
            }
            return self.interrupt(current, at, titled);
        }
        if ended {
            // A box stands on a page of its story: what has a heading on another page is another story.
            let apart = self.parts.chains[current].pages(book).1 < piece.page;
            if apart && titled && piece.look.item.is_none() && self.words_below(at) > 150 {
                self.heading = None;
                return self.begin(Chain::default(), at);
            }
            let told = shape::biography(book, at).is_some() || book.is_closer(at);
            if shape::is_endnote(book, at) && (self.heading.is_none() || told) {
                return self.aside(at);
            }
            if piece.page_start && !titled && self.words_below(at) > 150 {
                return self.begin(Chain::default(), at);
            }
            return self.interrupt(current, at, titled);
        }
        // A new paragraph.
        if let Some(&chain) = self.waiting(at).first()
            && piece.page_start
            && let Some(held) = self.parts.chains[chain].waits(book)
            && self.takes_up(chain, held, at)
        {
            return self.add(chain, at);
        }
        let note =
            shape::is_endnote(book, at) && shape::whole(book, at).is_some_and(|last| self.closes(last));
        if self.aside_weight(current, at) >= 3.0 || note {
            return self.aside(at);
        }
        // A list below a heading is a box's, and no story opens with one.
        let listed = piece.look.item.is_some() || piece.look.row;
        let headed = piece.page_start || self.heading.is_some() && !listed;
        if headed && !shape::is_crosshead(book, at) && self.fresh_page(at) {
            self.heading = None;
            return self.begin(Chain::default(), at);
        }
        self.add(current, at);
    }

    /// A piece that begins in mid-sentence: it goes to the chain that waits for it.
    fn rest(&mut self, at: usize) {
        let book = self.book;
        if let Some(inside) = self.inside
            && self.parts.chains[inside].waits(book).is_some()
        {
            return self.add(inside, at);
        }
        if self.is_stray(at) {
            return self.parts.strays.push(at);
        }
        let waiting = self.waiting(at);
        let near = |chain: &usize| {
            let last = self.parts.chains[*chain].pieces.last().copied().unwrap_or(0);
            let pair = clues::pair(book, last, at);
            let alike = shape::difference(book, at, self.parts.chains[*chain].width(book));
            let page = book.pieces[at].page - book.pieces[last].page;
            i64::from(pair) * 20 - (alike * 100.0) as i64 - 15 * i64::from(page)
        };
        let here = self.current.filter(|current| waiting.first() == Some(current));
        let same_page = here.filter(|&here| {
            self.parts.chains[here]
                .pieces
                .last()
                .is_some_and(|&last| book.pieces[last].page == book.pieces[at].page)
        });
        let to = same_page.or_else(|| waiting.iter().copied().max_by_key(|chain| (near(chain), *chain)));
        let near = self.current.filter(|&current| {
            let chain = &self.parts.chains[current];
            !chain.ended && chain.pages(book).1 == book.pieces[at].page
        });
        match to.or(near) {
            Some(chain) => {
                self.inside = None;
                self.add(chain, at);
            }
            None if self.current.is_some() => self.aside(at),
            None => self.begin(Chain::default(), at),
        }
    }

    /// Text that interrupts `chain` or follows its end: a box if it has a heading or is long, else it stands aside.
    fn interrupt(&mut self, chain: usize, at: usize, titled: bool) {
        let piece = &self.book.pieces[at];
        let owner = self.parts.chains[chain].box_of.unwrap_or(chain);
        let listed = piece.look.item.is_some() || piece.look.row;
        if titled
            || listed && self.heading.is_some()
            || piece.look.words > 95 && shape::is_whole(self.book, at)
        {
            self.parts.chains.push(Chain { box_of: Some(owner), heading: self.heading, ..Chain::default() });
            let made = self.parts.chains.len() - 1;
            self.inside = Some(made);
            self.heading = None;
            return self.add(made, at);
        }
        if !self.parts.chains[owner].ended
            && (listed || shape::whole(self.book, at).is_none() && piece.look.words > 8)
        {
            return self.add(owner, at);
        }
        self.aside(at);
    }

    /// A paragraph below the heading of a box: in the box, or back in the column that the box interrupted.
    fn in_box(&mut self, inside: usize, at: usize) {
        let book = self.book;
        let piece = &book.pieces[at];
        let owner = self.parts.chains[inside].box_of.unwrap_or(inside);
        let (inner, outer) = (self.parts.chains[inside].width(book), self.parts.chains[owner].width(book));
        if shape::is_crosshead(book, at) {
            let text = at + 1;
            let home = self.parts.chains[owner].waits(book).is_none()
                && !self.parts.chains[owner].ended
                && shape::difference(book, text, outer) < 0.1
                && (inner <= 0.0 || shape::difference(book, text, inner) > 0.1);
            self.inside = None;
            return if home { self.add(owner, at) } else { self.interrupt(owner, at, true) };
        }
        let back = !self.parts.chains[owner].ended
            && piece.rows > 2
            && inner > 0.0
            && shape::difference(book, at, outer) + 0.1 < shape::difference(book, at, inner);
        if back
            || self.heading.is_some()
                && !self.parts.chains[owner].ended
                && piece.rows > 2
                && shape::difference(book, at, outer) < 0.1
        {
            self.inside = None;
            return self.add(owner, at);
        }
        if shape::biography(book, at).is_some() && shape::is_endnote(book, at) {
            return self.aside(at);
        }
        self.add(inside, at);
    }

    fn holder(&self, at: usize) -> Option<usize> {
        let near = (0..self.parts.chains.len()).rev().take(NEAR);
        near.into_iter().find(|&chain| self.parts.chains[chain].pieces.last() == Some(&at))
    }

    fn begin(&mut self, chain: Chain, at: usize) {
        self.parts.chains.push(chain);
        self.add(self.parts.chains.len() - 1, at);
    }

    fn add(&mut self, chain: usize, at: usize) {
        let made = &mut self.parts.chains[chain];
        made.pieces.push(at);
        made.ended |= self.book.pieces[at].look.end_mark;
        if made.box_of.is_none() {
            self.current = Some(chain);
        }
    }

    /// Sets `at` aside, with the pieces in which its paragraph goes on.
    fn aside(&mut self, at: usize) {
        let last = shape::whole(self.book, at).unwrap_or(at);
        let chain = self.inside.or(self.current);
        for piece in at..=last {
            if self.book.is_unknown(piece) {
                self.parts.asides.push((piece, chain));
            }
        }
        self.until = last + 1;
    }
}
