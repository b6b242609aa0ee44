//! Heads: headlines with what belongs to them, and the chain of running text that each fits best.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::Book;
use super::super::contents::keys;
use super::super::{byline, people, title};
use super::chains::{Chain, Parts};
use super::shape;

/// How many chains before and after a head are tried.
const NEAR: usize = 60;

/// A head, or a part of one that stands by itself.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The short line above the headline.
    pub kicker: Option<usize>,
    /// The headline's pieces.
    pub title: Vec<usize>,
    /// Whole paragraphs beside it that could lead in.
    pub leads: Vec<usize>,
    /// Lines that name column or writer.
    pub bylines: Vec<usize>,
    /// The section that a byline or kicker names, or empty.
    pub section: String,
    /// The writers that bylines name.
    pub writers: Vec<String>,
    /// The chain that was being read where it stands.
    pub beside: Option<usize>,
}

impl Head {
    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.kicker.iter().chain(&self.title).chain(&self.leads).chain(&self.bylines).copied()
    }

    /// Its first and last piece.
    fn span(&self) -> (usize, usize) {
        (self.members().min().unwrap_or(0), self.members().max().unwrap_or(0))
    }
}

/// Puts display lines, bylines and whole paragraphs that stand together into heads.
pub fn group(book: &Book, parts: &Parts) -> Vec<Head> {
    let taken: BTreeSet<usize> = parts.chains.iter().filter_map(|chain| chain.heading).collect();
    let mut members: Vec<(usize, Option<usize>, bool)> = parts
        .display
        .iter()
        .filter(|at| !taken.contains(at))
        .map(|&at| (at, None, false))
        .chain(
            parts
                .asides
                .iter()
                .filter(|&&(at, _)| could_lead(book, at))
                .map(|&(at, chain)| (at, chain, true)),
        )
        .collect();
    members.sort_unstable();
    let beside: BTreeSet<usize> = parts.asides.iter().map(|&(at, _)| at).collect();
    // Whether nothing but what has a zone already or stands aside is between two pieces of a page.
    let together = |first: usize, second: usize| {
        book.pieces[first].page == book.pieces[second].page
            && !book.pieces[second].page_start
            && (first + 1..second).all(|between| !book.is_unknown(between) || beside.contains(&between))
    };
    let mut heads: Vec<Head> = Vec::new();
    let mut last: Option<usize> = None;
    for (at, beside, aside) in members {
        let fresh = last.is_none_or(|last| !together(last, at));
        last = Some(at);
        if fresh {
            heads.push(Head::default());
        }
        let Some(head) = heads.last_mut() else { break };
        head.beside = head.beside.or(beside);
        if aside {
            head.leads.push(at);
            continue;
        }
        let piece = &book.pieces[at];
        let named = book.profile.section_named(&piece.plain).map(str::to_owned);
        let column = byline::column(book, at);
        let writer = byline::by(book, at)
            .or_else(|| shape::is_byline(book, at).then(|| shape::name_and_job(book, at)).flatten());
        if named.is_some() || column.is_some() || writer.is_some() {
            let full = head.section.len() + head.writers.len() > 0
                && (column.is_some() || named.is_some())
                && !head.section.is_empty();
            if full {
                heads.push(Head::default());
            }
            let Some(head) = heads.last_mut() else { break };
            head.bylines.push(at);
            if let Some(section) = named {
                head.section = section;
            } else if let Some((section, writer)) = column {
                head.section = section;
                head.writers.extend(writer);
            } else {
                head.writers.extend(writer);
            }
            continue;
        }
        let short = shape::is_kicker(book, at);
        if short {
            if head.kicker.is_some() || !head.title.is_empty() {
                heads.push(Head::default());
            }
            if let Some(head) = heads.last_mut() {
                head.kicker = Some(at);
            }
            continue;
        }
        if !head.title.is_empty() && !title::ends_open(&book.pieces[head.title[head.title.len() - 1]].plain) {
            heads.push(Head::default());
        }
        if let Some(head) = heads.last_mut() {
            head.title.push(at);
        }
    }
    heads
}

/// Whether a whole paragraph could be a standfirst.
fn could_lead(book: &Book, at: usize) -> bool {
    let address = shape::whole_text(book, at).split(' ').any(super::super::piece::is_address);
    let ends = shape::whole(book, at).is_some_and(|last| book.pieces[last].look.terminal);
    ends && !address && !shape::is_caption(book, at) && !book.is_closer(at)
}

