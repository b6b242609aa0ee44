//! `backissue build`.

use std::fs;
use std::path::{Path, PathBuf};

use backissue::publish::documents;
use backissue::publish::site::{Report, Site};
use backissue::{Error, Fault, Result, content};

/// The engine of the tiny edition, as it is called in the package.
const TINY_ENGINE: &str = "tiny_engine_bg.wasm";

/// Write the archive, static pages and feeds of a content folder or of documents
#[derive(clap::Args)]
pub struct Arguments {
    /// A content folder, or documents as JSON Lines
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// The magazine's name (default: as in its newest issue)
    #[arg(long, default_value = "")]
    pub title: String,
    /// The engine of the tiny edition, tiny_engine_bg.wasm of the package (default: the one beside this program, if any)
    #[arg(long, value_name = "WASM")]
    pub tiny_engine: Option<PathBuf>,
    /// Where the folder will be served, for canonical links and feeds: https://union.example/archive/
    #[arg(long, value_name = "URL", default_value = "")]
    pub base: String,
    /// Leave out the static pages
    #[arg(long)]
    pub no_pages: bool,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut site = Site::default();
    site.title.clone_from(&arguments.title);
    site.base.clone_from(&arguments.base);
    site.no_pages = arguments.no_pages;
    site.tiny_engine = tiny_engine(arguments.tiny_engine.as_deref())?;
    let report = if arguments.input.is_dir() {
        let collection = content::read(&arguments.input)?;
        site.archive.synonyms = collection.synonyms;
        site.write(collection.articles.into_iter().map(Ok), &collection.issues, &arguments.output)?
    } else {
        site.write(documents::read(&arguments.input)?, &[], &arguments.output)?
    };
    print(&report, &arguments.output);
    Ok(())
}

/// The engine that is named, or the one that came with this program.
fn tiny_engine(named: Option<&Path>) -> Result<Option<Vec<u8>>> {
    if let Some(path) = named {
        return fs::read(path).map(Some).map_err(|error| {
            let remedy = "`cargo xtask build` makes it, as pkg/tiny_engine_bg.wasm.";
            Error::new(Fault::Environment, path.display().to_string(), error.to_string(), remedy)
        });
    }
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join(TINY_ENGINE)));
    Ok(beside.and_then(|path| fs::read(path).ok()))
}

fn print(report: &Report, out: &Path) {
    let archive = &report.archive;
    say!("{} articles, {} terms in {}", archive.articles, archive.terms, out.display());
    say!("  {:>9} words and phrases that another finds: acronyms, synonyms.txt", archive.synonyms);
    say!("  {:>9} bytes  manifest", archive.manifest_bytes);
    say!("  {:>9} bytes  index", archive.index_bytes + archive.columns_bytes);
    say!("  {:>9} bytes  text", archive.text_bytes + archive.vocabulary_bytes);
    say!("  {:>9} bytes  contents pages", archive.listing_bytes);
    say!("  {:>9} bytes  related articles", archive.related_bytes);
    say!("  {} parts, {} of them new", archive.parts, archive.new_parts);
    say!("  {:>9} bytes  headlines.json", report.headlines_bytes);
    say!("  {:>9} static pages, feed.xml, feed.json", report.pages);
    match report.tiny_bytes {
        0 => say!(
            "  no tiny edition: --tiny-engine was not given and there is no {TINY_ENGINE} beside this program"
        ),
        bytes => say!("  {bytes:>9} bytes  tiny.wasm"),
    }
}
