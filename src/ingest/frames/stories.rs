//! Stories: chains and heads become drafts, and every piece gets its zone.

use super::super::book::Book;
use super::super::draft::Draft;
use super::super::heads::Start;
use super::super::zone::Zone;
use super::super::{join, people};
use super::chains::{self, Chain, Parts};
use super::heads::{self, Head};
use super::shape::{self, HEADLINE_WORDS};

/// The stories among the pieces that have no zone yet.
pub fn stories(book: &mut Book) -> Vec<Draft> {
    shape::pull_quotes(book);
    shape::running_titles(book);
    let parts = chains::find(book);
    let mut heads = heads::group(book, &parts);
    let mut owners = heads::assign(book, &parts.chains, &heads);
    let mut chains = parts.chains.clone();
    merge(book, &mut chains, &heads, &mut owners);
    let mut drafts: Vec<Option<Draft>> = Vec::new();
    for (c, chain) in chains.iter().enumerate() {
        drafts.push(if chain.box_of.is_some() || chain.pieces.is_empty() {
            None
        } else {
            Some(draft(book, chain, c, &mut heads, &owners))
        });
    }
    for chain in &chains {
        if let Some(draft) = chain.box_of.and_then(|owner| drafts[owner].as_mut()) {
            boxed(book, chain, draft);
        }
    }
    for (chain, draft) in chains.iter().zip(&mut drafts) {
        if let Some(draft) = draft.as_mut().filter(|draft| draft.start.title.is_empty()) {
            untitled(book, chain, &parts, draft);
        }
    }
    beside(book, &chains, &parts, &mut drafts);
    quotes(book, &mut drafts);
    for &at in &parts.strays {
        book.set(at, Zone::Fragment, "a word of a headline, alone in the text");
    }
    for &at in &parts.display {
        book.set_if_unknown(at, Zone::Fragment, "a heading that fits no text");
    }
    drafts.into_iter().flatten().collect()
}

/// Puts chains that are no story by themselves into the one that they go on: text without head and opening.
fn merge(book: &Book, chains: &mut [Chain], heads: &[Head], owners: &mut [Option<usize>]) {
    let mut titled = vec![false; chains.len()];
    for (head, owner) in heads.iter().zip(owners.iter()) {
        if let Some(owner) = owner {
            titled[*owner] |= !head.title.is_empty() || head.kicker.is_some();
        }
    }
    let mut into: Vec<usize> = (0..chains.len()).collect();
    for c in 1..chains.len() {
        if chains[c].opens || chains[c].box_of.is_some() || chains[c].pieces.is_empty() {
            continue;
        }
        let page = chains[c].pages(book).0;
        let open = |other: &usize| {
            let chain = &chains[*other];
            let last = chain.pages(book).1;
            chain.box_of.is_none()
                && !chain.pieces.is_empty()
                && !chain.ended
                && last <= page
                && page - last <= 3
                && !(titled[c] && titled[*other])
        };
        let Some(to) = (0..c).rev().take(20).find(open) else { continue };
        let (pieces, ended) = (std::mem::take(&mut chains[c].pieces), chains[c].ended);
        chains[to].pieces.extend(pieces);
        chains[to].ended |= ended;
        titled[to] |= titled[c];
        into[c] = to;
    }
    // A chain is only ever put into an earlier one that stays.
    for owner in owners.iter_mut().flatten() {
        *owner = into[*owner];
    }
    for owner in chains.iter_mut().filter_map(|chain| chain.box_of.as_mut()) {
        *owner = into[*owner];
    }
}

