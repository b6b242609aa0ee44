//! Which language each article is in, for lists: an article's own text says it itself.
//!
//! A part among the manifest's extras, which only an archive of several languages has. A reader that does not know it takes
//! every article for one in the archive's language.
#![deny(clippy::arithmetic_side_effects)]

use super::columns::{Ordinals, names};
use crate::Result;
use crate::format::coder::{Coder, Decoder, Encoder};
use crate::format::letters::Letters;

/// The kind of this part among the manifest's extras.
pub const KIND: u8 = 2;

/// The languages, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// The tags that articles name, in the order in which they are first met; empty for those that name none.
    pub tags: Vec<String>,
    /// For each document its place in `tags`.
    pub of: Vec<u32>,
}

fn code(
    coder: &mut impl Coder,
    letters: &mut Letters,
    languages: &Languages,
    docs: usize,
) -> Result<Languages> {
    let tags = names(coder, letters, &languages.tags, docs)?;
    let (mut ordinals, mut of) = (Ordinals::default(), Vec::new());
    for doc in 0..docs {
        let value = languages.of.get(doc).copied().unwrap_or(0);
        of.push(ordinals.code(coder, value, tags.len())?);
    }
    Ok(Languages { tags, of })
}

impl Languages {
    /// What an article says of its language: empty if it says nothing, or there is no such part.
    pub fn of(&self, doc: usize) -> &str {
        self.of.get(doc).and_then(|&place| self.tags.get(place as usize)).map_or("", |tag| tag)
    }

    /// Reads the part of an archive with so many documents. `letters` is the vocabulary's model.
    pub fn read(bytes: &[u8], letters: &Letters, docs: usize) -> Result<Self> {
        let mut decoder = Decoder::new(bytes);
        let languages = code(&mut decoder, &mut letters.clone(), &Languages::default(), docs)?;
        decoder.finish()?;
        Ok(languages)
    }

    /// The part's bytes.
    pub fn write(&self, letters: &Letters) -> Result<Vec<u8>> {
        let mut encoder = Encoder::default();
        code(&mut encoder, &mut letters.clone(), self, self.of.len())?;
        Ok(encoder.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_come_back(languages in prop::collection::vec(0u32..4, 1..80)) {
            // Places are given in the order of first use.
            let mut met = Vec::new();
            let of: Vec<u32> = languages.iter().map(|language| {
                let place = met.iter().position(|known| known == language);
                place.unwrap_or_else(|| { met.push(*language); met.len().saturating_sub(1) }) as u32
            }).collect();
            let tags = met.iter().map(|language| ["", "cy", "en-GB", "fr"][*language as usize].to_owned()).collect();
            let written = Languages { tags, of };
            let bytes = written.write(&Letters::default()).unwrap();
            prop_assert_eq!(Languages::read(&bytes, &Letters::default(), languages.len()).unwrap(), written);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), docs in 0usize..300) {
            let _ = Languages::read(&bytes, &Letters::default(), docs);
        }
    }
}
