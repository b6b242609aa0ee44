//! What every command says in the same way, and standard output that may end early: `backissue search ... | head` is no
//! failure.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process;

use backissue::{Error, Fault, Result};

/// Prints a line.
pub fn line(text: fmt::Arguments<'_>) {
    heed(writeln!(io::stdout(), "{text}"));
}

/// Prints as it stands.
pub fn text(text: fmt::Arguments<'_>) {
    heed(write!(io::stdout(), "{text}"));
}

/// Prints data for programs. `what` is what an error calls it.
pub fn json(what: &str, data: &impl serde::Serialize) -> Result<()> {
    let json = serde_json::to_string_pretty(data).map_err(|error| {
        Error::new(Fault::Environment, "", format!("{what} cannot be written as JSON ({error})"), "")
    })?;
    line(format_args!("{json}"));
    Ok(())
}

/// So many of what `one` names: `1 article`, `2 articles`.
pub fn count(number: u64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

fn heed(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        // Whoever was reading has seen enough. `println!` would panic here.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            eprintln!("backissue: standard output: {error}. Check that the disk is not full.");
            process::exit(1);
        }
    }
}
