//! An article's body as Markdown: the dialect in which an editor corrects.
//!
//! It is CommonMark with tables, and four things that a magazine has and CommonMark has not:
//!
//! | in the file | is |
//! | --- | --- |
//! | `## Words` | a crosshead |
//! | `- item`, `1. item` | a list |
//! | `> Words` | a pull quote: a sentence set large, not part of the running text |
//! | `{question} Words` | what the interviewer asks |
//! | `{caption} Words` | the words below a picture, or its credit |
//! | `{endnote} Words` | what follows the body: biography, contact, disclaimer |
//! | `::: box Title` up to a line `:::` | a box: a story of its own beside the article |
//! | a table of `\|` and `---` | a table; its first row is the heading |
//!
//! Each paragraph is one line, so that a change shows as one line of a diff. HTML is text, apart from `<em>` and
//! `<strong>`, which say what `*` cannot (emphasis within a word or around a space). A link is live for `http`,
//! `https` and `mailto` only; any other scheme is an error, and a relative link keeps its words and loses its address.

mod parse;
mod write;

pub use parse::{Body, parse};
pub use write::write;

/// The tags that begin a paragraph which is not running text.
pub(super) const TAGS: [&str; 3] = ["{question}", "{caption}", "{endnote}"];

/// What begins a box, and alone on its line ends it.
const FENCE: &str = ":::";

/// What may become of an address.
#[derive(Debug, PartialEq, Eq)]
enum Address {
    /// A link.
    Live,
    /// No scheme: there is nothing that it could be relative to.
    Relative,
    /// A scheme that is never a link.
    Refused,
}

/// Judges an address as browsers read it: they skip control characters and leading spaces before the scheme.
fn judge(url: &str) -> Address {
    let seen: String =
        url.trim_start_matches(|c: char| c <= ' ').chars().filter(|c| !c.is_control()).collect();
    let Some((scheme, _)) = seen.split_once(':') else { return Address::Relative };
    if scheme.contains(['/', '?', '#']) {
        return Address::Relative;
    }
    let live = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if live && seen == url { Address::Live } else { Address::Refused }
}

#[cfg(test)]
mod tests {
    use super::{Address, judge, parse, write};
    use crate::model::{Block, Span, Style, Text};
    use proptest::prelude::*;

    #[test]
    fn addresses_are_judged_as_browsers_read_them() {
        for live in ["http://a.example", "HTTPS://a.example/?q=a:b", "mailto:desk@a.example"] {
            assert_eq!(judge(live), Address::Live, "{live}");
        }
        for relative in ["a/b", "/a:b", "#a:b", "", "//a.example"] {
            assert_eq!(judge(relative), Address::Relative, "{relative}");
        }
        for refused in
            ["javascript:alert(1)", " java\nscript:1", "data:text/html,x", "\u{1}http://a", "c:\\x"]
        {
            assert_eq!(judge(refused), Address::Refused, "{refused:?}");
        }
    }

    #[test]
    fn emphasis_beside_a_space_or_within_a_word_is_tags_and_the_rest_stays_readable() {
        let span = |text: &str, style| Span { text: text.into(), style };
        let text = Text(vec![
            span("The well-kept lock, “said ", Style::Plain),
            span(" Ada, ", Style::Emphasis),
            span("un", Style::Plain),
            span("done!", Style::Strong),
        ]);
        let written = write(&[Block::Paragraph(text)]);
        assert_eq!(written.trim(), "The well-kept lock, “said <em> Ada, </em>un<strong>done!</strong>");
    }

    #[test]
    fn a_nul_is_the_replacement_character() {
        let body = parse("\u{1}\0\n\u{b}", "a.md", 1).unwrap();
        assert!(!format!("{:?}", body.blocks).contains("\\0"), "{:?}", body.blocks);
        assert_eq!(parse(&write(&body.blocks), "a.md", 1).unwrap().blocks, body.blocks);
    }

