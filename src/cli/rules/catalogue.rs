//! `evenkeel rules catalogue`: every rule on one page of Markdown, for the book.

use std::fmt::Write as _;

use crate::diagnostic::Family;
use crate::lint::RuleSet;
use crate::lint::example;
use crate::lint::rule::Rule;
use crate::text::one_line;

/// So many examples of each kind are shown.
const EXAMPLES: usize = 5;

/// The page.
pub(super) fn text(rules: &RuleSet) -> String {
    let mut out = String::from(
        "# Every rule\n\nWhat each rule is for, what it flags and what could stand there instead, and what it leaves alone. \
`evenkeel rules explain ID` says the same in a terminal, with the exclusions.\n",
    );
    for (family, name) in
        [(Family::Harsh, "Harsh"), (Family::Avoidant, "Avoidant"), (Family::Repair, "About others")]
    {
        let mut of_family: Vec<&Rule> =
            rules.rules().iter().filter(|rule| rule.family == family).collect();
        of_family.sort_by(|a, b| a.id.cmp(&b.id));
        if !of_family.is_empty() {
            let _ = write!(out, "\n## {name}\n");
        }
        for rule in of_family {
            one(rule, rules, &mut out);
        }
    }
    out
}

fn one(rule: &Rule, rules: &RuleSet, out: &mut String) {
    let file = &rule.file;
    let severity = file.severity.severity().map_or("off", crate::diagnostic::Severity::name);
    let _ =
        write!(out, "\n### {}\n\n`{}`, {severity}\n\n{}\n", file.title, rule.id, file.why.trim());
    if let Some(question) = example::question(rule, rules) {
        let _ = write!(out, "\n*{question}*\n");
    }
    let _ = write!(out, "\n| it flags | instead |\n|---|---|\n");
    for example in file.examples.invalid.iter().take(EXAMPLES) {
        let becomes = example.becomes.as_deref().map_or_else(|| "the question".to_owned(), cell);
        let _ = writeln!(out, "| {} | {becomes} |", cell(&example.text));
    }
    let _ = write!(out, "\nIt leaves alone:\n\n");
    for text in file.examples.valid.iter().take(EXAMPLES) {
        let _ = writeln!(out, "- {}", one_line(text));
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}
