//! `backissue ingest`.

mod review;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::out;
use backissue::content::{self, Written};
use backissue::ingest::source::Source;
use backissue::ingest::{self, Ingested, Profile, explain, json, pdf, recurring, writers};
use backissue::{Error, Fault, Result};

/// Cut the text of issues into articles, for an editor to correct
#[derive(clap::Args)]
#[command(after_help = HELP)]
pub struct Arguments {
    /// Issue text or PDF, one file an issue
    #[arg(required = true, value_name = "ISSUE.txt|ISSUE.pdf")]
    pub issues: Vec<PathBuf>,
    /// Folder to write: one folder an issue, one Markdown file an article
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["json", "explain", "text"])]
    pub output: Option<PathBuf>,
    /// Print the articles as JSON on standard output instead; several issues as one line each
    #[arg(long, conflicts_with = "output")]
    pub json: bool,
    /// Print every line with the zone it was given, and why; with --json as JSON
    #[arg(long, conflicts_with = "output")]
    pub explain: bool,
    /// Print the text that is taken apart: of a PDF, with its columns in order
    #[arg(long, conflicts_with_all = ["output", "json", "explain"])]
    pub text: bool,
    /// With -o: say what would change, and write nothing; exit code 1 if anything would
    #[arg(long, requires = "output")]
    pub check: bool,
    /// With -o: write again what you deleted
    #[arg(long, requires = "output")]
    pub restore: bool,
    /// With -o: take an issue from another file than last time, a better text of it
    #[arg(long, requires = "output")]
    pub new_source: bool,
    /// House profile: the name of a built-in one or a .toml file; by default the text shows which
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
}

