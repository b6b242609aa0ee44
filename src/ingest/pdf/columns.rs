//! Columns: the lines of a page in the order in which people read them.
//!
//! This is the recursive XY-cut (Nagy and Seth, *Hierarchical representation of optically scanned documents*, 1984) with
//! one change for magazines. Where baselines align, a page can be cut between any two lines, so the widest white space
//! is no guide: rows are taken together as long as one gutter runs through all of them, and only a line that crosses it
//! (a headline, a standfirst, a picture's caption) begins a new band.

use super::bbox::{Box, Line};

/// What stands somewhere on a page.
pub trait Placed {
    /// Where.
    fn at(&self) -> Box;
    /// How large its type is.
    fn size(&self) -> f32;
}

impl Placed for Line {
    fn at(&self) -> Box {
        self.at
    }

    fn size(&self) -> f32 {
        self.size
    }
}

/// A page with more lines is no page of a magazine, and is left in the order in which it came.
pub(in crate::ingest) const LINES: usize = 5_000;

/// How often a page is cut within itself: columns in a band in a column and so on.
const DEPTH: u32 = 12;

/// The lines in reading order, in groups that are one column each: text goes on within a group as it stands.
pub fn order<L: Placed>(mut lines: Vec<L>, gutter: f32) -> Vec<Vec<L>> {
    if lines.len() > LINES {
        return vec![lines];
    }
    lines.sort_by(|a, b| a.at().top.total_cmp(&b.at().top).then(a.at().left.total_cmp(&b.at().left)));
    let mut groups = Vec::new();
    cut(lines, gutter, DEPTH, &mut groups);
    groups
}

fn cut<L: Placed>(lines: Vec<L>, gutter: f32, depth: u32, groups: &mut Vec<Vec<L>>) {
    let (mut band, mut shadow) = (Vec::new(), Shadow::default());
    let mut rows = rows(lines).into_iter().peekable();
    while let Some(row) = rows.next() {
        let alone = Shadow::default().with(&row, gutter);
        let both = shadow.with(&row, gutter);
        // A band of columns takes what leaves it a gutter; a band without takes rows that have none either. White
        // space in one row alone is no gutter: words that were justified stand as far apart. A short row may begin
        // columns or end a standfirst, which its size shows.
        let goes_on = match (shadow.gutter(), both.gutter()) {
            (Some(_), through) => through.is_some(),
            // The columns do not begin at one height.
            (None, Some(_)) => alone.gutter().is_none() || alike(band.last(), row.first()),
            (None, None) => {
                let below = rows.peek().map(|below| alone.with(below, gutter));
                let begins = below.as_ref().unwrap_or(&alone).gutter().is_some();
                !begins || alone.gutter().is_none() && alike(band.last(), row.first())
            }
        };
        if band.is_empty() || goes_on {
            shadow = both;
        } else {
            close(std::mem::take(&mut band), &shadow, gutter, depth, groups);
            shadow = alone;
        }
        band.extend(row);
    }
    close(band, &shadow, gutter, depth, groups);
}

/// Whether both lines are there and of one size.
fn alike<L: Placed>(above: Option<&L>, below: Option<&L>) -> bool {
    let alike = |(above, below): (&L, &L)| (above.size() - below.size()).abs() < above.size() * 0.1;
    above.zip(below).is_some_and(alike)
}

/// Deals with a band: its columns one after the other, or its lines as they stand.
fn close<L: Placed>(band: Vec<L>, shadow: &Shadow, gutter: f32, depth: u32, groups: &mut Vec<Vec<L>>) {
    match shadow.gutter() {
        Some(x) if depth > 0 => {
            let (left, right) = band.into_iter().partition(|line| line.at().right <= x);
            cut(left, gutter, depth - 1, groups);
            cut(right, gutter, depth - 1, groups);
        }
        _ if band.is_empty() => {}
        _ => groups.push(band),
    }
}

/// The stretches of a page's width that lines cover, from left to right, at least a gutter apart.
#[derive(Clone, Default)]
struct Shadow(Vec<(f32, f32)>);

impl Shadow {
    fn with<L: Placed>(&self, lines: &[L], gutter: f32) -> Shadow {
        let mut both = self.clone();
        lines.iter().for_each(|line| both.add(line.at(), gutter));
        both
    }

    fn add(&mut self, at: Box, gutter: f32) {
        let (mut left, mut right) = (at.left, at.right);
        self.0.retain(|&(from, to)| {
            let apart = from - right >= gutter || left - to >= gutter;
            if !apart {
                (left, right) = (left.min(from), right.max(to));
            }
            apart
        });
        // What was kept may now be nearer than a gutter to the stretch that has grown.
        let near = self.0.iter().any(|&(from, to)| from - right < gutter && left - to < gutter);
        self.0.insert(self.0.partition_point(|&(from, _)| from < left), (left, right));
        if near {
            self.merge(gutter);
        }
    }

