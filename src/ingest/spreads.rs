//! Spreads: the stories of a frame dump, put together from their frames.
//!
//! A dump gives the frames of a page in any order: a headline may come after its story, two stories may be cut through
//! one another, a box stands in the middle of a sentence. So the running text is first chained by itself: a piece that
//! stops in mid-sentence goes on in one that begins so. Then the heads are given to the chains they fit best, by the
//! words they share and by how near they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::contents::keys;
use super::draft::Draft;
use super::heads::{self, Start};
use super::piece::is_address;
use super::zone::Zone;
use super::{inside, people};

/// A run of running text that belongs together.
#[derive(Debug, Default)]
struct Chain {
    pieces: Vec<usize>,
    /// Closed by its end mark.
    ended: bool,
    /// Begins as a story does.
    opens: bool,
    /// The chain that it interrupts or follows as a box.
    box_of: Option<usize>,
}

/// A head, or a part of one that stands by itself.
#[derive(Debug, Default)]
struct Group {
    kicker: Option<usize>,
    title: Vec<usize>,
    standfirst: Vec<usize>,
    byline: Option<usize>,
    first: usize,
    last: usize,
}

/// What a block is taken for before it is known what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Head,
    Standfirst,
    Byline,
    Aside(Zone),
    Endnote,
    Text,
}

static BIOGRAPHY: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used)]
    Regex::new(r"^(?:Dr |Prof |Professor )?\p{Lu}[\p{L}’'\-]+(?: \p{Lu}[\p{L}’'\-]+){1,2} is (?:an? |the |also |\p{Lu}[\w’]+[’']s )")
        .expect("a pattern of the program")
});

/// The stories among the pieces that have no zone yet.
pub fn stories(book: &mut Book) -> Vec<Draft> {
    pull_quotes(book);
    let blocks = blocks(book);
    let (chains, groups, loose) = chain(book, &blocks);
    let owners = assign(book, &chains, &groups);
    drafts(book, chains, groups, &owners, &loose)
}

/// The blocks that have pieces without a zone: their first and last piece.
fn blocks(book: &Book) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for at in 0..book.pieces.len() {
        if !book.is_unknown(at) {
            continue;
        }
        match blocks.last_mut() {
            Some((_, last)) if book.pieces[*last].block == book.pieces[at].block && *last + 1 == at => {
                *last = at
            }
            _ => blocks.push((at, at)),
        }
    }
    blocks
}

/// Quotations set off by marks: from the mark that opens them to the one that closes them.
fn pull_quotes(book: &mut Book) {
    for at in 0..book.pieces.len() {
        if !book.is_unknown(at) || !book.pieces[at].look.open_mark {
            continue;
        }
        for line in at..book.pieces.len().min(at + 14) {
            if !book.is_unknown(line) || book.pieces[line].look.words > 60 {
                break;
            }
            book.set(line, Zone::PullQuote, "between the marks of a quotation");
            if book.pieces[line].look.end_mark {
                break;
            }
        }
    }
    // A closing mark after a text that repeats another is a pull quote's, not a story's.
    inside::repeats(book, 0, book.pieces.len());
}

