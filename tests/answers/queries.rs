//! Queries of all kinds, made of the archive's own words; the same ones in every run and on every machine.

use backissue::query::{Request, Sort};

/// Names that the archive knows, for filters.
#[derive(Default)]
pub struct Names {
    pub sections: Vec<String>,
    pub issues: Vec<String>,
    pub authors: Vec<String>,
}

/// Welsh words with their mutations, and what stands in the archive's Welsh article.
const WELSH: [&str; 14] = [
    "cath", "gath", "nghath", "chath", "ysbyty", "hysbyty", "pen", "mhen", "nhad", "ngardd", "Gŵyl", "ŵyl",
    "Nghymru", "Tŷ",
];
/// What looks like nothing in particular.
const ODD: [&str; 22] = [
    "", "\"", "''", "’", "-", "–", "—", "£", "%", "(", ")", "*", ":", "\u{0}", "\u{ad}", "\u{301}",
    "\u{200d}", "🦀", "語学", "ﬁ", "Ёлка", "İ",
];
/// Numbers, money, addresses, compounds, acronyms, phrases that too many articles have, or none.
const SPECIAL: [&str; 21] = [
    "£22.6bn",
    "22.6 billion",
    "3.3%",
    "3.3 percent",
    "2024-25",
    "2024–2025",
    "1,500",
    "info@ferry.example",
    "www.ferry.example",
    "co-production",
    "coproduction",
    "co production",
    "organisation",
    "organization",
    "TFB",
    "tidal ferry board",
    "\"ferry bell\"",
    "\"ferry bell\" -\"bell ferry\"",
    "\"the bell of the ferry rang\"",
    "N.H.S.",
    "A&E",
];

/// A source of queries.
pub struct Queries<'a> {
    words: Vec<&'a str>,
    names: Names,
    state: u64,
}

impl<'a> Queries<'a> {
    /// Of the words of `texts`.
    pub fn new(texts: &'a [String], names: Names) -> Self {
        let words = texts.iter().flat_map(|text| text.split_whitespace()).collect();
        Queries { words, names, state: 0 }
    }

    /// The next one.
    pub fn request(&mut self) -> Request {
        let pieces = match self.below(64) {
            // Few: they take longest. One in six of them has more words than are searched.
            0 => [9, 12, 16, 20, 24, 160][self.below(6)],
            few => 1 + few % 4,
        };
        let mut query = (0..pieces).map(|_| self.piece()).collect::<Vec<_>>().join(" ");
        let typing = self.below(4) == 0;
        if typing {
            let left = query.chars().count().saturating_sub(self.below(4));
            query = query.chars().take(left).collect();
        }
        let mut request = Request { query, typing, limit: 1 + self.below(12) as u32, ..Request::default() };
        request.excerpts = [1, 1, 1, 2, 5, 9][self.below(6)];
        request.offset = [0, 0, 0, 3, 10, 200][self.below(6)];
        request.sort = [Sort::Relevance, Sort::Relevance, Sort::Newest, Sort::Oldest][self.below(4)];
        match self.below(24) {
            0 => request.section = vec![self.section(), self.section()],
            1 => request.issue = vec![self.issue()],
            2 => request.author = vec![self.author(), self.author(), "nobody".into()],
            3 => request.from = self.date(),
            4 => request.to = self.date(),
            _ => {}
        }
        request
    }

    fn piece(&mut self) -> String {
        match self.below(24) {
            0..=6 => self.word().to_owned(),
            7..=9 => self.slip(),
            10 => self.word().chars().take(4).collect(),
            11 | 12 => {
                let first = self.below(self.words.len() - 4);
                let last = first + 2 + self.below(3);
                let phrase = self.words[first..last].join(" ");
                format!("\"{phrase}\"")
            }
            13 => format!("{} OR {}", self.word(), self.slip()),
            14 => format!("-{}", self.word()),
            15 => format!("title:{}", self.word()),
            16 => format!("{}{}", self.word(), self.word()),
            17 => format!("{}*", self.word().chars().take(3).collect::<String>()),
            18 => match self.below(6) {
                0 => format!("author:\"{}\"", self.author()),
                1 => format!("section:{}", self.section()),
                2 => format!("-issue:{}", self.issue()),
                3 => format!("before:{}", self.date()),
                4 => format!("after:{}", self.date()),
                _ => "before:soon".into(),
            },
            19 => self.one(&WELSH).to_owned(),
            20 => format!("{}{}{}", self.one(&ODD), self.word(), self.one(&ODD)),
            21 => self.one(&ODD).to_owned(),
            _ => self.one(&SPECIAL).to_owned(),
        }
    }

    /// A word with a letter left out, doubled, wrong, or changed with its neighbour.
    fn slip(&mut self) -> String {
        let mut letters: Vec<char> = self.word().chars().collect();
        let at = self.below(letters.len());
        match self.below(4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            2 => letters[at] = char::from(b'a' + self.below(26) as u8),
            _ => letters.swap(at, at.saturating_sub(1)),
        }
        letters.into_iter().collect()
    }

    fn word(&mut self) -> &'a str {
        let place = self.below(self.words.len());
        self.words[place]
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    fn section(&mut self) -> String {
        let place = self.below(self.names.sections.len());
        self.names.sections[place].clone()
    }

    fn issue(&mut self) -> String {
        let place = self.below(self.names.issues.len());
        self.names.issues[place].clone()
    }

    fn author(&mut self) -> String {
        let place = self.below(self.names.authors.len());
        self.names.authors[place].clone()
    }

    fn date(&mut self) -> String {
        self.one(&["2019", "2023-04", "2024", "2024-06", "2025-03-31", "2030"]).to_owned()
    }

    /// A number below `bound`. SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014.
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        // In 64 bits, whatever a usize has.
        ((mixed ^ mixed >> 31) % bound as u64) as usize
    }
}
