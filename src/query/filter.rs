//! What an article must be, whatever its text; and counts of what the articles found are.

use super::{Facet, Facets, Field, Filter, Request};
use crate::store::columns::Columns;
use crate::text::{self, Lang};

/// The filters of a request and of its query, made ready for one archive: a table look-up an article.
pub struct Filters<'a> {
    columns: &'a Columns,
    groups: &'a [u32],
    section: Option<Vec<bool>>,
    issue: Option<Vec<bool>>,
    authors: Vec<(Vec<bool>, bool)>,
    from: String,
    to: String,
    before: Vec<(String, bool)>,
    after: Vec<(String, bool)>,
}

impl<'a> Filters<'a> {
    /// Of `request` and its query's `filters`.
    pub fn new(request: &Request, filters: &[Filter], columns: &'a Columns, groups: &'a [u32]) -> Self {
        let of = |field: Field| filters.iter().filter(move |filter| filter.field == field);
        let sections: Vec<&str> = columns.sections.iter().map(String::as_str).collect();
        let issues: Vec<&str> = columns.issues.iter().map(|(key, _)| key.as_str()).collect();
        let mut authors: Vec<(Vec<bool>, bool)> = Vec::new();
        if !request.author.is_empty() {
            authors.push((columns.authors.iter().map(|name| request.author.contains(name)).collect(), false));
        }
        for filter in of(Field::Author) {
            let wanted = words(&filter.value);
            let fits = |name: &String| {
                let name = words(name);
                wanted.iter().all(|word| name.contains(word))
            };
            authors.push((columns.authors.iter().map(fits).collect(), filter.not));
        }
        let dates = |field| of(field).map(|filter| (filter.value.clone(), filter.not)).collect();
        Filters {
            columns,
            groups,
            section: choice(&sections, &request.section, of(Field::Section)),
            issue: choice(&issues, &request.issue, of(Field::Issue)),
            authors,
            from: request.from.clone(),
            to: request.to.clone(),
            before: dates(Field::Before),
            after: dates(Field::After),
        }
    }

    /// Whether the article is one of those asked for.
    pub fn keep(&self, doc: u32) -> bool {
        let place = doc as usize;
        let chosen = |choice: &Option<Vec<bool>>, value: Option<&u32>| match (choice, value) {
            (Some(choice), Some(&value)) => choice.get(value as usize).copied().unwrap_or(false),
            _ => true,
        };
        if !chosen(&self.section, self.columns.section.get(place)) {
            return false;
        }
        if self.issue.is_none()
            && self.authors.is_empty()
            && self.from.is_empty()
            && self.to.is_empty()
            && self.before.is_empty()
            && self.after.is_empty()
        {
            return true;
        }
        let group = group_of(self.groups, doc);
        let of_article = self.columns.authors_of(place);
        let date = self.columns.issue_and_date(place, group).1;
        chosen(&self.issue, self.columns.group_issue.get(group))
            && self.authors.iter().all(|(fits, not)| {
                of_article.iter().any(|&author| fits.get(author as usize).copied().unwrap_or(false)) != *not
            })
            && (self.from.is_empty() || date >= &self.from[..])
            && (self.to.is_empty() || (!date.is_empty() && up_to(date, &self.to)))
            && self.before.iter().all(|(day, not)| (!date.is_empty() && date < &day[..]) != *not)
            && self.after.iter().all(|(day, not)| up_to(date, day) == *not)
    }
}

/// Whether `date` is at or before the end of `bound`: `2025` includes December.
fn up_to(date: &str, bound: &str) -> bool {
    date <= bound || date.starts_with(bound)
}

/// The group of a document, given where groups start.
fn group_of(groups: &[u32], doc: u32) -> usize {
    groups.partition_point(|&start| start <= doc).saturating_sub(1)
}

/// The folded words of a name or a filter's value.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    text::tokens(text, Lang::English, &mut |token| words.push(token.word.to_owned()));
    words
}

/// Which of `names` are asked for, if any list asks: one of `any`, and each of `filters`.
fn choice<'f>(
    names: &[&str],
    any: &[String],
    filters: impl Iterator<Item = &'f Filter>,
) -> Option<Vec<bool>> {
    let filters: Vec<&Filter> = filters.collect();
    if any.is_empty() && filters.is_empty() {
        return None;
    }
    let fits = |name: &&str| {
        (any.is_empty() || any.iter().any(|wanted| wanted == name))
            && filters.iter().all(|filter| filter.value.eq_ignore_ascii_case(name) != filter.not)
    };
    Some(names.iter().map(fits).collect())
}

/// Counts over `docs`.
pub fn facets(docs: impl Iterator<Item = u32>, columns: &Columns, groups: &[u32]) -> Facets {
    let mut section = vec![0u32; columns.sections.len()];
    let mut issue = vec![0u32; columns.issues.len()];
    let mut author = vec![0u32; columns.authors.len()];
    // Dates as the columns have them: the issues' first, then the others.
    let mut date = vec![0u32; columns.issues.len() + columns.dates.len()];
    let add = |counts: &mut Vec<u32>, place: usize| {
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    };
    for doc in docs {
        let place = doc as usize;
        if let Some(&value) = columns.section.get(place) {
            add(&mut section, value as usize);
        }
        let of_issue =
            columns.group_issue.get(group_of(groups, doc)).map_or(usize::MAX, |&issue| issue as usize);
        add(&mut issue, of_issue);
        for &value in columns.authors_of(place) {
            add(&mut author, value as usize);
        }
        match columns.date.get(place) {
            Some(0) | None => add(&mut date, of_issue),
            Some(&own) => add(&mut date, columns.issues.len() + own as usize - 1),
        }
    }
    let named = |counts: Vec<u32>, names: Vec<&str>| {
        let mut out: Vec<Facet> = Vec::new();
        for (count, name) in counts.into_iter().zip(names) {
            if count > 0 && !name.is_empty() {
                out.push(Facet { value: name.to_owned(), count });
            }
        }
        out
    };
    let most_first = |mut facets: Vec<Facet>| {
        crate::sort::sort_by(&mut facets, |a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        facets
    };
    let issues = {
        let mut order: Vec<usize> = (0..columns.issues.len()).collect();
        crate::sort::sort_by(&mut order, |&a, &b| {
            columns.issues[b].1.cmp(&columns.issues[a].1).then(b.cmp(&a))
        });
        let counts = order.iter().map(|&place| issue[place]).collect();
        named(counts, order.iter().map(|&place| &columns.issues[place].0[..]).collect())
    };
    let dates = columns.issues.iter().map(|(_, date)| date).chain(&columns.dates);
    let mut years: Vec<Facet> = Vec::new();
    for (count, date) in date.into_iter().zip(dates) {
        let Some(year) = date.get(..4).filter(|_| count > 0) else { continue };
        match years.iter_mut().find(|facet| facet.value == year) {
            Some(facet) => facet.count += count,
            None => years.push(Facet { value: year.to_owned(), count }),
        }
    }
    crate::sort::sort_by(&mut years, |a, b| b.value.cmp(&a.value));
    Facets {
        section: most_first(named(section, columns.sections.iter().map(String::as_str).collect())),
        issue: issues,
        author: most_first(named(author, columns.authors.iter().map(String::as_str).collect())),
        year: years,
    }
}
