//! A piece: the smallest run of source text that ingest gives a zone, with what can be seen on it.
//!
//! This is the seam between the readers of the source forms and the steps after them: a reader ([`super::paragraphs`],
//! [`super::frames`]) makes pieces of lines, and everything later knows pieces alone.

use std::ops::Range;

use super::lines::Line;
use super::profile::{Profile, fold};
use super::words::Lexicon;
use super::{end_mark, inline};

/// A run of source text: a paragraph, a heading, a list item, a row, a caption, or part of one.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// First line of the source, from 1.
    pub first: u32,
    /// Last line.
    pub last: u32,
    /// Its bytes in the source.
    pub ranges: Vec<Range<usize>>,
    /// Its text on one line, cleaned, with inline Markdown.
    pub marked: String,
    /// Its text without marks.
    pub plain: String,
    /// [`plain`](Self::plain) as phrases are compared ([`fold`]).
    pub folded: String,
    /// Empty lines above it.
    pub gap: u32,
    /// The page it stands on, counted from 0, where the form tells pages apart.
    pub page: u32,
    /// Whether it is the first on its page.
    pub page_start: bool,
    /// The block it stands in: a frame, or what is left of one between blank lines. Only the frame dump has blocks.
    pub block: u32,
    /// How many lines it takes in a frame dump.
    pub rows: u32,
    /// How wide its column is in a frame dump, in characters.
    pub width: u32,
    /// Whether its paragraph goes on after the edge of its frame, as far as the lines of a frame dump tell.
    pub open: bool,
    /// Whether it ends with a wrapped line, though with a sentence as well: its paragraph may go on below.
    pub runs_on: bool,
    /// Whether its lines are indented each in its own way, as lettering is in a frame dump.
    pub lettered: bool,
    /// What can be seen on it.
    pub look: Look,
}

/// What can be seen on a piece without reading it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Markdown heading level, 0 for none.
    pub level: u8,
    /// Set in bold as a whole.
    pub bold: bool,
    /// Set in italic as a whole.
    pub italic: bool,
    /// A list item, and whether it is numbered.
    pub item: Option<bool>,
    /// A row of a table: cells between tabs or bars.
    pub row: bool,
    /// Began with a drop cap that was set apart: `**T**here`, `M y`.
    pub drop_cap: bool,
    /// Closed by an end mark, which has been taken off.
    pub end_mark: bool,
    /// Opened by an end mark, as some magazines set pull quotes off.
    pub open_mark: bool,
    /// All capitals.
    pub caps: bool,
    /// Begins with a small letter.
    pub lower: bool,
    /// Begins with an opening quote and ends with a closing one.
    pub quoted: bool,
    /// Ends a sentence.
    pub terminal: bool,
    /// Ends with a hyphen.
    pub hyphen: bool,
    /// How many words it has.
    pub words: u32,
}

impl Piece {
    /// A piece of `lines` whose text is `marked`; `level` is its Markdown heading level.
    pub fn new(lines: &[Line], marked: &str, level: u8, profile: &Profile) -> Piece {
        let mut marked = inline::clean(marked);
        let mut look = Look { level, ..Look::default() };
        take_item(&mut marked, &mut look);
        take_row(&mut marked, &mut look);
        take_end_marks(&mut marked, &mut look, profile);
        close_bold(&mut marked);
        take_whole_style(&mut marked, &mut look);
        take_end_marks(&mut marked, &mut look, profile);
        take_drop_cap(&mut marked, &mut look);
        let mut piece = Piece {
            first: lines.first().map_or(0, |line| line.number),
            last: lines.last().map_or(0, |line| line.number),
            ranges: lines.iter().map(|line| line.range.clone()).collect(),
            gap: lines.first().map_or(0, |line| line.gap),
            look,
            ..Piece::default()
        };
        piece.set_text(marked);
        piece
    }

