//! What every output format does.

use super::checked_file::{CheckedFile, Summary};

/// Turns findings into text.
pub trait Reporter: Sync {
    /// What stands before everything.
    fn begin(&self) -> String {
        String::new()
    }

    /// What stands between two files that have something to tell.
    fn between(&self) -> &'static str {
        ""
    }

    /// One file; empty when there is nothing to tell.
    fn file(&self, file: &CheckedFile) -> String;

    /// What stands after everything.
    fn end(&self, summary: &Summary) -> String;
}
