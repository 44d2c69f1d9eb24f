//! What the subject of a clause is said to be.

use std::ops::Range;

use super::company::{fits_company, hits_at, is_person};
use super::slots::Fields;
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::Reading;
use crate::lint::reading::clause::Clause;
use crate::lint::reading::grammar_file::Order;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;

/// The word that says what the subject is, and whether a "no" before it denies it.
pub(super) fn complement(
    reading: &Reading,
    clause: &Clause,
    fields: &Fields,
) -> Option<(FieldHit, bool)> {
    // "What an idiot I am": it stands before the subject.
    let front = clause.tokens.start..clause.subject_tokens.start.min(clause.verb.start);
    // "The trees I go to see" are no complement, nor is "a gardener" in "I turned a gardener away".
    let main = clause.main.map_or(Tags::NONE, |main| reading.words.tags(main));
    // "The dogs I might be wary of": what follows says more than the words in front.
    let light = Tags::STOP.and(Tags::COMMA).and(Tags::ADVERB).and(Tags::INTENSIFIER);
    let bare = clause.rest.clone().all(|at| reading.words.tags(at).any(light));
    let fronted = main.any(Tags::BE) && bare
        || reading.words.tags(clause.tokens.start).any(Tags::WHAT.and(Tags::PREDETERMINER));
    let turned = clause.main.is_some_and(|main| reading.words.lemma(main) == "turn")
        && reading.words.tags(clause.rest.start).any(Tags::DETERMINER);
    let front = if fronted { front } else { front.start..front.start };
    let rest = if turned { clause.rest.start..clause.rest.start } else { clause.rest.clone() };
    [rest, front].into_iter().find_map(|range| complement_in(reading, clause, range, fields))
}

fn complement_in(
    reading: &Reading,
    clause: &Clause,
    range: Range<usize>,
    fields: &Fields,
) -> Option<(FieldHit, bool)> {
    let mut at = range.start;
    let mut no = false;
    let mut unknown = 0;
    while at < range.end {
        let tags = reading.words.tags(at);
        let wanted = hits_at(&reading.words, at)
            .filter(|hit| fields.has(&reading.words, hit) && hit.to <= range.end);
        let wanted = wanted
            .filter(|hit| hit.part != PartOfSpeech::Verb && fits_company(&reading.words, hit));
        if let Some(hit) = wanted.max_by_key(|hit| hit.to)
            && is_head(&reading.words, hit)
            && !is_of_mine(&reading.words, hit)
            && !is_felt_only(reading, clause, hit)
        {
            return Some((with_noun(&reading.words, hit), no));
        }
        if reading.words.lexicon.order == Order::Free {
            at += 1;
            continue;
        }
        if ["down", "up", "off", "out"].contains(&reading.words.word(at))
            && reading.words.tags(at + 1).any(Tags::DETERMINER)
        {
            // "I am down a rabbit hole": where, not what.
            return None;
        }
        no |= tags.any(Tags::NO.and(Tags::NOT)) || reading.words.word(at) == "less";
        let passed = Tags::DETERMINER
            .and(Tags::INTENSIFIER)
            .and(Tags::ADVERB)
            .and(Tags::ADJECTIVE)
            .and(Tags::MY)
            .and(Tags::NO);
        let passed = if at == range.start || reading.words.tags(at - 1).any(Tags::ADVERB) {
            passed.and(Tags::LIKE)
        } else {
            passed
        };
        let passed = if at > range.start { passed.without(Tags::MY) } else { passed };
        let passed = passed
            .and(Tags::PREDETERMINER)
            .and(Tags::SUPERLATIVE)
            .and(Tags::COMMA)
            .and(Tags::AND)
            .and(Tags::NUMBER);
        let of = reading.words.word(at) == "of"
            && at > range.start
            && reading.words.tags(at - 1).any(Tags::PREDETERMINER);
        // "I have turned into a bore", "what I am is a coward"
        let into = at == range.start
            && (reading.words.word(at) == "into" || clause.copula && tags.any(Tags::BE));
        // "A grown up child", "a washed-up fool"
        let before = at.checked_sub(1).map_or(Tags::NONE, |at| reading.words.tags(at));
        let named = at > range.start && before.any(Tags::DETERMINER.and(Tags::ADJECTIVE));
        let done =
            tags.any(Tags::PAST) && named && !tags.any(Tags::BE.and(Tags::HAVE).and(Tags::DO));
        let particle = ["up", "out", "off", "down", "over"].contains(&reading.words.word(at));
        if tags.any(passed) || of || into || done || particle && before.any(Tags::PAST) {
            // It goes on.
        } else if tags.any(Tags::OPEN.and(Tags::NOUN)) && !tags.any(Tags::GERUND) && unknown < 3 {
            unknown += 1;
        } else {
            return None;
        }
        at += 1;
    }
    None
}

