//! The newest articles as feeds: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! Both are made of the same [`Newest`] as `headlines.json`. Nothing in them depends on when they were made: the time of
//! an entry is its article's date, so the same articles give the same bytes.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::headlines::Newest;
use crate::model::Article;
use crate::render::html::escape;

/// What both feeds say of themselves.
pub struct Feed<'a> {
    /// The magazine's name.
    pub title: &'a str,
    /// The site's address with a slash at its end, or empty: then addresses are relative to the feed's own.
    pub base: &'a str,
    /// Where an article can be read, relative to the site or absolute.
    pub address: &'a dyn Fn(&Article) -> String,
}

impl Feed<'_> {
    /// `feed.xml`.
    pub fn atom(&self, newest: &Newest) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
        );
        element(&mut out, "  ", "title", self.title);
        element(&mut out, "  ", "id", &self.id(&format!("feed of {}", self.title)));
        let updated = newest.articles().first().map_or_else(|| time(""), |article| time(&article.date));
        element(&mut out, "  ", "updated", &updated);
        link(&mut out, "  ", "self", &format!("{}feed.xml", self.base));
        link(&mut out, "  ", "alternate", &format!("{}index.html", self.base));
        for article in newest.articles() {
            out.push_str("  <entry");
            if !article.lang.is_empty() {
                out.push_str(" xml:lang=\"");
                escape(&mut out, &legal(&article.lang));
                out.push('"');
            }
            out.push_str(">\n");
            element(&mut out, "    ", "title", &article.title);
            element(&mut out, "    ", "id", &self.id(&article.id));
            element(&mut out, "    ", "updated", &time(&article.date));
            link(&mut out, "    ", "alternate", &self.url(article));
            // An entry without an author is valid only in a feed that has one.
            let authors = if article.authors.is_empty() {
                vec![self.title.to_string()]
            } else {
                article.authors.clone()
            };
            for author in &authors {
                out.push_str("    <author><name>");
                escape(&mut out, &legal(author));
                out.push_str("</name></author>\n");
            }
            if !article.section.is_empty() {
                out.push_str("    <category term=\"");
                escape(&mut out, &legal(&article.section));
                out.push_str("\"/>\n");
            }
            if !article.standfirst.is_empty() {
                element(&mut out, "    ", "summary", &article.standfirst);
            }
            out.push_str("  </entry>\n");
        }
        out.push_str("</feed>\n");
        out
    }

    /// `feed.json`.
    pub fn json(&self, newest: &Newest) -> String {
        let items: Vec<Value> = newest
            .articles()
            .iter()
            .map(|article| {
                let authors: Vec<Value> =
                    article.authors.iter().map(|name| json!({ "name": name })).collect();
                let text = if article.standfirst.is_empty() { &article.title } else { &article.standfirst };
                let mut item = json!({
                    "id": self.id(&article.id),
                    "url": self.url(article),
                    "title": article.title,
                    "content_text": text,
                    "authors": authors,
                });
                if !article.date.is_empty() {
                    item["date_published"] = time(&article.date).into();
                }
                if !article.lang.is_empty() {
                    item["language"] = article.lang.as_str().into();
                }
                if !article.section.is_empty() {
                    item["tags"] = json!([article.section]);
                }
                item
            })
            .collect();
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "items": items,
        });
        if !self.base.is_empty() {
            feed["home_page_url"] = self.base.into();
            feed["feed_url"] = format!("{}feed.json", self.base).into();
        }
        format!("{feed:#}\n")
    }

    fn url(&self, article: &Article) -> String {
        let address = (self.address)(article);
        // What has a scheme, or begins at the root, is no address within the site.
        let absolute = address.starts_with('/')
            || address.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
        if absolute { address } else { format!("{}{address}", self.base) }
    }

    /// A name that stays the same wherever the feed is served (RFC 4287, section 4.2.6), in the form of a UUID of
    /// version 8 (RFC 9562): ids of articles may be anything, an Atom id is an address.
    fn id(&self, of: &str) -> String {
        let mut bytes: Vec<u8> =
            Sha256::new().chain_update(self.title).chain_update([0]).chain_update(of).finalize()[..16]
                .to_vec();
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut out = String::from("urn:uuid:");
        for (place, byte) in bytes.iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                out.push('-');
            }
            let _ = write!(out, "{byte:02x}");
        }
        out
    }
}

fn element(out: &mut String, indent: &str, name: &str, text: &str) {
    let _ = write!(out, "{indent}<{name}>");
    escape(out, &legal(text));
    let _ = writeln!(out, "</{name}>");
}

fn link(out: &mut String, indent: &str, rel: &str, href: &str) {
    let _ = write!(out, "{indent}<link rel=\"{rel}\" href=\"");
    escape(out, &legal(href));
    out.push_str("\"/>\n");
}

/// Without the characters that XML 1.0 has no way to write.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|&c| matches!(c, '\t' | '\n') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// An ISO date of any exactness as the time that feeds want: `2025-06` is its first day. What is no date is the epoch.
fn time(date: &str) -> String {
    let number = |place: std::ops::Range<usize>, most: u32| {
        let number = date.get(place)?.parse().ok()?;
        (1..=most).contains(&number).then_some(number)
    };
    let Some(year) = number(0..4, 9999) else { return "1970-01-01T00:00:00Z".to_string() };
    let month = number(5..7, 12);
    let days = match month {
        Some(2) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    let day = month.and_then(|_| number(8..10, days));
    format!("{year:04}-{:02}-{:02}T00:00:00Z", month.unwrap_or(1), day.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::{Feed, time};
    use crate::model::Article;
    use crate::publish::{address, headlines::Newest};

    #[test]
    fn a_date_becomes_a_time_as_exact_as_it_is() {
        for (date, expected) in [
            ("2025", "2025-01-01"),
            ("2025-06", "2025-06-01"),
            ("2025-06-30", "2025-06-30"),
            ("2024-02-29", "2024-02-29"),
            ("2025-02-29", "2025-02-01"),
            ("2025-13-01", "2025-01-01"),
            ("soon", "1970-01-01"),
            ("", "1970-01-01"),
        ] {
            assert_eq!(time(date), format!("{expected}T00:00:00Z"), "{date}");
        }
    }

    fn newest() -> Newest {
        let article = |id: &str, title: &str| Article {
            id: id.into(),
            title: title.into(),
            date: "2031-03".into(),
            section: "news".into(),
            authors: vec!["Ada <Flint>".into()],
            standfirst: "Who \"owns\" it?".into(),
            ..Article::default()
        };
        Newest::from_iter(&[
            article("12/lamps", "Lamps & wicks\u{1}]]>"),
            Article {
                url: "https://elsewhere.example/x?a=1&b=2".into(),
                lang: "cy".into(),
                ..article("e", "Elsewhere")
            },
        ])
    }

    #[test]
    fn both_feeds_are_well_formed_whatever_the_text() {
        let feed =
            Feed { title: "The Lamplighter", base: "https://a.example/archive/", address: &address::article };
        insta::assert_snapshot!(feed.atom(&newest()));
        insta::assert_snapshot!(feed.json(&newest()));
    }

    #[test]
    fn without_a_base_addresses_are_relative() {
        let feed = Feed { title: "The Lamplighter", base: "", address: &address::article };
        assert!(feed.atom(&newest()).contains(r#"<link rel="alternate" href="pages/12/lamps.html"/>"#));
        assert!(!feed.json(&newest()).contains("feed_url"));
    }
}
