//! What a match says, by the names that messages and rewrites use.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FrameMatch;
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::Reading;
use crate::lint::reading::clause::Subject;
use crate::lint::reading::lexicon::{FieldId, UNKNOWN};
use crate::lint::reading::tags::Tags;

/// The names under which messages and rewrites find what a frame met.
pub(crate) const CAPTURES: [&str; 11] =
    ["label", "trait", "verb", "words", "act", "rest", "feel", "then", "done", "undone", "whole"];

/// What a match says, by the names that messages and rewrites use.
pub(crate) fn captures(reading: &Reading, found: &FrameMatch) -> BTreeMap<String, String> {
    let mut captures = BTreeMap::new();
    let text = |tokens: Range<usize>| {
        let bytes = reading.words.bytes(tokens)?;
        reading.words.text.get(bytes).map(str::to_owned)
    };
    for hit in found.hits.iter().filter(|hit| hit.field != FieldId::MAX) {
        let name = match hit.part {
            PartOfSpeech::Noun => "label",
            PartOfSpeech::Adjective => "trait",
            PartOfSpeech::Verb => "verb",
            PartOfSpeech::Adverb | PartOfSpeech::Phrase => "words",
        };
        if let Some(words) = text(hit.from..hit.to) {
            captures.entry(name.to_owned()).or_insert(words);
        }
    }
    if let Some(act) = act(reading, found.tokens.end) {
        captures.extend(text(act.start + 1..act.start + 2).map(|word| ("act".to_owned(), word)));
        captures.extend(
            text(act.start + 2..act.end).map(|rest| ("rest".to_owned(), format!(" {rest}"))),
        );
    }
    if let Some(then) = outcome(reading, found.tokens.end) {
        captures.extend(text(then.start + 1..then.end).map(|then| ("then".to_owned(), then)));
    }
    if let Some(done) = deed(reading, found) {
        let not = reading.clauses().get(found.clause).is_some_and(|clause| clause.mood.not);
        let name = if not { "undone" } else { "done" };
        captures.extend(text(done).map(|done| (name.to_owned(), done)));
    }
    let ends = |at: usize| reading.words.tags(at).any(Tags::STOP);
    let no_word = |at: usize| {
        reading.words.tokens.get(at).is_some_and(|token| {
            token.word == UNKNOWN && !token.tags.any(Tags::OPEN.and(Tags::NUMBER))
        })
    };
    if (0..found.tokens.start).all(no_word)
        && (found.tokens.end..reading.words.tokens.len()).all(ends)
    {
        captures.insert("whole".to_owned(), "whole".to_owned());
    }
    let felt = reading.clauses().iter().find(|clause| {
        clause.mood.felt
            && clause.tokens.start <= found.tokens.start
            && found.tokens.start < clause.tokens.end
    });
    if let Some(felt) = felt {
        let from = felt.subject_tokens.start.min(felt.verb.start);
        captures.extend(text(from..felt.verb.end).map(|words| ("feel".to_owned(), words)));
    }
    captures
}

/// The tokens of a match with what is said of it behind: an act, an outcome, a deed.
pub(crate) fn extended(reading: &Reading, found: &FrameMatch) -> Range<usize> {
    let end = found.tokens.end;
    let parts = [act(reading, end), outcome(reading, end), deed(reading, found)];
    let end = parts.into_iter().flatten().map(|part| part.end).fold(end, usize::max);
    found.tokens.start..end
}

/// "that I slept until ten" behind "I'm so lazy".
fn outcome(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let clause = reading.clauses().iter().find(|clause| clause.link == Some(after))?;
    let that = reading.words.word(after) == "that" && clause.subject == Subject::Me;
    let tokens = &reading.words.tokens;
    let marks = tokens.iter().rev().take_while(|token| token.tags.any(Tags::STOP)).count();
    let end = tokens.len() - marks;
    let one = (after..end).all(|at| !reading.words.tags(at).any(Tags::STOP));
    (that && one).then_some(after..end)
}

/// "known better" in "I should have known better".
fn deed(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let clause = reading.clauses().get(found.clause)?;
    // Where nobody is named within a sentence it may be a thing that should have been.
    let mine = !clause.subject_tokens.is_empty() || found.clause == 0;
    let main = clause.main.filter(|_| mine && clause.mood.should && clause.mood.perfect)?;
    // "I should have been thinking": "been" belongs to it.
    let be = (clause.verb.start..main).rfind(|at| reading.words.tags(*at).any(Tags::BE));
    let main = be.unwrap_or(main);
    let ends = Tags::COMMA.and(Tags::BUT);
    let end = (main..clause.tokens.end).find(|at| reading.words.tags(*at).any(ends));
    Some(main..end.unwrap_or(clause.tokens.end))
}

/// "for forgetting the keys" behind a match, up to the end of what belongs to it.
fn act(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let gerund = reading.words.tags(after + 1);
    let plain = gerund.any(Tags::GERUND) && !gerund.any(Tags::ADJECTIVE.and(Tags::BE));
    if reading.words.word(after) != "for" || !plain || reading.words.word(after + 1) == "being" {
        return None;
    }
    let ends = Tags::STOP.and(Tags::COMMA).and(Tags::BUT).and(Tags::BECAUSE);
    let end = (after + 2..reading.words.tokens.len()).find(|at| reading.words.tags(*at).any(ends));
    Some(after..end.unwrap_or(reading.words.tokens.len()))
}
