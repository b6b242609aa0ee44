//! Where a static page lies, relative to the site's top: a name that every file system and host takes.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::Article;
use crate::render::link::Address;

/// Where the pages are: a folder that is replaced whole, so that a page whose article is gone goes too.
pub const PAGES: &str = "pages";

/// The longest id that is used as it stands; file systems take 255 bytes a name.
const PLAIN_BYTES: usize = 120;

/// Where an article can be read: its own address, or its static page. Ids may be anything; one that is no plain path is
/// replaced by its letters and a piece of its hash, so two ids never share a page.
pub fn article(article: &Article) -> String {
    own(article).map_or_else(|| page(&article.id), |address| address.as_str().to_owned())
}

/// Whether `url` may be an article's own address, or says that it has none.
pub(crate) fn is_fit(url: &str) -> bool {
    url.is_empty() || Address::new(url).is_some()
}

/// What is wrong with one that may not.
pub(crate) fn unfit(url: &str) -> String {
    format!("the address {url:?} is neither http, https, mailto nor relative")
}

/// What to do about it.
pub(crate) const REMEDY: &str = "Leave `url` out if the article has no page of its own.";

/// The address that an article has elsewhere. One that would run a script is none.
pub fn own(article: &Article) -> Option<Address> {
    Address::new(&article.url)
}

/// The static page of the article with this id.
pub fn page(id: &str) -> String {
    let plain = id.len() <= PLAIN_BYTES && id.split('/').all(|name| is_plain(name) && name != "index");
    if plain {
        return format!("{PAGES}/{id}.html");
    }
    let mut name = String::new();
    for c in
        id.chars().map(|c| c.to_ascii_lowercase()).filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40)
    {
        name.push(c);
    }
    name.push_str("--");
    for byte in Sha256::digest(id).iter().take(8) {
        let _ = write!(name, "{byte:02x}");
    }
    format!("{PAGES}/{}.html", name.trim_start_matches('-'))
}

/// The contents page of an issue, if its key can be a folder's name.
pub fn issue(key: &str) -> Option<String> {
    is_plain(key).then(|| format!("{PAGES}/{key}/index.html"))
}

/// Lower case only, because not every file system tells cases apart; no `--`, which marks the other names.
fn is_plain(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let known = name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_');
    begins && known && !name.contains("--") && name.len() <= PLAIN_BYTES
}

#[cfg(test)]
mod tests {
    use super::{issue, page};
    use proptest::prelude::*;

    #[test]
    fn a_plain_id_is_its_own_address() {
        assert_eq!(page("66/ten-tips"), "pages/66/ten-tips.html");
        assert_eq!(issue("66").as_deref(), Some("pages/66/index.html"));
        assert_eq!(issue("Spring 1999"), None);
    }

    #[test]
    fn other_ids_get_an_address_of_their_own() {
        let ids = ["../x", "/x", "x/", "A", "a--b", "66/index", "", "https://a.example/?b", "é", "con:x"];
        let pages: std::collections::BTreeSet<String> = ids.iter().map(|id| page(id)).collect();
        assert_eq!(pages.len(), ids.len());
    }

    proptest! {
        #[test]
        fn an_address_stays_among_the_pages(id in "\\PC{0,200}") {
            let page = page(&id);
            let name = page.strip_prefix("pages/").unwrap().strip_suffix(".html").unwrap();
            prop_assert!(name.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_/".contains(&c)), "{}", page);
            prop_assert!(name.len() <= 130 && !name.starts_with('/') && !name.contains("//"));
        }
    }
}
