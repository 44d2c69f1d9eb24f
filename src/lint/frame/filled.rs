//! Which words of a sentence fill a slot.

use super::company::fits_company;
use super::slots::{Chain, Fields};
use crate::lint::reading::lexicon::FieldId;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;

impl Fields {
    pub(super) fn has(&self, words: &SentenceWords, hit: &FieldHit) -> bool {
        self.single.binary_search(&hit.field).is_ok()
            || self.pairs.iter().any(|pair| {
                pair.second.contains(&hit.field) && follows(words, hit.from, &pair.first)
            })
            || self.chains.iter().any(|chain| chain.ends_with(words, hit))
    }

    /// Whether one of them is met in the sentence.
    pub(super) fn may_be_in(&self, words: &SentenceWords) -> bool {
        let met = |fields: &[FieldId]| fields.iter().any(|field| words.meets(*field));
        met(&self.single)
            || self.pairs.iter().any(|pair| met(pair.rarer()))
            || self.chains.iter().any(|chain| chain.parts.iter().all(|part| words.meets(*part)))
    }
}

impl Chain {
    /// Whether it ends with `hit`.
    fn ends_with(&self, words: &SentenceWords, hit: &FieldHit) -> bool {
        let Some((last, before)) = self.parts.split_last() else { return false };
        *last == hit.field && stands_before(words, before, hit.from)
    }
}

/// Whether words of these fields follow each other up to `end`.
fn stands_before(words: &SentenceWords, parts: &[FieldId], end: usize) -> bool {
    let Some((last, before)) = parts.split_last() else { return true };
    let mut hits = words.hits.iter().filter(|hit| hit.field == *last && hit.to == end);
    hits.any(|hit| stands_before(words, before, hit.from))
}

/// Whether a word of `fields` stands before `at`, with nothing but adjectives between.
fn follows(words: &SentenceWords, at: usize, fields: &[FieldId]) -> bool {
    let mut end = at;
    for _ in 0..5 {
        let fits = |hit: &FieldHit| {
            hit.to == end && fields.contains(&hit.field) && fits_company(words, hit)
        };
        if words.hits.iter().any(fits) {
            return true;
        }
        let Some(before) = end.checked_sub(1) else { return false };
        let passed =
            Tags::ADJECTIVE.and(Tags::OPEN).and(Tags::COMMA).and(Tags::AND).and(Tags::NOUN);
        if !words.tags(before).any(passed) {
            return false;
        }
        end = before;
    }
    false
}
