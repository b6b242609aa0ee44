//! The output of `pdftotext -bbox-layout`: pages, lines, words, each with its box.
//!
//! It is XHTML of a few fixed tags, with all attributes in one order. Whatever else comes is skipped: a title with
//! markup in it, a number that is none.

/// A box on a page, in points, from the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Box {
    /// Left.
    pub left: f32,
    /// Top.
    pub top: f32,
    /// Right.
    pub right: f32,
    /// Bottom.
    pub bottom: f32,
}

impl Box {
    /// The smallest box around both.
    pub fn around(self, other: Box) -> Box {
        Box {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// From top to bottom: of a word, its font's size and a little.
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }
}

/// A line of a column: Poppler ends a line where the column ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Where it stands.
    pub at: Box,
    /// The height of most of its text.
    pub size: f32,
    /// How wide its first word is.
    pub first: f32,
    /// Its words.
    pub text: String,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// How high it is.
    pub height: f32,
    /// Its lines, in Poppler's order.
    pub lines: Vec<Line>,
}

/// The pages of `html`.
pub fn read(html: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut words: Vec<(Box, String)> = Vec::new();
    for piece in html.split('<') {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        match tag.split(' ').next().unwrap_or_default() {
            "page" => {
                pages.push(Page { height: attribute(tag, "height").unwrap_or_default(), lines: Vec::new() })
            }
            "word" => {
                let text = unescape(text);
                if let (Some(at), false) = (place(tag), text.trim().is_empty()) {
                    words.push((at, text));
                }
            }
            "/line" => {
                if let (Some(page), Some(line)) = (pages.last_mut(), line(&words)) {
                    page.lines.push(line);
                }
                words.clear();
            }
            _ => {}
        }
    }
    pages
}

fn line(words: &[(Box, String)]) -> Option<Line> {
    let first = words.first()?.0;
    let mut sizes: Vec<f32> = words.iter().map(|(at, _)| at.height()).collect();
    sizes.sort_by(f32::total_cmp);
    Some(Line {
        at: words.iter().fold(first, |all, (at, _)| all.around(*at)),
        size: *sizes.get(sizes.len() / 2)?,
        first: first.right - first.left,
        text: words.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join(" "),
    })
}

fn place(tag: &str) -> Option<Box> {
    let [left, top, right, bottom] = ["xMin", "yMin", "xMax", "yMax"].map(|name| attribute(tag, name));
    Some(Box { left: left?, top: top?, right: right?, bottom: bottom? })
}

/// The number that `name` has in `tag`, if it is one that a page can have.
fn attribute(tag: &str, name: &str) -> Option<f32> {
    let value = tag.split(name).nth(1)?.strip_prefix("=\"")?.split('"').next()?;
    value.parse::<f32>().ok().filter(|value| value.abs() < 1e6)
}

/// The text that XML's own entities stand for. A control character, which no word has, becomes a space.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, piece) in text.split('&').enumerate() {
        let known = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\'')];
        let found = known.iter().find_map(|(name, c)| piece.strip_prefix(name).map(|rest| (*c, rest)));
        match found {
            Some((c, rest)) if index > 0 => {
                plain.push(c);
                plain.push_str(rest);
            }
            _ => {
                plain.push_str(if index > 0 { "&" } else { "" });
                plain.push_str(piece);
            }
        }
    }
    plain.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_lines_with_their_box_and_size() {
        let pages = read(
            "<title>a <page b</title><page width=\"100.0\" height=\"200.0\"><flow><block xMin=\"1\"><line xMin=\"1\">\n\
             <word xMin=\"10.0\" yMin=\"20.0\" xMax=\"30.0\" yMax=\"32.0\">Salt &amp;</word>\n\
             <word xMin=\"33.0\" yMin=\"21.0\" xMax=\"60.0\" yMax=\"31.0\">&lt;wind&gt;</word></line>\n\
             <line><word xMin=\"nan\" yMin=\"1\" xMax=\"1\" yMax=\"1\">no</word></line></block></flow></page>",
        );
        let at = Box { left: 10.0, top: 20.0, right: 60.0, bottom: 32.0 };
        let line = Line { at, size: 12.0, first: 20.0, text: "Salt & <wind>".into() };
        assert_eq!(pages.last(), Some(&Page { height: 200.0, lines: vec![line] }));
    }

    #[test]
    fn what_is_no_such_output_has_no_lines() {
        for text in
            ["", "<", "<word>", "<page><line><word xMin=\"1\">x</word></line>", "<page height=\"1e30\""]
        {
            assert!(read(text).iter().all(|page| page.lines.is_empty()), "{text}");
        }
    }
}
