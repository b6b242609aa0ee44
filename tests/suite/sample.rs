//! The sample magazine, end to end.
