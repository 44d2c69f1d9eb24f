//! Clauses of a language in which the verb may stand anywhere, as in German.
//!
//! A clause runs from one mark to the next, or to a word that joins clauses and has a verb behind
//! it. Its subject and its verbs are looked for in all of it, and what is said of the subject too.

use std::ops::Range;

use super::clause::{Clause, Mood, Subject};
use super::tags::Tags;
use super::words::SentenceWords;

/// The verbs of German that help others.
const AUXILIARY: Tags = Tags::BE.and(Tags::HAVE).and(Tags::MODAL);
/// What joins clauses.
const LINK: Tags = Tags::AND
    .and(Tags::BUT)
    .and(Tags::BECAUSE)
    .and(Tags::IF)
    .and(Tags::THOUGH)
    .and(Tags::THAT)
    .and(Tags::WHAT);

/// Finds the clauses.
pub(super) fn clauses(words: &SentenceWords) -> Vec<Clause> {
    let mut done = Vec::new();
    let mut start = 0;
    for at in 0..=words.tokens.len() {
        let tags = words.tags(at);
        let ends = at == words.tokens.len() || tags.any(Tags::STOP.and(Tags::COMMA));
        let joins = tags.any(Tags::AND.and(Tags::BUT)) && has_verb(words, at + 1);
        if ends || joins && has_verb_in(words, start..at) {
            if start < at {
                done.push(clause(words, start..at));
            }
            start = if ends { at + 1 } else { at };
        }
    }
    done
}

/// Whether a verb stands between `at` and the next mark.
fn has_verb(words: &SentenceWords, at: usize) -> bool {
    let end = (at..words.tokens.len()).find(|at| words.tags(*at).any(Tags::STOP.and(Tags::COMMA)));
    has_verb_in(words, at..end.unwrap_or(words.tokens.len()))
}

fn has_verb_in(words: &SentenceWords, mut range: Range<usize>) -> bool {
    range.any(|at| words.tags(at).any(AUXILIARY.and(Tags::VERB).and(Tags::LINKING)))
}

fn clause(words: &SentenceWords, tokens: Range<usize>) -> Clause {
    let first = tokens.start;
    let link = words.tags(first).any(LINK).then_some(first);
    let (subject, subject_tokens) = subject(words, tokens.clone());
    let verbs = Tags::VERB.and(Tags::LINKING).and(Tags::THINK).and(Tags::SAY).and(Tags::DENIES);
    let is = |tag: Tags| tokens.clone().find(|at| words.tags(*at).any(tag));
    let lexical = tokens.clone().rfind(|at| words.tags(*at).any(verbs));
    let known = lexical.or(is(AUXILIARY));
    let speaks = matches!(subject, Subject::Me | Subject::You | Subject::We);
    let unknown = || unknown_verb(words, link, &subject_tokens, &tokens);
    let main = known.or_else(|| speaks.then(unknown).flatten());
    let has = |tag: Tags| is(tag).is_some();
    let mood = Mood {
        not: has(Tags::NOT),
        never: has(Tags::NEVER),
        past: has(Tags::PAST),
        perfect: has(Tags::HAVE),
        future: has(Tags::FUTURE) || has(Tags::NEVER),
        should: has(Tags::SHOULD),
        can: has(Tags::MODAL),
        felt: has(Tags::FEEL),
        used: has(Tags::USED),
        inverted: main.is_some_and(|main| main < subject_tokens.start),
        ..Mood::default()
    };
    Clause {
        link,
        subject,
        verb: main.map_or(first..first, |main| main..main + 1),
        main,
        copula: has(Tags::BE.and(Tags::LINKING)),
        mood,
        subject_tokens,
        rest: tokens.clone(),
        tokens,
        ..Clause::default()
    }
}

/// Where the verb of a clause must be, though nobody knows the word: at the end behind a word that
/// subordinates ("weil ich alles vergeige"), else beside the subject, which it follows or leads.
fn unknown_verb(
    words: &SentenceWords,
    link: Option<usize>,
    subject: &Range<usize>,
    tokens: &Range<usize>,
) -> Option<usize> {
    if subject.is_empty() {
        return None;
    }
    let joins = Tags::BUT.and(Tags::AND);
    let subordinates = link.is_some_and(|link| !words.tags(link).any(joins));
    let begins = subject.start == tokens.start + usize::from(link.is_some() && !subordinates);
    let at = match (subordinates, begins) {
        (true, _) => tokens.end - 1,
        (false, true) => subject.end,
        (false, false) => subject.start - 1,
    };
    let may_be = Tags::OPEN.and(Tags::NOUN).and(Tags::ADJECTIVE);
    (tokens.contains(&at) && words.tags(at).any(may_be)).then_some(at)
}

/// Who a clause is about: the writer before all others, for a verb tells of them alone.
fn subject(words: &SentenceWords, tokens: Range<usize>) -> (Subject, Range<usize>) {
    let find = |tag: Tags| tokens.clone().find(|at| words.tags(*at).any(tag));
    let kinds = [
        (Tags::I, Subject::Me),
        (Tags::NOBODY, Subject::Nobody),
        (Tags::PEOPLE, Subject::People),
        (Tags::YOU, Subject::You),
        (Tags::WE, Subject::We),
    ];
    for (tag, kind) in kinds {
        if let Some(at) = find(tag) {
            return (kind, at..at + 1);
        }
    }
    let part = find(Tags::MY)
        .filter(|at| (at + 1..(at + 4).min(tokens.end)).any(|noun| words.is_in(noun, &["part"])));
    if let Some(at) = part {
        return (Subject::Mine, at..at + 1);
    }
    let group = tokens.clone().find(|at| words.is_in(*at, &["people"]));
    if let Some(at) = group {
        return (Subject::People, at..at + 1);
    }
    let person =
        tokens.clone().find(|at| words.is_in(*at, &["near"]) || words.tags(*at).any(Tags::THEY));
    if let Some(at) = person {
        return (Subject::Other, at..at + 1);
    }
    // "bin so faul": the verb says who.
    let first = tokens.clone().find(|at| words.tags(*at).any(Tags::BE.and(Tags::HAVE)));
    let mine = first.is_some_and(|at| words.is_one_of(at, &["bin", "hab", "habe"]));
    let subject = if mine { Subject::Me } else { Subject::Thing };
    (subject, tokens.start..tokens.start)
}
