//! Encodings: bytes that are no UTF-8, and text that was once taken for another encoding than its own.

/// The code points of the bytes 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); zero where undefined.
const HIGH: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178,
];

/// `bytes` read as Windows-1252, unless they cannot be that: a byte that it does not define, a control character, or
/// multi-byte UTF-8 elsewhere in the file (then the file is UTF-8 with damage, and converting would garble the rest).
pub fn windows_1252(bytes: &[u8]) -> Option<String> {
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for &byte in bytes {
        match byte {
            0x80..=0x9f => match HIGH[usize::from(byte - 0x80)] {
                0 => return None,
                code => text.push(char::from_u32(u32::from(code))?),
            },
            0x00..=0x08 | 0x0e..=0x1f | 0x7f => return None,
            _ => text.push(char::from(byte)),
        }
    }
    Some(text)
}

/// `bytes` read as UTF-16, which its byte order mark shows; nothing if they have none. What Windows calls "Unicode".
///
/// # Errors
/// A lone surrogate or half a unit: the byte at which it stands.
pub fn utf_16(bytes: &[u8]) -> Option<Result<String, usize>> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, half) = bytes[2..].as_chunks();
    let mut text = String::with_capacity(pairs.len());
    let mut at = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let Ok(c) = decoded else { return Some(Err(at)) };
        text.push(c);
        at += 2 * c.len_utf16();
    }
    Some(if half.is_empty() { Ok(text) } else { Err(at) })
}

/// Accents that are characters of their own, each with the letters that it stands on and what they make together: those of
/// the Latin letters of European languages (Unicode Standard, composition pairs of the blocks up to U+024F and of U+1E00), as far as searching folds them.
const ACCENTS: [(char, &str, &str); 13] = [
    ('\u{300}', "AEIOUWYaeiouwy", "ÀÈÌÒÙẀỲàèìòùẁỳ"),
    ('\u{301}', "AEIOUYCLNRSZWaeiouyclnrszw", "ÁÉÍÓÚÝĆĹŃŔŚŹẂáéíóúýćĺńŕśźẃ"),
    ('\u{302}', "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"),
    ('\u{303}', "ANOIUanoiu", "ÃÑÕĨŨãñõĩũ"),
    ('\u{304}', "AEIOUaeiou", "ĀĒĪŌŪāēīōū"),
    ('\u{306}', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    ('\u{307}', "ZEIGCzegc", "ŻĖİĠĊżėġċ"),
    ('\u{308}', "AEIOUYWaeiouyw", "ÄËÏÖÜŸẄäëïöüÿẅ"),
    ('\u{30a}', "AUau", "ÅŮåů"),
    ('\u{30b}', "OUou", "ŐŰőű"),
    ('\u{30c}', "CDENRSTZLcdenrstzl", "ČĎĚŇŘŠŤŽĽčďěňřšťžľ"),
    ('\u{327}', "CGKLNRSTcgklnrst", "ÇĢĶĻŅŖŞŢçģķļņŗşţ"),
    ('\u{328}', "AEIUaeiu", "ĄĘĮŲąęįų"),
];

/// The letter that `letter` is with `accent`, where that is one character.
pub fn composed(letter: char, accent: char) -> Option<char> {
    let (_, letters, composed) = ACCENTS.iter().find(|(known, ..)| *known == accent)?;
    composed.chars().nth(letters.chars().position(|known| known == letter)?)
}

/// How often a text must show that it was encoded twice before anything in it is put right.
const TWICE: usize = 3;

/// `text` put right if it was UTF-8 that somebody took for Windows-1252 and encoded again (`Itâ€™s`), and the byte at
/// which that shows first; nothing for any other text.
pub fn encoded_twice(text: &str) -> Option<(String, usize)> {
    // The quotes and dashes of print all begin so, and nothing that anybody writes does.
    const SIGN: &str = "â€";
    if text.match_indices(SIGN).take(TWICE).count() < TWICE {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (decoded, used) = match sequence(rest) {
            Some(found) => found,
            // The last byte of a closing quote is one that Windows-1252 does not define, and many programs drop it.
            None if rest.starts_with(SIGN) => {
                let lost = rest[SIGN.len()..].chars().next().filter(|c| matches!(c, '\u{9d}' | '\u{fffd}'));
                ('”', SIGN.len() + lost.map_or(0, char::len_utf8))
            }
            None => (c, c.len_utf8()),
        };
        out.push(decoded);
        rest = &rest[used..];
    }
    Some((out, text.find(SIGN)?))
}

/// The character whose bytes the first characters of `text` stand for, and how many bytes of `text` they take.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let mut bytes = [0u8; 4];
    bytes[0] = byte(chars.next()?)?;
    let len = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    for slot in &mut bytes[1..len] {
        *slot = byte(chars.next()?)?;
    }
    let decoded = str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    Some((decoded, text.len() - chars.as_str().len()))
}

