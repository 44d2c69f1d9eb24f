//! Groups of verbs: "could never have been", "keeps losing", "makes me feel".

use super::{AUXILIARY, PASSED, Parser, SUBJECT, VerbGroup};
use crate::lint::reading::clause::Mood;
use crate::lint::reading::tags::Tags;

const GET: [&str; 5] = ["get", "gets", "got", "gotten", "getting"];

impl Parser<'_> {
    pub(super) fn note(&self, at: usize, mood: &mut Mood) {
        let tags = self.tags(at);
        mood.not |= tags.any(Tags::NOT);
        mood.never |= tags.any(Tags::NEVER);
        mood.should |= tags.any(Tags::SHOULD);
        mood.may |= tags.any(Tags::MAY);
        mood.future |= tags.any(Tags::FUTURE);
        mood.used |= tags.any(Tags::USED);
        mood.can |= self.is(at, "can") || self.is(at, "could");
        mood.felt |= tags.any(Tags::FEEL);
    }

    /// What stands before a verb without a subject and denies it: "never going to manage".
    pub(super) fn note_before(&self, at: usize, mood: &mut Mood) {
        for before in (0..at).rev() {
            if !self.tags(before).any(PASSED) || self.tags(before).any(AUXILIARY) {
                return;
            }
            mood.not |= self.tags(before).any(Tags::NOT);
            mood.never |= self.tags(before).any(Tags::NEVER);
        }
    }

    /// The group of verbs from `from` on; `first` is one of its verbs.
    pub(super) fn verb_group(&self, from: usize, first: usize) -> Option<VerbGroup> {
        let mut group = VerbGroup { range: from..from, ..VerbGroup::default() };
        let mut at = from;
        let mut last = None;
        if first < from {
            group.range.start = first;
            last = Some(first);
            self.note(first, &mut group.mood);
        }
        while at < self.words.tokens.len() {
            let tags = self.tags(at);
            self.note(at, &mut group.mood);
            let led = last.is_some_and(|last| self.leads_on(last, at));
            let helps = tags.any(AUXILIARY) && (last.is_none() || led);
            if helps {
                group.mood.past |= last.is_none() && tags.any(Tags::PAST);
                group.mood.perfect |= self.is_perfect(last, at);
                last = Some(at);
                at += 1;
            } else if tags.any(PASSED) && self.verb_may_follow(at, last)
                || tags.any(Tags::TO) && self.verb_follows_to(at, last)
            {
                at += 1;
            } else if self.is(at, "at") && self.is(at + 1, "all") && last.is_some() {
                // "Should not have at all minded."
                at += 2;
            } else if self.is_lexical(at, last, led) {
                group.mood.past |= last.is_none() && tags.any(Tags::PAST);
                group.mood.perfect |= self.is_perfect(last, at);
                // "I'm never getting out of here" is about what is to come.
                let being = last.is_some_and(|last| self.tags(last).any(Tags::BE));
                group.mood.future |=
                    tags.any(Tags::GERUND) && group.mood.never && !group.mood.past && being;
                last = Some(at);
                at += 1;
                if !tags.any(Tags::CHAIN) || !self.chain_goes_on(at, &mut group) {
                    break;
                }
                group.mood.chained = true;
                group.mood.wish |= tags.any(Tags::WISH);
            } else {
                break;
            }
        }
        // Adverbs belong to a group only before its last verb.
        let main = last?;
        group.range.end = main + 1;
        for passed in main + 1..at {
            if self.tags(passed).any(Tags::NOT.and(Tags::NEVER)) {
                group.range.end = passed + 1;
            }
        }
        group.main = Some(main);
        let tags = self.tags(main);
        group.copula = tags.any(Tags::BE.and(Tags::LINKING).and(Tags::FEEL));
        self.getting(&mut group);
        self.object_predicate(&mut group);
        Some(group)
    }

    /// "I have got no talent" has, "I've got lazy" and "I'm getting lazy" become.
    fn getting(&self, group: &mut VerbGroup) {
        let Some(main) = group.main.filter(|main| self.words.is_one_of(*main, &GET)) else {
            return;
        };
        let mut said = main + 1;
        let strong = |at: usize| self.tags(at).any(Tags::INTENSIFIER.and(Tags::ADVERB));
        while strong(said) && !self.tags(said).any(Tags::DETERMINER) {
            said += 1;
        }
        let tags = self.tags(said);
        let noun = self.tags(said + 1).any(Tags::NOUN.and(Tags::OPEN).and(Tags::ADJECTIVE));
        if tags.any(Tags::ADJECTIVE) && !tags.any(Tags::DETERMINER.and(Tags::VERB)) && !noun {
            group.copula = true;
            return;
        }
        let have = main.checked_sub(1).filter(|at| group.range.contains(at));
        let have = have.filter(|at| self.is(*at, "have") || self.is(*at, "has"));
        if let Some(have) = have
            && self.is(main, "got")
            && !self.tags(main + 1).any(Tags::TO)
        {
            group.main = Some(have);
            group.mood.perfect = false;
        }
    }

    /// Whether the verb at `at` is a participle behind "have".
    pub(super) fn is_perfect(&self, last: Option<usize>, at: usize) -> bool {
        let have = last.is_some_and(|last| self.tags(last).any(Tags::HAVE));
        have && !at.checked_sub(1).is_some_and(|before| self.tags(before).any(Tags::TO))
    }

    /// Whether the verb at `at` goes on with the one at `last`: "have been", "was being".
    pub(super) fn leads_on(&self, last: usize, at: usize) -> bool {
        let (before, tags) = (self.tags(last), self.tags(at));
        if before.any(Tags::MODAL.and(Tags::DO)) {
            // "What I did was easy."
            return !tags.any(Tags::BE) || self.is(at, "be");
        }
        if before.any(Tags::HAVE) {
            return self.is(at, "been")
                || self.is(at, "had")
                || tags.any(Tags::PAST)
                || self.tags(at - 1).any(Tags::TO);
        }
        if before.any(Tags::BE) {
            return self.is(at, "being") || self.tags(at - 1).any(Tags::TO);
        }
        before.any(Tags::CHAIN.and(Tags::USED))
    }

    pub(super) fn verb_may_follow(&self, at: usize, last: Option<usize>) -> bool {
        let next = self.past_adverbs(at + 1);
        let tags = self.tags(next);
        match last {
            None => true,
            Some(last) => {
                tags.any(Tags::VERB.and(AUXILIARY).and(Tags::TO))
                    && (self.leads_on(last, next) || self.is_lexical(next, Some(last), false))
                    || self.tags(at).any(Tags::NOT.and(Tags::NEVER))
            }
        }
    }

    pub(super) fn verb_follows_to(&self, at: usize, last: Option<usize>) -> bool {
        let verb = self.past_adverbs(at + 1);
        let leads = last.is_some_and(|last| {
            self.tags(last).any(Tags::HAVE.and(Tags::CHAIN).and(Tags::USED).and(Tags::MODAL))
                || self.is(last, "supposed")
                || self.tags(last).any(Tags::GERUND)
        });
        leads
            && self.tags(verb).any(Tags::BASE.and(AUXILIARY).and(Tags::OPEN))
            && !self.tags(verb).any(Tags::DETERMINER)
    }

    /// Whether the word at `at` is a verb that goes on with a group.
    pub(super) fn is_lexical(&self, at: usize, last: Option<usize>, led: bool) -> bool {
        let tags = self.tags(at);
        if at >= self.words.tokens.len() || tags.any(Tags::STOP.and(Tags::COMMA)) {
            return false;
        }
        let Some(last) = last else {
            return tags.any(Tags::VERB) || tags.any(Tags::OPEN);
        };
        let before = self.tags(last);
        let noun = Tags::DETERMINER.and(Tags::PREPOSITION).and(SUBJECT);
        if tags.any(noun) && !tags.any(Tags::VERB) {
            return false;
        }
        if before.any(Tags::BE) {
            let going = tags.any(Tags::GERUND) && !tags.any(Tags::ADJECTIVE);
            return going || self.is(at, "supposed");
        }
        let bare = tags.any(Tags::VERB) || tags.any(Tags::OPEN);
        if before.any(Tags::MODAL.and(Tags::DO)) {
            let is = tags.any(Tags::BE) && !self.is(at, "be");
            return bare && !is && !tags.any(Tags::ADVERB.and(Tags::INTENSIFIER));
        }
        if before.any(Tags::HAVE) {
            let to = self.tags(at - 1).any(Tags::TO);
            let participle = tags.any(Tags::PAST) && tags.any(Tags::VERB.and(Tags::OPEN));
            return participle || (to && bare);
        }
        bare && (led || self.tags(at - 1).any(Tags::TO))
            || (before.any(Tags::CHAIN) && tags.any(Tags::GERUND))
    }

    /// Whether another verb follows one that leads on: "seem to be", "keep losing".
    pub(super) fn chain_goes_on(&self, at: usize, group: &mut VerbGroup) -> bool {
        let next = self.past_adverbs(at);
        let tags = self.tags(next);
        if self.is(at - 1, "going") && tags.any(Tags::TO) {
            group.mood.future = true;
            group.mood.past = false;
        }
        if tags.any(Tags::TO) {
            let verb = self.past_adverbs(next + 1);
            return self.tags(verb).any(Tags::BASE.and(AUXILIARY).and(Tags::OPEN));
        }
        let skipped = self.is(next, "up") && self.tags(next + 1).any(Tags::GERUND);
        tags.any(Tags::GERUND) && !skipped
    }

    /// "Makes me feel stupid", "call myself a coward", "think of myself as".
    pub(super) fn object_predicate(&self, group: &mut VerbGroup) {
        let Some(main) = group.main else { return };
        if !self.tags(main).any(Tags::MAKE.and(Tags::CALL)) {
            return;
        }
        let mut at = main + 1;
        while self.is(at, "of") || self.is(at, "at") {
            at += 1;
        }
        if !self.tags(at).any(Tags::ME.and(Tags::SELF)) {
            return;
        }
        at += 1;
        let feels = Tags::FEEL.and(Tags::LINKING).and(Tags::BE).and(Tags::TO);
        let mut link = false;
        while self.tags(at).any(feels)
            || self.is(at, "as")
            || self.is(at, "out")
            || self.is(at, "like")
        {
            link |= self.tags(at).any(feels);
            group.mood.felt |= self.tags(at).any(Tags::FEEL);
            at += 1;
        }
        let says = Tags::DETERMINER
            .and(Tags::ADJECTIVE)
            .and(Tags::NOUN)
            .and(Tags::INTENSIFIER)
            .and(Tags::OPEN)
            .and(Tags::BASE);
        let tags = self.tags(at);
        if !link && !tags.any(says) {
            return;
        }
        group.by = true;
        if !link && tags.any(Tags::BASE) && !tags.any(Tags::NOUN.and(Tags::ADJECTIVE)) {
            group.main = Some(at);
            group.copula = false;
            group.range.end = at + 1;
            return;
        }
        group.copula = true;
        group.range.end = at;
    }
}