/// How much speaks for the whole paragraph `at` being the standfirst of `chain`.
pub fn lead_weight(book: &Book, chain: &Chain, at: usize, beside_title: bool) -> f32 {
    let piece = &book.pieces[at];
    let text = shape::whole_text(book, at);
    let mut weight = 0.0;
    if beside_title {
        weight += 2.0;
    }
    if shape::below(book, at).is_some_and(|below| chain.pieces.first() == Some(&below)) {
        weight += 2.0;
    }
    if !people::writers(&text, &book.writers, &book.profile.house_names).is_empty() {
        weight += 1.5;
    }
    if piece.page_start {
        weight += 0.5;
    }
    let (first, last) =
        (chain.pieces.first().copied().unwrap_or(0), chain.pieces.last().copied().unwrap_or(0));
    if (first..last).contains(&at) {
        weight += 1.0;
    }
    if shape::difference(book, at, chain.width(book)) > 0.12 {
        weight += 0.5;
    }
    if piece.look.words < 15 {
        weight -= 1.0;
    }
    if shape::is_endnote(book, at) && !beside_title {
        weight -= 2.0;
    }
    weight
}

/// Which chain each head belongs to: the best fit first, and no chain gets two headlines.
pub fn assign(book: &Book, chains: &[Chain], heads: &[Head]) -> Vec<Option<usize>> {
    let chain_keys: Vec<BTreeSet<String>> = chains
        .iter()
        .map(|chain| chain.pieces.iter().flat_map(|&at| keys(&book.pieces[at].plain)).collect())
        .collect();
    let mut spread: BTreeMap<&str, u32> = BTreeMap::new();
    for key in chain_keys.iter().flatten() {
        *spread.entry(key).or_default() += 1;
    }
    // A word counts for more the fewer chains have it (inverse document frequency).
    let rarity =
        |key: &str| (1.0 + chains.len() as f32 / (1.0 + spread.get(key).copied().unwrap_or(0) as f32)).ln();
    let mut scores: Vec<(f32, usize, usize)> = Vec::new();
    for (h, head) in heads.iter().enumerate() {
        let text = head.members().map(|at| book.pieces[at].plain.as_str()).collect::<Vec<_>>().join(" ");
        let head_keys = keys(&text);
        let all: f32 = head_keys.iter().map(|key| rarity(key)).sum();
        let (first, last) = head.span();
        let page = book.pieces[first].page;
        let after = chains.partition_point(|chain| chain.pieces.first().is_some_and(|&start| start <= last));
        let near = after.saturating_sub(NEAR)..chains.len().min(after + NEAR);
        for (c, chain) in chains.iter().enumerate().take(near.end).skip(near.start) {
            let (Some(&start), Some(&end)) = (chain.pieces.first(), chain.pieces.last()) else { continue };
            let (from, to) = chain.pages(book);
            if chain.box_of.is_some() || page + 2 < from || page > to + 2 {
                continue;
            }
            let shared: f32 =
                head_keys.iter().filter(|key| chain_keys[c].contains(*key)).map(|key| rarity(key)).sum();
            let alike = if all > 0.0 { shared / all } else { 0.0 };
            let away = if last < start {
                start - last - 1
            } else if first > end {
                first - end - 1
            } else {
                0
            };
            // What stands on no page of the chain is near it by chance.
            let here = (from..=to).contains(&page);
            let close = 1.0 / (1.0 + away as f32 / 3.0);
            let near = if here { 0.4 + close } else { 0.6 * close };
            let mut score = 1.6 * alike + near;
            if chain.opens {
                score += 0.4;
            }
            scores.push((score, h, c));
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut owners: Vec<Option<usize>> = vec![None; heads.len()];
    let mut titled = vec![false; chains.len()];
    let mut signed = vec![false; chains.len()];
    for (score, h, c) in scores {
        let head = &heads[h];
        let has_title = !head.title.is_empty() || head.kicker.is_some();
        let has_byline = !head.section.is_empty();
        if owners[h].is_some() || has_title && titled[c] || has_byline && signed[c] || score < 0.7 {
            continue;
        }
        owners[h] = Some(c);
        titled[c] |= has_title;
        signed[c] |= has_byline;
    }
    owners
}
