//! Standard output that may end early: `backissue search ... | head` is no failure.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process;

/// Prints a line.
pub fn line(text: fmt::Arguments<'_>) {
    heed(writeln!(io::stdout(), "{text}"));
}

/// Prints as it stands.
pub fn text(text: fmt::Arguments<'_>) {
    heed(write!(io::stdout(), "{text}"));
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
