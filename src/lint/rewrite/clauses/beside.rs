//! What stands beside a match, in its sentence and in the next, and would not fit another wording.

use super::{ClauseRewriter, begin};
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::part::{SentencePart, is_fact, is_mark, last, parts};
use crate::lint::reading::tags::Tags;
use crate::lint::rewrite::beside::Beside;

impl ClauseRewriter<'_> {
    /// What stands beside the match.
    pub(in crate::lint) fn beside(&self) -> Beside {
        let parts = parts(self.reading);
        let mine = |part: &SentencePart| part.tokens.contains(&self.found.tokens.start);
        let mut next = [self.before, self.after].into_iter().flatten();
        if next.any(|span| self.tells(span))
            || parts.iter().any(|part| !mine(part) && self.is_told(part))
        {
            return Beside::Event;
        }
        let because = |clause: &Clause| {
            clause.link.is_some_and(|link| self.reading.words.tags(link).any(Tags::BECAUSE))
        };
        let reasoned = self.reading.clauses().iter().any(because);
        if reasoned || parts.len() > 1 || self.neighbours.iter().any(Option::is_some) {
            Beside::Something
        } else {
            Beside::Nothing
        }
    }

    /// Whether nothing else is said in the sentence of what the clause of the match says: no more
    /// than a clause of its own before it, and nothing behind it.
    pub(in crate::lint::rewrite) fn is_alone(&self) -> bool {
        let words = &self.reading.words;
        let Some(tokens) = self.clause_tokens() else { return false };
        let ends = (tokens.end..words.tokens.len()).all(|at| words.tags(at).any(Tags::STOP))
            || self.goes_on_alone(tokens.end);
        let outer = self.outermost().and_then(|at| self.reading.clauses().get(at));
        // "Feeble, I'm just feeble": what is left of it would hang.
        let hangs = |clause: &Clause| {
            clause.verb.is_empty() && !clause.tokens.is_empty() && clause.tokens.end <= tokens.start
        };
        let hangs = self.reading.clauses().iter().any(hangs);
        let light = Tags::AND.and(Tags::BUT).and(Tags::BECAUSE).and(Tags::ADVERB);
        // "God I'm ugly."
        let first = |at: usize| at.checked_sub(1).is_none_or(|before| is_mark(words, before));
        let cry = |at: usize| first(at) && words.tags(at).any(Tags::OPEN);
        let begins = outer.is_some_and(|outer| {
            (outer.tokens.start..tokens.start).all(|at| words.tags(at).any(light) || cry(at))
        });
        let reason = outer.is_some_and(|outer| self.reason(outer).is_some());
        ends && begins && !hangs && !reason && !self.is_taken_up()
    }

    /// The word that makes a clause the reason of a fact: "I stayed in because they think I'm slow".
    pub(super) fn reason(&self, outer: &Clause) -> Option<usize> {
        let words = &self.reading.words;
        let link = outer.link.filter(|link| link + 1 == begin(outer))?;
        let because = words.is_one_of(link, &["because", "cause", "cuz", "cos", "bc", "as"]);
        let mut parts = parts(self.reading).into_iter();
        let head = parts.find(|part| part.tokens.contains(&link))?.head;
        let head = self.reading.clauses().get(head)?;
        // "But only because": what is left would hang.
        let because = because && link > 0 && !words.tags(link - 1).any(Tags::ADVERB.and(Tags::BUT));
        (because && head.tokens.end <= link && is_fact(self.reading, head)).then_some(link)
    }

    /// Whether a clause follows what is granted, without a mark between them: "Although I want one
    /// I'll never get it".
    pub(super) fn is_conceded(&self, outer: &Clause) -> bool {
        let mut clauses = self.reading.clauses().iter();
        let granted = clauses.find(|clause| clause.tokens.end == outer.tokens.start);
        let link = granted.and_then(|clause| clause.link).filter(|link| *link == 0);
        link.is_some_and(|link| self.reading.words.tags(link).any(Tags::THOUGH))
    }

    /// Whether the next sentence goes on with the match: "Not as a joke", "It shows", "Dull as a
    /// stone" behind "I'm dull".
    fn is_taken_up(&self) -> bool {
        let [_, next] = self.neighbours;
        let Some(next) = next else { return false };
        let reading = self.read(self.place.text(next.start, next.end));
        let words = &reading.words;
        let first = words.tags(0);
        let set_off = words.tags(1).any(Tags::COMMA);
        // "It rained" tells of something else.
        let event = |clause: &Clause| clause.mood.past && !clause.copula;
        let event = reading.clauses().first().is_some_and(event);
        let points = first.any(Tags::THAT) || first.any(Tags::IT) && !event;
        let points = points && !first.any(Tags::DETERMINER) && !set_off;
        let own = &self.reading.words;
        let mut said = self.found.hits.iter().flat_map(|hit| hit.from..hit.to);
        points
            || first.any(Tags::NOT)
            || said.any(|at| own.word(at) == words.word(0))
            || breaks_off(&reading)
    }

    /// Whether the next sentence says only that it is so: "I know it."
    pub(super) fn is_sworn_to(&self) -> bool {
        let [_, next] = self.neighbours;
        next.is_some_and(|next| {
            let reading = self.read(self.place.text(next.start, next.end));
            let light = Tags::IT.and(Tags::STOP);
            let words = &reading.words;
            let thinks = |clause: &Clause| {
                let think = clause.main.is_some_and(|main| words.tags(main).any(Tags::THINK));
                think
                    && clause.subject == Subject::Me
                    && clause.rest.clone().all(|at| words.tags(at).any(light))
            };
            reading.clauses().len() == 1 && reading.clauses().iter().all(thinks)
        })
    }

    /// Whether what ends at `end` is asked back: "won't I", "do I".
    pub(super) fn is_tagged(&self, end: usize) -> bool {
        let words = &self.reading.words;
        let asked = Tags::MODAL.and(Tags::DO).and(Tags::BE).and(Tags::HAVE);
        let light = asked.and(Tags::NOT).and(Tags::I).and(Tags::IT).and(Tags::STOP);
        words.tags(end).any(Tags::COMMA)
            && words.tags(end + 1).any(asked)
            && (end + 1..words.tokens.len()).all(|at| words.tags(at).any(light))
    }

    /// Whether a name for the writer follows that would belong to nobody: "…, a grown man".
    pub(super) fn is_named_again(&self, end: usize) -> bool {
        let words = &self.reading.words;
        let set_off = |at: usize| at > end && words.tags(at - 1).any(Tags::COMMA);
        let begins = |at: usize| {
            at >= end && matches!(words.word(at), "a" | "an") && (at == end || set_off(at))
        };
        // "A grown man", "a grown man who is late".
        let name = |clause: &Clause| {
            let more = clause.subject_tokens.clone().any(|at| words.tags(at).any(Tags::WHO));
            (clause.verb.is_empty() || more) && clause.tokens.clone().any(begins)
        };
        self.reading.clauses().iter().any(name)
    }

    /// Whether the sentences beside it speak to "you", as the match does.
    pub(super) fn is_spoken_to(&self) -> bool {
        self.neighbours.into_iter().flatten().any(|beside| {
            let reading = self.read(self.place.text(beside.start, beside.end));
            reading.words.tokens.iter().any(|token| token.tags.any(Tags::YOU))
        })
    }

    /// Whether another part of the sentence begins at `end` that says nothing about this one.
    fn goes_on_alone(&self, end: usize) -> bool {
        let words = &self.reading.words;
        let leans = Tags::IT.and(Tags::THAT).and(Tags::WHO);
        let next = parts(self.reading).into_iter().find(|part| part.tokens.start >= end);
        let Some(head) = next.map(|part| part.head) else { return false };
        // What was found there as well is reworded with this.
        let found = self.others.iter().any(|other| other.clause == head);
        self.reading.clauses().get(head).is_some_and(|clause| {
            let from = clause.link.map_or(clause.tokens.start, |link| link + 1);
            let between = (end..from).all(|at| is_mark(words, at) || Some(at) == clause.link);
            let link = clause.link.map_or(Tags::NONE, |link| words.tags(link));
            between
                && (found || link.any(Tags::AND.and(Tags::BUT)))
                && !clause.subject_tokens.is_empty()
                && !words.tags(from).any(leans)
        })
    }
}

/// Whether what a sentence says stands in the one before: "I always was.", "People think I am."
pub(super) fn breaks_off(reading: &Reading) -> bool {
    let words = &reading.words;
    let end = last(words).checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    end.any(Tags::BE.and(Tags::MODAL).and(Tags::DO)) && !end.any(Tags::GERUND)
}
