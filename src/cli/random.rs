//! `evenkeel random`: one entry, by chance.

use std::hash::{BuildHasher, RandomState};

use anyhow::Result;

use super::editor;
use super::entry_lines;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::print;
use super::pager::print_long;
use crate::journal::spoken_day::SpokenPeriod;
use crate::project::{ChosenBy, PublicEntries, PublicEntry};

/// Show an entry, by chance. Private entries and heavy days are left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel random
  evenkeel random --in 2024 --open")]
pub(super) struct RandomArgs {
    /// Only entries of these days: `2025`, `2026-03`, `last year`.
    #[arg(long = "in", value_name = "PERIOD", value_parser = super::global::period)]
    period: Option<SpokenPeriod>,
    /// Open it in your editor.
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &RandomArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_read()?;
    let days = arguments.period.map(|said| project.period(said)).transpose()?;
    let entries = PublicEntries::read(&project, |_| true)?;
    let among: Vec<&PublicEntry> = entries
        .written()
        .filter(|entry| {
            let within =
                |date| days.as_ref().is_none_or(|days| days.first <= date && date <= days.last);
            entry.date.is_some_and(within)
        })
        .collect();
    // From a place by chance on, the first that may be shown.
    let start = usize::try_from(RandomState::new().hash_one(0_u8) >> 1).unwrap_or_default();
    let start = start.checked_rem(among.len()).unwrap_or_default();
    let mut rest = among.iter().cycle().skip(start).take(among.len());
    let Some(one) = rest.find(|entry| entries.may_show(entry, ChosenBy::Program)) else {
        print("There is no entry to show.\n")?;
        return Ok(ExitStatus::Clean);
    };
    if arguments.open {
        editor::open(one.file(), 1, &project.user.config)?;
    } else {
        print_long(&format!("{}\n{}\n", entry_lines::entry(one, ""), one.text))?;
    }
    Ok(ExitStatus::Clean)
}
