//! Checkstyle's XML, which many build servers read.

use std::fmt::Write as _;

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::diagnostic::Severity;
use crate::text::LineIndex;

/// The `checkstyle` format.
pub struct Checkstyle;

impl Reporter for Checkstyle {
    fn begin(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n".to_owned()
    }

    fn file(&self, file: &CheckedFile) -> String {
        let lines = LineIndex::new(&file.source);
        let mut out = format!("<file name=\"{}\">\n", escaped(&file.path));
        for found in &file.diagnostics {
            let place = lines.position(&file.source, found.span.start);
            // Checkstyle knows no hints.
            let severity = found.severity.max(Severity::Info);
            let _ = writeln!(
                out,
                "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"evenkeel.{}\"/>",
                place.line,
                place.column,
                escaped(&found.message),
                escaped(found.rule.id())
            );
        }
        out + "</file>\n"
    }

    fn end(&self, _: &Summary) -> String {
        "</checkstyle>\n".to_owned()
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\n', "&#10;")
}
