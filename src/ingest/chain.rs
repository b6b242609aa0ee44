//! Chains: the stories of a spread, cut through one another by columns and pages, each put in its own order.

use super::book::Book;
use super::draft::Draft;
use super::heads;
use super::zone::Zone;

/// Puts every piece of running text into the article that it goes on with.
///
/// A story that stops in mid-sentence when another begins is open. Text that begins in mid-sentence where the story
/// around it does not want it (or after a mark of a turned page) goes on in the story that has been open longest: the
/// file has the left page before the right one.
pub fn untangle(book: &mut Book, drafts: &mut [Draft]) {
    let mut open: Vec<usize> = Vec::new();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new(); // piece, from draft, to draft
    for (index, draft) in drafts.iter().enumerate() {
        let mut current = index;
        let mut last: Option<usize> = None;
        let mut turned = false; // a mark of a turned page since the last running text
        let mut above: Option<usize> = None;
        for &at in &draft.pieces {
            let zone = book.zone(at);
            let mark = |between: usize| matches!(book.zone(between), Zone::Fragment | Zone::RunningHead);
            turned |= above.is_some_and(|above| (above + 1..at).any(mark));
            above = Some(at);
            match zone {
                Zone::Fragment => turned = true,
                Zone::Body if last.is_some() => {
                    let held = last.filter(|&held| !book.pieces[held].look.terminal);
                    let small = book.pieces[at].look.lower && !book.pieces[at].look.drop_cap;
                    let wants = held.is_some();
                    if small && (!wants || turned) && !open.is_empty() {
                        let to = open.remove(0);
                        if wants && !open.contains(&current) {
                            open.push(current);
                        }
                        current = to;
                    }
                    turned = false;
                    last = Some(at);
                }
                Zone::Body => last = Some(at),
                _ => {}
            }
            if current != index && !matches!(zone, Zone::Fragment) {
                moves.push((at, index, current));
            }
        }
        let dangles =
            last.is_some_and(|last| !book.pieces[last].look.terminal && !book.pieces[last].look.end_mark);
        if dangles && !open.contains(&current) {
            open.push(current);
        }
    }
    for (at, from, to) in moves {
        drafts[from].pieces.retain(|&piece| piece != at);
        drafts[to].pieces.push(at);
        if from != to {
            let title = drafts[to]
                .start
                .title
                .first()
                .map_or(String::new(), |&title| book.pieces[title].plain.clone());
            book.labels[at].reason.push_str("; goes on from an earlier story");
            let line = book.pieces[at].first;
            let known =
                book.doubts.iter().any(|doubt| doubt.line + 8 >= line && doubt.what.contains("goes on"));
            if !known {
                book.doubt(at, format!("text goes on in an earlier story: {title:?}"));
            }
        }
    }
    for draft in drafts.iter_mut() {
        reorder(book, draft);
    }
}

/// Mends the order within one article: a stray end that stands before the opening, and text after the end mark.
fn reorder(book: &Book, draft: &mut Draft) {
    let is_body = |at: usize| book.zone(at) == Zone::Body;
    // The stray end: the first running text, if it begins small and another opening follows.
    let bodies: Vec<usize> = draft.pieces.iter().copied().filter(|&at| is_body(at)).collect();
    if bodies.len() >= 3 {
        let (first, second) = (bodies[0], bodies[1]);
        if book.pieces[first].look.lower
            && heads::opens_story(book, second)
            && second > draft.start.at
            && first < second
            && book.labels[first].reason.starts_with("begins in mid-sentence")
        {
            let place = (1..bodies.len()).find(|&at| {
                let wants = !book.pieces[bodies[at]].look.terminal;
                let served = bodies.get(at + 1).is_some_and(|&next| book.pieces[next].look.lower);
                wants && !served
            });
            if let Some(place) = place {
                draft.pieces.retain(|&at| at != first);
                let after = draft.pieces.iter().position(|&at| at == bodies[place]).unwrap_or(0);
                draft.pieces.insert(after + 1, first);
            }
        }
    }
    // Text after the piece with the end mark: that piece is the last, what follows goes before it.
    let bodies: Vec<usize> = draft.pieces.iter().copied().filter(|&at| is_body(at)).collect();
    if let Some(end) = bodies.iter().position(|&at| book.pieces[at].look.end_mark)
        && end + 1 < bodies.len()
        && book.pieces[bodies[end]].look.lower
    {
        let closing = bodies[end];
        draft.pieces.retain(|&at| at != closing);
        let last = draft.pieces.iter().rposition(|&at| is_body(at)).unwrap_or(0);
        draft.pieces.insert(last + 1, closing);
    }
}
