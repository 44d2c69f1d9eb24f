//! `evenkeel import`: what was written in another program.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, tell};
use super::progress::FileProgress;
use crate::disk::ExportFiles;
use crate::import::{ImportFormat, ImportPlan};
use crate::project::shown;
use crate::report::count;

/// Bring in what you wrote in another program. Only new files are made, and a second run adds only
/// what is new.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Entries lie where yours do; a day that has an entry gets a second one. Habits become commitments, \
their marks a page each in `imported/`. Times are those of the place where you wrote.

Examples:
  evenkeel import day-one Export.zip --dry-run
  evenkeel import jrnl ~/.local/share/jrnl/journal.txt
  evenkeel import loop \"Loop Habits CSV.zip\"
  evenkeel import harsh ~/.config/harsh
  evenkeel import journey journey.zip --into ~/old-journal")]
pub(super) struct ImportArgs {
    /// The program it comes from.
    #[arg(value_enum)]
    format: FormatName,
    /// Its export: a zip, a file or a folder.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The journal. Default: the one you are in.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Say what would be made, and make nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    /// A zip with JSON.
    DayOne,
    /// A text file, a folder by days, or JSON.
    Jrnl,
    /// Loop Habit Tracker: a zip with CSV.
    Loop,
    /// Habit Tracker 21 for Obsidian: a folder of notes.
    HabitTracker,
    /// A folder with `habits` and `log`.
    Harsh,
    /// A zip; few samples are known.
    Journey,
    /// CSV; few samples are known.
    Daylio,
}

impl FormatName {
    const fn format(self) -> ImportFormat {
        match self {
            Self::DayOne => ImportFormat::DayOne,
            Self::Jrnl => ImportFormat::Jrnl,
            Self::Loop => ImportFormat::Loop,
            Self::HabitTracker => ImportFormat::HabitTracker,
            Self::Harsh => ImportFormat::Harsh,
            Self::Journey => ImportFormat::Journey,
            Self::Daylio => ImportFormat::Daylio,
        }
    }
}

pub(super) fn run(arguments: &ImportArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let export = ExportFiles::open(&arguments.file)?;
    if let Some(folder) = arguments.into.as_ref().filter(|folder| !folder.is_dir()) {
        bail!(
            "there is no folder {}. Make it a journal with `evenkeel init {}`, then import",
            folder.display(),
            folder.display()
        );
    }
    let project = match &arguments.into {
        Some(folder) => global.find_in(folder)?,
        None => global.find_to_write()?,
    };
    let import = project.prepare_import(arguments.format.format(), export)?;
    if !arguments.dry_run {
        let progress = FileProgress::new();
        import.write(&|all| progress.step(all))?;
    }
    print(&summary(&import.plan, arguments.dry_run, &shown(&project.folder)))?;
    if import.plan.commitments > 0 {
        tell(
            "note: a habit that you no longer keep can rest: write `end:` with its last day and `outcome: released` into its note.",
        );
    }
    for sentence in &import.plan.left_out {
        tell(format!("note: {sentence}"));
    }
    Ok(ExitStatus::Clean)
}

fn summary(plan: &ImportPlan, dry_run: bool, folder: &str) -> String {
    let parts = [
        (plan.entries, "entry", "entries"),
        (plan.commitments, "commitment", "commitments"),
        (plan.marks, "check-in", "check-ins"),
        (plan.attachments, "photo or file", "photos and files"),
    ];
    let said = parts.into_iter().filter(|(number, ..)| *number > 0);
    let said: Vec<String> = said
        .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }))
        .collect();
    let known = match plan.known {
        0 => String::new(),
        known => format!(" {known} came over before."),
    };
    let mut out = match (said.as_slice(), dry_run) {
        ([], _) => format!("Nothing new.{known}\n"),
        (said, true) => format!("Would make {}, in {folder}.{known}\n", said.join(", ")),
        (said, false) => format!("Made {}, in {folder}.{known}\n", said.join(", ")),
    };
    if dry_run && !plan.files.is_empty() {
        for file in plan.files.iter().take(SHOWN) {
            let _ = writeln!(out, "  {}", file.path);
        }
        let rest = plan.files.len().saturating_sub(SHOWN);
        if rest > 0 {
            let _ = writeln!(out, "  and {}", count(rest, "more file"));
        }
    }
    out
}

/// So many files are named in a dry run.
const SHOWN: usize = 12;
