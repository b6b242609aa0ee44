//! Parts, header, version, checksums. FORMAT.md draws the bytes.
