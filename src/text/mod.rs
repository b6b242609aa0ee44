//! One tokenizer, folding and stemming, for build and query alike.
