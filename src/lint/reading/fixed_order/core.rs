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
        if !thinks && !certain {
            return None;
        }
        let core = self.noun_core(at)?;
        let told = SUBJECT.and(Tags::WHO).and(Tags::THAT).and(Tags::WHAT);
        let mut inside = at + 1..core.verb.range.start;
        let whole = !inside.any(|at| self.tags(at).any(told));
        // "I hate the noise the fridge makes" is about a noise.
        (whole && (certain || likened || core.subject != Subject::Thing)).then_some(core)
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
        let modal = tags.any(Tags::MODAL) && !self.is(at, "must");
        let supposed = modal
            && (verb.mood.perfect || !verb.mood.should)
            && verb.main.is_some_and(|main| self.tags(main).any(Tags::BE));
        let subject = match last {
            // "The first one – all I had – looked old": the aside does not say who.
            _ if self.behind_aside(at) => Subject::Thing,
            // "I found the film slow, wasn't that good."
            Some(before)
                if !joined
                    && self.goes_on(at)
                    && tags.any(Tags::BE)
                    && before.main.is_some_and(|at| self.tags(at).any(Tags::MAKE))
                    && before.by.is_none() =>
            {
                Subject::Thing
            }
            // "The view, as long as I saw it, was dull."
            _ if !joined && self.goes_on(at) && self.before_asides().is_some() => {
                self.before_asides().unwrap_or(Subject::Thing)
            }
            // "Would have been nice."
            _ if supposed && !joined => Subject::Thing,
            Some(before) if !before.verb.is_empty() && (joined || self.goes_on(at)) => {
                before.subject
            }
            // "The absolute, then, must be": what was named before the comma is the subject.
            Some(before) if self.goes_on(at) && self.names(before) => Subject::Thing,
            _ => Subject::Me,
        };
        let base = tags.any(Tags::BASE) && !tags.any(AUXILIARY.and(Tags::PAST))
            || self.is(at, "be") && tags.any(Tags::BASE);
        let mine = (at..at + 8).any(|at| self.tags(at).any(Tags::SELF.and(Tags::MY).and(Tags::ME)));
        // "Look silly" is told, "stay silly" is asked.
        let asked = self.is(at, "be") || self.is(at, "stay");
        let feels = tags.any(Tags::FEEL.and(Tags::LINKING).and(Tags::BE)) && !asked;
        if base && !mine && !feels && (!joined || last.is_none_or(|one| one.mood.imperative)) {
            verb.mood.imperative = true;
        }
        Some(Core { subject, subject_tokens: at..at, verb })
    }

    /// Whether a verb stands behind the second of two dashes.
    fn behind_aside(&self, at: usize) -> bool {
        let dash = |at: usize| matches!(self.words.mark(at), '–' | '—');
        at.checked_sub(1).is_some_and(|end| dash(end) && (0..end).any(dash))
    }

    /// What is done, as a subject: "learning two tongues at once was hard".
    pub(super) fn doing(&self, at: usize) -> Option<Core> {
        let tags = self.tags(at);
        let inner = Tags::BE.and(Tags::FEEL).and(Tags::LINKING).and(Tags::THINK).and(Tags::HAVE);
        if !tags.any(Tags::GERUND) || tags.any(inner) || !self.current.verb.is_empty() {
            return None;
        }
        let ends = Tags::STOP.and(Tags::COMMA).and(SUBJECT).and(Tags::WHO).and(Tags::THAT);
        let ends = ends.and(Tags::WHAT).and(Tags::BUT).and(Tags::IF).and(Tags::THOUGH);
        let ends = ends.and(Tags::ME).and(Tags::SELF).and(Tags::MY);
        let mut behind = at + 2..at + 12;
        let verb = behind.find(|at| self.tags(*at).any(ends.and(Tags::BE).and(Tags::MODAL)))?;
        let tags = self.tags(verb);
        if tags.any(ends) || tags.any(Tags::GERUND) || self.is(verb, "be") || self.is(verb, "been")
        {
            return None;
        }
        let group = self.verb_group(verb, verb)?;
        Some(Core { subject: Subject::Thing, subject_tokens: at..verb, verb: group })
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

    /// Who or what was named before the clauses between commas that only add to it: "as I said",
    /// "I fear".
    fn before_asides(&self) -> Option<Subject> {
        let adds = |clause: &&Clause| {
            let link = clause.link.map_or(Tags::NONE, |link| self.tags(link));
            let main = clause.main.map_or(Tags::NONE, |main| self.tags(main));
            let subordinate = Tags::BECAUSE.and(Tags::IF).and(Tags::THOUGH).and(Tags::WHO);
            let thinks = main.any(Tags::THINK) && clause.rest.is_empty();
            link.any(subordinate) || clause.mood.gerund || thinks
        };
        let asides = self.done.iter().rev().take_while(adds).count();
        let named = self.done.iter().rev().nth(asides).filter(|_| asides > 0)?;
        let left_open = named.main.is_some_and(|main| self.tags(main).any(Tags::MODAL));
        (left_open || self.names(named)).then_some(match named.subject {
            Subject::None => Subject::Thing,
            subject => subject,
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
        // "Acting is silly": a noun.
        let named = self.tags(at + 1).any(Tags::BE) && !self.tags(at + 1).any(Tags::GERUND);
        tags.any(Tags::VERB)
            && !tags.any(Tags::ADJECTIVE)
            && !named
            && (before.any(opens) || self_follows)
            && at >= self.current.verb.end
    }

    /// "Being so lazy": somebody named before is so.
    pub(super) fn gerund(&mut self, at: usize) -> bool {
        let Some(mut verb) = self.verb_group(at, at) else { return false };
        self.note_before(at, &mut verb.mood);
        verb.mood.gerund = true;
        let others = Tags::THEM.and(Tags::THEIR).and(Tags::YOU);
        // "The show has some guests being rude": it is told of them.
        let before = at.checked_sub(1).map_or(Tags::NONE, |before| self.tags(before));
        let named = before.any(Tags::OPEN.and(Tags::NOUN)) && !before.any(Tags::VERB.and(PASSED));
        let named = named && self.is(at, "being") && at > self.current.verb.end;
        // "Some trouble with the pieces not matching."
        let not = at.checked_sub(2).filter(|two| {
            self.tags(two + 1).any(Tags::NOT) && self.tags(*two).any(Tags::OPEN.and(Tags::NOUN))
        });
        // "I thank the office for being so slow."
        let thanked = ["thank", "blame", "forgive", "admire", "praise", "scold", "criticise"];
        let mine = Tags::ME.and(Tags::MY).and(Tags::SELF);
        let thanks = self.current.main.is_some_and(|at| thanked.contains(&self.words.lemma(at)))
            && !(self.current.verb.end..at).any(|at| self.tags(at).any(mine));
        let named = (named || not.is_some() || thanks) && !self.current.verb.is_empty();
        let other = named || (self.current.verb.end..at).any(|at| self.tags(at).any(others));
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
        // "I didn't see it being so hard", "good without being dull"
        let before = at.checked_sub(1).map_or("", |before| self.words.word(before));
        let thing = ["it", "this", "that"].contains(&before);
        verb.mood.not ^= before == "without";
        let alone = before == "without" && self.done.iter().all(|one| one.verb.is_empty());
        let nobody = alone && self.current.verb.is_empty();
        let subject = if thing || nobody { Subject::Thing } else { subject };
        if at > self.current.tokens.start {
            self.close(at);
            self.open(at, None);
        }
        self.take(Core { subject, subject_tokens: at..at, verb });
        true
    }
}
