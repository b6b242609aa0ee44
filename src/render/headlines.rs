//! The newest articles as a list, for a page that is about something else.

use super::Setting;
use super::contents::title;
use super::facts::{facts, time};
use super::view::{Element, Node, Tag, part};
use crate::archive::Listing;

/// One headline an article, in the order given; with standfirsts if `standfirsts`.
pub fn headlines(setting: &Setting, articles: &[Listing], standfirsts: bool) -> Vec<Node> {
    let items = articles.iter().map(|article| headline(setting, article, standfirsts));
    vec![part(Tag::List, "headlines").children(items).into()]
}

fn headline(setting: &Setting, article: &Listing, standfirsts: bool) -> Element {
    let words = setting.words;
    let section = (!article.section.is_empty())
        .then(|| part(Tag::Span, "section").text(words.section(&article.section)).into());
    let standfirst = (standfirsts && !article.standfirst.is_empty()).then(|| {
        setting.own(&article.lang, part(Tag::Paragraph, "entry-standfirst")).text(&article.standfirst)
    });
    part(Tag::Item, "headline-item")
        .child(title(setting, article, setting.heading))
        .children(facts(
            part(Tag::Paragraph, "hit-line"),
            [section, time(words, &article.date).map(Node::from)],
        ))
        .children(standfirst)
}
