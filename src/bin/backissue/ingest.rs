//! `backissue ingest`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::out;
use backissue::content;
use backissue::ingest::{self, Ingested, Profile, explain, json};
use backissue::{Error, Fault, Result};

/// Cut the text of issues into articles, for an editor to correct
#[derive(clap::Args)]
pub struct Arguments {
    /// Issue text, one file an issue
    #[arg(required = true, value_name = "ISSUE.txt")]
    pub issues: Vec<PathBuf>,
    /// Folder to write: one folder an issue, one Markdown file an article
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["json", "explain"])]
    pub output: Option<PathBuf>,
    /// Print the articles as JSON on standard output instead
    #[arg(long, conflicts_with = "output")]
    pub json: bool,
    /// Print every line with the zone it was given, and why
    #[arg(long, conflicts_with_all = ["output", "json"])]
    pub explain: bool,
    /// With -o: say what would change, and write nothing
    #[arg(long, requires = "output")]
    pub check: bool,
    /// House profile: the name of a built-in one or a .toml file; by default the text shows which
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let profile = arguments.profile.as_deref().map(profile).transpose()?;
    let mut filled: BTreeMap<PathBuf, String> = BTreeMap::new();
    for path in &arguments.issues {
        let name = path.display().to_string();
        let mut bytes = read(path)?;
        if ingest::pdf::is_pdf(&bytes) {
            bytes = ingest::pdf::text(path)?.into_bytes();
        }
        let made = ingest::issue(&name, &bytes, profile.as_ref())?;
        review(&name, &made);
        if arguments.explain {
            let source = ingest::source::read(&name, &bytes)?;
            out::text(format_args!("{}", explain::explain(&made, &source.text)));
        } else if arguments.json {
            say!("{:#}", json::json(&made));
        }
        if let Some(output) = &arguments.output {
            // The second would replace what the first has just written.
            if let Some(other) = filled.insert(content::folder(output, &made.issue), name.clone()) {
                return Err(Error::new(
                    Fault::Input,
                    name,
                    format!("has the issue key `{}`, as {other} has", made.issue.key),
                    "Give one of them in a run of its own with another -o, or mend its issue line or file name.",
                ));
            }
            let made = if arguments.check {
                content::check(output, &made.issue, &made.articles)?
            } else {
                content::write(output, &made.issue, &made.articles)?
            };
            written(&made, arguments.check);
        }
    }
    Ok(())
}

/// What an editor should look at: articles by doubt, then the doubts themselves, then what was left out.
fn review(name: &str, made: &Ingested) {
    let mut articles: Vec<_> = made.articles.iter().collect();
    articles.sort_by_key(|article| article.certainty);
    for article in articles {
        let title = if article.title.is_empty() { &article.id } else { &article.title };
        eprintln!("{name}: {:>3}% {title}", article.certainty);
    }
    for doubt in &made.doubts {
        eprintln!("{name}:{}: {}", doubt.line, doubt.what);
    }
}

/// What became of the files.
fn written(made: &content::Written, check: bool) {
    let verb = if check { "would write" } else { "wrote" };
    say!(
        "{verb} {} files to {}, {} unchanged",
        made.written.len(),
        made.folder.display(),
        made.unchanged.len()
    );
    for path in &made.kept {
        say!("kept {}: edited since, and nothing new to say", path.display());
    }
    for path in &made.beside {
        say!("{verb} {}: the file beside it was edited, compare the two", path.display());
    }
    for path in &made.removed {
        say!("{} {}: no longer an article", if check { "would remove" } else { "removed" }, path.display());
    }
    for path in &made.orphaned {
        say!("left {}: edited, but no longer an article; decide by hand", path.display());
    }
}

/// A built-in profile by its name, or one from a file.
fn profile(given: &str) -> Result<Profile> {
    if !given.ends_with(".toml") {
        return Profile::named(given);
    }
    let bytes = read(Path::new(given))?;
    let text = ingest::source::read(given, &bytes)?.text;
    Profile::parse(&text, given)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| {
        Error::new(Fault::Environment, path.display().to_string(), format!("cannot be read: {error}"), "")
    })
}
