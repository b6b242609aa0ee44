//! `backissue trec`.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use backissue::archive::{self, Archive};
use backissue::publish::{archive as writer, documents};
use backissue::query::Request;
use backissue::{Error, Fault, Result};

/// Run every query of a test collection and write a TREC run, for measuring ranking
#[derive(clap::Args)]
pub struct Arguments {
    /// Documents as JSON Lines
    #[arg(long, value_name = "D.jsonl")]
    pub docs: PathBuf,
    /// One query a line: id, tab, text
    #[arg(long, value_name = "Q.tsv")]
    pub queries: PathBuf,
    /// The run to write (`-` is standard output)
    #[arg(long, value_name = "RUN.trec")]
    pub out: PathBuf,
    /// Hits a query
    #[arg(short, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub k: u32,
    /// Also write what was suggested instead of each query ("did you mean"): query, tab, suggestion
    #[arg(long, value_name = "S.tsv")]
    pub suggestions: Option<PathBuf>,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let queries = read_queries(&arguments.queries)?;
    if queries.is_empty() {
        eprintln!("backissue: {}: there is no query in it", arguments.queries.display());
    }
    let scratch = Scratch::new()?;
    let mut ids = Vec::new();
    // The ids in the archive's order, so that hits need not be looked up in their texts.
    let articles = documents::read(&arguments.docs)?.map(|article| {
        article.inspect(|article| {
            ids.push(article.id.clone());
        })
    });
    writer::write(articles, &[], &scratch.0, &writer::Options::default())?;
    let mut archive = archive::local::open(&scratch.0)?;
    let mut out = Output::create(&arguments.out)?;
    let mut suggestions = arguments.suggestions.as_deref().map(Output::create).transpose()?;
    for (name, query) in &queries {
        // The last word may be unfinished, as in the browser's search box: a collection may ask for that.
        let request =
            Request { query: query.clone(), limit: arguments.k, typing: true, ..Request::default() };
        let (hits, _) = archive.ask(|archive: &mut Archive| archive.rank(&request))?;
        let count = hits.len();
        for (place, (doc, _)) in hits.iter().enumerate() {
            let id = ids.get(*doc as usize).map_or("", |id| id);
            // Falling numbers, so that what is scored is the engine's own order.
            out.line(&format!("{name} Q0 {id} {} {} backissue", place + 1, count - place))?;
        }
        if let Some(suggestions) = &mut suggestions {
            let page = archive.search(&Request { limit: 0, typing: false, ..request })?;
            suggestions.line(&format!("{query}\t{}", page.suggestion))?;
        }
    }
    out.finish()?;
    suggestions.map_or(Ok(()), Output::finish)
}

/// A file that is written line by line.
struct Output {
    name: String,
    file: BufWriter<Box<dyn Write>>,
}

impl Output {
    fn create(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let file: Box<dyn Write> = match name.as_str() {
            "-" => Box::new(std::io::stdout()),
            _ => Box::new(File::create(path).map_err(|error| unwritable(&name, &error))?),
        };
        Ok(Output { name, file: BufWriter::new(file) })
    }

    fn line(&mut self, line: &str) -> Result<()> {
        writeln!(self.file, "{line}").map_err(|error| unwritable(&self.name, &error))
    }

    fn finish(mut self) -> Result<()> {
        self.file.flush().map_err(|error| unwritable(&self.name, &error))
    }
}

fn unwritable(name: &str, error: &std::io::Error) -> Error {
    let problem = format!("cannot be written ({error})");
    Error::new(Fault::Environment, name, problem, "Check that the folder is there and may be written.")
}

/// The queries of a file, `id<TAB>text` a line.
fn read_queries(path: &Path) -> Result<Vec<(String, String)>> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        Error::new(
            Fault::Input,
            name.to_string(),
            format!("cannot be read ({error})"),
            "Check the file's name.",
        )
    })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| match line.split_once('\t') {
            Some((id, query)) => Ok((id.to_owned(), query.to_owned())),
            None => Err(Error::new(
                Fault::Input,
                format!("{name}:{}", number + 1),
                "the line has no tab",
                "Write a query's id, a tab and its text on each line.",
            )),
        })
        .collect()
}

/// A folder in the system's temporary one that goes away by itself.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("backissue-trec-{}", std::process::id()));
        fs::create_dir_all(&path).map_err(|error| {
            Error::new(
                Fault::Environment,
                path.display().to_string(),
                format!("cannot be made ({error})"),
                "",
            )
        })?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
