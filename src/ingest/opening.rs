//! Openings: the drop cap that begins a story, which OCR loses, splits or reads apart.

use super::words::{Lexicon, words};

/// How a paragraph that lost its initial begins when it is given back, and how sure that is (0 to 1).
///
/// Nothing is guessed freely: the letter must make a word that the British list or the issue has, and among several
/// letters the one whose word stands before the next word elsewhere in the issue wins. `None`: nothing seems lost.
pub fn restore(plain: &str, lexicon: &Lexicon) -> Option<(String, f32)> {
    let start = plain.trim_start();
    let token: String =
        start.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')).collect();
    let first = token.chars().next()?;
    let rest = &start[token.len()..];
    if !first.is_alphabetic() || !rest.starts_with([' ', ',', ':', '?']) && !rest.is_empty() {
        return None;
    }
    let fragment = token.to_lowercase().replace('’', "'");
    let next: Vec<String> = words(rest.get(..rest.floor_char_boundary(60)).unwrap_or(rest)).take(2).collect();
    let following = next.first().map(String::as_str).unwrap_or("");
    let small = first.is_lowercase();
    // An opening set in capitals lost its initial no more often than not. A word is a word there (`HE SAID` is not `SHE
    // SAID`, however often she did), and so is a name that the issue has elsewhere.
    let set = !small && is_set_in_capitals(start);
    let is_whole =
        Lexicon::listed(&token) || if set { lexicon.count(&fragment) > 1 } else { token.len() > 4 };
    // `HS trade unions`: capitals that are no word by themselves. A capitalised word that is one has lost nothing.
    if !small && is_whole {
        return None;
    }
    let own = if small || set { 0 } else { lexicon.count(&fragment) };
    // A fragment that is itself a word (`he`, `and`) has lost a letter only if the next word says so.
    let is_word = Lexicon::listed(&fragment) && (fragment.len() > 1 || fragment == "a");
    // The damaged words themselves were counted once.
    let as_it_stands = lexicon.pair(&fragment, following).saturating_sub(1);
    let mut best: Option<(char, u32, u32)> = None; // letter, evidence, evidence of the runner-up
    for letter in 'a'..='z' {
        let whole = format!("{letter}{fragment}");
        let known = Lexicon::listed(&whole) || lexicon.count(&whole) > 1 || parts_known(&whole);
        let fits = 2 * lexicon.pair(&whole, following)
            + u32::from(usual(&whole, following) > 0 && !following.ends_with("ed"));
        if !known || is_word && fits <= 2 * as_it_stands {
            continue;
        }
        // A small letter tells that one is lost; capitals do not, and English alone proves nothing: `KATE MOSS` skates not.
        if set && lexicon.pair(&whole, following) == 0 {
            continue;
        }
        let count = lexicon.count(&whole);
        if own * 4 > count {
            continue;
        }
        let evidence =
            1 + count.min(50) + 60 * lexicon.pair(&whole, following).min(20) + usual(&whole, following);
        best = match best {
            Some((held, most, _)) if evidence <= most => Some((held, most, evidence)),
            Some((_, most, _)) => Some((letter, evidence, most)),
            None => Some((letter, evidence, 0)),
        };
    }
    if let Some((letter, most, second)) = best {
        let sure = if second == 0 { 1.0 } else { (most as f32 / (most + second) as f32).max(0.5) };
        return Some((format!("{}{}", letter.to_uppercase(), start), sure));
    }
    // No letter joins on: the initial may have been a word of its own.
    let (i, a) = (lexicon.pair("i", &fragment), lexicon.pair("a", &fragment));
    if !Lexicon::listed(&fragment) || (i == 0 && a == 0 && !FIRST_PERSON.contains(&fragment.as_str())) {
        return None;
    }
    let initial = if i >= a { "I" } else { "A" };
    let sure = if FIRST_PERSON.contains(&fragment.as_str()) { 0.7 } else { 0.4 };
    Some((format!("{initial} {start}"), sure))
}

/// Whether a paragraph begins with words in capitals, as openings are set: three at least, and more than an acronym or a name
/// has letters.
fn is_set_in_capitals(plain: &str) -> bool {
    let is_capital = |word: &&str| !word.contains(char::is_lowercase);
    let set: Vec<&str> = plain.split(' ').take_while(is_capital).take(8).collect();
    let letters = set.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).count();
    let pauses = set.iter().any(|word| word.ends_with([',', ':', '.', '?', '!']));
    set.len() >= 3 && letters >= 9 && !pauses && plain.contains(char::is_lowercase)
}