/// What block `index` is.
fn kind(book: &Book, blocks: &[(usize, usize)], index: usize, current: Option<&Chain>) -> Kind {
    let (first, last) = blocks[index];
    let pieces = &book.pieces[first..=last];
    let words: u32 = pieces.iter().map(|piece| piece.look.words).sum();
    let dangling = current.is_some_and(|chain| dangles(book, chain));
    let lead = &pieces[0];
    if pieces.len() == 1 && heads::column(book, first).is_some() {
        return Kind::Byline;
    }
    if lead.look.item.is_some() || lead.look.row {
        return Kind::Text;
    }
    let speaks = inside::is_speaker(&lead.plain) && words <= 25;
    if speaks {
        return Kind::Aside(Zone::Caption);
    }
    let address = pieces.iter().any(|piece| piece.plain.split(' ').any(is_address));
    let notes = book.phrases.endnotes.fit(&lead.folded)
        || lead.plain.starts_with("For ") && address && lead.plain.contains("visit")
        || BIOGRAPHY.is_match(&lead.plain)
        || book.profile.sections.iter().any(|s| super::profile::Phrases::new(&s.closers).fit(&lead.folded))
        || address && current.is_some_and(|chain| chain.ended) && words <= 60;
    if notes && words <= 70 && !lead.look.lower && !dangling && current.is_some() {
        return Kind::Endnote;
    }
    let heading = |piece: &super::piece::Piece| {
        piece.is_heading_like()
            || piece.look.words <= 6 && !piece.look.terminal && !piece.look.hyphen && !piece.look.end_mark
    };
    let begins = !lead.look.lower || !dangling && words <= 8;
    if words <= 26 && begins && pieces.iter().all(heading) && !goes_on_below(book, blocks, index) {
        return Kind::Head;
    }
    // A paragraph, whole in itself, that stands where a standfirst stands.
    let whole = !lead.look.lower
        && pieces.last().is_some_and(|piece| piece.look.terminal)
        && (14..=90).contains(&words);
    if whole && pieces.len() <= 2 && !pieces.iter().any(|piece| piece.look.end_mark) {
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten().any(|other| {
            blocks.get(other).is_some_and(|&(from, to)| {
                let side: u32 = book.pieces[from..=to].iter().map(|piece| piece.look.words).sum();
                from.abs_diff(first) <= 5
                    && (heads::column(book, from).is_some()
                        || side <= 26 && book.pieces[from..=to].iter().all(heading))
            })
        });
        let names = !lead.plain.starts_with(['“', '‘'])
            && !people::writers(&joined(book, first, last), &[], &book.profile.house_names).is_empty();
        let resumed =
            dangling && next_text(book, blocks, index).is_some_and(|next| book.pieces[next].look.lower);
        let ended = current.is_none_or(|chain| chain.ended);
        let opens = blocks.get(index + 1).is_some_and(|_| shape(book, blocks, index + 1));
        if resumed && (beside || names)
            || ended && (opens && lead.page_start || beside && names || opens && names && beside)
        {
            return Kind::Standfirst;
        }
    }
    Kind::Text
}

fn joined(book: &Book, first: usize, last: usize) -> String {
    book.pieces[first..=last].iter().map(|piece| piece.plain.as_str()).collect::<Vec<_>>().join(" ")
}

/// The next block's first piece that could be running text.
fn next_text(book: &Book, blocks: &[(usize, usize)], index: usize) -> Option<usize> {
    blocks[index + 1..].iter().take(5).map(|&(first, _)| first).find(|&first| {
        let piece = &book.pieces[first];
        !piece.is_heading_like() && piece.look.words >= 3
    })
}

/// Whether what looks like a heading is the end of a column that goes on below with a small letter.
fn goes_on_below(book: &Book, blocks: &[(usize, usize)], index: usize) -> bool {
    let (_, last) = blocks[index];
    let piece = &book.pieces[last];
    let next = blocks.get(index + 1).map(|&(first, _)| &book.pieces[first]);
    next.is_some_and(|next| next.look.lower && !piece.look.terminal && next.look.words > 8)
        && piece.look.words > 3
}

/// Whether block `index` has the shape of an opening: a few lines beside a drop cap that stop in mid-sentence.
fn shape(book: &Book, blocks: &[(usize, usize)], index: usize) -> bool {
    let (first, last) = blocks[index];
    let (lead, end) = (&book.pieces[first], &book.pieces[last]);
    let rows: u32 = book.pieces[first..=last].iter().map(|piece| piece.rows).sum();
    let follows = blocks.get(index + 1).is_some_and(|&(next, _)| book.pieces[next].look.words > 4);
    (2..=5).contains(&rows) && !lead.look.lower && !end.look.terminal && follows && lead.look.words >= 5
}

