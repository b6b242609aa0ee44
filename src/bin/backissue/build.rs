//! `backissue build`.

use std::fs;
use std::path::{Path, PathBuf};

use backissue::format::pack::PIECES;
use backissue::publish::documents;
use backissue::publish::pack::{BUNDLE_NAME, Engine, PACK_NAME};
use backissue::publish::site::{Report, Site};
use backissue::{Error, Fault, Result, content};

/// The engine of the tiny edition, as it is called in the package.
const TINY_ENGINE: &str = "tiny_engine_bg.wasm";
/// The engine, likewise; its other files lie beside it.
const ENGINE: &str = "engine_bg.wasm";

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
    /// Also write the archive as one file, archive.pack: to send by post, or for a host where many files are a bother
    #[arg(long)]
    pub pack: bool,
    /// Also write archive.wasm, a copy of the engine that carries the archive: one fetch for a small magazine
    #[arg(long)]
    pub bundle: bool,
    /// The engine for --bundle, engine_bg.wasm of the package with its other files beside it (default: those beside this program)
    #[arg(long, value_name = "WASM", requires = "bundle")]
    pub engine: Option<PathBuf>,
    /// Where the folder will be served, for canonical links and feeds: https://union.example/archive/
    #[arg(long, value_name = "URL", default_value = "")]
    pub base: String,
    /// Language of the pages and of texts that name none, as a BCP 47 tag: en, cy (default: en)
    #[arg(long, value_name = "TAG", default_value = "")]
    pub lang: String,
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
    site.archive.lang.clone_from(&arguments.lang);
    site.tiny_engine = tiny_engine(arguments.tiny_engine.as_deref())?;
    site.pack = arguments.pack;
    site.bundle = if arguments.bundle { Some(engine(arguments.engine.as_deref())?) } else { None };
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
    match named {
        Some(path) => part_of_package(path).map(Some),
        None => Ok(beside(TINY_ENGINE).and_then(|path| fs::read(path).ok())),
    }
}

/// The engine in all its files, likewise.
fn engine(named: Option<&Path>) -> Result<Engine> {
    let search = match named {
        Some(path) => path.to_owned(),
        None => beside(ENGINE).unwrap_or_else(|| ENGINE.into()),
    };
    let mut engine = Engine { search: part_of_package(&search)?, ..Engine::default() };
    for (name, piece) in PIECES.iter().zip(&mut engine.pieces) {
        *piece = part_of_package(&search.with_file_name(format!("{name}_bg.wasm")))?;
    }
    Ok(engine)
}

fn part_of_package(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let remedy = format!("Name the one of the package: `cargo xtask build` makes it, as pkg/{name}.");
        Error::new(Fault::Environment, path.display().to_string(), error.to_string(), remedy)
    })
}

/// Where a file of the package is if it came with this program.
fn beside(name: &str) -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join(name))
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
    for (name, bytes) in [(PACK_NAME, report.pack_bytes), (BUNDLE_NAME, report.bundle_bytes)] {
        if bytes > 0 {
            say!("  {bytes:>9} bytes  {name}");
        }
    }
    say!("  {:>9} bytes  headlines.json", report.headlines_bytes);
    say!("  {:>9} static pages, feed.xml, feed.json", report.pages);
    match report.tiny_bytes {
        0 => say!(
            "  no tiny edition: --tiny-engine was not given and there is no {TINY_ENGINE} beside this program"
        ),
        bytes => say!("  {bytes:>9} bytes  tiny.wasm"),
    }
}