    /// Gives it another text and looks at it again.
    pub fn set_text(&mut self, marked: String) {
        self.plain = inline::plain(&marked);
        self.folded = fold(&self.plain);
        let look = &mut self.look;
        let plain = self.plain.trim();
        let letters = || plain.chars().filter(|c| c.is_alphabetic());
        look.words = u32::try_from(plain.split_whitespace().count()).unwrap_or(u32::MAX);
        look.caps = letters().count() > 2 && letters().all(|c| !c.is_lowercase());
        look.lower = plain.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
            && !begins_with_particle(plain);
        look.quoted =
            plain.starts_with(['“', '"', '‘']) && plain.trim_end_matches('.').ends_with(['”', '"', '’']);
        look.terminal = ends_sentence(plain);
        look.hyphen = plain.ends_with('-') && !plain.ends_with(" -");
        self.marked = marked;
    }

    /// `path:line`'s second half, for people.
    pub fn place(&self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{}-{}", self.first, self.last) }
    }

    /// Whether it could be a headline, crosshead, kicker or the like by its look: short, and no sentence.
    pub fn is_heading_like(&self) -> bool {
        let plain = self.plain.trim();
        if self.look.item.is_some()
            || self.look.row
            || self.look.end_mark
            || self.look.hyphen
            || plain.is_empty()
        {
            return false;
        }
        if self.look.level > 0 {
            return self.look.words <= 30;
        }
        if self.look.bold && self.look.quoted && self.look.words > 10 {
            return false;
        }
        let last = plain.trim_end_matches(['”', '"', '’', '\'', ')']).chars().next_back().unwrap_or(' ');
        let stops = matches!(last, '.' | ',' | ';' | ':') && !plain.ends_with("...") && !self.look.bold;
        if self.look.words >= 7 && wants_more(plain) || open_quotes(plain) {
            return false;
        }
        // `“...,” she said`: a sentence.
        if self.look.level == 0
            && [",”", ",\"", "?”", "!”"].iter().any(|close| plain.contains(&format!("{close} ")))
        {
            return false;
        }
        if self.look.words >= 5 && !self.look.quoted && !self.look.terminal && plain.contains(". ") {
            return false;
        }
        plain.len() <= 140 && self.look.words <= 22 && !self.look.lower && !self.look.drop_cap && !stops
    }
}

/// Whether a quotation is opened in `plain` and not closed.
fn open_quotes(plain: &str) -> bool {
    plain.matches('“').count() > plain.matches('”').count() || plain.matches('"').count() % 2 == 1
}

/// Whether `plain` begins with a name that has a small particle in front: `ap Gwynfor`, `de Souza`.
fn begins_with_particle(plain: &str) -> bool {
    let mut words = plain.split(' ');
    let particle = words
        .next()
        .is_some_and(|word| ["ap", "ab", "de", "van", "von", "del", "della", "al", "bin"].contains(&word));
    particle && words.next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// Whether `plain` ends with a word that no heading of any length ends with.
fn wants_more(plain: &str) -> bool {
    const WANT: [&str; 30] = [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have", "he",
        "his", "is", "of", "or", "said", "she", "that", "the", "their", "they", "to", "was", "were", "with",
        "would",
    ];
    plain.rsplit(' ').next().is_some_and(|last| WANT.contains(&last))
}

/// Whether `plain` ends as a sentence does: with a full stop, question or exclamation mark, colon or ellipsis, before
/// any closing quotes and brackets. British style sets a quoted phrase's own quote last without one, in mid-sentence.
pub fn ends_sentence(plain: &str) -> bool {
    let plain = plain.trim_end();
    let stem = plain.trim_end_matches(['”', '"', '’', '\'', ')', ']', '*']);
    if stem.ends_with(['.', '!', '?', '…', ':', ';']) {
        return true;
    }
    // An address that closes a sentence may have lost its full stop.
    let last = stem.rsplit(' ').next().unwrap_or("");
    is_address(last) && stem.len() == plain.len()
}

/// Whether `word` is a web or mail address.
pub fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', ';', '.', ':', '[', ']']);
    // A paragraph that ends with an address is none.
    if word.contains(char::is_whitespace) {
        return false;
    }
    let host = word.trim_start_matches("https://").trim_start_matches("http://");
    let host = host.split(['/', '?']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    let parts: Vec<&str> = host.split('.').collect();
    parts.len() >= 2
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        && parts.last().is_some_and(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphabetic()))
        && (word.contains(['/', '@'])
            || host.starts_with("www.")
            || parts.last().is_some_and(|p| TOP_LEVEL.contains(p)))
}

