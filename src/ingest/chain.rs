//! Chains: the stories of a spread, cut through one another by columns and pages, each put in its own order.

use std::collections::{BTreeSet, VecDeque};

use super::book::Book;
use super::doubt::quote;
use super::draft::Draft;
use super::heads;
use super::join;
use super::topic;
use super::zone::Zone;

/// Puts every piece of running text into the article that it goes on with.
///
/// A story that stops in mid-sentence when another begins is open. Text that begins in mid-sentence where the story
/// around it does not want it (or after a mark of a turned page) goes on in the story that has been open longest, as
/// the file has the left page before the right one; unless its words speak clearly for another that is open.
pub fn untangle(book: &mut Book, drafts: &mut [Draft]) {
    let bodies: Vec<Vec<usize>> = drafts.iter().map(|draft| bodies(book, draft)).collect();
    let words = bodies.iter().flatten().flat_map(|&at| topic::words(&book.pieces[at].plain));
    let spread = topic::Spread::new(words);
    let mut open: Vec<usize> = Vec::new();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new(); // piece, from draft, to draft
    for (index, draft) in drafts.iter().enumerate() {
        open.retain(|&story| index - story <= SPREAD);
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
                    if small && !open.is_empty() {
                        let stays = wants && !turned;
                        let mut stories = open.clone();
                        if wants {
                            let place = if stays { 0 } else { stories.len() };
                            stories.insert(place, current);
                        }
                        let clear = if stays { JUMPS } else { GOES_ON };
                        let to = stories[choose(book, &bodies, &spread, &stories, index, at, clear)];
                        if to != current {
                            open.retain(|&story| story != to);
                            if wants && !open.contains(&current) {
                                open.push(current);
                            }
                            current = to;
                        }
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
    // A sentence tells where its rest belongs; the paragraphs that follow the rest were taken along on trust.
    let trusted = |&&(at, from, to): &&(usize, usize, usize)| {
        from != to && book.zone(at) == Zone::Body && !book.pieces[at].look.lower
    };
    let mixed: BTreeSet<usize> = moves.iter().filter(trusted).flat_map(|&(_, from, to)| [from, to]).collect();
    let moved: BTreeSet<usize> = moves.iter().map(|&(at, ..)| at).collect();
    for from in moves.iter().map(|&(_, from, _)| from).collect::<BTreeSet<usize>>() {
        drafts[from].pieces.retain(|piece| !moved.contains(piece));
    }
    // Paragraphs that go on together are said once, with the line of the last.
    let mut said: Option<u32> = None;
    for (at, from, to) in moves {
        drafts[to].pieces.push(at);
        if from != to {
            book.labels[at].reason.push_str("; goes on from an earlier story");
            let line = book.pieces[at].first;
            let known = said.is_some_and(|said| said + 8 >= line);
            if !known {
                let what = goes_on(&named(book, &drafts[to]), &named(book, &drafts[from]));
                book.doubt(at, what);
                said = Some(line);
            }
        }
    }
    for story in mixed {
        if !drafts[story].pieces.iter().any(|&at| book.pieces[at].look.end_mark) {
            drafts[story].certainty = drafts[story].certainty.min(0.85);
        }
    }
    strays(book, drafts, &spread);
    for draft in drafts.iter_mut() {
        reorder(book, draft);
        halves(book, draft);
    }
}

/// What a doubt calls a story: its headline, if it has one.
fn named(book: &Book, draft: &Draft) -> String {
    match draft.start.title.first() {
        Some(&title) => quote(&book.pieces[title].plain),
        None => "a text without a headline".into(),
    }
}

/// What a doubt says of text that was taken from `here` to `there`.
fn goes_on(there: &str, here: &str) -> String {
    format!("text goes on in {there}; in the file it stands below {here}")
}

/// Which of `stories` the text that begins in mid-sentence at `at` goes on with: the first, unless its words are `clear`
/// or more likelier (as a logarithm) in another.
fn choose(
    book: &Book,
    bodies: &[Vec<usize>],
    spread: &topic::Spread,
    stories: &[usize],
    own: usize,
    at: usize,
    clear: f32,
) -> usize {
    if stories.len() < 2 {
        return 0;
    }
    let words = |pieces: &[usize]| -> Vec<String> {
        pieces.iter().flat_map(|&at| topic::words(&book.pieces[at].plain)).collect()
    };
    let below = &bodies[own][bodies[own].partition_point(|&piece| piece < at)..];
    let more = below.iter().skip(1).take(2).take_while(|&&piece| !book.pieces[piece].look.lower).count();
    let text = words(&below[..below.len().min(1 + more)]);
    // What stands before the break, and near it; what follows may be another's too.
    let told: Vec<Vec<String>> = stories
        .iter()
        .map(|&story| {
            let above = &bodies[story][..bodies[story].partition_point(|&piece| piece < at)];
            words(&above[above.len().saturating_sub(MOST_PARAGRAPHS)..])
        })
        .collect();
    let topics: Vec<topic::Topic> = told.iter().map(|words| topic::Topic::new(words.iter())).collect();
    let lean = |story: usize| spread.leaning(text.iter(), &topics[story], &topics[0]);
    let best = (1..stories.len()).max_by(|&a, &b| lean(a).total_cmp(&lean(b))).unwrap_or(0);
    if lean(best) >= clear { best } else { 0 }
}

/// How many times likelier, as a natural logarithm, the words after a break must be in another story than in the one
/// that the order of the file gives them.
const GOES_ON: f32 = 12.0;

/// The same where the story around the break wants to go on itself.
const JUMPS: f32 = 20.0;

/// How many stories later a broken one goes on at the most: more than share a spread.
const SPREAD: usize = 4;

/// Paragraphs at the end of a short story that belong to an earlier one on the same spread, which was broken off at the
/// end of a sentence: nothing shows it but their words, which [`topic`] weighs.
fn strays(book: &mut Book, drafts: &mut [Draft], spread: &topic::Spread) {
    // Only those of the stories near by are held.
    let mut texts: VecDeque<Vec<(usize, Vec<String>)>> = VecDeque::new();
    let mut moves: Vec<(usize, usize, usize, f32)> = Vec::new(); // from draft, to draft, first piece, weight
    for to in 0..drafts.len() {
        let pieces = bodies(book, &drafts[to]);
        let pieces = if pieces.len() <= MOST_PARAGRAPHS { pieces } else { Vec::new() };
        let words = |at: usize| (at, topic::words(&book.pieces[at].plain));
        texts.push_front(pieces.into_iter().map(words).collect());
        texts.truncate(1 + NEAR);
        let own = &texts[0];
        // The headline and two paragraphs at least must stay, two at least must go.
        if !(5..=MOST_PARAGRAPHS).contains(&own.len()) || !is_short_story(book, &drafts[to]) {
            continue;
        }
        let mut best: Option<(f32, usize, usize)> = None;
        for from in (to.saturating_sub(NEAR)..to).filter(|&from| is_short_story(book, &drafts[from])) {
            let theirs = &texts[to - from];
            if theirs.is_empty() {
                continue;
            }
            let other = topic::Topic::new(theirs.iter().flat_map(|(_, words)| words));
            for split in 3..own.len() - 1 {
                let (kept, moved) = own.split_at(split);
                let (first, last) = (&book.pieces[moved[0].0], &book.pieces[kept[split - 1].0]);
                if first.look.lower || !last.look.terminal || last.look.end_mark {
                    continue;
                }
                let mine = topic::Topic::new(kept.iter().flat_map(|(_, words)| words));
                let weight = spread.leaning(moved.iter().flat_map(|(_, words)| words), &other, &mine);
                if best.is_none_or(|(most, ..)| weight > most) {
                    best = Some((weight, from, split));
                }
            }
        }
        if let Some((weight, from, split)) = best.filter(|&(weight, ..)| weight >= LEANS) {
            moves.push((to, from, own[split].0, weight));
        }
    }
    for (from, to, first, weight) in moves {
        for draft in [from, to] {
            drafts[draft].certainty = drafts[draft].certainty.min(if weight < CLEAR { 0.85 } else { 0.8 });
        }
        let (here, there) = (named(book, &drafts[from]), named(book, &drafts[to]));
        if weight < CLEAR {
            book.doubt(first, format!("left below {here}; by its words it could belong to {there}"));
            continue;
        }
        let Some(at) = drafts[from].pieces.iter().position(|&piece| piece == first) else { continue };
        let moved = drafts[from].pieces.split_off(at);
        drafts[to].pieces.extend(moved);
        book.doubt(first, goes_on(&there, &here));
    }
}

/// How many times likelier, as a natural logarithm, the words of some paragraphs must be in another story for them to
/// be moved there. In three issues cut and put together again by hand, no paragraph in its place reached 20, and nine
/// in ten of those out of place passed 30.
const CLEAR: f32 = 30.0;

/// From which likelihood on it is worth an editor's look.
const LEANS: f32 = 16.0;

/// How many stories above it may be where a stray paragraph belongs.
const NEAR: usize = 3;

/// More paragraphs than a short story has: what bounds the work.
const MOST_PARAGRAPHS: usize = 60;

/// The pieces of a draft that say what it is about: its headline and running text.
fn bodies(book: &Book, draft: &Draft) -> Vec<usize> {
    draft.pieces.iter().copied().filter(|&at| matches!(book.zone(at), Zone::Body | Zone::Headline)).collect()
}

/// Whether a draft is one of the short stories at the front: no standfirst, no byline, no end mark.
fn is_short_story(book: &Book, draft: &Draft) -> bool {
    draft.section.is_empty()
        && !draft.start.title.is_empty()
        && draft.pieces.iter().all(|&at| {
            let closed = book.pieces[at].look.end_mark && book.zone(at) == Zone::Body;
            !(closed || matches!(book.zone(at), Zone::Standfirst | Zone::Byline))
        })
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

/// Puts the second half of a word behind the first, where the lines of a narrow column came out of order.
fn halves(book: &Book, draft: &mut Draft) {
    let is_body = |&at: &usize| book.zone(at) == Zone::Body;
    let bodies: Vec<usize> = draft.pieces.iter().copied().filter(is_body).collect();
    let completes =
        |first: usize, second: usize| join::completes(&book.pieces[first].plain, &book.pieces[second].plain);
    for (index, &first) in bodies.iter().enumerate().filter(|&(_, &at)| book.pieces[at].look.hyphen) {
        if bodies.get(index + 1).is_some_and(|&next| completes(first, next)) {
            continue;
        }
        let near = bodies[index.saturating_sub(4)..bodies.len().min(index + 6)].iter().copied();
        let Some(second) = near.filter(|&at| at != first).find(|&at| completes(first, at)) else { continue };
        draft.pieces.retain(|&at| at != second);
        let after = draft.pieces.iter().position(|&at| at == first).unwrap_or(0);
        draft.pieces.insert(after + 1, second);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_in_mid_sentence_goes_on_in_the_open_story_that_has_its_words() {
        let text = "\
            Ferry company buys a second boiler\n\n\
            The ferry company has bought a second boiler for its steamer, whose first boiler burst in March. The company \
            paid for it with a loan from the harbour board, which owns the quay, the shed and a third of the company. A diver \
            looked at the hull in April and found it sound, so the steamer can sail in summer. The company now wants to\n\n\
            Herring gulls nest on the library\n\n\
            A pair of herring gulls has nested above the reading room. The gulls have three chicks, the nest holds, and the \
            librarian counts the chicks each morning before the reading room opens. The librarian feeds the chicks from the\n\n\
            Choir looks for two more tenors\n\n\
            The choir meets on Mondays and has sung without tenors since June. Anybody may try.\n\n\
            window of the reading room. The gulls and their chicks leave the nest in August, the librarian hopes, for \
            herring gulls with chicks are loud. The librarian means to keep the nest: gulls come back each year, and the \
            chicks of one nest, says the librarian, will nest above the same reading room. Gulls, chicks, nest and librarian get \
            on well enough.\n";
        let made = crate::ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
        let gulls = made.articles.iter().find(|article| article.title.contains("gulls")).unwrap();
        let last = gulls.blocks.last().map(|block| format!("{block:?}")).unwrap_or_default();
        assert!(last.contains("from the window of the reading room"), "{:?}", made.articles);
    }
}
