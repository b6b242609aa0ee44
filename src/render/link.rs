//! Addresses that are safe to follow, and the templates that make them.

use super::view::clean;
use crate::strings;

/// An address that is safe in `href`: `http`, `https`, `mailto`, or relative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Takes `address` if following it can only load a page or write a letter.
    ///
    /// ```
    /// use backissue::render::link::Address;
    /// assert!(Address::new("https://example.org/a?b#c").is_some());
    /// assert!(Address::new("issues/12.html").is_some());
    /// assert!(Address::new("JavaScript:alert(1)").is_none());
    /// assert!(Address::new("java\nscript:alert(1)").is_none(), "browsers leave line ends out of addresses");
    /// ```
    pub fn new(address: &str) -> Option<Address> {
        let address = address.trim_matches(|c: char| c <= ' ');
        if address.is_empty() || address.chars().any(|c| c < ' ' || c == '\x7f') {
            return None;
        }
        // A colon before any of `/?#` ends a scheme (URL Standard, "scheme state").
        let head = address.split(['/', '?', '#']).next().unwrap_or_default();
        let safe = match strings::split_once(head, ":") {
            None => true,
            Some((scheme, _)) => {
                ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
            }
        };
        safe.then(|| Address(address.to_owned()))
    }

    /// As it is written in `href`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where things are found, as templates: `{}` stands for the article's id, the issue's key, the author's name, with
/// what is not safe in a URL percent-encoded; `{q}` for the query. An empty template makes no link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// An article that has no `url` of its own: `#article={}&q={q}`.
    pub article: String,
    /// An issue's contents page.
    pub issue: String,
    /// The articles of an author.
    pub author: String,
    /// The query that the reader came by, for `{q}`.
    pub query: String,
}

impl Links {
    /// The address of an article: `url` if it is safe, else from the template.
    pub fn article(&self, id: &str, url: &str) -> Option<Address> {
        Address::new(url).or_else(|| self.fill(&self.article, id))
    }

    /// The address of an issue's contents page.
    pub fn issue(&self, key: &str) -> Option<Address> {
        self.fill(&self.issue, key)
    }

    /// The address of an author's articles.
    pub fn author(&self, name: &str) -> Option<Address> {
        self.fill(&self.author, name)
    }

    fn fill(&self, template: &str, value: &str) -> Option<Address> {
        if template.is_empty() || value.is_empty() {
            return None;
        }
        let mut address = String::new();
        let mut rest = template;
        while let Some((before, after)) = strings::split_once(rest, "{") {
            let (name, after) = strings::split_once(after, "}")?;
            address.push_str(before);
            percent_encode(&mut address, if name == "q" { &self.query } else { value });
            rest = after;
        }
        address.push_str(rest);
        Address::new(&address)
    }
}

/// Appends `value` with all but the unreserved characters of RFC 3986 and `/` encoded.
fn percent_encode(out: &mut String, value: &str) {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    for byte in clean(value).bytes() {
        if byte.is_ascii_alphanumeric() || strings::has_letter(b"-._~/", byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_letters_are_followed() {
        for safe in [
            "http://example.org",
            "HTTPS://example.org/a:b",
            "mailto:news@example.org",
            "//example.org/x",
            "/archive",
            "page.html",
            "?q=a:b",
            "#article=66/pay",
            "./a:b",
            " https://example.org\n",
        ] {
            assert!(Address::new(safe).is_some(), "{safe:?}");
        }
        for unsafe_one in [
            "",
            " ",
            "javascript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "blob:x",
            "file:///etc/passwd",
            "a:b",
            "http\0s://example.org",
        ] {
            assert!(Address::new(unsafe_one).is_none(), "{unsafe_one:?}");
        }
    }

    #[test]
    fn templates_are_filled_with_encoded_values() {
        let links = Links {
            article: "archive.html#article={}&q={q}".into(),
            query: "pay & \"rights\"".into(),
            ..Links::default()
        };
        let address = links.article("12/caffi bach?", "").unwrap();
        assert_eq!(address.as_str(), "archive.html#article=12/caffi%20bach%3F&q=pay%20%26%20%22rights%22");
        assert_eq!(links.article("12/x", "https://example.org/x").unwrap().as_str(), "https://example.org/x");
        assert_eq!(
            links.article("12/x", "javascript:alert(1)").unwrap().as_str(),
            "archive.html#article=12/x&q=pay%20%26%20%22rights%22",
            "an article's unsafe address is passed over"
        );
        assert_eq!(links.author("Ann Other"), None, "no template, no link");
    }

    #[test]
    fn a_value_cannot_bring_a_scheme() {
        let links = Links { article: "{}".into(), ..Links::default() };
        assert_eq!(links.article("javascript:alert(1)", "").unwrap().as_str(), "javascript%3Aalert%281%29");
    }
}
