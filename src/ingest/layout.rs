//! Layout: columns that stand side by side on each line, with blanks between, as `pdftotext -layout` writes them, one below
//! the other.
//!
//! Page by page: where many lines begin anew behind blanks, a column has its edge; if both sides of it read as text (most
//! lines begin in mid-sentence, some end in it), lines are cut there. What order their parts are read in, [`columns`] tells, as it does for
//! a PDF: a headline across columns stays above them. A table's cells begin with names and figures, or are whole,
//! so it stays in one piece. What might be either is left. Both are said: no rule knows every table.

use super::doubt::Doubt;
use super::lines::Line;
use super::pdf::bbox::Box;
use super::pdf::columns::{self, Placed};

/// How many lines of a page a column has at least.
const FEWEST: usize = 8;

/// How many blanks stand before the text of another column, in most lines.
const GAP: usize = 2;

/// How far a column's lines begin beside its edge: where letters are narrow, and where paragraphs are indented.
const BEFORE: usize = 2;
const BEHIND: usize = 5;

/// How many empty lines across the page end what stands above: columns go on over fewer.
const APART: u32 = 2;

/// A text without form feeds is looked at in stretches of no more than so many lines, if they have gaps.
const LONG: usize = 100;

/// A page has no more columns than this, and a line is no longer.
const COLUMNS: usize = 6;
const WIDEST: usize = 600;

/// Takes the columns of `lines` apart, in which nothing else has been changed, and says whether it did; where it first did,
/// and where it might have, is to be checked by eye.
pub fn take_apart(lines: &mut Vec<Line>) -> (bool, Vec<Doubt>) {
    let has_feeds = lines.iter().any(|line| line.page);
    let (mut out, mut taken, mut unsure) = (Vec::with_capacity(lines.len()), None, None);
    for page in pages(lines, has_feeds) {
        let first = page.first().map(|line| line.number);
        match Page::read(page) {
            Page::Columns(edges) => {
                taken = taken.or(first);
                in_order(page, &edges, &mut out);
            }
            page_is @ (Page::Unsure | Page::Plain) => {
                if matches!(page_is, Page::Unsure) {
                    unsure = unsure.or(first);
                }
                out.extend(page.iter().cloned());
            }
        }
    }
    if taken.is_some() {
        *lines = out;
    }
    const APART: &str = "columns stood side by side from here on, and are read one after the other; look whether a table was among them";
    const ACROSS: &str = "columns may stand side by side here, and are read across; give the PDF itself, or its text from `pdftotext` without `-layout`";
    let doubts = [(taken, APART), (unsure, ACROSS)];
    let doubts = doubts.into_iter().filter_map(|(line, what)| Some(Doubt::new(line?, what)));
    (taken.is_some(), doubts.collect())
}

/// The stretches of `lines` that are a page each, as far as can be seen.
fn pages<'l, 'a>(lines: &'l [Line<'a>], has_feeds: bool) -> impl Iterator<Item = &'l [Line<'a>]> {
    let mut length = 0;
    lines.chunk_by(move |_, below| {
        length += 1;
        let ends = match has_feeds {
            true => below.page,
            false => below.gap > APART || below.gap > 0 && length > LONG,
        };
        length = if ends { 0 } else { length };
        !ends
    })
}

/// What a page is.
enum Page {
    /// Text in columns, which begin at these characters; the first, at the margin, is not among them.
    Columns(Vec<usize>),
    /// Perhaps that.
    Unsure,
    Plain,
}

impl Page {
    fn read(lines: &[Line]) -> Page {
        if lines.len() < FEWEST || lines.len() > columns::LINES {
            return Page::Plain;
        }
        let rows: Vec<Row> = lines.iter().map(Row::new).collect();
        let mut edges = edges(&rows);
        let mut unsure = false;
        // Where one edge is none, what stands on either side of it is one column with another look.
        while !edges.is_empty() {
            let cells: Vec<Vec<Cell>> = cut_all(&rows, &edges);
            // So many would be left in the order in which they come: each line across the page, in pieces.
            if cells.iter().map(Vec::len).sum::<usize>() > columns::LINES {
                return Page::Unsure;
            }
            let sides = (0..=edges.len()).map(|column| Side::of(&rows, &cells, column, &edges));
            let sides: Vec<Side> = sides.collect();
            let share = |edge: usize| Side::share(&sides[edge], &sides[edge + 1]);
            let Some(worst) = (0..edges.len()).min_by_key(|&edge| share(edge)) else { break };
            if share(worst) >= TEXT {
                // Cells may begin small as well, but are whole.
                match (0..edges.len()).find(|&edge| !(sides[edge].runs_on() && sides[edge + 1].runs_on())) {
                    None => return Page::Columns(edges),
                    Some(table) => edges.remove(table),
                };
                unsure = true;
                continue;
            }
            unsure |= share(worst) >= MAYBE;
            edges.remove(worst);
        }
        if unsure { Page::Unsure } else { Page::Plain }
    }
}

