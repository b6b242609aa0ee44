//! People: who wrote an article, read from bylines, standfirsts and the contents page.

use std::sync::LazyLock;

use regex::Regex;

/// A person's name: two to four capitalised words, with particles.
const NAME: &str = r"\p{Lu}[\p{L}’'\-]+(?: (?:ap|ab|de|del|della|der|den|van|von|la|le|bin|al))*(?: (?:\p{Lu}\.? ?)?\p{Lu}[\p{L}’'\-]+){1,2}";

/// What writers do in standfirsts and contents entries.
const REPORTS: &str = "writes|reports|explains|explores?|explore|asks|investigates|discovers|looks|argues|gives|offers|\
    sets out|considers|examines|finds|finds out|meets|interviews|talks|speaks|shares|shows|says|describes|reflects|visits|\
    assesses|reviews|profiles|answers|introduces|warns|wonders|suggests|believes|hears|reveals|outlines|unpicks|untangles|weighs|reads|tells";

static BY: LazyLock<Regex> = LazyLock::new(|| {
    re(&format!(r"\b(?:[Ii]nterview|[Ww]ords|[Rr]eport|[Ss]tory|[Tt]ext)? ?\b[Bb]y ({NAME})"))
});
static VERB_NAME: LazyLock<Regex> = LazyLock::new(|| {
    re(&format!(
        r"\b(?:writes?|reports?|asks|explains?|says|argues|investigates|discovers|suggests|warns) ({NAME})"
    ))
});
static NAME_VERB: LazyLock<Regex> = LazyLock::new(|| {
    // `Ada Moss, who mends nets, has some advice`: with who she is between, only what a writer is said to do.
    re(&format!(
        r"({NAME}),? (?:and ({NAME}) )?(?:(?:also|now|again) )?(?:{REPORTS})\b|({NAME}), (?:of|from|who|an?|the|our) [^.!?;:]{{3,140}}, (?:explains|gives|offers|shares|sets out|has (?:some|a few) (?:advice|answers|suggestions|tips))\b"
    ))
});
/// Only of writers: `writes Ada Moss`, `interview by Ada Moss`, and at the end of a sentence `Ada Moss explains.`
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    re(&format!(
        r"(?:\bwrites|\b(?:[Ii]nterview|[Ww]ords|[Rr]eport|[Ss]tory|[Tt]ext) by) ({NAME})|({NAME}) (?:(?:writes|reports|explains|investigates)(?:[.!]|$))"
    ))
});
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    re(&format!(
        r"\b(?:tells?|told|talks? to|talked to|speaks? to|spoke to|in conversation with|chats to|opens up to|with) (?:[\p{{L}} ]+[’']s )?({NAME})"
    ))
});
static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| {
    re(&format!(
        r"({NAME}?)[’']s? (?:practical |short |quick |top |handy |essential )?(?:guide|tips|advice|round-up|verdict|view)\b"
    ))
});
static NAME_ON: LazyLock<Regex> =
    LazyLock::new(|| re(&format!(r"({NAME}) on (?:why|how|what|when|where|whether)\b")));
static WHOLE: LazyLock<Regex> = LazyLock::new(|| re(&format!(r"^{NAME}$")));

fn re(pattern: &str) -> Regex {
    #[allow(clippy::expect_used)]
    Regex::new(pattern).expect("a pattern of the program")
}

/// Whether `text` is a person's name and nothing else.
pub fn is_name(text: &str) -> bool {
    text.len() < 60 && WHOLE.is_match(text)
}

/// Whom `text` begins by introducing: `Ada Moss is a gardener`, `Ben Hale runs a ferry`.
pub fn biography(text: &str) -> Option<String> {
    static BIOGRAPHY: LazyLock<Regex> = LazyLock::new(|| {
        re(&format!(r"^(?:Dr |Prof |Professor )?({NAME}) (?:is|heads|leads|runs|works|chairs|edits) "))
    });
    let name = BIOGRAPHY.captures(text)?.get(1)?.as_str();
    let thing = ["The ", "This ", "Our ", "If ", "A "].iter().any(|lead| name.starts_with(lead));
    (!thing).then(|| name.to_owned())
}

