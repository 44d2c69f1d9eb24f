//! A file that `fix` goes through.

use crate::diagnostic::{BLANK, Diagnostic, Family};
use crate::disk::JournalFile;
use crate::project::Project;
use crate::text::{self, Edit, FileSpan, one_line};

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

    /// What there is to edit, and what it begins as: the first suggestion without its blanks, or the
    /// words as they are.
    pub(super) fn prefilled(&self, found: &Diagnostic) -> (FileSpan, String) {
        let edits = found.suggestions.first().map_or(&[][..], |first| first.edits.as_slice());
        let whole = |edit: &Edit| !edit.replacement.is_empty() && !edit.replacement.contains(BLANK);
        let span = edits.iter().fold(found.span, |span, edit| {
            FileSpan::new(span.start.min(edit.span.start), span.end.max(edit.span.end))
        });
        if edits.is_empty() || !edits.iter().all(whole) {
            return (found.span, one_line(found.span.slice(&self.text)));
        }
        let moved = |edit: &Edit| {
            let start = edit.span.start - span.start;
            let span = FileSpan::new(start, start + edit.span.len());
            Edit { span, replacement: edit.replacement.clone() }
        };
        let edits: Vec<Edit> = edits.iter().map(moved).collect();
        (span, one_line(&text::apply(span.slice(&self.text), &edits)))
    }
}

/// The findings about words, not those about files.
pub(super) fn of_words(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.retain(|found| found.family != Family::Journal);
    diagnostics
}
