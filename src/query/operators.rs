//! The query language, as a parser that never fails.
//!
//! Loaded with what special queries take; those of words alone are read by [`super::parse::words`].
//!
//! ```text
//! query   = { item }                         wanted, unless a minus sign stands before it
//! item    = [ "-" ] ( filter | atom ) { "OR" atom }
//! atom    = [ "title:" ] ( word | '"' words '"' ) [ "*" ]
//! filter  = ( "author:" | "section:" | "issue:" | "before:" | "after:" ) ( value | '"' value '"' )
//! ```
//!
//! Whatever does not fit is searched as words, and a [`Note`] says so. `OR` is an operator in capitals only, `AND` is
//! allowed and does nothing: articles with all the words are preferred anyway. Of several sections or issues any will do, as an
//! article has one; other filters must all be met.

use std::ops::{Range, RangeInclusive};

use super::parse::{Parser, is_minus, is_quote, runs};
use super::{Field, Filter, Form, Note, Query};
use crate::strings::{self, until};

const FIELDS: [(&str, Option<Field>); 6] = [
    ("author", Some(Field::Author)),
    ("section", Some(Field::Section)),
    ("issue", Some(Field::Issue)),
    ("before", Some(Field::Before)),
    ("after", Some(Field::After)),
    ("title", None),
];

/// Reads `query`. With `typing` its last word may be unfinished, and so may its last quotation.
///
/// Cost: linear in the query up to [`super::MAX_WORDS`] words; the rest is not looked at.
///
/// ```
/// use backissue::query::{Field, parse};
/// let query = parse("\"agenda for change\" pay -pensions author:doe", false);
/// assert_eq!(query.wanted.len(), 2);
/// assert_eq!(query.wanted[0].any[0].words[2].word, "change");
/// assert_eq!(query.unwanted[0].words[0].term, "pension");
/// assert_eq!(query.filters[0].field, Field::Author);
/// assert!(query.notes.is_empty());
/// ```
pub fn parse(query: &str, typing: bool) -> Query {
    parse_loosely(query, typing, None).0
}

/// Reads `query` with the phrases of some clauses as if they had no quotation marks, and the others as phrases however long it is;
/// gives the bits of the clauses that have one. Clauses have a bit each, in turn: of more than 64 several have the same.
pub(super) fn parse_loosely(query: &str, typing: bool, loose: Option<u64>) -> (Query, u64) {
    let mut parser = Parser::new(query, typing);
    parser.keeps_phrases = loose.is_some();
    let (mut clause, mut quoted) = (1, 0);
    while parser.goes_on() {
        if !parser.operator() {
            if !parser.or {
                clause = u64::rotate_left(clause, 1);
            }
            if parser.item(loose.unwrap_or_default() & clause != 0) {
                quoted |= clause;
            }
        }
    }
    (parser.finish(), quoted)
}

impl Parser<'_> {
    /// Reads `OR` between two things, `AND` anywhere.
    fn operator(&mut self) -> bool {
        let rest = self.rest();
        let word = &rest[..until(rest, char::is_whitespace)];
        let more = !rest[word.len()..].trim_start().is_empty();
        let is_operator = match word {
            "AND" => more,
            "OR" => more && !(self.parsed.wanted.is_empty() && self.parsed.filters.is_empty()) && !self.or,
            _ => false,
        };
        if is_operator {
            self.at += word.len();
            self.or |= word == "OR";
        }
        is_operator
    }

    /// Reads an item; says whether it is a phrase that is wanted, which is read as words if it `is_loose`.
    fn item(&mut self, is_loose: bool) -> bool {
        let start = self.at;
        let not = is_minus(self.rest())
            && self
                .rest()
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_ascii_alphanumeric() || is_quote(c) || c > '\u{bf}');
        if not {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        let rest = self.rest();
        let name = &rest[..until(rest, |c| !c.is_ascii_alphabetic())];
        let field = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (range, form, title) = match field {
            Some((_, field)) if rest[name.len()..].starts_with(':') => {
                self.at += name.len() + 1;
                self.field(*field, not, start)
            }
            _ => {
                let (range, form) = self.value(start);
                (range, form, false)
            }
        };
        let is_phrase = form == Form::Phrase && !not;
        if is_phrase && is_loose {
            let part = self.part(range.clone());
            // Of a single word it is told anyway that it is nowhere.
            if until(&part, char::is_whitespace) < part.len() {
                self.parsed.notes.push(Note::Apart { part });
            }
        }
        self.atoms(range, if is_loose { Form::Glued } else { form }, title, not);
        self.or = false;
        is_phrase
    }

    /// Takes the word or quotation that begins here; gives the place of its inside.
    fn value(&mut self, start: usize) -> (Range<usize>, Form) {
        let rest = self.rest();
        if let Some(quote) = rest.chars().next().filter(|&c| is_quote(c)) {
            let from = self.at + quote.len_utf8();
            match self.text[from..].char_indices().find(|&(_, c)| is_quote(c)) {
                Some((len, close)) => {
                    self.at = from + len + close.len_utf8();
                    return (from..from + len, Form::Phrase);
                }
                None if self.typing => {
                    self.at = self.text.len();
                    return (from..self.at, Form::Phrase);
                }
                None => {
                    self.unread(start..self.text.len());
                    self.at = from;
                }
            }
        }
        let from = self.at;
        self.at += until(self.rest(), |c| c.is_whitespace() || is_quote(c));
        (from..self.at, Form::Glued)
    }

    /// Reads what a field is to be; gives what of it is words.
    fn field(&mut self, field: Option<Field>, not: bool, start: usize) -> (Range<usize>, Form, bool) {
        let (range, form) = self.value(start);
        let value = self.text[range.clone()].trim();
        // A value of signs alone would fit every author, or no section.
        let has_words = !runs(value, 0, 1).is_empty();
        let is_date = matches!(field, Some(Field::Before | Field::After));
        match field {
            _ if !has_words || is_date && !is_partial_date(value) => {
                self.unread(start..self.at);
                // The field's name is a word like any other.
                (start..self.at, Form::Glued, false)
            }
            Some(field) => {
                self.parsed.filters.push(Filter { field, value: value.to_owned(), not });
                (start..start, Form::Glued, false)
            }
            None => (range, form, true),
        }
    }
}

