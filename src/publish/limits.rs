//! What an archive can hold. Every limit of a reader is checked here when an archive is written, where somebody can mend
//! the article or issue that is at fault.

use crate::model::{Article, Block, Issue, Style, Text};
use crate::store::article::ITEMS_MAX;
use crate::store::columns::AUTHORS_MAX;
use crate::store::words::TEXT_BYTES_MAX;
use crate::{Error, Fault, Result};

/// Longest id, key, section, date or author, in bytes: the columns refuse longer ones.
const NAME_BYTES_MAX: usize = 1000;
/// Longest title, kicker, standfirst or address, in bytes: those of a whole group are one part of a listing.
const LINE_BYTES_MAX: usize = 1 << 16;
/// Most text of an issue's own, in bytes, and of all issues without articles together: half of what a listing holds.
const ISSUE_BYTES_MAX: usize = 4 << 20;
/// Longest body in bytes. A reader takes twice that.
const BODY_BYTES_MAX: usize = TEXT_BYTES_MAX / 2;
/// Most items in a list, as a count.
const COUNT_MAX: usize = ITEMS_MAX as usize;
/// Highest page number: the distance between any two is still coded without loss.
const PAGE_MAX: u32 = 1 << 30;

/// Refuses an article that no reader would take; `doc` is its place in the input, for one without a usable id.
pub fn article(article: &Article, doc: u32) -> Result<()> {
    let Article { id, issue, section, date, lang, url, title, kicker, standfirst, .. } = article;
    let names = [id, issue, section, date, lang].into_iter().chain(&article.authors);
    let problem = if id.is_empty() {
        "it has no id"
    } else if article.authors.len() > AUTHORS_MAX {
        "it has more than 256 authors"
    } else if names.into_iter().any(|name| name.len() > NAME_BYTES_MAX) {
        "its id, issue, section, date, language or an author is longer than 1,000 bytes"
    } else if [url, title, kicker, standfirst].into_iter().any(|line| line.len() > LINE_BYTES_MAX) {
        "its address, title, kicker or standfirst is longer than 64 KB"
    } else if article.pages.len() > COUNT_MAX || article.pages.iter().any(|&page| page > PAGE_MAX) {
        "it has more than 65,536 pages, or a page number above 1,073,741,824"
    } else if !fit(&article.blocks, false) {
        "it has more than 65,536 blocks, items, rows, cells or marks in a row, or a box in a box"
    } else if article.texts().into_iter().map(bytes).sum::<usize>() > BODY_BYTES_MAX {
        "its text is longer than 8 MB"
    } else {
        return Ok(());
    };
    let usable = !id.is_empty() && id.len() <= NAME_BYTES_MAX;
    let name = if usable { id.clone() } else { format!("article {}", u64::from(doc) + 1) };
    Err(Error::new(Fault::Input, name, problem, "Mend or leave out the article."))
}

/// Refuses issues that no reader would take. `has_articles` tells which have articles.
pub fn issues(issues: &[Issue], has_articles: impl Fn(&Issue) -> bool) -> Result<()> {
    let mut alone = (0, 0);
    for (place, issue) in issues.iter().enumerate() {
        let own = own_bytes(issue);
        if !has_articles(issue) {
            alone = (alone.0 + 1, alone.1 + own);
        }
        let problem = if issue.key.len() > NAME_BYTES_MAX || issue.date.len() > NAME_BYTES_MAX {
            "its key or date is longer than 1,000 bytes"
        } else if issue.events.len() > COUNT_MAX || own > ISSUE_BYTES_MAX {
            "it has more than 65,536 events or 4 MB of text of its own"
        } else if alone.0 > COUNT_MAX || alone.1 > ISSUE_BYTES_MAX {
            "with it, the issues that have no article are more than 65,536 or have more than 4 MB of text"
        } else {
            continue;
        };
        let usable = !issue.key.is_empty() && issue.key.len() <= NAME_BYTES_MAX;
        let name = if usable { format!("issue {}", issue.key) } else { format!("issue file {}", place + 1) };
        return Err(Error::new(Fault::Input, name, problem, "Mend or leave out the issue."));
    }
    Ok(())
}

