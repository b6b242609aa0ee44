//! A compositor for tests: articles to a PDF with two columns, headlines and standfirsts across them, drop caps, quotations
//! that interrupt a sentence, captions, justified lines, hyphens at line ends and a foot on every page.
//!
//! The fonts are those that every PDF reader has. Their widths are estimated, so margins are a little ragged: in a
//! magazine they are too.

use backissue::model::{Article, Block};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 50.0;
const COLUMN: f32 = 236.0;
const GUTTER: f32 = 23.0;
const FOOT: f32 = 60.0;

/// Font and size.
type Type = (&'static [u8], f32);
const BODY: Type = (b"Times-Roman", 9.5);
const BOLD: Type = (b"Times-Bold", 9.5);
const HEADLINE: Type = (b"Times-Bold", 26.0);
const STANDFIRST: Type = (b"Helvetica-Bold", 13.0);
const QUOTE: Type = (b"Times-Italic", 15.0);
const SMALL: Type = (b"Helvetica", 7.5);
const KICKER: Type = (b"Helvetica", 9.0);
const FONTS: [&[u8]; 5] = [b"Times-Roman", b"Times-Bold", b"Times-Italic", b"Helvetica", b"Helvetica-Bold"];

/// The PDF of an issue: a cover with the lines `cover`, then each article on a page of its own, `foot` on all.
pub fn issue(cover: &[&str], articles: &[Article], foot: &str) -> Vec<u8> {
    let mut sheets = Sheets { foot: foot.into(), ..Sheets::default() };
    sheets.turn();
    for (line, kind) in cover.iter().zip([(HEADLINE.0, 48.0), BODY, BODY]) {
        sheets.across(line, kind, kind.1);
    }
    for article in articles {
        sheets.article(article);
    }
    sheets.pdf()
}

#[derive(Default)]
struct Sheets {
    pages: Vec<Content>,
    foot: String,
    /// The column, 0 or 1; where it begins; where the next line goes.
    column: u8,
    top: f32,
    y: f32,
    /// What WinAnsi has not, each at a code of its own from 1 on.
    extra: Vec<char>,
}

impl Sheets {
    fn turn(&mut self) {
        self.pages.push(Content::new());
        (self.column, self.top, self.y) = (0, PAGE.1 - MARGIN, PAGE.1 - MARGIN);
        if !self.foot.is_empty() {
            let foot = format!("{} {}", self.foot, self.pages.len());
            self.show(&foot, MARGIN + 180.0, 36.0, SMALL, 0.0);
        }
    }

    fn article(&mut self, article: &Article) {
        let marked = !["editorial", "news", "noticeboard", "letters"].contains(&&*article.section);
        self.turn();
        self.across(if article.kicker.is_empty() { &article.section } else { &article.kicker }, KICKER, 12.0);
        self.across(&article.title, HEADLINE, 28.0);
        self.y -= 4.0;
        self.across(&article.standfirst, STANDFIRST, 15.0);
        if article.standfirst.is_empty() && marked {
            self.across(&format!("By {}", article.authors.join(" and ")), KICKER, 14.0);
        }
        self.y -= 10.0;
        self.top = self.y;
        let mut waiting: Vec<&Block> = Vec::new();
        let is_text = |block: &Block| matches!(block, Block::Paragraph(_));
        let (first, last) =
            (article.blocks.iter().position(is_text), article.blocks.iter().rposition(is_text));
        for (index, block) in article.blocks.iter().enumerate() {
            match block {
                // Set where the column has room for them: amid the next paragraph.
                Block::PullQuote(_) | Block::Caption(_) => waiting.push(block),
                Block::Paragraph(text) => {
                    let end = if marked && Some(index) == last { " ◆" } else { "" };
                    self.paragraph(&format!("{text}{end}"), Some(index) == first, &mut waiting);
                }
                Block::Crosshead(text) | Block::Question(text) => {
                    self.y -= 6.0;
                    self.lines(&text.to_string(), BOLD, 0.0);
                }
                Block::List { items, .. } => {
                    items.iter().for_each(|item| self.lines(&format!("• {item}"), BODY, 0.0))
                }
                Block::Table(rows) => rows.iter().for_each(|row| {
                    self.lines(
                        &row.iter().map(ToString::to_string).collect::<Vec<_>>().join("  "),
                        SMALL,
                        0.0,
                    );
                }),
                Block::Endnote(text) => {
                    self.y -= 8.0;
                    self.lines(&text.to_string(), SMALL, 0.0);
                }
                Block::Box { title, blocks } => {
                    self.y -= 12.0;
                    self.lines(&title.to_string(), BOLD, 0.0);
                    for block in blocks {
                        if let Block::Paragraph(text) = block {
                            self.lines(&text.to_string(), BODY, 10.0);
                        }
                    }
                }
            }
        }
        waiting.into_iter().for_each(|aside| self.aside(aside));
    }

    /// Lines across both columns.
    fn across(&mut self, text: &str, kind: Type, leading: f32) {
        for (line, _) in wrap(text, kind, 2.0 * COLUMN + GUTTER, |_| 0.0) {
            self.y -= leading;
            self.show(&line, MARGIN, self.y, kind, 0.0);
        }
    }

    /// Running text, with a drop cap where a story opens, and what waits for room after its second line.
    fn paragraph(&mut self, text: &str, opens: bool, waiting: &mut Vec<&Block>) {
        let cap = text.chars().next().filter(|c| opens && c.is_uppercase());
        let rest = &text[cap.map_or(0, char::len_utf8)..];
        let indent = |line: usize| match cap {
            Some(cap) if line < 3 => letter(cap) * 44.0,
            None if line == 0 && !opens => 9.5,
            _ => 0.0,
        };
        let lines = wrap(rest, BODY, COLUMN, indent);
        // A drop cap is not parted from its lines.
        self.room(if cap.is_some() { 36.0 } else { 11.5 });
        if let Some(cap) = cap {
            let (x, y) = (self.x(), self.y - 32.0);
            self.show(&cap.to_string(), x, y, (b"Times-Roman", 40.0), 0.0);
        }
        for (number, (line, slack)) in lines.iter().enumerate() {
            if number == 2 && lines.len() > 3 && cap.is_none() {
                std::mem::take(waiting).into_iter().for_each(|aside| self.aside(aside));
            }
            self.room(11.5);
            self.y -= 11.5;
            let last = number + 1 == lines.len();
            let gaps = line.matches(' ').count().max(1) as f32;
            self.show(line, self.x() + indent(number), self.y, BODY, if last { 0.0 } else { slack / gaps });
        }
    }

    fn aside(&mut self, block: &Block) {
        self.y -= 8.0;
        match block {
            Block::PullQuote(text) => self.lines(&text.to_string(), QUOTE, 0.0),
            Block::Caption(text) => self.lines(&text.to_string(), SMALL, 0.0),
            _ => {}
        }
        self.y -= 8.0;
    }

    /// Ragged lines in the column.
    fn lines(&mut self, text: &str, kind: Type, inset: f32) {
        for (line, _) in wrap(text, kind, COLUMN - inset, |_| 0.0) {
            self.room(kind.1 * 1.2);
            self.y -= kind.1 * 1.2;
            self.show(&line, self.x() + inset, self.y, kind, 0.0);
        }
    }

    fn x(&self) -> f32 {
        MARGIN + f32::from(self.column) * (COLUMN + GUTTER)
    }

    /// Goes on in the next column or on the next page if this one has not `height` left.
    fn room(&mut self, height: f32) {
        if self.y - height >= FOOT {
            return;
        }
        match self.column {
            0 => (self.column, self.y) = (1, self.top),
            _ => self.turn(),
        }
    }

    fn show(&mut self, line: &str, x: f32, y: f32, (font, size): Type, spacing: f32) {
        let bytes: Vec<u8> = line.chars().map(|c| self.code(c)).collect();
        let Some(page) = self.pages.last_mut() else { return };
        page.begin_text().set_font(Name(font), size).set_word_spacing(spacing).next_line(x, y);
        page.show(Str(&bytes)).end_text();
    }

    fn code(&mut self, c: char) -> u8 {
        // What of WinAnsi is not Latin-1 and occurs in print.
        let high = [
            ('€', 128),
            ('…', 133),
            ('‘', 145),
            ('’', 146),
            ('“', 147),
            ('”', 148),
            ('•', 149),
            ('–', 150),
            ('—', 151),
        ];
        match c {
            ' '..='~' | '\u{a1}'..='\u{ff}' => u32::from(c) as u8,
            _ => high.iter().find(|(known, _)| *known == c).map_or_else(|| self.extra(c), |(_, code)| *code),
        }
    }

    fn extra(&mut self, c: char) -> u8 {
        let at = self.extra.iter().position(|known| *known == c).unwrap_or_else(|| {
            self.extra.push(c);
            self.extra.len() - 1
        });
        u8::try_from(at + 1)
            .ok()
            .filter(|code| *code < 32)
            .expect("more than 31 letters that WinAnsi has not")
    }

    fn pdf(self) -> Vec<u8> {
        let mut pdf = Pdf::new();
        let fonts: Vec<(Ref, &[u8])> = (3..).map(Ref::new).zip(FONTS).collect();
        let pages: Vec<(Ref, Ref)> = (0..self.pages.len() as i32)
            .map(|page| (Ref::new(20 + 2 * page), Ref::new(21 + 2 * page)))
            .collect();
        pdf.catalog(Ref::new(1)).pages(Ref::new(2));
        pdf.pages(Ref::new(2)).kids(pages.iter().map(|(page, _)| *page)).count(pages.len() as i32);
        let names: Vec<String> = self.extra.iter().map(|c| format!("uni{:04X}", u32::from(*c))).collect();
        for (id, name) in &fonts {
            let mut font = pdf.type1_font(*id);
            font.base_font(Name(name));
            let mut encoding = font.encoding_custom();
            encoding.base_encoding(Name(b"WinAnsiEncoding"));
            encoding.differences().consecutive(1, names.iter().map(|name| Name(name.as_bytes())));
        }
        for ((page, content), words) in pages.into_iter().zip(self.pages) {
            let mut sheet = pdf.page(page);
            sheet.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(Ref::new(2)).contents(content);
            sheet.resources().fonts().pairs(fonts.iter().map(|(id, name)| (Name(name), *id)));
            sheet.finish();
            pdf.stream(content, &words.finish());
        }
        pdf.finish()
    }
}

/// `text` in lines of at most `width`, each with what it leaves over; `indent` is taken from each line's width.
fn wrap(text: &str, kind: Type, width: f32, indent: impl Fn(usize) -> f32) -> Vec<(String, f32)> {
    let wide = |text: &str| text.chars().map(letter).sum::<f32>() * kind.1;
    let mut lines: Vec<(String, f32)> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = width - indent(lines.len()) - wide(&line) - wide(" ");
        if wide(word) <= room || line.is_empty() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
            continue;
        }
        let (head, tail) = part(word, |head| wide(head) <= room);
        if !head.is_empty() {
            line.push(' ');
            line.push_str(head);
            line.push_str(if head.ends_with('-') { "" } else { "-" });
        }
        let slack = width - indent(lines.len()) - wide(&line);
        lines.push((std::mem::replace(&mut line, tail.into()), slack));
    }
    lines.push((line, 0.0));
    lines
}

/// A word parted where it has a hyphen, or (long words alone) between two letters of which the second is no vowel.
fn part(word: &str, fits: impl Fn(&str) -> bool) -> (&str, &str) {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let plain = letters.len() >= 8 && letters.iter().all(|(_, c)| c.is_lowercase());
    let may = |at: &usize| {
        let (before, after) = (letters[at - 1].1, letters[*at].1);
        before == '-'
            || plain
                && *at >= 3
                && letters.len() - at >= 4
                && !"aeiouy".contains(after)
                && "aeiou".contains(before)
    };
    let places = (1..letters.len()).rev().filter(may).map(|at| letters[at].0);
    places.map(|at| word.split_at(at)).find(|(head, _)| fits(head)).unwrap_or(("", word))
}

/// A letter's width in parts of the font's size, near enough.
fn letter(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | '.' | ',' | '\'' | '’' | '‘' | ':' | ';' | '!' | '(' | ')' | ' ' => {
            0.28
        }
        'm' | 'w' | 'M' | 'W' | '—' => 0.85,
        'A'..='Z' => 0.68,
        'r' | 's' | 'z' | '-' | '"' | '“' | '”' => 0.38,
        _ => 0.5,
    }
}
