//! `evenkeel fix`: another wording, one finding at a time; nothing changes without a choice.

mod blanks;
mod dialogue;
mod file;
mod memory;
mod show;

use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Result, bail};
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use similar::TextDiff;

use self::dialogue::Dialogue;
use self::file::{FixTarget, of_words};
use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_exact, tell};
use super::targets::{self, FileNaming, Targets};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::disk::{self, JournalFile, UndoRecord, UndoneRun};
use crate::journal::entry::Entry;
use crate::project::FileCheck;
use crate::project::{Project, shown};
use crate::report::count;
use crate::text::{self, Edit};

/// Rewrites are applied until none is left; more rounds than this are a fault in a rule.
const ROUNDS: usize = 8;
/// So many files of a run are named.
const NAMED: usize = 4;

/// Take another wording, one finding at a time. Nothing changes without your choice.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
At each finding: a number takes that suggestion, a answers the question below the paragraph, e edits \
the words, i ignores it here, n never flags these words again, k keeps it, u undoes the last choice, \
s skips the rest of the file, q stops. What you took is written at once; `--undo` takes it back.

Examples:
  evenkeel fix 2026/03/2026-03-06.md
  evenkeel fix --diff            what the rewrites that only drop an attack would change
  evenkeel fix --apply safe      take those
  evenkeel fix --undo            take back what the last run changed; again, the run before it
  evenkeel fix --list            name the runs that can be taken back")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct FixArgs {
    /// Files and folders. Default: the journal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show what safe rewrites would change; write nothing.
    #[arg(long, conflicts_with_all = ["apply", "undo", "list"])]
    diff: bool,
    /// Take these rewrites without asking.
    #[arg(long, value_name = "WHICH", conflicts_with_all = ["undo", "list"])]
    apply: Option<ApplyLevel>,
    /// Take back what the last run changed in the journal that PATH, or this folder, belongs to;
    /// again, the run before it. Ten runs are kept.
    #[arg(long)]
    undo: bool,
    /// Name the runs that can be taken back, newest first.
    #[arg(long, conflicts_with = "undo")]
    list: bool,
    /// Forget how you reworded findings before.
    #[arg(long, conflicts_with_all = ["undo", "list", "diff", "apply"])]
    forget: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ApplyLevel {
    /// Those that only drop an attack and keep every fact.
    Safe,
}