fn dangles(book: &Book, chain: &Chain) -> bool {
    chain.pieces.last().is_some_and(|&at| {
        !book.pieces[at].look.terminal
            && !book.pieces[at].look.end_mark
            && book.pieces[at].look.item.is_none()
    })
}

/// The width of a chain's column.
fn width(book: &Book, chain: &Chain) -> f32 {
    let mut widths: Vec<u32> = chain
        .pieces
        .iter()
        .filter(|&&at| book.pieces[at].rows > 2)
        .map(|&at| book.pieces[at].width)
        .collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(0) as f32
}

/// Chains of running text, heads, and what stands loose: asides and notes with the chain that was current.
type Parts = (Vec<Chain>, Vec<Group>, Vec<(usize, Zone, Option<usize>)>);

fn chain(book: &mut Book, blocks: &[(usize, usize)]) -> Parts {
    let mut chains: Vec<Chain> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut loose = Vec::new();
    let mut current: Option<usize> = None;
    let mut head_between = false;
    let mut titles: BTreeSet<String> = BTreeSet::new();
    let mut fresh_group = true;
    for index in 0..blocks.len() {
        let (first, last) = blocks[index];
        let kind = kind(book, blocks, index, current.map(|at| &chains[at]));
        match kind {
            Kind::Head | Kind::Standfirst | Kind::Byline => {
                let title = super::words::bare(&joined(book, first, last));
                if kind == Kind::Head && titles.contains(&title) {
                    for at in first..=last {
                        book.set(at, Zone::RunningHead, "repeats a headline");
                    }
                    continue;
                }
                titles.insert(title);
                collect(book, &mut groups, kind, first, last, fresh_group);
                fresh_group = false;
                head_between |= kind == Kind::Head;
                continue;
            }
            Kind::Aside(zone) => {
                loose.extend((first..=last).map(|at| (at, zone, current)));
                continue;
            }
            Kind::Endnote => {
                loose.extend((first..=last).map(|at| (at, Zone::Endnote, current)));
                continue;
            }
            Kind::Text => {}
        }
        fresh_group = true;
        let lead = &book.pieces[first];
        let open: Vec<usize> = (0..chains.len())
            .rev()
            .filter(|&at| dangles(book, &chains[at]) && chains.len() - at < 6)
            .collect();
        let here = current.map(|at| (at, dangles(book, &chains[at]), chains[at].ended));
        let opens = shape(book, blocks, index) || lead.look.drop_cap;
        let titled = last > first && lead.is_heading_like() && lead.look.words <= 14; // a heading run on with its text
        let new = |box_of: Option<usize>| Chain { opens, box_of, ..Chain::default() };
        let to = match here {
            _ if lead.look.lower && lead.look.item.is_none() => match here {
                Some((at, true, _)) => Some(at),
                Some((at, _, _)) => Some(open.first().copied().unwrap_or(at)),
                None => None,
            },
            None => None,
            Some((at, true, _)) => {
                let goes = chains[at].pieces.last().is_some_and(|&held| heads::goes_on(book, held, first));
                if opens && (head_between || lead.page_start) && !goes {
                    None
                } else if (head_between || titled) && !goes && lead.look.item.is_none() {
                    chains.push(new(Some(at)));
                    Some(chains.len() - 1)
                } else {
                    Some(at)
                }
            }
            Some((at, false, true)) => {
                let owner = chains[at].box_of.unwrap_or(at);
                if !opens && !lead.page_start && (head_between || titled || lead.look.item.is_some()) {
                    chains.push(new(Some(owner)));
                    Some(chains.len() - 1)
                } else {
                    None
                }
            }
            Some((at, false, false)) => {
                let box_here = chains[at].box_of;
                if opens && (head_between || lead.page_start) {
                    None
                } else if let Some(owner) = box_here.filter(|_| !titled) {
                    // Back from the box to the column it stood in, told by the width of the column.
                    let (inner, outer) = (width(book, &chains[at]), width(book, &chains[owner]));
                    let mine = lead.width as f32;
                    let back = lead.rows > 2
                        && (mine - outer).abs() < (mine - inner).abs()
                        && dangles(book, &chains[owner]);
                    Some(if back { owner } else { at })
                } else if head_between && !titled && lead.page_start {
                    None
                } else {
                    Some(at)
                }
            }
        };
        let to = to.unwrap_or_else(|| {
            chains.push(new(None));
            chains.len() - 1
        });
        for at in first..=last {
            chains[to].pieces.push(at);
            chains[to].ended |= book.pieces[at].look.end_mark;
        }
        current = Some(to);
        head_between = false;
    }
    (chains, groups, loose)
}