fn draft(
    book: &mut Book,
    chain: &Chain,
    number: usize,
    heads: &mut [Head],
    owners: &[Option<usize>],
) -> Draft {
    let mut start = Start { at: chain.pieces[0], text: chain.pieces[0], ..Start::default() };
    let mut section = String::new();
    let mut leads: Vec<(f32, usize)> = Vec::new();
    let mut bylines = Vec::new();
    for (head, _) in heads.iter().zip(owners).filter(|(_, owner)| **owner == Some(number)) {
        let alone = head.title.is_empty();
        if start.title.is_empty() {
            start.title = if alone { head.kicker.into_iter().collect() } else { head.title.clone() };
            start.kicker = head.kicker.filter(|_| !alone);
        }
        if section.is_empty() {
            section.clone_from(&head.section);
        }
        start.writers.extend(head.writers.iter().cloned());
        bylines.extend(head.bylines.iter().copied());
        let beside = !head.title.is_empty() || !head.bylines.is_empty();
        leads.extend(head.leads.iter().map(|&at| {
            // It names a person whom the text never names: its writer, who is named in no caption either.
            let signed = if writer_in_lead(book, chain, at).is_empty() { 0.0 } else { 0.75 };
            (heads::lead_weight(book, chain, at, beside) + signed, at)
        }));
    }
    for &at in &start.title {
        book.set(at, Zone::Headline, "a display line that fits this text best");
    }
    if let Some(kicker) = start.kicker {
        book.set(kicker, Zone::Kicker, "a short line above a headline");
    }
    for &byline in &bylines {
        book.set(byline, Zone::Byline, "names the column or the writer");
        if start.byline.is_none() && heads_section(book, byline) {
            start.byline = Some(byline);
        }
    }
    start.section = section;
    // The short stories at the front have no standfirst: what stands beside them and names no writer is a caption.
    if book.prints_end_marks && !chain.ended && start.section.is_empty() && bylines.is_empty() {
        leads.retain(|&(_, at)| {
            let text = shape::whole_text(book, at);
            !people::writers(&text, &book.writers, &book.profile.house_names).is_empty()
        });
    }
    // Of two beside a story without a headline, the short one is its headline.
    if start.title.is_empty() && leads.len() >= 2 {
        let short = |at: usize| shape::whole_text(book, at).split(' ').count() <= HEADLINE_WORDS as usize;
        leads.iter_mut().filter(|(_, at)| short(*at)).for_each(|(weight, _)| *weight -= 2.0);
    }
    leads.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let lead = leads.first().filter(|(weight, _)| *weight >= 1.0).map(|&(_, at)| at);
    if start.writers.is_empty() {
        start.writers = match lead {
            Some(lead) => writer_in_lead(book, chain, lead),
            None => writer_in_text(book, chain).into_iter().collect(),
        };
    }
    let leading: Vec<usize> =
        lead.map_or_else(Vec::new, |lead| (lead..=shape::whole(book, lead).unwrap_or(lead)).collect());
    for &at in &leading {
        book.set(at, Zone::Standfirst, "a whole paragraph beside head or column");
    }
    start.standfirst = lead;
    let mut pieces: Vec<usize> =
        start.kicker.into_iter().chain(start.title.iter().copied()).chain(leading).chain(bylines).collect();
    let known = !start.title.is_empty();
    let certainty = match (known, chain.ended || chain.opens) {
        (true, true) => 0.92,
        (true, false) => 0.6,
        _ => 0.3,
    };
    text(book, chain, &mut pieces);
    if section_of_news(book, &start, chain) {
        start.section = "news".into();
    }
    Draft { start, pieces, certainty, ..Draft::default() }
}

/// Gives a signed story without a display line its headline: the quotation or the short sentences that stand right
/// beside its opening, its byline or its standfirst.
fn untitled(book: &mut Book, chain: &Chain, parts: &Parts, draft: &mut Draft) {
    if !chain.ended && draft.start.standfirst.is_none() && draft.start.byline.is_none() {
        return;
    }
    let head =
        draft.pieces.iter().copied().filter(|&at| matches!(book.zone(at), Zone::Standfirst | Zone::Byline));
    let anchors: Vec<usize> = head.chain(chain.pieces.first().copied()).collect();
    let fits = |at: usize| {
        let piece = &book.pieces[at];
        let quotation = book.zone(at) == Zone::PullQuote && !piece.look.open_mark && !piece.look.end_mark;
        let sentence = book.is_unknown(at) && parts.asides.iter().any(|&(aside, _)| aside == at);
        (quotation || sentence)
            && (3..=HEADLINE_WORDS).contains(&piece.look.words)
            && !piece.open
            && shape::begins_block(book, at)
            && shape::ends_block(book, at)
            && !shape::is_caption(book, at)
            && !shape::is_endnote(book, at)
    };
    let page = |at: usize| book.pieces.get(at).map(|piece| piece.page);
    let sides = anchors.iter().flat_map(|&anchor| [(anchor, anchor.wrapping_sub(1)), (anchor, anchor + 1)]);
    let found = sides.filter(|&(anchor, at)| page(at) == page(anchor)).map(|(_, at)| at).find(|&at| fits(at));
    if let Some(at) = found {
        book.set(at, Zone::Headline, "beside the head of a story without a display line");
        draft.start.title = vec![at];
        draft.pieces.insert(0, at);
    }
}