    fn merge(&mut self, gutter: f32) {
        let mut merged: Vec<(f32, f32)> = Vec::with_capacity(self.0.len());
        for &(left, right) in &self.0 {
            match merged.last_mut() {
                Some(last) if left - last.1 < gutter => last.1 = last.1.max(right),
                _ => merged.push((left, right)),
            }
        }
        self.0 = merged;
    }

    /// The middle of the widest gutter, if there is one.
    fn gutter(&self) -> Option<f32> {
        let between = self.0.windows(2).map(|pair| (pair[0].1, pair[1].0));
        let widest = between.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
        Some((widest.0 + widest.1) / 2.0)
    }
}

/// Lines between which no empty strip runs across, from top to bottom. Lines of print may touch: half a line's overlap
/// still counts as one below the other.
fn rows<L: Placed>(lines: Vec<L>) -> Vec<Vec<L>> {
    let mut rows: Vec<Vec<L>> = Vec::new();
    let mut end = f32::MIN;
    for line in lines {
        let at = line.at();
        if at.top + at.height() / 2.0 > end {
            rows.push(Vec::new());
        }
        end = end.max(at.bottom);
        if let Some(row) = rows.last_mut() {
            row.push(line);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f32, top: f32, right: f32) -> Line {
        let at = Box { left, top, right, bottom: top + 11.0 };
        Line { at, size: 11.0, first: 10.0, text: text.into() }
    }

    fn read(lines: Vec<Line>) -> String {
        let groups = order(lines, 8.0).into_iter();
        let text = |group: Vec<Line>| group.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
        groups.map(text).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn columns_are_read_one_after_the_other_below_what_spans_them() {
        let page = vec![
            line("headline", 50.0, 40.0, 400.0),
            line("a", 50.0, 60.0, 200.0),
            line("c", 220.0, 60.0, 400.0),
            line("b", 50.0, 72.0, 200.0),
            line("d", 220.0, 72.0, 400.0),
            line("standfirst", 50.0, 100.0, 300.0),
            line("e", 50.0, 120.0, 200.0),
            line("f", 220.0, 120.0, 400.0),
        ];
        assert_eq!(read(page), "headline | a b | c d | standfirst | e | f");
    }

    #[test]
    fn a_column_that_is_longer_and_a_caption_in_it_stay_in_their_column() {
        let page = vec![
            line("a", 50.0, 60.0, 200.0),
            line("caption", 50.0, 90.0, 120.0),
            line("b", 50.0, 110.0, 200.0),
            line("c", 220.0, 66.0, 400.0),
        ];
        assert_eq!(read(page), "a caption b | c");
    }

    #[test]
    fn words_that_stand_wide_apart_are_no_columns() {
        let page = vec![
            line("full", 50.0, 60.0, 200.0),
            line("wide", 50.0, 72.0, 80.0),
            line("apart", 120.0, 72.0, 200.0),
            line("full again", 50.0, 84.0, 200.0),
        ];
        assert_eq!(read(page), "full wide apart full again");
    }

    #[test]
    fn the_last_line_of_a_standfirst_is_no_column() {
        let mut page = vec![line("standfirst", 50.0, 40.0, 400.0), line("its end", 50.0, 56.0, 150.0)];
        page.iter_mut().for_each(|line| line.size = 14.0);
        page.extend([line("a", 50.0, 80.0, 200.0), line("b", 220.0, 80.0, 400.0)]);
        page.extend([line("c", 50.0, 92.0, 200.0), line("d", 220.0, 92.0, 400.0)]);
        assert_eq!(read(page), "standfirst its end | a c | b d");
    }

    #[test]
    fn three_columns_and_columns_in_a_column() {
        let page =
            vec![line("a", 50.0, 60.0, 140.0), line("b", 150.0, 60.0, 240.0), line("c", 270.0, 60.0, 400.0)];
        assert_eq!(read(page), "a | b | c");
    }

    #[test]
    fn a_page_of_ten_thousand_words_in_a_heap_is_still_read() {
        let heap: Vec<Line> = (0..4_000u16)
            .map(|n| {
                let (left, top) = (f32::from(n % 61) * 9.0, f32::from(n % 97) * 7.0);
                line("x", left, top, left + 3.0)
            })
            .collect();
        assert_eq!(order(heap, 2.0).iter().map(Vec::len).sum::<usize>(), 4_000);
    }
}
