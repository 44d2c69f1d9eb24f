//! `evenkeel rules`: what is looked for, why, and whether each rule does what it says.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Subcommand;

use super::project::Project;
use super::{Global, Outcome, print};
use crate::diagnostic::nearest;
use crate::lint::example;
use crate::lint::rule::{Rule, Speaker};
use crate::lint::rule_set::RuleSet;
use crate::report::{Format, count, report};

/// See, understand and test the rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel rules list
  evenkeel rules explain identity-label
  evenkeel rules test")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Name every rule, with its level and title.
    List,
    /// Say why a rule is there, what it flags, and what it offers instead.
    Explain {
        /// The rule's id, as it stands in brackets after a finding.
        id: String,
    },
    /// Run every rule's examples, those of your own rules first.
    Test {
        /// Only this rule.
        id: Option<String>,
    },
    /// Print the JSON schema of a rule file, for editors that complete YAML.
    Schema,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    if let Command::Schema = arguments.command {
        print(&(serde_json::to_string_pretty(&RuleSet::schema())? + "\n"))?;
        return Ok(Outcome::Clean);
    }
    let project = Project::open(Path::new("."), global)?;
    let report = report(Format::Human, super::check::terminal_width());
    for fault in &project.faults {
        print(&(report.file(fault) + "\n"))?;
    }
    match &arguments.command {
        Command::List => print(&list(&project.rules))?,
        Command::Explain { id } => print(&explain(find(&project.rules, id)?, &project.rules))?,
        Command::Test { id } => {
            let only = id.as_deref().map(|id| find(&project.rules, id)).transpose()?;
            let (text, passed) = test(&project.rules, only);
            print(&text)?;
            if !passed || !project.faults.is_empty() {
                return Ok(Outcome::Findings);
            }
        }
        Command::Schema => {}
    }
    Ok(if project.unusable() { Outcome::Incomplete } else { Outcome::Clean })
}

fn find<'a>(rules: &'a RuleSet, id: &str) -> Result<&'a Rule> {
    let ids = || rules.rules().iter().map(|rule| rule.id.as_str());
    let hint = || {
        nearest(id, ids()).map_or_else(
            || "`evenkeel rules list` names them all".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        )
    };
    rules.get(id).with_context(|| format!("there is no rule `{id}`. {}", hint()))
}

fn list(rules: &RuleSet) -> String {
    let widest = rules.rules().iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut family = None;
    let mut sorted: Vec<&Rule> = rules.rules().iter().collect();
    sorted.sort_by_key(|rule| (rule.family, rule.id.as_str()));
    for rule in sorted {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", rule.family);
            family = Some(rule.family);
        }
        let level = rule.severity.map_or("off", crate::diagnostic::Severity::name);
        let _ = writeln!(out, "  {:widest$}  {level:8} {}", rule.id, rule.file.title);
    }
    out
}

fn explain(rule: &Rule, rules: &RuleSet) -> String {
    let file = &rule.file;
    let level = rule.severity.map_or("off", crate::diagnostic::Severity::name);
    let mut out =
        format!("{} ({level}, {}): {}\n\n{}\n", rule.id, rule.family, file.title, file.why.trim());
    let _ = writeln!(out, "\nIt flags:");
    for example in &file.examples.invalid {
        let _ = writeln!(out, "  {}", one_line(&example.text));
        if let Some(becomes) = &example.becomes {
            let _ = writeln!(out, "    → {}", one_line(becomes));
        }
    }
    let _ = writeln!(out, "\nIt leaves alone:");
    for example in &file.examples.valid {
        let _ = writeln!(out, "  {}", one_line(example));
    }
    if let Some(question) = &file.question {
        let _ = writeln!(out, "\nIt asks: {question}");
    }
    if file.speaker == Speaker::Writer {
        let _ = writeln!(out, "\nLike every rule about your own words it is silent about:");
        for (name, why) in rules.guard_reasons(&rule.language) {
            let _ = writeln!(out, "  {}: {why}", name.replace('-', " "));
        }
    }
    if !file.references.is_empty() {
        let _ = writeln!(out, "\nReferences:");
        file.references.iter().for_each(|reference| {
            let _ = writeln!(out, "  {reference}");
        });
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What came out of the examples, and whether all is well.
fn test(rules: &RuleSet, only: Option<&Rule>) -> (String, bool) {
    let mut out = String::new();
    let (mut examples, mut tested, mut passed) = (0, 0, true);
    let wanted = |rule: &&Rule| only.is_none_or(|only| only.id == rule.id);
    for rule in rules.rules().iter().filter(wanted) {
        tested += 1;
        examples += rule.file.examples.invalid.len() + rule.file.examples.valid.len();
        for failure in example::run(rule, rules) {
            passed = false;
            let _ = writeln!(
                out,
                "{}: {}\n  expected: {}\n  found:    {}",
                rule.id,
                one_line(&failure.text),
                one_line(&failure.expected),
                one_line(&failure.actual)
            );
        }
        for pattern in example::unreached(rule) {
            passed = false;
            let source = &rule.file.patterns[pattern];
            let _ = writeln!(out, "{}: no example reaches this pattern:\n  {source}", rule.id);
        }
    }
    let verdict =
        if passed { "All is as the rules say." } else { "Some of it is not as the rules say." };
    let _ =
        writeln!(out, "{}, {} run. {verdict}", count(tested, "rule"), count(examples, "example"));
    (out, passed)
}

/// Stops a command that cannot begin while the config or a rule has errors.
pub(super) fn refuse_faults(project: &Project) -> Result<()> {
    if !project.unusable() {
        return Ok(());
    }
    let report = report(Format::Human, super::check::terminal_width());
    for fault in &project.faults {
        anstream::eprint!("{}", report.file(fault));
    }
    bail!("nothing was done; the above has to be put right first")
}
