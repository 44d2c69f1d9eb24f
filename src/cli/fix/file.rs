//! A file that `fix` goes through.

use crate::diagnostic::{Diagnostic, Family};
use crate::disk::JournalFile;
use crate::project::Project;
use crate::text::one_line;

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
    /// How many are undecided in a file that could not be written.
    pub(super) given_up: usize,
    /// How many findings the files before it had at first, and how many this one.
    pub(super) before: usize,
    pub(super) first: usize,
}

impl FixFile<'_> {
    pub(super) fn read(&mut self, text: String, from: usize, project: &Project) {
        let check = crate::project::check(self.file, text.clone(), project);
        self.findings = of_words(check.checked.diagnostics);
        self.text = text;
        self.from = from;
    }

    /// What is to be decided next, of words that are not `allowed`.
    pub(super) fn next(&self, allowed: &[String]) -> Option<Diagnostic> {
        self.open(allowed).next().cloned()
    }

    /// What is undecided, of words that are not `allowed`.
    fn open(&self, allowed: &[String]) -> impl Iterator<Item = &Diagnostic> {
        let known = |found: &Diagnostic| {
            let words = one_line(found.span.slice(&self.text)).to_lowercase();
            allowed.iter().any(|allowed| allowed.to_lowercase() == words)
        };
        let open = self.findings.iter().filter(|found| found.span.start >= self.from);
        open.filter(move |found| !known(found))
    }

    /// Leaves all that is undecided as it is, because the file cannot be written.
    pub(super) fn give_up(&mut self) {
        self.given_up = self.left(&[]);
        self.findings.clear();
    }

    /// The number of what is to be decided next, among all.
    pub(super) fn number(&self, allowed: &[String]) -> usize {
        self.before + self.first.saturating_sub(self.left(allowed)) + 1
    }

    /// How many are undecided.
    pub(super) fn left(&self, allowed: &[String]) -> usize {
        self.open(allowed).count() + self.given_up
    }
}

/// The findings about words, not those about files.
pub(super) fn of_words(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.retain(|found| found.family != Family::Journal);
    diagnostics
}
