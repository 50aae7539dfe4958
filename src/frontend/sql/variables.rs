//! What variables of a session or block hold: answers, texts, SQL to be run.

use std::collections::BTreeSet;

use imbl::OrdMap;

use crate::migration::{Condition, If, Node};
use crate::source::Span;

/// SQL text in a variable or a prepared statement, as the program it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    Program(Vec<Node>),
    Unknown,
}

/// What is known of each variable. A clone shares all of it, so that both ways of a branch start from the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables {
    /// The condition that a count above 0 or a true value stands for.
    answers: OrdMap<String, Condition>,
    texts: OrdMap<String, String>,
    programs: OrdMap<String, Held>,
    /// Every name that was given a value, in order: what a branch may have changed.
    assigned: Vec<String>,
}

impl Variables {
    pub(crate) fn answer(&self, name: &str) -> Option<&Condition> {
        self.answers.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    pub(crate) fn program(&self, name: &str) -> Option<&Held> {
        self.programs.get(name)
    }

    /// A new value takes the place of all that was known of this name.
    pub(crate) fn assign(&mut self, name: String) -> Assigned<'_> {
        self.answers.remove(&name);
        self.texts.remove(&name);
        self.programs.remove(&name);
        self.assigned.push(name.clone());
        Assigned { variables: self, name }
    }

    /// What is known behind a branch, where one way left `then` and the other one `self`.
    pub(crate) fn meet(&mut self, then: Self, before: usize, condition: &Condition, at: Span) {
        let names: BTreeSet<String> = then.assigned[before..].iter().chain(&self.assigned[before..]).cloned().collect();
        for name in names {
            let answer = self.answers.get(&name).filter(|answer| then.answers.get(&name) == Some(answer)).cloned();
            let text = self.texts.get(&name).filter(|text| then.texts.get(&name) == Some(text)).cloned();
            let program = match (then.programs.get(&name), self.programs.get(&name)) {
                (Some(one), Some(other)) if one == other => Some(one.clone()),
                (Some(Held::Program(then)), Some(Held::Program(otherwise))) => {
                    let (then, otherwise) = (then.clone(), otherwise.clone());
                    let branch = If { condition: condition.clone(), at, then, otherwise };
                    Some(Held::Program(vec![Node::If(branch)]))
                }
                (None, None) => None,
                _ => Some(Held::Unknown),
            };
            let mut assigned = self.assign(name);
            assigned.value(answer, text, program);
        }
    }

    /// How often a variable was given a value so far.
    pub(crate) fn assignments(&self) -> usize {
        self.assigned.len()
    }

    /// A loop may have gone round or not: what it assigned is not known.
    pub(crate) fn forget_since(&mut self, before: usize) {
        for name in self.assigned.split_off(before) {
            self.assign(name);
        }
    }
}

/// A variable that is being given a value; nothing more is known of it than what is said here.
pub(crate) struct Assigned<'v> {
    variables: &'v mut Variables,
    name: String,
}

impl Assigned<'_> {
    pub(crate) fn answer(self, answer: Condition) {
        self.variables.answers.insert(self.name, answer);
    }

    pub(crate) fn value(&mut self, answer: Option<Condition>, text: Option<String>, program: Option<Held>) {
        if let Some(answer) = answer {
            self.variables.answers.insert(self.name.clone(), answer);
        }
        if let Some(text) = text {
            self.variables.texts.insert(self.name.clone(), text);
        }
        if let Some(program) = program {
            self.variables.programs.insert(self.name.clone(), program);
        }
    }
}
