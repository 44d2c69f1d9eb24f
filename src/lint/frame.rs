//! Frames: what a rule looks for in a clause that has been read.

pub(crate) mod captures;
mod company;
pub(crate) mod compiled;
mod complement;
pub(crate) mod file;
mod filled;
mod find;
mod found;
mod phrases;
pub(crate) mod slots;

pub(crate) use self::compiled::Frame;
use self::complement::complement;
use self::file::{LinkName, MoodName, Polarity, SubjectName};
use self::find::{
    anywhere, fragment, idiom, is_about_me, is_done, is_own, object, owned, plain, verb_hit,
    with_link,
};
use self::found::Found;
pub(crate) use self::found::FrameMatch;
use super::reading::Reading;
use super::reading::clause::{Clause, Subject};
use super::reading::grammar_file::Order;
use super::reading::tags::Tags;
use super::reading::tokens::FieldHit;

impl Frame {
    /// Whether a sentence holds what the frame cannot do without. It is asked of words alone, before
    /// clauses are found.
    pub(crate) fn may_fit(&self, reading: &Reading) -> bool {
        let has = |tags: Tags| reading.words.classes.any(tags);
        let moods = &self.moods;
        let denied = Tags::NOT.and(Tags::NEVER).and(Tags::NO).and(Tags::NOBODY);
        self.needed().all(|fields| fields.may_be_in(&reading.words))
            && (self.near.is_empty() || self.neighbours().any(|one| one.may_be_in(&reading.words)))
            && (self.polarity != Polarity::Negative || has(denied))
            && (!moods.contains(&MoodName::Never) || has(Tags::NEVER))
            && (!moods.contains(&MoodName::Should) || has(Tags::SHOULD))
    }

