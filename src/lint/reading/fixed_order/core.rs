//! A subject with its verbs, wherever a clause may begin.

use super::{AUXILIARY, Core, LINK, PASSED, Parser, SUBJECT};
use crate::lint::reading::clause::{Clause, Mood, Subject};
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
            if self.may_be_verb(verb, tags) {
                let verb = self.verb_group(end, verb)?;
                let kind = self.pronoun(at);
                return Some(Core { subject: kind, subject_tokens: at..end, verb });
            }
            let noun = Tags::DETERMINER.and(Tags::THEY).and(Tags::IT);
            if !tags.any(noun.and(Tags::PEOPLE).and(Tags::NOBODY)) {
                return None;
            }
        }
        if fresh { self.noun_core(at) } else { self.mine_core(at) }
    }

    /// What is thought, with no "that" before it: "I think the girls hate me", "I'm sure the whole
    /// class knows".
    pub(super) fn thought(&self, at: usize) -> Option<Core> {
        let named = Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR).and(Tags::NOUN);
        if !self.tags(at).any(named) || self.tags(at).any(SUBJECT) {
            return None;
        }
        let clause = &self.current;
        let main = clause.main.map_or(Tags::NONE, |main| self.tags(main));
        let thinks = main.any(Tags::THINK) && at == clause.verb.end;
        let mut between = clause.verb.end..at;
        let certain = clause.copula
            && at.checked_sub(1).is_some_and(|last| self.words.is_in(last, &["certain"]))
            && between.all(|at| self.tags(at).any(PASSED.and(Tags::ADJECTIVE)));
        if !thinks && !certain {
            return None;
        }
        let core = self.noun_core(at)?;
        let told = SUBJECT.and(Tags::WHO).and(Tags::THAT).and(Tags::WHAT);
        let mut inside = at + 1..core.verb.range.start;
        let whole = !inside.any(|at| self.tags(at).any(told));
        // "I hate the noise the fridge makes" is about a noise.
        (whole && (certain || core.subject != Subject::Thing)).then_some(core)
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
        let mine = self.done.last().is_some_and(|last| last.subject == Subject::Me && last.copula);
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

    /// A verb with nobody named, which begins a clause: the writer, or somebody told to do it.
    pub(super) fn elided(&self, at: usize) -> Option<Core> {
        let tags = self.tags(at);
        let verb = tags.any(AUXILIARY.and(Tags::VERB)) || self.is_unknown_past(at);
        if !verb || tags.any(Tags::GERUND) || self.is(at, "is") || self.is(at, "are") {
            return None;
        }
        let third = tags.any(Tags::THIRD) && !tags.any(Tags::PAST.and(Tags::BASE).and(AUXILIARY));
        if third && !(tags.any(Tags::MAKE) && self.tags(at + 1).any(Tags::ME)) {
            return None;
        }
        let before = at.checked_sub(1).map_or(Tags::STOP, |before| self.tags(before));
        if before.any(Tags::TO.and(Tags::DETERMINER).and(Tags::PREPOSITION)) && !before.any(LINK) {
            return None;
        }
        let mut verb = self.verb_group(at, at)?;
        self.note_before(at, &mut verb.mood);
        let joined = self.current.link.is_some() || !self.current.verb.is_empty();
        let last =
            if self.current.verb.is_empty() { self.done.last() } else { Some(&self.current) };
        let subject = match last {
            Some(before) if !before.verb.is_empty() && (joined || self.goes_on(at)) => {
                before.subject
            }
            // "The absolute, then, must be": what was named before the comma is the subject.
            Some(before) if self.goes_on(at) && self.names(before) => Subject::Thing,
            _ => Subject::Me,
        };
        let base = tags.any(Tags::BASE) && !tags.any(AUXILIARY.and(Tags::PAST));
        let mine = (at..at + 8).any(|at| self.tags(at).any(Tags::SELF.and(Tags::MY).and(Tags::ME)));
        let feels = tags.any(Tags::FEEL.and(Tags::LINKING).and(Tags::BE));
        if base && !mine && !feels && (!joined || last.is_none_or(|one| one.mood.imperative)) {
            verb.mood.imperative = true;
        }
        Some(Core { subject, subject_tokens: at..at, verb })
    }

    /// Whether a sentence begins with a past form that is not known: "Weighed in at 70".
    fn is_unknown_past(&self, at: usize) -> bool {
        let begins = at.checked_sub(1).is_none_or(|before| self.tags(before).any(Tags::STOP));
        let object = Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR).and(Tags::ME).and(Tags::THEM);
        let object = object.and(Tags::SELF).and(Tags::PREPOSITION).and(Tags::IT);
        begins
            && self.tags(at).any(Tags::OPEN)
            && self.tags(at).any(Tags::PAST)
            && self.tags(at + 1).any(object)
    }

    /// What stands before a verb without a subject and denies it: "never going to manage".
    fn note_before(&self, at: usize, mood: &mut Mood) {
        for before in (0..at).rev() {
            if !self.tags(before).any(PASSED) || self.tags(before).any(AUXILIARY) {
                return;
            }
            mood.not |= self.tags(before).any(Tags::NOT);
            mood.never |= self.tags(before).any(Tags::NEVER);
        }
    }

    /// Whether a comma, a dash or a bracket parts `at` from what was said before, and no more.
    fn goes_on(&self, at: usize) -> bool {
        let mut before = (0..at).rev().skip_while(|at| self.tags(*at).any(PASSED));
        before.next().is_some_and(|mark| {
            self.tags(mark).any(Tags::COMMA)
                || matches!(self.words.mark(mark), '—' | '–' | '(' | ')')
        })
    }

    /// Whether a clause without verb names something: "the people of all others".
    fn names(&self, clause: &Clause) -> bool {
        let first = self.tags(clause.tokens.start);
        clause.verb.is_empty()
            && first.any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR))
            && !first.any(Tags::INTENSIFIER)
    }

    /// Whether a form in -ing begins a clause of its own: "for being late", "stood there hating".
    pub(super) fn begins_gerund(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(Tags::STOP, |before| self.tags(before));
        if self.is(at, "being") {
            return !at.checked_sub(1).is_some_and(|before| self.is(before, "human"));
        }
        let opens =
            Tags::STOP.and(Tags::COMMA).and(Tags::PREPOSITION).and(Tags::THEM).and(Tags::ADVERB);
        let tags = self.tags(at);
        let self_follows = self.tags(at + 1).any(Tags::SELF.and(Tags::WHO));
        tags.any(Tags::VERB)
            && !tags.any(Tags::ADJECTIVE)
            && (before.any(opens) || self_follows)
            && at >= self.current.verb.end
    }

    /// "Being so lazy": somebody named before is so.
    pub(super) fn gerund(&mut self, at: usize) -> bool {
        let Some(mut verb) = self.verb_group(at, at) else { return false };
        self.note_before(at, &mut verb.mood);
        verb.mood.gerund = true;
        let other =
            (self.current.verb.end..at).any(|at| self.tags(at).any(Tags::THEM.and(Tags::THEIR)));
        let subject = match (other, self.current.verb.is_empty()) {
            (true, _) => Subject::Other,
            (false, true) if self.current.tokens.start < at && !self.starts_after_passed(at) => {
                self.done.last().map_or(Subject::Me, |last| last.subject)
            }
            (false, true) => Subject::Me,
            (false, false) => self.current.subject,
        };
        let mine =
            (self.current.verb.end..at).any(|at| self.tags(at).any(Tags::ME.and(Tags::SELF)));
        let subject = if mine { Subject::Me } else { subject };
        if at > self.current.tokens.start {
            self.close(at);
            self.open(at, None);
        }
        self.take(Core { subject, subject_tokens: at..at, verb });
        true
    }
}
