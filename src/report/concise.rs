//! One line per finding, for editors and scripts.

use std::fmt::Write as _;

use super::checked_file::{CheckedFile, Summary};
use super::reporter::Reporter;
use crate::text::{LineIndex, one_line};

/// `path:line:column: severity[rule] message`, as Vim's errorformat reads it.
pub struct Concise;

impl Reporter for Concise {
    fn file(&self, file: &CheckedFile) -> String {
        let lines = LineIndex::new(&file.source);
        let mut out = String::new();
        for found in &file.diagnostics {
            let place = lines.position(&file.source, found.span.start);
            let message = one_line(&found.message);
            let _ = writeln!(
                out,
                "{}:{}:{}: {}[{}] {message}",
                file.path, place.line, place.column, found.severity, found.rule
            );
        }
        out
    }

    fn end(&self, _: &Summary) -> String {
        String::new()
    }
}