fn heads_section(book: &Book, at: usize) -> bool {
    super::super::byline::column(book, at).is_some()
        || book.profile.section_named(&book.pieces[at].plain).is_some()
}

/// The writer whom a first sentence names: `..., writes Ada Moss.`
fn writer_in_text(book: &Book, chain: &Chain) -> Option<String> {
    let mut lead = String::new();
    for &at in chain.pieces.iter().take(4) {
        lead = join::join(&lead, &book.pieces[at].plain, &book.lexicon);
    }
    let lead = &lead[..lead.floor_char_boundary(400)];
    let name = lead.split_once(", writes ")?.1.split(['.', ',']).next().unwrap_or("").trim();
    people::is_name(name).then(|| name.to_owned())
}

/// The writer whom a standfirst names: by what it says of him, or because the text never names him. Whom a story is
/// about, it names again.
fn writer_in_lead(book: &Book, chain: &Chain, lead: usize) -> Vec<String> {
    let plain = shape::whole_text(book, lead);
    let mut said = people::writers(&plain, &book.writers, &book.profile.house_names);
    said.retain(|name| !name.starts_with("The "));
    if !said.is_empty() {
        return said;
    }
    let text: String =
        chain.pieces.iter().map(|&at| book.pieces[at].plain.as_str()).collect::<Vec<_>>().join(" ");
    let unnamed = |name: &String| {
        let house = book.profile.house_names.iter().any(|house| name.contains(house.as_str()));
        let last = name.rsplit(' ').next().unwrap_or(name);
        !house && !name.starts_with("The ") && !text.contains(last)
    };
    let names: Vec<String> = people::names(&plain).into_iter().filter(unnamed).collect();
    if names.len() == 1 { names } else { Vec::new() }
}

/// Whether a story is a short one of the front pages: no column, no standfirst, no end mark.
fn section_of_news(book: &Book, start: &Start, chain: &Chain) -> bool {
    let words: u32 = chain.pieces.iter().map(|&at| book.pieces[at].look.words).sum();
    start.section.is_empty() && start.standfirst.is_none() && !chain.ended && words < 1000
}

/// Labels a chain's pieces and adds them to its article.
fn text(book: &mut Book, chain: &Chain, all: &mut Vec<usize>) {
    for (index, &at) in chain.pieces.iter().enumerate() {
        let piece = &book.pieces[at];
        let waits = index.checked_sub(1).is_some_and(|above| book.pieces[chain.pieces[above]].open);
        let (zone, reason) = if piece.look.item.is_some() {
            (Zone::List, "a list mark")
        } else if piece.look.row {
            (Zone::Table, "cells in a row")
        } else if (shape::is_crosshead(book, at) || index > 0 && shape::is_display(book, at)) && !waits {
            (Zone::Crosshead, "a heading within the text")
        } else {
            (Zone::Body, if index == 0 { "the opening" } else { "running text" })
        };
        book.set(at, zone, reason);
        all.push(at);
    }
}

fn boxed(book: &mut Book, chain: &Chain, draft: &mut Draft) {
    if let Some(heading) = chain.heading {
        book.set(heading, Zone::BoxTitle, "a heading over a box");
        draft.pieces.push(heading);
    }
    for (index, &at) in chain.pieces.iter().enumerate() {
        let title = index == 0 && chain.heading.is_none() && shape::is_crosshead(book, at);
        let (zone, reason) = if title {
            (Zone::BoxTitle, "a heading over a box")
        } else {
            (Zone::BoxBody, "text that interrupts or follows a story")
        };
        book.set(at, zone, reason);
        draft.pieces.push(at);
    }
}

