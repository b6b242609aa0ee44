//! What the views say in words, in the reader's language.
//!
//! The words live in `www/strings/LANGUAGE.js`, one file a language, because most of them are the JavaScript shell's and
//! bytes should be sent once: in the browser the shell hands over those that the views need, and natively the same
//! files are read at compile time. Nothing here depends on a number's plural form; what does is said by the
//! shell, which has `Intl.PluralRules`.

use crate::strings;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A word or phrase of the views.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word {
            $($(#[$doc])* $name,)*
        }

        /// The keys of the words in the tables, in the order of [`Word`].
        pub const KEYS: &[&str] = &[$($key,)*];
    };
}

words! {
    /// What stands before the authors' names.
    By = "by",
    /// What stands before the last of several names, with its spaces.
    And = "and",
    /// `Issue {}`
    Issue = "issue",
    /// `page {}`
    Page = "page",
    /// `pages {}`
    Pages = "pages",
    /// `{} min read`
    Minutes = "minutes",
    /// For an article without a headline.
    Untitled = "untitled",
    /// The heading over a noticeboard's dates.
    Events = "events",
    /// Said of an article that ingest was unsure of.
    Uncertain = "uncertain",
    /// The twelve months, separated by spaces.
    Months = "months",
    /// The sections' names as `key=Name`, separated by `|`.
    Sections = "sections",
    /// The seasons' names as `key=Name`, separated by `|`.
    Seasons = "seasons",
    /// The table's own language, as a BCP 47 tag.
    Lang = "lang",
}

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words that `look_up` gives for each of [`KEYS`]; for one that it does not have, the key itself, which is
    /// better to read than nothing.
    pub fn new(mut look_up: impl FnMut(&str) -> Option<String>) -> Self {
        let mut words = Vec::new();
        for key in KEYS {
            words.push(look_up(key).unwrap_or_else(|| (*key).to_owned()));
        }
        Words(words)
    }

    /// The words of `lang` (a BCP 47 tag), or English if there is no table for it.
    ///
    /// ```
    /// use backissue::render::words::{Word, Words};
    /// assert_eq!(Words::of("cy-GB").get(Word::By), "Gan");
    /// assert_eq!(Words::of("xx").get(Word::By), "By");
    /// ```
    #[cfg(feature = "build")]
    pub fn of(lang: &str) -> Self {
        let table = parse(table(lang));
        Words::new(|key| table.get(key)?.as_str().map(str::to_owned))
    }

    /// What the table of `lang` has under `key`: a word of the shell's that a static page needs too.
    #[cfg(feature = "build")]
    pub fn of_shell(lang: &str, key: &str) -> String {
        parse(table(lang)).get(key).and_then(|word| word.as_str()).unwrap_or(key).to_owned()
    }

    /// Whether these are words of a language: its tag's first part is the table's, as of `en-GB`.
    ///
    /// ```
    /// use backissue::render::words::Words;
    /// assert!(Words::of("cy").speak("cy-GB") && !Words::of("cy").speak("cyx"));
    /// ```
    pub fn speak(&self, lang: &str) -> bool {
        let own = self.get(Word::Lang);
        lang.get(..own.len()).is_some_and(|start| start.eq_ignore_ascii_case(own))
            && lang.as_bytes().get(own.len()).is_none_or(|next| *next == b'-')
    }

    /// One word.
    pub fn get(&self, word: Word) -> &str {
        &self.0[word as usize]
    }

    /// One phrase, with `value` in the place of `{}`.
    pub fn fill(&self, word: Word, value: &str) -> String {
        let (before, after) = strings::split_once(self.get(word), "{").unwrap_or_default();
        strings::join(&[before, value, after.strip_prefix('}').unwrap_or(after)], "")
    }

    /// A section's name as readers see it; a label that the table does not know is its own name.
    pub fn section<'a>(&'a self, key: &'a str) -> &'a str {
        self.listed(Word::Sections, key)
    }

    /// A season's name as readers see it.
    pub fn season<'a>(&'a self, key: &'a str) -> &'a str {
        self.listed(Word::Seasons, key)
    }

    /// What an article is called: its headline or, for an editor's letter that has none in print, its section.
    pub fn title<'a>(&'a self, title: &'a str, section: &'a str) -> &'a str {
        match (title, section) {
            ("", "") => self.get(Word::Untitled),
            ("", section) => self.section(section),
            (title, _) => title,
        }
    }

    /// A month's name, 1 to 12.
    pub fn month(&self, month: usize) -> Option<&str> {
        strings::split(self.get(Word::Months), " ").nth(month.checked_sub(1)?)
    }

    fn listed<'a>(&'a self, list: Word, key: &'a str) -> &'a str {
        for entry in strings::split(self.get(list), "|") {
            if let Some((known, name)) = strings::split_once(entry, "=")
                && known == key
            {
                return name;
            }
        }
        key
    }
}

