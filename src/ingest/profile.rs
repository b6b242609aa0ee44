//! House profiles: all that ingest knows of a particular magazine, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::line_at;
use crate::model::SECTIONS;
use crate::{Error, Fault, Result};

/// What is particular to a magazine. The engine knows no title, section name or phrase but those in here.
///
/// Phrases are compared without regard to case, quotes and spacing; how `...` extends them, [`Phrases`] says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// What `--profile` calls it.
    pub name: String,
    /// The magazine's title as readers see it.
    pub title: String,
    /// Its ISSN.
    pub issn: String,
    /// Phrases by which its issues are recognised: any one of them will do.
    pub signs: Vec<String>,
    /// What closes a story: `//`, `■`.
    pub end_marks: Vec<String>,
    /// How section names, kickers and contents labels map to sections.
    pub sections: Vec<Section>,
    /// Sections in which stories run without an end mark, a standfirst or crossheads.
    pub brief_sections: Vec<String>,
    /// Words that group the entries of the contents page, and so start it.
    pub contents: Vec<String>,
    /// Lines at the head or foot of pages.
    pub running_heads: Vec<String>,
    /// Phrases of masthead and imprint.
    pub imprint: Vec<String>,
    /// Phrases that occur in adverts.
    pub adverts: Vec<String>,
    /// What the noticeboard is called.
    pub noticeboard: Vec<String>,
    /// Headings inside the noticeboard.
    pub noticeboard_heads: Vec<String>,
    /// Phrases of the line that closes the noticeboard.
    pub noticeboard_closers: Vec<String>,
    /// The job that signs the editor's letter: `Editor`.
    pub editor: Vec<String>,
    /// Words before a page number in a line that says where a story goes on.
    pub turn_words: Vec<String>,
    /// Words that show a picture credit.
    pub credits: Vec<String>,
    /// Phrases of notes after a story: `For more information...`.
    pub endnotes: Vec<String>,
    /// What the magazine calls itself where a writer could stand: `She talks to The Lamplighter`.
    pub house_names: Vec<String>,
    /// The month in which the issue of a season appears.
    pub seasons: BTreeMap<String, u8>,
}

/// A section, and the names that show it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Section {
    /// One of [`crate::model::SECTIONS`].
    pub section: String,
    /// Its names as kicker, byline prefix or contents label.
    pub names: Vec<String>,
    /// Phrases that only its articles close with.
    pub closers: Vec<String>,
    /// Groups of the contents page that list it.
    pub groups: Vec<String>,
}

/// Where an editor reads what a profile holds.
const EXPLAINED: &str = "docs/profiles.md explains every key.";

/// A phrase that fits the beginning or any part of a line needs as many letters, or it would fit everywhere.
const OPEN_LETTERS: usize = 4;

/// The profiles that the tool is built with, the generic one last.
const BUILT_IN: [&str; 3] = [
    include_str!("profiles/healthcare-manager.toml"),
    include_str!("profiles/long-pound.toml"),
    include_str!("profiles/generic.toml"),
];

impl Profile {
    /// The profile in a TOML file's text, completed by the generic one.
    pub fn parse(toml: &str, place: &str) -> Result<Profile> {
        let mut profile = Self::parse_alone(toml, place)?;
        profile.complete(&Self::generic());
        Ok(profile)
    }

    fn parse_alone(toml: &str, place: &str) -> Result<Profile> {
        let line = |at: usize| format!("{place}:{}", line_at(toml.as_bytes(), at));
        let profile: Profile = toml::from_str(toml).map_err(|error| {
            let at = line(error.span().map_or(0, |span| span.start));
            Error::new(Fault::Input, at, error.message().replace('\n', "; "), EXPLAINED)
        })?;
        match profile.fault() {
            None => Ok(profile),
            Some((what, problem)) => {
                // The first place where it stands is near enough where there are several.
                let at = line(toml.find(&format!("\"{what}\"")).or_else(|| toml.find(what)).unwrap_or(0));
                Err(Error::new(Fault::Input, at, problem, EXPLAINED))
            }
        }
    }