/// Adds a block to the head that is being collected, or begins another.
fn collect(book: &Book, groups: &mut Vec<Group>, kind: Kind, first: usize, last: usize, fresh: bool) {
    let words: u32 = book.pieces[first..=last].iter().map(|piece| piece.look.words).sum();
    let short = words <= 4 && first == last && book.pieces[first].rows <= 1;
    let needs_new = fresh
        || groups.last().is_none_or(|group| match kind {
            Kind::Head => !group.title.is_empty() && !(group.title.len() == 1 && false),
            Kind::Standfirst => !group.standfirst.is_empty() && group.last + 1 < first,
            _ => group.byline.is_some(),
        });
    if needs_new {
        groups.push(Group { first, ..Group::default() });
    }
    let Some(group) = groups.last_mut() else { return };
    group.last = last;
    match kind {
        Kind::Head
            if short && group.kicker.is_none() && group.standfirst.is_empty() && group.byline.is_none() =>
        {
            group.kicker = Some(first);
        }
        Kind::Head => group.title.extend(first..=last),
        Kind::Standfirst => group.standfirst.extend(first..=last),
        _ => group.byline = Some(first),
    }
}

/// Gives every head to the chain it fits best.
fn assign(book: &Book, chains: &[Chain], groups: &[Group]) -> Vec<Option<usize>> {
    let chain_keys: Vec<BTreeSet<String>> = chains
        .iter()
        .map(|chain| chain.pieces.iter().flat_map(|&at| keys(&book.pieces[at].plain)).collect())
        .collect();
    let mut spread: BTreeMap<&str, u32> = BTreeMap::new();
    for keys in &chain_keys {
        for key in keys {
            *spread.entry(key).or_default() += 1;
        }
    }
    let weight =
        |key: &str| (1.0 + chains.len() as f32 / (1.0 + spread.get(key).copied().unwrap_or(0) as f32)).ln();
    let mut scores: Vec<(f32, usize, usize)> = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        let parts = group.kicker.iter().chain(&group.title).chain(&group.standfirst).chain(&group.byline);
        let text = parts.map(|&at| book.pieces[at].plain.as_str()).collect::<Vec<_>>().join(" ");
        let group_keys = keys(&text);
        let all: f32 = group_keys.iter().map(|key| weight(key)).sum();
        for (c, chain) in chains.iter().enumerate() {
            let (Some(&start), Some(&end)) = (chain.pieces.first(), chain.pieces.last()) else { continue };
            if chain.box_of.is_some() {
                continue;
            }
            let shared: f32 =
                group_keys.iter().filter(|key| chain_keys[c].contains(*key)).map(|key| weight(key)).sum();
            let alike = if all > 0.0 { shared / all } else { 0.0 };
            let away = if group.last < start {
                start - group.last - 1
            } else if group.first > end {
                group.first - end - 1
            } else {
                0
            };
            if away > 40 {
                continue;
            }
            scores.push((1.5 * alike + 1.0 / (1.0 + away as f32 / 2.0), g, c));
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut owners: Vec<Option<usize>> = vec![None; groups.len()];
    let mut taken: Vec<(bool, bool, bool)> = vec![(false, false, false); chains.len()];
    for (score, g, c) in scores {
        let group = &groups[g];
        let parts = (
            !group.title.is_empty() || group.kicker.is_some(),
            !group.standfirst.is_empty(),
            group.byline.is_some(),
        );
        let clash = parts.0 && taken[c].0 || parts.1 && taken[c].1 || parts.2 && taken[c].2;
        if owners[g].is_some() || clash || score < 0.5 {
            continue;
        }
        owners[g] = Some(c);
        taken[c] = (taken[c].0 | parts.0, taken[c].1 | parts.1, taken[c].2 | parts.2);
    }
    owners
}

fn drafts(
    book: &mut Book,
    chains: Vec<Chain>,
    groups: Vec<Group>,
    owners: &[Option<usize>],
    loose: &[(usize, Zone, Option<usize>)],
) -> Vec<Draft> {
    let mut made: Vec<Option<Draft>> = Vec::new();
    for (c, chain) in chains.iter().enumerate() {
        if chain.box_of.is_some() {
            made.push(None);
            continue;
        }
        let mut start = Start { at: chain.pieces[0], text: chain.pieces[0], ..Start::default() };
        let mut pieces = Vec::new();
        for (g, group) in groups.iter().enumerate().filter(|&(g, _)| owners[g] == Some(c)) {
            let _ = g;
            let title =
                if group.title.is_empty() { group.kicker.into_iter().collect() } else { group.title.clone() };
            if start.title.is_empty() {
                start.title = title;
                start.kicker = group.kicker.filter(|_| !group.title.is_empty());
            }
            if let Some(byline) = group.byline
                && let Some((section, writer)) = heads::column(book, byline)
            {
                start.byline = Some(byline);
                start.section = section;
                start.writers.extend(writer);
            }
            pieces.extend(group.standfirst.iter().copied());
            for &at in &group.standfirst {
                book.set(at, Zone::Standfirst, "a whole paragraph beside head or column");
            }
        }
        for &at in &start.title {
            book.set(at, Zone::Headline, "a heading that stands alone; fits this text best");
        }
        if let Some(kicker) = start.kicker {
            book.set(kicker, Zone::Kicker, "a short line above a headline");
        }
        if let Some(byline) = start.byline {
            book.set(byline, Zone::Byline, "names the column or the writer");
        }
        let mut all: Vec<usize> =
            start.kicker.into_iter().chain(start.title.iter().copied()).chain(start.byline).collect();
        all.append(&mut pieces);
        text(book, chain, &mut all);
        let known = !start.title.is_empty();
        let certainty = if known && (chain.ended || chain.opens) {
            0.9
        } else if known {
            0.6
        } else {
            0.3
        };
        made.push(Some(Draft { start, pieces: all, certainty, ..Draft::default() }));
    }
    // Boxes go to the end of the article they interrupt, before its notes.
    for chain in &chains {
        let Some(draft) = chain.box_of.and_then(|owner| made[owner].as_mut()) else { continue };
        boxed(book, chain, &groups, owners, draft);
    }
    for &(at, zone, current) in loose {
        let owner = if zone == Zone::Caption { fitting(book, &chains, at, current) } else { current };
        let owner = owner.map(|owner| chains[owner].box_of.unwrap_or(owner));
        if let Some(draft) = owner.and_then(|owner| made[owner].as_mut()) {
            book.set(
                at,
                zone,
                if zone == Zone::Caption {
                    "a name, then what was said"
                } else {
                    "who wrote it, or where to find more"
                },
            );
            draft.pieces.push(at);
        } else {
            book.set(at, Zone::Fragment, "belongs to no story that was found");
        }
    }
    quotes(book, &chains, &mut made);
    for (g, group) in groups.iter().enumerate() {
        let parts = group.kicker.iter().chain(&group.title).chain(&group.standfirst).chain(&group.byline);
        for &at in parts {
            if owners[g].is_none() && book.is_unknown(at) {
                book.set(at, Zone::Fragment, "a heading that fits no text");
            }
        }
    }
    made.into_iter().flatten().collect()
}

/// Labels a chain's pieces and adds them to its article.
fn text(book: &mut Book, chain: &Chain, all: &mut Vec<usize>) {
    for (index, &at) in chain.pieces.iter().enumerate() {
        let piece = &book.pieces[at];
        let below = chain.pieces.get(index + 1).is_some_and(|&next| {
            book.pieces[next].block == piece.block && book.pieces[next].look.item.is_none()
        });
        let above = index.checked_sub(1).is_none_or(|above| {
            book.pieces[chain.pieces[above]].look.terminal
                || book.pieces[chain.pieces[above]].look.item.is_some()
        });
        let (zone, reason) = if piece.look.item.is_some() {
            (Zone::List, "a list mark")
        } else if piece.is_heading_like() && below && above && piece.look.words <= 14 {
            (Zone::Crosshead, "a heading run on with its text")
        } else {
            (Zone::Body, if index == 0 { "the opening" } else { "running text" })
        };
        book.set(at, zone, reason);
        all.push(at);
    }
}

fn boxed(book: &mut Book, chain: &Chain, groups: &[Group], owners: &[Option<usize>], draft: &mut Draft) {
    let first = chain.pieces[0];
    let head = groups.iter().enumerate().find(|(g, group)| {
        owners[*g].is_none() && group.last < first && first - group.last <= 3 && group.standfirst.is_empty()
    });
    let mut pieces: Vec<usize> = Vec::new();
    if let Some((_, group)) = head {
        for at in group.kicker.into_iter().chain(group.title.iter().copied()) {
            book.set(at, Zone::BoxTitle, "a heading over a box");
            pieces.push(at);
        }
    }
    for (index, &at) in chain.pieces.iter().enumerate() {
        let title = index == 0 && pieces.is_empty() && book.pieces[at].is_heading_like();
        let (zone, reason) = if title {
            (Zone::BoxTitle, "a heading over a box")
        } else {
            (Zone::BoxBody, "text that interrupts or follows a story")
        };
        book.set(at, zone, reason);
        pieces.push(at);
    }
    draft.pieces.extend(pieces);
}

/// The chain near `current` that shares most words with the caption at `at`.
fn fitting(book: &Book, chains: &[Chain], at: usize, current: Option<usize>) -> Option<usize> {
    let current = current?;
    let wanted = keys(&book.pieces[at].plain);
    let from = current.saturating_sub(3);
    (from..chains.len().min(current + 2))
        .map(|chain| {
            let text: BTreeSet<String> =
                chains[chain].pieces.iter().flat_map(|&at| keys(&book.pieces[at].plain)).collect();
            (wanted.iter().filter(|key| text.contains(*key)).count(), chain)
        })
        .max_by_key(|&(shared, chain)| (shared, chain == current))
        .map(|(_, chain)| chain)
}

/// Gives pull quotes to the article whose words they repeat.
fn quotes(book: &mut Book, chains: &[Chain], made: &mut [Option<Draft>]) {
    let quoted: Vec<usize> = (0..book.pieces.len()).filter(|&at| book.zone(at) == Zone::PullQuote).collect();
    for at in quoted {
        let near = (0..chains.len()).min_by_key(|&chain| {
            let (first, last) = (chains[chain].pieces[0], *chains[chain].pieces.last().unwrap_or(&0));
            if at < first { first - at } else { at.saturating_sub(last) }
        });
        let owner = fitting(book, chains, at, near).map(|owner| chains[owner].box_of.unwrap_or(owner));
        if let Some(draft) = owner.and_then(|owner| made[owner].as_mut()) {
            draft.pieces.push(at);
        }
    }
}
