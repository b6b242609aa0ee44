//! Headlines: which headings of a group are one, which is a kicker, and what the gutter of a spread broke off, put
//! together again where the evidence is plain.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::doubt::quote;
use super::draft::Draft;
use super::heads::Start;
use super::words::{Lexicon, words};
use super::zone::Zone;

/// Mends the headline of every draft that lacks a part which stands elsewhere as a fragment.
pub fn mend(book: &mut Book, drafts: &mut [Draft]) {
    let fragments: Vec<usize> =
        (0..book.pieces.len()).filter(|&at| book.zone(at) == Zone::Fragment).collect();
    let of_draft = |(index, draft): (usize, &Draft)| {
        draft.start.title.iter().map(|&title| (title, index)).collect::<Vec<_>>()
    };
    let titles: BTreeSet<(usize, usize)> = drafts.iter().enumerate().flat_map(of_draft).collect();
    // What the contents page makes of a headline, which many fragments may stand near.
    let mut announced: BTreeMap<usize, Option<String>> = BTreeMap::new();
    let mut mended_yet = 0;
    for fragment in fragments {
        // The nearest headline above first.
        let near =
            titles.range(((fragment + 1).saturating_sub(NEAR), 0)..(fragment, 0)).map(|&(_, index)| index);
        for index in near.collect::<BTreeSet<usize>>().into_iter().rev() {
            if drafts[index].title.is_some() {
                continue;
            }
            let title = drafts[index]
                .start
                .title
                .iter()
                .map(|&at| book.pieces[at].plain.trim())
                .collect::<Vec<_>>()
                .join(" ");
            let part = book.pieces[fragment].plain.trim().to_owned();
            let whole = complete(&title, &part, &book.lexicon)
                .or_else(|| announced.entry(index).or_insert_with(|| from_contents(book, &title)).clone());
            if let Some(whole) = whole {
                let (broken, mended) = (quote(&title), quote(&whole));
                // What was said of this article before calls it by its headline.
                mended_yet += 1;
                for doubt in book.doubts.iter_mut().filter(|_| mended_yet <= MOST_MENDED) {
                    if doubt.what.contains(&broken) {
                        doubt.what = doubt.what.replace(&broken, &mended);
                    }
                }
                book.doubt(
                    drafts[index].start.at,
                    format!("the headline was broken: {broken} and {} were read as {mended}", quote(&part)),
                );
                book.labels[fragment].reason.push_str(", put back into it");
                drafts[index].title = Some(whole);
                break;
            }
        }
    }
}

/// How many pieces below its headline a part that was broken off it stands at the most.
const NEAR: usize = 60;

/// More broken headlines than any issue has: for each all doubts are looked through.
const MOST_MENDED: usize = 100;

/// `title` with `part` joined to the word of it that lacks an end: the two make a word, and the half alone is none or
/// does not fit the next word.
pub fn complete(title: &str, part: &str, lexicon: &Lexicon) -> Option<String> {
    let (part, rest) = part.split_once(' ').map_or((part, None), |(part, rest)| (part, Some(rest)));
    if part.len() < 2 || !part.chars().all(char::is_alphabetic) {
        return None;
    }
    let tokens: Vec<&str> = title.split(' ').collect();
    for (at, token) in tokens.iter().enumerate() {
        // More than the end of a word can only follow the last one.
        if rest.is_some() && at + 1 < tokens.len() {
            continue;
        }
        if token.len() < 2 || !token.chars().all(char::is_alphabetic) {
            continue;
        }
        let whole = format!("{token}{part}");
        let lower = whole.to_lowercase();
        if !Lexicon::listed(&whole) && lexicon.count(&lower) == 0 {
            continue;
        }
        let next = tokens.get(at + 1).map(|next| next.to_lowercase()).unwrap_or_default();
        let fits = lexicon.pair(&lower, &next) > lexicon.pair(&token.to_lowercase(), &next);
        if !lexicon.knows(token)
            || fits
            || lexicon.count(&token.to_lowercase()) <= 1 && lexicon.count(&lower) > 1
        {
            let mut mended: Vec<String> = tokens.iter().map(|&token| token.to_owned()).collect();
            mended[at] = whole;
            mended.extend(rest.map(str::to_owned));
            return Some(mended.join(" "));
        }
    }
    None
}

