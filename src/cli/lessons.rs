//! The rules, as the site explains them.

use crate::diagnostic::Severity;
use crate::lint::rule::{Invalid, Rule};
use crate::lint::rule_set::RuleSet;
use crate::site::{Flagged, Lesson};
use crate::text::one_line;

/// How many examples of each kind are shown.
const EXAMPLES: usize = 4;

/// Every rule that is in force, by family and id.
pub(super) fn lessons(rules: &RuleSet) -> Vec<Lesson> {
    let mut lessons: Vec<Lesson> =
        rules.rules().iter().filter_map(|rule| lesson(rule, rules)).collect();
    lessons.sort_by(|a, b| (a.family, &a.id).cmp(&(b.family, &b.id)));
    lessons.dedup_by(|a, b| a.id == b.id);
    lessons
}

fn lesson(rule: &Rule, rules: &RuleSet) -> Option<Lesson> {
    let severity: Severity = rules.severity(rule, "")?;
    let file = &rule.file;
    let flags = file.examples.invalid.iter().take(EXAMPLES);
    Some(Lesson {
        id: rule.id.clone(),
        title: file.title.clone(),
        family: rule.family,
        category: rule.category().to_owned(),
        severity: severity.name(),
        why: file.why.trim().to_owned(),
        question: file.question.clone(),
        flags: flags.map(flagged).collect(),
        leaves: file.examples.valid.iter().take(EXAMPLES).map(|text| plain(text)).collect(),
        references: file.references.clone(),
    })
}

fn flagged(example: &Invalid) -> Flagged {
    Flagged { text: plain(&example.text), becomes: example.becomes.as_deref().map(plain) }
}

/// An example as it reads: without the marks of emphasis and code.
fn plain(markdown: &str) -> String {
    one_line(&markdown.replace(['*', '`'], ""))
}
