//! The words that queries have in doubt, until what was probably meant is found.

use std::rc::Rc;

use crate::query::doubt::Doubt;
use crate::query::repair::Repair;

/// Queries whose doubts are kept: several may be asked side by side, and must not drive each other's out.
const KEPT: usize = 32;

/// The words in doubt of the last queries, and what was found instead of them once somebody has looked.
#[derive(Debug, Default)]
pub struct Doubts(Vec<OfQuery>);

#[derive(Debug)]
struct OfQuery {
    words: Rc<Vec<Doubt>>,
    repairs: Option<Rc<Vec<Repair>>>,
}

impl Doubts {
    /// What was found instead of these words of a query; `None` if nobody has looked yet.
    pub fn repairs(&mut self, words: Vec<Doubt>) -> Option<Rc<Vec<Repair>>> {
        if let Some(known) = self.0.iter().find(|known| *known.words == words) {
            return known.repairs.clone();
        }
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(OfQuery { words: Rc::new(words), repairs: None });
        None
    }

    /// The words of each query for which nobody has looked yet.
    pub fn open(&self) -> Vec<Rc<Vec<Doubt>>> {
        let mut open = Vec::new();
        for OfQuery { words, repairs } in &self.0 {
            if repairs.is_none() {
                open.push(words.clone());
            }
        }
        open
    }

    /// Takes in what was found instead of such words.
    pub fn settle(&mut self, words: &Rc<Vec<Doubt>>, repairs: Vec<Repair>) {
        if let Some(known) = self.0.iter_mut().find(|known| Rc::ptr_eq(&known.words, words)) {
            known.repairs = Some(Rc::new(repairs));
        }
    }
}
