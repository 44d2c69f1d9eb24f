//! Values of options that more than one command takes, or whose type lies below the command line.

use clap::ValueEnum;

use crate::config::Surface;
use crate::diagnostic::Severity;
use crate::report::OutputFormat;

/// The lightest severity that makes the exit code 1.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FailOn {
    Hint,
    Info,
    Warning,
    Error,
    Never,
}

impl FailOn {
    pub(super) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Hint => Some(Severity::Hint),
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}

/// [`OutputFormat`] as an option.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum FormatArg {
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

impl From<FormatArg> for OutputFormat {
    fn from(argument: FormatArg) -> Self {
        match argument {
            FormatArg::Human => Self::Human,
            FormatArg::Concise => Self::Concise,
            FormatArg::Json => Self::Json,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Sarif => Self::Sarif,
            FormatArg::Github => Self::Github,
            FormatArg::Rdjson => Self::Rdjson,
            FormatArg::Checkstyle => Self::Checkstyle,
        }
    }
}

/// [`Surface`] as an option.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum SurfaceArg {
    /// In a terminal, by a command.
    #[default]
    Terminal,
    /// In an editor, while writing.
    Editor,
    /// In a hook, when something is committed.
    Hook,
}

impl From<SurfaceArg> for Surface {
    fn from(argument: SurfaceArg) -> Self {
        match argument {
            SurfaceArg::Terminal => Self::Terminal,
            SurfaceArg::Editor => Self::Editor,
            SurfaceArg::Hook => Self::Hook,
        }
    }
}