/// What stands aside and leads in nowhere: captions and notes, with the story they stand beside.
fn beside(book: &mut Book, chains: &[Chain], parts: &Parts, drafts: &mut [Option<Draft>]) {
    for &(at, chain) in &parts.asides {
        if !book.is_unknown(at) {
            continue;
        }
        let chain = chain.map(|chain| chains[chain].box_of.unwrap_or(chain));
        let owner = chain.filter(|&chain| drafts[chain].is_some()).or_else(|| {
            let after = chains.partition_point(|chain| chain.pieces.first().is_none_or(|&first| first <= at));
            (after.saturating_sub(20)..drafts.len().min(after + 20))
                .filter(|&other| drafts[other].is_some())
                .min_by_key(|&other| {
                    chains[other].pieces.first().map_or(usize::MAX, |&first| first.abs_diff(at))
                })
        });
        let brief = owner.and_then(|owner| drafts[owner].as_ref()).is_some_and(|d| d.start.section == "news");
        let told = chain.is_some_and(|chain| chains[chain].pieces.last().is_some_and(|&last| last < at));
        let (zone, reason) = if shape::is_caption(book, at) {
            (Zone::Caption, "tells what a picture shows")
        } else if brief && told && shape::is_last_line(book, at) {
            (Zone::Body, "where to read more, as the end of a short story")
        } else if shape::is_endnote(book, at) || chain.is_some_and(|chain| chains[chain].ended) {
            (Zone::Endnote, "who wrote it, or where to find more")
        } else {
            (Zone::Caption, "a whole paragraph that stands beside the text")
        };
        book.set(at, zone, reason);
        let Some(draft) = owner.and_then(|owner| drafts[owner].as_mut()) else { continue };
        draft.pieces.push(at);
        // Who a story without a byline ends with wrote it.
        if zone == Zone::Endnote
            && let Some(name) = shape::biography(book, at)
        {
            let leads = draft.pieces.iter().filter(|&&at| book.zone(at) == Zone::Standfirst);
            let lead = leads.map(|&at| book.pieces[at].plain.as_str()).collect::<Vec<_>>().join(" ");
            if draft.start.writers.is_empty() && (lead.is_empty() || lead.contains(&name)) {
                draft.start.writers.push(name);
            } else {
                for writer in draft.start.writers.iter_mut().filter(|writer| writer.ends_with(&name)) {
                    writer.clone_from(&name);
                }
            }
        }
    }
}

