//! SARIF 2.1.0, the OASIS standard that code hosts read. Columns count Unicode code points.

use serde_json::{Value, json};

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::diagnostic::{Diagnostic, Severity, Suggestion};
use crate::text::{Edit, LineIndex};

/// What paths are relative to, as SARIF names it.
const BASE: &str = "%SRCROOT%";

/// The `sarif` format.
pub struct Sarif {
    /// The folder that paths are relative to, as a URI with a slash at its end, where it may be told.
    pub base: Option<String>,
}

impl Reporter for Sarif {
    fn begin(&self) -> String {
        let driver = json!({ "name": "evenkeel", "semanticVersion": env!("CARGO_PKG_VERSION") });
        let base = self.base.as_ref();
        let base = base.map_or_else(String::new, |uri| {
            format!("\"originalUriBaseIds\":{},", json!({ BASE: { "uri": uri } }))
        });
        format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},{base}\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
        )
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &CheckedFile) -> String {
        let lines = LineIndex::new(&file.source);
        let all = file.diagnostics.iter().map(|found| result(found, file, &lines).to_string());
        all.collect::<Vec<_>>().join(",\n")
    }

    fn end(&self, _: &Summary) -> String {
        "\n]}]}\n".to_owned()
    }
}

fn result(found: &Diagnostic, file: &CheckedFile, lines: &LineIndex) -> Value {
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    };
    let start = lines.position(&file.source, found.span.start);
    let end = lines.position(&file.source, found.span.end);
    let fixes: Vec<Value> =
        found.suggestions.iter().map(|suggestion| fix(suggestion, file)).collect();
    json!({
        "ruleId": found.rule,
        "level": level,
        "message": { "text": found.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": location(&file.path),
            "region": {
                "startLine": start.line, "startColumn": start.column,
                "endLine": end.line, "endColumn": end.column,
            },
        } }],
        "fixes": fixes,
    })
}

fn fix(suggestion: &Suggestion, file: &CheckedFile) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": {
                "byteOffset": edit.span.start,
                "byteLength": edit.span.end - edit.span.start,
            },
            "insertedContent": { "text": edit.replacement },
        })
    };
    json!({
        "description": { "text": suggestion.title },
        "artifactChanges": [{
            "artifactLocation": location(&file.path),
            "replacements": suggestion.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn location(path: &str) -> Value {
    // What lies elsewhere is named by its whole path.
    if path.starts_with('/') {
        return json!({ "uri": format!("file://{}", uri(path)) });
    }
    json!({ "uri": uri(path), "uriBaseId": BASE })
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}
