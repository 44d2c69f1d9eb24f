//! A subject with its verbs, wherever a clause may begin.

use super::{AUXILIARY, Core, LINK, PASSED, Parser, SUBJECT};
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::tags::Tags;

impl Parser<'_> {
    /// A subject with its verbs at `at`. A noun is taken for a subject only where a clause is
    /// `fresh`.
    pub(super) fn core(&self, at: usize, fresh: bool) -> Option<Core> {
        let tags = self.tags(at);
        // "am I", "why can't I"
        if tags.any(AUXILIARY) && !tags.any(Tags::GERUND) {
            let mut subject = at + 1;
            while self.tags(subject).any(Tags::NOT) {
                subject += 1;
            }
            if self.tags(subject).any(SUBJECT)
                && !self.tags(subject).any(Tags::IT.and(Tags::DETERMINER))
            {
                let kind = self.pronoun(subject);
                let mut verb = self.verb_group(subject + 1, at)?;
                verb.mood.inverted = true;
                verb.range.end = verb.range.end.max(subject + 1);
                self.note(at, &mut verb.mood);
                if self.tags(at + 1).any(Tags::NOT) {
                    verb.mood.not = true;
                }
                return Some(Core { subject: kind, subject_tokens: subject..subject + 1, verb });
            }
        }
        // "Nothing I do is", "everyone I love leaves": what is told of the subject is passed.
        if let Some(verb) = self.past_relative(at) {
            let group = self.verb_group(verb, verb)?;
            let kind = if tags.any(SUBJECT) { self.pronoun(at) } else { Subject::Thing };
            return Some(Core { subject: kind, subject_tokens: at..verb, verb: group });
        }
        if self.is(at, "no") && self.is(at + 1, "one") {
            let verb = self.past_adverbs(at + 2);
            if self.tags(verb).any(AUXILIARY.and(Tags::PAST).and(Tags::THIRD)) {
                let group = self.verb_group(at + 2, verb)?;
                let subject_tokens = at..at + 2;
                return Some(Core { subject: Subject::Nobody, subject_tokens, verb: group });
            }
        }
        if tags.any(SUBJECT) {
            let mut end = at + 1;
            if tags.any(Tags::PEOPLE.and(Tags::NOBODY)) && self.is(end, "else") {
                end += 1;
            }
            let verb = self.past_adverbs(end);
            // "What the world thinks about you is unknown."
            if tags.any(Tags::YOU) && self.is(verb, "is") {
                return None;
            }
            if self.may_be_verb(verb, tags) {
                let verb = self.verb_group(end, verb)?;
                let kind = if self.is_joined(at) { Subject::We } else { self.pronoun(at) };
                return Some(Core { subject: kind, subject_tokens: at..end, verb });
            }
            let noun = Tags::DETERMINER.and(Tags::THEY).and(Tags::IT);
            if !tags.any(noun.and(Tags::PEOPLE).and(Tags::NOBODY)) {
                return None;
            }
        }
        if fresh { self.noun_core(at) } else { self.mine_core(at) }
    }

    /// "My family and I".
    pub(super) fn is_joined(&self, at: usize) -> bool {
        let first = self.current.link.map_or(self.current.tokens.start, |link| link + 1);
        let others = Tags::MY.and(Tags::THEIR).and(Tags::THEY);
        let near = |at| self.words.is_in(at, &["near", "people", "role"]);
        let one = self.past_adverbs(at + 1);
        let verbs = Tags::VERB.and(Tags::GERUND).and(AUXILIARY);
        at > first + 1
            && self.tags(at).any(Tags::I)
            && self.is(at - 1, "and")
            && self.current.verb.is_empty()
            && !self.words.is_one_of(one, &["am", "was"])
            && (first..at - 1).any(|at| self.tags(at).any(others) || near(at))
            && !(first..at - 1).any(|at| self.tags(at).any(verbs) && !self.tags(at).any(Tags::NOUN))
    }

    /// What is thought, with no "that" before it: "I think the girls hate me", "I'm sure the whole
    /// class knows".
    pub(super) fn thought(&self, at: usize) -> Option<Core> {
        let named = Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR).and(Tags::NOUN);
        let pointed = self.tags(at).any(SUBJECT) && !self.tags(at).any(Tags::DETERMINER);
        if !self.tags(at).any(named) || pointed {
            return None;
        }
        let clause = &self.current;
        let main = clause.main.map_or(Tags::NONE, |main| self.tags(main));
        // "I feel like the whole house is against me."
        let likened = main.any(Tags::FEEL)
            && at == clause.verb.end + 1
            && self.tags(clause.verb.end).any(Tags::LIKE);
        let thinks = main.any(Tags::THINK) && at == clause.verb.end || likened;
        let mut between = clause.verb.end..at;
        let certain = clause.copula
            && at.checked_sub(1).is_some_and(|last| self.words.is_in(last, &["certain"]))
            && between.all(|at| self.tags(at).any(PASSED.and(Tags::ADJECTIVE)));
        // "I get the feeling the whole family is against me."
        let feelings = ["feeling", "impression", "sense", "suspicion"];
        let has_feeling =
            at.checked_sub(1).is_some_and(|last| self.words.is_one_of(last, &feelings))
                && clause.main.is_some_and(|main| self.is(main, "get") || self.is(main, "have"));
        if !thinks && !certain && !has_feeling {
            return None;
        }
        let core = self.noun_core(at)?;
        let told = SUBJECT.and(Tags::WHO).and(Tags::THAT).and(Tags::WHAT);
        let mut inside = at + 1..core.verb.range.start;
        let whole = !inside.any(|at| self.tags(at).any(told));
        // "I hate the noise the fridge makes" is about a noise.
        let known = certain || likened || has_feeling || core.subject != Subject::Thing;
        (whole && known).then_some(core)
    }

    /// "What is wrong", "who forgot": the joining word is the subject.
    pub(super) fn asking(&self, at: usize) -> Option<Core> {
        let link = self.current.link?;
        let tags = self.tags(link);
        if link + 1 != at || !tags.any(Tags::WHO.and(Tags::WHAT)) || !self.current.verb.is_empty() {
            return None;
        }
        if !self.tags(at).any(AUXILIARY.and(Tags::PAST).and(Tags::THIRD))
            || self.core(at, false).is_some()
        {
            return None;
        }
        let verb = self.verb_group(at, at)?;
        // "I have not been seen by a nurse who is kind" tells of the nurse.
        let of_another = |last: &Clause| {
            let mut rest = last.rest.clone();
            rest.any(|at| self.words.is_one_of(at, &["by", "from", "with", "for"]))
        };
        let told = |last: &Clause| last.subject == Subject::Me && last.copula && !of_another(last);
        let mine = self.done.last().is_some_and(told);
        let subject = match (tags.any(Tags::WHO), self.is(link, "who") && mine) {
            (_, true) => Subject::Me,
            (true, false) => Subject::Other,
            (false, false) => Subject::Thing,
        };
        Some(Core { subject, subject_tokens: link..link + 1, verb })
    }

    /// The verb behind "nothing I do".
    pub(super) fn past_relative(&self, at: usize) -> Option<usize> {
        let tags = self.tags(at);
        let every = ["everything", "anything", "whatever", "whoever"];
        let all = tags.any(Tags::NOBODY.and(Tags::PEOPLE)) || self.words.is_one_of(at, &every);
        if !all || !self.tags(at + 1).any(Tags::I.and(Tags::WE)) {
            return None;
        }
        let inner = self.past_adverbs(at + 2);
        let finite = AUXILIARY.and(Tags::PAST).and(Tags::THIRD);
        let mut behind = inner + 1..inner + 6;
        behind.find(|at| self.tags(*at).any(finite) && !self.tags(*at).any(Tags::GERUND))
    }

    /// Whether the word behind a pronoun can be its verb.
    pub(super) fn may_be_verb(&self, at: usize, subject: Tags) -> bool {
        let tags = self.tags(at);
        // "That phone call" is no "that" that phones.
        let finite = AUXILIARY.and(Tags::PAST).and(Tags::THIRD);
        if subject.any(Tags::DETERMINER) && !tags.any(finite) {
            return false;
        }
        if tags.any(AUXILIARY.and(Tags::VERB)) && !tags.any(Tags::GERUND) {
            return !tags.any(Tags::PREPOSITION) || subject.any(Tags::I.and(Tags::WE));
        }
        let other = Tags::STOP.and(Tags::COMMA).and(Tags::PREPOSITION).and(Tags::DETERMINER);
        let other =
            other.and(LINK).and(SUBJECT).and(Tags::ADJECTIVE).and(Tags::NOUN).and(Tags::GERUND);
        let other =
            other.and(Tags::ME).and(Tags::THEM).and(Tags::SELF).and(Tags::ADVERB).and(Tags::TO);
        let sure = Tags::I.and(Tags::WE).and(Tags::THEY);
        subject.any(sure)
            && at < self.words.tokens.len()
            && !tags.any(other)
            && tags.any(Tags::OPEN)
    }
}
