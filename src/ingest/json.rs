//! The JSON of `backissue ingest --json`, as `design.md` fixes it.

use serde_json::{Value, json};

use crate::model::{Article, Block};

use super::{Ingested, writers};

/// One issue as the fixed interface has it.
pub fn json(ingested: &Ingested) -> Value {
    let issue = &ingested.issue;
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    json!({
        "issue": {
            "number": issue.number,
            "season": text(&issue.season),
            "year": text(&issue.year),
            "date": text(&issue.date),
            "title": text(&issue.title),
            "issn": text(&issue.issn),
        },
        "articles": ingested.articles.iter().map(article).collect::<Vec<_>>(),
        "events": issue.events.iter().map(|event| json!({
            "date": event.date,
            "start": text(&event.start),
            "end": text(&event.end),
            "title": event.title,
            "place": event.place,
            "url": event.url,
            "text": event.text,
        })).collect::<Vec<_>>(),
        "writers": writers::writers(ingested).iter().map(|writer| json!({
            "name": writer.name,
            "role": text(&writer.role),
            "biography": text(&writer.biography),
            "articles": writer.articles,
        })).collect::<Vec<_>>(),
        "doubts": doubts(ingested),
    })
}

/// What to check by eye.
pub fn doubts(ingested: &Ingested) -> Vec<Value> {
    ingested.doubts.iter().map(|doubt| json!({"line": doubt.line, "what": doubt.what})).collect()
}

fn article(article: &Article) -> Value {
    let (mut quotes, mut captions, mut notes, mut boxes) = (vec![], vec![], vec![], vec![]);
    for block in &article.blocks {
        match block {
            Block::PullQuote(text) => quotes.push(text.to_string()),
            Block::Caption(text) => captions.push(text.to_string()),
            Block::Endnote(text) => notes.push(text.to_string()),
            Block::Box { title, blocks } => {
                boxes.push(json!({"title": title.to_string(), "body": paragraphs(blocks)}));
            }
            _ => {}
        }
    }
    json!({
        "title": article.title,
        "kicker": article.kicker,
        "section": article.section,
        "authors": article.authors,
        "standfirst": article.standfirst,
        "pages": article.pages,
        "body": paragraphs(&article.blocks),
        "boxes": boxes,
        "pull_quotes": quotes,
        "captions": captions,
        "endnotes": notes,
        "confidence": f64::from(article.certainty) / 100.0,
    })
}

/// The running text: a list is an item a paragraph, a table a row a paragraph.
fn paragraphs(blocks: &[Block]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Crosshead(text) | Block::Question(text) => {
                paragraphs.push(text.to_string())
            }
            Block::List { items, .. } => paragraphs.extend(items.iter().map(ToString::to_string)),
            Block::Table(rows) => paragraphs.extend(
                rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
            ),
            Block::PullQuote(_) | Block::Caption(_) | Block::Endnote(_) | Block::Box { .. } => {}
        }
    }
    paragraphs
}