/// Whether `value` is `2025`, `2025-06` or `2025-06-30`.
pub(crate) fn is_partial_date(value: &str) -> bool {
    let mut parts = strings::split(value, "-");
    let mut is = |len: usize, range: RangeInclusive<u32>| match parts.next() {
        None => true,
        Some(part) => strings::number(part, len).is_some_and(|number| range.contains(&number)),
    };
    is(4, 0..=9999) && is(2, 1..=12) && is(2, 1..=31) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Atom, MAX_WORDS, words};

    /// The query in a notation of its own: `~` glued, quotation marks, `|` alternatives, `*` prefix, `+x` joined.
    fn read_as(query: &str, typing: bool) -> String {
        let parsed = parse(query, typing);
        let atom = |atom: &Atom| {
            let words: Vec<String> = atom
                .words
                .iter()
                .map(|word| {
                    let prefix =
                        if word.prefix.is_empty() { String::new() } else { format!("*{}", word.prefix) };
                    let joined =
                        if word.joined.is_empty() { String::new() } else { format!("+{}", word.joined) };
                    format!(
                        "{}{prefix}{joined}",
                        if atom.form == Form::Phrase { &word.word } else { &word.term }
                    )
                })
                .collect();
            let text = match atom.form {
                Form::Word => words.concat(),
                Form::Glued => words.join("~"),
                Form::Phrase => format!("\"{}\"", words.join(" ")),
            };
            if atom.title { format!("title:{text}") } else { text }
        };
        let mut all: Vec<String> = parsed
            .wanted
            .iter()
            .map(|clause| clause.any.iter().map(atom).collect::<Vec<_>>().join("|"))
            .collect();
        all.extend(parsed.unwanted.iter().map(|unwanted| format!("-{}", atom(unwanted))));
        all.extend(
            parsed
                .filters
                .iter()
                .map(|f| format!("{}{:?}={}", if f.not { "-" } else { "" }, f.field, f.value)),
        );
        all.extend(parsed.notes.iter().map(|note| format!("[{note:?}]")));
        all.join(" ")
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(read_as("Nurses' \"the pay awards\" 3%", false), "nurs \"the pay awards\" 3~percent");
        assert_eq!(read_as("“staff side” «ward»", false), "\"staff side\" \"ward\"");
        assert_eq!(read_as("co-production £22.6bn", false), "co+coproduct~product 22.6~billion");
        assert_eq!(read_as("work force plan", false), "work+workforc forc+forceplan plan");
        assert_eq!(read_as("pay,pensions", false), "pay+paypens pension");
    }

    #[test]
    fn operators() {
        assert_eq!(
            read_as("strike OR ballot -pay -\"zero hours\"", false),
            "strike|ballot -pay -\"zero hours\""
        );
        assert_eq!(read_as("a OR b OR c AND d", false), "a|b|c d");
        assert_eq!(read_as("OR this or that OR", false), "or this or that or");
        assert_eq!(read_as("- -- well-being -", false), "well+wellb~be");
        assert_eq!(read_as("well being with", false), "well+wellb be with");
        assert_eq!(read_as("organi* ballot", false), "organi*organi+organiballot ballot");
    }

    #[test]
    fn fields() {
        assert_eq!(
            read_as("author:\"Jo Doe\" -section:news ISSUE:66 title:rota after:2024-05 before:2025", false),
            "title:rota Author=Jo Doe -Section=news Issue=66 After=2024-05 Before=2025"
        );
        assert_eq!(read_as("section:news OR section:tips rota", false), "rota Section=news Section=tips");
        assert_eq!(read_as("title:\"night shift\" www.nhs.uk", false), "title:\"night shift\" nhs+nhsuk~uk");
    }

    #[test]
    fn what_cannot_be_read_is_words_and_said() {
        assert_eq!(read_as("before:soon", false), "befor+beforesoon~soon [Unread { part: \"before:soon\" }]");
        assert_eq!(read_as("after:2025-13", false), "after~2025~13 [Unread { part: \"after:2025-13\" }]");
        assert_eq!(read_as("author: doe", false), "author+authordo doe [Unread { part: \"author:\" }]");
        assert_eq!(read_as("author:& doe", false), "author+authordo doe [Unread { part: \"author:&\" }]");
        assert_eq!(
            read_as("section:\"…\" rota", false),
            "section+sectionrota rota [Unread { part: \"section:\\\"…\\\"\" }]"
        );
        assert_eq!(
            read_as("pay \"night shift", false),
            "pay+paynight night+nightshift shift [Unread { part: \"\\\"night shift\" }]"
        );
        assert_eq!(read_as("\"\" \"", false), "[Unread { part: \"\\\"\" }]");
    }

    #[test]
    fn while_typing_the_last_word_is_unfinished() {
        assert_eq!(read_as("pay consultat", true), "pay+payconsultat consultat*consultat");
        assert_eq!(read_as("pay organiz", true), "pay+payorganiz organiz*organis");
        assert_eq!(read_as("pay consult ", true), "pay+payconsult consult");
        assert_eq!(read_as("\"pay rev", true), "\"pay rev*rev\"");
        assert_eq!(read_as("\"pay rev\"", true), "\"pay rev\"");
    }

    #[test]
    fn long_queries_are_loosened() {
        assert_eq!(read_as("night-time rota", false), "night+nighttim~time+timerota rota");
        assert_eq!(
            read_as("night-time of a rota ward pay ballot", false),
            "night+nighttim time of a rota+rotaward ward+wardpay pay+payballot ballot"
        );
        assert_eq!(read_as("\"night shift\" a1 a2 a3 a4 a5", false), "\"night shift\" a1 a2 a3 a4 a5");
        assert_eq!(
            read_as("\"night shift\" a1 a2 a3 a4 a5 a6 a7 a8", false),
            "night+nightshift shift a1 a2 a3 a4 a5 a6 a7 a8 [Unread { part: \"night shift\" }]"
        );
    }

    #[test]
    fn long_queries_are_cut_and_it_is_said() {
        let parsed = parse(&"word ".repeat(2000), false);
        assert_eq!(parsed.wanted.len(), MAX_WORDS);
        assert_eq!(parsed.notes, [Note::Cut { words: MAX_WORDS as u32 }]);
        let parsed = parse(&"a.".repeat(5000), false);
        assert!(parsed.atoms().map(|atom| atom.words.len()).sum::<usize>() <= MAX_WORDS);
    }

    #[test]
    fn words_and_signs_are_plain_and_whatever_may_be_more_is_not() {
        for query in
            ["", "pay award", "co-production, 2024-25", "10:30 - £22.6bn?", "and or -", "consultati*"]
        {
            assert!(words(query, false).1, "{query}");
        }
        for query in ["\"pay\"", "pay “award", "-pay", "−pay", "pay OR award", "title:pay", "SECTION:", "AND"]
        {
            assert!(!words(query, false).1, "{query}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_query_is_read(query in "(\\PC{0,8}|[-\"“: ]|OR |title:|author:|before:20|[a-z]{1,5}){0,12}", typing in proptest::bool::ANY) {
            let parsed = parse(&query, typing);
            for word in parsed.atoms().chain(&parsed.unwanted).flat_map(|atom| &atom.words) {
                assert!(query.get(word.range.clone()).is_some() && !word.term.is_empty());
            }
            if let (words, true) = words(&query, typing) {
                proptest::prop_assert_eq!(words, parsed);
            }
        }
    }
}
