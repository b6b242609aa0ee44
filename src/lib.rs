//! A magazine's back issues, searchable and readable in any web page.
//!
//! One crate, two faces. Compiled natively with the feature `build` it is the publisher's tool: it cuts issue
//! text into articles ([`ingest`]), and writes archives, static pages and feeds ([`publish`]). Compiled to
//! WebAssembly it is the reader's engine: it opens an archive ([`archive`]), searches it ([`query`]) and renders
//! what it found ([`render`]). Both faces share one tokenizer, one format and one ranking.
//!
#![doc = include_str!("ARCHITECTURE.md")]
#![deny(unsafe_code)]

pub mod archive;
pub mod bytes;
#[cfg(feature = "build")]
pub mod content;
pub mod error;
pub mod format;
pub mod index;
#[cfg(feature = "build")]
pub mod ingest;
#[cfg(any(all(test, feature = "build"), all(target_arch = "wasm32", not(feature = "tiny"))))]
mod json;
pub mod model;
#[cfg(feature = "build")]
pub mod publish;
pub mod query;
pub mod render;
pub mod snippet;
pub mod sort;
pub mod store;
pub mod strings;
pub mod text;
#[cfg(any(feature = "build", feature = "tiny"))]
pub mod tiny;
#[cfg(all(target_arch = "wasm32", not(feature = "tiny")))]
pub mod wasm;

pub use error::{Error, Fault, Result};