/// [`restore`] for a paragraph that must have lost its initial, since it begins small where a story opens: then a
/// fragment that is a word too (`or those`, `hen the`) gives way to the word that the issue has more use for.
pub fn restore_below_head(plain: &str, lexicon: &Lexicon) -> Option<(String, f32)> {
    let found = restore(plain, lexicon);
    if found.is_some() || !plain.starts_with(|c: char| c.is_lowercase()) {
        return found;
    }
    let fragment = plain.split(' ').next().unwrap_or("").replace('’', "'");
    let commoner = |letter: char| {
        Some((lexicon.count(&format!("{letter}{fragment}")), letter)).filter(|(count, _)| *count > 0)
    };
    let mut letters: Vec<(u32, char)> = ('a'..='z').filter_map(commoner).collect();
    letters.sort_by_key(|&(count, letter)| (std::cmp::Reverse(count), letter));
    let &(most, letter) = letters.first()?;
    let second = letters.get(1).map_or(0, |&(count, _)| count);
    (most > lexicon.count(&fragment)).then(|| {
        let sure = (most as f32 / (most + second) as f32).clamp(0.5, 0.75);
        (format!("{}{plain}", letter.to_uppercase()), sure)
    })
}

/// Verbs that hardly stand after anything but a pronoun.
const FIRST_PERSON: [&str; 8] =
    ["don't", "didn't", "can't", "couldn't", "wasn't", "haven't", "am", "wouldn't"];

/// Verbs with which a story begins after `It`, and that hardly stand after `At`.
const PAST: [&str; 16] = [
    "is", "was", "has", "had", "began", "starts", "started", "took", "takes", "came", "comes", "seems",
    "seemed", "may", "might", "will",
];

/// What English itself says of a first word and the next: `An` stands before a vowel, `In` before a year or `the`.
fn usual(whole: &str, following: &str) -> u32 {
    let vowel = following.starts_with(['a', 'e', 'i', 'o', 'u']);
    let digit = following.starts_with(|c: char| c.is_ascii_digit());
    let determiner = [
        "the", "a", "an", "this", "that", "his", "her", "its", "our", "my", "their", "all", "any", "every",
        "it",
    ]
    .contains(&following);
    let pronoun = ["i", "we", "you", "he", "she", "they", "it"].contains(&following);
    match whole {
        "an" if vowel && !determiner => 900,
        "in" if digit || determiner => 900,
        "as" if pronoun || determiner => 400,
        "if" | "when" if pronoun => 300,
        "the" if !pronoun => 200,
        "it" if PAST.contains(&following) => 300,
        "it's" | "we" => 100,
        _ => 0,
    }
}

/// `co-production`: every part of a compound is a word.
fn parts_known(whole: &str) -> bool {
    let mut parts = whole.split('-');
    whole.contains('-')
        && whole.len() > 5
        && parts.all(|part| part == "co" || part.len() > 1 && Lexicon::listed(part))
}

/// A drop cap that swallowed letters: `Uto 500` for `Up to 500`. The word after it must be whole, and the short word
/// that starts with the capital must stand before it elsewhere in the issue.
pub fn split_cap(plain: &str, lexicon: &Lexicon) -> Option<String> {
    const SHORT: [&str; 22] = [
        "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on",
        "or", "so", "up", "us", "we",
    ];
    let token = plain.split(' ').next()?;
    let mut chars = token.chars();
    let capital = chars.next()?;
    let word = chars.as_str();
    if !capital.is_uppercase() || word.len() < 2 || !Lexicon::listed(word) || lexicon.knows(token) {
        return None;
    }
    let initial = capital.to_lowercase().next()?;
    let best = SHORT
        .iter()
        .filter(|short| short.starts_with(initial))
        .max_by_key(|short| lexicon.pair(short, word))?;
    (lexicon.pair(best, word) > 0)
        .then(|| format!("{capital}{} {}", &best[1..], &plain[capital.len_utf8()..]))
}

