//! What an archive's bytes are for, beside the least that they could be: `weigh ARCHIVE FOLDER`.
//!
//! Prints a line for each kind: its name, its bytes, and the bytes of its floor: by entropy, or as the name of a file in
//! FOLDER that somebody else packs. What a floor is made of stands in `cargo xtask bench scale`.

use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::Hash;
use std::io::{BufWriter, Write};
use std::path::Path;

use backissue::Result;
use backissue::archive::{Archive, PartId, local};
use backissue::format::table::HASH_BYTES;
use backissue::format::{MANIFEST_NAME, Manifest};
use backissue::index::part::{Layout, PartWriter, Posting, Term, TermPart};
use backissue::store::columns::length_class;
use backissue::store::{Vocabulary, article, listing};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(archive), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: weigh ARCHIVE FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    let write =
        |name: &str, text: &[u8]| fs::write(folder.join(name), text).expect("the folder can be written");
    let manifest = fs::read(Path::new(&archive).join(MANIFEST_NAME)).expect("the archive is a folder");
    let layout = Layout::of(&Manifest::read(&manifest)?);
    let mut archive = local::open(Path::new(&archive))?;
    let ids = archive.ask(|archive| archive.parts_for_issues(&[]))?;
    let docs = archive.archive().articles();

    let mut kinds: HashMap<&str, u64> = HashMap::new();
    for &id in &ids {
        *kinds.entry(archive.archive().part_kind(id)).or_default() += archive.archive().part_bytes(id);
    }
    let of_kind = |archive: &mut Archive, kind: &str| -> Vec<PartId> {
        ids.iter().copied().filter(|&id| archive.part_kind(id) == kind).collect()
    };

    // The index, taken apart by writing it again without its frequencies, and again without its postings.
    let vocabulary = of_kind(archive.archive(), "vocabulary");
    let vocabulary = Vocabulary::read(&archive.bytes(vocabulary[0])?)?;
    let (mut words, mut words_and_postings, mut index) = (0, 0, 0);
    let (mut sets, mut counts, mut frequencies) = (0f64, Histogram::default(), Histogram::default());
    let (mut shared, mut rests, mut before) = (Vec::new(), Vec::new(), String::new());
    let mut logarithms = Logarithms(vec![0.0]);
    for id in of_kind(archive.archive(), "index") {
        let bytes = archive.bytes(id)?;
        index += bytes.len();
        let part = TermPart::read(&bytes, vocabulary.letters(), layout)?;
        let again = |postings: &dyn Fn(&Term) -> Vec<Posting>| -> Result<usize> {
            let mut writer = PartWriter::new(vocabulary.letters(), layout);
            for term in &part.terms {
                writer.push(&Term { postings: postings(term), ..term.clone() })?;
            }
            Ok(writer.finish().len())
        };
        words += again(&|_| vec![Posting { doc: 0, body: 1, title: 0 }])?;
        words_and_postings += again(&|term| {
            term.postings.iter().map(|posting| Posting { doc: posting.doc, body: 1, title: 0 }).collect()
        })?;
        for term in &part.terms {
            let df = term.postings.len() as u32;
            sets += logarithms.choose(docs, df);
            counts.add(df);
            term.postings.iter().for_each(|posting| frequencies.add((posting.body, posting.title)));
            for word in [&term.text].into_iter().chain(&term.forms) {
                let same = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
                shared.push(same as u8);
                rests.extend_from_slice(&word.as_bytes()[same..]);
                rests.push(b'\n');
                before.clone_from(word);
            }
        }
    }
    shared.append(&mut rests);
    write("words", &shared);

    // The articles, as lists show them and with all that is in them.
    let (mut lines, mut lengths) = (String::new(), Histogram::default());
    for id in of_kind(archive.archive(), "contents pages") {
        for line in listing::read(&archive.bytes(id)?, &vocabulary)?.lines {
            lengths.add(length_class(line.words));
            lines += &([&line.title, &line.kicker, &line.standfirst, &line.id, &line.url]
                .map(|text| &text[..])
                .join("\n")
                + "\n");
        }
    }
    write("lines", lines.as_bytes());
    let mut texts = BufWriter::new(File::create(folder.join("texts")).expect("the folder can be written"));
    for id in of_kind(archive.archive(), "texts") {
        let (article, _) = article::read(&archive.bytes(id)?, &vocabulary)?;
        let body: Vec<String> = article.texts().iter().map(ToString::to_string).collect();
        let body = body.join("\n");
        let all =
            [&article.title, &article.standfirst, &article.id, &article.url, &body].map(|text| &text[..]);
        writeln!(texts, "{}", all.join("\n")).expect("there is room");
    }
    texts.flush().expect("there is room");

    let manifest = archive.fetched().kinds["manifest"].1;
    let kind = |name: &str| kinds.get(name).copied().unwrap_or(0);
    let directories = manifest + kind("directories") + kind("where the texts are");
    let line = |name: &str, bytes: u64, floor: String| println!("{name}\t{bytes}\t{floor}");
    line("postings", (words_and_postings - words) as u64, bytes(sets + counts.bits()));
    line("frequencies", (index - words_and_postings) as u64, bytes(frequencies.bits()));
    line("words", words as u64, "words".into());
    line("lengths, sections, authors, dates", kind("columns"), bytes(lengths.bits()));
    line("lines of contents pages", kind("contents pages"), "lines".into());
    line("texts, with their vocabulary", kind("texts") + kind("vocabulary"), "texts".into());
    line("manifest and directories", directories, (ids.len() * HASH_BYTES).to_string());
    line("ids", kind("ids"), bytes(logarithms.choose(u32::MAX, docs) + logarithms.factorial(docs)));
    line("related articles", kind("extras"), String::new());
    Ok(())
}

fn bytes(bits: f64) -> String {
    format!("{:.0}", bits / 8.0)
}

/// How often each value is met.
struct Histogram<T>(HashMap<T, u64>);

impl<T> Default for Histogram<T> {
    fn default() -> Self {
        Histogram(HashMap::new())
    }
}

impl<T: Eq + Hash> Histogram<T> {
    fn add(&mut self, value: T) {
        *self.0.entry(value).or_default() += 1;
    }

    /// The entropy of all values, each by itself.
    fn bits(&self) -> f64 {
        let all: u64 = self.0.values().sum();
        self.0.values().map(|&count| count as f64 * (all as f64 / count as f64).log2()).sum()
    }
}

/// Sums of binary logarithms: of 0!, 1!, 2! ...
struct Logarithms(Vec<f64>);

impl Logarithms {
    fn factorial(&mut self, n: u32) -> f64 {
        while self.0.len() <= n as usize {
            self.0.push(self.0[self.0.len() - 1] + (self.0.len() as f64).log2());
        }
        self.0[n as usize]
    }

    /// The bits that tell which `k` of `n` it is.
    fn choose(&mut self, n: u32, k: u32) -> f64 {
        if n > 1 << 24 {
            // By Stirling, for k far below n.
            return f64::from(k) * f64::from(n).log2() - self.factorial(k);
        }
        self.factorial(n) - self.factorial(k) - self.factorial(n - k)
    }
}
