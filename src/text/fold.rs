//! Case and accents away, one character at a time, without the standard library's Unicode tables (which cost
//! 10 K in the wasm: a search needs to know Latin letters well and other scripts only as "letters").

/// What a character is to the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word.
    Letter,
    /// A decimal digit.
    Digit,
    /// A word of its own: Chinese characters and Japanese kana, which are written without spaces.
    Single,
    /// Not there: soft hyphens, zero-width characters, combining accents.
    Nothing,
    /// An apostrophe of any kind.
    Apostrophe,
    /// A hyphen of any kind or an en dash.
    Hyphen,
    /// Anything else.
    Other,
}

/// U+00C0 to U+017F (Latin-1 letters and Latin Extended-A, which holds Welsh ŵ and ŷ), a byte each: the plain letter,
/// or the place of a pair in [`PAIRS`].
const LATIN: &[u8; 192] = b"aaaaaa1ceeeeiiiidnooooo ouuuuy43aaaaaa1ceeeeiiiidnooooo ouuuuy4y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkklllllll\
    lllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
const PAIRS: [&str; 6] = ["", "ae", "oe", "ss", "th", "ij"];
/// U+FB00 to U+FB06, ligatures that typesetting leaves behind.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Tells what `c` is and appends its folded form to `out` (nothing unless it is a letter or digit).
pub(crate) fn fold(c: char, out: &mut String) -> Class {
    match c {
        'a'..='z' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '0'..='9' => {
            out.push(c);
            return Class::Digit;
        }
        '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '`' | '´' | '′' | '\u{ff07}' => {
            return Class::Apostrophe;
        }
        '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => return Class::Hyphen,
        '\0'..='\u{a9}' | '\u{ab}' | '\u{ac}' | '\u{ae}'..='\u{b9}' | '\u{bb}'..='\u{bf}' => {
            return Class::Other;
        }
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {
            return Class::Nothing;
        }
        'ª' => out.push('a'),
        'º' => out.push('o'),
        '\u{c0}'..='\u{17f}' => match LATIN[c as usize - 0xc0] {
            b' ' => return Class::Other,
            letter @ b'a'..=b'z' => out.push(char::from(letter)),
            pair => out.push_str(PAIRS[usize::from(pair - b'0')]),
        },
        // Welsh ẁ ẃ ẅ and ỳ; the rest of this block is rare enough to pass as it is.
        '\u{1e80}'..='\u{1e85}' => out.push('w'),
        '\u{1ef2}'..='\u{1ef9}' => out.push('y'),
        '\u{fb00}'..='\u{fb06}' => out.push_str(LIGATURES[c as usize - 0xfb00]),
        '\u{2080}'..='\u{2089}' => {
            out.push(char::from(b'0' + (c as u32 - 0x2080) as u8));
            return Class::Digit;
        }
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            return fold(char::from((c as u32 - 0xfee0) as u8), out);
        }
        // Greek and Cyrillic capitals stand at a fixed distance from their small letters.
        'Α'..='Ω' | 'А'..='Я' => push(c as u32 + 0x20, out),
        'Ѐ'..='Џ' => push(c as u32 + 0x50, out),
        'ς' => out.push('σ'),
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
            out.push(c);
            return Class::Single;
        }
        // Punctuation, currency, arrows, mathematics, boxes, dingbats; CJK punctuation; private use, presentation
        // forms of punctuation, halfwidth signs; musical and playing signs, emoji; tags.
        '\u{2c2}'..='\u{2ff}'
        | '\u{2000}'..='\u{20cf}'
        | '\u{2100}'..='\u{2bff}'
        | '\u{2e00}'..='\u{303f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff65}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{1d000}'..='\u{1d24f}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{e0000}'..='\u{10ffff}' => return Class::Other,
        _ => out.push(c),
    }
    Class::Letter
}

fn push(code: u32, out: &mut String) {
    out.extend(char::from_u32(code));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| {
            fold(c, &mut out);
        });
        out
    }

    #[test]
    fn folds_case_accents_and_ligatures() {
        assert_eq!(folded("Crème BRÛLÉE, Łódź, straße, Œuvre, ﬁ ﬂ"), "cremebruleelodzstrasseoeuvrefifl");
        assert_eq!(folded("Tŷ Ŵyn ẁ ỳ"), "tywynwy");
        assert_eq!(folded("ΑΘΗΝΑΣ Москва Ёлка"), "αθηνασмоскваёлка");
    }

    /// The table agrees with Unicode's own decomposition wherever the standard library can say: lower case first.
    #[test]
    fn agrees_with_the_standard_library_on_case() {
        for code in 0xc0..0x180 {
            let c = char::from_u32(code).unwrap();
            if c.is_alphabetic() {
                let lower: String = c.to_lowercase().collect();
                assert_eq!(folded(&c.to_string()), folded(&lower), "{c}");
                assert!(folded(&lower).bytes().all(|b| b.is_ascii_lowercase()), "{c}");
            }
        }
    }

    #[test]
    fn knows_what_is_not_a_letter() {
        let mut out = String::new();
        for c in "×÷£€§¶•…“”–—→★😀、\u{2028}\u{a0}¹½".chars() {
            assert!(matches!(fold(c, &mut out), Class::Other | Class::Hyphen), "{c}");
        }
        assert_eq!(out, "");
        assert_eq!(fold('\u{301}', &mut out), Class::Nothing);
        assert_eq!(fold('語', &mut out), Class::Single);
        assert_eq!(fold('ह', &mut out), Class::Letter);
    }
}
