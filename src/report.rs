//! How findings are told: one short file per format.
//!
//! A report turns one checked file into text at a time, so that files can be told in parallel and
//! nothing has to be kept.

mod checkstyle;
mod concise;
mod github;
mod human;
mod json;
mod jsonl;
mod rdjson;
mod sarif;

use std::collections::BTreeMap;

use clap::ValueEnum;

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use github::GitHub;
pub use human::Human;
pub use json::Json;
pub use jsonl::JsonLines;
pub use rdjson::RdJson;
pub use sarif::Sarif;

use crate::diagnostic::{Diagnostic, Family, Severity};

/// A file and what there is to say about it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its path, as it is to be shown.
    pub path: String,
    /// Its text; empty when it could not be read.
    pub source: String,
    /// The findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether no word of the text may be shown.
    pub redacted: bool,
}

impl Checked {
    /// Findings about `source`, the file at `path`.
    #[must_use]
    pub const fn new(path: String, source: String, diagnostics: Vec<Diagnostic>) -> Self {
        Self { path, source, diagnostics, redacted: false }
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

/// An output format of `check`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The lines of the journal, with what is said below them.
    #[default]
    Human,
    /// One line each: `path:line:column: severity[rule] message`.
    Concise,
    /// One JSON object.
    Json,
    /// One JSON object for each finding, one a line.
    Jsonl,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// Annotations in a GitHub workflow.
    Github,
    /// For reviewdog.
    Rdjson,
    /// XML, for build servers.
    Checkstyle,
}

/// Turns findings into text.
pub trait Report: Sync {
    /// What stands before everything.
    fn begin(&self) -> String {
        String::new()
    }

    /// What stands between two files that have something to tell.
    fn between(&self) -> &'static str {
        ""
    }

    /// One file; empty when there is nothing to tell.
    fn file(&self, file: &Checked) -> String;

    /// What stands after everything.
    fn end(&self, summary: &Summary) -> String;
}

/// The report for `format`. `width` is that of the terminal, in columns.
#[must_use]
pub fn report(format: Format, width: usize) -> Box<dyn Report> {
    match format {
        Format::Human => Box::new(Human { width, explained: None }),
        Format::Concise => Box::new(Concise),
        Format::Json => Box::new(Json),
        Format::Jsonl => Box::new(JsonLines),
        Format::Sarif => Box::new(Sarif),
        Format::Github => Box::new(GitHub),
        Format::Rdjson => Box::new(RdJson),
        Format::Checkstyle => Box::new(Checkstyle),
    }
}

/// A count with its noun: "1 file", "2,400 words".
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// A number with commas between thousands.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
