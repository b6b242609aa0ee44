//! One view tree, two backends: escaped HTML ([`html`], static pages) and DOM nodes (`dom`, the browser).
//!
//! The builders ([`results()`], [`article()`], [`contents()`], [`shelf()`], [`headlines()`]) turn plain data into a tree of
//! [`view::Node`]s. The tree can only say what is safe: tags and attributes are closed enums, links are checked when they
//! are made ([`link::Address`]), and text is text until a backend writes it. So neither backend has anything to
//! decide, and a hostile headline is a headline with odd characters in it.
//!
//! What the views say in words comes from a table that the JavaScript shell uses as well ([`words`]).

mod article;
mod contents;
#[cfg(all(target_arch = "wasm32", not(feature = "tiny")))]
pub mod dom;
mod facts;
mod headlines;
pub mod html;
pub mod link;
mod results;
mod shelf;
pub mod view;
pub mod words;

pub use article::article;
pub use contents::contents;
pub use facts::date_in_words;
#[cfg(feature = "build")]
pub(crate) use facts::issue_name;
pub use headlines::headlines;
pub use results::results;
pub use shelf::shelf;

use link::Links;
use view::{Attribute, Element};
use words::Words;

/// What every view needs besides its data.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The language of the labels.
    pub words: &'a Words,
    /// Where articles, issues, authors and sections are found.
    pub links: &'a Links,
    /// The level of the view's first heading, 1 to 6; what is below it follows. The page that embeds a view knows it.
    pub heading: u8,
    /// The language of articles that name none, as a BCP 47 tag.
    pub lang: &'a str,
}

impl Setting<'_> {
    /// `view`, which holds an article's own words, marked with their language where the labels around it are in another: those who
    /// listen hear both as they are spoken (WCAG 2.2, 3.1.2 "Language of parts").
    #[inline(never)] // As what makes views: see there.
    fn own(&self, lang: &str, view: Element) -> Element {
        let lang = if lang.is_empty() { self.lang } else { lang };
        if self.words.speak(lang) { view } else { view.with(Attribute::Lang(lang.to_owned())) }
    }
}
