//! `evenkeel baseline`: takes note of what is there, so that only what is new is told.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use rayon::prelude::*;

use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::print;
use super::targets::{self, FileNaming, Targets};
use crate::baseline::Baseline;
use crate::disk;
use crate::project::shown;
use crate::report::count;

/// Take note of the findings that are there, so that `check --baseline` tells only new ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel baseline                            writes evenkeel-baseline.json
  evenkeel check --baseline evenkeel-baseline.json

The file holds fingerprints and no word of the journal. Lines may move; a finding whose words \
change is new.")]
pub(super) struct BaselineArgs {
    /// Files and folders. Default: the journal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write. Default: `evenkeel-baseline.json` in the journal.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &BaselineArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open(targets::start(&arguments.paths))?;
    let targets = Targets::find(&arguments.paths, &project, FileNaming::WorkingDirectory)?;
    let incomplete = targets.tell_problems();
    let one = |file| (file, crate::project::check_file(file, &project));
    let checked: Vec<_> = targets.files.par_iter().map(one).collect();
    let mut baseline = Baseline::default();
    for (file, check) in &checked {
        baseline.add(&file.inside, &check.checked.source, &check.checked.diagnostics);
    }
    let default = || project.folder.join("evenkeel-baseline.json");
    let path = arguments.output.clone().unwrap_or_else(default);
    if path.exists() {
        // Whatever else lies there is somebody's own.
        read(&path).with_context(|| format!("{} was not touched", shown(&path)))?;
    }
    disk::replace(&project.folder, &path, None, baseline.to_json().as_bytes())?;
    print(&format!("{}: {} noted.\n", shown(&path), count(baseline.len(), "finding")))?;
    care::message(&project.config, checked.iter().any(|(_, check)| check.disclosure.is_withheld()));
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Baseline> {
    let text = disk::read_text(path)?;
    Baseline::parse(&text).map_err(|cause| anyhow!(cause)).with_context(|| {
        format!("{} is no baseline. Write one with `evenkeel baseline`", path.display())
    })
}
