//! The rules, as the site explains them.

use crate::lint::rule::Rule;
use crate::lint::rule_file::Invalid;
use crate::lint::{RuleSet, example};
use crate::site::{RuleExample, RuleExplanation};
use crate::text::one_line;

/// How many examples of each kind are shown.
const EXAMPLES: usize = 4;

/// Every rule that is in force, by family and id, the journal's first language first.
pub(super) fn rule_explanations(rules: &RuleSet) -> Vec<RuleExplanation> {
    let languages = rules.languages();
    let place = |rule: &RuleExplanation| {
        languages.iter().position(|language| rule.id.language() == Some(language))
    };
    let mut all: Vec<RuleExplanation> =
        rules.rules().iter().filter_map(|rule| explanation(rule, rules)).collect();
    all.sort_by(|a, b| (a.family, a.id.id(), place(a)).cmp(&(b.family, b.id.id(), place(b))));
    all
}

fn explanation(rule: &Rule, rules: &RuleSet) -> Option<RuleExplanation> {
    let severity = rules.severity(rule, "")?;
    let file = &rule.file;
    let flags = file.examples.invalid.iter().take(EXAMPLES);
    Some(RuleExplanation {
        anchor: rule.id.anchor(rules.languages()),
        id: rule.id.clone(),
        title: file.title.clone(),
        family: rule.family,
        category: rule.category().to_owned(),
        severity: severity.name(),
        why: file.why.trim().to_owned(),
        question: example::question(rule, rules),
        flags: flags.map(told).collect(),
        leaves: file.examples.valid.iter().take(EXAMPLES).map(|text| plain(text)).collect(),
        references: file.references.clone(),
    })
}

fn told(example: &Invalid) -> RuleExample {
    RuleExample { text: plain(&example.text), becomes: example.becomes.as_deref().map(plain) }
}

/// An example as it reads: without the marks of emphasis and code.
fn plain(markdown: &str) -> String {
    one_line(&markdown.replace(['*', '`'], ""))
}
