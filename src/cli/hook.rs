//! `evenkeel hook`: a look at what is about to be committed, that stops nothing unless asked to.

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use super::care;
use super::check::without_private;
use super::choices::FailOn;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, rendered, tell, tell_rendered};
use crate::config::Surface;
use crate::disk::{self, JournalFile};
use crate::project::FileCheck;
use crate::project::{InvalidSetup, OpenOptions, Project, shown};
use crate::report::{OutputFormat, Summary, reporter};
use crate::text::LineIndex;

/// The name of the hook.
const NAME: &str = "pre-commit";
/// The line by which we know a hook of ours.
const SIGN: &str = "# Made by `evenkeel hook install`.";

/// Look at what is about to be committed, every time.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel hook install                     tells what it notices, and stops nothing
  evenkeel hook install --fail-on warning   a commit waits when there is a warning
  evenkeel hook uninstall
`git commit --no-verify` goes by it once. Nothing of private entries and passages is ever printed.")]
pub(super) struct HookArgs {
    #[command(subcommand)]
    command: HookCommand,
}

#[derive(Debug, clap::Subcommand)]
enum HookCommand {
    /// Put the hook into this repository.
    Install {
        /// The lightest level that makes a commit wait.
        #[arg(long, value_name = "LEVEL", default_value = "never")]
        fail_on: FailOn,
    },
    /// Take the hook away again.
    Uninstall,
    /// Look at what is staged now. This is what the hook runs.
    Run {
        /// The lightest level that makes the exit code 1.
        #[arg(long, value_name = "LEVEL", default_value = "never")]
        fail_on: FailOn,
    },
}

pub(super) fn run(arguments: &HookArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    match arguments.command {
        HookCommand::Install { fail_on } => install(fail_on),
        HookCommand::Uninstall => uninstall(),
        HookCommand::Run { fail_on } => look(fail_on, global).or_else(|error| {
            if fail_on.severity().is_some() {
                return Err(error);
            }
            if let Some(InvalidSetup { files, .. }) = error.downcast_ref() {
                tell_rendered(&rendered(files));
            }
            tell(format!("evenkeel could not look at this: {error:#}. The commit goes on."));
            Ok(ExitStatus::Clean)
        }),
    }
}

fn install(fail_on: FailOn) -> Result<ExitStatus> {
    let path = disk::hooks_folder()?.join(NAME);
    if let Some(there) = disk::text_if_any(&path)?
        && !there.contains(SIGN)
    {
        bail!(
            "{} is there already and is not ours, so it was not touched. Add this line to it: evenkeel hook run",
            path.display()
        );
    }
    // Where PATH of git does not lead to it: an editor, a desktop, another shell.
    let program = std::env::current_exe().context("this program cannot find itself")?;
    let program = program.to_string_lossy().replace('\'', r"'\''");
    let level =
        fail_on.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    disk::write_program(
        &path,
        &format!(
            "#!/bin/sh\n\
             {SIGN} `evenkeel hook uninstall` removes it.\n\
             for program in evenkeel '{program}'; do\n    \
                 command -v \"$program\" >/dev/null 2>&1 && exec \"$program\" hook run --fail-on {level}\n\
             done\n\
             echo 'evenkeel was not found, so nothing was looked at. Install it again, or remove .git/hooks/{NAME}.' >&2\n"
        ),
    )?;
    print(&format!("made {}\n", shown(&path)))?;
    Ok(ExitStatus::Clean)
}

fn uninstall() -> Result<ExitStatus> {
    let path = disk::hooks_folder()?.join(NAME);
    match disk::text_if_any(&path)? {
        Some(there) if there.contains(SIGN) => {
            disk::remove(&path)?;
            print(&format!("removed {}\n", shown(&path)))?;
        }
        Some(_) => bail!("{} is not ours, so it was not touched", path.display()),
        None => print("There is no hook here.\n")?,
    }
    Ok(ExitStatus::Clean)
}

fn look(fail_on: FailOn, global: &GlobalArgs) -> Result<ExitStatus> {
    let staged = disk::staged()?;
    if staged.is_empty() {
        return Ok(ExitStatus::Clean);
    }
    let options = OpenOptions { surface: Surface::Hook, ..global.options_here()? };
    let report = reporter(OutputFormat::Human, super::terminal::width());
    let mut summary = Summary::default();
    let mut told = Vec::new();
    let mut unread = false;
    let mut heavy = None;
    // A repository may hold several journals, each with settings of its own.
    let mut journals: Vec<Project> = Vec::new();
    for file in staged {
        let start = file.path.parent().filter(|folder| folder.is_dir());
        let folder = Project::folder_of(start, &options)?;
        let known = journals.iter().position(|journal| journal.folder == folder);
        let at = known.unwrap_or(journals.len());
        if known.is_none() {
            let project = Project::open(start, &options)?.usable()?;
            tell_rendered(&rendered(&project.diagnostics));
            journals.push(project);
        }
        let Some(project) = journals.get(at) else { continue };
        let inside = project.inside(&file.path);
        if !project.config.scope().contains(&inside) {
            continue;
        }
        let found = JournalFile { name: shown(&file.path), inside, path: file.path.clone() };
        let text = match crate::project::text_of(file.bytes) {
            Ok(text) => text,
            Err(message) => {
                unread = true;
                tell(format!("{}: {message}", found.name));
                continue;
            }
        };
        let FileCheck { entry, disclosure, checked, .. } =
            crate::project::check(&found, text, project);
        heavy = heavy.or_else(|| disclosure.is_withheld().then_some(at));
        let Some(entry) = entry else {
            unread = true;
            continue;
        };
        let mut checked = without_private(&entry, checked);
        let index = LineIndex::new(&entry.source);
        checked.diagnostics.retain(|found| file.lines.touch_span(found.span, &index));
        summary.files += 1;
        summary.words += entry.public_words(&project.config);
        summary.add(&checked.diagnostics);
        told.extend(Some(report.file(&checked)).filter(|text| !text.is_empty()));
    }
    if !told.is_empty() {
        print(&(told.join(report.between()) + &report.end(&summary)))?;
    }
    if let Some(journal) = heavy.and_then(|at| journals.get(at)) {
        care::message(&journal.config, true);
    }
    let waits = fail_on.severity().is_some_and(|limit| summary.worst() >= Some(limit));
    if waits {
        print(
            "The commit waits, because the hook was asked to. `git commit --no-verify` goes on.\n",
        )?;
    } else if !told.is_empty() {
        print("The commit goes on.\n")?;
    }
    Ok(match (waits, unread) {
        (true, _) => ExitStatus::Findings,
        // What cannot be read stops nothing unless findings would.
        (false, true) if fail_on.severity().is_some() => ExitStatus::Incomplete,
        _ => ExitStatus::Clean,
    })
}