pub(super) fn run(arguments: &FixArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let start = targets::start(&arguments.paths);
    if arguments.undo {
        return undo(&global.open_as_it_is(start)?);
    }
    if arguments.forget {
        return forget(&global.open_as_it_is(start)?);
    }
    if arguments.list {
        return list(&global.open_as_it_is(start)?);
    }
    let project = global.open(start)?;
    let targets = Targets::find(&arguments.paths, &project, FileNaming::WorkingDirectory)?;
    let mut incomplete = targets.tell_problems();
    let one = |file: &JournalFile| (file.clone(), crate::project::check_file(file, &project));
    let checked: Vec<(JournalFile, FileCheck)> = targets.files.par_iter().map(one).collect();
    let withheld = checked.iter().any(|(_, check)| check.disclosure.is_withheld());
    let mut work = Vec::new();
    for (file, check) in checked {
        let Some(entry) = check.entry else {
            incomplete = true;
            tell(format!("error: {} cannot be read and was left out.", file.name));
            continue;
        };
        let findings = of_words(check.checked.diagnostics);
        if !findings.is_empty() {
            work.push(FixTarget { file, text: entry.source, findings });
        }
    }
    match (arguments.diff, arguments.apply) {
        (true, _) => diff(&work, &project)?,
        (_, Some(ApplyLevel::Safe)) => apply(&work, &project)?,
        _ => incomplete |= Dialogue::new(&project).run(&work)?,
    }
    care::message(&project.config, withheld);
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

fn undo(project: &Project) -> Result<ExitStatus> {
    let UndoneRun { restored, changed, record } = disk::restore(&project.folder)?;
    for file in &restored {
        print(&format!("{} is as it was.\n", shown(file)))?;
    }
    for file in &changed {
        tell(format!("error: {} was changed since, so it was not touched.", shown(file)));
    }
    if changed.is_empty() {
        if restored.is_empty() {
            print("The files of the last run are as they were before it already.\n")?;
        }
        return Ok(ExitStatus::Clean);
    }
    tell(format!("What it was stays in {}.", shown(&record)));
    Ok(ExitStatus::Incomplete)
}

/// Empties what the person wrote instead of findings.
fn forget(project: &Project) -> Result<ExitStatus> {
    let known = disk::reworded(&project.folder)?.len();
    if known > 0 {
        disk::write_reworded(&project.folder, &[])?;
    }
    print(&format!("{} forgotten.\n", count(known, "rewording")))?;
    Ok(ExitStatus::Clean)
}

/// Names the runs that can be taken back.
fn list(project: &Project) -> Result<ExitStatus> {
    let runs = disk::undoable(&project.folder)?;
    if runs.is_empty() {
        print("There is nothing to take back.\n")?;
    }
    let mut incomplete = false;
    for run in runs {
        let run = match run {
            Ok(run) => run,
            Err(error) => {
                tell(format!(
                    "error: {error:#}, so that run cannot be taken back. `evenkeel fix --undo` puts its record aside when its turn comes."
                ));
                incomplete = true;
                continue;
            }
        };
        let made = run.made.and_then(moment).unwrap_or_else(|| format!("run {}", run.number));
        let mut files: Vec<String> =
            run.files.iter().take(NAMED).map(|file| file.display().to_string()).collect();
        if run.files.len() > NAMED {
            files.push(format!("{} more", run.files.len() - NAMED));
        }
        let aside = if run.set_aside { " (changed since, left as it is)" } else { "" };
        print(&format!("{made}  {}{aside}\n", files.join(", ")))?;
    }
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

/// A time by the clock on the wall, to the minute.
fn moment(time: SystemTime) -> Option<String> {
    let zoned = Timestamp::try_from(time).ok()?.to_zoned_datetime(TimeZone::system());
    Some(zoned.strftime("%Y-%m-%d %H:%M").to_string())
}

/// The text with every safe rewrite taken, and the rule of each.
fn safely(work: &FixTarget, project: &Project) -> (String, Vec<String>) {
    let (mut text, mut findings) = (work.text.clone(), work.findings.clone());
    let mut taken = Vec::new();
    for _ in 0..ROUNDS {
        let safe = |found: &Diagnostic| {
            let mut suggestions = found.suggestions.iter();
            suggestions
                .find(|one| one.applicability == Applicability::Safe)
                .map(|one| (found.rule.to_string(), one.edits.clone()))
        };
        let groups = apart(findings.iter().filter_map(safe));
        if groups.is_empty() {
            break;
        }
        let edits: Vec<Edit> = groups.iter().flat_map(|(_, edits)| edits.clone()).collect();
        taken.extend(groups.into_iter().map(|(rule, _)| rule));
        text = text::apply(&text, &edits);
        findings =
            of_words(crate::project::check(&work.file, text.clone(), project).checked.diagnostics);
    }
    (text, taken)
}

/// Of groups of edits those that touch no earlier one.
fn apart(groups: impl Iterator<Item = (String, Vec<Edit>)>) -> Vec<(String, Vec<Edit>)> {
    let mut kept: Vec<(String, Vec<Edit>)> = Vec::new();
    for group in groups {
        let touches = |edit: &Edit| {
            let mut others = kept.iter().flat_map(|(_, edits)| edits);
            others.any(|o| o.span.overlaps(edit.span) || o.span.end == edit.span.start)
        };
        if !group.1.iter().any(touches) {
            kept.push(group);
        }
    }
    kept
}

fn diff(work: &[FixTarget], project: &Project) -> Result<()> {
    let mut some = false;
    for one in work {
        let (after, taken) = safely(one, project);
        if !taken.is_empty() {
            some = true;
            let changes = TextDiff::from_lines(one.text.as_str(), after.as_str());
            let mut unified = changes.unified_diff();
            let name = &one.file.name;
            print_exact(&unified.header(&format!("a/{name}"), &format!("b/{name}")).to_string())?;
        }
    }
    if !some {
        // A patch of nothing is empty.
        tell("No rewrite here is safe to take without reading it.");
    }
    Ok(())
}

fn apply(work: &[FixTarget], project: &Project) -> Result<()> {
    let mut undo = UndoRecord::new(&project.folder);
    let (mut files, mut places) = (0, 0);
    let mut refused = 0;
    for one in work {
        let (after, taken) = safely(one, project);
        if taken.is_empty() {
            continue;
        }
        if let Err(error) = undo.replace(&one.file.path, &one.text, &after) {
            tell(format!("error: {error:#}."));
            refused += 1;
            continue;
        }
        print(&format!("{}: {}\n", one.file.name, count(taken.len(), "place")))?;
        let entry = Entry::parse(&one.file.inside, one.text.clone(), &project.config).entry;
        if !entry.private && entry.private_passages.is_empty() {
            for rule in &taken {
                if let Err(error) = undo.took(rule, &one.file.inside) {
                    tell(format!("note: {error:#}."));
                }
            }
        }
        files += 1;
        places += taken.len();
    }
    match (places, refused) {
        (_, 1..) => bail!("{} not changed; see above", count(refused, "file")),
        (0, _) => print("No rewrite here is safe to take without reading it.\n"),
        _ => print(&format!(
            "{} rewritten in {}. `evenkeel fix --undo` takes it back.\n",
            count(places, "place"),
            count(files, "file")
        )),
    }
}
