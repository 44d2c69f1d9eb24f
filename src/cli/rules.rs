//! `evenkeel rules`: what is looked for, why, and whether each rule does what it says.

mod catalogue;
mod new;
mod read;
mod reference;
mod test;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Subcommand;

use self::read::ReadFormat;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::print_json;
use super::output::tell;
use super::output::{human, print};
use super::pager::print_long;
use crate::diagnostic::{Family, nearest};
use crate::lint::example;
use crate::lint::rule::Rule;
use crate::lint::rule_file::Speaker;
use crate::lint::rule_set::RuleSet;
use crate::project::{Project, shown};
use crate::text::one_line;
use crate::watch::classify::{ChangeKind, classify};
use crate::watch::events::Events;

/// See, understand and test the rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel rules list
  evenkeel rules explain identity-label
  evenkeel rules read 'I am so lazy.'
  evenkeel rules new my-word
  evenkeel rules test --watch")]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Name every rule, with its level and title.
    List,
    /// Say why a rule is there, what it flags, and what it offers instead.
    Explain {
        /// The rule's id, as it stands in brackets after a finding.
        id: String,
    },
    /// Begin a rule of your own: a file in `rules/` whose examples hold.
    New {
        /// Its id, in small letters: `my-word`.
        id: String,
        /// Its family: harsh or avoidant.
        #[arg(long, default_value = "harsh", value_parser = family)]
        family: Family,
    },
    /// Run every rule's examples.
    Test {
        /// Only this rule.
        id: Option<String>,
        /// Run them again whenever a rule or the config is saved.
        #[arg(long)]
        watch: bool,
    },
    /// Show how a text is read: its words, clauses and fields, for writing frames.
    Read {
        /// The text.
        text: String,
        /// How it is printed.
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        format: ReadFormat,
        /// The language it is read in. Default: the journal's first.
        #[arg(long)]
        language: Option<String>,
    },
    /// List every lexical field and every key of a frame.
    Reference,
    /// Print every rule on one page of Markdown.
    Catalogue,
    /// Print the JSON schema of a rule file, for editors that complete YAML.
    Schema,
}

pub(super) fn run(arguments: &RulesArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    if let RulesCommand::Schema = arguments.command {
        print_json(&RuleSet::schema())?;
        return Ok(ExitStatus::Clean);
    }
    let project = Project::open(None, &global.options()?)?;
    print_problems(&project)?;
    match &arguments.command {
        RulesCommand::List => print_long(&list(project.rules()))?,
        RulesCommand::Explain { id } => {
            print_long(&explain(find(project.rules(), id)?, project.rules()))?;
        }
        RulesCommand::New { id, family } => new::run(id, *family, &project)?,
        RulesCommand::Test { id, watch } => {
            let outcome = test(id.as_deref(), &project)?;
            if *watch {
                return test_again(id.as_deref(), project, global);
            }
            return Ok(outcome);
        }
        RulesCommand::Read { text, format, language } => {
            read::run(text, *format, language.as_deref(), &project)?;
        }
        RulesCommand::Catalogue => print_long(&catalogue::text(project.rules()))?,
        RulesCommand::Reference => print_long(&reference::text(project.rules()))?,
        RulesCommand::Schema => {}
    }
    Ok(if project.is_unusable() { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

fn family(name: &str) -> Result<Family, String> {
    let known = Family::from_name(name).filter(|family| *family != Family::Journal);
    known.ok_or_else(|| "use harsh or avoidant".to_owned())
}

/// Runs the examples and prints what came of them.
fn test(id: Option<&str>, project: &Project) -> Result<ExitStatus> {
    let only = id.map(|id| find(project.rules(), id)).transpose()?;
    let (text, passed) = test::run(project.rules(), only);
    print(&text)?;
    let unusable =
        if project.is_unusable() { ExitStatus::Incomplete } else { ExitStatus::Findings };
    Ok(if passed && project.diagnostics.is_empty() { ExitStatus::Clean } else { unusable })
}

/// How long to wait for a change before waiting again.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Runs the examples after every save, until Ctrl-C.
fn test_again(id: Option<&str>, project: Project, global: &GlobalArgs) -> Result<ExitStatus> {
    let folder = project.folder;
    let (events, _) = Events::of(&folder, false)?;
    print(&format!("Watching {}. Ctrl-C ends it.\n", shown(&folder.join("rules"))))?;
    let setup = |path: &Path| match classify(path, &folder, &folder.join("site")) {
        ChangeKind::Setup => ChangeKind::Setup,
        _ => ChangeKind::Nothing,
    };
    while let Some(batch) = events.next(PATIENCE, setup) {
        if batch.kind.is_none() {
            continue;
        }
        print("\n")?;
        let again = Project::open(Some(&folder), &global.options()?).and_then(|project| {
            print_problems(&project)?;
            test(id, &project)
        });
        if let Err(error) = again {
            tell(format!("error: {error:#}."));
        }
    }
    Ok(ExitStatus::Clean)
}

fn print_problems(project: &Project) -> Result<()> {
    let human = human();
    project.diagnostics.iter().try_for_each(|file| print(&human.file(file)))
}

fn find<'a>(rules: &'a RuleSet, id: &str) -> Result<&'a Rule> {
    let names: Vec<String> = rules.rules().iter().map(|rule| name(rule, rules)).collect();
    let hint = || {
        nearest(id, names.iter().map(String::as_str)).map_or_else(
            || "`evenkeel rules list` names them all".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        )
    };
    let found = rules.named(id).into_iter().next();
    found.with_context(|| format!("there is no rule `{id}`. {}", hint()))
}

/// What a rule is called: with its language before it, where that is not the journal's first one.
fn name(rule: &Rule, rules: &RuleSet) -> String {
    match rule.id.language() {
        Some(language) if rules.languages().first().is_some_and(|first| first != language) => {
            format!("{language}/{}", rule.id)
        }
        _ => rule.id.to_string(),
    }
}

fn list(rules: &RuleSet) -> String {
    let widest = rules.rules().iter().map(|rule| name(rule, rules).len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut family = None;
    let mut sorted: Vec<&Rule> = rules.rules().iter().collect();
    sorted.sort_by_key(|rule| (rule.family, rule.id.id()));
    for rule in sorted {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", rule.family);
            family = Some(rule.family);
        }
        let level = rules.severity(rule, "").map_or("off", crate::diagnostic::Severity::name);
        let _ = writeln!(out, "  {:widest$}  {level:8} {}", name(rule, rules), rule.file.title);
    }
    out
}

fn explain(rule: &Rule, rules: &RuleSet) -> String {
    let file = &rule.file;
    let level = rules.severity(rule, "").map_or("off", crate::diagnostic::Severity::name);
    let mut out = format!(
        "{} ({level}, {}): {}\n\n{}\n",
        name(rule, rules),
        rule.family,
        file.title,
        file.why.trim()
    );
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
    if let Some(question) = example::question(rule, rules) {
        let _ = writeln!(out, "\nIt asks: {question}");
    }
    if file.speaker == Speaker::Writer {
        let _ = writeln!(out, "\nLike every rule about your own words it is silent about:");
        for (name, why) in rules.exclusion_reasons(&rule.id) {
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
