//! The real issues, where they are at hand: scores as floors, queries with known answers.
