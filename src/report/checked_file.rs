//! A file and what there is to say about it, and the counts of a run.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Family, Severity};

/// A file and what there is to say about it.
#[derive(Debug, Clone)]
pub struct CheckedFile {
    /// Its path, as it is to be shown.
    pub path: String,
    /// Its text; empty when it could not be read.
    pub source: String,
    /// The findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether no word of the text may be shown.
    pub redacted: bool,
    /// Whether harsh rules are silent about it.
    pub hushed: bool,
}

impl CheckedFile {
    /// Findings about `source`, the file at `path`.
    #[must_use]
    pub const fn new(path: String, source: String, diagnostics: Vec<Diagnostic>) -> Self {
        Self { path, source, diagnostics, redacted: false, hushed: false }
    }

    /// The same without a word of the journal: places and rules alone.
    #[must_use]
    pub fn redact(mut self) -> Self {
        self.redacted = true;
        for found in &mut self.diagnostics {
            found.message = format!("`evenkeel rules explain {}` says what this is.", found.rule);
            found.suggestions.clear();
        }
        self
    }
}

/// What a whole run found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many files were looked at.
    pub files: usize,
    /// How many words of prose they hold.
    pub words: usize,
    /// Entries about which nothing is said, by path.
    pub withheld: Vec<String>,
    /// Entries in which harsh rules are silent, by path.
    pub quiet: Vec<String>,
    /// Findings left out because a baseline lists them.
    pub known: usize,
    /// Findings by family and severity.
    pub counts: BTreeMap<(Family, Severity), usize>,
}

impl Summary {
    /// Adds the findings of one file.
    pub fn add(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            *self.counts.entry((diagnostic.family, diagnostic.severity)).or_default() += 1;
        }
    }

    /// Adds what another run found.
    pub fn merge(&mut self, other: &Self) {
        self.files += other.files;
        self.words += other.words;
        self.known += other.known;
        self.withheld.extend(other.withheld.iter().cloned());
        self.quiet.extend(other.quiet.iter().cloned());
        for (key, count) in &other.counts {
            *self.counts.entry(*key).or_default() += count;
        }
    }

    /// How many findings of `severity`.
    #[must_use]
    pub fn of(&self, severity: Severity) -> usize {
        self.counts
            .iter()
            .filter(|((_, found), _)| *found == severity)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many findings of `family`.
    #[must_use]
    pub fn of_family(&self, family: Family) -> usize {
        self.counts.iter().filter(|((found, _), _)| *found == family).map(|(_, count)| count).sum()
    }

    /// The weightiest severity found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.counts
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|((_, severity), _)| *severity)
            .max()
    }
}
