//! Who holds what a clause says, when, and in what mood.
//!
//! "I'm a failure" is a judgement. "My brother said I'm a failure", "I don't think I'm a failure",
//! "I used to think I was a failure", "what if I'm a failure" and "part of me says I'm a failure"
//! are not the writer's own judgement of now, or not yet one.

pub(super) mod around;
mod supposed;

use around::{
    is_fiction, is_no_reason, is_reported_behind, is_said_not_to_follow, is_thought_by_others,
    is_told,
};
use supposed::{is_left_open, is_likened, is_not_that, supposes};

use super::clause::{Clause, Subject};
use super::grammar_file::Order;
use super::holding::Holding;
use super::tags::Tags;
use super::words::SentenceWords;

/// How a clause is held, all together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Without repetition, outermost first.
    pub(crate) holdings: Vec<Holding>,
    /// Whether a denial outside turns it: "I don't think I'm good enough".
    pub(crate) turned: bool,
    /// The outermost clause that holds it.
    pub(crate) outermost: Option<usize>,
}

impl Scope {
    fn add(&mut self, holding: Holding) {
        if !self.holdings.contains(&holding) {
            self.holdings.push(holding);
        }
    }

    /// Whether it is held in no other way than those of `allowed`.
    pub(crate) fn is_within(&self, allowed: &[Holding]) -> bool {
        if self.holdings.is_empty() {
            return allowed.contains(&Holding::Asserted);
        }
        self.holdings.iter().all(|holding| allowed.contains(holding))
    }
}

/// Finds for each clause the one that holds it.
pub(super) fn link_parents(words: &SentenceWords, clauses: &mut [Clause]) {
    for at in 1..clauses.len() {
        let parent = parent(words, clauses, at);
        if let Some(clause) = clauses.get_mut(at) {
            clause.parent = parent;
        }
    }
}

fn parent(words: &SentenceWords, clauses: &[Clause], at: usize) -> Option<usize> {
    let clause = clauses.get(at)?;
    let before = clauses.get(at - 1)?;
    let link = clause.link.map_or(Tags::NONE, |link| words.tags(link));
    let stopped = clause.tokens.start.checked_sub(1).is_some_and(|mark| {
        let passes = match words.lexicon.order {
            Order::SubjectVerb => ":\"",
            Order::Free => ":\",",
        };
        mark >= before.tokens.end && !passes.contains(words.mark(mark))
    });
    if clause.mood.gerund && clause.link.is_none() && !stopped {
        return Some(at - 1);
    }
    let joined = link.any(Tags::AND.and(Tags::BUT)) && !link.any(Tags::THAT.and(Tags::WHAT));
    if joined && !link.any(Tags::BUT) && !stopped {
        return before.parent;
    }
    if before.verb.is_empty() && !before.rest.is_empty() && !stopped {
        // "The thought that I am a failure."
        let holds = before.rest.clone().any(|at| words.tags(at).any(Tags::DISTANT));
        return (holds && link.any(Tags::THAT)).then_some(at - 1);
    }
    if stopped || before.verb.is_empty() {
        return None;
    }
    // "I'm having the thought that I am a failure."
    let named = before.rest.clone().last().is_some_and(|at| words.tags(at).any(Tags::DISTANT));
    if named && link.any(Tags::THAT) {
        return Some(at - 1);
    }
    let likened = is_likened(words, clause);
    let content = likened
        || link == Tags::NONE
        || link.any(Tags::THAT.and(Tags::IF).and(Tags::WHAT).and(Tags::LIKE));
    if !content {
        return None;
    }
    let main = before.main.map_or(Tags::NONE, |main| words.tags(main));
    let holds = Tags::THINK
        .and(Tags::SAY)
        .and(Tags::FEEL)
        .and(Tags::DENIES)
        .and(Tags::LINKING)
        .and(Tags::BE)
        .and(Tags::CALL)
        .and(Tags::MAKE);
    let empty = before.rest.clone().skip(usize::from(is_told(words, before))).all(|at| {
        let light =
            Tags::LIKE.and(Tags::THAT).and(Tags::ADVERB).and(Tags::INTENSIFIER).and(Tags::ME);
        let light =
            light.and(Tags::THEM).and(Tags::SELF).and(Tags::TO).and(Tags::COMMA).and(Tags::OPEN);
        let light =
            light.and(Tags::ADJECTIVE).and(Tags::DISTANT).and(Tags::DETERMINER).and(Tags::NOUN);
        words.tags(at).any(light)
    });
    let free = words.lexicon.order == Order::Free
        && main.any(Tags::THINK.and(Tags::SAY).and(Tags::DENIES));
    (main.any(holds) && empty || free).then_some(at - 1)
}

