//! Term dictionary, postings: writer beside reader.