    /// What would not work, or would take in everything, and what is the matter with it.
    fn fault(&self) -> Option<(&str, String)> {
        let lists = [
            &self.running_heads,
            &self.imprint,
            &self.adverts,
            &self.noticeboard_closers,
            &self.credits,
            &self.endnotes,
        ];
        let closers = self.sections.iter().map(|section| &section.closers);
        for phrase in lists.into_iter().chain(closers).flatten() {
            let letters = fold(phrase).chars().count();
            let least = if phrase.contains("...") { OPEN_LETTERS } else { 1 };
            if letters < least {
                let problem =
                    format!("the phrase \"{phrase}\" has {letters} letters, and would fit too much");
                return Some((phrase, problem));
            }
        }
        if let Some(sign) = self.signs.iter().find(|sign| fold(sign).chars().count() < OPEN_LETTERS) {
            return Some((sign, format!("the sign \"{sign}\" would be found in any magazine")));
        }
        if let Some(mark) = self.end_marks.iter().find(|mark| mark.trim().is_empty()) {
            return Some((mark, "an end mark is empty".into()));
        }
        let sections = self.sections.iter().map(|section| &section.section).chain(&self.brief_sections);
        if let Some(unknown) = sections.into_iter().find(|name| !SECTIONS.contains(&name.as_str())) {
            let problem = format!("\"{unknown}\" is not a section; they are {}", SECTIONS.join(", "));
            return Some((unknown, problem));
        }
        let season = self.seasons.iter().find(|(_, month)| !(1..=12).contains(*month))?;
        Some((season.0, format!("the month of \"{}\" is {}, not 1 to 12", season.0, season.1)))
    }

    /// The profile of no magazine in particular.
    pub fn generic() -> Profile {
        Self::parse_alone(BUILT_IN[BUILT_IN.len() - 1], "generic.toml").unwrap_or_default()
    }

    /// The built-in profile called `name`.
    ///
    /// # Errors
    /// There is none; the message lists those there are.
    pub fn named(name: &str) -> Result<Profile> {
        let all = Self::built_in();
        let names: Vec<_> = all.iter().map(|profile| profile.name.clone()).collect();
        all.into_iter().find(|profile| profile.name == name).ok_or_else(|| {
            let remedy = format!("There are: {}; or give the path of a .toml file.", names.join(", "));
            Error::new(Fault::Request, "--profile", format!("no profile is called {name:?}"), remedy)
        })
    }

    /// The built-in profile whose signs `text` shows, or the generic one.
    pub fn recognise(text: &str) -> Profile {
        let lower = text[..text.floor_char_boundary(1 << 20)].to_lowercase();
        let shows = |profile: &Profile| profile.signs.iter().any(|sign| lower.contains(&sign.to_lowercase()));
        Self::built_in().into_iter().find(shows).unwrap_or_else(Self::generic)
    }

    fn built_in() -> Vec<Profile> {
        BUILT_IN.iter().filter_map(|toml| Self::parse(toml, "built-in profile").ok()).collect()
    }

    /// Adds what `other` has to what this one says.
    fn complete(&mut self, other: &Profile) {
        if self.name == other.name {
            return;
        }
        let pairs: [(&mut Vec<String>, &Vec<String>); 13] = [
            (&mut self.end_marks, &other.end_marks),
            (&mut self.brief_sections, &other.brief_sections),
            (&mut self.contents, &other.contents),
            (&mut self.running_heads, &other.running_heads),
            (&mut self.imprint, &other.imprint),
            (&mut self.adverts, &other.adverts),
            (&mut self.noticeboard, &other.noticeboard),
            (&mut self.noticeboard_heads, &other.noticeboard_heads),
            (&mut self.noticeboard_closers, &other.noticeboard_closers),
            (&mut self.editor, &other.editor),
            (&mut self.turn_words, &other.turn_words),
            (&mut self.credits, &other.credits),
            (&mut self.endnotes, &other.endnotes),
        ];
        for (mine, theirs) in pairs {
            mine.extend(theirs.iter().filter(|phrase| !mine.contains(phrase)).cloned().collect::<Vec<_>>());
        }
        self.sections.extend(other.sections.iter().cloned());
        for (season, month) in &other.seasons {
            self.seasons.entry(season.clone()).or_insert(*month);
        }
    }

