//! `headlines.json`: the newest articles, small enough for a partner's page that shows nothing else.

use serde::Serialize;

use super::address::own;
use crate::model::Article;

/// How many of the newest articles are kept: what the tiny edition holds, and from what `headlines.json` is chosen.
pub const NEWEST: usize = 30;

/// So many of the newest are in `headlines.json` whatever their section,
const ANY_SECTION: usize = 10;

/// and so many of each section, for an element that asks for one section only.
const EACH_SECTION: usize = 3;

/// Characters of a standfirst that are shown beside a headline: two to three lines of a sidebar.
const STANDFIRST: usize = 180;

/// Sections that are no reading matter: dates, adverts, what is left over.
const NO_STORIES: [&str; 3] = ["noticeboard", "notice", "other"];

/// The newest articles of a collection, newest first, gathered one at a time: memory does not grow with the archive.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    articles: Vec<Article>,
    lang: String,
}

impl Newest {
    /// None yet. `lang` is the language of those that name none, or empty.
    pub fn new(lang: &str) -> Self {
        Newest { articles: Vec::new(), lang: lang.to_owned() }
    }

    /// Keeps the article if it is among the [`NEWEST`] stories so far. Of articles with the same date the earlier ones
    /// stand first, so give them in reading order. Articles without a headline, notices and leftovers are no stories.
    pub fn push(&mut self, article: &Article) {
        if article.title.trim().is_empty() || NO_STORIES.contains(&article.section.as_str()) {
            return;
        }
        let place = self.articles.partition_point(|kept| kept.date >= article.date);
        if place < NEWEST {
            let mut article = article.clone();
            if article.lang.is_empty() {
                article.lang.clone_from(&self.lang);
            }
            self.articles.insert(place, article);
            self.articles.truncate(NEWEST);
        }
    }

    /// Newest first, each with its language.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }
}

impl<'a> FromIterator<&'a Article> for Newest {
    fn from_iter<I: IntoIterator<Item = &'a Article>>(articles: I) -> Self {
        let mut newest = Newest::default();
        articles.into_iter().for_each(|article| newest.push(article));
        newest
    }
}

/// The text of `headlines.json`: `title` is the magazine's name, `address` says where an article can be read, relative
/// to the file itself or absolute. Empty fields are left out.
///
/// ```
/// use backissue::model::Article;
/// use backissue::publish::headlines::{self, Newest};
/// let article = Article { id: "7/rota".into(), title: "The rota".into(), date: "2026-03".into(), ..Article::default() };
/// let newest = Newest::from_iter([&article]);
/// let json = headlines::json("Ward & Way", &newest, &|article| format!("{}.html", article.id));
/// let item = r#"{"id":"7/rota","title":"The rota","date":"2026-03","url":"7/rota.html"}"#;
/// assert_eq!(json, format!(r#"{{"version":1,"title":"Ward & Way","headlines":[{item}]}}"#));
/// ```
pub fn json(title: &str, newest: &Newest, address: &dyn Fn(&Article) -> String) -> String {
    let articles = newest.articles();
    let of_its_section = |place: usize| {
        let section = &articles[place].section;
        articles[..place].iter().filter(|before| before.section == *section).count()
    };
    let chosen =
        (0..articles.len()).filter(|&place| place < ANY_SECTION || of_its_section(place) < EACH_SECTION);
    store(title, chosen.map(|place| &articles[place]), address)
}

/// All of `articles` in the form of `headlines.json`: also the store of the tiny edition.
pub(super) fn store<'a>(
    title: &'a str,
    articles: impl Iterator<Item = &'a Article>,
    address: &dyn Fn(&Article) -> String,
) -> String {
    let headlines = articles
        .map(|article| Headline {
            id: &article.id,
            title: article.title.trim(),
            kicker: &article.kicker,
            section: &article.section,
            standfirst: shortened(&article.standfirst),
            date: &article.date,
            lang: &article.lang,
            issue: &article.issue,
            url: own(article).map_or_else(|| address(article), |own| own.as_str().to_owned()),
        })
        .collect();
    serde_json::to_string(&File { version: 1, title, headlines })
        .expect("strings and numbers are always JSON")
}

