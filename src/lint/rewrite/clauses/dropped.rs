//! The attack left out, where what happened stands beside it.

use std::ops::Range;

use super::beside::breaks_off;
use super::{ClauseRewriter, Wording};
use crate::diagnostic::{Applicability, Suggestion};
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::part::{SentencePart, is_event, is_fact, parts, stands_alone};
use crate::lint::reading::tags::Tags;
use crate::lint::rewrite::whole::keeps;
use crate::text::{BlockSpan, Edit, capitalized};

/// What makes the first word of a sentence lean on the one before it.
const LEANING: Tags = Tags::IT
    .and(Tags::THAT)
    .and(Tags::AND)
    .and(Tags::BUT)
    .and(Tags::BECAUSE)
    .and(Tags::WHO)
    .and(Tags::TURNS)
    .and(Tags::THOUGH)
    .and(Tags::OPEN)
    .and(Tags::NOT)
    .and(Tags::NO)
    .and(Tags::WHAT)
    .and(Tags::ADVERB);

/// What may stay when an attack beside it is left out.
#[derive(Debug, Clone, Copy)]
pub(in crate::lint::rewrite) enum Stays {
    /// What happened or was done.
    Event,
    /// How something is or was as well.
    Fact,
}

impl ClauseRewriter<'_> {
    /// The attack left out, where `what` of this kind stands beside it.
    pub(in crate::lint::rewrite) fn dropped(&self, what: Stays) -> Option<Wording> {
        let unread = self.place.together > self.others.len() + 1;
        // "I was an awful dancer and nobody cared": of what, once it is left out?
        let nobody = |clause: &Clause| clause.subject == Subject::Nobody;
        let mut others = self.reading.clauses().iter().enumerate();
        let unread = unread || others.any(|(at, one)| at != self.found.clause && nobody(one));
        if unread || self.after.is_some_and(|after| self.leans(after)) {
            return None;
        }
        let dropped = self.clause_dropped(what).or_else(|| self.aside_dropped());
        dropped.or_else(|| self.sentence_dropped(what))
    }

    /// A name called in passing left out: "I missed the ferry, stupid me!"
    fn aside_dropped(&self) -> Option<Wording> {
        let words = &self.reading.words;
        let hits = &self.found.hits;
        let found =
            match (hits.iter().map(|hit| hit.from).min(), hits.iter().map(|hit| hit.to).max()) {
                (Some(from), Some(to)) => from..to,
                _ => self.found.tokens.clone(),
            };
        let stop = |at: usize| words.tags(at).any(Tags::STOP);
        let comma = |at: usize| words.tags(at).any(Tags::COMMA);
        let verb = |clause: &Clause| clause.main.is_some_and(|main| found.contains(&main));
        if words.is_question || self.reading.clauses().iter().any(verb) {
            return None;
        }
        let ends = (found.end..words.tokens.len()).all(stop);
        if ends && found.start > 0 && comma(found.start - 1) {
            let range = words.bytes(found.start - 1..found.end)?;
            return self.left_out(range, Applicability::MaybeIncorrect);
        }
        // "Greedy, that's the truth of it" would be about nothing.
        let points = words.tags(found.end + 1).any(Tags::IT);
        let begins = (0..found.start).all(stop) && comma(found.end) && !points;
        begins.then(|| self.first_left_out(found.start, found.end + 1)).flatten()
    }

    /// The whole sentence left out, where a neighbour says what happened.
    fn sentence_dropped(&self, what: Stays) -> Option<Wording> {
        let words = &self.reading.words;
        if !keeps(self.reading, 0..words.tokens.len(), self.attacks(), None) {
            return None;
        }
        let stays = |span: Option<BlockSpan>| {
            span.filter(|span| match what {
                Stays::Event => self.tells(*span),
                Stays::Fact => self.is_of_me(*span),
            })
        };
        let [before, after] = [self.before, self.after].map(stays);
        let here = self.place.sentence;
        let (told, removed, sure) = match (before, after) {
            (Some(before), _) => {
                let sure = self.is_plain() && self.tells(before);
                (before, BlockSpan::new(before.end, here.end), sure)
            }
            (None, Some(after)) => (after, BlockSpan::new(here.start, after.start), false),
            (None, None) => return None,
        };
        let edit = self.place.edit(removed, String::new())?;
        let applicability = if sure { Applicability::Safe } else { Applicability::MaybeIncorrect };
        let title = self.place.text(told.start, told.end).trim().to_owned();
        self.wording(Suggestion { title, applicability, edits: vec![edit] }, told)
    }

    /// Whether the match says plainly what the writer is now, and nothing hangs on it.
    fn is_plain(&self) -> bool {
        let Some(clause) = self.reading.clauses().get(self.found.clause) else { return false };
        let mood = clause.mood;
        let now = !mood.past && !mood.future && !mood.felt && !self.reading.words.is_question;
        clause.subject == Subject::Me && now && stands_alone(&self.reading.words, clause)
    }

    /// One of several clauses left out.
    fn clause_dropped(&self, what: Stays) -> Option<Wording> {
        let words = &self.reading.words;
        if words.is_question {
            return None;
        }
        let parts = parts(self.reading);
        let at = parts.iter().position(|part| part.tokens.contains(&self.found.tokens.start))?;
        let part = parts.get(at)?;
        let outer = self.outermost()?;
        let clause = self.reading.clauses().get(outer)?;
        // "I was late because I am an idiot": what hangs on the rest goes alone.
        let because = clause.link.is_some_and(|link| words.tags(link).any(Tags::BECAUSE));
        let from = if outer == part.head {
            part.tokens.start
        } else if because {
            let begin = clause.begin();
            // "Simply because", "probably because".
            let adverb = |at: &usize| words.tags(*at).any(Tags::ADVERB.and(Tags::MAY));
            (part.tokens.start..begin).rev().take_while(adverb).last().unwrap_or(begin)
        } else {
            return None;
        };
        if !keeps(self.reading, from..part.tokens.end, self.attacks(), None) {
            return None;
        }
        if outer == part.head && at == 0 {
            return self.first_dropped(part, parts.get(1)?, what);
        }
        // "Plans, which I start, but never finish": without a subject it goes on with what stays.
        let goes_on = clause.subject_tokens.is_empty() && !because;
        if goes_on && matches!(what, Stays::Fact) {
            return None;
        }
        let kept = if outer == part.head { parts.get(at.checked_sub(1)?)? } else { part };
        self.is_so(kept, what).then_some(())?;
        // "I only went because": what stays would say that nothing else was done.
        let leads = words.tags(part.tokens.end).any(Tags::AND);
        // "Not because it is dear but because I'm a fool": one reason against another.
        let against = outer != part.head
            && clause
                .link
                .and_then(|link| link.checked_sub(1))
                .is_some_and(|at| words.tags(at).any(Tags::BUT));
        if against {
            return None;
        }
        if outer != part.head && (leads || words.says(part.tokens.start..from, "only")) {
            return None;
        }
        let last = (0..from).rfind(|at| !words.tags(*at).any(Tags::STOP.and(Tags::COMMA)))?;
        let range = words.bytes(last..last + 1)?.end..words.bytes(from..part.tokens.end)?.end;
        let only = outer == part.head && outer == self.found.clause && parts.len() == 2;
        let sure = only && self.is_plain() && self.is_told(kept);
        self.left_out(range, if sure { Applicability::Safe } else { Applicability::MaybeIncorrect })
    }

    /// The first of several clauses left out.
    fn first_dropped(
        &self,
        part: &SentencePart,
        next: &SentencePart,
        what: Stays,
    ) -> Option<Wording> {
        self.is_so(next, what).then_some(())?;
        let clause = self.reading.clauses().get(next.head)?;
        let start = clause.link.map_or(next.tokens.start, |link| link + 1);
        let words = &self.reading.words;
        // "I'm a sad old woman and I've no patience with her."
        let her = |at: usize| words.tags(at).any(Tags::THEM.and(Tags::THEIR));
        let her = matches!(what, Stays::Fact) && next.tokens.clone().any(her);
        let leans = her || words.tags(start).any(Tags::IT.and(Tags::THAT));
        let stands = !leans && !clause.subject_tokens.is_empty();
        stands.then(|| self.first_left_out(part.tokens.start, start)).flatten()
    }

    /// Bytes behind what stays left out, with the exclamation marks behind them.
    fn left_out(&self, range: Range<usize>, applicability: Applicability) -> Option<Wording> {
        let rest = self.reading.words.text.get(range.end..)?;
        let marks = rest.len() - rest.trim_start_matches('!').len();
        let range = range.start..range.end + marks;
        let mark = if marks > 0 { "." } else { "" };
        let result = self.with(&range, mark);
        let edit = self.edit(&range, mark.to_owned())?;
        self.leaving(&result, edit, applicability)
    }

    /// The tokens from `first` up to `stays` left out; what stays begins with a capital.
    fn first_left_out(&self, first: usize, stays: usize) -> Option<Wording> {
        let words = &self.reading.words;
        let range = words.bytes(first..first + 1)?.start..words.bytes(stays..stays + 1)?.start;
        let result = capitalized(&self.with(&range, ""));
        let letter = words.text.get(range.end..)?.chars().next()?;
        let capital = letter.to_uppercase().to_string();
        let edit = self.edit(&(range.start..range.end + letter.len_utf8()), capital)?;
        self.leaving(&result, edit, Applicability::MaybeIncorrect)
    }

    /// The suggestion that leaves `result` of the sentence, where that is whole and clean.
    fn leaving(&self, result: &str, edit: Edit, applicability: Applicability) -> Option<Wording> {
        self.is_clean(result, &(0..result.len())).then_some(())?;
        let title = result.trim().to_owned();
        self.wording(Suggestion { title, applicability, edits: vec![edit] }, self.place.sentence)
    }

    /// Whether a part of the sentence tells what happened.
    pub(super) fn is_told(&self, part: &SentencePart) -> bool {
        let clause = self.reading.clauses().get(part.head);
        clause.is_some_and(|clause| is_event(self.reading, clause))
    }

    /// Whether a part of the sentence tells what may stay.
    fn is_so(&self, part: &SentencePart, what: Stays) -> bool {
        let clause = self.reading.clauses().get(part.head);
        clause.is_some_and(|clause| match what {
            Stays::Event => is_event(self.reading, clause),
            // What is found there as well would stand alone.
            Stays::Fact => {
                let found = self.others.iter().any(|other| other.clause == part.head);
                !found && is_fact(self.reading, clause)
            }
        })
    }

    /// Whether a sentence of the block says how something is or was with the writer.
    fn is_of_me(&self, span: BlockSpan) -> bool {
        let reading = self.read(self.place.text(span.start, span.end));
        let mine = |clause: &Clause| matches!(clause.subject, Subject::Me | Subject::Mine);
        // "I play the cello" tells nothing of why somebody judges.
        let over = |clause: &Clause| {
            let mood = clause.mood;
            mood.past || mood.perfect || mood.can && mood.not
        };
        let fact = |clause: &Clause| {
            let told = mine(clause) && over(clause) && stands_alone(&reading.words, clause);
            told && is_fact(&reading, clause)
        };
        !reading.words.is_question && reading.clauses().iter().any(fact)
    }

    /// Whether a sentence of the block tells what happened.
    pub(super) fn tells(&self, span: BlockSpan) -> bool {
        let reading = self.read(self.place.text(span.start, span.end));
        !reading.words.is_question
            && reading
                .clauses()
                .iter()
                .any(|clause| stands_alone(&reading.words, clause) && is_event(&reading, clause))
    }

    /// Whether a sentence needs the one before it.
    fn leans(&self, span: BlockSpan) -> bool {
        let reading = self.read(self.place.text(span.start, span.end));
        reading.words.tags(0).any(LEANING) || breaks_off(&reading)
    }
}
