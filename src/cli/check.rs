//! `evenkeel check`: lints files, folders or standard input.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::library::{self, Checkup};
use super::progress::Progress;
use super::project::Project;
use super::{Global, Outcome, care, print};
use crate::diagnostic::Severity;
use crate::disk::{self, Found};
use crate::report::{Format, Summary, report};

/// Look for self-talk that attacks you, and offer another wording.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel check                          the journal that this folder belongs to
  evenkeel check 2026/03 today.md         some of it
  evenkeel check --format concise         one line each, for an editor
  evenkeel check - --stdin-filename x.md  text from standard input

Exit code: 0 nothing at or above --fail-on, 1 something, 2 it could not be done.")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input. Default: the journal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The lightest level that makes the exit code 1.
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
    /// Exit with 0 whatever was found.
    #[arg(long)]
    exit_zero: bool,
    /// Print nothing; the exit code says it.
    #[arg(short, long)]
    quiet: bool,
    /// Show places and rules, and no word of the journal: for logs that others see.
    #[arg(long)]
    redact: bool,
    /// The name of the text on standard input.
    #[arg(long, value_name = "PATH", default_value = "stdin.md")]
    stdin_filename: String,
    /// How many files to read at once. Default: one for each processor.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FailOn {
    Hint,
    Info,
    Warning,
    Error,
    Never,
}

impl FailOn {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Hint => Some(Severity::Hint),
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let stdin = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    let start = match arguments.paths.first() {
        Some(first) if !stdin && first.exists() => first.as_path(),
        _ => Path::new("."),
    };
    let project = Project::open(start, global)?;
    let report = report(arguments.format, terminal_width());
    let mut summary = Summary::default();
    let mut pieces = Vec::new();
    for fault in &project.faults {
        summary.add(&fault.diagnostics);
        pieces.push(report.file(fault));
    }
    let unusable = project.unusable();
    let mut unread = unusable;
    if !unusable {
        let (targets, problems) = targets(&arguments.paths, &project)?;
        for problem in &problems {
            anstream::eprintln!("error: {problem}.");
        }
        unread = !problems.is_empty();
        let tell = |checkup: Checkup| {
            let Checkup { entry, withheld, checked } = checkup;
            let words = entry.map_or(0, |entry| entry.words);
            let withheld = withheld.then(|| checked.path.clone()).into_iter().collect();
            let mut summary = Summary { files: 1, words, withheld, ..Summary::default() };
            summary.add(&checked.diagnostics);
            let quiet = arguments.quiet || checked.diagnostics.is_empty();
            let checked = if arguments.redact { checked.redact() } else { checked };
            (if quiet { String::new() } else { report.file(&checked) }, summary)
        };
        if stdin {
            let text = disk::read_stdin()?;
            let (piece, found) = tell(library::check(&arguments.stdin_filename, text, &project));
            summary.merge(&found);
            pieces.push(piece);
        }
        let progress = Progress::new(targets.len());
        let all = || -> Vec<_> {
            targets
                .par_iter()
                .map(|target| {
                    progress.step();
                    tell(check_file(target, &project))
                })
                .collect()
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.jobs).build()?;
        for (piece, found) in pool.install(all) {
            summary.merge(&found);
            pieces.push(piece);
        }
        progress.end();
    }
    if !arguments.quiet {
        let told: Vec<String> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
        let body = told.join(report.between());
        print(&(report.begin() + &body + &report.end(&summary)))?;
        care::message(&project.config, !summary.withheld.is_empty());
    }
    unread |= has_unread(&summary);
    Ok(outcome(arguments, &summary, unread))
}

/// An error of the journal family is a file that could not be read, a config or a rule.
fn has_unread(summary: &Summary) -> bool {
    summary.counts.contains_key(&(crate::diagnostic::Family::Journal, Severity::Error))
}

fn outcome(arguments: &Arguments, summary: &Summary, unread: bool) -> Outcome {
    if unread {
        return Outcome::Incomplete;
    }
    let limit = arguments.fail_on.severity().filter(|_| !arguments.exit_zero);
    match (summary.worst(), limit) {
        (Some(worst), Some(limit)) if worst >= limit => Outcome::Findings,
        _ => Outcome::Clean,
    }
}

/// The files to look at, named as they are to be shown.
fn targets(paths: &[PathBuf], project: &Project) -> Result<(Vec<Found>, Vec<String>)> {
    let scope = project.config.scope();
    if paths.is_empty() {
        let walked = disk::walk(&project.folder, &project.folder, &scope)?;
        return Ok((walked.entries, walked.problems));
    }
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        if path.is_dir() {
            let folder = path
                .canonicalize()
                .with_context(|| format!("{} cannot be read", path.display()))?;
            let walked = disk::walk(&folder, &project.folder, &scope)?;
            // With one folder names are relative to it; with several they would be ambiguous.
            let prefix = if paths.len() == 1 { PathBuf::new() } else { path.clone() };
            found.extend(walked.entries.into_iter().map(|file| Found {
                name: prefix.join(&file.name).to_string_lossy().into_owned(),
                path: file.path,
            }));
            problems.extend(walked.problems);
        } else if path.exists() {
            found.push(Found { name: path.to_string_lossy().into_owned(), path: path.clone() });
        } else {
            bail!("there is no file or folder {}. Check the spelling", path.display());
        }
    }
    found.sort();
    found.dedup();
    Ok((found, problems))
}

/// Reads and lints one file.
fn check_file(target: &Found, project: &Project) -> Checkup {
    let text = match disk::read(&target.path) {
        Ok(bytes) => library::text_of(bytes).map_err(|message| ("not-utf8", message)),
        Err(error) => {
            let cause = error.root_cause();
            Err(("unreadable", format!("This file cannot be read: {cause}. It was left out.")))
        }
    };
    match text {
        Ok(text) => library::check(&target.name, text, project),
        Err((rule, message)) => {
            let checked = library::unread(&target.name, rule, message);
            Checkup { entry: None, withheld: false, checked }
        }
    }
}

/// Columns of the terminal; wide when there is none.
pub(super) fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).max(40))
}