/// Top-level domains that are taken for one without a path: those that British magazines print.
const TOP_LEVEL: [&str; 18] = [
    "uk", "com", "org", "net", "eu", "info", "wales", "scot", "ie", "coop", "law", "social", "gov", "nhs",
    "ai", "io", "app", "co",
];

/// A list mark: `- `, `» `, `• `, `- » `, `1. ` after a dash.
fn take_item(marked: &mut String, look: &mut Look) {
    let start = marked.trim_start_matches("**");
    let (mut rest, mut dash) = (start, false);
    for bullet in ["- ", "– ", "» ", "• ", "● ", "* ", "· "] {
        if let Some(after) = rest.strip_prefix(bullet) {
            (rest, dash) = (after.trim_start(), true);
        }
    }
    for bullet in ["» ", "• "] {
        rest = rest.strip_prefix(bullet).unwrap_or(rest);
    }
    if dash {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = (1..=2).contains(&digits) && rest[digits..].starts_with(['.', ')', ' ']);
        if numbered {
            rest = rest[digits..].trim_start_matches(['.', ')', ' ']);
        }
        look.item = Some(numbered);
        *marked = rest.to_owned();
    }
}

/// A row of a Markdown table: its bars become tabs.
fn take_row(marked: &mut String, look: &mut Look) {
    let inner = marked.trim();
    if inner.len() > 2 && inner.starts_with('|') && inner.ends_with('|') {
        let cells: Vec<&str> = inner[1..inner.len() - 1].split('|').map(str::trim).collect();
        look.row = true;
        *marked = cells.join("\t");
    }
}

/// End marks at either end, and the ways in which OCR misreads one: a lone quote after a closed sentence.
fn take_end_marks(marked: &mut String, look: &mut Look, profile: &Profile) {
    for mark in &profile.end_marks {
        if let Some(before) = end_mark::before(marked, mark) {
            look.end_mark = true;
            *marked = before.trim_end().to_owned();
            break;
        }
    }
    if look.end_mark
        && let Some(before) = marked.strip_suffix(" \"").or(marked.strip_suffix("\" \""))
    {
        *marked = before.trim_end().to_owned();
    }
    if !look.end_mark
        && let Some(before) = marked.strip_suffix("\" \"").or_else(|| marked.strip_suffix("” \""))
        && before.ends_with(['.', '!', '?'])
    {
        look.end_mark = true;
        marked.truncate(marked.len() - 2);
    }
    if !look.end_mark
        && let Some(before) = without_misread_mark(marked)
    {
        look.end_mark = true;
        marked.truncate(before);
    }
    for mark in &profile.end_marks {
        // A letter is what is left of a word.
        if let Some(after) = marked.strip_prefix(mark.as_str())
            && after.starts_with(' ')
            && !mark.contains(char::is_alphanumeric)
        {
            look.open_mark = true;
            *marked = after.trim_start().to_owned();
        }
    }
}

/// Where the text ends before slashes that recognition read as something like them: `/`, `ll`, `II`, `/ /`. Behind the
/// end of a sentence they can be nothing else.
fn without_misread_mark(marked: &str) -> Option<usize> {
    let (mut before, mut strokes, mut slash) = (marked.trim_end_matches(['*', ' ']), 0, false);
    while let Some((rest, last)) = before.rsplit_once(' ') {
        let is_stroke = |c: char| matches!(c, '/' | '\\' | '|' | 'l' | 'I' | '1' | '!');
        let core = last.trim_matches(['.', ',', '*']);
        if core.is_empty() || core.len() > 3 || !core.chars().all(is_stroke) {
            break;
        }
        strokes += core.len();
        slash |= core.contains(['/', '\\', '|']);
        before = rest.trim_end();
    }
    let numeral = marked.ends_with("11");
    let closed = before.trim_end_matches('*').ends_with(['.', '!', '?', '”', '"', '’', ')']);
    (closed && ends_sentence(before) && !numeral && (slash && strokes > 0 || strokes == 2))
        .then_some(before.len())
}

