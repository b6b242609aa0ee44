//! `backissue build`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::out;
use backissue::format::pack::PIECES;
use backissue::publish::documents::{self, Documents};
use backissue::publish::pack::{BUNDLE_NAME, Engine, PACK_NAME};
use backissue::publish::site::{Report, Site, TINY_NAME};
use backissue::{Error, Fault, Result, content};

/// The engine of the tiny edition, as it is called in the package.
const TINY_ENGINE: &str = "tiny_engine_bg.wasm";
/// The engine, likewise; its other files lie beside it.
const ENGINE: &str = "engine_bg.wasm";

/// Write the archive, static pages and feeds of a content folder or of documents
#[derive(clap::Args)]
#[command(after_help = HELP)]
pub struct Arguments {
    /// A content folder, or documents as JSON Lines (`-` is standard input)
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
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

const HELP: &str = "\
The folder is what this run was asked for: archive.pack, archive.wasm and tiny.wasm of an earlier
run are removed where --pack, --bundle or --tiny-engine is not given again, and that is said.";

/// Most warnings that are printed.
const WARNINGS_MAX: usize = 50;

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
        collection.warnings.iter().take(WARNINGS_MAX).for_each(|warning| eprintln!("backissue: {warning}"));
        if let Some(more @ 1..) = collection.warnings.len().checked_sub(WARNINGS_MAX) {
            eprintln!("backissue: {more} more like these");
        }
        site.archive.synonyms = collection.synonyms;
        site.write(collection.articles.into_iter().map(Ok), &collection.issues, &arguments.output)?
    } else {
        let mut documents = documents::read(&arguments.input)?;
        let report = site.write(documents.by_ref(), &[], &arguments.output)?;
        ignored(&documents, &arguments.input);
        report
    };
    for name in &report.removed {
        let option = match *name {
            PACK_NAME => "--pack",
            BUNDLE_NAME => "--bundle",
            _ => "--tiny-engine",
        };
        let path = arguments.output.join(name);
        eprintln!("backissue: {}: removed, for {option} was not given this time", path.display());
    }
    if arguments.json {
        out::json("the report", &report)?;
    } else {
        print(&report, arguments);
    }
    Ok(())
}

/// Says which fields of the documents nothing was done with: one is perhaps misspelt.
fn ignored(documents: &Documents, input: &Path) {
    let fields: Vec<String> = documents
        .ignored()
        .iter()
        .map(|(name, lines)| format!("{name:?} ({})", out::count(*lines, "line")))
        .collect();
    if !fields.is_empty() {
        let (input, fields, known) = (input.display(), fields.join(", "), documents::FIELDS.join(", "));
        eprintln!("backissue: {input}: not used: {fields}. The fields are {known}.");
    }
}

/// The engine that is named, or the one that came with this program.
fn tiny_engine(named: Option<&Path>) -> Result<Option<Vec<u8>>> {
    match named {
        Some(path) => part_of_package(path, TINY_ENGINE).map(Some),
        None => Ok(beside(TINY_ENGINE).and_then(|path| fs::read(path).ok())),
    }
}

/// The engine in all its files, likewise.
fn engine(named: Option<&Path>) -> Result<Engine> {
    let search = match named {
        Some(path) => path.to_owned(),
        None => beside(ENGINE).unwrap_or_else(|| ENGINE.into()),
    };
    let mut engine = Engine { search: part_of_package(&search, ENGINE)?, ..Engine::default() };
    for (name, piece) in PIECES.iter().zip(&mut engine.pieces) {
        let name = format!("{name}_bg.wasm");
        *piece = part_of_package(&search.with_file_name(&name), &name)?;
    }
    Ok(engine)
}

/// The file of the package that is known there as `name`, wherever it lies. One that is evidently another is refused: it
/// would be published, and readers would be told that the archive is broken.
fn part_of_package(path: &Path, name: &str) -> Result<Vec<u8>> {
    let refuse = |problem: String| {
        let remedy = format!("Name the one of the package: `cargo xtask build` makes it, as pkg/{name}.");
        Error::new(Fault::Environment, path.display().to_string(), problem, remedy)
    };
    let bytes = fs::read(path).map_err(|error| refuse(error.to_string()))?;
    let exports = |name: &str| bytes.windows(name.len()).any(|bytes| bytes == name.as_bytes());
    // What the names of functions begin with that each file exports.
    let mut files =
        vec![("engine_search".to_owned(), ENGINE.to_owned()), ("tinyedition_".into(), TINY_ENGINE.into())];
    files.extend(PIECES.map(|piece| (format!("engine_{piece}"), format!("{piece}_bg.wasm"))));
    match files.iter().find(|(name, _)| exports(name)) {
        Some((_, file)) if file != name => Err(refuse(format!("is {file} and not {name}"))),
        _ => Ok(bytes),
    }
}

/// Where a file of the package is if it came with this program.
fn beside(name: &str) -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join(name))
}

fn print(report: &Report, arguments: &Arguments) {
    let (archive, folder) = (&report.archive, arguments.output.display());
    let articles = out::count(archive.articles.into(), "article");
    say!("{articles}, {} different words in {folder}", archive.terms);
    if archive.synonyms > 0 {
        say!("  {:>9} words and phrases that another finds: acronyms, synonyms.txt", archive.synonyms);
    }
    say!("  {:>9} bytes  manifest", archive.manifest_bytes);
    say!("  {:>9} bytes  index", archive.index_bytes + archive.columns_bytes);
    say!("  {:>9} bytes  text", archive.text_bytes + archive.vocabulary_bytes);
    say!("  {:>9} bytes  contents pages", archive.listing_bytes);
    say!("  {:>9} bytes  related articles", archive.related_bytes);
    say!("  {}, {} of them new", out::count(archive.parts.into(), "part"), archive.new_parts);
    for (name, bytes) in [(PACK_NAME, report.pack_bytes), (BUNDLE_NAME, report.bundle_bytes)] {
        if bytes > 0 {
            say!("  {bytes:>9} bytes  {name}");
        }
    }
    say!("  {:>9} bytes  headlines.json", report.headlines_bytes);
    say!("  {:>9} static pages, feed.xml, feed.json", report.pages);
    if report.tiny_bytes > 0 {
        say!("  {:>9} bytes  {TINY_NAME}", report.tiny_bytes);
    }
    say!("Look at it: backissue serve {folder}");
}