/// The byte that Windows-1252 writes `c` with. What it does not define many programs read as the control of that number.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0x80..=0xff) => u8::try_from(code).ok(),
        code => {
            let place = HIGH.iter().position(|&high| high != 0 && u32::from(high) == code)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accented_letter_that_searching_folds_is_put_together() {
        // What has no accent that comes off.
        const WHOLE: &str = "ÆÐ×ØÞßæð÷øþĐđĦħıĲĳĸĿŀŁłŉŊŋŒœŦŧſ";
        for c in ('\u{c0}'..='\u{17f}').filter(|&c| !WHOLE.contains(c)) {
            let (accent, letters, _) =
                ACCENTS.iter().find(|(.., composed)| composed.contains(c)).unwrap_or_else(|| panic!("{c}"));
            let made: Vec<char> = letters.chars().filter(|&l| composed(l, *accent) == Some(c)).collect();
            assert_eq!(made.len(), 1, "{c}");
        }
    }

    #[test]
    fn utf_16_is_read_in_either_order() {
        for bytes in [&b"\xff\xfea\0\xac\x20"[..], b"\xfe\xff\0a\x20\xac"] {
            assert_eq!(utf_16(bytes), Some(Ok("a€".into())));
        }
        assert_eq!(utf_16(b"\xff\xfea\0b"), Some(Err(4)));
        assert_eq!(utf_16(b"\xff\xfe\x00\xd8a\0"), Some(Err(2)));
        assert_eq!(utf_16(b"plain"), None);
    }

    #[test]
    fn what_was_encoded_twice_is_put_right() {
        let text = "“It’s a café,” she said – it costs £3, or €4… ‘so’";
        let garbled: String = text
            .bytes()
            .map(|byte| match byte {
                0x80..=0x9f if HIGH[usize::from(byte - 0x80)] != 0 => {
                    char::from_u32(u32::from(HIGH[usize::from(byte - 0x80)])).unwrap()
                }
                byte => char::from(byte),
            })
            .collect();
        assert!(garbled.contains("Itâ€™s a cafÃ©"), "{garbled}");
        assert_eq!(encoded_twice(&garbled), Some((text.into(), 0)));
        // The byte that has no character is lost, or replaced.
        for lost in ["", "\u{fffd}"] {
            assert_eq!(encoded_twice(&garbled.replace('\u{9d}', lost)).unwrap().0, text);
        }
    }

    #[test]
    fn a_letter_and_its_accent_are_one_character() {
        for (accent, letters, whole) in ACCENTS {
            assert_eq!(letters.chars().count(), whole.chars().count(), "{accent:?}");
            for (letter, whole) in letters.chars().zip(whole.chars()) {
                let folded = |c: char| crate::text::slug(&c.to_string());
                assert_eq!(composed(letter, accent), Some(whole));
                assert_eq!(folded(letter), folded(whole));
            }
        }
        assert_eq!((composed('q', '\u{301}'), composed('e', 'x')), (None, None));
    }

    #[test]
    fn text_that_is_right_stays() {
        for text in ["Ça va, Zoë? Å bo på Tjøme.", "“Quoted” – £3", "once: â€™", ""] {
            assert_eq!(encoded_twice(text), None, "{text}");
        }
    }
}
