//! Clauses of a language in which the verb stands behind its subject, as in English.
//!
//! A clause is a subject, a group of verbs, and the rest. It begins at punctuation, at a word that
//! joins clauses and is followed by one, and at a new subject after a verb ("I think I am …").

mod core;
mod elided;
mod gerund;
mod subject;
mod verbs;

use std::ops::Range;

use super::clause::{Clause, Mood, Subject};
use super::tags::Tags;
use super::words::SentenceWords;

/// The clauses of a sentence.
pub(super) fn clauses(words: &SentenceWords) -> Vec<Clause> {
    let mut parser = Parser { words, done: Vec::new(), current: Clause::default() };
    parser.run();
    parser.done
}

/// A subject and its verbs, found at some token.
struct Core {
    subject: Subject,
    subject_tokens: Range<usize>,
    verb: VerbGroup,
}

/// A group of verbs.
#[derive(Default)]
struct VerbGroup {
    range: Range<usize>,
    main: Option<usize>,
    copula: bool,
    mood: Mood,
    by: bool,
}

/// A sentence while its clauses are found.
struct Parser<'a> {
    words: &'a SentenceWords<'a>,
    done: Vec<Clause>,
    current: Clause,
}

const AUXILIARY: Tags = Tags::BE.and(Tags::HAVE).and(Tags::DO).and(Tags::MODAL);

const SUBJECT: Tags = Tags::I
    .and(Tags::YOU)
    .and(Tags::THEY)
    .and(Tags::IT)
    .and(Tags::WE)
    .and(Tags::NOBODY)
    .and(Tags::PEOPLE);

const LINK: Tags = Tags::AND.and(Tags::BUT).and(Tags::BECAUSE).and(Tags::IF).and(Tags::THOUGH);

const PASSED: Tags = Tags::ADVERB.and(Tags::INTENSIFIER).and(Tags::NOT).and(Tags::NEVER);

