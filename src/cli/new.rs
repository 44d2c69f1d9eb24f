//! `evenkeel new`: the entry of a day, from the template; nothing is overwritten.

use anyhow::Result;

use super::editor;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_sentences};
use crate::disk;
use crate::journal::spoken_day::SpokenDay;
use crate::project::{JournalProgress, create_entry, entry_of, shown};

/// Begin a day's entry from your template; an entry that is there is never overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The template is templates/entry.md in Tera, with `date`, `weekday`, `due` (each with `id`, `title`, \
`when`, `minimum`), `next_step` (of the entry before) with `next_step_day`, and `question`.

Examples:
  evenkeel new --open
  evenkeel new --date 2026-03-02")]
pub(super) struct NewArgs {
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::global::day)]
    date: Option<SpokenDay>,
    /// Open it in $VISUAL or $EDITOR.
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &NewArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_write()?;
    let journal = JournalProgress::read(&project)?;
    print_sentences(&journal.problems);
    let date = project.day(arguments.date)?;
    let (path, verb) = match entry_of(&journal.entries, date) {
        Some(entry) => (project.folder.join(&entry.path), "there already:"),
        None => (create_entry(date, &project, &journal, &|_| true)?, "made"),
    };
    print(&format!("{verb} {}\n", shown(&path)))?;
    if arguments.open {
        let lines = disk::read_text(&path)?.lines().count();
        editor::open(&path, lines, &project.user.config)?;
    }
    Ok(ExitStatus::Clean)
}