/// Of a hundred lines of a column of text, how many begin with a small letter at least. Some seventy do; of a table's cells
/// few or none.
const TEXT: usize = 35;

/// Of a hundred, how many that may be text.
const MAYBE: usize = 20;

/// Of a hundred lines of a column of text, how many are seen to be part of more at least. Nearly half are.
const OPEN: usize = 10;

/// Words that no cell of a table ends with, and a third of the lines of a text.
const JOINING: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "for",
    "from", "had", "has", "have", "her", "his", "if", "in", "into", "is", "its", "may", "more", "my", "no",
    "not", "of", "on", "or", "our", "she", "so", "such", "than", "that", "the", "their", "these", "they",
    "this", "to", "was", "we", "were", "when", "which", "who", "will", "with", "would", "your",
];

/// Whether a line shows that it is part of a longer text: a word or a sentence goes on behind its end, or a sentence ends
/// within it.
fn is_open(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    text.ends_with([',', '-'])
        || JOINING.contains(&last)
        || [". ", "? ", "! "].iter().any(|stop| text.contains(stop))
}

/// What a column's lines look like.
struct Side {
    lines: usize,
    small: usize,
    open: usize,
    words: usize,
}

impl Side {
    fn of(rows: &[Row], cells: &[Vec<Cell>], column: usize, edges: &[usize]) -> Side {
        let mut side = Side { lines: 0, small: 0, open: 0, words: 0 };
        let end = edges.get(column).copied().unwrap_or(usize::MAX);
        for (row, cell) in
            rows.iter().zip(cells).flat_map(|(row, cells)| cells.iter().map(move |cell| (row, cell)))
        {
            // What crosses an edge is no line of a column.
            if cell.column == column && cell.end <= end {
                let text = row.text(cell);
                side.lines += 1;
                side.small += usize::from(text.starts_with(char::is_lowercase));
                side.open += usize::from(is_open(text));
                side.words += text.split(' ').filter(|word| !word.is_empty()).count();
            }
        }
        side
    }

    /// Whether its lines are parts of a text.
    fn runs_on(&self) -> bool {
        self.open * 100 >= self.lines * OPEN
    }

    /// Of a hundred lines, how many begin with a small letter on the side where fewer do; none if there are few lines, or few
    /// words on them. The last column of a page may be short.
    fn share(left: &Side, right: &Side) -> usize {
        let share = |side: &Side| match side.lines {
            lines if lines < FEWEST / 2 || side.words < lines * 3 => 0,
            lines => side.small * 100 / lines,
        };
        if left.lines + right.lines < FEWEST * 2 { 0 } else { share(left).min(share(right)) }
    }
}

/// A line as characters in a grid.
struct Row<'a> {
    line: &'a Line<'a>,
    /// Where each character begins in the line's text, and the text's end.
    places: Vec<usize>,
    /// Whether each is a blank.
    blank: Vec<bool>,
}

