//! What is kept by number: parts by id, articles by document.

/// A map from numbers, in few bytes: the standard library's maps are 2 K of wasm. Looking up takes a binary search;
/// inserting moves what comes after.
#[derive(Debug)]
pub struct Kept<T>(Vec<(u32, T)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept(Vec::new())
    }
}

impl<T> Kept<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What is kept under `number`.
    pub fn get(&self, number: u32) -> Option<&T> {
        let place = self.place(number);
        self.0.get(place).filter(|kept| kept.0 == number).map(|kept| &kept.1)
    }

    /// Keeps `item` under `number`, instead of what was there.
    pub fn insert(&mut self, number: u32, item: T) {
        let place = self.place(number);
        match self.0.get_mut(place) {
            Some(kept) if kept.0 == number => kept.1 = item,
            _ => self.0.insert(place, (number, item)),
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn place(&self, number: u32) -> usize {
        self.0.partition_point(|kept| kept.0 < number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn keeps_as_the_standard_library_does(items in proptest::collection::vec((0u32..20, 0u8..), 0..40)) {
            let mut kept = Kept::default();
            let mut expected = std::collections::BTreeMap::new();
            for (number, item) in items {
                kept.insert(number, item);
                expected.insert(number, item);
            }
            for number in 0..21 {
                proptest::prop_assert_eq!(kept.get(number), expected.get(&number));
            }
            proptest::prop_assert_eq!(kept.len(), expected.len());
        }
    }
}
