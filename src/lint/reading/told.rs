//! What was read in a sentence, for people who write rules.

use std::ops::Range;

use serde::Serialize;

use super::Reading;

/// What was read in a sentence, for people who write rules.
#[derive(Debug, Serialize)]
pub struct ReadSentence {
    /// The sentence as it stands.
    pub text: String,
    /// Its words and marks.
    pub tokens: Vec<ReadToken>,
    /// Words and phrases that belong to a field.
    pub fields: Vec<ReadField>,
    /// Its clauses.
    pub clauses: Vec<ReadClause>,
}

/// A word or mark.
#[derive(Debug, Serialize)]
pub struct ReadToken {
    /// As it stands.
    pub text: String,
    /// In normal form.
    pub normal: String,
    /// First byte in the sentence.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// The classes it may belong to.
    pub classes: Vec<&'static str>,
}

/// A word or phrase of a field.
#[derive(Debug, Serialize)]
pub struct ReadField {
    /// As it stands.
    pub text: String,
    /// The field.
    pub field: String,
}

/// A clause.
#[derive(Debug, Serialize)]
pub struct ReadClause {
    /// As it stands.
    pub text: String,
    /// The word that joins it to the one before.
    pub link: Option<String>,
    /// Who or what it is about.
    pub subject: &'static str,
    /// Its verbs.
    pub verb: String,
    /// What holds for them: denied, past, future.
    pub mood: Vec<&'static str>,
    /// What stands behind them.
    pub rest: String,
    /// How it is held: asserted, felt, reported.
    pub scope: Vec<&'static str>,
    /// Whether a denial outside turns it.
    pub turned: bool,
}

impl ReadSentence {
    /// What `reading` found, in words. Words that stand for themselves in a frame are no field.
    pub(crate) fn new(reading: &Reading) -> Self {
        let text = |tokens: Range<usize>| {
            let bytes = reading.words.bytes(tokens);
            bytes.and_then(|bytes| reading.words.text.get(bytes)).unwrap_or_default().to_owned()
        };
        let tokens = reading.words.tokens.iter().enumerate().map(|(at, token)| ReadToken {
            text: text(at..at + 1),
            normal: reading.words.word(at).to_lowercase(),
            start: token.start,
            end: token.end,
            classes: token.tags.names().collect(),
        });
        let named =
            reading.words.hits.iter().filter(|hit| reading.words.lexicon.is_named(hit.field));
        let fields = named.map(|hit| ReadField {
            text: text(hit.from..hit.to),
            field: reading.words.field_name(hit).to_owned(),
        });
        let clauses = reading.clauses().iter().enumerate().map(|(at, clause)| {
            let scope = reading.scope(at).cloned().unwrap_or_default();
            let held = match scope.holdings.as_slice() {
                [] => vec!["asserted"],
                some => some.iter().map(|one| one.name()).collect(),
            };
            ReadClause {
                text: text(clause.tokens.clone()),
                link: clause.link.map(|link| reading.words.word(link).to_owned()),
                subject: clause.subject.name(),
                verb: text(clause.verb.clone()),
                mood: clause.mood.names().collect(),
                rest: text(clause.rest.clone()),
                scope: held,
                turned: scope.turned,
            }
        });
        Self {
            text: reading.words.text.to_owned(),
            tokens: tokens.collect(),
            fields: fields.collect(),
            clauses: clauses.collect(),
        }
    }
}
