//! What a sentence says, as far as rules need to know: its words, its clauses, who holds them.
//!
//! A reading is a pure function from a sentence and the words of a language. No statistics are in
//! it: closed classes, lexical fields and word order are enough for the few questions that rules ask.

pub(crate) mod clause;
mod fixed_order;
mod free_order;
pub(crate) mod grammar_file;
pub(crate) mod holding;
mod inflection;
pub(crate) mod lexicon;
mod mended;
pub(crate) mod part;
pub(crate) mod scope;
pub(crate) mod slips;
pub(crate) mod tags;
pub(crate) mod tokens;
pub mod told;
mod unknown;
pub(crate) mod words;

use std::cell::OnceCell;

use self::clause::Clause;
use self::grammar_file::Order;
use self::lexicon::Lexicon;
use self::scope::Scope;
use self::words::SentenceWords;

/// A sentence that has been read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) words: SentenceWords<'a>,
    /// Its clauses: found when somebody asks.
    clauses: OnceCell<Vec<Clause>>,
    /// How each clause is held.
    scopes: OnceCell<Vec<Scope>>,
}

impl<'a> Reading<'a> {
    /// Reads one sentence.
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let words = SentenceWords::new(text, lexicon);
        Self { words, clauses: OnceCell::new(), scopes: OnceCell::new() }
    }

    /// Its clauses.
    pub(crate) fn clauses(&self) -> &[Clause] {
        self.clauses.get_or_init(|| {
            let mut clauses = match self.words.lexicon.order {
                Order::SubjectVerb => fixed_order::clauses(&self.words),
                Order::Free => free_order::clauses(&self.words),
            };
            scope::link_parents(&self.words, &mut clauses);
            clauses
        })
    }

    /// How a clause is held.
    pub(crate) fn scope(&self, clause: usize) -> Option<&Scope> {
        let clauses = self.clauses();
        let all = || (0..clauses.len()).map(|at| scope::scope(&self.words, clauses, at)).collect();
        self.scopes.get_or_init(all).get(clause)
    }

    /// Whether what can be done about it follows a clause, in this sentence behind the token at
    /// `end`, or in the next.
    pub(crate) fn is_mended(&self, clause: usize, end: usize, after: Option<&Self>) -> bool {
        let after = after.map(|after| (&after.words, after.clauses()));
        mended::is_mended(&self.words, self.clauses(), clause, end, after)
    }
}
