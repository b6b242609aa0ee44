//! The one public error type: whose fault, where, what was wrong, what to do.

use std::fmt;

use crate::strings::join;

/// What every fallible function of the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Whose fault an [`Error`] is, which decides who can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text, content folder or documents that were given cannot be used. The publisher mends them.
    Input,
    /// The archive's bytes are not what its manifest or format says. Fetch again, or publish again.
    Archive,
    /// The caller asked for what is not there (an unknown article) or cannot be (a bad date). The caller's to mend.
    Request,
    /// The machine did not do its part: a file that cannot be read or written, a port that is taken.
    Environment,
}

/// A failure, told so that a person can act on it: *where*, *what*, *what to do*.
///
/// ```
/// use backissue::{Error, Fault};
/// let error = Error::new(Fault::Input, "issue-12.txt:40", "byte 0xff is not UTF-8", "Save the file as UTF-8.");
/// assert_eq!(error.to_string(), "issue-12.txt:40: byte 0xff is not UTF-8. Save the file as UTF-8.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(
    // Boxed, so that a result is a word wider than its value: every `?` moves it, which is much of the wasm's bytes.
    Box<Told>,
);

/// What an error tells.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    fault: Fault,
    place: String,
    problem: String,
    remedy: String,
}

impl Error {
    /// An error at `place` (a path, `path:line`, a part's name; may be empty). `problem` says what was expected and
    /// found, without a full stop; `remedy` is a whole sentence on what to do, or empty where nothing can be done.
    pub fn new(
        fault: Fault,
        place: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Error(Box::new(Told { fault, place: place.into(), problem: problem.into(), remedy: remedy.into() }))
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        self.0.fault
    }

    /// Where it happened: a path, `path:line`, a part's name, or empty.
    pub fn place(&self) -> &str {
        &self.0.place
    }

    /// What was expected and what was found.
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// What to do about it, or empty.
    pub fn remedy(&self) -> &str {
        &self.0.remedy
    }

    /// All of it in one line: `place: problem. remedy`.
    pub fn message(&self) -> String {
        let Told { place, problem, remedy, .. } = &*self.0;
        let colon = if place.is_empty() { "" } else { ": " };
        let stop = if remedy.is_empty() { "" } else { ". " };
        join(&[place, colon, problem, stop, remedy], "")
    }

    /// The same error, placed at `place` if it has no place yet: inner code rarely knows the file's name.
    pub fn at(mut self, place: impl Into<String>) -> Self {
        if self.0.place.is_empty() {
            self.0.place = place.into();
        }
        self
    }
}

/// The line of a file that its byte `at` is on, for `path:line`. Lines count from 1; an `at` behind the end is on the last.
#[cfg(feature = "build")]
pub(crate) fn line_at(file: &[u8], at: usize) -> usize {
    file.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}
