//! `evenkeel export`: everything the program knows, in forms that other programs read.

use anyhow::{Result, bail};
use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print_exact, print_json, print_problems};
use super::progress;
use crate::commitment::check_in::parse::CheckIn;
use crate::export::{self, ExportTable};
use crate::journal::entry::Entry;
use crate::project::{JournalIndex, Project};

/// Write out entries, check-ins, commitments and findings as JSON or CSV.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel export > journal.json
  evenkeel export --format csv --table check-ins > check-ins.csv
Private and withheld entries are left out; private check-ins count in the numbers of commitments. \
The words of entries are not written out: they are in your Markdown.")]
pub(super) struct ExportArgs {
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    format: ExportFormat,
    /// What to write; CSV takes one table.
    #[arg(long, value_enum)]
    table: Option<TableArg>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ExportFormat {
    /// One JSON object with a list for each table.
    #[default]
    Json,
    /// One table as CSV (RFC 4180) with a header.
    Csv,
}

/// The tables, as the command line names them.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum TableArg {
    /// Path, date, kind, title, words, tags, mood, starred.
    Entries,
    /// Date, commitment, state, amount, share, note.
    CheckIns,
    /// The numbers of each commitment.
    Commitments,
    /// Path, date, line, column, family, rule, severity.
    Findings,
}

impl TableArg {
    const fn table(self) -> ExportTable {
        match self {
            Self::Entries => ExportTable::Entries,
            Self::CheckIns => ExportTable::CheckIns,
            Self::Commitments => ExportTable::Commitments,
            Self::Findings => ExportTable::Findings,
        }
    }
}

pub(super) fn run(arguments: &ExportArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_read()?;
    let mut index = JournalIndex::default();
    progress::read(&mut index, &project)?;
    print_problems(&index.problems);
    let rows = |table| rows(table, &index, &project);
    match (arguments.format, arguments.table) {
        (ExportFormat::Json, only) => {
            let mut all = Map::from_iter([("version".to_owned(), json!(1))]);
            let wanted = ExportTable::ALL
                .into_iter()
                .filter(|table| only.is_none_or(|one| one.table() == *table));
            all.extend(wanted.map(|table| (table.key().to_owned(), Value::Array(rows(table)))));
            print_json(&all)?;
        }
        (ExportFormat::Csv, Some(table)) => {
            let table = table.table();
            print_exact(&export::csv(&rows(table), table.header())?)?;
        }
        (ExportFormat::Csv, None) => bail!(
            "CSV holds one table. Choose `--table entries`, `check-ins`, `commitments` or `findings`"
        ),
    }
    care::message(&project.config, !index.withheld().is_empty());
    let incomplete = !index.problems.is_empty() || index.is_unread();
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

fn rows(table: ExportTable, index: &JournalIndex, project: &Project) -> Vec<Value> {
    match table {
        ExportTable::Entries => entries(index, project),
        ExportTable::CheckIns => check_ins(index, project),
        ExportTable::Commitments => commitments(index, project),
        ExportTable::Findings => {
            let public = index.public();
            public.flat_map(|(entry, one)| export::findings(entry, &one.diagnostics)).collect()
        }
    }
}

fn entries(index: &JournalIndex, project: &Project) -> Vec<Value> {
    let commitments = project.setup.commitments.commitments();
    let row = |entry: &Entry| {
        let redacted = entry.redacted(&project.config);
        let defines = commitments.iter().any(|one| one.path == entry.path);
        export::entry(redacted.as_ref().unwrap_or(entry), defines)
    };
    index.public().map(|(entry, _)| row(entry)).collect()
}

fn check_ins(index: &JournalIndex, project: &Project) -> Vec<Value> {
    let mut public: Vec<&CheckIn> = index.check_ins().filter(|one| !one.private).collect();
    public.sort_by_key(|one| (one.date, one.commitment));
    let row = |one: &&CheckIn| {
        let commitment = project.setup.commitments.get(one.commitment)?;
        (!commitment.private).then(|| export::check_in(one, commitment))
    };
    public.iter().filter_map(row).collect()
}

/// Commitments that may be spoken of.
fn commitments(index: &JournalIndex, project: &Project) -> Vec<Value> {
    let withheld = index.withheld();
    let progress = index.progress(project);
    let all = progress.commitments.iter();
    let public =
        all.filter(|one| !one.commitment.private && !withheld.contains(&one.commitment.path));
    public.map(|one| export::commitment(one, project.today)).collect()
}