/// How the clause at `at` is held.
pub(super) fn scope(words: &SentenceWords, clauses: &[Clause], at: usize) -> Scope {
    let mut chain = vec![at];
    let mut current = at;
    while let Some(parent) = clauses.get(current).and_then(|clause| clause.parent) {
        chain.push(parent);
        current = parent;
        if chain.len() > 6 {
            break;
        }
    }
    let mut scope = Scope { outermost: chain.last().copied(), ..Scope::default() };
    if let Some(first) = chain.last().and_then(|at| clauses.get(*at))
        && is_said_not_to_follow(words, first)
    {
        scope.add(Holding::Denied);
    }
    for index in (0..chain.len()).rev() {
        let Some(clause) = chain.get(index).and_then(|at| clauses.get(*at)) else {
            continue;
        };
        if index > 0 {
            let inner = chain.get(index - 1).and_then(|at| clauses.get(*at));
            let link = inner.and_then(|inner| inner.link).map_or(Tags::NONE, |at| words.tags(at));
            holder(words, clause, link, &mut scope);
            if let Some(inner) = inner {
                held_then(words, clause, inner, &mut scope);
            }
        }
        own(words, clause, index == 0, &mut scope);
    }
    if scope.outermost.is_some_and(|first| is_thought_by_others(words, clauses, first)) {
        scope.add(Holding::Opinion);
        let before = scope.outermost.and_then(|first| clauses.get(first.checked_sub(1)?));
        let denies =
            |clause: &Clause| clause.main.is_some_and(|at| words.tags(at).any(Tags::DENIES));
        if before.is_some_and(|clause| denies(clause) && clause.mood.not) {
            scope.add(Holding::Denied);
        }
    }
    if is_reported_behind(words, clauses, at) {
        scope.add(Holding::Reported);
    }
    if is_left_open(words, clauses, at) {
        scope.add(Holding::Supposed);
    }
    if is_no_reason(words, clauses, at) {
        scope.add(Holding::Denied);
    }
    if words.tokens.iter().any(|token| token.tags.any(Tags::FICTION)) && is_fiction(words) {
        scope.add(Holding::Fiction);
    }
    scope
}

/// What a clause does to the one that it holds.
fn holder(words: &SentenceWords, clause: &Clause, link: Tags, scope: &mut Scope) {
    // "I don't know what is wrong with me" takes it for granted that something is.
    let asks = link.any(Tags::WHAT) && !link.any(Tags::IF);
    let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
    // "I can't believe I'm so lazy" says that I am.
    let stunned = clause.mood.can && clause.mood.not && main.any(Tags::RAISES);
    // "Nobody would suspect that I am a thief."
    let nobody = clause.subject == Subject::Nobody && main.any(Tags::THINK);
    let denied = (clause.mood.not || clause.mood.never || nobody) && !stunned;
    let spoken = clause.subject_tokens.clone().chain(clause.rest.clone());
    let distant = spoken.clone().any(|at| words.tags(at).any(Tags::DISTANT))
        || (clause.subject == Subject::Thing && words.says(clause.subject_tokens.clone(), "part"));
    // "It feels as if I always lose" looks at it; "it feels like I'm a fool" does not.
    let likened = link.any(Tags::IF.and(Tags::THOUGH)) && clause.subject == Subject::Thing;
    let distant = distant || likened && main.any(Tags::FEEL.and(Tags::LINKING));
    let by = clause.by.unwrap_or(clause.subject);
    let behind = words.tags(clause.rest.start);
    // "You tell me that I'm lazy."
    let heard = clause.subject == Subject::You && main.any(Tags::SAY) && behind.any(Tags::ME);
    let mine = matches!(by, Subject::Me | Subject::Mine | Subject::You) && !heard;
    if is_told(words, clause) {
        scope.add(Holding::Reported);
    } else if main.any(Tags::DENIES) && denied {
        scope.add(Holding::Denied);
    } else if distant {
        scope.add(Holding::Distant);
    } else if main.any(Tags::FEEL) || clause.mood.felt || main.any(Tags::LINKING) {
        scope.add(Holding::Felt);
        scope.turned ^= denied;
    } else if denied && (main.any(Tags::BE) && link.any(Tags::THAT) || main.any(Tags::SAY) && mine)
    {
        scope.add(Holding::Denied);
    } else if main.any(Tags::SAY.and(Tags::CALL)) && !main.any(Tags::THINK) && !mine {
        scope.add(Holding::Reported);
    } else if main.any(Tags::THINK.and(Tags::SAY))
        && matches!(by, Subject::People | Subject::They | Subject::Other | Subject::Nobody)
    {
        scope.add(Holding::Opinion);
        if clause.mood.may {
            scope.add(Holding::Supposed);
        }
        if denied && !main.any(Tags::RAISES) {
            scope.add(Holding::Denied);
        }
        scope.turned ^= denied;
    } else if mine && clause.main.is_some_and(|main| words.lemma(main) == "wish") {
        // "I wish I wasn't so weak" says that I am.
        scope.turned ^= true;
    } else if main.any(Tags::THINK) && mine {
        if clause.main.is_some_and(|main| words.lemma(main) == "hope") {
            scope.add(Holding::Wished);
        }
        if main.any(Tags::RAISES) {
            scope.turned ^= denied;
        } else if denied && !asks {
            scope.add(Holding::Supposed);
        }
    }
}

