//! How findings are reported: one short file per format.
//!
//! A reporter turns one checked file into text at a time, so that files can be reported in parallel
//! and nothing has to be kept.

mod checked_file;
mod checkstyle;
mod concise;
mod github;
mod human;
mod json;
mod jsonl;
mod number;
mod rdjson;
mod reporter;
mod sarif;

pub use self::checked_file::{CheckedFile, Summary};
pub use self::checkstyle::Checkstyle;
pub use self::concise::Concise;
pub use self::github::GitHub;
#[cfg(feature = "cli")]
pub(crate) use self::human::NOTHING_HERE;
pub use self::human::{Human, RulesPage};
pub use self::json::Json;
pub use self::jsonl::JsonLines;
pub use self::number::count;
pub use self::rdjson::RdJson;
pub use self::reporter::Reporter;
pub use self::sarif::Sarif;

/// An output format of `check`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OutputFormat {
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

impl OutputFormat {
    /// Whether it is JSON.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl | Self::Sarif | Self::Rdjson)
    }
}

/// The report for `format`. `width` is that of the terminal, in columns.
#[must_use]
pub fn reporter(format: OutputFormat, width: usize) -> Box<dyn Reporter> {
    match format {
        OutputFormat::Human => Box::new(Human { width, explained: None, with_readings: false }),
        OutputFormat::Concise => Box::new(Concise),
        OutputFormat::Json => Box::new(Json),
        OutputFormat::Jsonl => Box::new(JsonLines),
        OutputFormat::Sarif => Box::new(Sarif { base: None }),
        OutputFormat::Github => Box::new(GitHub),
        OutputFormat::Rdjson => Box::new(RdJson),
        OutputFormat::Checkstyle => Box::new(Checkstyle),
    }
}
