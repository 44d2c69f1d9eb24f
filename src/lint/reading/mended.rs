//! Whether what can be done about it follows a judgement: "but I can learn".

use super::clause::{Clause, Subject};
use super::grammar_file::Order;
use super::tags::Tags;
use super::tokens::FieldHit;
use super::words::SentenceWords;

/// Fields of words that judge: a clause with one of them mends nothing.
const HARSH: [&str; 10] = [
    "person",
    "trait",
    "doom",
    "harm",
    "lapse",
    "metaphor",
    "bleak",
    "desert",
    "minimiser",
    "fault",
];

/// Whether what can be done about it follows the clause at `at`, in this sentence behind the token
/// at `end`, or in the next.
pub(super) fn is_mended(
    words: &SentenceWords,
    clauses: &[Clause],
    at: usize,
    end: usize,
    after: Option<(&SentenceWords, &[Clause])>,
) -> bool {
    let behind = clauses.iter().skip(at + 1);
    let behind = behind.filter(|clause| clause.verb.start >= end);
    let mut turned = false;
    // "I might not be the best, but": what "may" grants before a "but" is not what is claimed.
    let granted = clauses.get(at).is_some_and(|clause| clause.mood.may);
    let from = clauses.get(at).map_or(0, |clause| clause.verb.end);
    for clause in behind {
        let mut between = from..clause.verb.start.max(from);
        turned |= between.any(|at| words.tags(at).any(Tags::BUT));
        if turned && granted || is_delight(words, clause) {
            return true;
        }
        let plan = words.lexicon.order == Order::SubjectVerb
            && clause.subject == Subject::Me
            && (clause.mood.future || clause.mood.can);
        if turned && mends(words, clause, true) || plan && mends(words, clause, false) {
            return true;
        }
    }
    let Some((after, next)) = after else { return false };
    let turned = after.tags(0).any(Tags::BUT.and(Tags::TURNS));
    let mut clauses = next.iter().filter(|clause| !clause.verb.is_empty());
    if turned {
        return clauses.any(|clause| mends(after, clause, true) || is_delight(after, clause));
    }
    clauses.take(2).any(|clause| {
        let plan = clause.mood.future || clause.mood.should || clause.mood.wish || clause.mood.can;
        plan && clause.subject == Subject::Me && mends(after, clause, false)
    })
}

/// Whether a clause says that it is enjoyed all the same: "and it is such fun".
fn is_delight(words: &SentenceWords, clause: &Clause) -> bool {
    let own = matches!(clause.subject, Subject::Me | Subject::We | Subject::Thing | Subject::None);
    let hits = || words.hits.iter().filter(|hit| clause.tokens.contains(&hit.from));
    let delight = |hit: &&FieldHit| {
        // In "don't mind" the phrase itself has the "not".
        let said = !clause.mood.not || hit.from <= clause.verb.start;
        said && words.is_of(hit, &["delight"])
    };
    let Some(found) = hits().find(delight) else { return false };
    let outside = |hit: &FieldHit| hit.from < found.from || hit.from >= found.to;
    own && !clause.mood.never && !hits().any(|hit| outside(hit) && words.is_of(hit, &HARSH))
}

/// Whether a clause says what can be done, or that it is all right.
fn mends(words: &SentenceWords, clause: &Clause, turned: bool) -> bool {
    let mood = clause.mood;
    if mood.not || mood.never || mood.perfect || mood.past || clause.verb.is_empty() {
        return false;
    }
    let hits = || words.hits.iter().filter(|hit| clause.tokens.contains(&hit.from));
    if hits().any(|hit| words.is_of(hit, &HARSH)) {
        return false;
    }
    let verb = clause
        .main
        .is_some_and(|main| hits().any(|hit| hit.from == main && words.is_of(hit, &["mending"])));
    let fine = clause.copula && hits().any(|hit| words.is_of(hit, &["virtue", "fine", "delight"]));
    let me = clause.subject == Subject::Me && clause.by.is_none();
    (me && (mood.future || mood.can) || verb && (me || mood.future))
        || turned && (fine || mood.future && !me)
}
