//! Static pages: every article, every issue and the shelf as plain HTML that needs no script, for readers without it and
//! for search engines. Made of the same views as the widget's ([`crate::render`]), with every address relative, so that
//! the site can lie anywhere.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::address::{self, PAGES};
use super::unwritable;
use crate::Result;
use crate::archive::{IssueSummary, Listing};
use crate::model::{Article, Block, Issue};
use crate::render::html::{escape, html};
use crate::render::issue_name;
use crate::render::link::Links;
use crate::render::view::Node;
use crate::render::words::{Word, Words};
use crate::render::{self, Setting};

/// The frame of the pages, and how articles are set in the widget: one source, so that the two look alike.
const FRAME_CSS: &str = include_str!("pages.css");
const ARTICLE_JS: &str = include_str!("../../www/styles/article.js");

/// Hues of the covers, as in the widget's styles.
const HUES: u32 = 12;

/// The newest headlines by themselves.
const HEADLINES: &str = "headlines.html";

/// The shelf and the newest headlines: the site's first page.
const FRONT: &str = "index.html";

/// The styles, among the pages.
const STYLE: &str = "style.css";

/// Characters of a description, as search engines show them.
const DESCRIPTION: usize = 160;

/// Writes pages as articles come, into a new folder that replaces the old one at the end.
pub struct Pages<'a> {
    out: PathBuf,
    new: PathBuf,
    title: &'a str,
    /// [`site_name`].
    name: Cow<'a, str>,
    /// The site's address with a slash at its end, for canonical links; or empty.
    base: &'a str,
    lang: &'a str,
    words: Words,
    /// The listings of the articles so far, by issue.
    listings: BTreeMap<String, Vec<Listing>>,
    /// How many pages were written.
    pub count: u32,
}

/// What a site is called: its title, or what stands for one. Without a title this reads the shell's words: once a site, not a page.
pub(super) fn site_name<'a>(title: &'a str, lang: &str) -> Cow<'a, str> {
    match title {
        "" => Words::of_shell(lang, "shelf").into(),
        title => title.into(),
    }
}

impl<'a> Pages<'a> {
    /// Begins in the site `out`. `lang` is that of texts that name none.
    pub fn begin(out: &Path, title: &'a str, base: &'a str, lang: &'a str) -> Result<Self> {
        let new = out.join(format!("{PAGES}.new"));
        if new.exists() {
            // An earlier run was interrupted.
            fs::remove_dir_all(&new).map_err(|error| unwritable(&new, &error))?;
        }
        let lang = lang_or_english(lang);
        let pages = Pages {
            out: out.to_path_buf(),
            new,
            title,
            name: site_name(title, lang),
            base,
            lang,
            words: Words::of(lang),
            listings: BTreeMap::new(),
            count: 0,
        };
        let mut css = FRAME_CSS.to_string();
        css.push_str(&article_css());
        pages.save(&format!("{PAGES}/{STYLE}"), &css)?;
        Ok(pages)
    }

    /// Writes an article's page, unless the article lives elsewhere.
    pub fn article(&mut self, article: &Article) -> Result<()> {
        if !article.issue.is_empty() {
            self.listings.entry(article.issue.clone()).or_default().push(listing(article));
        }
        if address::own(article).is_some() {
            return Ok(());
        }
        let path = address::page(&article.id);
        let up = up(&path);
        let links = Links {
            issue: address::issue(&article.issue).map(|page| format!("{up}{page}")).unwrap_or_default(),
            ..Links::default()
        };
        let setting = Setting { words: &self.words, links: &links, heading: 1, lang: self.lang };
        let body = render::article(&setting, article, &[]);
        let name = self.words.title(&article.title, &article.section).to_string();
        let lang = if is_lang(&article.lang) { &article.lang } else { self.lang };
        self.page(
            &Page { path: &path, title: &name, description: &description(article), lang },
            &[("", &body)],
        )
    }

    /// Writes the contents pages and the shelf, and puts the new pages in the place of the old.
    pub fn finish(mut self, issues: &[Issue], newest: &[Article]) -> Result<u32> {
        let mut summaries: Vec<IssueSummary> = Vec::new();
        for issue in issues {
            let articles = self.listings.remove(&issue.key).unwrap_or_default();
            summaries.push(IssueSummary { issue: issue.clone(), articles });
        }
        // Documents may name issues that nobody described.
        for (key, articles) in std::mem::take(&mut self.listings) {
            let date = articles.first().map(|article| article.date.clone()).unwrap_or_default();
            summaries.push(IssueSummary { issue: Issue { key, date, ..Issue::default() }, articles });
        }
        summaries.sort_by(|a, b| {
            (&a.issue.date, numbered(&a.issue.key)).cmp(&(&b.issue.date, numbered(&b.issue.key)))
        });
        summaries.retain(|summary| address::issue(&summary.issue.key).is_some());
        for summary in &summaries {
            self.issue(summary)?;
        }
        summaries.reverse();
        self.front(&summaries, newest)?;
        let (old, now) = (self.out.join(format!("{PAGES}.old")), self.out.join(PAGES));
        let _ = fs::remove_dir_all(&old);
        if now.exists() {
            fs::rename(&now, &old).map_err(|error| unwritable(&now, &error))?;
        }
        fs::rename(&self.new, &now).map_err(|error| unwritable(&now, &error))?;
        let _ = fs::remove_dir_all(&old);
        Ok(self.count)
    }