/// Gives a paragraph that closes a quotation which it never opened its opening quote.
pub fn open_quote(plain: &str) -> Option<char> {
    for (open, close) in [('“', '”'), ('"', '"')] {
        let mut count = 0u32;
        let mut closes_first = false;
        for (at, c) in plain.char_indices() {
            if open != close {
                if c == open {
                    break;
                }
                closes_first |= c == close;
            } else if c == '"' {
                count += 1;
                // A straight quote closes if a letter or stop stands before it and none opened.
                let before = plain[..at].chars().next_back();
                if count == 1 {
                    closes_first =
                        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '?' | '!'));
                }
            }
            if closes_first {
                return Some(open);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let text = "In the end the ferry and the harbour master met. Up to 500 boats. Pay rises are rare. Pay rises! \
                    MiP met MiP and NHS saw NHS. As we said. She may say so. I don't know. A new boat, a new oar. I have \
                    more than one. She said no, she said yes. Tell the truth, skate on moss.";
        Lexicon::new([text].into_iter())
    }

    #[test]
    fn lost_initials_come_back() {
        for (text, whole) in [
            ("he ferry sank", "The ferry sank"),
            ("n 2031, tides", "In 2031, tides"),
            ("n eminent sailor", "An eminent sailor"),
            ("s we said", "As we said"),
            ("t's raining", "It's raining"),
            ("t began with eels", "It began with eels"),
            ("t the harbour", "At the harbour"),
            ("olitics is odd", "Politics is odd"),
            ("ay rises again", "Pay rises again"),
            ("HS trade unions", "NHS trade unions"),
            ("iP members vote", "MiP members vote"),
            ("o-production is a word", "Co-production is a word"),
            ("don't know why", "I don't know why"),
            ("ISES ARE RARE where", "RISES ARE RARE where"),
        ] {
            assert_eq!(restore(text, &lexicon()).map(|(whole, _)| whole).as_deref(), Some(whole), "{text}");
        }
    }

    #[test]
    fn where_a_story_opens_a_word_can_be_the_rest_of_one() {
        let text = "For the boats. For the crew. Wait for it, or go. When it rains, when it pours.";
        let lexicon = Lexicon::new([text].into_iter());
        for (text, whole) in
            [("or those in peril", Some("For those in peril")), ("hen six boats", Some("When six boats"))]
        {
            assert_eq!(restore(text, &lexicon), None, "{text}");
            assert_eq!(
                restore_below_head(text, &lexicon).map(|(whole, _)| whole).as_deref(),
                whole,
                "{text}"
            );
        }
        for text in ["Or those in peril", "it rains", "zebras swim"] {
            assert_eq!(restore_below_head(text, &lexicon), None, "{text}");
        }
    }

    #[test]
    fn what_lost_nothing_stays() {
        for text in [
            "THE HARBOUR MASTER met",
            "HE SAID IT AGAIN to me",
            "HE HARBOUR MASTER met",
            "KATE MOSS HAS spent",
            "RUTH JONES WAS here",
            "ADAM SMITH HAS left",
            "ALICE BROWN IS back",
            "OTTO BROWN WENT home",
            "MP CALLS FOR more",
            "NEW RULES MEAN workers sink",
            "HAVE YOU EVER wondered",
            "MORE THAN HALF of it",
            "ALL OF THEM SANK in May",
            "The ferry sank",
            "Ferries sank",
            "“Quoted words",
            "500 boats",
            "",
        ] {
            assert_eq!(restore(text, &lexicon()), None, "{text}");
        }
    }

    #[test]
    fn a_cap_that_swallowed_letters_is_mended_on_evidence_alone() {
        assert_eq!(split_cap("Uto 500 boats", &lexicon()).as_deref(), Some("Up to 500 boats"));
        assert_eq!(split_cap("Upon the sea", &lexicon()), None);
        assert_eq!(split_cap("Xto 500", &lexicon()), None);
    }

    #[test]
    fn an_unopened_quotation_is_seen() {
        assert_eq!(open_quote("I don't know,\" says Jo"), Some('"'));
        assert_eq!(open_quote("We never saw it,” says Jo, “never.”"), Some('“'));
        assert_eq!(open_quote("\"We did,\" says Jo"), None);
        assert_eq!(open_quote("“We did,” says Jo"), None);
    }
}
