//! `evenkeel commitments`: how each promise stands, and how every number came to be.

mod explain;
pub(super) mod json;
mod show;

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::account::Books;
use super::terminal::print_long;
use super::{Global, Outcome, rules};
use crate::commitment::account::{Account, Standing};
use crate::commitment::ledger::Calendar;
use crate::commitment::words;
use crate::diagnostic::{Severity, nearest};
use crate::project::Project;
use crate::report::{Checked, Format as ReportFormat, report};

/// Show what is due today, and how each commitment stands.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel commitments
  evenkeel commitments walk --explain    slot by slot, how each number came to be
  evenkeel commitments --format json")]
pub(super) struct Arguments {
    /// Only this one.
    id: Option<String>,
    /// Say slot by slot how each number came to be.
    #[arg(long, requires = "id")]
    explain: bool,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = Project::open(Path::new("."), &global.manner())?;
    rules::refuse_faults(&project)?;
    tell_faults(&project)?;
    let books = Books::read(&project)?;
    let only = arguments.id.as_deref().map(|id| find(&books.account, id)).transpose()?;
    let shown: Vec<&Standing> = match only {
        Some(one) => vec![one],
        None => books.account.standings.iter().collect(),
    };
    let calendar = project.calendar();
    let explained = only.filter(|_| arguments.explain);
    let text = match (arguments.format, explained) {
        (Format::Json, _) => {
            serde_json::to_string_pretty(&json::all(&shown, project.today))? + "\n"
        }
        (Format::Human, Some(one)) => explain::explain(one, &calendar),
        (Format::Human, None) if shown.is_empty() && !project.promises.faults.is_empty() => {
            "No commitment can be shown before the above is put right.\n".to_owned()
        }
        (Format::Human, None) if shown.is_empty() => NONE.to_owned(),
        (Format::Human, None) => show::all(&shown, &calendar, super::terminal::width()),
    };
    print_long(&text)?;
    let mut told = project.promises.faults.values().flatten();
    let left_out = told.any(|fault| fault.severity >= Severity::Warning);
    Ok(if books.incomplete || left_out { Outcome::Incomplete } else { Outcome::Clean })
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
fn tell_faults(project: &Project) -> Result<()> {
    let human = report(ReportFormat::Human, super::terminal::width());
    for (path, faults) in &project.promises.faults {
        let source = crate::disk::read_text(&project.folder.join(path))?;
        let checked = Checked::new(path.clone(), source, faults.clone());
        anstream::eprintln!("{}", human.file(&checked));
    }
    Ok(())
}

/// The rhythm and the streak in one line.
pub(super) fn standing_line(standing: &Standing, calendar: &Calendar) -> String {
    words::run(standing, calendar.today) + "\n"
}

/// The standing of the commitment called `id`.
pub(super) fn find<'a>(account: &'a Account, id: &str) -> Result<&'a Standing> {
    let ids = || account.standings.iter().map(|one| one.commitment.id.as_str());
    if ids().next().is_none() {
        bail!("this journal has no commitment that can be read. `evenkeel commitments` says more");
    }
    let hint = || {
        nearest(id, ids()).map_or_else(
            || format!("Known: {}", ids().collect::<Vec<_>>().join(", ")),
            |near| format!("Did you mean `{near}`?"),
        )
    };
    account.get(id).with_context(|| format!("there is no commitment `{id}`. {}", hint()))
}