/// "The reason was my failure to ask": a thing of the writer, not the writer.
fn is_of_mine(words: &SentenceWords, hit: &FieldHit) -> bool {
    let before = hit.from.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    before.any(Tags::MY) && words.tags(hit.to).any(Tags::TO)
}

/// Whether a word only says how somebody feels: "I feel awkward", but not "I feel like a fool".
fn is_felt_only(reading: &Reading, clause: &Clause, hit: &FieldHit) -> bool {
    let Some(main) = clause.main.filter(|main| reading.words.tags(*main).any(Tags::FEEL)) else {
        return false;
    };
    let like = (main..hit.from).any(|at| reading.words.tags(at).any(Tags::LIKE));
    if hit.part == PartOfSpeech::Noun {
        return !like;
    }
    let mut feeling =
        reading.words.hits.iter().filter(|hit| reading.words.is_of(hit, &["feeling"]));
    feeling.any(|feeling| feeling.from < hit.to && hit.from < feeling.to)
}

/// A word with the noun that it stands before: "lazy gardener".
fn with_noun(words: &SentenceWords, hit: &FieldHit) -> FieldHit {
    let mut to = hit.to;
    while words.tags(to).any(Tags::ADJECTIVE) {
        to += 1;
    }
    let noun = hit.part == PartOfSpeech::Adjective && is_person(words, to);
    FieldHit { to: if noun { to + 1 } else { hit.to }, ..*hit }
}

/// Whether a word says what the subject is, and not what something else is like: not "lazy" in "a
/// lazy day".
pub(super) fn is_head(words: &SentenceWords, hit: &FieldHit) -> bool {
    let mut at = hit.to;
    if hit.part == PartOfSpeech::Phrase {
        return true;
    }
    if hit.part == PartOfSpeech::Adjective {
        // "a lazy, selfish person"
        while words.tags(at).any(Tags::ADJECTIVE)
            || (words.tags(at).any(Tags::COMMA.and(Tags::AND))
                && words.tags(at + 1).any(Tags::ADJECTIVE))
        {
            at += 1;
        }
    }
    let next = words.tags(at);
    // "I am boring you", "was a cow's horn"
    let done = words.tags(hit.from).any(Tags::GERUND) && hit.part == PartOfSpeech::Adjective;
    let done = done && next.any(Tags::YOU.and(Tags::THEM).and(Tags::MY).and(Tags::THEIR));
    // "What it is like over the years": a preposition.
    let leads = words.tags(hit.from).any(Tags::PREPOSITION) && hit.to == hit.from + 1;
    let leads = leads && next.any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR));
    if done || leads || words.word(hit.to) == "'s" && words.tags(hit.to).any(Tags::THEIR) {
        return false;
    }
    let ends = Tags::STOP
        .and(Tags::COMMA)
        .and(Tags::PREPOSITION)
        .and(Tags::AND)
        .and(Tags::BUT)
        .and(Tags::BECAUSE)
        .and(Tags::ADVERB)
        .and(Tags::INTENSIFIER)
        .and(Tags::TO)
        .and(Tags::WHO)
        .and(Tags::THAT)
        .and(Tags::I)
        .and(Tags::BE)
        .and(Tags::MODAL)
        .and(Tags::IF)
        .and(Tags::THOUGH)
        .and(Tags::HAVE)
        .and(Tags::DO)
        .and(Tags::ME)
        .and(Tags::MY)
        .and(Tags::DETERMINER)
        .and(Tags::WHAT)
        .and(Tags::YOU)
        .and(Tags::THEY)
        .and(Tags::IT)
        .and(Tags::SUPERLATIVE)
        .and(Tags::NUMBER)
        .and(Tags::GERUND);
    if at >= words.tokens.len() || next.any(ends) || !next.any(Tags::OPEN.and(Tags::NOUN)) {
        return true;
    }
    // A noun behind it: it must be a person.
    is_person(words, at)
}
