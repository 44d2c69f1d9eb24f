//! Finds, in one pass over the prose, which patterns could match in which sentences.
//!
//! Regular expressions are slow on text with é or ’ and slower in numbers, so most text must never
//! reach one: each pattern names words that it cannot match without, and one automaton looks for
//! the words of all patterns together.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::rule::Pattern;
use super::sentence::Sentence;

/// A pattern of a group, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) group: usize,
    pub(super) pattern: usize,
}

/// The automaton and what each of its words stands for.
#[derive(Debug)]
pub(super) struct Scanner {
    automaton: Option<AhoCorasick>,
    targets: Vec<Vec<Target>>,
    /// Patterns without a word worth looking for.
    always: Vec<Target>,
}

impl Scanner {
    /// A scanner for groups of patterns; a target names its group by number.
    pub(super) fn new<'a>(groups: impl Iterator<Item = &'a [Pattern]>) -> Self {
        let mut words: BTreeMap<&str, Vec<Target>> = BTreeMap::new();
        let mut always = Vec::new();
        for (group, patterns) in groups.enumerate() {
            for (index, pattern) in patterns.iter().enumerate() {
                let target = Target { group, pattern: index };
                let looked_for = pattern.looked_for();
                if looked_for.is_empty() {
                    always.push(target);
                }
                for word in looked_for {
                    words.entry(word.as_str()).or_default().push(target);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.keys());
        Self { automaton: automaton.ok(), targets: words.into_values().collect(), always }
    }

    /// The patterns that could match, each with the index of the sentence, in order, each once.
    pub(super) fn candidates(&self, text: &str, sentences: &[Sentence]) -> Vec<(usize, Target)> {
        let mut found = Vec::new();
        let mut current = 0;
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(text) {
                while sentences.get(current).is_some_and(|one| one.range.end < hit.end()) {
                    current += 1;
                }
                if sentences.get(current).is_some_and(|one| one.range.start <= hit.start()) {
                    let targets = &self.targets[hit.pattern().as_usize()];
                    found.extend(targets.iter().map(|target| (current, *target)));
                }
            }
        }
        for index in 0..sentences.len() {
            found.extend(self.always.iter().map(|target| (index, *target)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
