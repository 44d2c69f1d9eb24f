//! A file that `fix` goes through.

use crate::diagnostic::{Diagnostic, Family};
use crate::disk::JournalFile;
use crate::project::Project;

/// A file with something to choose about.
pub(super) struct FixTarget {
    pub(super) file: JournalFile,
    pub(super) text: String,
    pub(super) findings: Vec<Diagnostic>,
}

/// One file as it stands now.
pub(super) struct FixFile<'a> {
    pub(super) file: &'a JournalFile,
    pub(super) text: String,
    pub(super) findings: Vec<Diagnostic>,
    /// What begins before this byte was decided on.
    pub(super) from: usize,
}

impl FixFile<'_> {
    pub(super) fn read(&mut self, text: String, from: usize, project: &Project) {
        let check = crate::project::check(self.file, text.clone(), project);
        self.findings = of_words(check.checked.diagnostics);
        self.text = text;
        self.from = from;
    }

    pub(super) fn next(&self) -> Option<Diagnostic> {
        self.findings.iter().find(|found| found.span.start >= self.from).cloned()
    }

    pub(super) fn left(&self) -> usize {
        self.findings.iter().filter(|found| found.span.start >= self.from).count()
    }
}

/// The findings about words, not those about files.
pub(super) fn of_words(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.retain(|found| found.family != Family::Journal);
    diagnostics
}
