//! Phrases that the person keeps for themselves: they are never told, and no rule falls silent.

use std::collections::BTreeSet;

use super::RuleSet;
use crate::config::Config;
use crate::journal::entry::Entry;
use crate::lint::check_with;
use crate::lint::rule::Rule;

/// A phrase that the config allows, and the rules that would flag it.
///
/// Only those rules heed it: allowing "I am" allows nothing, for no rule flags that alone.
#[derive(Debug)]
pub(super) struct Allowed {
    phrase: String,
    rules: BTreeSet<String>,
}

impl Allowed {
    /// `None` when no rule flags the phrase.
    pub(super) fn new(phrase: &str, rules: &RuleSet) -> Option<Self> {
        let parsed = Entry::parse("phrase.md", phrase, &Config::default());
        let found = check_with(&parsed.entry, &parsed.prose, rules, &|_| true).diagnostics;
        let rules: BTreeSet<String> =
            found.into_iter().map(|found| found.rule.into_owned()).collect();
        (!rules.is_empty()).then(|| Self { phrase: folded(parsed.prose.text()), rules })
    }

    pub(super) fn is_about(&self, phrase: &str) -> bool {
        let parsed = Entry::parse("phrase.md", phrase, &Config::default());
        self.phrase == folded(parsed.prose.text())
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
