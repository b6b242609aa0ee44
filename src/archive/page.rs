//! A page of results: which articles, and what each of them says of the query.

use super::{Archive, LIMIT_MAX};
use crate::query::rank::Ranking;
use crate::query::{EXCERPTS_MAX, Hit, Note, Page, Request, Snippet, filter};
use crate::{Result, snippet};

impl Archive {
    pub(super) fn page(&mut self, request: &Request) -> Result<Option<Page>> {
        let (offset, limit) = (request.offset as usize, request.limit.min(LIMIT_MAX) as usize);
        self.parts.hasten()?;
        let Some(ranking) = self.ranking(request, limit)? else { return Ok(None) };
        self.shown(ranking, request.query.clone(), offset, limit, request.excerpts)
    }

    /// The page that shows `limit` of the hits behind the first `offset`, for what is called `query`.
    pub(super) fn shown(
        &mut self,
        ranking: Ranking,
        query: String,
        offset: usize,
        limit: usize,
        excerpts: u32,
    ) -> Result<Option<Page>> {
        let excerpts = excerpts.min(EXCERPTS_MAX) as usize;
        let (Some(columns), Some(groups)) = (self.parts.columns()?, self.parts.groups()?) else {
            return Ok(None);
        };
        let mut page = Page {
            query,
            total: ranking.docs.len() as u32,
            facets: filter::facets(ranking.docs.iter().map(|hit| hit.doc), &columns, &groups),
            suggestion: ranking.suggestion,
            notes: ranking.notes,
            ..Page::default()
        };
        let mut complete = true;
        for hit in ranking.docs.iter().skip(offset).take(limit) {
            let Some((found, sources)) = self.parts.quotable(hit.doc)? else {
                complete = false;
                continue;
            };
            if !complete {
                continue;
            }
            let (article, words) = &*found;
            let quote = |count| snippet::best(&sources, &ranking.needles, count);
            page.hits.push(Hit {
                id: article.id.clone(),
                title: article.title.clone(),
                url: article.url.clone(),
                section: article.section.clone(),
                authors: article.authors.clone(),
                date: article.date.clone(),
                lang: self.parts.lang(&article.lang).to_owned(),
                issue: article.issue.clone(),
                pages: article.pages.clone(),
                words: *words,
                score: hit.score,
                snippet: if excerpts > 0 { quote(1).pop().unwrap_or_default() } else { Snippet::default() },
                excerpts: if excerpts > 1 { quote(excerpts) } else { Vec::new() },
            });
        }
        if complete && self.parts.dismiss_stand_ins() {
            page.notes.push(Note::Unsaved);
        }
        Ok(complete.then_some(page))
    }
}
