//! The content folder: round trips, edits kept, damaged files refused.
