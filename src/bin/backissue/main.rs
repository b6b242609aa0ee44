//! The command line: arguments, progress, printing. One file a subcommand; the work is the library's.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Prints a line on standard output, as `println!` does, but ends the program quietly when nobody reads on.
macro_rules! say {
    ($($argument:tt)*) => { $crate::out::line(format_args!($($argument)*)) };
}

mod build;
mod ingest;
mod out;
mod search;
mod serve;
mod trec;
mod verify;

/// A magazine's back issues, searchable and readable in any web page.
#[derive(Parser)]
#[command(name = "backissue", version, about, arg_required_else_help = true)]
#[command(after_help = "\
Typical run:
  backissue ingest issue-66.txt -o content/    issue text to articles, for an editor to correct
  backissue build content/ -o site/            articles to an archive that any static host serves
  backissue serve site/                        look at it

Exit codes: 0 done; 1 it failed, and the message says why, or a check found something; 2 the command line was wrong.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Ingest(ingest::Arguments),
    Build(build::Arguments),
    Search(search::Arguments),
    Verify(verify::Arguments),
    Serve(serve::Arguments),
    Trec(trec::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Ingest(arguments) => match ingest::run(&arguments) {
            Ok(false) => return ExitCode::from(1),
            outcome => outcome.map(|_| ()),
        },
        Command::Build(arguments) => build::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Trec(arguments) => trec::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backissue: {error}");
            ExitCode::from(1)
        }
    }
}
