//! Opening, searching and reading archives, whole and broken.
