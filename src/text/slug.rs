//! Slugs: names for files, folders and addresses.

use super::fold::{Class, fold};

/// A text in `a-z`, `0-9` and single hyphens; empty if it has no letter or digit of these. Accents go as they do in the
/// index, so that a Welsh title can be typed.
///
/// ```
/// assert_eq!(backissue::text::slug("Yn ôl wrth y llifddor: what’s next?"), "yn-ol-wrth-y-llifddor-whats-next");
/// ```
pub fn slug(text: &str) -> String {
    let (mut out, mut letters) = (String::new(), String::new());
    for c in text.chars() {
        letters.clear();
        match fold(c, &mut letters) {
            Class::Apostrophe | Class::Nothing => continue,
            _ if letters.is_ascii() && !letters.is_empty() => out.push_str(&letters),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
