//! Checked cursor and varints: the only code that touches raw bytes.
