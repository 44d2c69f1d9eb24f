//! Who or what a clause is about.

use super::{AUXILIARY, Core, LINK, PASSED, Parser, SUBJECT};
use crate::lint::reading::clause::Subject;
use crate::lint::reading::tags::Tags;

impl Parser<'_> {
    pub(super) fn pronoun(&self, at: usize) -> Subject {
        let tags = self.tags(at);
        if tags.any(Tags::I) {
            Subject::Me
        } else if tags.any(Tags::NOBODY) {
            Subject::Nobody
        } else if tags.any(Tags::PEOPLE) {
            Subject::People
        } else if self.is(at, "they") {
            Subject::They
        } else if tags.any(Tags::YOU) {
            Subject::You
        } else if tags.any(Tags::WE) {
            Subject::We
        } else if tags.any(Tags::THEY) {
            Subject::Other
        } else {
            Subject::Thing
        }
    }

    /// "My brain is", behind a verb.
    pub(super) fn mine_core(&self, at: usize) -> Option<Core> {
        // "A difference in my life is": part of what stands before it.
        let before = at.checked_sub(1).map_or(Tags::NONE, |before| self.tags(before));
        let inside = before.any(Tags::PREPOSITION) && !before.any(Tags::BECAUSE.and(Tags::LIKE));
        if inside || !self.tags(at).any(Tags::MY) {
            return None;
        }
        let verb = (at + 2..at + 4).find(|at| self.tags(*at).any(AUXILIARY))?;
        if !self.head_is(at, verb, "part") {
            return None;
        }
        let group = self.verb_group(verb, verb)?;
        Some(Core { subject: Subject::Mine, subject_tokens: at..verb, verb: group })
    }

    /// A noun with what stands around it, and its verb: the first finite one within a few words.
    pub(super) fn noun_core(&self, at: usize) -> Option<Core> {
        let first = self.tags(at);
        // "Came home and was a brute": what begins with a verb has no subject.
        let names = Tags::NOUN.and(Tags::ADJECTIVE).and(Tags::DETERMINER);
        if first.any(Tags::VERB) && first.any(Tags::PAST) && !first.any(names) {
            return None;
        }
        if first.any(LINK.and(Tags::THAT).and(Tags::WHO).and(Tags::WHAT))
            && !first.any(SUBJECT.and(Tags::DETERMINER))
        {
            return None;
        }
        if first
            .any(Tags::STOP.and(Tags::COMMA).and(AUXILIARY).and(Tags::ME).and(Tags::PREPOSITION))
        {
            return None;
        }
        for verb in at + 1..at + 10 {
            let tags = self.tags(verb);
            let ends = Tags::STOP.and(Tags::COMMA).and(Tags::I).and(Tags::BECAUSE).and(Tags::BUT);
            if tags.any(ends.and(Tags::IF).and(Tags::THOUGH)) {
                return None;
            }
            // "My manager still hates me": what stands before a verb belongs to it.
            let end = self.before_adverbs(at + 1, verb);
            let described = end < verb
                && tags.any(Tags::ADJECTIVE)
                && self.tags(verb - 1).any(Tags::INTENSIFIER);
            let before = self.tags(end - 1);
            let nominal = Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR).and(Tags::PREPOSITION);
            let nominal = nominal.and(Tags::TO).and(Tags::MODAL).and(Tags::INTENSIFIER);
            let finite = tags.any(AUXILIARY.and(Tags::PAST).and(Tags::THIRD))
                || (tags.any(Tags::BASE) && self.is_plural(at, end));
            let passed = tags.any(PASSED) && !tags.any(AUXILIARY);
            if finite && !passed && !described && !before.any(nominal) && !tags.any(Tags::GERUND) {
                let group = self.verb_group(end, verb)?;
                let kind = self.noun_kind(at, end);
                return Some(Core { subject: kind, subject_tokens: at..end, verb: group });
            }
        }
        None
    }

    /// Where the adverbs begin that stand before `verb`, not before `from`.
    fn before_adverbs(&self, from: usize, verb: usize) -> usize {
        let adverb = |at: &usize| self.tags(*at).any(Tags::ADVERB.and(Tags::NEVER));
        (from..verb).rev().take_while(adverb).last().unwrap_or(verb)
    }

    /// Whether the noun before `to` names several.
    pub(super) fn is_plural(&self, from: usize, to: usize) -> bool {
        // "My body and my mind."
        let both = (from + 1..to.saturating_sub(1)).any(|at| self.is(at, "and"));
        both || (from..to)
            .any(|at| self.tags(at).any(Tags::PEOPLE) || self.words.is_in(at, &["people"]))
            || to.checked_sub(1).is_some_and(|last| self.is_many(last))
    }

    pub(super) fn is_many(&self, at: usize) -> bool {
        let token = self.words.tokens.get(at);
        token.is_some_and(|token| {
            let many = self.words.lexicon.text(token.word).is_some_and(|word| {
                word.ends_with('s') && !word.ends_with("ss") && word.len() > 3
                    || matches!(word, "people" | "women" | "men" | "children")
            });
            many && self.words.is_in(at, &["role", "near", "people"])
        })
    }

    pub(super) fn noun_kind(&self, from: usize, to: usize) -> Subject {
        let all = |tag: Tags| (from..to).any(|at| self.tags(at).any(tag));
        let many = (from..to).any(|at| self.words.is_in(at, &["people"]) || self.is_many(at));
        let many = many || self.words.names(from, to, "people");
        let person = (from..to).any(|at| self.words.is_in(at, &["near", "role"]));
        if all(Tags::NOBODY) || (self.tags(from).any(Tags::NO) && (many || person || to - from < 4))
        {
            Subject::Nobody
        } else if many || all(Tags::PEOPLE) {
            Subject::People
        } else if person || (from..to).any(|at| self.tags(at).any(Tags::THEY)) {
            Subject::Other
        } else if self.tags(from).any(Tags::MY) && self.head_is(from, to, "part") {
            Subject::Mine
        } else {
            Subject::Thing
        }
    }

    /// Whether the first noun behind a "my" is a word of this field.
    pub(super) fn head_is(&self, from: usize, to: usize, field: &str) -> bool {
        let stop = Tags::AND.and(Tags::PREPOSITION);
        let end = (from + 1..to).find(|at| self.tags(*at).any(stop)).unwrap_or(to);
        end.checked_sub(1).is_some_and(|last| self.words.is_in(last, &[field]))
    }
}