macro_rules! tables {
    ($($lang:literal),*) => {
        /// The languages that there are words in, each with its file's text; the first for all others.
        #[cfg(feature = "build")]
        const TABLES: &[(&str, &str)] =
            &[$(($lang, include_str!(concat!("../../www/strings/", $lang, ".js")))),*];
    };
}

tables!["en", "cy"];

/// The table of `lang`, or the English one.
#[cfg(feature = "build")]
fn table(lang: &str) -> &'static str {
    let spoken = lang.split('-').next().unwrap_or_default();
    TABLES.iter().find(|(known, _)| known.eq_ignore_ascii_case(spoken)).unwrap_or(&TABLES[0]).1
}

/// A table's JSON: the file is a JavaScript module that exports one JSON object, which the tests hold it to.
#[cfg(feature = "build")]
fn parse(module: &str) -> serde_json::Value {
    let json = module.find("export default ").map(|at| &module[at + "export default ".len()..]);
    let json = json.and_then(|json| json.rfind(';').map(|end| &json[..end]));
    serde_json::from_str(json.unwrap_or_default()).unwrap_or_default()
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;

    fn words(lang: &str) -> serde_json::Map<String, serde_json::Value> {
        parse(table(lang)).as_object().expect("`export default {JSON};`").clone()
    }

    #[test]
    fn every_language_says_everything() {
        let english = words("en");
        for key in KEYS {
            assert!(english.contains_key(*key), "en.js: {key}");
        }
        // Languages differ in their plural forms (Welsh has `.two`, `.few`, `.many`), so compare what is before the dot.
        let stems = |table: &serde_json::Map<String, serde_json::Value>| {
            table
                .keys()
                .map(|key| key.split('.').next().unwrap().to_owned())
                .collect::<std::collections::BTreeSet<_>>()
        };
        for (lang, _) in TABLES {
            let table = words(lang);
            assert_eq!(stems(&english), stems(&table), "{lang}");
            assert_eq!(table["lang"], **lang);
            for (key, value) in &table {
                assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn every_file_of_words_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/strings");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        let mut known: Vec<std::ffi::OsString> =
            TABLES.iter().map(|(lang, _)| format!("{lang}.js").into()).collect();
        files.sort();
        known.sort();
        assert_eq!(files, known);
    }

    #[test]
    fn phrases_have_a_place_for_their_value() {
        for (lang, _) in TABLES {
            let words = Words::of(lang);
            for word in [Word::Issue, Word::Page, Word::Pages, Word::Minutes] {
                assert!(words.get(word).contains("{}"), "{lang}: {word:?}");
            }
            assert!(
                words.month(12).is_some() && words.month(13).is_none() && words.month(0).is_none(),
                "{lang}"
            );
            let sections = words.get(Word::Sections);
            for section in crate::model::SECTIONS {
                assert!(sections.contains(&format!("{section}=")), "{lang}: {section}");
            }
        }
    }
}