/// The names in `text`, each once, in order.
pub fn names(text: &str) -> Vec<String> {
    static ANY: LazyLock<Regex> = LazyLock::new(|| re(NAME));
    let mut names: Vec<String> = Vec::new();
    for found in ANY.find_iter(text) {
        let name = tidy(found.as_str());
        if name.contains(' ') && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A name without what a pattern caught besides it: a possessor or a word that begins the sentence, a possessive s.
fn tidy(name: &str) -> String {
    const LEAD: [&str; 22] = [
        "As",
        "But",
        "And",
        "Here",
        "In",
        "With",
        "When",
        "While",
        "Our",
        "The",
        "For",
        "Dr",
        "Prof",
        "Professor",
        "Sir",
        "Coach",
        "Editor",
        "Now",
        "Then",
        "Next",
        "From",
        "Chief",
    ];
    let words: Vec<&str> = name.split(' ').collect();
    let mut start = 0;
    while words.len() - start > 2
        && (LEAD.contains(&words[start]) || words[start].ends_with("'s") || words[start].ends_with("’s"))
    {
        start += 1;
    }
    let name = words[start..].join(" ");
    name.strip_suffix("'s").or(name.strip_suffix("’s")).unwrap_or(&name).to_owned()
}

/// The writers that `text` (a standfirst, a contents entry) names.
///
/// `known` are writers named elsewhere; a known name outweighs one that only a phrase shows. `house` are names that
/// look like a person's and are the magazine's own.
pub fn writers(text: &str, known: &[String], house: &[String]) -> Vec<String> {
    let found_by = |pattern: &Regex| -> Vec<String> {
        let mut names = Vec::new();
        for captures in pattern.captures_iter(text) {
            for name in captures.iter().skip(1).flatten() {
                let name = tidy(name.as_str());
                let full = known.iter().find(|full| name == **full || name.ends_with(&format!(" {full}")));
                let name = full.cloned().unwrap_or(name);
                let is_house = house
                    .iter()
                    .any(|house| name.eq_ignore_ascii_case(house) || name.contains(house.as_str()));
                if !is_house && name.contains(' ') && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    };
    let subjects = found_by(&NAME_VERB);
    let objects = found_by(&OBJECT);
    // Whom somebody tells it is the writer, if it is the magazine's own Ada Moss or a pronoun does the telling.
    let pronoun_tells = Regex::is_match(&PRONOUN, text);
    let of_house = house.iter().any(|house| {
        objects.iter().any(|name| {
            text.contains(&format!("{house}'s {name}")) || text.contains(&format!("{house}’s {name}"))
        })
    });
    let mut ranked: Vec<Vec<String>> = vec![found_by(&BY), found_by(&VERB_NAME)];
    if pronoun_tells || of_house {
        ranked.push(objects.clone());
    }
    ranked.extend([subjects, objects, found_by(&POSSESSIVE), found_by(&NAME_ON)]);
    if known.is_empty() {
        return ranked.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    for names in &ranked {
        let names: Vec<String> = names.iter().filter(|name| known.contains(name)).cloned().collect();
        if !names.is_empty() {
            return names;
        }
    }
    let mentioned: Vec<String> = known.iter().filter(|name| text.contains(name.as_str())).cloned().collect();
    if mentioned.len() == 1 {
        return mentioned;
    }
    // What only a writer is said to do needs no list of contributors.
    found_by(&CREDIT)
}

static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
    re(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|who) (?:tells?|told|talks? to|talked to|speaks? to|spoke to)\b")
});

/// The names in a list of contributors: `Ada Moss, Ben Hale and Cy Roe`.
pub fn listed(text: &str) -> Vec<String> {
    text.split([',', ';', '.'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim())
        .filter(|name| is_name(name))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["Ada Moss", "Ben Hale", "Cy Roe"].map(String::from).to_vec()
    }

    #[test]
    fn standfirsts_name_their_writer_in_many_ways() {
        for text in [
            "The lake is rising. Ada Moss reports.",
            "Why do ducks matter? Ada Moss looks at the evidence",
            "As Ada Moss discovers, geese bite.",
            "Interview by Ada Moss",
            "the ferry needs a captain, writes Ada Moss.",
            "Captain Jo Fell has sailed for years. She tells the Ferry Times's Ada Moss about storms.",
            "Jo Fell, bosun, in conversation with Ada Moss.",
            "Ada Moss's practical guide to knots",
            "Ada Moss on why tides turn",
            "Coach Ada Moss offers her tips.",
            "Nets in a knot? Ada Moss, of the guild’s menders, Tar & Twine, explains your rights.",
            "Alone at sea? Ada Moss, who trains gulls, eels and one nervous bosun, has some advice.",
        ] {
            for known in [known(), Vec::new()] {
                assert_eq!(writers(text, &known, &[]), ["Ada Moss"], "{text} ({} known)", known.len());
            }
        }
    }

    #[test]
    fn two_writers_are_two() {
        assert_eq!(
            writers("Ada Moss and Ben Hale explore the marsh", &known(), &[]),
            ["Ada Moss", "Ben Hale"]
        );
    }

    #[test]
    fn the_subject_of_an_interview_is_not_its_writer() {
        assert_eq!(writers("Ada Moss talks to Ben Hale about eels", &known(), &[]), ["Ada Moss"]);
        let house = ["Ferry Times".to_owned()];
        assert_eq!(writers("She talks to Ferry Times about eels.", &[], &house), [""; 0]);
        assert_eq!(
            writers("Jo Fell tells Ferry Times’s Ada Moss that eels bite.", &[], &house),
            ["Ada Moss"]
        );
    }

    #[test]
    fn a_credit_names_a_writer_whom_no_list_has() {
        let others = ["Ben Hale".to_owned(), "Cy Roe".to_owned()];
        for text in [
            "Eels are back, writes Ada Moss.",
            "The bosun has a plan. Interview by Ada Moss",
            "What does the law say of nets? Ada Moss explains",
        ] {
            assert_eq!(writers(text, &others, &[]), ["Ada Moss"], "{text}");
        }
        assert_eq!(writers("The minister, Ada Moss, says eels are safe", &others, &[]), [""; 0]);
    }

    #[test]
    fn contributor_lists_are_split() {
        assert_eq!(listed("Ada Moss, Ben Hale and Cy Roe."), ["Ada Moss", "Ben Hale", "Cy Roe"]);
    }
}
