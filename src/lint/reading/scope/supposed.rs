//! What says of a clause that it is not claimed: "as if", "what if", "not that", "would", "may".

use crate::lint::reading::clause::Clause;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::words::SentenceWords;

/// "As if", "as though".
pub(super) fn is_likened(words: &SentenceWords, clause: &Clause) -> bool {
    let Some(link) = clause.link else { return false };
    let before = link.checked_sub(1).map_or("", |before| words.word(before));
    let both = words.word(clause.tokens.start) == "as" || before == "as";
    both && words.tags(link).any(Tags::IF.and(Tags::THOUGH))
}

/// "Not that I'm proud."
pub(super) fn is_not_that(words: &SentenceWords, clause: &Clause) -> bool {
    let Some(not) = clause.link.and_then(|link| link.checked_sub(1)) else { return false };
    let begins = not.checked_sub(1).is_none_or(|at| !words.mark(at).is_alphanumeric());
    begins && words.word(not) == "not" && words.word(not + 1) == "that"
}

/// "What if", "as if", "in case", "imagine" before a clause.
pub(super) fn supposes(words: &SentenceWords, clause: &Clause) -> bool {
    let start = clause.tokens.start;
    let two = start.checked_sub(1).map_or("", |at| words.word(at));
    let first = words.word(start);
    (first == "if" && two != "even")
        || (first == "imagine" || first == "suppose") && clause.mood.imperative
}

/// Whether it is left open that a clause is so: "I may be a poor cook", "that might make me lazy",
/// "I would be a poor host if I did not ask", "I would feel silly".
pub(super) fn is_left_open(words: &SentenceWords, clauses: &[Clause], at: usize) -> bool {
    let Some(clause) = clauses.get(at) else { return false };
    let says = |word| words.says(clause.verb.clone(), word);
    let may = clause.mood.may && (clause.by.is_some() || says("may"));
    let on = |one: &Clause| one.link.is_some_and(|link| words.word(link) == "if");
    let would = !clause.mood.should && says("would");
    may || would && (clause.mood.felt || clauses.iter().any(on))
}