impl<'a> Row<'a> {
    fn new(line: &'a Line<'a>) -> Row<'a> {
        // A form feed takes no room.
        let skipped = line.text.len() - line.text.trim_start_matches('\x0c').len();
        let text = line.text.trim_end();
        let mut row = Row { line, places: Vec::new(), blank: Vec::new() };
        for (at, c) in text.char_indices().skip_while(|&(at, _)| at < skipped).take(WIDEST) {
            row.places.push(at);
            row.blank.push(c == ' ');
        }
        let end = row
            .places
            .last()
            .map_or(text.len(), |&last| last + text[last..].chars().next().map_or(0, char::len_utf8));
        // What is beyond any page stays with the last character.
        row.places.push(if row.blank.len() == WIDEST { text.len() } else { end });
        row
    }

    fn text(&self, cell: &Cell) -> &'a str {
        &self.line.text[self.places[cell.start]..self.places[cell.end]]
    }

    /// Where text begins, each with the blanks before it.
    fn starts(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut blanks = 0;
        self.blank.iter().enumerate().filter_map(move |(at, &blank)| {
            let before = blanks;
            blanks = if blank { blanks + 1 } else { 0 };
            let begins = !blank && (at == 0 || before > 0);
            begins.then_some((at, before))
        })
    }

    /// Where the part in the column from `edge` on begins, if the line has one that shows by blanks.
    fn clear(&self, edge: usize) -> Option<usize> {
        let near = edge.saturating_sub(BEFORE)..=edge + BEHIND;
        self.starts().find(|(at, before)| *before >= GAP && near.contains(at)).map(|(at, _)| at)
    }

    /// The same of a line that fills the column before it: a single blank where the edge is.
    fn tight(&self, edge: usize) -> Option<usize> {
        let near = edge.saturating_sub(1)..=edge + 1;
        self.starts().find(|(at, _)| *at > 0 && near.contains(at)).map(|(at, _)| at)
    }
}

/// The characters at which columns begin on a page: where many lines have a part that begins behind blanks.
fn edges(rows: &[Row]) -> Vec<usize> {
    let mut counts = vec![0usize; WIDEST + BEHIND + 1];
    // What the page's first column has before it is the margin.
    let margin = rows.iter().filter_map(|row| row.starts().next()).map(|(at, _)| at).min().unwrap_or(0);
    for (at, before) in rows.iter().flat_map(Row::starts) {
        counts[at] += usize::from(before >= GAP && at > margin + BEHIND * 2);
    }
    let mut edges: Vec<usize> = Vec::new();
    // The most frequent first; what is beside one is its indent.
    while edges.len() < COLUMNS {
        let free = |at: &usize| edges.iter().all(|edge| edge.abs_diff(*at) > BEHIND * 2);
        let Some(best) = (0..WIDEST).filter(free).max_by_key(|&at| (counts[at], WIDEST - at)) else { break };
        if counts[best] < FEWEST / 2 {
            break;
        }
        edges.push(best);
    }
    edges.sort_unstable();
    edges
}

/// A part of a line, in one column or across several.
#[derive(Clone, Debug)]
struct Cell {
    /// The row.
    row: usize,
    /// Its characters.
    start: usize,
    end: usize,
    /// The column in which it begins.
    column: usize,
    /// Where it stands on the page, a character being one high and one wide.
    top: usize,
}

impl Placed for Cell {
    fn at(&self) -> Box {
        // No page has so many lines, and no line so many characters, that a float would not tell them apart.
        let (left, right, top) = (self.start as f32, self.end as f32, self.top as f32);
        Box { left, right, top, bottom: top + 0.9 }
    }

    fn size(&self) -> f32 {
        1.0
    }
}

/// The parts of every row.
fn cut_all(rows: &[Row], edges: &[usize]) -> Vec<Vec<Cell>> {
    let clear: Vec<Vec<Option<usize>>> =
        rows.iter().map(|row| edges.iter().map(|&edge| row.clear(edge)).collect()).collect();
    (0..rows.len())
        .map(|at| {
            // A line that leaves no more than one blank is known by those above and below.
            let amid = |edge: usize| {
                let above = at > 0 && rows[at].line.gap == 0 && clear[at - 1][edge].is_some();
                let below = rows
                    .get(at + 1)
                    .is_some_and(|below| below.line.gap == 0 && clear[at + 1][edge].is_some());
                above && below
            };
            let part = |edge: usize| {
                clear[at][edge]
                    .or_else(|| rows[at].tight(edges[edge]).filter(|_| amid(edge)))
                    .map(|start| (start, edge + 1))
            };
            cut(&rows[at], at, (0..edges.len()).filter_map(part))
        })
        .collect()
}

