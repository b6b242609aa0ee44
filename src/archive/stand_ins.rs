//! What stands in for articles whose text is out of reach: without a network, where only some issues were saved, a search
//! still finds the others by what lists have of them.

use std::mem;
use std::rc::Rc;

use super::parts::Parts;
use super::settled::Settled;
use super::{Archive, Listing, PartId, Step};
use crate::Result;
use crate::model::Article;

impl Archive {
    /// Lets headline and standfirst stand in for the texts among these parts that are not here, until a search is answered
    /// with them, which says so ([`crate::query::Note::Unsaved`]). Reading never sees them.
    ///
    /// False if another part is not here: nothing stands in for an index.
    pub fn stand_in(&mut self, parts: impl IntoIterator<Item = PartId>) -> Result<Step<bool>> {
        self.parts.begin();
        let (texts, end) = (self.parts.base.texts, self.parts.base.end);
        let mut docs = Vec::new();
        for PartId(id) in parts {
            if self.parts.raw.get(id).is_none() {
                if !(texts..end).contains(&id) {
                    return Ok(Step::Ready(false));
                }
                docs.push(id - texts);
            }
        }
        let Some(lines) = self.lines(&docs)? else { return self.parts.step(None) };
        for (line, &doc) in lines.into_iter().zip(&docs) {
            self.parts.stand_in(doc, line);
        }
        Ok(Step::Ready(true))
    }
}

impl Parts {
    fn stand_in(&mut self, doc: u32, line: Listing) {
        let Listing { id, issue, url, title, kicker, section, authors, standfirst, date, lang, pages, words } =
            line;
        let known = Article {
            id,
            issue,
            url,
            title,
            kicker,
            section,
            authors,
            standfirst,
            date,
            lang,
            pages,
            ..Article::default()
        };
        self.articles.insert(doc, Rc::new((known, words)));
        self.has_stand_ins = true;
    }

    /// Forgets what stood in, and what was found out by it. Whether anything did.
    pub(super) fn dismiss_stand_ins(&mut self) -> bool {
        if self.has_stand_ins {
            self.articles.clear();
            self.sources.clear();
            self.riddles = Settled::default();
        }
        mem::take(&mut self.has_stand_ins)
    }
}
