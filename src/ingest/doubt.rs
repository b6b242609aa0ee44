//! What ingest was unsure of, told so that an editor finds the place.

/// One thing to check by eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the source, from 1.
    pub line: u32,
    /// What is in doubt, and where there are two readings, which was taken.
    pub what: String,
}

impl Doubt {
    /// A doubt about `line`.
    pub fn new(line: u32, what: impl Into<String>) -> Self {
        Doubt { line, what: what.into() }
    }
}