    /// Every place of a sentence where the frame fits. `before` is the sentence before it.
    pub(crate) fn matches<'r>(
        &self,
        reading: &Reading,
        before: &dyn Fn() -> Option<&'r Reading<'r>>,
    ) -> Vec<FrameMatch> {
        if !self.may_fit(reading) {
            return Vec::new();
        }
        let all = 0..reading.clauses().len();
        all.filter_map(|at| self.match_at(reading, before, at)).collect()
    }

    fn match_at<'r>(
        &self,
        reading: &Reading,
        before: &dyn Fn() -> Option<&'r Reading<'r>>,
        at: usize,
    ) -> Option<FrameMatch> {
        let clause = reading.clauses().get(at)?;
        let scope = reading.scope(at)?;
        if self.question.is_some_and(|wanted| wanted != reading.words.is_question) {
            return None;
        }
        let mut found = Found::default();
        let mut denied = false;
        if self.fragment.is_empty() {
            if clause.verb.is_empty()
                && (self.be || !self.verb.is_empty() || !self.subjects.is_empty())
            {
                return None;
            }
            self.fits_subject(clause).then_some(())?;
            self.fits_mood(reading, clause).then_some(())?;
        } else {
            if !clause.verb.is_empty() {
                return None;
            }
            is_about_me(reading, before(), at).then_some(())?;
            let (hit, no) = fragment(reading, clause, &self.fragment)?;
            denied = no;
            found.add(hit);
        }
        scope.is_within(&self.scope).then_some(())?;
        self.fits_link(reading, clause).then_some(())?;
        let stops = stops(reading, clause);
        let mut negative = clause.mood.not ^ scope.turned ^ denied ^ stops;
        negative |= clause.mood.never && !scope.turned && !stops;
        if self.be || !self.verb.is_empty() {
            let by_field = verb_hit(reading, clause, &self.verb);
            match by_field {
                Some(hit) => found.add(hit),
                None if self.be && clause.copula => {}
                None => return None,
            }
        }
        if !self.complement.is_empty() {
            let (hit, no) = complement(reading, clause, &self.complement)?;
            negative ^= no;
            found.add(hit);
        }
        if !self.object.is_empty() {
            let (hit, no) = object(reading, clause, &self.object, &found.hits)?;
            negative ^= no;
            found.extend(hit);
        }
        match self.polarity {
            Polarity::Positive if negative => return None,
            Polarity::Negative if !negative => return None,
            _ => {}
        }
        if !self.next.is_empty() {
            let behind = found.hits.iter().map(|hit| hit.to).max()?;
            found.add(anywhere(reading, behind..behind + 1, &self.next)?);
        }
        let in_clause = |slot| anywhere(reading, with_link(reading, clause), slot);
        if !self.near.is_empty() {
            found.add(self.with_near(reading, before, clause)?);
        } else if !self.with.is_empty() {
            found.add(in_clause(&self.with)?);
        }
        if !self.also.is_empty() {
            found.add(in_clause(&self.also)?);
        }
        if !self.without.is_empty() && in_clause(&self.without).is_some() {
            return None;
        }
        if !self.owned.is_empty() {
            found.add(owned(reading, clause, &self.owned)?);
        }
        if !self.earlier.is_empty() {
            self.has_earlier(reading, before, clause, at).then_some(())?;
        }
        // "Ich schaffe das nie": without the last word it would read as praise.
        let never = || clause.tokens.clone().rfind(|at| reading.words.tags(*at).any(Tags::NEVER));
        let free = reading.words.lexicon.order == Order::Free;
        if free && self.moods.contains(&MoodName::Never) {
            found.extend(never().map(|at| plain(at, at + 1)));
        }
        if idiom(reading, clause, &found.hits) {
            return None;
        }
        // "They were asked, I was forgotten again": what judges stands earlier, so all of it is shown.
        let verbal = |hit: &FieldHit| clause.verb.contains(&hit.from);
        let elsewhere = !self.earlier.is_empty() && found.hits.iter().all(verbal);
        found.finish(reading, at, elsewhere)
    }

    /// One of `with` and `near` in a clause, where the other stands in its sentence or the one before.
    fn with_near<'r>(
        &self,
        reading: &Reading,
        before: &dyn Fn() -> Option<&'r Reading<'r>>,
        clause: &Clause,
    ) -> Option<FieldHit> {
        let is_near = |slot| {
            let whole = |one: &Reading| anywhere(one, 0..one.words.tokens.len(), slot).is_some();
            whole(reading) || before().is_some_and(whole)
        };
        let both = [(&self.with, &self.near), (&self.near, &self.with)];
        let mut both = both.into_iter().filter(|(_, near)| is_near(near));
        both.find_map(|(with, _)| anywhere(reading, with_link(reading, clause), with))
    }

    /// Whether what must stand earlier does: in an asserted clause of the sentence or in the sentence before.
    fn has_earlier<'r>(
        &self,
        reading: &Reading,
        before: &dyn Fn() -> Option<&'r Reading<'r>>,
        clause: &Clause,
        at: usize,
    ) -> bool {
        // "The fair was fine, but I only sat there" sets one half against the other.
        let within = reading.clauses().iter().take(at).any(|one| !one.verb.is_empty())
            && clause.link.is_some_and(|link| reading.words.tags(link).any(Tags::BUT));
        let asserted = reading.clauses().iter().filter(|one| !one.mood.not);
        let mut before_it = asserted.filter(|one| one.tokens.end <= clause.tokens.start);
        before_it.any(|one| self.is_earlier(reading, one))
            || !within && before().is_some_and(|before| self.fits_before(before))
    }

    /// Whether a clause has what must stand earlier.
    fn is_earlier(&self, reading: &Reading, clause: &Clause) -> bool {
        let own = !self.mine || is_own(reading, clause) && is_done(reading, clause);
        own && anywhere(reading, clause.tokens.clone(), &self.earlier).is_some()
    }

    /// Whether the sentence before has what must stand earlier.
    fn fits_before(&self, before: &Reading) -> bool {
        if self.mine {
            return before.clauses().iter().any(|one| self.is_earlier(before, one));
        }
        anywhere(before, 0..before.words.tokens.len(), &self.earlier).is_some()
    }

    fn fits_subject(&self, clause: &Clause) -> bool {
        let wanted = &self.subjects;
        let is = |name: &SubjectName| match name {
            SubjectName::Me => clause.subject == Subject::Me && !clause.mood.imperative,
            SubjectName::Mine => clause.subject == Subject::Mine,
            SubjectName::You => clause.subject == Subject::You,
            SubjectName::People => matches!(clause.subject, Subject::People | Subject::They),
            SubjectName::Everybody => clause.subject == Subject::People,
            SubjectName::Nobody => clause.subject == Subject::Nobody,
            SubjectName::We => clause.subject == Subject::We,
            SubjectName::Other => clause.subject == Subject::Other,
            SubjectName::Thing => clause.subject == Subject::Thing,
        };
        wanted.is_empty() || wanted.iter().any(is)
    }

    fn fits_mood(&self, reading: &Reading, clause: &Clause) -> bool {
        let mood = clause.mood;
        self.moods.iter().all(|name| match name {
            MoodName::Should => mood.should,
            MoodName::Perfect => mood.perfect,
            MoodName::Future => mood.future,
            MoodName::Never => mood.never,
            MoodName::Can => mood.can,
            MoodName::Past => mood.past,
            MoodName::Present => !mood.past && !mood.future,
            MoodName::Inverted => {
                mood.inverted || reading.words.tags(clause.tokens.start).any(Tags::WHAT)
            }
            MoodName::Imperative => mood.imperative,
            MoodName::Gerund => mood.gerund,
            MoodName::Chained => mood.chained,
        })
    }

    fn fits_link(&self, reading: &Reading, clause: &Clause) -> bool {
        let wanted = &self.links;
        let link = clause.link.map_or(Tags::NONE, |link| reading.words.tags(link));
        let first = reading.words.tags(clause.tokens.start);
        let is = |name: &LinkName| match name {
            LinkName::But => link.any(Tags::BUT),
            LinkName::And => link.any(Tags::AND),
            LinkName::Because => link.any(Tags::BECAUSE),
            LinkName::If => link.any(Tags::IF),
            LinkName::Who => link.any(Tags::WHO),
            LinkName::Why => first.any(Tags::WHAT),
            LinkName::None => clause.link.is_none(),
        };
        wanted.is_empty() || wanted.iter().any(is)
    }
}

/// Whether the verbs of a clause turn round what they lead to: "I'll never stop being grateful".
fn stops(reading: &Reading, clause: &Clause) -> bool {
    let leads = |at: usize| Some(at) != clause.main && reading.words.is_in(at, &["halting"]);
    !clause.mood.imperative && clause.verb.clone().any(leads)
}
