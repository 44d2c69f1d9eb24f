//! What stands around a clause and holds it without being its grammatical parent.

use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::tags::Tags;
use crate::lint::reading::words::SentenceWords;

/// "…, she joked": somebody else said it.
pub(super) fn is_reported_behind(words: &SentenceWords, clauses: &[Clause], at: usize) -> bool {
    clauses.iter().skip(at + 1).any(|clause| {
        let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
        // "Old fool, Arthur used to call himself."
        let selves = ["himself", "herself", "themselves"];
        let calls = main.any(Tags::CALL) && selves.contains(&words.word(clause.rest.start));
        clause.link.is_none() && (calls || says_so(words, clause))
    })
}

fn is_others(clause: &Clause) -> bool {
    matches!(clause.subject, Subject::Other | Subject::They | Subject::People)
}

/// "She said": nothing but who said it.
fn says_so(words: &SentenceWords, clause: &Clause) -> bool {
    let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
    is_others(clause) && main.any(Tags::SAY) && !main.any(Tags::THINK) && clause.rest.is_empty()
}

/// Whether a sentence begins with who said the one before: "A burden? she said."
pub(in crate::lint::reading) fn is_attribution(words: &SentenceWords, clauses: &[Clause]) -> bool {
    let lower = words.text.trim_start().starts_with(char::is_lowercase);
    lower && clauses.first().is_some_and(|clause| says_so(words, clause))
}

/// "It isn't because I'm lazy."
pub(super) fn is_no_reason(words: &SentenceWords, clauses: &[Clause], at: usize) -> bool {
    let because = clauses.get(at).and_then(|clause| clause.link);
    let Some(before) = at.checked_sub(1).and_then(|at| clauses.get(at)) else {
        return false;
    };
    because.is_some_and(|link| words.tags(link).any(Tags::BECAUSE))
        && before.copula
        && before.mood.not
        && before.rest.is_empty()
}

/// "Does not mean" directly before a clause, whatever its subject is.
pub(super) fn is_said_not_to_follow(words: &SentenceWords, clause: &Clause) -> bool {
    let mut at = clause.tokens.start;
    for _ in 0..2 {
        let Some(before) = at.checked_sub(1) else { return false };
        if words.tags(before).any(Tags::DENIES) {
            let mut earlier = before.saturating_sub(3)..before;
            return earlier.any(|at| words.tags(at).any(Tags::NOT));
        }
        at = before;
    }
    false
}

/// "People who know me think I'm odd": the verb that holds the clause is the second of the one
/// before, behind a relative clause or within what is denied.
pub(super) fn is_thought_by_others(words: &SentenceWords, clauses: &[Clause], at: usize) -> bool {
    let (Some(clause), Some(before)) = (clauses.get(at), at.checked_sub(1)) else { return false };
    let Some(before) = clauses.get(before) else { return false };
    let Some(verb) = clause.tokens.start.checked_sub(1) else { return false };
    let link = clause.link.map_or(Tags::NONE, |link| words.tags(link));
    if link.any(Tags::BECAUSE.and(Tags::IF)) && !link.any(Tags::THAT) {
        return false;
    }
    if !before.rest.contains(&verb) || !words.tags(verb).any(Tags::THINK) {
        return false;
    }
    let no_verb = Tags::DETERMINER.and(Tags::MY).and(Tags::TO).and(Tags::AND).and(Tags::ADJECTIVE);
    let subject = verb.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    let others = Tags::PEOPLE.and(Tags::THEY);
    let spoken_of = before.subject != Subject::Me || subject.any(others);
    spoken_of && !subject.any(no_verb)
}

/// "In my dream", "the film", "my character".
pub(super) fn is_fiction(words: &SentenceWords) -> bool {
    let mut at = 0;
    while at < words.tokens.len() {
        if words.tags(at).any(Tags::FICTION) {
            let before = at.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
            let earlier = at.checked_sub(2).map_or(Tags::NONE, |at| words.tags(at));
            let dreamt = matches!(words.word(at), "dream" | "nightmare");
            let which = if dreamt { Tags::DETERMINER.and(Tags::MY) } else { Tags::DETERMINER };
            let within = earlier.any(Tags::PREPOSITION) && before.any(which);
            // "I dreamt", but not "I play".
            let stems = ["dream", "träum"];
            let slept = stems.iter().any(|stem| words.word(at).starts_with(stem));
            if within || before.any(Tags::I) && slept {
                return true;
            }
        }
        at += 1;
    }
    false
}

/// "I was told", "I've been accused": others said it.
pub(super) fn is_told(words: &SentenceWords, clause: &Clause) -> bool {
    let first = words.tags(clause.rest.start);
    let said = first.any(Tags::SAY.and(Tags::CALL)) && !first.any(Tags::THINK);
    clause.copula && said && first.any(Tags::PAST)
}