    /// Characters that mean something to Markdown, weighted far above the others.
    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z]{1,6}( [a-z]{1,6}){0,3}",
            4 => r"[a-b0-2 \\*_`<>&;#+=~:|{}()!./\[\]-]{1,12}",
            1 => r"(:::|:::\ box|\{caption\}|\{endnote\}\ a|1\.|12\)|# a|&amp;|<em>|</strong>|<!--|---|\[a\]: b)",
            1 => "\\PC{1,8}",
            1 => "[a \t\r\n\u{a0}\u{2028}\u{85}\u{1}]{1,5}",
        ]
        .prop_map(|text| text.replace('\0', ""))
        .prop_filter("a span has words", |text| !text.is_empty())
    }

    fn style() -> impl Strategy<Value = Style> {
        prop_oneof![
            3 => Just(Style::Plain),
            1 => Just(Style::Emphasis),
            1 => Just(Style::Strong),
            1 => "https://[a-z]{1,5}\\.example/[a-z()<> &*_\"\\\\-]{0,6}".prop_map(Style::Link),
        ]
    }

    fn text() -> impl Strategy<Value = Text> {
        prop::collection::vec((words(), style()), 1..4).prop_map(|spans| {
            let mut text: Vec<Span> = Vec::new();
            for (words, style) in spans {
                match text.last_mut() {
                    Some(last) if last.style == style => last.text.push_str(&words),
                    _ => text.push(Span { text: words, style }),
                }
            }
            Text(text)
        })
    }

    fn flat_block() -> impl Strategy<Value = Block> {
        prop_oneof![
            4 => text().prop_map(Block::Paragraph),
            1 => text().prop_map(Block::Crosshead),
            1 => text().prop_map(Block::Question),
            1 => text().prop_map(Block::PullQuote),
            1 => text().prop_map(Block::Caption),
            1 => text().prop_map(Block::Endnote),
            2 => (any::<bool>(), prop::collection::vec(text(), 1..4))
                .prop_map(|(ordered, items)| Block::List { ordered, items }),
            1 => (1usize..4, 1usize..4).prop_flat_map(|(columns, rows)| {
                let cell = prop_oneof![4 => text(), 1 => Just(Text::default())];
                prop::collection::vec(prop::collection::vec(cell, columns), rows).prop_map(Block::Table)
            }),
        ]
    }

    fn block() -> impl Strategy<Value = Block> {
        let title = prop_oneof![text(), Just(Text::default())];
        prop_oneof![
            6 => flat_block(),
            1 => (title, prop::collection::vec(flat_block(), 0..4))
                .prop_map(|(title, blocks)| Block::Box { title, blocks }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn what_is_written_is_read_back(blocks in prop::collection::vec(block(), 0..6)) {
            let source = write(&blocks);
            let body = parse(&source, "x.md", 1).unwrap();
            prop_assert_eq!(body.blocks, blocks, "{}", source);
        }

        #[test]
        fn any_text_is_read_or_refused(source in "[\\PC\n\t:>*#|`_<& -]{0,200}") {
            if let Ok(body) = parse(&source, "x.md", 1) {
                let again = parse(&write(&body.blocks), "x.md", 1).unwrap();
                prop_assert_eq!(body.blocks, again.blocks);
            }
        }
    }

    fn blocks(source: &str) -> Vec<Block> {
        parse(source, "x.md", 1).unwrap().blocks
    }

    #[test]
    fn plain_prose_is_written_as_it_reads() {
        let source = "\
A paragraph - with a dash, 50% & more, an e-mail_address and [sic] notes (in brackets).

## What members say

{question} Why now?

- One thing
- Another *thing*

* A second list

1. Ring **first**
2. Write to [the desk](https://desk.example/)

> A sentence set large

::: box In figures
| Year | Members |
| --- | --- |
| 2024 | 12 |

{caption} A chart
:::

{endnote} Jo writes.
";
        assert_eq!(write(&blocks(source)), source);
    }

    #[test]
    fn html_stays_text() {
        let expected = "<script>alert(1)</script> and <b onclick=x>bold</b>";
        assert_eq!(
            blocks("<div>\n<script>x</script>\n</div>\n\nWords <img src=x onerror=y>"),
            [
                Block::Paragraph("<div> <script>x</script> </div>".into()),
                Block::Paragraph("Words <img src=x onerror=y>".into()),
            ]
        );
        assert_eq!(blocks(&write(&[Block::Paragraph(expected.into())])), [Block::Paragraph(expected.into())]);
    }

    #[test]
    fn a_dangerous_link_is_refused_with_its_line() {
        let error =
            parse("One.\n\nTwo [here](javascript:alert(1)).", "66/01-a.md", 9).map(|_| ()).unwrap_err();
        assert_eq!(error.place(), "66/01-a.md:11");
        assert!(error.problem().contains("javascript:alert(1)"), "{error}");
    }

    #[test]
    fn markdown_that_was_never_ours_is_read() {
        let body = parse(
            "# Title\n\nWrapped\nover lines.\n\n![A bridge](bridge.jpg)\n\n* a\n  * b\n\n  more\n\n[in](../a.md)\n\n```\ncode\n```\n\n***\n",
            "x.md",
            1,
        )
        .unwrap();
        assert_eq!(body.title.as_deref(), Some("Title"));
        assert_eq!(
            body.blocks,
            [
                Block::Paragraph("Wrapped over lines.".into()),
                Block::Caption("A bridge".into()),
                Block::List { ordered: false, items: vec!["a".into(), "b".into(), "more".into()] },
                Block::Paragraph("in".into()),
                Block::Paragraph("code".into()),
            ]
        );
    }

    #[test]
    fn a_box_that_is_never_closed_says_where_it_began() {
        let error = parse("One.\n\n::: box Title\nTwo.", "x.md", 1).map(|_| ()).unwrap_err();
        assert_eq!(error.place(), "x.md:3");
    }
}