/// The parts of a row that begin at its margin and at `parts`, each with its column.
fn cut(row: &Row, at: usize, parts: impl Iterator<Item = (usize, usize)>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let first = row.starts().next().map_or(0, |(at, _)| at);
    let end = row.blank.len();
    for (start, column) in std::iter::once((first, 0)).chain(parts) {
        match cells.last_mut() {
            Some(last) if start == last.start => last.column = column,
            Some(last) if start < last.start => {}
            _ => cells.push(Cell { row: at, start, end, column, top: 0 }),
        }
    }
    for at in 1..cells.len() {
        let next = cells[at].start;
        let blanks = row.blank[..next].iter().rev().take_while(|&&blank| blank).count();
        cells[at - 1].end = next - blanks;
    }
    cells
}

/// Puts the parts of a page's `lines` at the end of `out`, in the order in which people read them.
fn in_order<'a>(lines: &[Line<'a>], edges: &[usize], out: &mut Vec<Line<'a>>) {
    let rows: Vec<Row> = lines.iter().map(Row::new).collect();
    let mut cells = cut_all(&rows, edges);
    let first = out.len();
    let mut top = 0;
    for (at, cells) in cells.iter_mut().enumerate() {
        // More empty lines than that say no more, and a file may have millions.
        top += 1 + lines[at].gap.min(APART) as usize;
        cells.iter_mut().for_each(|cell| cell.top = top);
    }
    let mut begin = 0;
    while begin < rows.len() {
        let end = (begin + 1..rows.len()).find(|&at| lines[at].gap >= APART).unwrap_or(rows.len());
        let mut stretch: Vec<Cell> = cells[begin..end].iter().flatten().cloned().collect();
        if is_table(&rows[begin..end], &cells[begin..end]) {
            stretch = cut_all(&rows[begin..end], &[]).into_iter().flatten().collect();
            stretch.iter_mut().for_each(|cell| (cell.row, cell.top) = (begin + cell.row, cell.row));
        }
        for (number, column) in columns::order(stretch, 1.0).into_iter().enumerate() {
            let apart = if number == 0 { lines[begin].gap.max(1) } else { 1 };
            set(lines, &rows, &column, apart, out);
        }
        begin = end;
    }
    if let Some(line) = out.get_mut(first) {
        (line.gap, line.page) = (lines[0].gap, lines[0].page);
    }
}

/// So many parts of columns of text, of which none is seen to go on, do not stand side by side.
const WHOLE: usize = 12;

/// Whether rows that have something in several columns of their page are a table that stands there.
fn is_table(rows: &[Row], cells: &[Vec<Cell>]) -> bool {
    let (mut parts, mut small, mut open) = (0, 0, 0);
    for (row, cells) in rows.iter().zip(cells).filter(|(_, cells)| cells.len() > 1) {
        parts += cells.len();
        small += cells.iter().filter(|cell| row.text(cell).starts_with(char::is_lowercase)).count();
        open += cells.iter().filter(|cell| is_open(row.text(cell))).count();
    }
    parts >= 4 && small * 10 < parts || parts >= WHOLE && open == 0
}