    /// The section that `name` (a kicker, byline prefix or contents label) shows, if any.
    pub fn section_named(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let shows = |section: &&Section| section.names.iter().any(|known| fold(known) == name);
        self.sections.iter().find(shows).map(|section| section.section.as_str())
    }

    /// The section whose name (of two words or more) `text` begins with: an entry that runs on after its label.
    pub fn section_leading(&self, text: &str) -> Option<&str> {
        let text = text.to_lowercase();
        let leads = |name: &String| {
            name.contains(' ')
                && text
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let shows = |section: &&Section| section.names.iter().any(leads);
        self.sections.iter().find(shows).map(|section| section.section.as_str())
    }

    /// Whether stories of `section` are short ones without standfirst, crossheads and end mark.
    pub fn is_brief(&self, section: &str) -> bool {
        self.brief_sections.iter().any(|brief| brief == section)
    }
}

/// `text` as phrases are compared: lower case, letters and digits alone, single spaces left out.
pub fn fold(text: &str) -> String {
    super::words::bare(text)
}

/// A list of phrases made ready for comparison: `x` is a whole piece, `x...` its beginning, `...x...` anywhere in it.
#[derive(Debug, Default)]
pub struct Phrases {
    whole: Vec<String>,
    begin: Vec<String>,
    within: Vec<String>,
}

impl Phrases {
    /// Those of a profile.
    pub fn new(phrases: &[String]) -> Self {
        let mut made = Phrases::default();
        for phrase in phrases {
            let list = match (phrase.starts_with("..."), phrase.ends_with("...")) {
                (true, _) => &mut made.within,
                (false, true) => &mut made.begin,
                (false, false) => &mut made.whole,
            };
            let folded = fold(phrase);
            if !folded.is_empty() {
                list.push(folded);
            }
        }
        made
    }

    /// Whether folded `text` fits one of them.
    pub fn fit(&self, text: &str) -> bool {
        self.whole.iter().any(|phrase| phrase == text)
            || self.begin.iter().any(|phrase| text.starts_with(phrase.as_str()))
            || self.within.iter().any(|phrase| text.contains(phrase.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_parses_and_names_known_sections() {
        assert_eq!(Profile::built_in().len(), BUILT_IN.len());
        for profile in Profile::built_in() {
            assert!(!profile.seasons.is_empty() && !profile.end_marks.is_empty(), "{}", profile.name);
            for section in &profile.sections {
                assert!(SECTIONS.contains(&section.section.as_str()), "{section:?}");
            }
        }
    }

    #[test]
    fn a_wrong_key_is_named() {
        let error = Profile::parse("endmarks = ['x']", "my.toml").unwrap_err();
        assert!(error.to_string().contains("endmarks"), "{error}");
        assert_eq!(error.place(), "my.toml:1");
    }

    #[test]
    fn what_cannot_work_is_refused_with_its_line() {
        for (toml, line, problem) in [
            ("name = 'x'\nadverts = [1]", 2, "expected a string"),
            ("name = 'x'\n\nadverts = ['good phrase...',\n  \"...a...\"]", 4, "fit too much"),
            ("imprint = [\"\"]", 1, "fit too much"),
            ("signs = [\"of\"]", 1, "any magazine"),
            ("end_marks = [\" \"]", 1, "empty"),
            ("[[sections]]\nsection = \"sport\"", 2, "\"sport\" is not a section; they are editorial"),
            ("brief_sections = [\"sport\"]", 1, "is not a section"),
            ("[seasons]\nlent = 13", 2, "not 1 to 12"),
        ] {
            let error = Profile::parse(toml, "my.toml").unwrap_err();
            assert_eq!(error.place(), format!("my.toml:{line}"), "{error}");
            assert!(error.problem().contains(problem), "{error}");
        }
    }

    #[test]
    fn unknown_names_list_the_known_ones() {
        assert!(Profile::named("nope").unwrap_err().to_string().contains("generic"));
    }
}
