//! The view tree and its two backends.
