//! Every encoder: round trips, frozen archives, every byte mutated.