/// Gives a lone mark of bold its partner if it closes the lead of a paragraph (`1 Listen:** Nobody ...`), and takes it
/// away otherwise.
fn close_bold(marked: &mut String) {
    if marked.matches("**").count() != 1 {
        return;
    }
    let Some((lead, rest)) = marked.split_once("**") else { return };
    let closes = lead.ends_with([':', '.', '?', '!']) || rest.starts_with(['—', '–', ':']);
    let short = (1..=14).contains(&lead.split_whitespace().count());
    *marked = match closes && short && !rest.is_empty() {
        true => format!("**{}**{rest}", lead.trim_start()),
        false => format!("{lead}{rest}").trim().to_owned(),
    };
}

/// Bold or italic around the whole piece.
fn take_whole_style(marked: &mut String, look: &mut Look) {
    for (mark, bold) in [("**", true), ("*", false)] {
        let inner = marked.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner
            && inner.len() > 1
            && !inner.contains(mark)
            && !inner.starts_with('*')
        {
            *if bold { &mut look.bold } else { &mut look.italic } = true;
            *marked = inner.trim().to_owned();
        } else if bold
            // A pull quote's own quotes stand outside the bold: “**...**”
            && let Some(inner) = marked.strip_prefix("“**").and_then(|rest| rest.strip_suffix("**”"))
            && !inner.contains("**")
            && inner.len() > 1
        {
            look.bold = true;
            *marked = format!("“{}”", inner.trim_end_matches('”'));
        }
    }
}

/// Whether `word` is what a capital was cut off from: `T he`, `A n`, `M iP`, `N HS`, but neither `I often` nor `J Smith`.
fn is_rest_of_word(capital: char, word: &str) -> bool {
    let joined = format!("{}{word}", capital.to_lowercase());
    // `I` and `A` are words; only what cannot follow them was cut off. An acronym can (`A BBC report`).
    let is_word = matches!(capital, 'I' | 'A');
    let alone = is_word && word.len() > 1 && Lexicon::listed(word);
    let is_short = (2..=3).contains(&word.len()) && !Lexicon::listed(word);
    let is_acronym = is_short && word.ends_with(char::is_uppercase);
    let is_lower = word.starts_with(char::is_lowercase);
    // `co-operation` is listed by neither half.
    let is_known = Lexicon::listed(&joined) || joined == "co";
    !alone && (is_lower && is_known || is_acronym && !is_word)
}

