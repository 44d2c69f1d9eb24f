//! Phrases that the person keeps for themselves: they are never flagged, and no rule falls silent.

use std::collections::BTreeSet;

use super::rule::Rule;
use crate::diagnostic::RuleId;

/// A phrase that the config allows, and the rules that would flag it.
///
/// Only those rules heed it: allowing "I am" allows nothing, for no rule flags that alone.
#[derive(Debug)]
pub(super) struct AllowedPhrase {
    phrase: String,
    rules: BTreeSet<RuleId>,
}

impl AllowedPhrase {
    /// The words of a phrase, which `rules` flag; `None` when there is none.
    pub(super) fn new(words: &str, rules: BTreeSet<RuleId>) -> Option<Self> {
        (!rules.is_empty()).then(|| Self { phrase: folded(words), rules })
    }

    /// Whether it is about these words.
    pub(super) fn is_about(&self, words: &str) -> bool {
        self.phrase == folded(words)
    }

    /// Whether `words`, which `rule` flags, hold the phrase.
    pub(super) fn holds(&self, rule: &Rule, words: &str) -> bool {
        self.rules.contains(&rule.id)
            && format!(" {} ", folded(words)).contains(&format!(" {} ", self.phrase))
    }
}

/// Lower case, words one space apart, without punctuation at their ends.
fn folded(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '\'').to_lowercase()
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
