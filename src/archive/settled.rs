//! What searches ask and others answer: what is loaded only when it is needed.

use std::rc::Rc;

use super::PartId;
use super::parts::Parts;
use crate::query::doubt::Doubt;
use crate::query::meaning::{Meaning, Riddle};
use crate::query::repair::Repair;

/// How many questions are kept: several searches may be under way side by side, and must not drive each other's out.
const KEPT: usize = 32;

/// The last questions, and the answers to them once somebody has looked.
#[derive(Debug)]
pub struct Settled<Q, A>(Vec<(Rc<Q>, Option<Rc<A>>)>);

impl<Q, A> Default for Settled<Q, A> {
    fn default() -> Self {
        Settled(Vec::new())
    }
}

impl<Q: PartialEq, A> Settled<Q, A> {
    /// The answer to a question; `None` if nobody has looked yet.
    pub fn answer(&mut self, question: Q) -> Option<Rc<A>> {
        if let Some((_, answer)) = self.0.iter().find(|(known, _)| **known == question) {
            return answer.clone();
        }
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((Rc::new(question), None));
        None
    }

    /// The questions for which nobody has looked yet.
    pub fn open(&self) -> Vec<Rc<Q>> {
        let mut open = Vec::new();
        for (question, answer) in &self.0 {
            if answer.is_none() {
                open.push(question.clone());
            }
        }
        open
    }

    /// Forgets them: nobody waits for them any more.
    pub fn give_up(&mut self) {
        self.0.retain(|(_, answer)| answer.is_some());
    }

    /// Takes in the answer to such a question.
    pub fn settle(&mut self, question: &Rc<Q>, found: A) {
        if let Some((_, answer)) = self.0.iter_mut().find(|(known, _)| Rc::ptr_eq(known, question)) {
            *answer = Some(Rc::new(found));
        }
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

    /// The words in doubt.
    pub fn doubts(&mut self) -> &mut Settled<Vec<Doubt>, Vec<Repair>> {
        &mut self.doubts
    }

    /// The requests whose meaning is asked for.
    pub fn riddles(&mut self) -> &mut Settled<Riddle, Meaning> {
        &mut self.riddles
    }
}
