//! Sections, writers and pages: what the head, the contents page and the habits of the house say of an article.

use super::book::Book;
use super::doubt::quote;
use super::draft::Draft;
use super::profile::Phrases;
use super::zone::Zone;
use super::{contents, people};

/// Fills in section, writers, pages and a missing title of every draft.
pub fn settle(book: &mut Book, drafts: &mut [Draft]) {
    let pairs = match_contents(book, drafts);
    let mut signed_yet = false;
    for (index, draft) in drafts.iter_mut().enumerate() {
        let entry = pairs[index].map(|entry| book.contents[entry].clone());
        writers(book, draft, entry.as_ref());
        if draft.section.is_empty() {
            draft.section = section(book, draft, entry.as_ref(), signed_yet);
        }
        signed_yet |= !matches!(draft.section.as_str(), "editorial" | "news" | "noticeboard" | "notice");
        if let Some(entry) = entry {
            draft.pages.extend(entry.page);
            let headless =
                draft.start.title.is_empty() && draft.title.is_none() && draft.section != "editorial";
            if headless && book.profile.section_named(&entry.label).is_none() {
                book.doubt(
                    draft.start.at,
                    format!(
                        "no headline in the text: {} was taken from the contents page",
                        quote(&entry.label)
                    ),
                );
                draft.title = Some(entry.label);
            }
        }
    }
}

/// A kicker with the spaces that its scan lost, where it is the name of a section in the profile or on the contents page.
pub fn spaced(book: &Book, kicker: &str) -> String {
    let names = book.profile.sections.iter().flat_map(|section| &section.names);
    let labels = book.contents.iter().map(|entry| &entry.label);
    let with_spaces = names.chain(labels).find_map(|name| spaced_as(kicker, name));
    with_spaces.unwrap_or_else(|| kicker.to_owned())
}

/// The letters of `text` with the spaces of `name`, if they are the letters of `name` and the spaces are more. It begins large,
/// as a label does: a scan that lost its spaces (`deepwater`) took it for a word.
fn spaced_as(text: &str, name: &str) -> Option<String> {
    if name.split_whitespace().count() <= text.split_whitespace().count() {
        return None;
    }
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    let mut out = String::new();
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for known in word.chars() {
            let letter = letters.next()?;
            if !letter.to_lowercase().eq(known.to_lowercase()) {
                return None;
            }
            match out.is_empty() {
                true => out.extend(letter.to_uppercase()),
                false => out.push(letter),
            }
        }
    }
    letters.next().is_none().then_some(out)
}

