//! Picks fragments of an article and gives ranges; knows no markup.
