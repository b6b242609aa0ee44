//! Matching and scores against a naive oracle.
