//! Finds, in one pass over the prose, which patterns could match in which blocks.
//!
//! Regular expressions are slow on text with é or ’ and slower in numbers, so most text must never
//! reach one: each pattern names words that it cannot match without, and one automaton looks for
//! the words of all patterns together.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::pattern;
use super::rule::Rule;
use crate::journal::prose::Block;

/// A pattern of a rule, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) rule: usize,
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
    pub(super) fn new(rules: &[Rule]) -> Self {
        let mut words: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        let mut always = Vec::new();
        for (rule, compiled) in rules.iter().enumerate().filter(|(_, rule)| rule.severity.is_some()) {
            for (index, pattern) in compiled.patterns.iter().enumerate() {
                let target = Target { rule, pattern: index };
                match pattern::required(pattern.source()) {
                    Some(required) => {
                        required.into_iter().for_each(|word| words.entry(word).or_default().push(target));
                    }
                    None => always.push(target),
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(words.keys());
        Self { automaton: automaton.ok(), targets: words.into_values().collect(), always }
    }

    /// The patterns that could match, each with the index of the block, in order, each once.
    pub(super) fn candidates(&self, text: &str, blocks: &[Block]) -> Vec<(usize, Target)> {
        let mut found = Vec::new();
        let mut block = 0;
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(text) {
                while blocks.get(block).is_some_and(|current| current.range.end < hit.end()) {
                    block += 1;
                }
                if blocks.get(block).is_some_and(|current| current.range.start <= hit.start()) {
                    let targets = &self.targets[hit.pattern().as_usize()];
                    found.extend(targets.iter().map(|target| (block, *target)));
                }
            }
        }
        for index in 0..blocks.len() {
            found.extend(self.always.iter().map(|target| (index, *target)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
