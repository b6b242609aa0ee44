//! What an article must be, whatever its text; and counts of what the articles found are.

use std::cmp::Ordering;

use super::{Facet, Facets, Field, Filter, Request};
use crate::sort;
use crate::store::columns::{Columns, group_of};
use crate::text::{self, Lang};

/// The filters of a request and of its query, made ready for one archive: a table look-up an article.
pub struct Filters<'a> {
    columns: &'a Columns,
    groups: &'a [u32],
    request: &'a Request,
    filters: &'a [Filter],
    /// For each section and issue whether it is asked for.
    section: Vec<bool>,
    issue: Vec<bool>,
    /// Lists of authors, one of whom an article must have, or (where it says so) none.
    authors: Vec<(Vec<bool>, bool)>,
}

impl<'a> Filters<'a> {
    /// Of `request` and its query's `filters`.
    pub fn new(request: &'a Request, filters: &'a [Filter], columns: &'a Columns, groups: &'a [u32]) -> Self {
        let mut section = Vec::new();
        for name in &columns.sections {
            section.push(is_chosen(name, &request.section, filters, Field::Section));
        }
        let mut issue = Vec::new();
        for (key, _) in &columns.issues {
            issue.push(is_chosen(key, &request.issue, filters, Field::Issue));
        }
        let mut authors = Vec::new();
        if !request.author.is_empty() {
            authors.push((each(&columns.authors, &|name| is_one(name, &request.author)), false));
        }
        for filter in filters.iter().filter(|filter| filter.field == Field::Author) {
            let wanted = words(&filter.value);
            let fits = each(&columns.authors, &|name| {
                let name = words(name);
                wanted.iter().all(|word| name.contains(word))
            });
            authors.push((fits, filter.not));
        }
        Filters { columns, groups, request, filters, section, issue, authors }
    }

    /// Whether the article is one of those asked for.
    pub fn keep(&self, doc: u32) -> bool {
        let (columns, place) = (self.columns, doc as usize);
        let is_in = |table: &[bool], value: u32| table.get(value as usize).copied().unwrap_or(false);
        let chosen = |table: &[bool], value: Option<&u32>| value.is_none_or(|&value| is_in(table, value));
        let group = group_of(self.groups, doc);
        if !chosen(&self.section, columns.section.get(place))
            || !chosen(&self.issue, columns.group_issue.get(group))
        {
            return false;
        }
        for (fits, not) in &self.authors {
            if columns.authors_of(place).iter().any(|&author| is_in(fits, author)) == *not {
                return false;
            }
        }
        let date = columns.issue_and_date(place, group).1;
        let dated = !date.is_empty();
        for Filter { field, value, not } in self.filters {
            let fits = match field {
                Field::Before => dated && date < &value[..],
                Field::After => !up_to(date, value),
                _ => continue,
            };
            if fits == *not {
                return false;
            }
        }
        let Request { from, to, .. } = self.request;
        (from.is_empty() || date >= &from[..]) && (to.is_empty() || dated && up_to(date, to))
    }
}

/// Whether `date` is at or before the end of `bound`: `2025` includes December.
fn up_to(date: &str, bound: &str) -> bool {
    date <= bound || date.starts_with(bound)
}

/// The folded words of a name or a filter's value.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    text::tokens(text, Lang::English, &mut |token| words.push(token.word.to_owned()));
    words
}

/// For each name whether it fits.
fn each(names: &[String], fits: &dyn Fn(&String) -> bool) -> Vec<bool> {
    names.iter().map(fits).collect()
}

/// Whether a name is asked for: it is one of `any` if there are any, one of those that filters on its field want, and none
/// that they do not. (An article has one section and one issue: who names two wants either.)
fn is_chosen(name: &str, any: &[String], filters: &[Filter], field: Field) -> bool {
    let (mut is_free, mut is_named) = (true, false);
    for filter in filters.iter().filter(|filter| filter.field == field) {
        let fits = filter.value.eq_ignore_ascii_case(name);
        if filter.not && fits {
            return false;
        }
        is_free &= filter.not;
        is_named |= fits;
    }
    (is_free || is_named) && (any.is_empty() || is_one(name, any))
}

