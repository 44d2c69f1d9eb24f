//! `evenkeel on-this-day`: this day in other years.

use anyhow::Result;
use serde_json::json;

use super::entry_lines;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_json, print_sentences};
use super::pager::print_long;
use crate::journal::spoken_day::SpokenDay;
use crate::project::{ChosenBy, PublicEntries};
use crate::spoken::{capital, counted};

/// Show what was written on this day in other years. Private entries and heavy days are left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel on-this-day
  evenkeel on-this-day --date \"24 december\"")]
pub(super) struct OnThisDayArgs {
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::global::day)]
    date: Option<SpokenDay>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &OnThisDayArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_read()?;
    let day = project.day(arguments.date)?;
    let entries = PublicEntries::read(&project, |_| true)?;
    let incomplete = print_sentences(&entries.problems);
    let same_day = entries.written().filter_map(|entry| {
        let date = entry.date?;
        let same = (date.month(), date.day()) == (day.month(), day.day()) && date < day;
        (same && entries.may_show(entry, ChosenBy::Program)).then_some((date, entry))
    });
    let same_day: Vec<_> = same_day.collect();
    if arguments.json {
        let all = same_day.iter().map(|(_, entry)| entry_lines::json(entry));
        print_json(&json!({ "entries": all.collect::<Vec<_>>() }))?;
    } else if same_day.is_empty() {
        print(&format!(
            "There is nothing to show of {} in other years.\n",
            day.strftime("%-d %B")
        ))?;
    } else {
        let shown = same_day.iter().map(|(date, entry)| {
            let years = usize::try_from(day.year() - date.year()).unwrap_or_default();
            let ago = capital(&counted(years, "year")) + " ago\n";
            ago + &entry_lines::entry(entry, &entry_lines::opening(entry))
        });
        print_long(&shown.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}
