//! What a frame has found in a clause, and from where to where that reaches.

use std::ops::Range;

use crate::lint::reading::Reading;
use crate::lint::reading::clause::Clause;
use crate::lint::reading::grammar_file::Order;
use crate::lint::reading::holding::Holding;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;

/// What a frame found.
#[derive(Debug, Clone)]
pub(crate) struct FrameMatch {
    /// The clause, by number.
    pub(crate) clause: usize,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The words of fields that made it.
    pub(crate) hits: Vec<FieldHit>,
}

/// What a frame has found so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) hits: Vec<FieldHit>,
}

impl Found {
    pub(super) fn add(&mut self, hit: FieldHit) {
        self.hits.push(hit);
    }

    pub(super) fn extend(&mut self, hit: Option<FieldHit>) {
        self.hits.extend(hit);
    }

    /// From the subject to the last word found, or to the end of a clause that is shown `whole`.
    pub(super) fn finish(self, reading: &Reading, at: usize, whole: bool) -> Option<FrameMatch> {
        let clause = reading.clauses().get(at)?;
        let scope = reading.scope(at)?;
        let mut from = if clause.verb.is_empty() {
            self.hits.iter().map(|hit| hit.from).min()?
        } else if clause.subject_tokens.is_empty() {
            clause.verb.start
        } else {
            clause.subject_tokens.start.min(clause.verb.start)
        };
        let felt = scope.holdings.contains(&Holding::Felt) || scope.turned;
        if let Some(outer) = scope.outermost.filter(|outer| *outer != at && felt) {
            let outer = reading.clauses().get(outer)?;
            from = from.min(outer.subject_tokens.start.min(outer.verb.start));
        }
        // "What an idiot I am" begins before the subject.
        let first = self.hits.iter().map(|hit| hit.from).min();
        if first.is_some_and(|first| first < from && clause.tokens.contains(&first)) {
            from = if clause.verb.is_empty() { from } else { clause.tokens.start };
        }
        from = first.map_or(from, |first| first.min(from));
        // "Weil ich so faul bin": what makes a clause hang is part of it.
        let joins = Tags::AND.and(Tags::BUT);
        let hangs = |link: &usize| !reading.words.tags(*link).any(joins);
        if reading.words.lexicon.order == Order::Free {
            from = clause.link.filter(hangs).map_or(from, |link| link.min(from));
        }
        let to = self.hits.iter().map(|hit| hit.to).max().unwrap_or(clause.verb.end);
        let to = to.max(clause.verb.end).max(clause.subject_tokens.end);
        let marks = Tags::STOP.and(Tags::COMMA);
        let last = || clause.tokens.clone().rfind(|at| !reading.words.tags(*at).any(marks));
        let to = if whole { last().map_or(to, |last| to.max(last + 1)) } else { to };
        let to = named(reading, clause, to);
        Some(FrameMatch { clause: at, tokens: from..to, hits: self.hits })
    }
}

/// Where what is shown ends when it must not end with "one" or "the" before a noun: behind the noun.
fn named(reading: &Reading, clause: &Clause, to: usize) -> usize {
    let tags = |at: usize| reading.words.tags(at);
    let noun = |at: &usize| {
        let noun = Tags::NOUN.and(Tags::OPEN).and(Tags::ADJECTIVE);
        tags(*at).any(noun) && !tags(*at).any(Tags::STOP.and(Tags::COMMA).and(Tags::BE))
    };
    let leads = to.checked_sub(1).is_some_and(|last| {
        tags(last).any(Tags::DETERMINER.and(Tags::NUMBER)) && !tags(last).any(Tags::INTENSIFIER)
    });
    let behind = (to..clause.tokens.end).take_while(noun).count();
    if leads { to + behind } else { to }
}
