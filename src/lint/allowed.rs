//! Phrases that the person keeps for themselves: they are never flagged, and no rule falls silent.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::Rule;
use crate::diagnostic::{Diagnostic, ReadingTrace, RuleId};

/// A phrase that the config allows, and how the rules flag it.
///
/// Only those rules heed it: allowing "I am" allows nothing, for no rule flags that alone. What they
/// flag within it is allowed by itself: with "Such a stupid mistake" also "stupid mistake". Where a
/// frame flags it, what the same frame finds in the same words is allowed too: with "I'm clumsy" also
/// "I am so clumsy".
#[derive(Debug)]
pub(super) struct AllowedPhrase {
    phrase: String,
    /// The words that each rule flags in it.
    flagged: BTreeMap<RuleId, Vec<String>>,
    readings: Vec<(RuleId, Judgement)>,
}

/// A frame and the words in which it finds something, in small letters.
type Judgement = (usize, BTreeSet<String>);

impl AllowedPhrase {
    /// The words of a phrase, which were flagged as `found` in `source`; `None` when they were not.
    pub(super) fn new(words: &str, source: &str, found: &[Diagnostic]) -> Option<Self> {
        let readings = found
            .iter()
            .filter_map(|one| Some((one.rule.clone(), judgement(one.reading.as_ref()?)?)));
        let mut flagged: BTreeMap<RuleId, Vec<String>> = BTreeMap::new();
        for one in found {
            flagged.entry(one.rule.clone()).or_default().push(folded(one.span.slice(source)));
        }
        let readings = readings.collect();
        (!found.is_empty()).then(|| Self { phrase: folded(words), flagged, readings })
    }

    /// Whether it was read as `rule` reads other words now.
    pub(super) fn is_read_as(&self, rule: &Rule, reading: &ReadingTrace) -> bool {
        let same = |(known, judged): &(RuleId, Judgement)| {
            *known == rule.id && judgement(reading).as_ref() == Some(judged)
        };
        self.readings.iter().any(same)
    }

    /// Whether it is about these words.
    pub(super) fn is_about(&self, words: &str) -> bool {
        self.phrase == folded(words)
    }

    /// Whether `words`, which `rule` flags, hold the phrase or what the rule flags in it.
    pub(super) fn holds(&self, rule: &RuleId, words: &str) -> bool {
        let words = format!(" {} ", folded(words));
        let held = |phrase: &String| words.contains(&format!(" {phrase} "));
        let flagged = self.flagged.get(rule);
        flagged.is_some_and(|flagged| held(&self.phrase) || flagged.iter().any(held))
    }
}

/// What a finding judges; `None` where it is no single word that does.
fn judgement(reading: &ReadingTrace) -> Option<Judgement> {
    let words = reading.fields.iter().filter(|word| !word.field.is_empty());
    let words: BTreeSet<String> = words.map(|word| word.text.to_lowercase()).collect();
    (!words.is_empty()).then_some((reading.frame, words))
}

/// Lower case, words one space apart, without punctuation at their ends.
fn folded(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '\'').to_lowercase()
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