    fn issue(&mut self, summary: &IssueSummary) -> Result<()> {
        let Some(path) = address::issue(&summary.issue.key) else { return Ok(()) };
        let summary = IssueSummary {
            issue: summary.issue.clone(),
            articles: summary.articles.iter().map(|listing| seen_from(&up(&path), listing)).collect(),
        };
        let links = Links::default();
        let setting = Setting { words: &self.words, links: &links, heading: 1, lang: self.lang };
        let body = render::contents(&setting, &summary);
        let name = issue_name(&self.words, &summary.issue.key);
        self.page(&Page { path: &path, title: &name, description: "", lang: self.lang }, &[("", &body)])
    }

    fn front(&mut self, summaries: &[IssueSummary], newest: &[Article]) -> Result<()> {
        let links = Links { issue: format!("{PAGES}/{{}}/index.html"), ..Links::default() };
        // What stands below a section's heading; the headlines by themselves have none.
        let setting = Setting { words: &self.words, links: &links, heading: 3, lang: self.lang };
        let alone = Setting { heading: 2, ..setting };
        let listings: Vec<Listing> =
            newest.iter().take(10).map(|article| seen_from("", &listing(article))).collect();
        // The same by itself, for a frame or to be copied into a page: its links leave the frame, and with a base they
        // lead here from anywhere.
        let framed: Vec<Listing> =
            newest.iter().take(10).map(|article| seen_from(self.base, &listing(article))).collect();
        let framed = render::headlines(&alone, &framed, true);
        let newest = render::headlines(&setting, &listings, true);
        let shelf = render::shelf(&setting, summaries);
        let [newest_heading, all_heading] = ["newest", "home"].map(|key| Words::of_shell(self.lang, key));
        let title = &self.name.clone();
        let mut sections = Vec::new();
        if !listings.is_empty() {
            sections.push((&newest_heading[..], newest.as_slice()));
        }
        if !summaries.is_empty() {
            sections.push((&all_heading[..], shelf.as_slice()));
        }
        self.page(
            &Page { path: HEADLINES, title, description: "", lang: self.lang },
            &[("", framed.as_slice())],
        )?;
        self.page(&Page { path: FRONT, title, description: "", lang: self.lang }, &sections)
    }

    /// Writes a page of sections, each with its heading or without.
    fn page(&mut self, page: &Page, sections: &[(&str, &[Node])]) -> Result<()> {
        let up = up(page.path);
        let escaped = |text: &str| {
            let mut out = String::new();
            escape(&mut out, text);
            out
        };
        let front = page.path == FRONT;
        let title = match front || page.path == HEADLINES || self.title.is_empty() {
            true => escaped(page.title),
            false => format!("{} – {}", escaped(page.title), escaped(self.title)),
        };
        let mut head = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
             <link rel=\"icon\" href=\"data:,\">\n",
            escaped(page.lang)
        );
        if page.path == HEADLINES {
            head += "<base target=\"_top\">\n";
        }
        if !page.description.is_empty() {
            head += &format!("<meta name=\"description\" content=\"{}\">\n", escaped(page.description));
        }
        if !self.base.is_empty() {
            // The front page is the folder's own address.
            let path = if front { "" } else { page.path.trim_end_matches(FRONT) };
            head += &format!("<link rel=\"canonical\" href=\"{}{path}\">\n", escaped(self.base));
        }
        head += &format!("<link rel=\"stylesheet\" href=\"{up}{PAGES}/{STYLE}\">\n");
        head += &format!(
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{up}feed.xml\">\n</head>\n"
        );
        let name = escaped(&self.name);
        // Labels in another language than the page's are marked, and what is the articles' own in them (render).
        let mut body = match self.words.speak(page.lang) {
            true => String::from("<body>\n"),
            false => format!("<body lang=\"{}\">\n", self.words.get(Word::Lang)),
        };
        if !front {
            body += &format!("<header class=\"top\"><a href=\"{up}index.html\">{name}</a></header>\n");
        }
        body += "<main>\n";
        if front {
            body += &format!("<h1 class=\"site-title\">{name}</h1>\n");
        } else if page.path == HEADLINES {
            body += &format!("<h1 class=\"unseen\">{name}</h1>\n");
        }
        for (heading, nodes) in sections {
            if !heading.is_empty() {
                body += &format!("<h2 class=\"section-title\">{}</h2>\n", escaped(heading));
            }
            body += &html(nodes);
            body += "\n";
        }
        body += &format!(
            "</main>\n<footer class=\"foot\"><a href=\"{up}feed.xml\">Atom</a></footer>\n</body>\n</html>\n"
        );
        self.count += 1;
        self.save(page.path, &(head + &body))
    }

    /// Writes a file of the site; what lies among the pages goes into the new folder.
    fn save(&self, path: &str, text: &str) -> Result<()> {
        let file = match path.strip_prefix(PAGES) {
            Some(inside) => self.new.join(inside.trim_start_matches('/')),
            None => self.out.join(path),
        };
        let folder = file.parent().unwrap_or(&self.out);
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        fs::write(&file, text).map_err(|error| unwritable(&file, &error))
    }
}

