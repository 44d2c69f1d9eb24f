//! A rule's examples, run as its tests.

use std::collections::BTreeSet;

use super::check::{by_frame, check_with};
use super::compiled_pattern::Pattern;
use super::rule::Rule;
use super::rule_set::RuleSet;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::journal::entry::{Entry, Parsed};
use crate::text;

/// An example that did not come out as its rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleMismatch {
    /// The text of the example.
    pub text: String,
    /// What the rule file says should come out.
    pub expected: String,
    /// What came out.
    pub actual: String,
}

/// The question of a rule as it is asked: where it names what was met, that of the first example.
#[must_use]
pub fn question(rule: &Rule, rules: &RuleSet) -> Option<String> {
    let question = rule.file.question.clone()?;
    if !question.contains('{') {
        return Some(question);
    }
    let mut examples = rule.file.examples.invalid.iter();
    examples.find_map(|example| findings(&example.text, rule, rules).first()?.question.clone())
}

/// Runs the examples of `rule` with all of `rules` in force.
#[must_use]
pub fn run(rule: &Rule, rules: &RuleSet) -> Vec<ExampleMismatch> {
    let invalid = rule.file.examples.invalid.iter().filter_map(|example| {
        let found = findings(&example.text, rule, rules);
        let failure = |expected: &str, actual: String| {
            Some(ExampleMismatch {
                text: example.text.clone(),
                expected: expected.to_owned(),
                actual,
            })
        };
        let Some(first) = found.first() else {
            return failure(&format!("flags `{}`", example.flags), "nothing is flagged".to_owned());
        };
        let flagged = first.span.slice(&example.text);
        if flagged != example.flags {
            return failure(&format!("flags `{}`", example.flags), format!("flags `{flagged}`"));
        }
        let expected = example.becomes.as_deref()?;
        let edits = first.suggestions.first().map(|suggestion| suggestion.edits.as_slice());
        let becomes = text::apply(&example.text, edits.unwrap_or_default());
        if becomes == expected {
            None
        } else {
            failure(&format!("becomes `{expected}`"), format!("becomes `{becomes}`"))
        }
    });
    let valid = rule.file.examples.valid.iter().filter_map(|example| {
        let found = findings(example, rule, rules);
        let first = found.first()?;
        Some(ExampleMismatch {
            text: example.clone(),
            expected: "nothing is flagged".to_owned(),
            actual: format!("flags `{}`", first.span.slice(example)),
        })
    });
    invalid.chain(valid).collect()
}

/// The patterns and frames of `rule` that none of its examples reaches: patterns as its file writes
/// them, frames by number, from 1.
#[must_use]
pub fn unreached(rule: &Rule, rules: &RuleSet) -> Vec<String> {
    let parsed: Vec<Parsed> = rule
        .file
        .examples
        .invalid
        .iter()
        .map(|example| Entry::parse("example.md", &example.text, &Config::default()))
        .collect();
    let reached =
        |pattern: &Pattern| parsed.iter().any(|example| pattern.is_match(example.prose.text()));
    let patterns = rule.file.patterns.iter().zip(&rule.patterns);
    let missed = patterns.filter(|(_, pattern)| !reached(pattern));
    let patterns = missed.map(|(source, _)| source.clone());
    let met: BTreeSet<usize> =
        parsed.iter().flat_map(|example| by_frame::fitting(rule, &example.prose, rules)).collect();
    let frames = (0..rule.frames.len()).filter(|frame| !met.contains(frame));
    patterns.chain(frames.map(|frame| format!("frame {}", frame + 1))).collect()
}

fn findings(markdown: &str, rule: &Rule, rules: &RuleSet) -> Vec<Diagnostic> {
    let parsed = Entry::parse("example.md", markdown, &Config::default());
    let only = |candidate: &Rule| candidate.id == rule.id;
    check_with(&parsed.entry, &parsed.prose, rules, &only).into_findings()
}