impl Parser<'_> {
    fn tags(&self, at: usize) -> Tags {
        self.words.tokens.get(at).map_or(Tags::STOP, |token| token.tags)
    }

    /// Whether a token is this word or a form of it.
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.is_one_of(at, &[word]) || self.words.lemma(at) == word
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.words.tokens.len() {
            at = self.step(at);
        }
        self.close(self.words.tokens.len());
    }

    /// Looks at one token, and gives the next to look at.
    fn step(&mut self, at: usize) -> usize {
        let tags = self.tags(at);
        if tags.any(Tags::STOP) {
            self.close(at);
            self.open(at + 1, None);
            return at + 1;
        }
        let is_start = self.is_start(at);
        if tags.any(Tags::COMMA) {
            let after = self.past_passed(at + 1);
            let starts = self.core(after, true).is_some() || self.elided(after).is_some();
            // "If, on the other hand, I am": what stands between the commas is an aside.
            let supposes = self.current.link.is_some_and(|link| self.tags(link).any(Tags::IF))
                && self.current.verb.is_empty();
            if !is_start && starts && !supposes && !self.is_between_adjectives(at) {
                self.close(at);
                self.open(at + 1, None);
            }
            return at + 1;
        }
        // "I'm so slow it's a joke": how slow, and no reason.
        let how = tags.any(Tags::INTENSIFIER) && self.tags(at + 1).any(Tags::ADJECTIVE);
        let says_how = how && self.current.copula && at == self.current.verb.end;
        let joins = tags.any(LINK.and(Tags::THAT).and(Tags::WHO).and(Tags::WHAT)) && !says_how;
        if joins && (!tags.any(SUBJECT) || !is_start) {
            if is_start && self.current.link.is_none() && !self.begins_core(at) {
                self.current.link = Some(at);
                return at + 1;
            }
            if is_start && tags.any(LINK) && !self.begins_core(at) {
                // "what if", "and because": the last says most.
                self.current.link = Some(at);
                return at + 1;
            }
            if !is_start && self.clause_follows(at) {
                self.close(at);
                self.open(at, Some(at));
                return at + 1;
            }
        }
        if tags.any(Tags::GERUND) && self.begins_gerund(at) {
            if let Some(core) = self.doing(at) {
                return self.take(core);
            }
            if self.gerund(at) {
                return self.current.verb.end;
            }
        }
        if let Some(core) = self.asking(at) {
            return self.take(core);
        }
        if self.current.verb.is_empty() {
            let fresh = is_start || self.starts_after_passed(at);
            let core = self.core(at, fresh);
            let core = core.or_else(|| if fresh { self.elided(at) } else { None });
            if let Some(core) = core {
                return self.take(core);
            }
        } else if tags.any(SUBJECT.and(Tags::MY))
            && !says_how
            && at >= self.current.verb.end
            && let Some(core) = self.core(at, false).filter(|core| self.is_new(at, core))
        {
            self.close(at);
            self.open(at, None);
            return self.take(core);
        } else if let Some(core) = self.thought(at) {
            self.close(at);
            self.open(at, None);
            return self.take(core);
        }
        at + 1
    }

    /// Whether a subject found behind a verb begins a clause of its own.
    fn is_new(&self, at: usize, core: &Core) -> bool {
        let tags = self.tags(at);
        let sure = tags.any(Tags::I.and(Tags::WE)) || self.is(at, "they") || self.is(at, "he");
        let finite =
            self.tags(core.verb.range.start).any(AUXILIARY.and(Tags::PAST).and(Tags::THIRD));
        sure || finite
    }

    fn is_start(&self, at: usize) -> bool {
        let first = self.current.tokens.start;
        let first = self.current.link.map_or(first, |link| link + 1);
        at <= first
    }

    /// Whether only adverbs stand between the beginning of the clause and `at`.
    fn starts_after_passed(&self, at: usize) -> bool {
        let first = self.current.tokens.start;
        let first = self.current.link.map_or(first, |link| link + 1);
        (first..at).all(|at| self.tags(at).any(PASSED.and(Tags::COMMA).and(LINK)))
    }

    fn past_passed(&self, mut at: usize) -> usize {
        while self.tags(at).any(PASSED.and(LINK)) && !self.tags(at).any(AUXILIARY.and(SUBJECT)) {
            at += 1;
        }
        at
    }

    fn begins_core(&self, at: usize) -> bool {
        self.tags(at).any(SUBJECT) && self.core(at, true).is_some()
    }

    /// Whether a clause follows the joining word at `at`.
    fn clause_follows(&self, at: usize) -> bool {
        let tags = self.tags(at);
        if tags.any(Tags::WHAT) && self.exclaims(at) {
            return true;
        }
        let mut next = self.past_passed(at + 1);
        let what = tags.any(Tags::WHAT) && !tags.any(Tags::THAT.and(Tags::BECAUSE));
        if tags.any(Tags::WHO) || what && self.tags(next).any(Tags::BE) {
            let verb = self.tags(next).any(AUXILIARY.and(Tags::VERB));
            return verb || self.core(next, true).is_some();
        }
        if tags.any(Tags::THAT.and(Tags::WHAT)) && self.tags(next).any(Tags::ADJECTIVE) {
            next += 1;
        }
        // "My family and I were": they are one subject.
        let shared = self.is(at, "and") && self.tags(next).any(Tags::I);
        if shared && self.current.verb.is_empty() && self.is_joined(next) {
            return false;
        }
        // "And part of me says": a noun begins a clause there all the same.
        let mine = self.is(next, "part") && self.tags(next + 2).any(Tags::ME)
            || self.begins_with_mine(next);
        if self.core(next, !tags.any(Tags::AND) || mine).is_some() {
            return true;
        }
        // "and was a brute": nobody is named again.
        let shared = tags.any(Tags::AND.and(Tags::BUT)) && !self.current.verb.is_empty();
        shared && self.elided(next).is_some()
    }

    /// "What a klutz I am", "how far behind I am" within a sentence.
    fn exclaims(&self, at: usize) -> bool {
        let says = Tags::DETERMINER.and(Tags::ADJECTIVE).and(Tags::NOUN).and(Tags::OPEN);
        let says = says.and(PASSED).and(Tags::PREDETERMINER);
        let mut behind = at + 1..at + 8;
        let subject = behind.find(|at| {
            !self.tags(*at).any(says) && self.words.word(*at) != "of" || self.tags(*at).any(Tags::I)
        });
        let Some(subject) = subject.filter(|subject| *subject > at + 1) else { return false };
        let verb = subject + 1;
        let ends = Tags::STOP.and(Tags::COMMA).and(Tags::AND).and(Tags::BUT);
        let one = self.is(at + 1, "a") || self.is(at + 1, "an") || self.is(at, "how");
        let last = self.words.tokens.len();
        one && self.tags(subject).any(Tags::I)
            && self.tags(verb).any(Tags::BE)
            && (verb + 1 >= last || self.tags(verb + 1).any(ends))
    }

    /// Whether "my" and a noun or two begin a clause behind another: "and my boat was late".
    fn begins_with_mine(&self, at: usize) -> bool {
        let verb = (at + 2..at + 4).find(|at| self.tags(*at).any(AUXILIARY));
        !self.current.verb.is_empty() && self.tags(at).any(Tags::MY) && verb.is_some()
    }

    fn open(&mut self, at: usize, link: Option<usize>) {
        self.current = Clause { tokens: at..at, link, ..Clause::default() };
    }

    fn close(&mut self, end: usize) {
        let mut clause = std::mem::take(&mut self.current);
        clause.tokens.end = end;
        if clause.tokens.is_empty() {
            return;
        }
        let behind = if clause.verb.is_empty() { clause.tokens.start } else { clause.verb.end };
        clause.rest = behind.min(end)..end;
        self.done.push(clause);
    }

    fn take(&mut self, core: Core) -> usize {
        let Core { subject, subject_tokens, verb } = core;
        let clause = &mut self.current;
        clause.subject = subject;
        clause.subject_tokens = subject_tokens;
        clause.by = None;
        if verb.by {
            clause.by = Some(subject);
            clause.subject = Subject::Me;
        }
        clause.verb = verb.range.clone();
        clause.main = verb.main;
        clause.copula = verb.copula;
        clause.mood = verb.mood;
        verb.range.end
    }

    /// Whether a comma stands between two adjectives before one noun: "a bitter, sour woman".
    fn is_between_adjectives(&self, comma: usize) -> bool {
        if !self.tags(comma + 1).any(Tags::ADJECTIVE) || self.tags(comma + 1).any(Tags::BE) {
            return false;
        }
        for before in (0..comma).rev().take(4) {
            let tags = self.tags(before);
            if tags.any(Tags::DETERMINER) && !tags.any(Tags::ADJECTIVE) {
                return before + 1 < comma;
            }
            if !tags.any(Tags::ADJECTIVE.and(Tags::INTENSIFIER).and(Tags::COMMA).and(Tags::AND)) {
                return false;
            }
        }
        false
    }

    fn past_adverbs(&self, mut at: usize) -> usize {
        let first = at;
        while at < first + 5 && self.tags(at).any(PASSED) && !self.tags(at).any(AUXILIARY) {
            at += 1;
        }
        at
    }
}
