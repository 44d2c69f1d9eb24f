//! `evenkeel due`: what is open today, a line each; for a glance, a script or a prompt.

use anyhow::Result;
use serde_json::{Value, json};

use super::commitments::print_definition_problems;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_json, print_sentences};
use crate::commitment;
use crate::commitment::metrics::Status;
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::sentence;
use crate::project::{JournalProgress, Project};

/// Say what is open today, a line for each commitment.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel due
  evenkeel due --all                     what comes later too
  evenkeel due --format count            a number, for a prompt

Exit code: 0 nothing is open, 1 something is, 2 it could not be done.")]
pub(super) struct DueArgs {
    /// Those that are not open today, too.
    #[arg(long)]
    all: bool,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: DueFormat,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum DueFormat {
    /// For reading.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// How many are open.
    Count,
}

pub(super) fn run(arguments: &DueArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.find()?;
    print_definition_problems(&project)?;
    let journal = JournalProgress::read_days(&project)?;
    let incomplete = print_sentences(&journal.problems);
    let active = |one: &&CommitmentProgress| one.metrics.status == Status::Active;
    let active: Vec<&CommitmentProgress> =
        journal.progress.commitments.iter().filter(active).collect();
    let open = active.iter().filter(|one| one.is_open(project.today)).count();
    let listed = active.iter().filter(|one| arguments.all || one.is_open(project.today));
    match arguments.format {
        DueFormat::Human => {
            let lines: Vec<String> = listed.map(|one| line(one, &project)).collect();
            let none = journal.progress.commitments.is_empty();
            print(&match lines.as_slice() {
                [] if none => {
                    format!("No commitment is here. A note in {} makes one.\n", commitment::FOLDER)
                }
                [] => "Nothing is open today.\n".to_owned(),
                lines => lines.concat(),
            })?;
        }
        DueFormat::Json => {
            let all: Vec<Value> = listed.map(|one| json(one, &project)).collect();
            print_json(&json!({ "today": project.today, "commitments": all }))?;
        }
        DueFormat::Count => print(&format!("{open}\n"))?,
    }
    Ok(match (incomplete, open) {
        (true, _) => ExitStatus::Incomplete,
        (false, 0) => ExitStatus::Clean,
        (false, _) => ExitStatus::Findings,
    })
}

/// "Walk, after lunch: open today".
fn line(tracked: &CommitmentProgress, project: &Project) -> String {
    let commitment = &tracked.commitment;
    let when = commitment.when.as_deref().map_or_else(String::new, |when| format!(", {when}"));
    let outlook = sentence::outlook(tracked, project.today);
    let outlook = if outlook.is_empty() { "nothing due".to_owned() } else { outlook };
    format!("{}{when}: {outlook}\n", commitment.title)
}

fn json(tracked: &CommitmentProgress, project: &Project) -> Value {
    json!({
        "id": tracked.commitment.id,
        "title": tracked.commitment.title,
        "when": tracked.commitment.when,
        "open": tracked.is_open(project.today),
        "next_due": tracked.metrics.next_due,
        "outlook": sentence::outlook(tracked, project.today),
    })
}
