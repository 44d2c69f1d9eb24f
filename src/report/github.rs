//! Annotations as GitHub's workflow commands.

use std::fmt::Write as _;

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::diagnostic::Severity;
use crate::text::LineIndex;

/// The `github` format.
pub struct GitHub;

impl Reporter for GitHub {
    fn file(&self, file: &CheckedFile) -> String {
        let lines = LineIndex::new(&file.source);
        let mut out = String::new();
        for found in &file.diagnostics {
            let command = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "notice",
            };
            let start = lines.position(&file.source, found.span.start);
            let end = lines.position(&file.source, found.span.end);
            let _ = writeln!(
                out,
                "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
                property(&file.path),
                start.line,
                start.column,
                end.line,
                end.column,
                property(found.rule.id()),
                data(&found.message)
            );
        }
        out
    }

    fn end(&self, _: &Summary) -> String {
        String::new()
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
