//! What searches ask and others answer: what is loaded only when it is needed.

use std::rc::Rc;

use super::PartId;
use super::parts::Parts;
use crate::query::doubt::Doubt;
use crate::query::meaning::{Meaning, Riddle};
use crate::query::repair::Repair;

/// How many answers are kept: a question is asked again for each round of parts that it fetches, and others between.
const KEPT: usize = 8;

/// What the question that is under way asks, and the last answers. Whoever asks settles nothing but what is asked here last, so
/// that no question waits for another's, fails with it, or goes on when nobody waits for it any more.
#[derive(Debug, Default)]
pub struct Settled<Q, A> {
    /// What is asked and nobody has looked into yet.
    pub open: Option<Q>,
    known: Vec<(Q, Rc<A>)>,
}

impl<Q: PartialEq, A> Settled<Q, A> {
    /// The answer to a question; `None` if nobody has looked yet.
    fn answer(&mut self, question: Q) -> Option<Rc<A>> {
        if let Some((_, answer)) = self.known.iter().find(|(known, _)| *known == question) {
            return Some(answer.clone());
        }
        self.open = Some(question);
        None
    }

    /// Takes in the answer to a question.
    pub fn settle(&mut self, question: Q, found: A) {
        if self.known.len() == KEPT {
            self.known.remove(0);
        }
        self.known.push((question, Rc::new(found)));
    }
}

impl Parts {
    /// What was found instead of the words that a query has in doubt. If nobody has looked yet, it is wanted.
    pub fn repairs(&mut self, words: Vec<Doubt>) -> Option<Rc<Vec<Repair>>> {
        let repairs = if words.is_empty() { Some(Rc::default()) } else { self.doubts.answer(words) };
        if repairs.is_none() {
            self.want(PartId::SPECIAL);
        }
        repairs
    }

    /// The meaning of a request that has more than words. If nobody has looked yet, it is wanted.
    pub fn meaning(&mut self, riddle: Riddle) -> Option<Rc<Meaning>> {
        let meaning = self.riddles.answer(riddle);
        if meaning.is_none() {
            self.want(PartId::SPECIAL);
        }
        meaning
    }
}