/// Which entry of the contents page is about which draft: the best fits first, each used once.
fn match_contents(book: &Book, drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut scores: Vec<(f32, usize, usize)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        if !is_signed(book, draft) || draft.section == "editorial" {
            continue;
        }
        let mut text = String::new();
        let mut length = 0;
        for &piece in &draft.pieces {
            let weight = match book.zone(piece) {
                Zone::Headline | Zone::Standfirst | Zone::Byline | Zone::Kicker => 0,
                Zone::Body | Zone::Endnote => book.pieces[piece].plain.len(),
                _ => continue,
            };
            if length > 1500 && book.zone(piece) != Zone::Endnote {
                continue;
            }
            length += weight;
            let plain = &book.pieces[piece].plain;
            text.push_str(&plain[..plain.floor_char_boundary(1200)]);
            text.push(' ');
        }
        let keys = contents::keys(&text);
        for (entry, known) in book.contents.iter().enumerate() {
            let mut fit = contents::fit(known, &keys);
            if known.writers.iter().any(|writer| text.contains(writer.as_str())) {
                fit += 0.3;
            }
            if !known.section.is_empty() && known.section == draft.section {
                fit += 0.5;
            }
            if !book.profile.is_brief(&draft.section) && fit >= 0.4 {
                scores.push((fit, at, entry));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = vec![None; drafts.len()];
    let mut used = vec![false; book.contents.len()];
    for (_, draft, entry) in scores {
        if pairs[draft].is_none() && !used[entry] {
            pairs[draft] = Some(entry);
            used[entry] = true;
        }
    }
    // The contents page is in the order of the book: a lone entry between two that are matched is the lone article's
    // between theirs.
    // The next draft from each on that has an entry, from the end.
    let mut next: Vec<Option<usize>> = vec![None; drafts.len() + 1];
    for draft in (0..drafts.len()).rev() {
        next[draft] = if pairs[draft].is_some() { Some(draft) } else { next[draft + 1] };
    }
    let mut before = None;
    for draft in 0..drafts.len() {
        before = draft.checked_sub(1).and_then(|above| pairs[above]).or(before);
        if pairs[draft].is_some() || !is_signed(book, &drafts[draft]) || drafts[draft].section == "editorial"
        {
            continue;
        }
        let after = next[draft + 1].and_then(|next| pairs[next]);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let free: Vec<usize> = (before + 1..after).filter(|&entry| !used[entry]).collect();
        if free.len() == 1 && next[draft + 1] == Some(draft + 1) {
            pairs[draft] = Some(free[0]);
            used[free[0]] = true;
        }
    }
    pairs
}

/// Whether the article is more than a short story: it has a standfirst, a byline or an end mark.
fn is_signed(book: &Book, draft: &Draft) -> bool {
    draft.pieces.iter().any(|&at| {
        matches!(book.zone(at), Zone::Standfirst | Zone::Byline)
            || book.pieces[at].look.end_mark && book.zone(at) == Zone::Body
    })
}

fn writers(book: &Book, draft: &mut Draft, entry: Option<&contents::Entry>) {
    let mut names = draft.start.writers.clone();
    let of = |zone: Zone| draft.pieces.iter().copied().filter(move |&at| book.zone(at) == zone);
    if names.is_empty() {
        names = of(Zone::Byline).filter_map(|at| super::byline::by(book, at)).collect();
    }
    if names.is_empty() {
        names = of(Zone::Standfirst)
            .map(|at| people::writers(&book.pieces[at].plain, &book.writers, &book.profile.house_names))
            .find(|names| !names.is_empty())
            .unwrap_or_default();
    }
    if names.is_empty()
        && let Some(entry) = entry
    {
        names = entry.writers.clone();
    }
    if names.is_empty() {
        // `Ada Moss, Editor` under the editor's letter; `..., writes Ada Moss` at the end of a first sentence.
        for at in of(Zone::Endnote) {
            let name = book.pieces[at].plain.split(',').next().unwrap_or("").trim();
            if draft.section == "editorial" && people::is_name(name) {
                names.push(name.to_owned());
                break;
            }
        }
        if let Some(first) = of(Zone::Body).next() {
            let plain = &book.pieces[first].plain;
            let lead = &plain[..plain.floor_char_boundary(300)];
            if let Some((_, name)) = lead.split_once(", writes ") {
                let name: String = name.split(['.', ',']).next().unwrap_or("").trim().to_owned();
                if people::is_name(&name) {
                    names.push(name);
                }
            }
        }
    }
    draft.writers = names;
}

fn section(book: &Book, draft: &Draft, entry: Option<&contents::Entry>, signed_yet: bool) -> String {
    if !draft.start.section.is_empty() {
        return draft.start.section.clone();
    }
    // The section's flag at the head of the page, apart from the article's own kicker. (That of the news stands over
    // every page of it, and over what follows on the last.)
    let flags = draft.start.at.saturating_sub(2)..draft.start.at;
    let flagged = flags.rev().find_map(|at| book.profile.section_named(&book.pieces[at].plain));
    if let Some(section) = flagged.filter(|section| !book.profile.is_brief(section)) {
        return section.to_owned();
    }
    // A regular page whose only headline is its name: `Letters`.
    let title: Vec<&str> = draft.start.title.iter().map(|&at| book.pieces[at].plain.trim()).collect();
    if let Some(section) = book.profile.section_named(&title.join(" ")).filter(|_| !title.is_empty()) {
        return section.to_owned();
    }
    for section in &book.profile.sections {
        let closers = Phrases::new(&section.closers);
        if draft
            .pieces
            .iter()
            .any(|&at| book.zone(at) == Zone::Endnote && closers.fit(&book.pieces[at].folded))
        {
            return section.section.clone();
        }
    }
    let numbered = draft.pieces.iter().filter(|&&at| {
        let plain = book.pieces[at].plain.trim_start();
        let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
        book.zone(at) == Zone::Crosshead
            && (1..=2).contains(&digits)
            && plain[digits..].starts_with(['.', ')', ' '])
    });
    if let Some(entry) = entry
        && !entry.section.is_empty()
        && entry.section != "feature"
    {
        return entry.section.clone();
    }
    if numbered.count() >= 4 {
        return "tips".to_owned();
    }
    let has = |zone: Zone| draft.pieces.iter().any(|&at| book.zone(at) == zone);
    let ended = draft.pieces.iter().any(|&at| book.pieces[at].look.end_mark);
    let signed = has(Zone::Byline) || has(Zone::Standfirst);
    if !(signed || ended || signed_yet && has(Zone::Crosshead)) {
        return if signed_yet { "other" } else { "news" }.to_owned();
    }
    let standfirst: String = draft
        .pieces
        .iter()
        .filter(|&&at| book.zone(at) == Zone::Standfirst)
        .map(|&at| book.pieces[at].plain.to_lowercase())
        .collect();
    let entry_text = entry.map_or(String::new(), |entry| entry.text.to_lowercase());
    let talks = ["interview", " tells ", " talks to ", " speaks to ", "in conversation with"];
    if talks.iter().any(|talk| standfirst.contains(talk)) || entry_text.contains("interview by") {
        return "interview".to_owned();
    }
    "feature".to_owned()
}

#[cfg(test)]
mod tests {
    use super::spaced_as;

    #[test]
    fn lost_spaces_of_a_name_come_back_and_nothing_else_changes() {
        let name = "from the balance beam";
        assert_eq!(spaced_as("Fromthe balance beam", name).as_deref(), Some("From the balance beam"));
        assert_eq!(spaced_as("fromthe balance beam", name).as_deref(), Some("From the balance beam"));
        assert_eq!(spaced_as("FROMTHEBALANCEBEAM", name).as_deref(), Some("FROM THE BALANCE BEAM"));
        for other in ["From the balance beam", "From thebalance", "Fromthe balance beams", ""] {
            assert_eq!(spaced_as(other, name), None, "{other}");
        }
    }
}
