//! `evenkeel commitments`: how each promise stands, and how every number came to be.

mod explain;
mod show;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::tell_rendered;
use super::output::{human, print_sentences};
use super::pager::print_long;
use crate::commitment::definition::Commitment;
use crate::commitment::name::folded;
use crate::commitment::progress::{CommitmentProgress, Progress};
use crate::diagnostic::{Severity, nearest};
use crate::export;
use crate::project::{JournalProgress, Project};
use crate::report::CheckedFile;

/// Show what is due today, and how each commitment stands.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel commitments
  evenkeel commitments walk --explain    slot by slot, how each number came to be
  evenkeel commitments --format json")]
pub(super) struct CommitmentsArgs {
    /// Only this one.
    id: Option<String>,
    /// Say slot by slot how each number came to be.
    #[arg(long, requires = "id")]
    explain: bool,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: CommitmentsFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum CommitmentsFormat {
    /// For reading.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

pub(super) fn run(arguments: &CommitmentsArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_read()?;
    print_definition_problems(&project)?;
    let journal = JournalProgress::read(&project)?;
    let incomplete = print_sentences(&journal.problems);
    let only = arguments.id.as_deref().map(|id| find(&journal.progress, id)).transpose()?;
    let shown: Vec<&CommitmentProgress> = match only {
        Some(one) => vec![one],
        None => journal.progress.commitments.iter().collect(),
    };
    let calendar = project.calendar();
    let explained = only.filter(|_| arguments.explain);
    let text = match (arguments.format, explained) {
        (CommitmentsFormat::Json, _) => {
            serde_json::to_string_pretty(&json(&shown, project.today))? + "\n"
        }
        (CommitmentsFormat::Human, Some(one)) => explain::explain(one, &calendar),
        (CommitmentsFormat::Human, None)
            if shown.is_empty() && !project.setup.diagnostics.is_empty() =>
        {
            "No commitment can be shown before the above is put right.\n".to_owned()
        }
        (CommitmentsFormat::Human, None) if shown.is_empty() => NONE.to_owned(),
        (CommitmentsFormat::Human, None) => show::all(&shown, &calendar, super::terminal::width()),
    };
    print_long(&text)?;
    let mut told = project.setup.diagnostics.values().flatten();
    let left_out = told.any(|found| found.severity >= Severity::Warning);
    Ok(if incomplete || left_out { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

const NONE: &str = "\
There are no commitments yet. Each is a note in `commitments/`, for example commitments/walk.md:

---
title: A short walk
when: after lunch
cadence: daily
start: 2026-03-02
---

Why it matters to you.
";

/// Says on standard error what is wrong with definitions.
pub(super) fn print_definition_problems(project: &Project) -> Result<()> {
    let human = human();
    for (path, diagnostics) in &project.setup.diagnostics {
        let source = crate::disk::read_text(&project.folder.join(path))?;
        let checked = CheckedFile::new(path.clone(), source, diagnostics.clone());
        tell_rendered(&human.file(&checked));
    }
    Ok(())
}

fn json(all: &[&CommitmentProgress], today: Date) -> Value {
    let all: Vec<Value> = all.iter().map(|one| export::commitment(one, today)).collect();
    json!({ "commitments": all })
}

/// The progress of the commitment called `id`.
pub(super) fn find<'a>(progress: &'a Progress, id: &str) -> Result<&'a CommitmentProgress> {
    let ids = || progress.commitments.iter().map(|one| one.commitment.id.as_str());
    if ids().next().is_none() {
        bail!("this journal has no commitment that can be read. `evenkeel commitments` says more");
    }
    let hint = || {
        nearest(id, ids()).map_or_else(
            || format!("Known: {}", ids().collect::<Vec<_>>().join(", ")),
            |near| format!("Did you mean `{near}`?"),
        )
    };
    let wanted = folded(id);
    let named = |one: &&CommitmentProgress| {
        let Commitment { id, title, also, .. } = &one.commitment;
        also.iter().chain([id, title]).any(|name| folded(name) == wanted)
    };
    let mut named = progress.commitments.iter().filter(named);
    // A name that two have names none.
    let named = named.next().filter(|_| named.next().is_none());
    let found = progress.get(id).or(named);
    found.with_context(|| format!("there is no commitment `{id}`. {}", hint()))
}
