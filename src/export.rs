//! What the program knows of a journal, in forms that other programs read.
//!
//! Nothing here decides what may be told: the caller leaves out what is private or withheld.

mod commitment;

use serde_json::{Value, json};

pub use self::commitment::commitment;
use crate::commitment::check_in::parse::CheckIn;
use crate::commitment::definition::Commitment;
use crate::diagnostic::Diagnostic;
use crate::journal::entry::{Entry, EntryKind};
use crate::text::LineIndex;

/// A table of what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportTable {
    /// Path, date, kind, title, words, tags, mood, starred.
    Entries,
    /// Date, commitment, state, amount, share, note.
    CheckIns,
    /// The numbers of each commitment.
    Commitments,
    /// Path, date, line, column, family, rule, severity.
    Findings,
}

impl ExportTable {
    /// Every table, in the order in which they are written.
    pub const ALL: [Self; 4] = [Self::Entries, Self::CheckIns, Self::Commitments, Self::Findings];

    /// Its name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::CheckIns => "check_ins",
            Self::Commitments => "commitments",
            Self::Findings => "findings",
        }
    }

    /// The columns of its CSV.
    #[must_use]
    pub const fn header(self) -> &'static [&'static str] {
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

/// An entry without its private passages, and without its words.
#[must_use]
pub fn entry(entry: &Entry, is_commitment: bool) -> Value {
    let kind = match entry.kind {
        EntryKind::Day(_) => "day",
        EntryKind::Review => "review",
        EntryKind::Page if is_commitment => "commitment",
        EntryKind::Page => "page",
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

/// A check-in of a commitment.
#[must_use]
pub fn check_in(check_in: &CheckIn, commitment: &Commitment) -> Value {
    json!({
        "date": check_in.date,
        "commitment": commitment.id,
        "state": check_in.state.name(),
        "amount": check_in.amount,
        "share": check_in.share,
        "note": check_in.reason,
    })
}

/// Findings about words, their places, and no word of the journal.
#[must_use]
pub fn findings(entry: &Entry, diagnostics: &[Diagnostic]) -> Vec<Value> {
    let lines = LineIndex::new(&entry.source);
    let shown =
        diagnostics.iter().filter(|found| found.family.is_self_talk() && !entry.hides(found.span));
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
///
/// # Errors
/// It cannot be written as CSV.
pub fn csv(rows: &[Value], header: &[&str]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(header.iter().map(|key| cell(&row[*key])))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
