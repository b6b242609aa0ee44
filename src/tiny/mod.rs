//! The tiny edition: the newest headlines and a tinysearch index of them, in one self-contained `.wasm`.
//!
//! For a partner's page that wants headlines with a search box in a single fetch. The wasm is this crate compiled with
//! the feature `tiny` and finished once; its content is appended to it as the custom section [`SECTION`]
//! (`publish::tiny`), so publishing needs no compiler. The page's script takes the section out of the compiled module
//! and opens it.
//!
//! ```text
//! +---------+---------+---------+---------+---------+---------+---------+---------+
//! | MAGIC   | CRC-32  | length  | store   | length  | common  | length  | words   |
//! | 8 bytes | u32, LE | u32, LE | JSON    | u32, LE | words   | u32, LE |         |
//! +---------+---------+---------+---------+---------+---------+---------+---------+
//!                     '-------------- the CRC-32 is of all of this --------------'
//! ```
//!
//! *Store* is text in the form of `headlines.json`, which the script parses; *common words* are separated by spaces and
//! left out of the index and of queries; *words* has two lines an article, in the store's order: the words of its
//! headline, and the other words that find it, all folded (`fold`) and separated by spaces.
//!
//! **Why the words travel and not tinysearch's own bytes**: `Storage::from_bytes` allocates what the bytes claim before
//! it looks whether they are there, so that one flipped bit can abort the process; it needs bincode and with it the
//! formatting of floats, 17 K of the wasm; and its bytes vary with the order of a hash map. Thirty articles are indexed
//! in a few milliseconds when the edition is opened, and the words compress as well as the index would.
//!
//! **What tinysearch does not do, and what is done about it here**: it drops digits (they travel as letters of a script
//! that no reader types), keeps apostrophes in words (they are taken out), and joins words by OR (here every word that
//! is known must be in the article, and tinysearch's score decides the order).

#[cfg(all(feature = "tiny", target_arch = "wasm32"))]
mod wasm;
#[cfg(feature = "build")]
mod write;

#[cfg(feature = "build")]
pub use write::{Entry, write};

use tinysearch::{ExactIndexBackend, IndexBackend, IndexedDocument, PostId, SearchIndex};

use crate::{Error, Fault, Result};

/// The name of the custom section that holds the archive. `www/tiny.js` asks for the same name.
pub const SECTION: &str = "backissue.tiny";

/// What an archive of the tiny edition begins with; the last byte is the version.
pub const MAGIC: [u8; 8] = *b"bi-tiny\x01";

/// Words of a query beyond this are not searched: a query is typed, and each word costs a pass over the index.
const MOST_WORDS: usize = 32;

/// An open tiny edition.
pub struct Tiny {
    headlines: String,
    common: String,
    index: SearchIndex,
}

impl Tiny {
    /// Opens an archive of the tiny edition. Indexes its words: some milliseconds for thirty articles.
    ///
    /// # Errors
    /// [`Fault::Archive`] if it is not one, is damaged, or is of another version than this code.
    pub fn open(bytes: &[u8]) -> Result<Tiny> {
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or_else(|| broken("it is too short"))?;
        if *magic != MAGIC {
            return Err(broken("it does not begin as this version of the script expects"));
        }
        let (sum, body) = rest.split_first_chunk::<4>().ok_or_else(|| broken("it is too short"))?;
        if u32::from_le_bytes(*sum) != crc32(body) {
            return Err(broken("its checksum is wrong"));
        }
        let (headlines, body) = text(body)?;
        let (common, body) = text(body)?;
        let (words, _) = text(body)?;
        let mut lines = words.split('\n');
        let mut documents = Vec::new();
        while let (Some(title), Some(words)) = (lines.next(), lines.next()) {
            // This title is what tinysearch scores, never what a reader sees: that is in the store.
            let post =
                PostId { title: title.to_owned(), url: String::new(), meta: documents.len().to_string() };
            documents.push(IndexedDocument::new(post, words.split(' ').map(str::to_owned)));
        }
        let index = ExactIndexBackend.build(documents);
        Ok(Tiny { headlines: headlines.to_owned(), common: common.to_owned(), index })
    }

