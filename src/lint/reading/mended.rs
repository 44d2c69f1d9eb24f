//! Whether what can be done about it follows a judgement: "but I can learn".

use super::clause::{Clause, Subject};
use super::grammar_file::Order;
use super::scope::around::is_attribution;
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
        // "I'm so stupid I could scream" says how stupid.
        let result =
            clauses.get(at).is_some_and(|one| one.tokens.end == clause.subject_tokens.start);
        let plan = words.lexicon.order == Order::SubjectVerb
            && !result
            && clause.subject == Subject::Me
            && (clause.mood.future || clause.mood.can);
        let eased = clause.subject == Subject::Thing && clause.copula && is_fine(words, clause);
        if turned && is_good_all_the_same(words, clause) {
            return true;
        }
        if (turned || eased) && mends(words, clause, true) || plan && mends(words, clause, false) {
            return true;
        }
    }
    if clauses.get(at).is_some_and(|clause| is_enjoyed(words, clause, end)) {
        return true;
    }
    let Some((after, next)) = after else { return false };
    if is_attribution(after, next) {
        return true;
    }
    let turned = after.tags(0).any(Tags::BUT.and(Tags::TURNS));
    let mut clauses = next.iter().filter(|clause| !clause.verb.is_empty());
    if turned {
        return clauses.any(|clause| mends(after, clause, true) || is_delight(after, clause));
    }
    // "That's okay."
    let eases = |clause: &Clause| {
        let pointed = clause.subject_tokens.clone().any(|at| after.tags(at).any(Tags::IT));
        let fine = clause.copula && !clause.mood.not && is_fine(after, clause);
        pointed && (fine || is_delight(after, clause))
    };
    if next.iter().find(|clause| !clause.verb.is_empty()).is_some_and(eases) {
        return true;
    }
    // "Every time I try to help I make it worse" is no plan.
    !after.hits.iter().any(|hit| after.is_of(hit, &HARSH))
        && clauses.take(2).any(|clause| {
            let plan =
                clause.mood.future || clause.mood.should || clause.mood.wish || clause.mood.can;
            plan && clause.subject == Subject::Me && mends(after, clause, false)
        })
}

/// Whether what follows a judgement in its own clause says that it is enjoyed: "a lazy gardener and
/// proud of it".
fn is_enjoyed(words: &SentenceWords, clause: &Clause, end: usize) -> bool {
    words
        .hits
        .iter()
        .any(|hit| end <= hit.from && hit.to <= clause.tokens.end && words.is_of(hit, &["delight"]))
}

/// Whether a clause says that it is all right: "it's okay to be shy".
fn is_fine(words: &SentenceWords, clause: &Clause) -> bool {
    let first = clause.rest.start;
    words.hits.iter().any(|hit| hit.from == first && words.is_of(hit, &["fine"]))
}

/// Whether a clause says that it was good all the same: "but it was still a lovely trip".
fn is_good_all_the_same(words: &SentenceWords, clause: &Clause) -> bool {
    let good = ["fine", "delight", "praise"];
    let hits = || words.hits.iter().filter(|hit| clause.tokens.contains(&hit.from));
    clause.subject == Subject::Thing
        && clause.copula
        && !clause.mood.not
        && !clause.mood.never
        && hits().any(|hit| hit.from >= clause.rest.start && words.is_of(hit, &good))
        && !hits().any(|hit| words.is_of(hit, &HARSH))
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
    // "I can hear it" and "I'll still be here at eighty" are no plans.
    let tags = clause.main.map_or(Tags::NONE, |main| words.tags(main));
    let perceives = mood.can && tags.any(Tags::THINK.and(Tags::FEEL))
        || clause.main.is_some_and(|main| words.is_one_of(main, &["hear", "tell"]));
    let goes_on = clause.tokens.clone().any(|at| words.word(at) == "still");
    // "I can become a better person", "I do have other good qualities"
    let good = ["virtue", "fine", "delight", "better"];
    let has = turned && tags.any(Tags::HAVE);
    let fine = (clause.copula || has) && hits().any(|hit| words.is_of(hit, &good));
    let me = clause.subject == Subject::Me && clause.by.is_none();
    let plan = (mood.future || mood.can) && !perceives && !goes_on && !clause.copula;
    (me && (plan || (mood.future || mood.can) && fine) || verb && !perceives && (me || mood.future))
        || turned && (fine || mood.future && !me)
}
