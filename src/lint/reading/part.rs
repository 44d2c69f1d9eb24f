//! A sentence by what stands or falls as one.

use std::ops::Range;

use super::Reading;
use super::clause::{Clause, Subject};
use super::tags::Tags;
use super::words::SentenceWords;

/// Part of a sentence that stands or falls as one: a clause that could be a sentence, with what
/// hangs on it.
pub(crate) struct SentencePart {
    pub(crate) tokens: Range<usize>,
    /// The clause that could be a sentence.
    pub(crate) head: usize,
}

/// The token behind the last word of a sentence.
pub(crate) fn last(words: &SentenceWords) -> usize {
    let last = (0..words.tokens.len()).rfind(|at| !words.tags(*at).any(Tags::STOP));
    last.map_or(0, |last| last + 1)
}

/// Whether a token is no word: a comma, a bracket, a picture.
pub(crate) fn is_mark(words: &SentenceWords, at: usize) -> bool {
    words.tags(at).any(Tags::STOP.and(Tags::COMMA)) || !words.mark(at).is_alphanumeric()
}

/// The parts of a sentence.
pub(crate) fn parts(reading: &Reading) -> Vec<SentencePart> {
    let words = &reading.words;
    let last = last(words);
    let clauses = reading.clauses();
    // "Better than I am": without a mark or a word between, it is the same part.
    let parted = |clause: &Clause| {
        let before = clause.tokens.start.checked_sub(1);
        clause.link.is_some() || before.is_none_or(|at| is_mark(words, at))
    };
    let alone = |at: &usize| {
        let clause = clauses.get(*at);
        clause.is_some_and(|clause| stands_alone(words, clause) && parted(clause))
    };
    let heads: Vec<usize> = (0..clauses.len()).filter(alone).collect();
    let start = |head: usize| clauses.get(head).map_or(last, |clause| clause.tokens.start);
    let mut parts = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let from = if at == 0 { 0 } else { start(*head) };
        let to = heads.get(at + 1).map_or(last, |next| start(*next));
        let end = (from..to).rfind(|at| !words.tags(*at).any(Tags::STOP.and(Tags::COMMA)));
        parts.extend(end.map(|end| SentencePart { tokens: from..end + 1, head: *head }));
    }
    parts
}

/// Whether a clause could be a sentence: it has a subject and a finite verb, and nothing leads to
/// it but "and" or "but".
pub(crate) fn stands_alone(words: &SentenceWords, clause: &Clause) -> bool {
    let link = clause.link.map_or(Tags::NONE, |link| words.tags(link));
    // "What happened was the rain."
    let free = clause.link == Some(0) && link.any(Tags::WHAT) && !words.is_question;
    let joined = clause.link.is_none() || free || link.any(Tags::AND.and(Tags::BUT));
    joined
        && clause.parent.is_none()
        && !clause.verb.is_empty()
        && clause.subject != Subject::None
        && !clause.mood.gerund
        && !link.any(Tags::BECAUSE.and(Tags::IF).and(Tags::THOUGH).and(Tags::WHO))
}

/// Whether a clause says what happened or was done, not what somebody is or thinks.
pub(crate) fn is_event(reading: &Reading, clause: &Clause) -> bool {
    let main = clause.main.map_or(Tags::NONE, |main| reading.words.tags(main));
    // "I forgot the keys" is done, "I thought of the keys" is not.
    let lapse = clause.main.is_some_and(|main| reading.words.is_in(main, &["lapse"]));
    let mind = main.any(Tags::THINK.and(Tags::SAY).and(Tags::FEEL).and(Tags::BE)) && !lapse;
    let mood = clause.mood;
    let told = mood.past || mood.perfect;
    told && !mood.imperative
        && !mind
        && !clause.copula
        && !mood.should
        && !mood.can
        && !mood.wish
        && !mood.future
}

/// Whether a clause says how something is, was or went: an event, a state, a feeling, and no
/// judgement, thought, duty or wish.
pub(crate) fn is_fact(reading: &Reading, clause: &Clause) -> bool {
    let words = &reading.words;
    let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
    let mood = clause.mood;
    let open = mood.imperative || mood.should || mood.wish || mood.future || mood.inverted;
    let duty = words.says(clause.tokens.clone(), "must")
        || words.says(clause.tokens.clone(), "better")
        || clause.tokens.clone().any(|at| words.word(at) == "have" && words.word(at + 1) == "to");
    // "I could not find it" is one, "I can do it" is not.
    let able = mood.can && !mood.not;
    let judges = |at: usize| words.is_in(at, &["bad", "trait", "person", "worst", "ruined"]);
    let sweeping = |at: usize| words.tags(at).any(Tags::NEVER.and(Tags::NOBODY).and(Tags::PEOPLE));
    // "It's because …" says nothing by itself, "they give it to anyone" nothing of what was done.
    let points =
        clause.subject_tokens.clone().any(|at| words.tags(at).any(Tags::IT.and(Tags::THAT)));
    let whose = matches!(
        clause.subject,
        Subject::Me | Subject::Mine | Subject::We | Subject::Other | Subject::Thing
    );
    // "I feel like nobody cares", "the problem is not the heating".
    let like = main.any(Tags::FEEL) && words.tags(clause.rest.start).any(Tags::LIKE);
    let excludes = clause.copula && mood.not && clause.subject == Subject::Thing;
    // "My grandmother would spit."
    let would = words.says(clause.verb.clone(), "would");
    // "I have no friends": bleak, and no more than that.
    let none = clause.subject == Subject::Me
        && main.any(Tags::HAVE)
        && words.tags(clause.rest.start).any(Tags::NO);
    // "Grown women don't get upset" is a rule for all.
    let own = clause.subject_tokens.clone();
    let named = |at: usize| words.tags(at).any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR));
    let general = clause.subject == Subject::Other
        && !mood.past
        && !mood.perfect
        && !own.clone().any(named)
        && words.tags(own.start).any(Tags::NOUN.and(Tags::ADJECTIVE));
    let open = open || would || none || general;
    !would && is_event(reading, clause)
        || whose
            && !points
            && !like
            && !excludes
            && !open
            && !duty
            && !able
            && !mood.never
            && !main.any(Tags::THINK.and(Tags::SAY).and(Tags::CALL))
            && !clause.tokens.clone().any(|at| judges(at) || sweeping(at))
}
