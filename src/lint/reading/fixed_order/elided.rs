//! A verb with nobody named: "came home and was late".

use super::{AUXILIARY, Core, LINK, PASSED, Parser, VerbGroup};
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::tags::Tags;

impl Parser<'_> {
    /// A verb with nobody named, which begins a clause: the writer, or somebody told to do it.
    pub(super) fn elided(&self, at: usize) -> Option<Core> {
        let tags = self.tags(at);
        let verb = tags.any(AUXILIARY.and(Tags::VERB)) || self.is_unknown_past(at);
        // "Waste of space": a noun.
        let noun = tags.any(Tags::NOUN) && self.is(at + 1, "of");
        if !verb || noun || tags.any(Tags::GERUND) || self.is(at, "is") || self.is(at, "are") {
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
        let subject = self.elided_subject(at, &verb, joined);
        // "Shut the door" was done, "shut up" is told.
        let told = at == 0 && self.scolds(at);
        let base = tags.any(Tags::BASE) && (!tags.any(AUXILIARY.and(Tags::PAST)) || told)
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

    /// Whether what one is told in anger begins here: "shut up".
    fn scolds(&self, at: usize) -> bool {
        let mut hits = self.words.hits.iter().filter(|hit| hit.from == at);
        hits.any(|hit| self.words.is_of(hit, &["scold"]))
    }

    /// Who or what a verb with nobody named is told of.
    fn elided_subject(&self, at: usize, verb: &VerbGroup, joined: bool) -> Subject {
        let tags = self.tags(at);
        let last =
            if self.current.verb.is_empty() { self.done.last() } else { Some(&self.current) };
        let goes_on = self.goes_on(at);
        if self.asks_of_noun(at) {
            return Subject::Thing;
        }
        if self.behind_aside(at) {
            // "The first one – all I had – looked old", "the pony (the grey one) had gone lame": the
            // aside does not say who.
            return Subject::Thing;
        }
        if !joined && goes_on {
            // "I found the film slow, wasn't that good."
            let judged = |before: &Clause| {
                let made = before.main.is_some_and(|at| self.tags(at).any(Tags::MAKE));
                made && before.by.is_none()
            };
            if tags.any(Tags::BE) && last.is_some_and(judged) {
                return Subject::Thing;
            }
            // "The view, as long as I saw it, was dull."
            if let Some(subject) = self.before_asides() {
                return subject;
            }
        }
        // "Would have been nice."
        let supposed = tags.any(Tags::MODAL)
            && !self.is(at, "must")
            && (verb.mood.perfect || !verb.mood.should)
            && verb.main.is_some_and(|main| self.tags(main).any(Tags::BE));
        match last {
            _ if supposed && !joined => Subject::Thing,
            Some(before) if !before.verb.is_empty() && (joined || goes_on) => before.subject,
            // "The absolute, then, must be": what was named before the comma is the subject.
            Some(before) if goes_on && self.names(before) => Subject::Thing,
            _ => Subject::Me,
        }
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

    /// "Or was the distance at fault?": the subject stands behind the verb.
    fn asks_of_noun(&self, at: usize) -> bool {
        let named = Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR);
        let asks = self.words.is_question && self.tags(at).any(Tags::BE) && !self.is(at, "am");
        asks && self.starts_after_passed(at) && self.tags(at + 1).any(named)
    }

    /// Whether a verb stands behind the second of two dashes, or a bracket behind a name.
    fn behind_aside(&self, at: usize) -> bool {
        let dash = |at: usize| matches!(self.words.mark(at), '–' | '—');
        let Some(end) = at.checked_sub(1) else { return false };
        let open = (0..end).rfind(|at| self.words.mark(*at) == '(');
        let named = open.and_then(|open| open.checked_sub(1)).map(|name| self.tags(name));
        let nobody = Tags::I.and(Tags::STOP).and(Tags::COMMA).and(Tags::VERB);
        let bracket = self.words.mark(end) == ')' && named.is_some_and(|name| !name.any(nobody));
        bracket || dash(end) && (0..end).any(dash)
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
}
