//! The frame dump: the text frames of a page-layout file, one after another.
//!
//! A dump gives the frames of a page in any order: a column stops where its frame ends, in mid-sentence; a headline may
//! come after its story; two stories may be cut through one another; a box stands in the middle of a sentence. So
//! nothing is taken to belong to what stands next to it. The steps:
//!
//! 1. [`reader`]: lines to pieces, each with the width of its column and whether its paragraph goes on elsewhere.
//! 2. [`shape`]: what can be told of a piece by itself and its neighbours.
//! 3. [`chains`]: running text, each piece linked to the one that it goes on in; what interrupts is set aside.
//! 4. [`heads`]: headlines, kickers, bylines and standfirsts, given to the chains they fit best, by the words they
//!    share and by how near they stand.
//! 5. [`mod@stories`]: chains and heads to drafts, every piece with its zone.

pub mod chains;
pub mod heads;
pub mod reader;
pub mod shape;
pub mod stories;

pub use reader::pieces;
pub use stories::stories;
