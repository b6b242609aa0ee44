//! Content or documents to an archive, static pages and feeds.

pub mod address;
pub mod archive;
pub mod documents;
pub mod feeds;
pub mod headlines;
mod impacts;
mod limits;
pub mod pack;
pub mod pages;
mod related;
pub mod site;
mod spool;
pub(crate) mod synonyms;
pub mod tiny;

/// Why a file of a site is not there.
fn unwritable(path: &std::path::Path, error: &std::io::Error) -> crate::Error {
    crate::Error::new(
        crate::Fault::Environment,
        path.display().to_string(),
        format!("cannot be written ({error})"),
        "Check that the folder can be written to and that the disk has room.",
    )
}

/// Why a file of a site that was there a moment ago is not read.
fn unreadable(path: &std::path::Path, error: &std::io::Error) -> crate::Error {
    crate::Error::new(
        crate::Fault::Environment,
        path.display().to_string(),
        format!("cannot be read ({error})"),
        "Try again.",
    )
}