/// What the tense of a clause does to the one that it holds.
fn held_then(words: &SentenceWords, clause: &Clause, inner: &Clause, scope: &mut Scope) {
    let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
    let mine =
        matches!(clause.by.unwrap_or(clause.subject), Subject::Me | Subject::Mine | Subject::You);
    // "I thought I was a fool" is over, "I realised that I am one" is not.
    let over = clause.mood.used || clause.mood.past && inner.mood.past;
    // "For years I told myself I was hopeless" is over as well.
    let told = main.any(Tags::SAY) && words.says(clause.tokens.clone(), "years");
    if (main.any(Tags::THINK) || told)
        && mine
        && over
        && !scope.holdings.contains(&Holding::Distant)
    {
        scope.add(Holding::Left);
    }
    // "I wish I had not been so rude" is about one time.
    if inner.mood.perfect && clause.main.is_some_and(|main| words.lemma(main) == "wish") {
        scope.add(Holding::Wished);
    }
}

/// What the clause itself says of how it is held.
fn own(words: &SentenceWords, clause: &Clause, innermost: bool, scope: &mut Scope) {
    let link = clause.link.map_or(Tags::NONE, |link| words.tags(link));
    if is_likened(words, clause) {
        // "I feel as though I'm a fool" is felt, "he acts as if I'm a fool" is supposed.
        if !scope.holdings.contains(&Holding::Felt) {
            scope.add(Holding::Supposed);
        }
    } else if link.any(Tags::IF) || supposes(words, clause) {
        scope.add(Holding::Supposed);
    } else if link.any(Tags::THOUGH) && !link.any(Tags::BECAUSE) {
        scope.add(Holding::Granted);
    }
    if is_not_that(words, clause) {
        scope.add(Holding::Denied);
    }
    if clause.mood.used {
        scope.add(Holding::Left);
    }
    if clause.tokens.clone().any(|at| words.tags(at).any(Tags::AGO)) && clause.mood.past {
        scope.add(Holding::Left);
    }
    if !innermost {
        return;
    }
    // "I will never learn to swim" is no wish.
    let foretold = clause.mood.future && clause.mood.never;
    // "May I never be so dull."
    let hoped = clause.mood.inverted && clause.mood.may && !words.is_question;
    let wished = clause.mood.wish && !clause.mood.imperative && !foretold || hoped;
    if wished && clause.subject == Subject::Me {
        scope.add(Holding::Wished);
    }
    // "I like being the odd one."
    let is_enjoyed = |at: usize| Some(at) != clause.main && words.is_in(at, &["enjoying"]);
    let chained = clause.mood.chained && !clause.mood.not && clause.verb.clone().any(is_enjoyed);
    // "I found myself enjoying being lazy."
    let before = clause.tokens.start.checked_sub(1).filter(|_| clause.mood.gerund);
    let led = before.is_some_and(|at| is_enjoyed(at) && !words.tags(at).any(Tags::LIKE));
    if chained || led {
        scope.add(Holding::Wished);
    }
    let yet = ["yet", "currently"];
    if clause.mood.not && clause.rest.clone().any(|at| yet.contains(&words.word(at))) {
        scope.add(Holding::Mended);
    }
    let wh = clause.tokens.clone().take(3).any(|at| words.tags(at).any(Tags::WHAT));
    let first = words.tags(clause.tokens.start);
    let polar =
        clause.mood.inverted || first.any(Tags::BE.and(Tags::DO).and(Tags::MODAL).and(Tags::HAVE));
    // "Am I really so dense?" asks nobody, "was I being rude?" asks oneself.
    let past = words.tags(clause.verb.start).any(Tags::PAST);
    let being = past && clause.verb.clone().any(|at| words.word(at) == "being");
    let doubts = clause.subject == Subject::Me
        && clause.copula
        && clause.mood.inverted
        && !being
        && !words.says(0..words.tokens.len(), "or");
    if polar && !wh && !doubts && words.is_question {
        scope.add(Holding::Asked);
    }
    if clause.copula && clause.mood.felt {
        scope.add(Holding::Felt);
    }
    if let Some(by) = clause.by {
        let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
        if main.any(Tags::CALL.and(Tags::SAY)) && !matches!(by, Subject::Me) {
            scope.add(Holding::Reported);
        } else if main.any(Tags::THINK) && !matches!(by, Subject::Me | Subject::Thing) {
            scope.add(Holding::Opinion);
        }
    }
}
