//! More like a passage, as a question to the archive.

use super::{Archive, LIMIT_MAX, Step};
use crate::Result;
use crate::query::{Page, alike};
use crate::text::Lang;

impl Archive {
    /// More like a passage, of an article or of any text: the `limit` articles that say most of its telling words, as a page
    /// of results whose query is these words. If the passage is of an article, its id `except` keeps it out of the page, and
    /// its language is the passage's.
    pub fn more_like(&mut self, passage: &str, except: &str, limit: u32) -> Result<Step<Page>> {
        self.parts.begin();
        let page = self.page_like(passage, except, limit.min(LIMIT_MAX) as usize)?;
        self.parts.step(page)
    }

    fn page_like(&mut self, passage: &str, except: &str, limit: usize) -> Result<Option<Page>> {
        self.parts.hasten()?;
        let (mut lang, mut doc) = (Lang::default(), None);
        if !except.is_empty() {
            doc = self.place(except)?;
            let Some(doc) = doc else { return Ok(None) };
            let Some(article) = self.parts.article(doc)? else { return Ok(None) };
            lang = Lang::of(&article.0.lang);
        }
        match alike::alike(&mut self.parts, passage, lang, doc, limit)? {
            Some((ranking, words)) => self.shown(ranking, words, 0, limit, 1),
            None => Ok(None),
        }
    }
}
