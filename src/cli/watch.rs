//! `evenkeel watch`: builds, then builds again whenever the journal changes.

use anyhow::Result;

use super::build::BuildArgs;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::watch_output::{WatchOutput, WatchPlan};

/// Build, then build again whenever the journal changes.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  evenkeel watch                              the site follows your writing
  evenkeel watch --lint-only                  findings only, beside Obsidian or any editor
  evenkeel watch --exec 'rsync -a --delete site/ nas:'
                                              a command whenever the site is another
  evenkeel watch --poll                       on a network drive")]
pub(super) struct WatchArgs {
    #[command(flatten)]
    build: BuildArgs,
    /// Tell findings and build nothing.
    #[arg(long, conflicts_with = "output")]
    lint_only: bool,
    /// Run this in a shell whenever something was built or found, in the journal's folder.
    /// `EVENKEEL_SITE` is the site.
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Look at the files every two seconds, where the system does not tell of changes.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &WatchArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let plan = WatchPlan {
        build: &arguments.build,
        poll: arguments.poll,
        lint_only: arguments.lint_only,
        exec: arguments.exec.as_deref(),
    };
    plan.run(global, &mut WatchOutput::new(&arguments.build))
}
