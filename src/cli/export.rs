//! `evenkeel export`: everything the program knows, in forms that other programs read.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::commitments;
use super::{Global, Outcome, care, print, progress, rules};
use crate::commitment::account::{Account, Standing};
use crate::diagnostic::Family;
use crate::journal::entry::{Entry, Kind};
use crate::project::Project;
use crate::project::library::Library;
use crate::report::Checked;
use crate::text::LineIndex;

/// Write out entries, check-ins, commitments and findings as JSON or CSV.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel export > journal.json
  evenkeel export --format csv --table check-ins > check-ins.csv
Private and withheld entries are left out; private check-ins count in the numbers of commitments.
The words of entries are not written out: they are in your Markdown.")]
pub(super) struct Arguments {
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What to write; CSV takes one table.
    #[arg(long, value_enum)]
    table: Option<Table>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// One JSON object with a list for each table.
    #[default]
    Json,
    /// One table as CSV (RFC 4180) with a header.
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    /// Path, date, kind, title, words, tags, mood, starred.
    Entries,
    /// Date, commitment, state, amount.
    CheckIns,
    /// The numbers of each commitment.
    Commitments,
    /// Path, line, column, family, rule, severity.
    Findings,
}

impl Table {
    const ALL: [Self; 4] = [Self::Entries, Self::CheckIns, Self::Commitments, Self::Findings];

    const fn key(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::CheckIns => "check_ins",
            Self::Commitments => "commitments",
            Self::Findings => "findings",
        }
    }

    /// The columns of its CSV.
    const fn header(self) -> &'static [&'static str] {
        match self {
            Self::Entries => &["path", "date", "kind", "title", "words", "tags", "mood", "starred"],
            Self::CheckIns => &["date", "commitment", "state", "amount", "share", "note"],
            Self::Commitments => &[
                "id",
                "title",
                "status",
                "cadence",
                "unit",
                "streak",
                "since",
                "longest",
                "rhythm",
                "due",
                "kept",
                "partly",
                "missed",
                "unrecorded",
                "neutral",
                "open",
                "extras",
                "returns",
                "median_days_to_return",
                "longest_days_to_return",
                "bounce",
                "open_lapse",
                "strength",
                "recorded",
                "showed_up",
                "trend",
                "next_due",
            ],
            Self::Findings => &["path", "date", "line", "column", "family", "rule", "severity"],
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = Project::open(Path::new("."), &global.manner())?;
    rules::refuse_faults(&project)?;
    let mut library = Library::default();
    progress::read(&mut library, &project)?;
    for problem in &library.problems {
        anstream::eprintln!("error: {problem}.");
    }
    let rows = |table| rows(table, &library, &project);
    match (arguments.format, arguments.table) {
        (Format::Json, only) => {
            let mut all = Map::from_iter([("version".to_owned(), json!(1))]);
            let wanted =
                Table::ALL.into_iter().filter(|table| only.is_none_or(|one| one == *table));
            all.extend(wanted.map(|table| (table.key().to_owned(), Value::Array(rows(table)))));
            print(&(serde_json::to_string_pretty(&all)? + "\n"))?;
        }
        (Format::Csv, Some(table)) => print(&csv(&rows(table), table.header())?)?,
        (Format::Csv, None) => bail!(
            "CSV holds one table. Choose `--table entries`, `check-ins`, `commitments` or `findings`"
        ),
    }
    care::message(&project.config, !library.withheld().is_empty());
    let incomplete = !library.problems.is_empty() || library.is_unread();
    Ok(if incomplete { Outcome::Incomplete } else { Outcome::Clean })
}

fn rows(table: Table, library: &Library, project: &Project) -> Vec<Value> {
    match table {
        Table::Entries => library.public().map(|(entry, _)| self::entry(entry, project)).collect(),
        Table::CheckIns => check_ins(library, project),
        Table::Commitments => {
            let standings = public(library.account(project), library);
            let row = |standing| commitments::json::one(standing, project.today);
            standings.iter().map(row).collect()
        }
        Table::Findings => {
            library.public().flat_map(|(entry, checked)| findings(entry, checked)).collect()
        }
    }
}

fn entry(entry: &Entry, project: &Project) -> Value {
    let redacted = entry.redacted(&project.config);
    let entry = redacted.as_ref().unwrap_or(entry);
    let kind = match entry.kind {
        Kind::Day(_) => "day",
        Kind::Review => "review",
        Kind::Page if is_promise(entry, project) => "commitment",
        Kind::Page => "page",
    };
    json!({
        "path": entry.path,
        "date": entry.date(),
        "kind": kind,
        "title": entry.title,
        "words": entry.words,
        "tags": entry.tags,
        "mood": entry.front.text("mood"),
        "starred": entry.is_starred(),
    })
}

fn is_promise(entry: &Entry, project: &Project) -> bool {
    project.promises.register.commitments.iter().any(|one| one.path == entry.path)
}

fn check_ins(library: &Library, project: &Project) -> Vec<Value> {
    let commitments = &project.promises.register.commitments;
    let marks = library.marks().filter(|mark| !mark.private);
    let mut marks: Vec<_> = marks.filter(|mark| !commitments[mark.commitment].private).collect();
    marks.sort_by_key(|mark| (mark.date, mark.commitment));
    marks
        .into_iter()
        .map(|mark| {
            json!({
                "date": mark.date,
                "commitment": commitments[mark.commitment].id,
                "state": mark.state.name(),
                "amount": mark.amount,
                "share": mark.share,
                "note": mark.reason,
            })
        })
        .collect()
}

/// Commitments that may be spoken of.
fn public(account: Account, library: &Library) -> Vec<Standing> {
    let withheld = library.withheld();
    let open = |standing: &Standing| {
        !standing.commitment.private && !withheld.contains(&standing.commitment.path)
    };
    account.standings.into_iter().filter(open).collect()
}

/// Findings about words, their places, and no word of the journal.
fn findings(entry: &Entry, checked: &Checked) -> Vec<Value> {
    let lines = LineIndex::new(&entry.source);
    let shown = checked
        .diagnostics
        .iter()
        .filter(|found| found.family != Family::Journal && !entry.hides(found.span));
    shown
        .map(|found| {
            let place = lines.position(&entry.source, found.span.start);
            json!({
                "path": entry.path,
                "date": entry.date(),
                "line": place.line,
                "column": place.column,
                "family": found.family.name(),
                "rule": found.rule,
                "severity": found.severity.name(),
            })
        })
        .collect()
}

/// A table of flat rows: a header, then a line each. Lists are joined, objects are left out.
fn csv(rows: &[Value], header: &[&str]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(header.iter().map(|key| cell(&row[*key])))?;
    }
    String::from_utf8(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
        .context("a table could not be written")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
