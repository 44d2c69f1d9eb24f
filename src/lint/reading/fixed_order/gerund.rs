//! Clauses of a form in -ing: "for being late", "learning two tongues at once was hard".

use super::{Core, PASSED, Parser, SUBJECT};
use crate::lint::reading::clause::Subject;
use crate::lint::reading::tags::Tags;

impl Parser<'_> {
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
        let before = at.checked_sub(1).map_or("", |before| self.words.word(before));
        verb.mood.not ^= before == "without";
        let subject = self.doer(at);
        if at > self.current.tokens.start {
            self.close(at);
            self.open(at, None);
        }
        self.take(Core { subject, subject_tokens: at..at, verb });
        true
    }

    /// Who or what a form in -ing is told of: the writer, where nobody else is named before it.
    fn doer(&self, at: usize) -> Subject {
        let before = at.checked_sub(1).map_or("", |before| self.words.word(before));
        let spoken = |tags: Tags| (self.current.verb.end..at).any(|at| self.tags(at).any(tags));
        let first = self.current.verb.is_empty();
        // "I didn't see it being so hard", "good without being dull"
        let nobody = first && self.done.iter().all(|one| one.verb.is_empty());
        if ["it", "this", "that"].contains(&before) || before == "without" && nobody {
            Subject::Thing
        } else if spoken(Tags::ME.and(Tags::SELF)) {
            Subject::Me
        } else if spoken(Tags::THEM.and(Tags::THEIR).and(Tags::YOU)) || self.names_another(at) {
            Subject::Other
        } else if !first {
            self.current.subject
        } else if self.current.tokens.start < at && !self.starts_after_passed(at) {
            self.done.last().map_or(Subject::Me, |last| last.subject)
        } else {
            Subject::Me
        }
    }

    /// Whether the noun before a form in -ing is who it is told of.
    fn names_another(&self, at: usize) -> bool {
        let noun = Tags::OPEN.and(Tags::NOUN);
        let back = |steps: usize| at.checked_sub(steps).map_or(Tags::NONE, |at| self.tags(at));
        // "The show has some guests being rude."
        // "Religious people being rude": a noun that could be a verb elsewhere.
        let described = back(1).any(Tags::NOUN) && back(2).any(Tags::ADJECTIVE);
        let named = back(1).any(noun) && (described || !back(1).any(Tags::VERB.and(PASSED)));
        let is = self.is(at, "being") && at > self.current.verb.end && named;
        // "Some trouble with the pieces not matching."
        let not = back(1).any(Tags::NOT) && back(2).any(noun);
        // "I thank the office for being so slow."
        let mine = Tags::ME.and(Tags::MY).and(Tags::SELF);
        let thanks = self.current.main.is_some_and(|at| self.words.is_in(at, &["thanking"]))
            && !(self.current.verb.end..at).any(|at| self.tags(at).any(mine));
        !self.current.verb.is_empty() && (is || not || thanks)
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
}