/// Whether a name is one of `any`, however large its letters: as in a query.
fn is_one(name: &str, any: &[String]) -> bool {
    any.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
}

/// Values of a facet, each with its count.
#[derive(Default)]
struct Counts<'a> {
    names: Vec<&'a str>,
    counts: Vec<u32>,
}

impl<'a> Counts<'a> {
    fn with(names: &'a [String]) -> Self {
        let mut counts = Counts::default();
        names.iter().for_each(|name| counts.push(name, 0));
        counts
    }

    fn push(&mut self, name: &'a str, count: u32) {
        self.names.push(name);
        self.counts.push(count);
    }

    fn add(&mut self, place: usize, count: u32) {
        if let Some(sum) = self.counts.get_mut(place) {
            *sum += count;
        }
    }

    /// Those that have a name and a count, in `order`.
    fn facets(&self, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<Facet> {
        let mut facets = Vec::new();
        for place in sort::places(self.names.len(), usize::MAX, order) {
            let (value, count) = (self.names[place], self.counts[place]);
            if count > 0 && !value.is_empty() {
                facets.push(Facet { value: value.to_owned(), count });
            }
        }
        facets
    }

    fn most_first(&self) -> Vec<Facet> {
        let Counts { names, counts } = self;
        self.facets(&mut |a, b| counts[b].cmp(&counts[a]).then_with(|| names[a].cmp(names[b])))
    }
}

/// Counts over `docs`.
pub fn facets(docs: impl Iterator<Item = u32>, columns: &Columns, groups: &[u32]) -> Facets {
    let mut section = Counts::with(&columns.sections);
    let mut author = Counts::with(&columns.authors);
    // Dates as the columns have them: the issues' first, then the others.
    let (mut issue, mut date) = (Counts::default(), Counts::default());
    for (key, of_issue) in &columns.issues {
        issue.push(key, 0);
        date.push(of_issue, 0);
    }
    columns.dates.iter().for_each(|own| date.push(own, 0));
    for doc in docs {
        let place = doc as usize;
        if let Some(&value) = columns.section.get(place) {
            section.add(value as usize, 1);
        }
        let of_issue =
            columns.group_issue.get(group_of(groups, doc)).map_or(usize::MAX, |&issue| issue as usize);
        issue.add(of_issue, 1);
        for &value in columns.authors_of(place) {
            author.add(value as usize, 1);
        }
        match columns.date.get(place) {
            Some(0) | None => date.add(of_issue, 1),
            Some(&own) => date.add(columns.issues.len() + own as usize - 1, 1),
        }
    }
    // Dates in order, so that those of a year stand together.
    let mut year: Vec<Facet> = Vec::new();
    for place in sort::places(date.names.len(), usize::MAX, &mut |a, b| date.names[b].cmp(date.names[a])) {
        let count = date.counts[place];
        let Some(name) = date.names[place].get(..4).filter(|_| count > 0) else { continue };
        match year.last_mut() {
            Some(last) if last.value == name => last.count += count,
            _ => year.push(Facet { value: name.to_owned(), count }),
        }
    }
    Facets {
        section: section.most_first(),
        issue: issue.facets(&mut |a, b| date.names[b].cmp(date.names[a]).then(b.cmp(&a))),
        author: author.most_first(),
        year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_over_all_their_dates_newest_first() {
        let dates = ["2019-04", "2021", "n.d.", "2021-03-09", "1998", "2019", "21"].map(str::to_owned);
        let columns = Columns {
            issues: vec![("8".into(), "2021-03".into())],
            group_issue: vec![0],
            date: (0..8).collect(),
            dates: dates.to_vec(),
            ..Columns::default()
        };
        let years = facets(0..8, &columns, &[0, 8]).year;
        let years: Vec<(&str, u32)> = years.iter().map(|year| (&year.value[..], year.count)).collect();
        assert_eq!(years, [("n.d.", 1), ("2021", 3), ("2019", 2), ("1998", 1)]);
        assert!(facets(0..0, &columns, &[0, 8]).year.is_empty());
    }
}
