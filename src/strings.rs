//! Strings put together, counted and searched in few bytes.
//!
//! What the standard library has for this is fast on long texts and general, which is some 7 K of wasm: a two-way search,
//! counting eight bytes at a time, `format!` with widths and padding, `concat` and `join` compiled for each separator.
//! Here strings are words and lines.

use std::iter;

/// The parts one after another with `between` in between.
///
/// ```
/// assert_eq!(backissue::strings::join(&["ebb", "flow"], " and "), "ebb and flow");
/// ```
pub fn join(parts: &[&str], between: &str) -> String {
    let mut out = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.push_str(between);
        }
        out.push_str(part);
    }
    out
}

/// Where `part` first stands in `text`. For short texts: every place is tried.
pub fn find(text: &str, part: &str) -> Option<usize> {
    (0..text.len()).find(|&at| text.as_bytes()[at..].starts_with(part.as_bytes()))
}

/// What stands before and behind the first `separator`.
pub fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, separator)?;
    Some((&text[..at], &text[at + separator.len()..]))
}

/// What stands before, between and behind the `separator`s.
pub fn split<'a>(text: &'a str, separator: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let text = rest?;
        let cut = split_once(text, separator);
        rest = cut.map(|(_, behind)| behind);
        Some(cut.map_or(text, |(before, _)| before))
    })
}

/// Whether `word` is one of `words`, which are separated by spaces.
pub fn has_word(words: &str, word: &str) -> bool {
    !word.is_empty() && split(words, " ").any(|known| known == word)
}

/// Whether `letter` is one of these few.
pub fn has_letter(letters: &[u8], letter: u8) -> bool {
    for &known in letters {
        if known == letter {
            return true;
        }
    }
    false
}

/// The letters that `word` has, a bit for each.
pub const fn letters(word: &str) -> u32 {
    let (bytes, mut has, mut at) = (word.as_bytes(), 0, 0);
    while at < bytes.len() {
        has |= 1 << (bytes[at] & 31);
        at += 1;
    }
    has
}

/// A word of at most eight bytes as a number, its last letter lowest: what is asked of every word of a text compares faster
/// so, and a table of numbers has no addresses in it, which pack badly.
pub const fn key(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at] as u64;
        at += 1;
    }
    key
}

/// The [`key`] of each word.
pub const fn keys<const N: usize>(words: [&str; N]) -> [u64; N] {
    let (mut keys, mut at) = ([0; N], 0);
    while at < N {
        keys[at] = key(words[at].as_bytes());
        at += 1;
    }
    keys
}

/// Where in `text` the first character is at which to `stop`; its end if there is none.
pub fn until(text: &str, stop: fn(char) -> bool) -> usize {
    let mut rest = text.chars();
    loop {
        let at = text.len() - rest.as_str().len();
        if rest.next().is_none_or(stop) {
            return at;
        }
    }
}

/// `text` from the first character on that is no space.
pub fn trim_start(text: &str) -> &str {
    &text[until(text, |c| !c.is_whitespace())..]
}

/// `text` up to the last character that is no space.
pub fn trim_end(text: &str) -> &str {
    let mut rest = text.chars();
    loop {
        let text = rest.as_str();
        if rest.next_back().is_none_or(|c| !c.is_whitespace()) {
            return text;
        }
    }
}

/// How many bytes two texts have in common at the beginning.
pub fn shared(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut shared = 0;
    while shared < one.len() && shared < other.len() && one[shared] == other[shared] {
        shared += 1;
    }
    shared
}

/// Whether `text` begins with a digit.
pub fn begins_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Whether nothing is in `text` but letters from a to z.
pub fn is_plain(text: &str) -> bool {
    for letter in text.bytes() {
        if !letter.is_ascii_lowercase() {
            return false;
        }
    }
    true
}

/// Where the last of these ASCII `letters` stands in `text`.
pub fn last_of(text: &str, letters: &[u8]) -> Option<usize> {
    let mut at = text.len();
    while at > 0 {
        at -= 1;
        if has_letter(letters, text.as_bytes()[at]) {
            return Some(at);
        }
    }
    None
}

/// Puts `with` where the `len` bytes of `text` from `at` on were, which are whole characters.
pub fn replace(text: &mut String, at: usize, len: usize, with: &str) {
    let rest = text.split_off(at + len);
    text.truncate(at);
    text.push_str(with);
    text.push_str(&rest);
}

/// How many characters `text` has.
pub fn count(text: &str) -> usize {
    let mut count = 0;
    for byte in text.bytes() {
        // Every character has one byte that is not a continuation of it.
        count += usize::from(byte & 0xc0 != 0x80);
    }
    count
}

/// The number that these digits are, if they are `len`, which is a few.
pub fn number(digits: &str, len: usize) -> Option<u32> {
    if digits.len() != len {
        return None;
    }
    let mut number = 0;
    for digit in digits.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}

/// A number in digits.
pub fn decimal(mut number: u32) -> String {
    let mut digits = [0; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            let mut text = String::new();
            digits[at..].iter().for_each(|&digit| text.push(char::from(digit)));
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn all_is_as_the_standard_library_has_it(
            parts in proptest::collection::vec("[ab—é]{0,4}", 0..5), text in "[ab—é]{0,20}", number in proptest::prelude::any::<u32>()
        ) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert_eq!(join(&parts, ", "), parts.join(", "));
            assert_eq!(count(&text), text.chars().count());
            let digits = number.to_string();
            assert_eq!((self::number(&digits, digits.len()), &decimal(number)), (Some(number), &digits));
            assert_eq!((self::number(&digits, 11), self::number("4a", 2)), (None, None));
            for part in parts.into_iter().filter(|part| !part.is_empty()) {
                assert_eq!(find(&text, part), text.find(part));
                assert!(split(&text, part).eq(text.split(part)));
                assert_eq!(split_once(&text, part), text.split_once(part));
                assert_eq!(has_letter(text.as_bytes(), part.as_bytes()[0]), text.as_bytes().contains(&part.as_bytes()[0]));
                if let Some(at) = text.find(part) {
                    let mut replaced = text.clone();
                    replace(&mut replaced, at, part.len(), "—");
                    assert_eq!(replaced, text.replacen(part, "—", 1));
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn ends_and_places_are_as_the_standard_library_has_them(text in "[abz9 \t\u{a0}\u{2003}—]{0,10}") {
            assert_eq!((trim_start(&text), trim_end(&text)), (text.trim_start(), text.trim_end()));
            assert_eq!(until(&text, |c| c == '—'), text.find('—').unwrap_or(text.len()));
            assert_eq!(last_of(&text, b"a9"), text.rfind(['a', '9']));
            assert_eq!(begins_with_digit(&text), text.starts_with(|c: char| c.is_ascii_digit()));
            assert_eq!(shared(&text, "ab9"), text.bytes().zip("ab9".bytes()).take_while(|(a, b)| a == b).count());
            assert_eq!(is_plain(&text), text.bytes().all(|byte| byte.is_ascii_lowercase()));
        }
    }

    #[test]
    fn the_least_and_largest_number() {
        assert_eq!((&decimal(0)[..], &decimal(u32::MAX)[..]), ("0", "4294967295"));
    }
}