/// A last word that is none, replaced by the word that the contents page has after the same two words.
fn from_contents(book: &Book, title: &str) -> Option<String> {
    let (before, last) = title.rsplit_once(' ')?;
    if Lexicon::listed(last) || last.len() < 2 || !last.chars().all(char::is_lowercase) {
        return None;
    }
    let lead: Vec<String> = words(before).collect();
    let lead = lead.get(lead.len().checked_sub(2)?..)?;
    let initial = last.chars().next()?.to_lowercase().next()?;
    for entry in &book.contents {
        let said: Vec<String> = words(&entry.text).collect();
        for window in said.windows(3) {
            if window[..2] == *lead
                && window[2].starts_with(initial)
                && window[2].len().abs_diff(last.len()) <= 3
            {
                return Some(format!("{before} {}", window[2]));
            }
        }
    }
    None
}

/// Tells kicker from headline in the group of headings.
pub fn divide(book: &Book, start: &mut Start) {
    let look = |at: usize| &book.pieces[at].look;
    // Lines of one heading: the second begins small, or the first ends with a small word.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &at in &start.title {
        match groups.last_mut() {
            Some(group)
                if look(at).lower
                    || group.last().is_some_and(|&last| ends_open(&book.pieces[last].plain)) =>
            {
                group.push(at);
            }
            _ => groups.push(vec![at]),
        }
    }
    let words = |group: &[usize]| group.iter().map(|&at| look(at).words).sum::<u32>();
    if groups.len() >= 2 {
        let (first, second) = (&groups[0], &groups[1]);
        let plain = &book.pieces[first[0]].plain;
        let label = first.len() == 1 && words(first) <= 4 && !plain.ends_with(['?', '!', '.', '”', '"']);
        let broken = words(first) <= 4 && words(second) <= 2;
        if label && !broken && words(second) > words(first) {
            start.kicker = Some(first[0]);
            if let Some(section) = book.profile.section_named(plain)
                && start.section.is_empty()
            {
                start.section = section.to_owned();
            }
            groups.remove(0);
        }
    }
    // More headings are pieces of something else: keep the second at most if it fits to the first.
    if groups.len() >= 2 {
        let (first, second) = (groups[0][0], groups[1][0]);
        let tight =
            look(first).level == look(second).level && book.pieces[second].gap == 0 && second == first + 1;
        let short = words(&groups[1]) <= 3 && words(&groups[0]) <= 6;
        let both = groups[0].len() == 1 && (tight || short);
        groups.truncate(if both { 2 } else { 1 });
    }
    start.title = groups.concat();
}

/// Whether a line of a headline wants another: it ends with a small connecting word.
pub fn ends_open(plain: &str) -> bool {
    const CONNECT: [&str; 20] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with",
        "your", "our", "its", "&",
    ];
    plain.rsplit(' ').next().is_some_and(|last| CONNECT.contains(&last.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_word_is_completed_by_a_fragment_that_makes_it_one() {
        let lexicon = Lexicon::new(["thousands of boats, thousands of them"].into_iter());
        assert_eq!(
            complete("Gale sinks thou of boats", "sands", &lexicon).as_deref(),
            Some("Gale sinks thousands of boats")
        );
        assert_eq!(complete("Gale sinks boats", "sands", &lexicon), None);
        assert_eq!(complete("Gale sinks thou of boats", "of eels", &lexicon), None);
        let whole = complete("Gale sinks fishing bo", "ats at sea", &lexicon);
        assert_eq!(whole.as_deref(), Some("Gale sinks fishing boats at sea"));
    }
}