/// A drop cap that was set apart from its word: `**T**here`, `“**W**e`, `**“I** often`, `“M y`.
fn take_drop_cap(marked: &mut String, look: &mut Look) {
    let quotes = ['“', '"', '‘', '\''];
    let open = marked.trim_start_matches(quotes);
    let before = &marked[..marked.len() - open.len()];
    if let Some(rest) = open.strip_prefix("**") {
        let inner = rest.trim_start_matches(quotes);
        let quoted = &rest[..rest.len() - inner.len()];
        let mut chars = inner.chars();
        if let Some(capital) = chars.next()
            && capital.is_uppercase()
            && let Some(word) = chars.as_str().strip_prefix("**")
        {
            // `**T**here` is one word, `**I** often` and `**A** year` are two.
            let split =
                if word.starts_with(' ') && !matches!(capital, 'I' | 'A') { word.trim_start() } else { word };
            look.drop_cap = true;
            *marked = format!("{before}{quoted}{capital}{split}");
        }
        return;
    }
    let mut chars = open.chars();
    if let (Some(capital), Some(' ')) = (chars.next(), chars.next()) {
        let rest = chars.as_str();
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        if capital.is_uppercase() && is_rest_of_word(capital, &word) {
            look.drop_cap = true;
            *marked = format!("{before}{capital}{rest}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn piece(text: &str) -> Piece {
        Piece::new(&lines(text), text, 0, &Profile::generic())
    }

    #[test]
    fn a_paragraph_that_ends_with_an_address_is_no_address() {
        for word in ["ferry.example/moor", "editor@ferry.example", "www.ferry.co.uk", "(ferry.org)"] {
            assert!(is_address(word), "{word}");
        }
        for text in ["Write to editor@ferry.example", "ferry.example/moor or call in", "e.g", "12.30"] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn end_marks_come_off_and_are_remembered() {
        let closed = piece("And so to bed. //");
        assert!(closed.look.end_mark);
        assert_eq!(closed.plain, "And so to bed.");
        let misread = piece("“Value for everybody.” \"");
        assert!(misread.look.end_mark);
        assert_eq!(misread.plain, "“Value for everybody.”");
        assert!(!piece("see http://a.example//").look.end_mark);
        for text in ["To bed. /", "To bed. ll", "To bed. II", "To bed. / /", "To bed.” //.", "To bed. **|/**"]
        {
            let piece = piece(text);
            assert!(
                piece.look.end_mark && piece.plain.trim_end_matches('”') == "To bed.",
                "{text}: {piece:?}"
            );
        }
        for text in ["World War II", "We ate. I", "See page. 11", "and/or", "He was born. l"] {
            assert!(!piece(text).look.end_mark, "{text}");
        }
    }

    #[test]
    fn an_end_mark_that_is_a_letter_is_none_within_a_sentence() {
        let mut profile = Profile::generic();
        profile.end_marks.push("n".into());
        for (text, plain, marked) in [
            ("And so to bed. n", "And so to bed.", true),
            ("See plan n", "See plan n", false),
            ("n 2031 it rained", "n 2031 it rained", false),
        ] {
            let piece = Piece::new(&lines(text), text, 0, &profile);
            assert_eq!((piece.plain.as_str(), piece.look.end_mark), (plain, marked));
            assert!(!piece.look.open_mark);
        }
    }

    #[test]
    fn drop_caps_join_their_word() {
        for (text, whole) in [
            ("**T**here was", "There was"),
            ("“**W**e have", "“We have"),
            ("**“I** often say", "“I often say"),
            ("“M y garden", "“My garden"),
            ("**A** year ago", "A year ago"),
            ("A n old tree", "An old tree"),
            ("I t's raining", "It's raining"),
            ("C o-operation works", "Co-operation works"),
            ("R SPB members met", "RSPB members met"),
            ("N uT members met", "NuT members met"),
        ] {
            let piece = piece(text);
            assert_eq!(piece.plain, whole);
            assert!(piece.look.drop_cap, "{text}");
        }
        assert!(!piece("A year ago").look.drop_cap);
        for text in [
            "I often say",
            "A round of tea",
            "J Smith says",
            "I BM",
            "A list b",
            "A BBC report",
            "A UK firm",
            "A GP in Leeds",
            "Y a-t-il",
        ] {
            assert_eq!(piece(text).plain, text);
            assert!(!piece(text).look.drop_cap, "{text}");
        }
    }

    #[test]
    fn bold_that_lost_a_mark_is_closed_or_goes() {
        for (text, marked) in [
            ("- 3 An honest oar:** It never lies.", "**An honest oar:** It never lies."),
            ("Tell the crew**—twice.", "**Tell the crew**—twice."),
            ("The ferry sails** at nine.", "The ferry sails at nine."),
            ("**Two** marks **are** fine.", "**Two** marks **are** fine."),
        ] {
            assert_eq!(piece(text).marked, marked, "{text}");
        }
    }

    #[test]
    fn whole_bold_and_items_are_looks() {
        assert!(piece("**All of it is bold**").look.bold);
        assert!(!piece("**Some** of it is **bold**").look.bold);
        assert_eq!(piece("- » one thing").look.item, Some(false));
        assert_eq!(piece("- 2. the second").look.item, Some(true));
        assert_eq!(piece("- 2. the second").plain, "the second");
        assert_eq!(piece("99 bottles").look.item, None);
    }

    #[test]
    fn a_sentence_ends_before_its_quotes_and_a_phrase_does_not() {
        for (text, ends) in [
            ("It rained.”", true),
            ("a “catalogue of”", false),
            ("and the", false),
            ("at mip.example/x", true),
            ("why?", true),
        ] {
            assert_eq!(ends_sentence(text), ends, "{text}");
        }
    }
}
