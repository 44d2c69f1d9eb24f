//! One JSON object for the whole run. Lines and columns from 1, columns in characters; offsets and
//! edits in bytes of the source.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Checked, Report, Summary};
use crate::diagnostic::{Applicability, Diagnostic, Family, Severity, Suggestion};
use crate::text::{Edit, LineIndex};

/// The `json` format, version 1.
pub struct Json;

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    family: Family,
    severity: Severity,
    path: &'a str,
    start: Place,
    end: Place,
    text: &'a str,
    message: &'a str,
    question: Option<&'a str>,
    suggestions: Vec<Offer<'a>>,
}

#[derive(Serialize)]
struct Offer<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Totals {
    files: usize,
    words: usize,
    diagnostics: BTreeMap<Severity, usize>,
}

impl<'a> Offer<'a> {
    fn new(suggestion: &'a Suggestion) -> Self {
        let change = |edit: &'a Edit| Change {
            start: edit.span.start,
            end: edit.span.end,
            replacement: &edit.replacement,
        };
        Self {
            title: &suggestion.title,
            applicability: suggestion.applicability,
            edits: suggestion.edits.iter().map(change).collect(),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(found: &'a Diagnostic, file: &'a Checked, lines: &LineIndex) -> Self {
        let place = |offset| {
            let position = lines.position(&file.source, offset);
            Place { line: position.line, column: position.column, offset }
        };
        Self {
            rule: &found.rule,
            family: found.family,
            severity: found.severity,
            path: &file.path,
            start: place(found.span.start),
            end: place(found.span.end),
            text: if file.redacted { "" } else { found.span.slice(&file.source) },
            message: &found.message,
            question: found.question.as_deref(),
            suggestions: found.suggestions.iter().map(Offer::new).collect(),
        }
    }
}

/// Each finding of a file as a JSON object.
pub(super) fn findings(file: &Checked) -> impl Iterator<Item = String> {
    let lines = LineIndex::new(&file.source);
    let finding = move |found| Finding::new(found, file, &lines);
    let all = file.diagnostics.iter().map(finding);
    all.map(|finding| serde_json::to_string(&finding).unwrap_or_default())
}

impl Report for Json {
    fn begin(&self) -> String {
        "{\"version\":1,\"diagnostics\":[\n".to_owned()
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &Checked) -> String {
        findings(file).collect::<Vec<_>>().join(",\n")
    }

    fn end(&self, summary: &Summary) -> String {
        let totals = Totals {
            files: summary.files,
            words: summary.words,
            diagnostics: Severity::ALL.map(|severity| (severity, summary.of(severity))).into(),
        };
        let totals = serde_json::to_string(&totals).unwrap_or_default();
        let withheld = serde_json::to_string(&summary.withheld).unwrap_or_default();
        format!("\n],\"withheld\":{withheld},\"summary\":{totals}}}\n")
    }
}