    /// The store: the text of `headlines.json` for the articles of this edition.
    pub fn headlines(&self) -> &str {
        &self.headlines
    }

    /// The articles that match, as their places in the store, best first. Never fails: what is not a word is no part of
    /// the query. A word that is in no article is left out; of three letters or more it also matches words that it
    /// begins. A query without a single known word gives nothing.
    pub fn search(&self, query: &str, limit: usize) -> Vec<u32> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split_whitespace().take(MOST_WORDS).collect();
        let telling: Vec<&str> = words.iter().copied().filter(|word| !self.is_common(word)).collect();
        let mut wanted = vec![0_usize; self.index.len()];
        let mut known = Vec::new();
        for word in telling {
            let places = self.ask(word);
            if !places.is_empty() {
                known.push(word);
            }
            for place in places {
                if let Some(count) = wanted.get_mut(place as usize) {
                    *count += 1;
                }
            }
        }
        if known.is_empty() {
            return Vec::new();
        }
        let mut found = self.ask(&known.join(" "));
        found.retain(|&place| wanted.get(place as usize) == Some(&known.len()));
        found.truncate(limit);
        found
    }

    fn ask(&self, words: &str) -> Vec<u32> {
        let posts = tinysearch::search(&self.index, words, self.index.len());
        posts.into_iter().filter_map(|post| post.meta.parse().ok()).collect()
    }

    fn is_common(&self, word: &str) -> bool {
        self.common.split(' ').any(|common| common == word)
    }
}

fn broken(why: &str) -> Error {
    let problem = ["the tiny edition is damaged: ", why].concat();
    Error::new(
        Fault::Archive,
        "",
        problem,
        "Reload the page; if it stays so, the publisher should publish again.",
    )
}

/// A length and as many bytes of UTF-8, and what follows them.
fn text(bytes: &[u8]) -> Result<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(|| broken("it is too short"))?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let (text, rest) = rest.split_at_checked(length).ok_or_else(|| broken("it is too short"))?;
    let text = std::str::from_utf8(text).map_err(|_| broken("it is not text"))?;
    Ok((text, rest))
}

/// Words as tinysearch keeps and matches them, separated by spaces: the same for articles and queries.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            // tinysearch would keep them in the word, and "members'" is no other word than "members".
            '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}' => {}
            // tinysearch takes digits for spaces. Yi syllables are letters without case.
            '0'..='9' => folded.extend(char::from_u32(0xa000 + (char as u32 - '0' as u32))),
            _ if char.is_alphabetic() => folded.extend(char.to_lowercase().map(plain)),
            _ => folded.push(' '),
        }
    }
    folded
}

/// The letter without its accent, for the accents of the languages of western Europe.
fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' => 'a',
        'ç' => 'c',
        'è'..='ë' | 'ē' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ŵ' => 'w',
        _ => letter,
    }
}

/// CRC-32 as in IEEE 802.3 and gzip: reflected, polynomial 0xedb88320. Bit by bit: a table would be 1 K of wasm, and
/// 50 K take less than two milliseconds.
fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for &byte in bytes {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            let odd = sum & 1;
            sum >>= 1;
            if odd == 1 {
                sum ^= 0xedb8_8320;
            }
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32_of_the_check_string_is_the_published_one() {
        // "check" in the catalogue of parametrised CRC algorithms, CRC-32/ISO-HDLC.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn folding_keeps_numbers_apart_and_drops_accents_and_apostrophes() {
        assert_eq!(fold("Members’ CAFÉ"), "members cafe");
        assert_ne!(fold("8a"), fold("9a"));
        assert_eq!(fold("\u{1f600}—").trim(), "");
    }
}