/// Puts the parts of one column at the end of `out`, the first with a gap of `apart`.
fn set<'a>(lines: &[Line<'a>], rows: &[Row], column: &[Cell], apart: u32, out: &mut Vec<Line<'a>>) {
    let left = column.iter().map(|cell| cell.start).min().unwrap_or(0);
    let mut above: Option<&Cell> = None;
    for cell in column {
        let (row, line) = (&rows[cell.row], &lines[cell.row]);
        let gap = match above {
            None => apart,
            // What stands beside may have lines between.
            Some(above) => {
                let empty: u32 = lines[above.row + 1..=cell.row].iter().map(|line| line.gap).sum();
                empty.max(u32::from(cell.row - above.row >= 3))
            }
        };
        above = Some(cell);
        // The indent is kept.
        let blanks = row.blank[left..cell.start].iter().rev().take_while(|&&blank| blank).count();
        let (from, to) = (row.places[cell.start - blanks], row.places[cell.end]);
        let range = line.range.start + from..line.range.start + to;
        out.push(Line { range, text: &line.text[from..to], gap, page: false, ..line.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;
    use proptest::prelude::*;

    const LEFT: [&str; 10] = [
        "The harbour board met on a wet",
        "Tuesday to hear that the ferry",
        "needs a new boiler, that the",
        "boiler needs a new shed and that",
        "the shed, which was sold, is a",
        "café now. Nobody in the room",
        "said a word about it, though",
        "some of them had eaten there",
        "and would gladly eat there",
        "again, with or without a boat.",
    ];
    const RIGHT: [&str; 10] = [
        "Members asked for the café to",
        "be bought back before summer",
        "and for the boiler to be lit",
        "again, with coal or without.",
        "   The heron on the lock has",
        "been asked for a view, and was",
        "not at home when we called at",
        "its nest, which is made of old",
        "tickets, a boot and what once",
        "was the harbour board's clock.",
    ];

    /// Both side by side, the second from `edge` on.
    fn beside(left: &[&str], right: &[&str], edge: usize) -> String {
        let row = |(left, right): (&&str, &&str)| format!("{left:edge$}{right}").trim_end().to_owned() + "\n";
        left.iter().zip(right).map(row).collect()
    }

    /// The lines, and what is to be checked of those that were left.
    fn read(text: &str) -> (Vec<String>, Option<Doubt>) {
        let mut lines = lines(text);
        let (taken, mut doubts) = take_apart(&mut lines);
        assert!(lines.iter().all(|line| &text[line.range.clone()] == line.text));
        // What was taken apart is always said.
        assert!(!taken || doubts.remove(0).what.contains("one after the other"));
        (lines.iter().map(|line| line.text.to_owned()).collect(), doubts.pop())
    }

    fn is_left(text: &str) {
        let (found, doubt) = read(text);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!((found, doubt), (lines.into_iter().map(str::to_owned).collect(), None));
    }

    #[test]
    fn columns_stand_below_one_another_and_a_headline_across_them_above() {
        let text = format!("The ferry that nobody wanted to see again\n\n{}", beside(&LEFT, &RIGHT, 38));
        let want = [&["The ferry that nobody wanted to see again"][..], &LEFT, &RIGHT].concat();
        assert_eq!(read(&text), (want.into_iter().map(str::to_owned).collect(), None));
    }

    #[test]
    fn two_stories_on_a_page_are_read_one_after_the_other() {
        let page = beside(&LEFT, &RIGHT, 38);
        let (found, _) = read(&format!("{page}\n\n\nHerons\n\n{page}"));
        assert_eq!(found, [&LEFT[..], &RIGHT, &["Herons"], &LEFT, &RIGHT].concat());
        // Each page has columns of its own.
        let (found, _) = read(&format!("{page}\x0c{}", beside(&RIGHT, &LEFT, 52)));
        assert_eq!(found[20].trim_start_matches('\x0c'), RIGHT[0]);
        assert_eq!(found[30..], LEFT);
    }

    #[test]
    fn three_columns_of_which_one_is_shorter_and_lines_that_fill_theirs() {
        let two = beside(&LEFT, &RIGHT, 33);
        let rows: Vec<&str> = two.lines().collect();
        let three = beside(&rows, &LEFT[..7], 66);
        let short: String = rows[7..].iter().map(|row| format!("{row}\n")).collect();
        let (found, _) = read(&(three + &short));
        assert_eq!(found, [&LEFT[..], &RIGHT, &LEFT[..7]].concat());
    }

    #[test]
    fn lines_that_do_not_stand_at_one_height_make_two_columns_too() {
        let each = |at: usize| format!("{}\n{:40}{}\n", LEFT[at], "", RIGHT[at]);
        let (found, _) = read(&(0..10).map(each).collect::<String>());
        assert_eq!(found, [LEFT, RIGHT].concat());
    }

    #[test]
    fn tables_lists_and_text_with_gaps_stay_as_they_are() {
        let committee: String = ["Ada Moss", "Ben Reed", "Cora Lane", "Dan Poole", "Eve Marsh", "Fay Heron"]
            .iter()
            .map(|name| format!("{name:26}Chair of the board of the ferry    since {}\n", name.len() + 2000))
            .collect();
        is_left(&committee.repeat(3));
        is_left(&"Single fare to the island, in summer      £4.00     £5.00\n".repeat(20));
        is_left(
            &"12 May      Ferry day on the quay, with boats       Old quay\n             and a band\n"
                .repeat(12),
        );
        is_left(&"The ferry that nobody wanted       ........ 12\nWhat the boiler said to us         ........ 14\n".repeat(12));
        let words = |text: &str| text.replace(' ', "  ");
        is_left(&LEFT.iter().chain(&RIGHT).map(|line| words(line) + "\n").collect::<String>());
        is_left(&beside(&LEFT[..5], &RIGHT[..5], 40));
    }

    #[test]
    fn a_table_in_the_midst_of_columns_is_no_column() {
        let table =
            "Fares from May                 2030     2031\nIsland, a single                £4       £5\n";
        let (found, _) = read(&format!("{}\n\n{table}\n\n{0}", beside(&LEFT, &RIGHT, 38)));
        assert_eq!(found[20..22].join("\n") + "\n", table);
    }

    #[test]
    fn millions_of_empty_lines_above_columns_are_as_good_as_a_few() {
        let page = beside(&LEFT, &RIGHT, 38);
        let page: String =
            page.lines().enumerate().map(|(at, row)| [["  ", ""][at % 2], row, "\n"].concat()).collect();
        let page = page.repeat(3);
        let (mut few, mut many) = (lines(&page), lines(&page));
        (few[0].gap, many[0].gap) = (3, 1 << 25);
        take_apart(&mut few);
        take_apart(&mut many);
        assert!(few.len() > 30 && many[0].gap == 1 << 25);
        assert!(few.iter().map(|line| line.text).eq(many.iter().map(|line| line.text)));
    }

    #[test]
    fn a_page_that_is_too_long_to_be_put_in_order_is_left() {
        let page = beside(&LEFT, &RIGHT, 38).repeat(columns::LINES / 20 + 1);
        let (found, doubt) = read(&format!("Ferry\n\x0c{page}\x0c"));
        assert_eq!(found.len(), page.lines().count() + 1);
        assert!(doubt.is_some_and(|doubt| doubt.what.contains("read across")));
    }

    #[test]
    fn cells_that_begin_small_are_no_columns() {
        let asked = [
            "more lamps for the upper deck",
            "a second bell on the buoy",
            "tea before the first boat",
            "free passage for the band",
            "a bench at the ticket hut",
            "fewer herons in the shed",
            "new ropes for every landing",
            "one fare for both harbours",
            "a longer break in the winter",
            "coats for the evening crew",
        ];
        let answered = [
            "granted by a large majority",
            "refused without a reason",
            "put off until the autumn",
            "granted for one summer",
            "already bought and painted",
            "left to the herons themselves",
            "granted for three of them",
            "sent to the fares meeting",
            "refused as much too dear",
            "granted after a long debate",
        ];
        let table = beside(&asked, &answered, 40);
        let apart = table.replace('\n', "\n\n");
        let glossary: String = asked[..6]
            .iter()
            .zip(RIGHT.chunks(2))
            .map(|(term, said)| {
                format!("{term:36}{}\n{:36}{}\n", said[0].to_lowercase(), "", said[said.len() - 1])
            })
            .chain([String::from("\n")])
            .collect();
        for text in [table.clone(), apart, glossary.repeat(2)] {
            let (found, doubt) = read(&text);
            let rows: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
            assert_eq!(found, rows);
            assert!(doubt.is_some_and(|doubt| doubt.what.contains("read across")));
        }
        // Nor in the midst of columns.
        let (found, _) = read(&format!("{}\n\n\n{table}\n\n\n{0}", beside(&LEFT, &RIGHT, 38)));
        assert_eq!(found[20..30].join("\n") + "\n", table);
    }

    #[test]
    fn what_may_be_columns_is_said() {
        let left = LEFT.map(|line| line[..1].to_uppercase() + &line[1..]);
        let mut left: Vec<&str> = left.iter().map(String::as_str).collect();
        left[2..5].copy_from_slice(&LEFT[2..5]);
        let text = beside(&left, &RIGHT, 38);
        let (found, doubt) = read(&text);
        assert_eq!(found.len(), 10);
        assert!(doubt.is_some_and(|doubt| doubt.line == 1 && doubt.what.contains("side by side")));
    }

    proptest! {
        #[test]
        fn no_character_is_lost(rows in prop::collection::vec("( {0,3}[a-zé.]{1,9}){0,8}( {2,9}[A-z]{1,4}( [a-zß]{1,5}){0,9}){0,3}\x0c?", 0..60)) {
            let text = rows.join("\n");
            let mut after = lines(&text);
            take_apart(&mut after);
            let mut seen = vec![0u8; text.len()];
            after.iter().flat_map(|line| line.range.clone()).for_each(|at| seen[at] += 1);
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                prop_assert_eq!(seen[at], 1, "{} at {}", c, at);
            }
        }
    }
}