const HELP: &str = "\
Typical run:
  backissue ingest issue-66.txt issue-67.txt -o content/  articles, and what to look at
  (correct content/66/*.md in any editor)
  backissue ingest issue-66.txt -o content/ --check       would anything change?
  backissue ingest issue-66.txt --explain                 what is each line, and why?

Your files: one that you edited is never overwritten, a new reading stands beside it
as NAME.md.new; one that you deleted stays away; one whose article moved in the issue
is renumbered, with your edits; one that you renamed keeps your name. What is in no
article (adverts, imprint) is in left-out.txt: copy from it what you want back.

Another magazine: works without a profile, and better with one, which names its
sections, its end mark and the phrases of its adverts:
  backissue ingest issue-12.txt -o content/ --profile my-magazine.toml
docs/profiles.md says how to write one in ten minutes.";

/// An issue that was read.
pub struct Read {
    /// Its file, as it was given.
    name: String,
    /// What its folder remembers of the file.
    source_name: String,
    /// Its text; of a PDF, what was found in it.
    source: Source,
    is_pdf: bool,
    made: Ingested,
}

/// Does it; whether nothing would change, if that was the question.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let profile = arguments.profile.as_deref().map(profile).transpose()?;
    let mut reads = Vec::new();
    let mut failed = Vec::new();
    for path in &arguments.issues {
        match take(path, profile.as_ref()) {
            Ok(read) => reads.push(read),
            Err(error) => failed.push(error),
        }
    }
    // One bad file among many holds up the others neither here nor when they are written.
    together(&mut reads, profile.as_ref());
    let same = match &arguments.output {
        Some(output) => write_all(arguments, &reads, output, &mut failed),
        None => {
            reads.iter().for_each(|read| print(arguments, read));
            true
        }
    };
    let Some(last) = failed.pop() else { return Ok(same) };
    for error in failed {
        eprintln!("backissue: {error}");
    }
    Err(last)
}

fn take(path: &Path, profile: Option<&Profile>) -> Result<Read> {
    let name = path.display().to_string();
    let Bytes { bytes, is_pdf, is_file } = issue(path)?;
    if is_ready(&bytes) {
        return Err(Error::new(
            Fault::Input,
            name,
            "holds articles already, and there is nothing to take apart",
            "Give it to `backissue build`: documents as JSON Lines as a file, Markdown with front matter as a folder.",
        ));
    }
    let text = ingest::source::read(&name, &bytes)?;
    let made = ingest::take_apart(&text, profile);
    // A pipe has another name each time.
    let source_name = if is_file { source(path) } else { String::new() };
    Ok(Read { name, source_name, source: text, is_pdf, made })
}

/// What the issues show together and none alone.
fn together(reads: &mut [Read], profile: Option<&Profile>) {
    let pairs: Vec<_> = reads.iter().map(|read| (&read.made, read.source.text.as_str())).collect();
    let adverts = recurring::adverts(&pairs);
    for read in reads.iter_mut() {
        let own: Vec<_> =
            adverts.iter().filter(|advert| advert.issues.contains(&read.made.issue.key)).collect();
        if !own.is_empty() {
            let profile = profile.cloned().unwrap_or_else(|| Profile::recognise(&read.source.text));
            let profile = recurring::with(&profile, own);
            read.made = ingest::take_apart(&read.source, Some(&profile));
        }
    }
    writers::agree(&mut reads.iter_mut().map(|read| &mut read.made).collect::<Vec<_>>());
}

/// Whether a file is input for `build`: a line of JSON, or front matter. A rule of dashes alone is neither; text that was
/// read by OCR may begin with one.
fn is_ready(bytes: &[u8]) -> bool {
    let mut lines =
        bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let sets = |line: &[u8], sign: u8| {
        let name =
            line.iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)).count();
        name > 0 && line[name..].trim_ascii_start().starts_with(&[sign])
    };
    let is_front_matter = |sign: u8| {
        let mut lines = lines.clone().take(FRONT_MATTER_LINES);
        lines.next().is_some_and(|line| sets(line, sign)) && lines.any(|line| line == first)
    };
    match first {
        b"---" => is_front_matter(b':'),
        b"+++" => is_front_matter(b'='),
        _ => first.starts_with(b"{\"") && first.ends_with(b"}"),
    }
}

/// Front matter is longer nowhere.
const FRONT_MATTER_LINES: usize = 200;

/// Prints what was asked for instead of files. For programs, so there is nothing else on either output.
fn print(arguments: &Arguments, read: &Read) {
    if arguments.text {
        out::text(format_args!("{}", read.source.text));
    } else if arguments.json {
        let json = match arguments.explain {
            true => explain::json(&read.made, &read.source.text),
            false => json::json(&read.made),
        };
        // Several issues are JSON Lines.
        match arguments.issues.len() {
            1 => say!("{json:#}"),
            _ => say!("{json}"),
        }
    } else {
        out::text(format_args!("{}", explain::explain(&read.made, &read.source.text)));
    }
}

/// Writes every issue that can be written; whether none of them changed anything, if that was the question.
fn write_all(arguments: &Arguments, reads: &[Read], output: &Path, failed: &mut Vec<Error>) -> bool {
    let mut of_folder: BTreeMap<PathBuf, Vec<&Read>> = BTreeMap::new();
    for read in reads {
        of_folder.entry(content::folder(output, &read.made.issue)).or_default().push(read);
    }
    let mut same = true;
    for read in reads {
        // Of two issues with one folder the second would replace what the first has just written. Which is right, the
        // editor knows.
        let outcome = match of_folder.get(&content::folder(output, &read.made.issue)).map(Vec::as_slice) {
            Some([first, second, ..]) => {
                Err(twin(read, if first.name == read.name { second } else { first }))
            }
            _ => write(arguments, read, output),
        };
        match outcome {
            Ok(unchanged) => same &= unchanged,
            Err(error) => failed.push(error),
        }
    }
    same || !arguments.check
}

fn twin(read: &Read, other: &Read) -> Error {
    Error::new(
        Fault::Input,
        &read.name,
        format!("has the issue key `{}`, as {} has", read.made.issue.key, other.name),
        "Give one of them in a run of its own with another -o, or mend its issue line or file name.",
    )
}

/// Writes an issue; whether nothing changed.
fn write(arguments: &Arguments, read: &Read, output: &Path) -> Result<bool> {
    if read.made.articles.is_empty() {
        return Err(Error::new(
            Fault::Input,
            &read.name,
            "has no article in it: nothing is left beside adverts, imprint and what stands on every page",
            "See why with `backissue ingest --explain`; a profile can say what is an article (docs/profiles.md).",
        ));
    }
    let options = content::Options {
        source: read.source_name.clone(),
        new_source: arguments.new_source,
        restore: arguments.restore,
        left_out: explain::left_out(&read.made, &read.source.text),
        dry: arguments.check,
    };
    let written = content::write_with(output, &read.made.issue, &read.made.articles, &options)?;
    review::table(read, &written, arguments.check);
    // What has not changed was told when it was written; whoever asks is told again.
    if written.changes() || arguments.check {
        review::list(read);
    }
    files(&written, arguments.check);
    Ok(!written.changes())
}

/// What a folder remembers of the file that it was made from: its name and its folder's, wherever one stands.
fn source(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let names: Vec<_> = whole.iter().map(|name| name.to_string_lossy()).collect();
    names[names.len().saturating_sub(2)..].join("/").replace(char::is_control, " ")
}

/// What became of the files that an editor has had in hand.
fn files(made: &Written, check: bool) {
    let verb = if check { "would write" } else { "wrote" };
    let (mine, others): (Vec<_>, Vec<_>) = made.moved.iter().partition(|moved| moved.edited);
    let verb_moved = if check { "would move" } else { "moved" };
    for content::Moved { from, to, .. } in mine {
        let to = to.file_name().unwrap_or_default().to_string_lossy();
        say!("{verb_moved} {} to {to}, with your edits: the article has another place", from.display());
    }
    if !others.is_empty() {
        let files = out::count(others.len() as u64, "file");
        say!("{verb_moved} {files} that you have not edited: the magazine has another order");
    }
    for path in &made.kept {
        say!("kept {}: you edited it, and the text has not changed since", path.display());
    }
    for path in &made.deleted {
        say!("not written {}: you deleted it (--restore has it back)", path.display());
    }
    for path in &made.beside {
        say!("{verb} {}: you edited the file beside it, compare the two", path.display());
    }
    for path in &made.removed {
        say!("{} {}: no longer an article", if check { "would remove" } else { "removed" }, path.display());
    }
    for path in &made.orphaned {
        say!("left {}: you edited it, and it is no longer an article; decide by hand", path.display());
    }
}

/// A built-in profile by its name, or one from a file.
fn profile(given: &str) -> Result<Profile> {
    if !given.ends_with(".toml") {
        return Profile::named(given);
    }
    let bytes = text(Path::new(given))?;
    let text = ingest::source::read(given, &bytes)?.text;
    Profile::parse(&text, given)
}

/// More than a hundred issues' text: what is longer is something else, or never ends.
const TEXT_BYTES: u64 = 256 << 20;

/// What the file of an issue holds.
struct Bytes {
    /// Its text; of a PDF, what was found in it.
    bytes: Vec<u8>,
    is_pdf: bool,
    /// It can be read again by its name, unlike a pipe.
    is_file: bool,
}

/// Reads the file of an issue, once: what has been read of a pipe is gone from it.
fn issue(path: &Path) -> Result<Bytes> {
    let mut file = open(path)?;
    let is_file = file.metadata().is_ok_and(|known| known.is_file());
    let mut bytes = Vec::new();
    read(path, &mut file, pdf::SIGN.len() as u64, &mut bytes)?;
    let is_pdf = pdf::is_pdf(&bytes);
    if !is_pdf {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) && is_file {
            return Err(Error::new(
                Fault::Input,
                path.display().to_string(),
                "is called .pdf and is no PDF",
                "Give the PDF itself; if this is its text, call it .txt.",
            ));
        }
        read(path, &mut file, TEXT_BYTES + 1, &mut bytes)?;
        return Ok(Bytes { bytes: bounded(path, bytes)?, is_pdf, is_file });
    }
    if !is_file {
        return Err(Error::new(
            Fault::Input,
            path.display().to_string(),
            "is a PDF that comes through a pipe, and `pdftotext` reads a PDF from its end",
            "Save it to a file, and give that.",
        ));
    }
    Ok(Bytes { bytes: pdf::text(path)?.into_bytes(), is_pdf, is_file })
}

/// The bytes of a text file.
fn text(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read(path, &mut open(path)?, TEXT_BYTES + 1, &mut bytes)?;
    bounded(path, bytes)
}

fn bounded(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>> {
    if bytes.len() as u64 > TEXT_BYTES {
        return Err(Error::new(
            Fault::Input,
            path.display().to_string(),
            format!("has more than {} MB, and no issue has so much text", TEXT_BYTES >> 20),
            "Give one file an issue.",
        ));
    }
    Ok(bytes)
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// Reads on, up to `most` bytes.
fn read(path: &Path, file: &mut File, most: u64, bytes: &mut Vec<u8>) -> Result<()> {
    file.take(most).read_to_end(bytes).map(|_| ()).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let remedy = match path.is_dir() {
        true => "Give the files in it: FOLDER/*.txt.",
        false => "Check the name, and that you may read it.",
    };
    Error::new(Fault::Environment, path.display().to_string(), format!("cannot be read: {error}"), remedy)
}
