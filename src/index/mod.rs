//! Terms and where they stand: parts cut by term range, each with its words beside their postings.

#[cfg(feature = "build")]
pub mod inverted;
pub mod part;

pub use part::{Layout, Posting, Term, TermPart};
