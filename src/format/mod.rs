//! What every part is made of: hashes, the directory of parts, the arithmetic coder and its models. FORMAT.md draws the
//! bytes.
//!
//! Most of an archive is coded by one adaptive binary arithmetic coder ([`coder`]). A structure is described once, as a
//! function over [`coder::Coder`], and that function both writes and reads it: the two cannot drift apart.

pub mod coder;
pub mod letters;
pub mod manifest;
#[cfg(feature = "build")]
pub mod pack;
#[cfg(feature = "build")]
pub mod section;
pub mod sha256;
pub mod table;

pub use manifest::Manifest;
pub use table::{PartRef, Table};

/// The format's version, the byte after [`MAGIC`]. A reader opens archives of this version and those before.
pub const VERSION: u8 = 4;
/// The first version whose columns say how many articles each group has.
pub const GROUP_LENS_SINCE: u8 = 3;
/// The first version whose manifest says whether postings have impacts.
pub const IMPACTS_SINCE: u8 = 4;
/// The first four bytes of a manifest.
pub const MAGIC: [u8; 4] = *b"BKIS";
/// The name of the manifest in an archive's folder.
pub const MANIFEST_NAME: &str = "manifest.bi";
