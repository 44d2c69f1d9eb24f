//! Finds, in one pass over the prose, which patterns could match in which sentences.
//!
//! Regular expressions are slow on text with é or ’ and slower in numbers, so most text must never
//! reach one: each pattern names words that it cannot match without, and one automaton looks for
//! the words of all patterns together.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::compiled_pattern::Pattern;
use super::sentence::Sentence;

/// A pattern of a group, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PatternRef {
    pub(super) group: usize,
    pub(super) pattern: usize,
}

/// So many entries are searched with an automaton that is made fast, before one is made that
/// searches fast.
const FEW: usize = 48;

/// The automata and what each of their words stands for.
#[derive(Debug)]
pub(super) struct Prefilter {
    words: Vec<String>,
    quick: Option<AhoCorasick>,
    fast: OnceLock<Option<AhoCorasick>>,
    searches: AtomicUsize,
    targets: Vec<Vec<PatternRef>>,
    /// Patterns without a word worth looking for.
    always: Vec<PatternRef>,
}

impl Prefilter {
    /// A scanner for groups of patterns; a target names its group by number.
    pub(super) fn new<'a>(groups: impl Iterator<Item = &'a [Pattern]>) -> Self {
        let mut words: BTreeMap<&str, Vec<PatternRef>> = BTreeMap::new();
        let mut always = Vec::new();
        for (group, patterns) in groups.enumerate() {
            for (index, pattern) in patterns.iter().enumerate() {
                let target = PatternRef { group, pattern: index };
                let looked_for = pattern.looked_for();
                if looked_for.is_empty() {
                    always.push(target);
                }
                for word in looked_for {
                    words.entry(word.as_str()).or_default().push(target);
                }
            }
        }
        let targets = words.values().cloned().collect();
        let words: Vec<String> = words.into_keys().map(str::to_owned).collect();
        let quick = automaton(&words, AhoCorasickKind::NoncontiguousNFA);
        let (fast, searches) = (OnceLock::new(), AtomicUsize::new(0));
        Self { words, quick, fast, searches, targets, always }
    }

    /// The automaton to search with: one entry in an editor wants a fast start, a large journal a
    /// fast search.
    fn automaton(&self) -> Option<&AhoCorasick> {
        if self.searches.fetch_add(1, Ordering::Relaxed) < FEW {
            return self.quick.as_ref();
        }
        self.fast.get_or_init(|| automaton(&self.words, AhoCorasickKind::DFA)).as_ref()
    }

    /// The patterns that could match, each with its sentence, in order, each once.
    pub(super) fn candidates<'s>(
        &self,
        text: &str,
        sentences: &'s [Sentence],
    ) -> Vec<(&'s Sentence, PatternRef)> {
        let mut found = Vec::new();
        let mut current = 0;
        if let Some(automaton) = self.automaton() {
            for hit in automaton.find_overlapping_iter(text) {
                while sentences.get(current).is_some_and(|one| one.range.end < hit.end()) {
                    current += 1;
                }
                if sentences.get(current).is_some_and(|one| one.range.start <= hit.start()) {
                    let targets = self.targets.get(hit.pattern().as_usize());
                    found.extend(targets.into_iter().flatten().map(|target| (current, *target)));
                }
            }
        }
        for index in 0..sentences.len() {
            found.extend(self.always.iter().map(|target| (index, *target)));
        }
        found.sort_unstable();
        found.dedup();
        let place = |(index, target): (usize, PatternRef)| Some((sentences.get(index)?, target));
        found.into_iter().filter_map(place).collect()
    }
}

fn automaton(words: &[String], kind: AhoCorasickKind) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(kind)).build(words).ok()
}