#[derive(Serialize)]
struct File<'a> {
    version: u32,
    title: &'a str,
    headlines: Vec<Headline<'a>>,
}

#[derive(Serialize)]
struct Headline<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    kicker: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    section: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    standfirst: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    date: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    lang: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    issue: &'a str,
    url: String,
}

/// The beginning of a standfirst, cut between words.
fn shortened(standfirst: &str) -> String {
    let Some((end, _)) = standfirst.char_indices().nth(STANDFIRST) else { return standfirst.to_owned() };
    let kept = &standfirst[..end];
    // A text without spaces (Thai, or rubbish) is cut where it is.
    let kept = kept.rsplit_once(char::is_whitespace).map_or(kept, |(words, _)| words);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', ' ', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, date: &str, section: &str) -> Article {
        Article { title: title.into(), date: date.into(), section: section.into(), ..Article::default() }
    }

    fn titles(newest: &Newest) -> Vec<&str> {
        newest.articles().iter().map(|article| article.title.as_str()).collect()
    }

    #[test]
    fn the_newest_come_first_and_those_of_a_date_in_reading_order() {
        let articles = [
            article("Old", "2024-12", "news"),
            article("First", "2025-03", "news"),
            article("Second", "2025-03", "feature"),
            article("Undated", "", "feature"),
        ];
        assert_eq!(titles(&Newest::from_iter(&articles)), ["First", "Second", "Old", "Undated"]);
    }

    #[test]
    fn each_says_its_language_or_that_of_the_archive() {
        let mut newest = Newest::new("cy");
        newest.push(&article("Lampau", "2025", "news"));
        newest.push(&Article { lang: "en".into(), ..article("Lamps", "2024", "news") });
        let json = json("M", &newest, &|_| String::new());
        assert!(
            json.contains(r#""date":"2025","lang":"cy","#) && json.contains(r#""date":"2024","lang":"en","#)
        );
    }

    #[test]
    fn what_is_no_story_is_left_out() {
        let articles = [article(" ", "2025", "news"), article("Dates", "2025", "noticeboard")];
        assert!(Newest::from_iter(&articles).articles().is_empty());
    }

    #[test]
    fn memory_and_file_are_bounded_whatever_the_size_of_the_archive() {
        let mut newest = Newest::default();
        for number in 0..10_000 {
            newest.push(&article(&format!("Story {number}"), &format!("{:04}", number % 2_000), "news"));
        }
        assert_eq!(newest.articles().len(), NEWEST);
        assert_eq!(newest.articles()[0].title, "Story 1999");
        let json = json("M", &newest, &|_| String::new());
        assert_eq!(json.matches("Story").count(), ANY_SECTION);
    }

    #[test]
    fn every_section_has_its_newest_in_the_file() {
        let mut articles = vec![article("Story", "2025", "feature"); 20];
        articles.extend(vec![article("Item", "2024", "news"); 5]);
        let json = json("M", &Newest::from_iter(&articles), &|_| String::new());
        assert_eq!(
            (json.matches("Story").count(), json.matches("Item").count()),
            (ANY_SECTION, EACH_SECTION)
        );
    }

    #[test]
    fn a_long_standfirst_is_cut_between_words() {
        let long = "Porters, cleaners and cooks ".repeat(20);
        let cut = shortened(&long);
        assert!(cut.ends_with(" Porters…"), "{cut}");
        assert!(cut.chars().count() <= STANDFIRST + 1);
        assert_eq!(shortened("Short."), "Short.");
        assert_eq!(shortened(&"å".repeat(400)).chars().count(), STANDFIRST + 1);
    }
}
