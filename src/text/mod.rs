//! One tokenizer, folding and stemming, for build and query alike.
//!
//! [`tokens()`] cuts text into [`Token`]s: each has the place it stands at, the folded word, and the term that the index
//! holds. None of it uses the standard library's Unicode tables (`fold.rs` says why).

#[cfg(feature = "build")]
mod acronyms;
mod fold;
mod function;
#[cfg(feature = "build")]
mod slug;
mod spelling;
mod stem;
mod tokens;
mod unfinished;
mod welsh;

#[cfg(feature = "build")]
pub use acronyms::{Acronym, acronyms};
pub use function::is_function_word;
#[cfg(feature = "build")]
pub use slug::slug;
pub use stem::stem;
pub use tokens::{Kind, Lang, MAX_TERM_BYTES, Token, is_combining, radicals, term, terms, tokens};
pub use unfinished::{partial, unfinished};
pub use welsh::is_mutated;
