//! `evenkeel rules test`: whether each rule does what its examples say.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::lint::example::{self, ExampleMismatch};
use crate::lint::rule::Rule;
use crate::lint::rule_set::RuleSet;
use crate::report::count;
use crate::text::one_line;

const EXPECTED: Style = AnsiColor::Cyan.on_default();
const FOUND: Style = AnsiColor::Yellow.on_default();

/// What came out of the examples, and whether all is well.
pub(super) fn run(rules: &RuleSet, only: Option<&Rule>) -> (String, bool) {
    let mut out = String::new();
    let (mut examples, mut tested, mut passed) = (0, 0, true);
    let wanted = |rule: &&Rule| only.is_none_or(|only| only.id == rule.id);
    for rule in rules.rules().iter().filter(wanted) {
        tested += 1;
        examples += rule.file.examples.invalid.len() + rule.file.examples.valid.len();
        for failure in example::run(rule, rules) {
            passed = false;
            out.push_str(&difference(rule, &failure));
        }
        for pattern in example::unreached(rule, rules) {
            passed = false;
            let _ = writeln!(out, "{}: no example reaches this:\n  {pattern}\n", rule.id);
        }
    }
    let verdict =
        if passed { "All is as the rules say." } else { "Some of it is not as the rules say." };
    let _ =
        writeln!(out, "{}, {} run. {verdict}", count(tested, "rule"), count(examples, "example"));
    (out, passed)
}

/// The example, what its rule says of it, and what came out; words that differ stand out.
fn difference(rule: &Rule, failure: &ExampleMismatch) -> String {
    let (expected, actual) = (one_line(&failure.expected), one_line(&failure.actual));
    let changes = TextDiff::from_words(expected.as_str(), actual.as_str());
    let side = |tag: ChangeTag, style: Style| {
        let words =
            changes.iter_all_changes().filter(|c| [ChangeTag::Equal, tag].contains(&c.tag()));
        let words = words.map(|change| match change.tag() {
            ChangeTag::Equal => change.value().to_owned(),
            _ => format!("{}{}{}", style.bold(), change.value(), style.bold().render_reset()),
        });
        words.collect::<String>()
    };
    format!(
        "{}: {}\n  {EXPECTED}- expected{EXPECTED:#} {}\n  {FOUND}+ found{FOUND:#}    {}\n\n",
        rule.id,
        one_line(&failure.text),
        side(ChangeTag::Delete, EXPECTED),
        side(ChangeTag::Insert, FOUND),
    )
}