/// The bytes of an issue's own texts.
fn own_bytes(issue: &Issue) -> usize {
    let Issue { key, season, year, date, title, issn, .. } = issue;
    let own: usize = [key, season, year, date, title, issn].iter().map(|text| text.len()).sum();
    let events = issue.events.iter().map(|event| {
        [&event.date, &event.start, &event.end, &event.title, &event.place, &event.url, &event.text]
            .iter()
            .map(|text| text.len())
            .sum::<usize>()
    });
    own + events.sum::<usize>()
}

/// The bytes of a text and its links.
fn bytes(text: &Text) -> usize {
    let link = |style: &Style| if let Style::Link(url) = style { url.len() } else { 0 };
    text.0.iter().map(|span| span.text.len() + link(&span.style)).sum()
}

/// Whether every list is short enough, and no box is in a box.
fn fit(blocks: &[Block], boxed: bool) -> bool {
    let spans = |text: &Text| text.0.len() <= COUNT_MAX;
    let texts = |texts: &[Text]| texts.len() <= COUNT_MAX && texts.iter().all(spans);
    blocks.len() <= COUNT_MAX
        && blocks.iter().all(|block| match block {
            Block::Paragraph(text)
            | Block::Crosshead(text)
            | Block::Question(text)
            | Block::PullQuote(text)
            | Block::Caption(text)
            | Block::Endnote(text) => spans(text),
            Block::List { items, .. } => texts(items),
            Block::Box { title, blocks } => !boxed && spans(title) && fit(blocks, true),
            Block::Table(rows) => rows.len() <= COUNT_MAX && rows.iter().all(|row| texts(row)),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Article)) -> String {
        let mut given = Article { id: "7/lamp".into(), title: "Lamp".into(), ..Article::default() };
        change(&mut given);
        let error = article(&given, 3).unwrap_err();
        assert_eq!(error.place(), "7/lamp");
        error.problem().to_string()
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Text::plain(text))
    }

    #[test]
    fn whatever_is_too_much_is_refused_under_the_articles_id() {
        let long = "x".repeat(LINE_BYTES_MAX + 1);
        assert!(refused(|article| article.title = long.clone()).contains("64 KB"));
        assert!(refused(|article| article.kicker = long.clone()).contains("64 KB"));
        assert!(refused(|article| article.standfirst = long.clone()).contains("64 KB"));
        assert!(refused(|article| article.url = long.clone()).contains("64 KB"));
        assert!(refused(|article| article.date = long.clone()).contains("1,000 bytes"));
        assert!(refused(|article| article.lang = long.clone()).contains("1,000 bytes"));
        assert!(refused(|article| article.pages = vec![u32::MAX]).contains("page"));
        assert!(refused(|article| article.blocks = vec![paragraph("x"); COUNT_MAX + 1]).contains("65,536"));
        let items = vec![Text::plain("x"); COUNT_MAX + 1];
        assert!(
            refused(|article| article.blocks = vec![Block::List { ordered: false, items }])
                .contains("65,536")
        );
        let inner = Block::Box { title: Text::default(), blocks: vec![paragraph("x")] };
        let outer = Block::Box { title: Text::default(), blocks: vec![inner] };
        assert!(refused(|article| article.blocks = vec![outer]).contains("box in a box"));
        let link = Style::Link("x".repeat(BODY_BYTES_MAX));
        let text = Text(vec![crate::model::Span { text: "xx".into(), style: link }]);
        assert!(refused(|article| article.blocks = vec![Block::Paragraph(text)]).contains("8 MB"));
    }

    #[test]
    fn an_article_without_a_usable_id_goes_by_its_place() {
        for id in [String::new(), "x".repeat(NAME_BYTES_MAX + 1)] {
            assert_eq!(article(&Article { id, ..Article::default() }, 3).unwrap_err().place(), "article 4");
        }
    }

    #[test]
    fn issues_are_bounded_too() {
        let long = Issue { key: "7".into(), date: "x".repeat(NAME_BYTES_MAX + 1), ..Issue::default() };
        assert_eq!(issues(&[long], |_| true).unwrap_err().place(), "issue 7");
        let many = vec![Issue { key: "7".into(), ..Issue::default() }; COUNT_MAX + 1];
        assert!(issues(&many, |_| true).is_ok() && issues(&many, |_| false).is_err());
    }
}