/// Removes the pages that an earlier run wrote into `out`. A front page that somebody else made is none of them.
pub fn remove(out: &Path) -> Result<()> {
    let pages = out.join(PAGES);
    if !pages.join(STYLE).exists() {
        return Ok(());
    }
    for name in [HEADLINES, FRONT] {
        let page = out.join(name);
        if fs::read_to_string(&page).is_ok_and(|text| text.contains(&format!("\"{PAGES}/{STYLE}\""))) {
            fs::remove_file(&page).map_err(|error| unwritable(&page, &error))?;
        }
    }
    fs::remove_dir_all(&pages).map_err(|error| unwritable(&pages, &error))
}

struct Page<'a> {
    path: &'a str,
    title: &'a str,
    description: &'a str,
    lang: &'a str,
}

/// A key as it is ordered: its numbers by their size, so that 9 comes before 10, and before any letters.
fn numbered(key: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut rest = key;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        let number = run.trim_start_matches('0');
        runs.push(if digit { (number.len(), number) } else { (usize::MAX, run) });
        rest = tail;
    }
    runs
}

/// From a page back to the site's top.
fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The language of articles that name none, as a site is given it: English if it is not said.
pub(super) fn lang_or_english(lang: &str) -> &str {
    if is_lang(lang) { lang } else { "en" }
}

/// A BCP 47 tag, as far as its characters go.
pub(super) fn is_lang(tag: &str) -> bool {
    !tag.is_empty() && tag.len() <= 35 && tag.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
}

/// The listing with its article's address as seen from a page `up` from the top.
fn seen_from(up: &str, listing: &Listing) -> Listing {
    let url = if listing.url.is_empty() {
        format!("{up}{}", address::page(&listing.id))
    } else {
        listing.url.clone()
    };
    Listing { url, ..listing.clone() }
}

fn listing(article: &Article) -> Listing {
    Listing {
        id: article.id.clone(),
        issue: article.issue.clone(),
        url: article.url.clone(),
        title: article.title.clone(),
        kicker: article.kicker.clone(),
        section: article.section.clone(),
        authors: article.authors.clone(),
        standfirst: article.standfirst.clone(),
        date: article.date.clone(),
        lang: article.lang.clone(),
        pages: article.pages.clone(),
        words: 0,
    }
}

fn description(article: &Article) -> String {
    let first = article.blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.to_string()),
        _ => None,
    });
    let text =
        if article.standfirst.is_empty() { first.unwrap_or_default() } else { article.standfirst.clone() };
    match text.char_indices().nth(DESCRIPTION) {
        Some((end, _)) => {
            let cut = text.get(..end).unwrap_or_default();
            format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
        }
        None => text,
    }
}

/// The styles of the widget's reader: the template of its module, with the one computed line of it computed here.
fn article_css() -> String {
    let (_, styles) = ARTICLE_JS.split_once('`').unwrap_or_default();
    let (styles, _) = styles.rsplit_once('`').unwrap_or_default();
    let mut css: String =
        styles.lines().filter(|line| !line.contains("${")).map(|line| format!("{line}\n")).collect();
    for hue in 0..HUES {
        css.push_str(&format!(".bi-cover[data-hue=\"{hue}\"] {{ --hue: {} }}\n", hue * 30 + 10));
    }
    css
}

#[cfg(test)]
mod tests {
    use super::{HUES, article_css, numbered};

    #[test]
    fn keys_are_ordered_by_their_numbers() {
        let mut keys = ["10", "9", "2031-10", "2031-9", "1", "Special 12", "Special 2", "007"];
        keys.sort_by_key(|key| {
            numbered(key).iter().map(|&(len, run)| (len, run.to_string())).collect::<Vec<_>>()
        });
        assert_eq!(keys, ["1", "007", "9", "10", "2031-9", "2031-10", "Special 2", "Special 12"]);
    }

    #[test]
    fn the_widgets_styles_are_taken_whole() {
        let css = article_css();
        for needed in
            [".bi-headline {", ".bi-pull-quote {", ".bi-shelf {", ".bi-cover-link {", "@media print"]
        {
            assert!(css.contains(needed), "{needed}");
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(!css.contains("${") && css.matches("data-hue").count() == HUES as usize);
    }
}
