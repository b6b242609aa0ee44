//! British and American spellings of a word as one.
//!
//! By rule where a rule does no harm: it may turn a word into a spelling that exists nowhere (`devour` into `devor`),
//! as long as every form of the word goes the same way and no two different words meet. `z` becomes `s` (*organise*)
//! rather than the reverse, because the stemmer cuts *organization* to *organ*, and *organisation* to *organis* only.

use super::stem::is_vowel;
use crate::strings::{self, letters};

/// Parts of words that are replaced wherever they stand: Greek digraphs of medicine, and odd words.
const ANYWHERE: [(&str, &str); 34] = [
    ("haem", "hem"),
    ("aemi", "emi"),
    ("paed", "ped"),
    ("anaes", "anes"),
    ("gynae", "gyne"),
    ("faec", "fec"),
    ("caesar", "cesar"),
    ("oestro", "estro"),
    ("oesoph", "esoph"),
    ("oedem", "edem"),
    ("foet", "fet"),
    ("rrhoe", "rrhe"),
    ("coelia", "celia"),
    ("manoeuvre", "maneuver"),
    ("manoeuvr", "maneuver"),
    ("defenc", "defens"),
    ("offenc", "offens"),
    ("licenc", "licens"),
    ("pretenc", "pretens"),
    ("practis", "practic"),
    ("sceptic", "skeptic"),
    ("plough", "plow"),
    ("aluminium", "aluminum"),
    ("judgement", "judgment"),
    ("knowledgement", "knowledgment"),
    ("ageing", "aging"),
    ("sulph", "sulf"),
    ("artefact", "artifact"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("logue", "log"),
    ("loguing", "loging"),
    ("ellor", "elor"),
    ("jewellery", "jewelry"),
];

/// The letters of each of them: a word that lacks one needs no look, which most of the time of reading a text went into.
const LETTERS: [u32; ANYWHERE.len()] = {
    let mut all = [0; ANYWHERE.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = letters(ANYWHERE[place].0);
        place += 1;
    }
    all
};

/// Replaced at the end of a word only.
const AT_END: [(&str, &str); 11] = [
    ("tre", "ter"),
    ("tres", "ters"),
    ("tred", "tered"),
    ("fibre", "fiber"),
    ("fibres", "fibers"),
    ("calibre", "caliber"),
    ("sabre", "saber"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("enquiry", "inquiry"),
    ("enquiries", "inquiries"),
];

/// What may follow `is` or `iz` in a verb that is spelt both ways.
const VERB: [&str; 9] = ["e", "ed", "es", "er", "ers", "ing", "able", "ation", "ational"];

/// Folds `word` (ASCII, lower case) in place. `partial`: the word may be unfinished, so what could become one of the
/// endings is folded as well, and the result begins what the finished word would fold to.
pub(crate) fn fold(word: &mut String, partial: bool) {
    // Every rule needs four letters or more; most words stop here or at the rules' first look.
    if word.len() < 4 {
        return;
    }
    let mut has = letters(word);
    for ((british, common), needs) in ANYWHERE.iter().zip(LETTERS) {
        if needs & !has == 0
            && let Some(at) = strings::find(word, british)
        {
            strings::replace(word, at, british.len(), common);
            has = letters(word);
        }
    }
    if let Some((british, common)) = AT_END.iter().find(|(british, _)| word.ends_with(british)) {
        word.truncate(word.len() - british.len());
        word.push_str(common);
    }
    our(word, partial);
    ize(word, partial);
}

/// `labour` to `labor`: after one of these consonants, itself somewhere after a vowel (so not *hour*, *four*,
/// *flourish*), unless `s` or `c` come near (*source*, *course*, *discourage*).
fn our(word: &mut String, partial: bool) {
    let Some(at) =
        strings::find(word, "our").or_else(|| (partial && word.ends_with("ou")).then(|| word.len() - 2))
    else {
        return;
    };
    let before = &word.as_bytes()[..at];
    if let Some((b'b' | b'd' | b'g' | b'i' | b'l' | b'm' | b'n' | b'p' | b'v', rest)) = before.split_last()
        && rest.iter().any(|&letter| is_vowel(letter))
    {
        word.remove(at + 1);
    }
}

/// `organize` to `organise`, `analyzing` to `analysing`: after three letters or more (so not *size*, *prize*, *maize*).
fn ize(word: &mut String, partial: bool) {
    let Some(at) = strings::last_of(word, b"z").filter(|&at| at >= 4) else { return };
    let (before, rest) = (&word.as_bytes()[..at], &word[at + 1..]);
    let ends = VERB.iter().any(|ending| *ending == rest || partial && ending.starts_with(rest))
        || rest.starts_with("ation");
    if matches!(before.last(), Some(b'i' | b'y'))
        && before[..at - 1].iter().any(|&letter| is_vowel(letter))
        && ends
    {
        strings::replace(word, at, 1, "s");
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{spelling, stem};

    fn term(word: &str) -> String {
        let mut word = word.to_owned();
        spelling::fold(&mut word, false);
        stem(&mut word);
        word
    }

    #[test]
    fn british_and_american_meet() {
        let pairs = "organise organize|organisations organizations|organised organized|analyse analyze|colour color|\
            labour labor|behavioural behavioral|neighbourhood neighborhood|favourite favorite|honourable honorable|\
            centre center|centres centers|centred centered|theatre theater|litre liter|fibre fiber|defence defense|\
            licence license|practise practice|practising practicing|travelled traveled|travelling traveling|\
            counsellor counselor|modelling modeling|skilful skillful|fulfil fulfill|enrolment enrollment|\
            instalment installment|paediatric pediatric|anaesthetist anesthetist|haemorrhage hemorrhage|\
            anaemia anemia|leukaemia leukemia|oestrogen estrogen|foetal fetal|diarrhoea diarrhea|manoeuvre maneuver|\
            catalogue catalog|dialogue dialog|programme program|programmes programs|programming programing|\
            judgement judgment|ageing aging|sceptical skeptical|enquiry inquiry|tumour tumor|saviour savior|\
            realise realize|prioritising prioritizing|hospitalisation hospitalization|utilisable utilizable";
        for pair in pairs.split('|') {
            let (british, american) = pair.trim().split_once(' ').unwrap();
            assert_eq!(term(british), term(american), "{pair}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for pair in [
            "hour hor",
            "source sorce",
            "prize prise",
            "four for",
            "pour por",
            "size sise",
            "course corse",
            "organisation organ",
            "tour tor",
            "your yor",
            "programmer programr",
            "court cort",
            "journal jornal",
        ] {
            let (one, other) = pair.split_once(' ').unwrap();
            assert_ne!(term(one), term(other), "{pair}");
        }
    }

    #[test]
    fn an_unfinished_word_begins_the_finished_one() {
        for (partial, whole) in [
            ("organiz", "organized"),
            ("organizat", "organization"),
            ("labou", "labourer"),
            ("analyz", "analyzing"),
            ("colour", "colourful"),
            ("neighbou", "neighbour"),
        ] {
            let (mut begun, mut done) = (partial.to_owned(), whole.to_owned());
            spelling::fold(&mut begun, true);
            spelling::fold(&mut done, false);
            assert!(done.starts_with(&begun), "{begun} {done}");
        }
    }
}