/// Gives pull quotes to the nearest article.
fn quotes(book: &Book, drafts: &mut [Option<Draft>]) {
    let mut owner: Vec<Option<usize>> = vec![None; book.pieces.len()];
    for (number, draft) in drafts.iter().enumerate() {
        for &at in draft.iter().flat_map(|draft| &draft.pieces) {
            owner[at] = Some(number);
        }
    }
    for at in (0..book.pieces.len()).filter(|&at| book.zone(at) == Zone::PullQuote) {
        let near = (1..60).flat_map(|away| [at.checked_sub(away), Some(at + away)]).flatten();
        let number = near.filter_map(|side| owner.get(side).copied().flatten()).next();
        if let Some(draft) = number.and_then(|number| drafts[number].as_mut()) {
            draft.pieces.push(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Ingested, Profile, issue};

    /// `text` in lines of at most `width` characters, as a dump has them: a space behind each wrapped line.
    fn column(text: &str, width: usize) -> String {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let last = lines.len() - 1;
            if !lines[last].is_empty() && lines[last].len() + word.len() >= width {
                lines.push(String::new());
            } else if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            let last = lines.len() - 1;
            lines[last].push_str(word);
        }
        lines.join(" \n")
    }

    /// A story's column, with its first words set narrow beside a drop cap.
    fn story(text: &str, width: usize) -> String {
        let cut = text.match_indices(' ').nth(9).map_or(text.len(), |(at, _)| at);
        format!("{} \n\n{}", column(&text[..cut], width - 8), column(&text[cut + 1..], width))
    }

    fn read(text: &str) -> Ingested {
        issue("dump.txt", text.as_bytes(), Some(&Profile::generic())).unwrap()
    }

    const FERRY: &str = "The ferry to the northern islands will sail on Sundays again from the first week of May, the harbour \
        board said on Monday. Two crews have been trained over the winter and a third will follow in June, so that no \
        sailor works more than five days in a row. The fares stay as they are.";
    const LAMPS: &str = "Street lamps in the old town are to be dimmed after midnight to save power, the council decided by one \
        vote. Shopkeepers had asked for the lamps near the market to be left alone. Councillors promised to look at the \
        plan again when the first winter with dimmed lamps is over.";

    fn titles(made: &Ingested) -> Vec<&str> {
        made.articles.iter().map(|article| article.title.as_str()).collect()
    }

    fn body(made: &Ingested, at: usize) -> String {
        let paragraphs = made.articles[at].blocks.iter().filter_map(|block| match block {
            crate::model::Block::Paragraph(text) => Some(text.to_string()),
            _ => None,
        });
        paragraphs.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn headlines_after_the_bodies_go_to_the_text_whose_words_they_share() {
        let text = format!(
            " {}\n {}\n\nOld town lamps to be dimmed \nafter midnight\n\nFerry to sail on Sundays \nagain from May\n",
            story(FERRY, 40),
            story(LAMPS, 30)
        );
        let made = read(&text);
        assert_eq!(
            titles(&made),
            ["Ferry to sail on Sundays again from May", "Old town lamps to be dimmed after midnight"]
        );
        assert_eq!(body(&made, 0), FERRY);
        assert!(made.account.missing(&text).is_empty());
    }

    #[test]
    fn a_story_opens_at_a_colon_and_in_the_middle_of_a_column() {
        let boats = "Here is what the harbour master thinks of boats: they are wet, they are small, and they are late. He \
            has said so each spring for forty years, and each spring the council has thanked him for it.";
        let text = format!(
            " {}\n\n{}\n\nFerry to sail on Sundays \nagain from May\n\nHarbour master thinks \nlittle of boats\n",
            story(FERRY, 30),
            story(boats, 44)
        );
        let made = read(&text);
        assert_eq!(
            titles(&made),
            ["Ferry to sail on Sundays again from May", "Harbour master thinks little of boats"]
        );
        assert_eq!((body(&made, 0), body(&made, 1)), (FERRY.to_owned(), boats.to_owned()));
    }

    #[test]
    fn a_heading_above_a_credit_is_a_headline_below_its_kicker() {
        let text = format!(
            " {}\n\nFerries\n\nFerry to sail on Sundays \nagain from May\n\nADA MOSS/HARBOUR PICTURES\n {}\n\nOld town lamps to be dimmed\n",
            story(FERRY, 40),
            story(LAMPS, 30)
        );
        let made = read(&text);
        assert_eq!(titles(&made), ["Ferry to sail on Sundays again from May", "Old town lamps to be dimmed"]);
        assert_eq!(made.articles[0].kicker, "Ferries");
    }

    #[test]
    fn a_standfirst_that_interrupts_a_sentence_is_lifted_out() {
        let cut = FERRY.find("third will").unwrap();
        let lead = "A winter of training has paid off on the quay. Ada Moss reports on the new rota and what it may cost.";
        let text = format!(
            " Sundays at sea\n\n{} \n\n{}\n {}\n\n{} //\n",
            story(&FERRY[..cut - 1], 40),
            column(lead, 58),
            column(&FERRY[cut..], 40),
            column(LAMPS, 40)
        );
        let text = text.replace(" //", " ■");
        let made = read(&text);
        assert_eq!(titles(&made), ["Sundays at sea"]);
        assert_eq!(made.articles[0].standfirst, lead);
        assert_eq!(made.articles[0].authors, ["Ada Moss"]);
        assert_eq!(body(&made, 0), format!("{FERRY}|{LAMPS}"));
    }

    #[test]
    fn a_box_in_another_measure_stays_out_of_the_text() {
        let cut = FERRY.find("third will").unwrap();
        let text = format!(
            " Sundays at sea\n\n{} \n\nHow to book a place\n\n{}\n {} ■\n",
            story(&FERRY[..cut - 1], 40),
            column(LAMPS, 70),
            column(&FERRY[cut..], 40)
        );
        let made = read(&text);
        assert_eq!(titles(&made), ["Sundays at sea"]);
        assert_eq!(body(&made, 0), FERRY);
        let boxed = made.articles[0].blocks.iter().any(
            |block| matches!(block, crate::model::Block::Box { title, .. } if title.to_string() == "How to book a place"),
        );
        assert!(boxed);
    }

    #[test]
    fn text_of_two_stories_cut_through_each_other_goes_on_where_it_stopped() {
        let cut = FERRY.find("third will").unwrap();
        let text = format!(
            " {} \n\nFerry to sail on Sundays again\n\nOld town lamps to be dimmed\n\n{}\n {}\n",
            story(&FERRY[..cut - 1], 40),
            story(LAMPS, 30),
            column(&FERRY[cut..], 40)
        );
        let made = read(&text);
        assert_eq!(titles(&made), ["Ferry to sail on Sundays again", "Old town lamps to be dimmed"]);
        assert_eq!(body(&made, 0), FERRY);
        assert_eq!(body(&made, 1), LAMPS);
    }

    #[test]
    fn pull_quotes_and_running_titles_are_no_text() {
        let text = format!(
            " Sundays at sea\n\n{}\n\n“Two crews have been \ntrained over the winter”\n Sundays at sea\n\n{} ■\n",
            story(FERRY, 40),
            column(LAMPS, 40)
        );
        let made = read(&text);
        assert_eq!(titles(&made), ["Sundays at sea"]);
        assert_eq!(body(&made, 0), format!("{FERRY}|{LAMPS}"));
    }
}
