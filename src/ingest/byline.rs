//! Bylines: which lines name the writer of an article, or the column that it is.

use std::sync::LazyLock;

use regex::Regex;

use super::book::Book;
use super::people;

/// `column/Ada Moss, union secretary`, `column: Ada Moss`.
static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used)]
    Regex::new(r"^([^/:|]{2,40}?)\s*([/:|])\s*(.{3,80})$").expect("a pattern of the program")
});

/// A byline that names a column of the profile: its section, and the writer if a slash or bar gives one.
pub fn column(book: &Book, at: usize) -> Option<(String, Option<String>)> {
    let piece = &book.pieces[at];
    if piece.look.words > 14 || piece.look.terminal {
        return None;
    }
    if let Some(found) = COLUMN.captures(piece.plain.trim())
        && let Some(section) = book.profile.section_named(&found[1])
    {
        let name = found[3].split(',').next().unwrap_or("").trim();
        let writer = (&found[2] != ":" && people::is_name(name)).then(|| name.to_owned());
        return Some((section.to_owned(), writer));
    }
    None
}

/// What follows the word with which a byline begins, if `plain` begins with one.
fn leads_byline(plain: &str) -> Option<&str> {
    const LEADS: [&str; 12] = [
        "By ",
        "by ",
        "BY ",
        "Words: ",
        "Words by ",
        "Interview: ",
        "Interview by ",
        "Report: ",
        "Report by ",
        "Text: ",
        "Writes: ",
        "Story: ",
    ];
    LEADS.iter().find_map(|lead| plain.strip_prefix(lead))
}

/// Whether `at` is a byline by its first word: it belongs to the head above it and opens nothing.
pub fn is_plain_byline(book: &Book, at: usize) -> bool {
    leads_byline(book.pieces[at].plain.trim()).is_some() && by(book, at).is_some()
}

/// `By Ada Moss`, `Words: Ada Moss`, `Ada Moss, general secretary`.
pub fn by(book: &Book, at: usize) -> Option<String> {
    let plain = book.pieces[at].plain.trim();
    let lead = leads_byline(plain);
    let rest = lead.unwrap_or(plain);
    let (name, job) = rest.split_once(',').unwrap_or((rest, ""));
    let job = job.trim();
    // Without a leading word, a job must follow the name: a place or a date makes it a signature or a caption.
    let is_job = job.starts_with(|c: char| c.is_lowercase()) && job.split(' ').count() <= 6;
    // Below a quotation it says who is quoted.
    let quoted = at > 0 && book.pieces[at - 1].look.quoted;
    let holds = lead.is_some() || is_job && !quoted && !book.pieces[at].look.terminal;
    let name = name.trim();
    (holds && people::is_name(name)).then(|| name.to_owned())
}

/// `Ada Moss is a gardener and author.`
pub fn is_biography(book: &Book, at: usize, writers: &[String]) -> bool {
    let piece = &book.pieces[at];
    let starts =
        |name: &String| piece.plain.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(" is "));
    piece.look.words <= 60 && (writers.iter().any(starts) || book.writers.iter().any(starts))
}
