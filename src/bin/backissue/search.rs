//! `backissue search`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::out;
use backissue::archive::LIMIT_MAX;
use backissue::query::alike::PASSAGE_BYTES_MAX;
use backissue::query::{EXCERPTS_MAX, Note, Page, Request, Snippet};
use backissue::{Error, Fault, Result, archive};

/// Search an archive, with the same results as in the browser
#[derive(clap::Args)]
pub struct Arguments {
    /// What `backissue build` wrote: the folder, its archive.pack or archive.wasm
    pub archive: PathBuf,
    /// What to search; '' lists every article
    #[arg(allow_hyphen_values = true, required_unless_present = "like")]
    pub query: Option<String>,
    /// Search for more like the text in this file (`-` is standard input) instead: the articles that say most of its telling
    /// words
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub like: Option<PathBuf>,
    /// The id of the article that the text is from, which is then left out
    #[arg(long, value_name = "ID", requires = "like")]
    pub except: Option<String>,
    /// Print the page of results as JSON
    #[arg(long)]
    pub json: bool,
    /// Also print what a browser would have fetched of the archive for it
    #[arg(long, conflicts_with = "json")]
    pub fetched: bool,
    /// Search as in the search box, where the last word may be unfinished
    #[arg(long, conflicts_with = "like")]
    pub typing: bool,
    /// How many results, at most 100
    #[arg(short, default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=i64::from(LIMIT_MAX)))]
    pub number: u32,
    /// How many passages of each article to show, at most 5, in the order of the text
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(EXCERPTS_MAX)), conflicts_with = "like")]
    pub excerpts: u32,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut archive = archive::local::open(&arguments.archive)?;
    let page = match &arguments.like {
        Some(path) => {
            let except = arguments.except.as_deref().unwrap_or_default();
            archive.more_like(&passage(path)?, except, arguments.number)?
        }
        None => {
            let query = arguments.query.clone().unwrap_or_default();
            let (limit, typing, excerpts) = (arguments.number, arguments.typing, arguments.excerpts);
            archive.search(&Request { query, limit, typing, excerpts, ..Request::default() })?
        }
    };
    if arguments.json {
        out::json("the page", &page)?;
    } else {
        if arguments.like.is_some() {
            match page.query.is_empty() {
                true => say!("The text has no telling words that an article of the archive has."),
                false => say!("More like: {}", page.query),
            }
        }
        print(&page);
    }
    if arguments.fetched {
        let fetched = archive.fetched();
        say!("\nFetched of the archive, in {} rounds:", fetched.rounds);
        for (kind, (parts, bytes)) in &fetched.kinds {
            say!("{bytes:>9} bytes  {kind} ({parts})");
        }
        let bytes = fetched.kinds.values().map(|(_, bytes)| bytes).sum::<u64>();
        say!("{bytes:>9} bytes  in all");
    }
    Ok(())
}

/// As much of a passage as is looked at.
fn passage(path: &Path) -> Result<String> {
    let (name, mut bytes) = (path.display().to_string(), Vec::new());
    let most = PASSAGE_BYTES_MAX as u64;
    let read = if name == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        Error::new(Fault::Input, name, format!("cannot be read ({error})"), "Check the file's name.")
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn print(page: &Page) {
    for note in &page.notes {
        say!("{}", say(note));
    }
    if !page.suggestion.is_empty() {
        say!("Did you mean: {}", page.suggestion);
    }
    say!("{} found", page.total);
    for (number, hit) in (1..).zip(&page.hits) {
        let title = if hit.title.is_empty() { &hit.id } else { &hit.title };
        say!("\n{number}. {title}");
        let issue = if hit.issue.is_empty() { String::new() } else { format!("issue {}", hit.issue) };
        let facts: Vec<&str> = [&hit.section, &issue, &hit.date]
            .into_iter()
            .map(|fact| &fact[..])
            .filter(|fact| !fact.is_empty())
            .collect();
        say!("   {} ({})", facts.join(", "), hit.id);
        let quotes = if hit.excerpts.is_empty() { std::slice::from_ref(&hit.snippet) } else { &hit.excerpts };
        for Snippet { text, heading, .. } in quotes {
            say!("   {heading}{}{text}", if heading.is_empty() { "" } else { ": " });
        }
    }
}

/// A word as a note shows it: no screen is full of one.
fn shown(word: &str) -> String {
    match word.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

fn say(note: &Note) -> String {
    match note {
        Note::Also { word, instead } => format!("`{instead}` was searched for `{}` too.", shown(word)),
        Note::Corrected { word, instead } => format!("`{}` is nowhere; searched `{instead}`.", shown(word)),
        Note::Unknown { word } => format!("`{}` is nowhere; left out.", shown(word)),
        Note::Relaxed => "None of these articles has all the words.".into(),
        Note::Unread { part } => format!("`{}` could not be read as meant; searched as words.", shown(part)),
        Note::Apart { part } => {
            format!("`{}` was found nowhere word for word; searched its words.", shown(part))
        }
        Note::Bounded { articles } => {
            format!("Only the best {articles} articles were looked at for the phrase.")
        }
        Note::Unsaved => "Some texts are out of reach: only headlines of theirs were looked at.".into(),
        Note::Cut { words } => format!("The query is long; its first {words} words were searched."),
    }
}
