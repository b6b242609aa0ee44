//! Static pages, feeds, headlines and the tiny edition.
