//! Reviewdog's diagnostic format. Its columns count bytes, from 1.

use serde_json::{Value, json};

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileSpan, LineIndex};

/// The `rdjson` format.
pub struct RdJson;

impl Reporter for RdJson {
    fn begin(&self) -> String {
        "{\"source\":{\"name\":\"evenkeel\"},\"diagnostics\":[\n".to_owned()
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &CheckedFile) -> String {
        let lines = LineIndex::new(&file.source);
        let all = file.diagnostics.iter().map(|found| diagnostic(found, file, &lines).to_string());
        all.collect::<Vec<_>>().join(",\n")
    }

    fn end(&self, _: &Summary) -> String {
        "\n]}\n".to_owned()
    }
}

fn diagnostic(found: &Diagnostic, file: &CheckedFile, lines: &LineIndex) -> Value {
    let severity = match found.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint => "INFO",
    };
    let edits = found.suggestions.iter().flat_map(|suggestion| &suggestion.edits);
    let suggestions: Vec<Value> = edits
        .map(|edit| json!({ "range": range(edit.span, lines), "text": edit.replacement }))
        .collect();
    json!({
        "message": found.message,
        "location": { "path": file.path, "range": range(found.span, lines) },
        "severity": severity,
        "code": { "value": found.rule },
        "suggestions": suggestions,
    })
}

fn range(span: FileSpan, lines: &LineIndex) -> Value {
    let place = |offset: usize| {
        let line = lines.line(offset);
        json!({ "line": line + 1, "column": offset - lines.start(line).unwrap_or(0) + 1 })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}
