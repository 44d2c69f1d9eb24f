//! One JSON object for the whole run. Lines and columns from 1, columns in characters; offsets and
//! edits in bytes of the source.

use std::collections::BTreeMap;

use serde::Serialize;

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::diagnostic::{Applicability, Diagnostic, Family, ReadingTrace, Severity, Suggestion};
use crate::text::{Edit, LineIndex};

/// The `json` format, version 1.
pub struct Json;

#[derive(Serialize)]
struct PositionJson {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    rule: &'a str,
    family: Family,
    severity: Severity,
    path: &'a str,
    start: PositionJson,
    end: PositionJson,
    text: &'a str,
    message: &'a str,
    question: Option<&'a str>,
    suggestions: Vec<SuggestionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a ReadingTrace>,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    words: usize,
    diagnostics: BTreeMap<Severity, usize>,
}

impl<'a> SuggestionJson<'a> {
    fn new(suggestion: &'a Suggestion) -> Self {
        let change = |edit: &'a Edit| EditJson {
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

impl<'a> DiagnosticJson<'a> {
    fn new(found: &'a Diagnostic, file: &'a CheckedFile, lines: &LineIndex) -> Self {
        let place = |offset| {
            let position = lines.position(&file.source, offset);
            PositionJson { line: position.line, column: position.column, offset }
        };
        Self {
            rule: found.rule.id(),
            family: found.family,
            severity: found.severity,
            path: &file.path,
            start: place(found.span.start),
            end: place(found.span.end),
            text: if file.redacted { "" } else { found.span.slice(&file.source) },
            message: &found.message,
            question: found.question.as_deref(),
            suggestions: found.suggestions.iter().map(SuggestionJson::new).collect(),
            reading: found.reading.as_ref().filter(|_| !file.redacted),
        }
    }
}

/// Each finding of a file as a JSON object.
pub(super) fn findings(file: &CheckedFile) -> impl Iterator<Item = String> {
    let lines = LineIndex::new(&file.source);
    let finding = move |found| DiagnosticJson::new(found, file, &lines);
    let all = file.diagnostics.iter().map(finding);
    all.map(|finding| serde_json::to_string(&finding).unwrap_or_default())
}

impl Reporter for Json {
    fn begin(&self) -> String {
        "{\"version\":1,\"diagnostics\":[\n".to_owned()
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &CheckedFile) -> String {
        findings(file).collect::<Vec<_>>().join(",\n")
    }

    fn end(&self, summary: &Summary) -> String {
        let totals = SummaryJson {
            files: summary.files,
            words: summary.words,
            diagnostics: Severity::ALL.map(|severity| (severity, summary.of(severity))).into(),
        };
        let totals = serde_json::to_string(&totals).unwrap_or_default();
        let withheld = serde_json::to_string(&summary.withheld).unwrap_or_default();
        let quiet = serde_json::to_string(&summary.quiet).unwrap_or_default();
        format!("\n],\"withheld\":{withheld},\"quiet\":{quiet},\"summary\":{totals}}}\n")
    }
}
