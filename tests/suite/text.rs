//! Tokens, folding and stems.
